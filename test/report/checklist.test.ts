// What to do about a key stands in every format: whole where there is room, and where there is none the first of it and the
// command that prints the rest.

import { formatReport } from '../../src/report/index.js';
import { formats } from '../../src/model/request.js';
import type { Format } from '../../src/model/request.js';
import { makeFinding, makeReport, options } from './sample.js';

const whole: readonly string[] = [
  'https://platform.openai.com/api-keys', 'Open API keys.', 'Delete the key that ends in the characters shown.', 'DELETE https://api.openai.com/v1/organization',
  'its name and its last four characters', 'Requests with it get 401.', 'Create a new key in the same project.', 'Store it where the deployment reads it.',
  'https://platform.openai.com/usage', 'Look for models and hours that are not yours.', 'https://help.openai.com', '2026-11',
];
const first: readonly string[] = ['https://platform.openai.com/api-keys', 'skan explain 7f3c'];
const wanted: Readonly<Partial<Record<Format, readonly string[]>>> = {
  text: first,
  csv: whole,
};

/** Without what a format puts between the words: references, escapes, line ends. */
function flatten(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/&(lt|gt|amp|quot);/g, (_, name: string) => ({ lt: '<', gt: '>', amp: '&', quot: '"' })[name] ?? '')
    .replace(/\\[un][0-9a-f]{0,4}/g, ' ').replace(/\/ (?=\/)/g, '/').replace(/%0A/g, ' ').replace(/\s+/g, ' ');
}

test('text, asked for all', async () => {
  const text = flatten(await formatReport('text', makeReport({ findings: [makeFinding()] }), { ...options, verbose: true }));
  expect(whole.filter((each) => !text.includes(each))).toEqual([]);
});

test.each(formats)('%s', async (format) => {
  const text = flatten(await formatReport(format, makeReport({ findings: [makeFinding({ exposure: { reach: 'pushed', inHead: true, refs: [] } })] }), options));
  expect((wanted[format] ?? whole).filter((each) => !text.includes(each))).toEqual([]);
});
