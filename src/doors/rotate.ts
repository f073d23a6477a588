// `skan rotate <fingerprint...>`: where the keys and their variables are used, and the commands that put the new ones there. With
// `--check FILE` it looks at a new value instead. It changes nothing and never shows a secret.

import { UsageError } from '../model/errors.js';
import type { Finding, Problem, Skip } from '../model/report.js';
import type { RotationReport } from '../model/rotation.js';
import { version } from '../generated/version.js';
import { manual } from '../generated/manual.js';
import { makeSearch } from '../remedy/rotate/forms.js';
import { planRotation } from '../remedy/rotate/rotation.js';
import type { Standing } from '../remedy/rotate/rotation.js';
import { formatRotation, formatRotationJson } from '../report/rotation.js';
import { run } from '../run.js';
import { makeNameMask } from '../run/recognise.js';
import { listWorkTree, readTexts } from '../sources/worktree.js';
import type { WorkTree } from '../sources/worktree.js';
import type { Arguments } from './arguments.js';
import { findFinding } from './find.js';
import { takesColor } from './io.js';
import type { Io } from './io.js';

export async function rotate(given: Arguments, io: Io): Promise<number> {
  const { operands, flags } = given;
  if (operands.length === 0) throw new UsageError('skan rotate needs a fingerprint, as a report shows it');
  if (flags.format !== 'text' && flags.format !== 'json') throw new UsageError(`--format ${flags.format}: skan rotate prints text or json`);
  const findings = await findAll(given, io);
  if (flags.check !== undefined) {
    const { verify } = await import('./rotate-check.js');
    const verifications = await verify(findings, flags.check, io);
    tell({ ...blank(io.cwd), verifications }, given, io);
    return verifications.every(({ passed }) => passed) ? 0 : 1;
  }
  const tree = await listWorkTree(io.cwd, io.environment);
  const skipped: Skip[] = [...tree.skipped];
  const problems: Problem[] = [];
  const standing = await scanTree(tree, given, io, problems);
  const rotations = findings.map((finding) => planRotation(ask(finding, standing), () => readTexts(tree, skipped, problems)));
  const mask = makeNameMask(undefined, '');
  tell({ ...blank(tree.root), rotations, skipped: distinct(skipped).map(({ what, why }) => ({ what: mask(what), why })), problems: distinct(problems).map(({ what, why, ...rest }) => ({ ...rest, what: mask(what), why: mask(why) })) }, given, io);
  return 0;
}

/** The bytes of the key are needed to find it elsewhere; they go no further than the comparison. */
async function findAll(given: Arguments, io: Io): Promise<Finding[]> {
  const findings: Finding[] = [];
  const seeing: Arguments = { ...given, flags: { ...given.flags, showSecrets: true } };
  for (const operand of given.operands) findings.push(await findFinding(operand, seeing, io));
  return [...new Map(findings.map((finding) => [finding.fingerprint, finding])).values()];
}

/** All that the engine finds in the tree, allowed or not: an allowed key must be rotated as well. */
async function scanTree({ root, paths }: WorkTree, { flags }: Arguments, io: Io, problems: Problem[]): Promise<readonly Finding[]> {
  if (paths.length === 0) return [];
  const { report } = await run({
    target: { command: 'scan', paths: paths.map((path) => `./${path}`) },
    cwd: root,
    environment: io.environment,
    ...(flags.config === undefined ? {} : { config: flags.config }),
    showSecrets: true,
    server: false,
  });
  problems.push(...report.problems);
  return [...report.findings, ...report.suppressed.map(({ finding }) => finding)];
}

function ask(finding: Finding, standing: readonly Finding[]): Parameters<typeof planRotation>[0] {
  const { secret, redacted } = finding;
  const same = standing.filter((other) => other.fingerprint === finding.fingerprint || (secret !== undefined && other.secret === secret));
  const places = same.flatMap(({ occurrences }) => occurrences.map(({ path, line, column, decodedFrom }): Standing => ({ path, line, column, ...(decodedFrom === undefined ? {} : { decodedFrom }) })));
  return {
    finding,
    standing: distinct(places),
    search: secret === undefined ? () => [] : makeSearch(secret),
    usual: manual.providers[finding.provider]?.variables ?? [],
    mask: makeNameMask(secret, redacted),
  };
}

function blank(root: string): RotationReport {
  return { schema: 'rotation-1.json', tool: { name: 'skan', version }, root, skipped: [], problems: [] };
}

function tell(report: RotationReport, { flags }: Arguments, io: Io): void {
  const color = flags.color && takesColor(io);
  io.print(flags.format === 'json' ? formatRotationJson(report) : formatRotation(report, { color, columns: io.columns }));
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
