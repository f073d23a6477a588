// The composition root: Request -> Report. Sources say what there is, the engine what is in it, policy what counts, remedy
// what to do; they meet only here. It prints nothing and sets no exit code.
//
// What a clean `staged` needs is imported outright, so that it is one file of the bundle; every other file costs a hook
// half a millisecond. All else is loaded when it is needed.

import { UsageError } from './model/errors.js';
import type { Report, Skip } from './model/report.js';
import type { Catalogue, RuleSource, Severity } from './model/rule.js';
import type { Request } from './model/request.js';
import type { Hit, Located, Source } from './model/source.js';
import { makeEngine } from './engine/scan.js';
import type { Engine, Unread } from './engine/scan.js';
import { fails } from './report/severity.js';
import { proofs } from './rules/proofs/index.js';
import { anchorIndex } from './generated/anchors.js';
import { catalogue as builtIn } from './generated/catalogue.js';
import { version } from './generated/version.js';
import type { Config } from './policy/config.js';
import { forgetRepository } from './sources/git/isolation.js';
import { findMisnamed, findSettings } from './sources/settings.js';
import type { Settings } from './sources/settings.js';
import { openStaged } from './sources/staged.js';
import { scanAll } from './run/tally.js';

/** A report and what it takes to turn it into an exit code. */
export interface Outcome {
  readonly report: Report;
  /** The configuration's, where the request named none. */
  readonly failOn: Severity;
}

/** @throws UsageError for a request that cannot be carried out */
export async function run(request: Request): Promise<Outcome> {
  const source = await openSource(request);
  const settings = findSettings(request, 'base' in source && typeof source.base === 'string' ? source.base : undefined);
  return runSource(source, request, settings);
}

/** Submodules are audited by the settings of the repository that holds them. */
async function runSubmodules(outcome: Outcome, source: Source, request: Request, settings: Settings | undefined): Promise<Outcome> {
  const { target } = request;
  const modules = target.command === 'audit' ? (source.submodules?.() ?? []) : [];
  if (target.command !== 'audit' || modules.length === 0) return outcome;
  const { joinSubmodules } = await import('./run/join.js');
  const within: { path: string; report: Report }[] = [];
  for (const { path, directory } of modules) {
    const inner: Request = { ...request, environment: forgetRepository(request.environment), target: { ...target, directory, inside: `${target.inside ?? ''}${path}/` } };
    within.push({ path, report: (await runSource(await openSource(inner), inner, settings)).report });
  }
  return { ...outcome, report: joinSubmodules(outcome.report, within) };
}

async function runSource(source: Source, request: Request, settings: Settings | undefined): Promise<Outcome> {
  const misnamed = settings === undefined ? findMisnamed(request) : [];
  const { answers } = source;
  const again = answers === undefined ? undefined : (await import('./run/again.js')).askAgain(source, answers, request, settings, misnamed);
  const known = again?.recall();
  const told = known ?? (await look(source, request, settings, misnamed));
  if (known === undefined) again?.keep(told);
  return runSubmodules({ report: told.report, failOn: request.failOn ?? told.failOn }, source, request, settings);
}

async function look(source: Source, request: Request, settings: Settings | undefined, misnamed: readonly Skip[]): Promise<Outcome> {
  const { config, catalogue, own } = await configure(settings);
  const engine = makeEngine(catalogue, proofs, catalogue === builtIn ? { index: anchorIndex } : {});
  const { hits, counts, unread } = await scanAll(source, engine, catalogue, request);
  const { findings, suppressed, problems, skipped } = await tell(hits, unread, source, engine, catalogue, request, config, settings, own, misnamed);
  return {
    failOn: config?.failOn ?? 'low',
    report: {
      schema: 'report-1.json',
      tool: { name: 'skan', version },
      scan: {
        command: request.target.command,
        root: source.root,
        complete: problems.length === 0,
        ...(await describePart(request, source, catalogue, settings)),
        counts: { ...counts, findings: findings.length, suppressed: suppressed.length },
      },
      findings,
      suppressed,
      skipped,
      problems,
    },
  };
}

/** Which part of the whole a report is of; nothing for what looks at all of it. */
async function describePart({ target }: Request, source: Source, catalogue: Catalogue, settings: Settings | undefined): Promise<Pick<Report['scan'], 'shard' | 'narrowed'>> {
  const narrowed = source.narrowed?.();
  const shard = target.command === 'audit' ? target.shard : undefined;
  return {
    ...(shard === undefined ? {} : { shard: { ...shard, scan: (await import('./run/identity.js')).identifyScan([version, catalogue.version, settings?.text ?? '', source.identify?.() ?? '', narrowed ?? {}]) } }),
    ...(narrowed === undefined ? {} : { narrowed }),
  };
}

