// The tools that compress, as they are on this machine.

import { spawnSync } from 'node:child_process';

export type Packer = 'bzip2' | 'xz' | 'zstd';

export function hasPacker(tool: Packer): boolean {
  return spawnSync(tool, ['--version'], { stdio: 'ignore', input: '' }).status === 0;
}

/** What a tool makes of these bytes. */
export function pack(tool: Packer, input: string | Buffer, ...args: readonly string[]): Buffer {
  const done = spawnSync(tool, ['-c', ...args], { input, maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(`${tool} ${args.join(' ')}: ${done.stderr.toString()}`);
  return done.stdout;
}
