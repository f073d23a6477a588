// One line on a terminal that says how far a long scan has come, from its second second on; it goes away at the end.

import type { Progress } from '../model/request.js';
import { groupDigits } from '../report/count.js';
import type { Io } from './io.js';

export interface Display {
  show(progress: Progress): void;
  clear(): void;
}

const firstAfter = 1000;
const every = 200;
const clearLine = '\r\x1b[2K';

/** @returns undefined where nobody is looking: standard error is no terminal */
export function makeDisplay({ status, now, columns }: Io): Display | undefined {
  if (status === undefined) return undefined;
  const start = now();
  let shown = start + firstAfter - every;
  let visible = false;
  return {
    show(progress) {
      const time = now();
      if (time - shown < every) return;
      shown = time;
      visible = true;
      status(`${clearLine}${describe(progress, (time - start) / 1000).slice(0, Math.max(20, columns - 1))}`);
    },
    clear() {
      if (visible) status(clearLine);
    },
  };
}

/** @param seconds since the start */
export function describe({ objects, bytes, findings, expected }: Progress, seconds: number): string {
  const part = expected > objects ? `${Math.floor((objects / expected) * 100)} %  ${groupDigits(objects)} of ${groupDigits(expected)} objects` : `${groupDigits(objects)} objects`;
  const left = expected > objects && objects > 0 ? `  ${sayTime((seconds / objects) * (expected - objects))} left` : '';
  return `${part}  ${mega(bytes)} MB  ${mega(bytes / seconds)} MB/s${left}  ${findings} ${findings === 1 ? 'match' : 'matches'}`;
}

function mega(bytes: number): string {
  return groupDigits(Math.round(bytes / 1e6));
}

function sayTime(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