type Told = Pick<Report, 'findings' | 'suppressed' | 'skipped' | 'problems'>;

/** Nothing more is loaded for a scan that has nothing to tell. */
async function tell(hits: readonly Hit[], unread: readonly Unread[], source: Source, engine: Engine, catalogue: Catalogue, request: Request, config: Config | undefined, settings: Settings | undefined, own: readonly RuleSource[], misnamed: readonly Skip[]): Promise<Told> {
  if (hits.length === 0 && misnamed.length === 0 && unread.length === 0 && source.skipped.length === 0 && source.problems.length === 0) return { findings: [], suppressed: [], skipped: [], problems: [] };
  const { judgeHits } = await import('./run/judge.js');
  const { composeReport } = await import('./run/compose.js');
  const { askForUnread, tellUnread } = await import('./run/unread.js');
  const asked = askForUnread(unread, catalogue);
  // At once: it is a walk over all of a history.
  const located = hits.length + asked.length === 0 ? new Map<Hit, Located>() : await source.locate([...hits, ...asked]);
  const sightings = await judgeHits(hits, located, source, engine, config, settings);
  const validate = request.asking === undefined ? undefined : await (await import('./run/validate.js')).askProviders(sightings, request.asking);
  const skipped = [...source.skipped, ...misnamed, ...tellUnread(unread, asked, located)];
  return composeReport(sightings, { ...source, skipped }, engine, request, config, validate, own);
}

/** The engine that a request is scanned with, for those who look at found bytes again. */
export async function openEngine(request: Request): Promise<Engine> {
  const { catalogue } = await configure(findSettings(request, undefined));
  return makeEngine(catalogue, proofs, catalogue === builtIn ? { index: anchorIndex } : {});
}

/** What the configuration that holds at the request's place says fails. */
export async function readFailOn(request: Request): Promise<Severity> {
  const { config } = await configure(findSettings(request, undefined));
  return config?.failOn ?? 'low';
}

/** The exit code of a command that looks: 2 incomplete, 1 findings at or above the bar, 0 none. */
export function exitCodeOf({ report, failOn }: Outcome, strict: boolean): number {
  if (!report.scan.complete || (strict && report.skipped.length > 0)) return 2;
  return report.findings.some((finding) => fails(finding, failOn)) ? 1 : 0;
}

async function openSource({ target, cwd, environment, server, cache = true, stop }: Request): Promise<Source> {
  switch (target.command) {
    case 'staged':
      return openStaged(cwd, environment);
    case 'range':
      return (await import('./sources/range.js')).openRange(cwd, environment, target, server);
    case 'audit':
      return (await import('./sources/audit.js')).openAudit(target, environment, server, cache, stop);
    case 'scan':
      if ('message' in target) return (await import('./sources/message.js')).openMessage(cwd, environment, target.message);
      return (await import('./sources/tree.js')).openTree(cwd, environment, target);
  }
}

/** The rules that hold: the built-in ones, and those of the configuration. */
async function configure(settings: Settings | undefined): Promise<{ config: Config | undefined; catalogue: Catalogue; own: readonly RuleSource[] }> {
  if (settings === undefined) return { config: undefined, catalogue: builtIn, own: [] };
  const { loadConfig } = await import('./policy/config.js');
  const config = loadConfig(settings.text, settings.file, new Set(builtIn.rules.map(({ id }) => id)));
  return { config, ...(await addOwnRules(config)) };
}

async function addOwnRules({ rules: { checker, value, path } }: Config): Promise<{ catalogue: Catalogue; own: readonly RuleSource[] }> {
  if (Array.isArray(value) && value.length === 0) return { catalogue: builtIn, own: [] };
  const { loadOwnRules } = await import('./rules/load.js');
  const { compileRule } = await import('./rules/compile.js');
  const sources = loadOwnRules(checker, value, path);
  const own = sources.map((rule) => compileRule(rule, 'own'));
  const taken = own.find(({ id }) => builtIn.rules.some((rule) => rule.id === id));
  if (taken !== undefined) throw new UsageError(`rule ${taken.id}: a built-in rule has this id; choose another, or change the built-in one under override`);
  const rules = [...builtIn.rules, ...own];
  return { catalogue: { ...builtIn, rules, version: `${builtIn.version} ${JSON.stringify(own)}` }, own: sources };
}
