// The report of an earlier run for the same request, where all that it depends on is as it was. Never one that shows secrets, or says
// what a provider answered.

import { build } from '../generated/version.js';
import type { Report, Skip } from '../model/report.js';
import type { Request } from '../model/request.js';
import type { Severity } from '../model/rule.js';
import type { Answers, Source } from '../model/source.js';
import type { Settings } from '../sources/settings.js';

/** What `run` makes; the bar is the configuration's. */
interface Told {
  readonly report: Report;
  readonly failOn: Severity;
}

export interface Again {
  recall(): Told | undefined;
  keep(told: Told): void;
}

/** More is not kept: as one text it would take as much memory as all the rest. */
const mostFindings = 2_000;
const mostOccurrences = 20_000;

/** @returns undefined: this must be worked out each time */
export function askAgain({ root }: Source, answers: Answers, request: Request, settings: Settings | undefined, misnamed: readonly Skip[]): Again | undefined {
  const { target, server, showSecrets, asking } = request;
  if (showSecrets || asking !== undefined) return undefined;
  const question = JSON.stringify([build, root, target, server, settings ?? '', misnamed]);
  return {
    recall() {
      const answer = answers.recall(question);
      return answer === undefined ? undefined : (JSON.parse(answer) as Told);
    },
    keep(told) {
      if (isSmall(told.report)) answers.keep(question, JSON.stringify(told));
    },
  };
}

function isSmall({ findings, suppressed }: Report): boolean {
  const all = [...findings, ...suppressed.map(({ finding }) => finding)];
  return all.length <= mostFindings && all.reduce((sum, { occurrences }) => sum + occurrences.length, 0) <= mostOccurrences;
}
