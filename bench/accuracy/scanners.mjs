// The scanners that are compared, each as its users run it on a folder, with its default settings and nothing sent anywhere. Peers are installed into
// .cache/bench/peers, pinned, without root. What one reports is brought to: file, lines, the text found, rule.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const versions = { gitleaks: 'v8.30.1', kingfisher: '2.14.0', 'detect-secrets': '1.5.0', credsweeper: '1.19.5', ripsecrets: '0.1.11', secretlint: '13.0.6', node: '24.21.0' };
const cache = resolve('.cache/bench/peers');

/** @returns `{name, scan(folder) -> [{file, line?, endLine?, secret?, rule, provider?}]}`; a peer that does not install says why in `missing` */
export function findScanners({ skan = 'dist/skan.cjs', peers = false, without = [] }) {
  return [openSkan(skan), ...(peers ? Object.entries(open).filter(([name]) => !without.includes(name)).map(([name, make]) => openPeer(name, make)) : [])];
}

function openSkan(program) {
  return {
    name: 'skan',
    scan: (folder) => {
      const output = `${folder}.skan.jsonl`;
      run(process.execPath, [resolve(program), 'scan', '.', '--format', 'jsonl', '--show-secrets', '--output', output], { cwd: folder, accept: [0, 1, 2] });
      return lines(output).filter((each) => each.rule !== undefined).flatMap(({ rule, provider, secret, redacted, severity, occurrences }) =>
        occurrences.map(({ path, line, endLine, decodedFrom = [] }) => ({ file: path, line: decodedFrom.length > 0 ? undefined : line, endLine, secret, redacted, severity, rule, provider })));
    },
  };
}

function openPeer(name, make) {
  try {
    return { name: `${name} ${versions[name]}`, ...make(versions[name]) };
  } catch (error) {
    return { name, missing: error.message, scan: () => [] };
  }
}

