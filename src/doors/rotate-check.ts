// `skan rotate --check FILE|-`: a new value, read from a file of assignments, a file that holds nothing else, or standard input,
// and what is wrong with it.

import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { catalogue } from '../generated/catalogue.js';
import { manual } from '../generated/manual.js';
import { UsageError, codeOf } from '../model/errors.js';
import type { Finding } from '../model/report.js';
import type { ValueCheck, Verification } from '../model/rotation.js';
import { checkCandidate } from '../remedy/rotate/check.js';
import type { Candidate, Leaked } from '../remedy/rotate/check.js';
import { looksLikeEnvironment, readAssignments } from '../remedy/rotate/environment-file.js';
import type { Assignment } from '../remedy/rotate/environment-file.js';
import { findHolder, isVariable } from '../remedy/rotate/holder.js';
import { makeLook } from '../run/recognise.js';
import { askAboutFile, listWorkTree, readTexts } from '../sources/worktree.js';
import type { TextFile } from '../sources/worktree.js';
import type { Io } from './io.js';

export async function verify(findings: readonly Finding[], file: string, io: Io): Promise<Verification[]> {
  const bytes = file === '-' ? await readAll(io.stdin) : readNamed(file, io);
  if (bytes.length === 0) throw new UsageError(`${nameFile(file)}: nothing is there to be checked`);
  if (bytes.length > mostBytes) throw new UsageError(`${nameFile(file)}: this is no value, it is ${bytes.length} bytes long`);
  const texts = await surveyTree(io);
  const about = file === '-' ? [] : lookAtFile(file, io);
  return findings.map((finding) => verifyOne(finding, file, bytes, texts, about));
}

const mostBytes = 1024 * 1024;

function readNamed(file: string, io: Io): Buffer {
  const path = resolve(io.cwd, file);
  try {
    return readFileSync(path);
  } catch (error) {
    const code = codeOf(error);
    throw new UsageError(`${file}: ${code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'this is a folder; name the file that holds the new value' : `it cannot be read (${code})`}`);
  }
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function nameFile(file: string): string {
  return file === '-' ? 'standard input' : file;
}

interface Survey {
  /** Where files of variables are read by what keeps quotes. */
  readonly keepsQuotes: string | undefined;
  readonly files: readonly TextFile[];
}

/** Only what is needed of the tree: who reads files of variables as they stand, and the names of the variables. */
async function surveyTree(io: Io): Promise<Survey> {
  const tree = await listWorkTree(io.cwd, io.environment);
  const files = [...readTexts(tree, [], [])].filter(({ text }) => text.length < mostBytes);
  // https://docs.docker.com/reference/cli/docker/container/run/#env and kubectl's --from-env-file take a line as it stands.
  const reader = files.find(({ text }) => /\bdocker(?: container)? run\b[^\n]{0,400}--env-file|--from-env-file/.test(text));
  const tool = reader === undefined ? undefined : /--from-env-file/.test(reader.text) ? 'kubectl --from-env-file' : 'docker run --env-file';
  return { files, keepsQuotes: reader === undefined ? undefined : `${tool} (${reader.path})` };
}

/** @throws UsageError where there is no value to be checked */
function verifyOne(finding: Finding, file: string, bytes: Buffer, survey: Survey, about: readonly ValueCheck[]): Verification {
  const variables = nameVariables(finding, survey);
  const { candidate, assignment, found } = readCandidate(bytes, file, variables, survey);
  const variable = found ?? variables[0];
  const checks = [...checkCandidate(candidate, variable, describeLeaked(finding), makeLook(nameContext(finding)), (provider) => manual.providers[provider]?.name ?? provider), ...about];
  return {
    fingerprint: finding.fingerprint,
    title: finding.title,
    redacted: finding.redacted,
    file,
    ...(assignment === undefined ? {} : { line: assignment.line }),
    ...(variable === undefined ? {} : { variable }),
    passed: checks.every(({ result }) => result !== 'not ok'),
    checks,
  };
}

/** As the tree calls it where it still stands, then as the vendor's keys are called. */
function nameVariables({ secret, variable, provider }: Finding, { files }: Survey): string[] {
  const held = secret === undefined ? [] : files.flatMap(({ text }) => holdersOf(text, secret));
  return [...new Set([...held, ...(variable === undefined ? [] : [variable]), ...(manual.providers[provider]?.variables ?? [])])];
}

function holdersOf(text: string, secret: string): string[] {
  const names: string[] = [];
  for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + secret.length)) {
    const name = findHolder(text.slice(Math.max(0, at - 1000), at));
    if (name !== undefined && isVariable(name)) names.push(name);
  }
  return names;
}

