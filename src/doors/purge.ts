// `skan purge`: writes a plan that takes a secret out of a repository's history, or proves that such a plan has done its work. It
// changes nothing in the repository itself.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError, codeOf } from '../model/errors.js';
import type { Finding, Report } from '../model/report.js';
import { purgeTools } from '../model/request.js';
import type { Request } from '../model/request.js';
import { quote } from '../remedy/purge/guide.js';
import type { Holding } from '../remedy/purge/holding.js';
import { partOfText, partOfWord } from '../remedy/purge/search.js';
import { dataName, readData } from '../remedy/purge/data.js';
import type { PlanData } from '../remedy/purge/data.js';
import { countNoun } from '../report/count.js';
import { visible } from '../report/visible.js';
import { maskText } from '../run/mask.js';
import { planPurge } from '../run/plan.js';
import type { Planned } from '../run/plan.js';
import { provePurge } from '../run/proof.js';
import type { Proof } from '../run/proof.js';
import { cloneMirror, isUrl } from '../sources/git/clone.js';
import { forgetRepository } from '../sources/git/isolation.js';
import type { Arguments } from './arguments.js';
import { pickFinding } from './fingerprints.js';
import type { Io } from './io.js';
import { makeRequest } from './look.js';
import { openFolder, writeFiles } from './plan-folder.js';
import { readReport } from './report-file.js';

export async function purge(given: Arguments, io: Io): Promise<number> {
  const { flags, operands } = given;
  if (flags.verify === (flags.write !== undefined)) throw new UsageError('skan purge needs --write DIR to write a plan, or --verify to prove that one has done its work');
  if (flags.verify) return verify(given, io);
  if (flags.remote !== undefined || flags.plan !== undefined) throw new UsageError(`--${flags.plan === undefined ? 'remote' : 'plan'} belongs to skan purge --verify`);
  if (flags.all === operands.length > 0) throw new UsageError('skan purge --write DIR needs fingerprints, as a report shows them, or --all');
  return write(given, flags.write ?? '', io);
}

async function write(given: Arguments, shown: string, io: Io): Promise<number> {
  const { flags, operands } = given;
  const folder = openFolder(resolve(io.cwd, shown), shown, io);
  const named = flags.report === undefined ? undefined : readReport(io.cwd, flags.report);
  const choose = (report: Report): readonly Finding[] => {
    if (named === undefined) return flags.all ? report.findings : operands.map((prefix) => pickFinding(prefix, report, undefined));
    const wanted = flags.all ? named.findings : operands.map((prefix) => pickFinding(prefix, named, flags.report));
    return wanted.map(({ fingerprint }) => pickFinding(fingerprint, report, undefined));
  };
  const planned = await planPurge({ audit: await requestAudit(given, io), tool: flags.tool ?? purgeTools[0], choose, folder });
  if (planned === undefined) {
    io.print('nothing found, so there is nothing to purge; no plan was written\n');
    return 0;
  }
  writeFiles(folder, planned.files, shown);
  io.print(lines(sayPlan(planned, folder, shown)));
  return 0;
}

function requestAudit(given: Arguments, io: Io): Promise<Request> {
  return makeRequest({ ...given, command: 'audit', operands: [] }, io);
}

const mostRefs = 8;

function sayPlan({ findings, objects, refs, leftovers, pushed }: Planned, folder: string, shown: string): string[] {
  const more = refs.length > mostRefs ? ` and ${refs.length - mostRefs} more` : '';
  return [
    `a plan for ${countNoun(findings.length, 'secret')} is in ${shown}; nothing was changed`,
    '',
    ...findings.map(({ redacted, rule, exposure, fingerprint }) => `  ${redacted}  ${rule}  ${exposure.reach}  ${fingerprint.slice(0, 8)}`),
    `  held by ${countNoun(objects, 'object')}, ${refs.length === 0 ? 'no ref' : `${refs.slice(0, mostRefs).join(', ')}${more}`}`,
    ...leftovers.map((text) => `  this tool leaves something: ${text}`),
    '',
    ...(pushed ? [] : [`It was never pushed, as far as this clone knows: there is a shorter way, at the head of ${join(shown, 'PURGE.md')}.`, '']),
    '  1  revoke it: skan explain <fingerprint>',
    `  2  read ${join(shown, 'PURGE.md')}`,
    `  3  in the root of the repository: sh ${quote(join(folder, 'purge.sh'))}`,
    `  4  skan purge --verify --plan ${quote(folder)}`,
  ];
}

async function verify(given: Arguments, io: Io): Promise<number> {
  const { flags, operands } = given;
  const stray = operands[0] ?? (flags.all ? '--all' : flags.tool !== undefined ? '--tool' : flags.report === undefined ? undefined : '--report');
  if (stray !== undefined) throw new UsageError(`${stray}: skan purge --verify takes what to look for from --plan DIR, and without one audits everything`);
  const data = flags.plan === undefined ? undefined : readPlan(flags.plan, io);
  const proof = flags.remote === undefined ? await provePurge(await requestAudit(given, io), data) : await proveRemote(flags.remote, given, data, io);
  io.print(lines(sayProof(proof, data, flags.remote)));
  return proof.problems.length > 0 ? 2 : isClean(proof) ? 0 : 1;
}

