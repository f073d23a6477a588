// Help is made from the parser's own table; here that nothing that the parser takes is missing from it, and that its examples run
// through the parser.

import { expect, test } from '@jest/globals';
import { flagTable, parseArguments } from '../../src/doors/arguments.js';
import { runCli } from '../../src/doors/cli.js';
import { isCommand, printHelp } from '../../src/doors/help.js';
import { takesColor } from '../../src/doors/io.js';
import type { Io } from '../../src/doors/io.js';
import { speaksAscii } from '../../src/doors/look.js';

function makeIo(): { readonly io: Io; readonly said: { out: string; err: string } } {
  const said = { out: '', err: '' };
  const stdin = (async function* () {})();
  return { said, io: { cwd: '/', environment: {}, stdin, terminal: false,
    interactive: false, columns: 80, now: () => 0, interrupted: () => new AbortController().signal, print: (text) => void (said.out += text), warn: (text) => void (said.err += text) } };
}

async function ask(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const { io, said } = makeIo();
  return { code: await runCli(args, io), ...said };
}

const { io, said } = makeIo();
printHelp(io);
const commands = [...said.out.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name = '']) => name);

test('there are commands, and all have help of their own', () => {
  expect(commands.length).toBeGreaterThan(6);
  expect(commands.filter((name) => !isCommand(name))).toEqual([]);
});

test.each(commands)('skan %s --help names every flag that the parser takes for it, and no other', async (command) => {
  const { code, out } = await ask(command, '--help');
  const taken = flagTable.filter(({ name, value }) => takes([command, `--${name}`, ...(value === undefined ? [] : [sample(name)])])).map(({ name }) => name);
  expect(code).toBe(0);
  expect([...out.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, name]) => name)).toEqual(taken);
  for (const line of out.split('\n').filter((each) => each.startsWith('  --'))) expect(line).toMatch(/^ {2}--[a-z-]+(?: [A-Z]+)? +\S.{5,}/);
});

test.each(commands)('skan %s --help has examples, which the parser takes', async (command) => {
  const { out } = await ask(command, '--help');
  const lines = [...out.slice(out.indexOf('\nexamples')).matchAll(/^ {2}(\S.*)$/gm)].map(([, line = '']) => line);
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) {
    const args = line.slice(line.indexOf('skan ') + 'skan '.length).split(' ');
    expect(parseArguments(args).command).toBe(command);
  }
});

test.each(commands)('skan help %s is the same', async (command) => {
  expect(await ask('help', command)).toEqual(await ask(command, '--help'));
});

test('help of what is no command', async () => {
  expect(await ask('help', 'audti')).toEqual({ code: 2, out: '', err: 'skan: there is no command audti; did you mean skan audit?\n' });
  expect((await ask('nonsense', '--help')).out).toBe(said.out);
  expect((await ask('help', 'help')).out).toBe(said.out);
});

test.each([
  [['init', '--quiet'], 'skan: skan init takes no --quiet\n'],
  [['explain', '7f3c', '--output', 'x'], 'skan: skan explain takes no --output\n'],
  [['rules', 'list', '--strict'], 'skan: skan rules takes no --strict\n'],
  [['audit', '--stdin'], 'skan: --stdin belongs to skan range, not to skan audit\n'],
])('%p is not ignored in silence', async (args, err) => {
  expect(await ask(...args)).toEqual({ code: 2, out: '', err });
});

function takes(args: readonly string[]): boolean {
  try {
    parseArguments(args);
    return true;
  } catch {
    return false;
  }
}

/** A value that the flag's own check would take. */
function sample(name: string): string {
  return { format: 'json', 'fail-on': 'high', tool: 'bfg' }[name] ?? '1';
}

test('on a terminal no line is wider than it; elsewhere each row is one', () => {
  const wide = makeIo();
  printHelp(wide.io);
  const narrow = makeIo();
  printHelp({ ...narrow.io, terminal: true, columns: 80 });
  expect(Math.max(...narrow.said.out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
  expect(narrow.said.out.split(/\s+/)).toEqual(wide.said.out.split(/\s+/));
});

test.each([
  ['a terminal', {}, true],
  ['one that is dumb', { TERM: 'dumb' }, false],
  ['one without colours', { NO_COLOR: '1' }, false],
])('colours for %s', (_, environment, takes) => {
  expect(takesColor({ ...makeIo().io, terminal: true, environment })).toBe(takes);
});

test.each([
  [{}, false],
  [{ LC_ALL: 'C' }, true],
  [{ LANG: 'POSIX' }, true],
  [{ LC_ALL: 'de_DE.UTF-8', LANG: 'C' }, false],
  [{ LC_ALL: 'C.UTF-8' }, false],
])('signs of ASCII alone under %j: %s', (environment, ascii) => {
  expect(speaksAscii({ ...makeIo().io, environment })).toBe(ascii);
});
