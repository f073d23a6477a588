// The short sentences that formats share: counts, how far a key has come, what a scan's end says. Plain text, no markup.

import type { Exposure, Finding, Narrowed, Problem, Reach, Report, Skip, Suppressed } from '../model/report.js';
import type { Severity } from '../model/rule.js';
import { countNoun, groupDigits } from './count.js';
import type { FormatOptions } from './options.js';
import { firstPlace } from './place.js';
import { fails } from './severity.js';

type Command = Report['scan']['command'];

const shortestPrefix = 4;

const judged: Readonly<Record<Command, string>> = {
  staged: 'what you are about to commit',
  range: 'what these commits add',
  audit: 'this repository',
  scan: 'what was scanned',
  merge: 'the joined reports',
};

// What it is, and what follows when the source gives no reason. None of them claims that a key has not got out.
const reachWords: Readonly<Record<Reach, readonly [label: string, otherwise: string]>> = {
  staged: ['staged', 'as far as git can tell, still only on this machine'],
  local: ['committed', 'whether that was pushed cannot be told from here'],
  pushed: ['pushed', 'to be treated as known to others'],
  tag: ['in a tag', 'to be treated as known to others'],
  stash: ['in a stash', 'whether that was shared cannot be told from here'],
  reflog: ['in the reflog', 'whether that was shared cannot be told from here'],
  unreachable: ['in objects that no ref reaches', 'whether that was shared cannot be told from here'],
  worktree: ['in a file', 'whether git holds that too was not looked into'],
};

const suppressors: Readonly<Record<Suppressed['by'], string>> = {
  comment: 'a comment',
  baseline: 'the baseline',
  config: 'the configuration',
  path: 'a path rule',
};

/** The one sentence that a scan comes down to. Says "clean" only if everything was looked into and nothing found. */
export function summarise(report: Report, failOn: Severity): string {
  if (report.findings.length > 0) return countLeaks(report, failOn);
  if (report.problems.length > 0) return `incomplete: ${countThings(report.problems.length)} could not be read`;
  if (!report.scan.complete) return `incomplete: ${listSkipped(report.skipped)}`;
  if (report.skipped.length > 0) return `nothing found; ${listSkipped(report.skipped)}`;
  const { shard, narrowed } = report.scan;
  if (shard !== undefined || narrowed !== undefined) return `nothing found in ${sayPart(report.scan)}: ${countScanned(report)}${countSuppressed(report)}; ${sayLeftOut(report.scan)}`;
  return `clean: ${countScanned(report)}${countSuppressed(report)}`;
}

/** What a report of a part leaves out; empty for one of everything. */
export function sayLeftOut({ shard, narrowed }: Report['scan']): string {
  const left = narrowed === undefined ? [] : [`not looked at: ${narrowed.leftOut.join(', ')}`];
  return [...left, ...(shard === undefined ? [] : ['skan merge joins the reports of all shards'])].join('; ');
}

/** What was asked for, where that was not everything. */
export function sayNarrowed({ onlyHead, since }: Narrowed): string {
  return `${since === undefined ? 'what ' : `what commits after ${since} brought, of what `}${onlyHead === true ? 'HEAD reaches' : 'refs and reflogs reach'}`;
}

/** `3 things not looked into: …`, the first few by name. */
export function listSkipped(skipped: readonly Skip[], most = 3): string {
  if (skipped.length === 0) return 'not everything was looked into';
  const named = skipped.slice(0, most).map(({ what, why }) => `${what} (${why})`);
  const rest = skipped.length > most ? [`and ${countNoun(skipped.length - most, 'more', 'more')}`] : [];
  return `${countThings(skipped.length)} not looked into: ${[...named, ...rest].join(', ')}`;
}

/** How far findings have come and what that rests on; `many` of them alike. */
export function describeReach({ reach, detail }: Pick<Exposure, 'reach' | 'detail'>, many = false): string {
  const [label, otherwise] = reachWords[reach];
  const reason = trimStop(detail ?? '');
  return `${many ? 'They are' : 'It is'} ${label}; ${reason === '' ? otherwise : reason}.`;
}