const open = {
  gitleaks: (version) => {
    const program = join(install(`gitleaks@${version}`, 'gitleaks', (draft) => run('go', ['install', `github.com/zricethezav/gitleaks/v8@${version}`], { env: { GOBIN: draft } })), 'gitleaks');
    return {
      scan: (folder) => {
        run(program, ['dir', folder, '--report-format', 'json', '--report-path', `${folder}.gitleaks.json`, '--no-banner', '--exit-code', '0', '-l', 'error']);
        return json(`${folder}.gitleaks.json`).map(({ File, StartLine, EndLine, Secret, RuleID }) => ({ file: relative(folder, File), line: StartLine, endLine: EndLine, secret: Secret, rule: RuleID }));
      },
    };
  },
  kingfisher: (version) => {
    const program = installPip('kingfisher-bin', version, 'kingfisher');
    return {
      scan: (folder) => {
        run(program, ['scan', folder, '--no-validate', '--no-update-check', '--format', 'jsonl', '--output', `${folder}.kingfisher.jsonl`, '-q'], { accept: [0, 200, 205] });
        return lines(`${folder}.kingfisher.jsonl`).filter(({ finding }) => finding !== undefined).map(({ rule, finding }) => ({ file: relative(folder, finding.path), line: finding.line, secret: finding.snippet, rule: rule.id }));
      },
    };
  },
  'detect-secrets': (version) => {
    const program = installPip('detect-secrets', version, 'detect-secrets');
    return {
      scan: (folder) => {
        const { results } = JSON.parse(run(program, ['scan', '--all-files', '--no-verify', '.'], { cwd: folder }));
        return Object.entries(results).flatMap(([file, found]) => found.map(({ line_number, type }) => ({ file, line: line_number, rule: type })));
      },
    };
  },
  credsweeper: (version) => {
    const program = installPip('credsweeper', version, 'credsweeper');
    return {
      scan: (folder) => {
        run(program, ['--path', folder, '--save-json', `${folder}.credsweeper.json`, '--log', 'error', '--jobs', '2']);
        return json(`${folder}.credsweeper.json`).map(({ rule, line_data_list: [first] }) => ({ file: relative(folder, first.path), line: first.line_num, secret: first.value, rule }));
      },
    };
  },
  ripsecrets: (version) => {
    const program = join(install(`ripsecrets@${version}`, 'bin/ripsecrets', (draft) => run('cargo', ['install', 'ripsecrets', '--version', version, '--locked', '--root', draft])), 'bin/ripsecrets');
    return {
      scan: (folder) => run(program, ['.'], { cwd: folder, accept: [0, 1] }).split('\n').flatMap((each) => {
        const found = /^(?:\.\/)?(?<file>[^\n:]+):(?<line>\d+):/.exec(each)?.groups;
        return found === undefined ? [] : [{ file: found.file, line: Number(found.line), rule: 'ripsecrets' }];
      }),
    };
  },
  secretlint: (version) => {
    const folderOf = install(`secretlint@${version}`, 'node_modules/secretlint', (draft) => {
      writeFileSync(join(draft, 'package.json'), '{"private": true}\n');
      run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', `secretlint@${version}`, `@secretlint/secretlint-rule-preset-recommend@${version}`, `node-${process.platform}-${process.arch}@${versions.node}`], { cwd: draft });
    });
    const settings = join(folderOf, '.secretlintrc.json');
    writeFileSync(settings, '{"rules": [{"id": "@secretlint/secretlint-rule-preset-recommend"}]}\n');
    const modules = join(folderOf, 'node_modules');
    return {
      scan: (folder) => {
        run(join(modules, `node-${process.platform}-${process.arch}/bin/node`), ['--max-old-space-size=6000', join(modules, 'secretlint/bin/secretlint.js'), '--format', 'json', '--secretlintrc', settings, '--output', `${folder}.secretlint.json`, '**/*'], { cwd: folder, accept: [0, 1] });
        return json(`${folder}.secretlint.json`).flatMap(({ filePath, sourceContent, messages }) => messages.map(({ range, loc, ruleId }) => ({ file: relative(folder, filePath), line: loc.start.line, endLine: loc.end.line, secret: sourceContent?.slice(...range), rule: ruleId })));
      },
    };
  },
};

function installPip(name, version, program) {
  const folder = install(`${name}@${version}`, `bin/${program}`, (draft) => {
    run('python3', ['-m', 'venv', draft]);
    run(join(draft, 'bin/pip'), ['install', '-q', `${name}==${version}`]);
  });
  return join(folder, 'bin', program);
}

/** A virtual environment knows its own path, so it is filled where it stays, and taken away again where that fails. */
function install(name, proof, fill) {
  const folder = join(cache, name);
  if (existsSync(join(folder, proof))) return folder;
  mkdirSync(folder, { recursive: true });
  try {
    fill(folder);
    if (!existsSync(join(folder, proof))) throw new Error(`the installer of ${name} made no ${proof}`);
  } catch (error) {
    renameSync(folder, `${folder}.failed`);
    rmSync(`${folder}.failed`, { recursive: true });
    throw error;
  }
  return folder;
}

function run(program, args, { cwd, env = {}, accept = [0] } = {}) {
  const done = spawnSync(program, args, { cwd, env: { ...process.env, ...env }, encoding: 'utf8', maxBuffer: 2 ** 29, stdio: ['ignore', 'pipe', 'pipe'] });
  if (done.error !== undefined) throw new Error(`${program} cannot be run: ${done.error.message}`);
  if (!accept.includes(done.status)) throw new Error(`${program} ended with ${done.status}: ${done.stderr.trim().split('\n').slice(-3).join('\n')}`);
  return done.stdout;
}

function json(file) {
  const text = readFileSync(file, 'utf8').trim();
  return text === '' ? [] : JSON.parse(text);
}

function lines(file) {
  return readFileSync(file, 'utf8').split('\n').filter((each) => each !== '').map((each) => JSON.parse(each));
}