async function proveRemote(url: string, given: Arguments, data: PlanData | undefined, io: Io): Promise<Proof> {
  // A path as a URL, too: a copy of a folder would bring what no ref of it reaches, and would say nothing of what others get.
  const clone = await cloneMirror(isUrl(url) ? url : pathToFileURL(resolve(io.cwd, url)).href, io.environment, io.interrupted(), (clean) => io.onExit?.(clean));
  try {
    return await provePurge(await requestAudit(given, { ...io, cwd: clone.directory, environment: forgetRepository(io.environment) }), data);
  } finally {
    clone.remove();
  }
}

function readPlan(shown: string, { cwd }: Io): PlanData {
  const file = join(resolve(cwd, shown), dataName);
  try {
    return readData(readFileSync(file, 'utf8'), shown);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${shown}: no plan can be read there (${codeOf(error)})`);
  }
}

function isClean({ holdings, parts, names, findings }: Proof): boolean {
  return !parts.some(isOpen) && holdings.length === 0 && names === 0 && findings.length === 0;
}

/** What stands inside something longer may be the secret; what is part of another word is that word. */
function isOpen({ codings }: Holding): boolean {
  return codings.includes(partOfText);
}

const mostHoldings = 20;

function sayProof(proof: Proof, data: PlanData | undefined, remote: string | undefined): string[] {
  const { findings, names, problems, closed, objects } = proof;
  const holdings = [...proof.holdings, ...proof.parts.filter(isOpen)];
  const where = remote === undefined ? 'this repository' : 'a fresh mirror clone';
  return [
    ...holdings.slice(0, mostHoldings).map(({ id, type, secrets, codings, inside }) => `  ${id}  ${type}  ${secrets.join(', ')}  ${codings.join(', ')}${inside.length === 0 ? '' : '  in an archive'}`),
    ...(holdings.length > mostHoldings ? [`  and ${holdings.length - mostHoldings} more objects`] : []),
    ...(names === 0 ? [] : [`  ${countNoun(names, 'ref or reflog', 'refs or reflogs')} still ${names === 1 ? 'names' : 'name'} a secret`]),
    ...findings.slice(0, mostHoldings).map(({ redacted, rule, fingerprint, exposure }) => `  ${redacted}  ${rule}  ${exposure.reach}  ${fingerprint.slice(0, 8)}`),
    ...problems.slice(0, mostHoldings).map(({ what, why, hint }) => `  not read: ${what}: ${why}${hint === undefined ? '' : `; ${hint}`}`),
    ...closed.slice(0, mostHoldings).map((each) => `  not opened, so what it holds is not known: ${each}`),
    ...(closed.length > mostHoldings ? [`  and ${closed.length - mostHoldings} more that were not opened`] : []),
    sayVerdict(proof, data, `${where}: ${countNoun(objects, 'object')} read`),
    ...sayLimits(proof, data),
    ...(data === undefined ? ['No plan was given, so this shows only what an audit can find: --plan DIR looks for the bytes themselves.'] : []),
  ];
}

/** What the proof does not say of secrets that are too short to be sure of. */
function sayLimits({ parts }: Proof, data: PlanData | undefined): string[] {
  const open = parts.filter(isOpen).length;
  const words = parts.filter(({ codings }) => codings.includes(partOfWord)).length;
  const tiny = new Set(data?.forms.flatMap(({ name, only }) => (only === undefined ? [] : name))).size;
  return [
    ...(open === 0 ? [] : [`${countNoun(open, 'object')} ${open === 1 ? 'holds' : 'hold'} a short secret inside something longer, which no plan replaces: look at each (git log --all --find-object=<id>), and take it out by hand.`]),
    ...(words === 0 ? [] : [`${countNoun(words, 'object')} ${words === 1 ? 'holds' : 'hold'} the letters of a secret as a part of other words; those were left.`]),
    ...(tiny === 0 ? [] : [`${countNoun(tiny, 'secret')} of fewer than 8 characters ${tiny === 1 ? 'was' : 'were'} looked for by the audit alone: so few bytes stand anywhere.`]),
  ];
}

function sayVerdict(proof: Proof, data: PlanData | undefined, read: string): string {
  if (!isClean(proof)) return `${read}; something is still there`;
  if (proof.problems.length > 0) return `${read}, but not everything; this proves nothing`;
  return data === undefined ? `${read}; an audit finds nothing` : `${read}; none holds a form of ${countNoun(data.fingerprints.length, 'secret')} of the plan`;
}

function lines(all: readonly string[]): string {
  return `${all.map((line) => visible(maskText(line))).join('\n')}\n`;
}
