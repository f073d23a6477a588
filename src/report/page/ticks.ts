// What the reader has ticked off, kept in the browser under the finding's fingerprint, which is the same in every audit: a
// second report of the same repository opens with the same ticks. Where the browser gives no storage (a sandboxed frame, some
// browsers on file:), ticks last as long as the page, and the page says so.

import { stageNames } from './data.js';
import type { PageFinding, StageName } from './data.js';
import type { Progress } from './query.js';

export type Tick = StageName | 'aside';

export interface Ticks {
  /** They outlive the page. */
  readonly lasting: boolean;
  of(fingerprint: string): ReadonlySet<Tick>;
  toggle(fingerprint: string, tick: Tick): void;
  /** Another tab has changed something. */
  listen(changed: () => void): void;
}

const prefix = 'skan.ticks.';
const known: readonly Tick[] = [...stageNames, 'aside'];
const none: ReadonlySet<Tick> = new Set();

export function makeTicks(): Ticks {
  const storage = openStorage();
  const held = new Map<string, ReadonlySet<Tick>>();
  if (storage !== undefined) readAll(storage, held);
  let lasting = storage !== undefined;
  return {
    get lasting() {
      return lasting;
    },
    of: (fingerprint) => held.get(fingerprint) ?? none,
    toggle(fingerprint, tick) {
      const now = new Set(held.get(fingerprint) ?? none);
      if (!now.delete(tick)) now.add(tick);
      held.set(fingerprint, now);
      if (storage !== undefined && !keep(storage, fingerprint, now)) lasting = false;
    },
    listen(changed) {
      window.addEventListener('storage', ({ key, newValue }) => {
        if (key === null) held.clear();
        else if (key.startsWith(prefix)) held.set(key.slice(prefix.length), readTicks(newValue ?? ''));
        changed();
      });
    },
  };
}

export function nameProgress({ stages }: PageFinding, ticks: ReadonlySet<Tick>): Progress {
  if (ticks.size === 0) return 'open';
  if (ticks.has('aside')) return 'set aside';
  return ticks.size >= stages.length ? 'done' : 'started';
}

/** Asking for it throws where it is forbidden, and writing to it where it is full. */
function openStorage(): Storage | undefined {
  try {
    const storage = window.localStorage;
    storage.setItem(`${prefix}probe`, '');
    storage.removeItem(`${prefix}probe`);
    return storage;
  } catch {
    return undefined;
  }
}

function readAll(storage: Storage, held: Map<string, ReadonlySet<Tick>>): void {
  for (let index = 0; index < storage.length; index += 1) {
    const key = storage.key(index);
    if (key?.startsWith(prefix) === true) held.set(key.slice(prefix.length), readTicks(storage.getItem(key) ?? ''));
  }
}

function keep(storage: Storage, fingerprint: string, ticks: ReadonlySet<Tick>): boolean {
  try {
    if (ticks.size === 0) storage.removeItem(`${prefix}${fingerprint}`);
    else storage.setItem(`${prefix}${fingerprint}`, [...ticks].join(' '));
    return true;
  } catch {
    return false;
  }
}

function readTicks(text: string): ReadonlySet<Tick> {
  return new Set(known.filter((tick) => text.split(' ').includes(tick)));
}