/** `critical, certain`; and what its issuer said of it, where that is sure. */
export function rateFinding({ severity, confidence, validation }: Pick<Finding, 'severity' | 'confidence' | 'validation'>): string {
  const rating = confidence === 'certain' ? `${severity}, certain` : `${severity}, confidence ${confidence}`;
  return `${rating}${lives[validation.status]}`;
}

const lives: Readonly<Record<Finding['validation']['status'], string>> = { active: ', STILL ACTIVE', revoked: ', revoked', unknown: '', 'not-checked': '' };

/** What its issuer said of the key, or why it was not asked; empty when nobody wanted to know. */
export function describeValidation({ status, detail }: Finding['validation']): string {
  const why = detail === undefined ? '' : `: ${detail}`;
  switch (status) {
    case 'active':
      return `it is still active${why}`;
    case 'revoked':
      return `it no longer works${why}`;
    case 'unknown':
      return `could not tell whether it still works${why}`;
    case 'not-checked':
      return detail === undefined ? '' : `not asked: ${detail}`;
  }
}

/** The same as a sentence. */
export function sayValidation(validation: Finding['validation']): string {
  const said = describeValidation(validation);
  if (said === '') return '';
  return validation.status === 'not-checked' ? `Whether it still works was ${said}.` : `Asked its issuer: ${said}.`;
}

/** The sentence that every machine format starts a finding with: revoking comes first. */
export function nameRevoking(finding: Finding): string {
  if (finding.validation.status === 'revoked') return `Already revoked: ${finding.title} ${finding.redacted}.`;
  const [first = '', ...rest] = chooseVerb(finding);
  return `${first.toUpperCase()}${rest.join('')} this ${nameKind(finding)} first: ${finding.redacted}.`;
}

/** Keys are revoked where they were issued; a password is changed where it is asked for. */
export function chooseVerb({ title }: Pick<Finding, 'title'>): 'revoke' | 'change' {
  return /\bpass(?:word|phrase)s?\b/i.test(title) ? 'change' : 'revoke';
}

/** A title within a sentence: ordinary words lose their capital, vendors keep it. */
function nameKind({ title }: Finding): string {
  return title.replace(/^(?:Key|Live|Password|Private|Registry|Secret|Test|Token|Webhook)\b/, (word) => word.toLowerCase());
}

export function describeSuppression(suppressed: Suppressed): string {
  const { finding } = suppressed;
  return `${finding.rule} ${finding.redacted} at ${firstPlace(finding)}, ${saySuppression(suppressed)}`;
}

/** `by a comment: an example` */
export function saySuppression({ by, reason }: Pick<Suppressed, 'by' | 'reason'>): string {
  return `by ${suppressors[by]}: ${reason ?? 'no reason given'}`;
}

/** What could not be read, why, and what mends it. */
export function describeProblem({ what, why, hint }: Problem): string {
  return [`${what}: ${trimStop(why)}`, ...(hint === undefined ? [] : [`to mend it: ${trimStop(hint)}`])].join('; ');
}

/** The last characters that the mask shows, as dashboards list them; empty when it shows none, or only the hyphens of a PEM. */
export function maskedEnd(redacted: string): string {
  const end = redacted.slice(redacted.lastIndexOf('…') + 1);
  return /[A-Za-z0-9]/.test(end) ? end : '';
}

/** The shortest prefix, four characters or more, that `skan explain` takes for a fingerprint and no other of the report. */
export function shortenFingerprints({ findings, suppressed }: Report): ReadonlyMap<string, string> {
  const all = [...findings, ...suppressed.map(({ finding }) => finding)].map(({ fingerprint }) => fingerprint);
  const sorted = [...new Set(all)].sort();
  return new Map(
    sorted.map((own, index) => {
      const shared = Math.max(countShared(own, sorted[index - 1]), countShared(own, sorted[index + 1]));
      return [own, own.slice(0, Math.max(shared + 1, shortestPrefix))];
    }),
  );
}

