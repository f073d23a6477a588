// The worked examples: the workflow runs by act as it stands, with three runners, and says what one run says; of the others, the
// command lines run as their engines would run them.

import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { makeCorners } from '../corners.js';
import { keysShownIn } from '../keys.js';
import { baseVariables, bundle, makeFolder, runProcess, runSkan } from '../repository.js';
import type { Run, Variables } from '../repository.js';
import type { Report } from '../../src/model/report.js';
import { checkReport } from '../report/schemas.js';
import { actTools } from '../tools/act.js';
import { describeWith } from '../tools/need.js';

/** A folder with an `npx` that runs the bundle in place of the package. */
function makeNpx(node: string): string {
  const folder = makeFolder();
  writeFileSync(join(folder, 'npx'), `#!/bin/sh\n[ "$1 $2" = "--yes skan@0" ] || exit 3\nshift 2\nexec '${node}' '${bundle}' "$@"\n`);
  chmodSync(join(folder, 'npx'), 0o755);
  return folder;
}

/** Where an audit ran differs from machine to machine; all else must not. */
function readPlaceless(text: string): unknown {
  const report = JSON.parse(text) as Report;
  expect(checkReport(report)).toEqual([]);
  return { ...report, scan: { ...report.scan, root: '' } };
}

describeWith('the workflow for GitHub Actions', actTools, (tools) => {
  /** What uploads and downloads artifacts is the runner's and its service's; here a folder. */
  function makeArtifacts(folder: string): string[] {
    const write = (name: string, inputs: readonly string[], script: string): string => {
      const path = join(folder, name);
      mkdirSync(path);
      const env = Object.fromEntries(inputs.map((input) => [`GIVEN_${input}`, `\${{ inputs.${input} }}`]));
      const described = Object.fromEntries([...inputs, 'retention-days', 'merge-multiple'].map((input) => [input, { description: input }]));
      writeFileSync(join(path, 'action.yml'), JSON.stringify({ name, description: name, inputs: described, runs: { using: 'composite', steps: [{ shell: 'bash', run: script, env }] } }));
      return path;
    };
    const upload = write('upload-artifact', ['name', 'path'], 'mkdir -p "$KEPT/$GIVEN_name" && cp "$GIVEN_path" "$KEPT/$GIVEN_name/"');
    const download = write('download-artifact', ['pattern', 'path'], 'mkdir -p "$GIVEN_path" && cp "$KEPT"/$GIVEN_pattern/* "$GIVEN_path/"');
    return [`actions/upload-artifact@v4=${upload}`, `actions/download-artifact@v4=${download}`];
  }

  test('three runners say what one run says', () => {
    const repository = makeCorners();
    const folder = makeFolder();
    const kept = makeFolder();
    mkdirSync(join(repository.path, '.github/workflows'), { recursive: true });
    cpSync(resolve('examples/github-actions/audit.yml'), join(repository.path, '.github/workflows/audit.yml'));
    const variables = {
      PATH: [makeNpx(tools.node24), dirname(tools.node24), baseVariables()['PATH']].join(delimiter),
      HOME: folder,
      XDG_CACHE_HOME: join(folder, 'cache'),
      GIT_CONFIG_GLOBAL: undefined,
    };
    const local = makeArtifacts(folder).flatMap((each) => ['--local-repository', each]);
    const { code, stdout, stderr } = runProcess(tools.act, ['workflow_dispatch', '-P', 'ubuntu-latest=-self-hosted', '--env', `KEPT=${kept}`, ...local], repository.path, '', variables);
    const joined = join(kept, 'skan-report/skan.json');
    if (!existsSync(joined)) throw new Error(`the workflow left no report (${code}): ${stdout}${stderr}`);
    const single = runSkan(['audit', repository.path, '--no-cache', '--format', 'json'], { variables: { CI: 'true' } });
    expect(readPlaceless(readFileSync(joined, 'utf8'))).toEqual(readPlaceless(single.stdout));
    expect((JSON.parse(single.stdout) as Report).findings.length).toBeGreaterThan(15);
    expect(['1', '2', '3'].map((index) => existsSync(join(kept, `skan-shard-${index}/shard-${index}.json`)))).toEqual([true, true, true]);
    expect(keysShownIn(stdout)).toEqual([]);
    expect(stdout).toMatch(/\d+ leaked keys in this repository/);
    expect(code).not.toBe(0);
  });
});

describe('the command lines of the others', () => {
  const sh = (script: string, folder: string, variables: Variables): Run =>
    runProcess('sh', ['-c', script], folder, '', { PATH: [makeNpx(process.execPath), baseVariables()['PATH']].join(delimiter), CI: 'true', ...variables });

  test('GitLab', () => {
    const repository = makeCorners();
    const jobs = parse(readFileSync(resolve('examples/gitlab/audit.gitlab-ci.yml'), 'utf8')) as Record<string, { readonly parallel?: number; readonly script: readonly string[] }>;
    const count = jobs['audit-shard']?.parallel ?? 0;
    for (let index = 1; index <= count; index += 1) {
      expect(sh((jobs['audit-shard']?.script ?? []).join('\n'), repository.path, { CI_NODE_INDEX: String(index), CI_NODE_TOTAL: String(count) })).toMatchObject({ code: 0 });
    }
    const [write = '', tell = ''] = jobs['audit-merge']?.script ?? [];
    expect(sh(write, repository.path, {}).code).toBe(0);
    const told = sh(tell, repository.path, {});
    expect(told.code).toBe(1);
    expect(told.stdout).toBe(runSkan(['audit', repository.path, '--no-cache'], { variables: { CI: 'true' } }).stdout);
  });

  test('Kubernetes', () => {
    interface Manifest { readonly kind: string; readonly metadata: { readonly name: string }; readonly spec: { readonly completions?: number; readonly template: { readonly spec: { readonly containers: readonly { readonly args?: readonly string[]; readonly command: readonly string[] }[] } } } }
    const manifests = parseAllDocuments(readFileSync(resolve('examples/kubernetes/audit.yaml'), 'utf8')).map((document) => document.toJS() as Manifest);
    const work = makeFolder();
    const place = (words: readonly string[]): string => words.join(' ').replaceAll('/work', work);
    const containerOf = (name: string): Manifest['spec']['template']['spec']['containers'][number] => {
      const [container] = manifests.find(({ kind, metadata }) => kind === 'Job' && metadata.name === name)?.spec.template.spec.containers ?? [];
      if (container === undefined) throw new Error(`there is no job ${name}`);
      return container;
    };
    const repository = makeCorners();
    expect(sh(place(containerOf('skan-clone').command).replace('https://example.org/big/repository.git', repository.path), work, {}).code).toBe(0);
    const count = manifests.find(({ metadata }) => metadata.name === 'skan-shards')?.spec.completions ?? 0;
    for (let index = 0; index < count; index += 1) expect(sh(place(containerOf('skan-shards').args ?? []), work, { JOB_COMPLETION_INDEX: String(index) })).toMatchObject({ code: 0 });
    const told = sh(place(containerOf('skan-merge').args ?? []), work, {});
    expect(told.code).toBe(1);
    expect(told.stdout).toBe(runSkan(['audit', join(work, 'repository.git'), '--no-cache'], { variables: { CI: 'true' } }).stdout);
  });
});