interface Read {
  readonly candidate: Candidate;
  readonly assignment?: Assignment;
  readonly found?: string;
}

function readCandidate(bytes: Buffer, file: string, variables: readonly string[], { keepsQuotes }: Survey): Read {
  const text = bytes.toString('utf8');
  const byteOrderMark = text.startsWith('\uFEFF');
  const marks = { byteOrderMark, notText: bytes.includes(0) };
  const plain = byteOrderMark ? text.slice(1) : text;
  if (!looksLikeEnvironment(plain, file, variables)) return { candidate: { value: plain, ...marks } };
  const assignments = readAssignments(plain);
  const named = variables.find((variable) => assignments.some(({ name }) => name === variable));
  // Readers take the last line that sets it.
  const assignment = assignments.filter(({ name }) => name === named).at(-1);
  if (assignment === undefined) throw new UsageError(`${nameFile(file)} sets none of ${variables.slice(0, 4).join(', ') || 'the variables that hold this key'}; it sets ${assignments.map(({ name }) => name).slice(0, 6).join(', ') || 'nothing'}`);
  return { assignment, found: assignment.name, candidate: { value: assignment.value, assignment, ...marks, ...(keepsQuotes === undefined ? {} : { keepsQuotes }) } };
}

function describeLeaked({ rule, title, provider, fingerprint, secret }: Finding): Leaked {
  const own = catalogue.rules.find(({ id }) => id === rule);
  const prefixes = catalogue.rules.filter((each) => each.provider === provider).flatMap((each) => each.prefixes);
  return {
    rule,
    title,
    provider,
    providerName: manual.providers[provider]?.name ?? provider,
    fingerprint,
    ...(secret === undefined ? {} : { length: secret.length }),
    generic: own === undefined || own.generic || own.chosen,
    prefixes: [...new Set(prefixes)].sort((left, right) => right.length - left.length),
  };
}

/** Some kinds are told by nothing but a variable of their vendor's. */
function nameContext({ provider, variable }: Finding): string {
  return manual.providers[provider]?.variables[0] ?? variable ?? 'SECRET_KEY';
}

function lookAtFile(file: string, io: Io): ValueCheck[] {
  return [checkGit(file, io), ...checkMode(resolve(io.cwd, file))];
}

function checkGit(file: string, io: Io): ValueCheck {
  const { state, path } = askAboutFile(file, io.cwd, io.environment);
  switch (state) {
    case 'none':
      return { id: 'ignored', result: 'ok', says: 'the file lies in no repository' };
    case 'ignored':
      return { id: 'ignored', result: 'ok', says: 'git ignores the file' };
    case 'tracked':
      return { id: 'ignored', result: 'not ok', says: 'git tracks the file: the next commit takes the new key along', todo: `git rm --cached -- ${quote(path)}; add to .gitignore: ${ignoreLine(path)}` };
    case 'seen':
      return { id: 'ignored', result: 'not ok', says: 'git does not ignore the file: git add takes it', todo: `add to .gitignore: ${ignoreLine(path)}` };
  }
}

/** A line of .gitignore that means this one file: https://git-scm.com/docs/gitignore */
function ignoreLine(path: string): string {
  return `/${path.replace(/[\\*?[\]!#]/g, '\\$&').replace(/ $/, '\\ ')}`;
}

function quote(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

/** Windows has no such bits, and a pipe belongs to nobody. */
function checkMode(path: string): ValueCheck[] {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isFile() !== true) return [];
  const open = status.mode & 0o077;
  return [open === 0 ? { id: 'mode', result: 'ok', says: 'you alone may read the file' } : { id: 'mode', result: 'warn', says: `others on this machine may read the file (mode ${(status.mode & 0o777).toString(8)})`, todo: `chmod 600 ${quote(path)}` }];
}
