// The segments of Slack's tokens, as api.slack.com/concepts/token-types shows them: decimal ids between hyphens, then
// the secret part. New kinds appear, so other segments lower and never reject.

import type { Evidence, Proof, Vote } from '../../model/proof.js';
import { parseNothing } from './argument.js';

/** Bot: team and bot id. User and workspace: up to three ids. App: its id, a number, 64 hexadecimal digits. */
const shapes: readonly RegExp[] = [
  /^xox[bpars]-(?:[0-9]{9,14}-){1,3}[A-Za-z0-9]{16,64}$/,
  /^xapp-[0-9]-A[A-Z0-9]{8,11}-[0-9]{10,14}-[0-9a-f]{64}$/,
  /^xoxe(?:\.xox[bp])?-[0-9]-[A-Za-z0-9]{100,250}$/,
  /^xox[cd]-[A-Za-z0-9%+/=-]{40,400}$/,
];

/** `slack: true`. */
export const slack: Proof<void> = { parse: parseNothing, vote: voteSlack };

function voteSlack({ secret }: Evidence): Vote {
  const fits = shapes.some((shape) => shape.test(secret));
  return fits ? { verdict: 'raise', why: "its segments are those of Slack's tokens" } : { verdict: 'lower', why: "its segments are not those of Slack's tokens" };
}
