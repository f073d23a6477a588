// What to do, in order, for findings that have come equally far. Not yet committed: take it out, and revoke first if it
// was shared. Anything further: revoke first, always. Takes a report that is already visible; the whole runbook
// is `skan explain`.

import type { Finding, Occurrence, Reach } from '../model/report.js';
import type { Guide } from '../model/rule.js';
import { isFileContent } from './place.js';
import { chooseVerb, maskedEnd } from './wording.js';

/** Prose, or something that stands as it is: a command, a link. */
export type Phrase = string | { readonly code: string } | { readonly url: string };

export interface Step {
  readonly label: string;
  readonly says: readonly Phrase[];
}

/** Where code of a kind of file finds the environment. */
const environments: readonly (readonly [endings: RegExp, read: (variable: string) => string])[] = [
  [/\.(?:[cm]?[jt]sx?|vue|svelte)$/i, (variable) => `process.env.${variable}`],
  [/\.(?:py|ipynb)$/i, (variable) => `os.environ["${variable}"]`],
  [/\.rb$/i, (variable) => `ENV["${variable}"]`],
  [/\.go$/i, (variable) => `os.Getenv("${variable}")`],
  [/\.php$/i, (variable) => `getenv('${variable}')`],
  [/\.rs$/i, (variable) => `std::env::var("${variable}")`],
  [/\.(?:java|kt|scala)$/i, (variable) => `System.getenv("${variable}")`],
];
/** Where nothing tells what the variable is called. */
const anyVariable = 'MY_KEY';

/** The first steps for findings of one reach: no more than three. `held`: the commit or push was stopped for them. */
export function adviseSteps(findings: readonly Finding[], reach: Reach, held: boolean): readonly Step[] {
  return reach === 'staged' ? adviseStaged(findings, held) : adviseCommitted(findings, reach, held);
}

/** Where and how to revoke it; names the end of the key, as dashboards list it. */
export function sayRevoke(finding: Finding): readonly Phrase[] {
  if (finding.validation.status === 'revoked') return ['nothing to do: its issuer says it no longer works'];
  const end = maskedEnd(finding.redacted);
  const which = end === '' ? [] : [`(ends in ${end})`];
  return [...sayGuide(finding.remediation.revoke, `where ${finding.provider} issues its keys`), ...which];
}

/** The page if there is one to link, or else the first step. */
export function sayGuide({ url, steps }: Guide, otherwise: string): readonly Phrase[] {
  if (url !== undefined && isLinkable(url)) return [{ url }];
  return [steps[0] ?? otherwise];
}

