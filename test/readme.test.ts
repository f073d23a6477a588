// What the README shows is what skan prints, and what it names exists.

import { existsSync, readFileSync } from 'node:fs';
import { printHelp } from '../src/doors/help.js';
import { makeKey } from './keys.js';
import { makeRepository } from './repository.js';

const readme = readFileSync('README.md', 'utf8');

/** The fenced blocks below a heading. */
function blocksUnder(heading: string): string[] {
  const section = readme.split(/^## /m).find((each) => each.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^```\w*\n(.*?)^```$/gms)].map(([, block = '']) => block);
}

test('the blocked commit is what a blocked commit prints', () => {
  const repository = makeRepository();
  repository.commit({ 'src/config.ts': "import { connect } from './connect.js';\n" });
  repository.stage({ 'src/config.ts': `import { connect } from './connect.js';\n\nexport const client = connect("${makeKey('readme', 'openai')}");\n` });
  expect(blocksUnder('What a blocked commit looks like')).toEqual([repository.skan(['staged']).stdout]);
});

test.each(['Run it', 'Test it'])('under %s stands one command of one line', (heading) => {
  expect(blocksUnder(heading).map((block) => block.trimEnd().split('\n').length)).toEqual([1]);
});

test('every command of --help is in the README, and the other way round', () => {
  let help = '';
  printHelp({ print: (text: string) => { help += text; } } as Parameters<typeof printHelp>[0]);
  const helped = [...help.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name]) => name);
  const shown = [...readme.matchAll(/^\| `skan ([a-z]+)/gm)].map(([, name]) => name);
  expect(helped).toEqual(shown);
});

test('files that the README links to exist', () => {
  const links = [...readme.matchAll(/\]\(([\w./-]+)\)/g)].map(([, path = '']) => path).filter((path) => !path.startsWith('http'));
  expect(links.length).toBeGreaterThan(4);
  expect(links.filter((path) => !existsSync(path))).toEqual([]);
});
