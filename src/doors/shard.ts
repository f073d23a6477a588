// `--shard i/n`, and the engines that number their jobs by themselves: which part of the object database is this one's?

import { UsageError } from '../model/errors.js';
import type { Shard } from '../model/request.js';

type Environment = Readonly<Record<string, string | undefined>>;

interface Engine {
  readonly index: string;
  readonly count?: string;
  /** The number of the first job. */
  readonly first: 0 | 1;
}

/** SKAN_SHARD_*: for engines that tell a job its number only in expressions, as GitHub Actions does with `strategy.job-index`. */
const engines: readonly Engine[] = [
  { index: 'SKAN_SHARD_INDEX', count: 'SKAN_SHARD_COUNT', first: 0 },
  // https://docs.gitlab.com/ci/variables/predefined_variables/
  { index: 'CI_NODE_INDEX', count: 'CI_NODE_TOTAL', first: 1 },
  // https://circleci.com/docs/reference/variables/
  { index: 'CIRCLE_NODE_INDEX', count: 'CIRCLE_NODE_TOTAL', first: 0 },
  // https://buildkite.com/docs/pipelines/configure/environment-variables
  { index: 'BUILDKITE_PARALLEL_JOB', count: 'BUILDKITE_PARALLEL_JOB_COUNT', first: 0 },
  // https://kubernetes.io/docs/concepts/workloads/controllers/job/: a pod is not told how many there are.
  { index: 'JOB_COMPLETION_INDEX', first: 0 },
];

const most = 10_000;

/** @throws UsageError for what is neither i/n, auto nor auto/n, or cannot be told here */
export function readShard(value: string, environment: Environment): Shard {
  const [, own, total] = /^(auto|\d{1,6})(?:\/(\d{1,6}))?$/.exec(value) ?? [];
  if (own === undefined || (own !== 'auto' && total === undefined)) throw new UsageError(`--shard ${value}: expected i/n, for example 2/3, or auto, or auto/n`);
  const count = total === undefined ? undefined : Number(total);
  return checkShard(own === 'auto' ? askEngines(count, environment) : { index: Number(own), count: count ?? 0 }, value);
}

function askEngines(total: number | undefined, environment: Environment): Shard {
  const engine = engines.find(({ index }) => (environment[index] ?? '') !== '');
  if (engine === undefined) throw new UsageError(`--shard auto: none of ${engines.map(({ index }) => index).join(', ')} is set, so nothing says which part this is; write --shard i/n`);
  const told = engine.count === undefined || (environment[engine.count] ?? '') === '' ? undefined : readNumber(engine.count, environment);
  if (total !== undefined && told !== undefined && total !== told) throw new UsageError(`--shard auto/${total}: ${engine.count ?? ''} says that there are ${told}`);
  const count = total ?? told;
  if (count === undefined) throw new UsageError(`--shard auto: ${engine.index} is set, but nothing says how many there are; write --shard auto/n`);
  return { index: readNumber(engine.index, environment) + 1 - engine.first, count };
}

function readNumber(name: string, environment: Environment): number {
  const value = environment[name] ?? '';
  if (!/^\d{1,6}$/.test(value)) throw new UsageError(`--shard auto: ${name} is ${value}, which is no number`);
  return Number(value);
}

function checkShard({ index, count }: Shard, value: string): Shard {
  if (count < 1 || count > most) throw new UsageError(`--shard ${value}: the number of shards must be from 1 to ${most}`);
  if (index < 1 || index > count) throw new UsageError(`--shard ${value}: there is no shard ${index} of ${count}; they count from 1`);
  return { index, count };
}