/** Only plain https links are made into links: rules may come from the repository. */
export function isLinkable(url: string): boolean {
  return /^https:\/\/[!#-;=?-[\]_a-z~]+$/i.test(url);
}

/** The same without markup. */
export function writePlain(says: readonly Phrase[]): string {
  return says.map((phrase) => (typeof phrase === 'string' ? phrase : 'url' in phrase ? phrase.url : phrase.code)).join(' ');
}

function adviseStaged(findings: readonly Finding[], held: boolean): readonly Step[] {
  const [only] = findings;
  const one = only !== undefined && findings.length === 1;
  const takeOut: Step = { label: one ? 'take it out' : 'take them out', says: one ? sayTakeOut(only) : sayTakeAllOut(findings) };
  const revoke: Step = {
    label: one ? 'shared it?' : 'shared one?',
    says: one ? sayRevokeFirst(only) : ['revoke that one first, at the link beside it'],
  };
  if (!held) return [takeOut, revoke];
  return [takeOut, revoke, { label: 'commit again', says: sayStage(findings) }];
}

function adviseCommitted(findings: readonly Finding[], reach: Reach, held: boolean): readonly Step[] {
  const [first] = findings;
  const [only] = findings.length === 1 ? findings : [];
  return [
    { label: only ? `${chooseVerb(only)} it` : 'revoke each', says: only ? sayRevoke(only) : ['at the link beside it'] },
    { label: only ? 'replace it' : 'replace each', says: sayReplace(only) },
    // A commit is held for a key that was pushed before: it need not be written once more.
    held ? { label: only ? 'take it out' : 'take them out', says: only ? sayTakeOut(only) : sayTakeAllOut(findings) } : { label: 'clean up', says: [sayCleanUp(reach, first)] },
  ];
}

function sayRevokeFirst(finding: Finding): readonly Phrase[] {
  return finding.validation.status === 'revoked' ? sayRevoke(finding) : [`${chooseVerb(finding)} it first:`, ...sayRevoke(finding)];
}

function sayReplace(finding: Finding | undefined): readonly Phrase[] {
  return [finding?.remediation.rotate.steps[0] ?? 'make a new one and keep it outside git'];
}

/** Where others may have it already the first step of purging is to revoke, which is said above. */
function sayCleanUp(reach: Reach, finding: Finding | undefined): string {
  if ((reach === 'pushed' || reach === 'tag') && finding?.exposure.incoming !== true) return 'once it is revoked, rewriting history is often not worth it';
  return finding?.remediation.purge.steps[0] ?? 'take it out of what holds it';
}

/** Several: the file itself if it is one that git should not track, else the way for each. */
function sayTakeAllOut(findings: readonly Finding[]): readonly Phrase[] {
  const places = findings.flatMap((finding) => finding.occurrences);
  const [first] = places;
  const same = first !== undefined && places.every((place) => place.path === first.path && isFileContent(place));
  if (same && findings.every((finding) => isKeyFile(finding))) return sayKeepOut(first);
  return same && isEnvironmentFile(first) ? sayUntrack(first) : sayMove('', undefined);
}

function sayTakeOut(finding: Finding): readonly Phrase[] {
  const { occurrences, variable } = finding;
  const [place] = occurrences;
  if (place === undefined) return sayMove('', variable);
  if (place.source === 'path') return ['give the file a name without it'];
  if (place.source === 'symlink') return ['point the symbolic link elsewhere'];
  if (!isFileContent(place)) return ['write the text again without it'];
  if (isKeyFile(finding)) return sayKeepOut(place);
  return isEnvironmentFile(place) ? sayUntrack(place) : sayMove(place.path, variable);
}

function sayMove(path: string, variable: string | undefined): readonly Phrase[] {
  const read = environments.find(([endings]) => endings.test(path))?.[1];
  return ['move it into a git-ignored', { code: '.env' }, ...(read === undefined ? [] : ['and read', { code: read(variable ?? anyVariable) }])];
}

function sayUntrack({ path }: Occurrence): readonly Phrase[] {
  const quoted = quotePath(path);
  if (quoted === undefined) return ['git should not track this file: list it in .gitignore'];
  return ['list it in .gitignore, then', { code: `git rm --cached ${quoted}` }];
}

/** Such a file is the key: nothing of it is moved into a variable. */
function sayKeepOut(place: Occurrence): readonly Phrase[] {
  return ['move the file out of the repository;', ...sayUntrack(place)];
}

/** A private key, or a store of some, that is a file of its own. */
function isKeyFile({ title, occurrences }: Finding): boolean {
  return /private key|key ?store|certificate/i.test(title) && occurrences.every((place) => isFileContent(place) && keyFile.test(place.path));
}

const keyFile = /(?:\.(?:pem|key|ppk|p8|p12|pfx|pk8|jks|keystore|asc|gpg|pgp|der|age)|(?:^|\/)(?:id_(?:rsa|dsa|ecdsa|ed25519)[\w.-]*|identity|[\w.-]*private[-_.]?key))$/i;

function sayStage(findings: readonly Finding[]): readonly Phrase[] {
  const places = findings.flatMap((finding) => finding.occurrences);
  const [first] = places;
  const paths = new Set(places.map((place) => place.path));
  if (first === undefined || paths.size !== 1 || !isFileContent(first)) return ['after', { code: 'git add' }, 'of what you changed'];
  const quoted = isEnvironmentFile(first) || findings.every((finding) => isKeyFile(finding)) ? '.gitignore' : quotePath(first.path);
  return quoted === undefined ? ['after', { code: 'git add' }, 'of that file'] : ['after', { code: `git add ${quoted}` }];
}

function isEnvironmentFile({ path }: Occurrence): boolean {
  return /\.env(?:\.(?!example|sample|template|dist)[^/]*)?$/.test(path);
}

/** For a POSIX shell; undefined where the path shown is not the path itself, or a shell might read it otherwise. */
function quotePath(path: string): string | undefined {
  if (/^[\w.][\w./@%+=,-]*$/.test(path)) return path;
  if (/[\\…!]/.test(path)) return undefined;
  return `'${(path.startsWith('-') || path.startsWith(':') ? `./${path}` : path).replaceAll("'", "'\\''")}'`;
}