/**
 * What to hand to `skan explain`, which looks a fingerprint up by auditing the repository where it is started: where that would not
 * find it, the rule, whose steps are the same; for a rule of the user's own, a report that holds it.
 */
export function nameForExplain(report: Report, { elsewhere = false }: Pick<FormatOptions, 'elsewhere'>): ReadonlyMap<string, string> {
  const ids = shortenFingerprints(report);
  const all = [...report.findings, ...report.suppressed.map(({ finding }) => finding)];
  return new Map(all.map((finding) => [finding.fingerprint, isAudited(report, finding, elsewhere) ? (ids.get(finding.fingerprint) ?? finding.fingerprint) : sayOtherName(finding, ids)]));
}

function isAudited({ scan: { command } }: Report, finding: Finding, elsewhere: boolean): boolean {
  return !elsewhere && command !== 'scan' && !isMessage([finding]);
}

function sayOtherName({ rule, provider, fingerprint }: Finding, ids: ReadonlyMap<string, string>): string {
  return provider === 'own' ? `${ids.get(fingerprint) ?? fingerprint} --report FILE` : rule;
}

/** `+ 2 more places`; empty if all are shown. */
export function countOtherPlaces(finding: Finding, shown = 1): string {
  const more = finding.occurrences.length - shown;
  return more > 0 ? `+ ${countNoun(more, 'more place', 'more places')}` : '';
}

function trimStop(text: string): string {
  return text.replace(/\.$/, '');
}

/** Among sorted texts, a neighbour shares the longest beginning. */
function countShared(own: string, neighbour = ''): number {
  let length = 0;
  while (length < own.length && own[length] === neighbour[length]) length += 1;
  return length;
}

function countLeaks(report: Report, failOn: Severity): string {
  const { findings, scan } = report;
  const leaks = `${countNoun(findings.length, 'leaked key')} in ${isMessage(findings) ? 'the commit message' : sayPart(scan)}`;
  const active = findings.filter(({ validation }) => validation.status === 'active').length;
  const alive = active === 0 ? '' : active === findings.length ? ', still active' : `, ${groupDigits(active)} of them still active`;
  const mild = findings.some((finding) => fails(finding, failOn)) ? '' : `; none severe enough to fail (--fail-on ${failOn})`;
  const incomplete = report.problems.length > 0 || !scan.complete ? '; the scan is incomplete' : '';
  return `${leaks}${alive}${mild}${incomplete}`;
}

function sayPart({ command, shard, narrowed }: Report['scan']): string {
  const part = shard === undefined ? [] : [`shard ${shard.index}/${shard.count} of`];
  return [...part, narrowed === undefined ? judged[command] : sayNarrowed(narrowed)].join(' ');
}

/** The message of a commit that is not made yet. */
function isMessage(findings: readonly Finding[]): boolean {
  return findings.every(({ occurrences }) => occurrences.every(({ source, commit }) => source === 'commit-message' && commit === undefined));
}

/** `1,204 objects, 3.4 MB` */
export function countScanned({ scan }: Report): string {
  const noun = scan.command === 'staged' || scan.command === 'scan' ? 'file' : 'object';
  return `${countNoun(scan.counts.objects, noun)}, ${formatSize(scan.counts.bytes)}`;
}

function countSuppressed({ suppressed }: Report): string {
  return suppressed.length === 0 ? '' : `; ${groupDigits(suppressed.length)} suppressed`;
}

function countThings(count: number): string {
  return countNoun(count, 'thing');
}

function formatSize(bytes: number): string {
  if (bytes < 1000) return countNoun(bytes, 'byte');
  const power = Math.min(Math.floor(Math.log10(bytes * 1.00005) / 3), 4);
  return `${(bytes / 1000 ** power).toFixed(1)} ${['', 'KB', 'MB', 'GB', 'TB'][power]}`;
}
