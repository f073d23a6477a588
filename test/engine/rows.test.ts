// Base64 that is wrapped: rows that stand alone on their lines go on, and nothing else does.

import { makeKey } from '../keys.js';
import { makeTestEngine } from '../rules/vendors.js';

const engine = makeTestEngine();
const key = makeKey('wrapped');

/** Where the key begins in the text that is encoded: it crosses the first break. */
function wrap(width: number, filling: string): string[] {
  const text = `${'f'.repeat(Math.floor((width * 3) / 4) - 20)} ${key} ${filling}`;
  return Buffer.from(text).toString('base64').match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
}

function found(text: string): readonly string[] {
  return engine.scanText(Buffer.from(text)).map(({ secret, decodedFrom }) => `${secret.reveal() === key} ${decodedFrom.join(' ')}`);
}

const fillings = ['', 'a', 'ab', 'and so on '.repeat(20)];

test.each([
  ['alone', (rows: string[]) => `${rows.join('\n')}\n`],
  ['at the end of the text', (rows: string[]) => rows.join('\n')],
  ['CR LF', (rows: string[]) => `first\r\n${rows.join('\r\n')}\r\nlast\r\n`],
  ['indented alike', (rows: string[]) => `data: |\n    ${rows.join('\n    ')}\nlast: 1\n`],
  ['behind a name, indented', (rows: string[]) => `Data: ${rows.join('\r\n  ')}\r\nLast: 1\r\n`],
  ['in quotes', (rows: string[]) => `data = "${rows.join('\n')}"; more()\n`],
  ['in quotes, escaped', (rows: string[]) => `{"data":"${rows.join('\\n')}\\n","last":1}\n`],
  ['in quotes, CR LF escaped', (rows: string[]) => `{"data":"${rows.join('\\r\\n')}","last":1}\n`],
  ['in an element', (rows: string[]) => `<data>${rows.join('\n')}</data>\n`],
  ['in a here-document', (rows: string[]) => `base64 -d <<END\n${rows.join('\n')}\nEND\n`],
])('rows %s', (_, write) => {
  for (const width of [60, 64, 76]) for (const filling of fillings) expect([width, filling, ...found(write(wrap(width, filling)))]).toEqual([width, filling, 'true base64']);
});

test.each([
  ['an assignment', (row: string) => `KEY=${row}\nPORT=3000\n`],
  ['an assignment with nothing', (row: string) => `KEY=${row}\nPORT=\n`],
  ['a name', (row: string) => `KEY=${row}\nendif\n`],
  ['a line of the same width', (row: string) => `KEY=${row}\n${'Word'.repeat(row.length / 4)}\n`],
  ['an instruction', (row: string) => `ENV KEY ${row}\nENV PORT 3000\n`],
  ['a key of YAML', (row: string) => `key: ${row}\nport: 3000\n`],
  ['a key of JSON', (row: string) => `{"key": "${row}",\n"port": 3000}\n`],
  ['a longer word', (row: string) => `key: ${row}\n${'Word'.repeat(row.length / 4 + 1)}\n`],
  ['another indentation', (row: string) => `  ${row}\n${'Word'.repeat(row.length / 4)}\n`],
])('one row, then %s: the row ends there', (_, write) => {
  for (const width of [60, 76, 120]) {
    const row = Buffer.from(`${'f'.repeat((width * 3) / 4 - 41)} ${key}`).toString('base64');
    const text = write(row);
    const [match, ...others] = engine.scanText(Buffer.from(text));
    expect(others).toEqual([]);
    expect(match?.secret.reveal()).toBe(key);
    expect(match?.end).toBe(text.indexOf(row) + row.length);
  }
});
