// What a key is called where it stands, read from the text before it.

import { expect, test } from '@jest/globals';
import { findHolder, isVariable } from '../../../src/remedy/rotate/holder.js';

test.each([
  ['OPENAI_API_KEY=', 'OPENAI_API_KEY'],
  ['export OPENAI_API_KEY="', 'OPENAI_API_KEY'],
  ['OPENAI_API_KEY: ', 'OPENAI_API_KEY'],
  ['  - OPENAI_API_KEY=', 'OPENAI_API_KEY'],
  ['{"openaiKey": "', 'openaiKey'],
  ["const apiKey = '", 'apiKey'],
  ['const apiKey: string = "', 'apiKey'],
  ['const KEY: &str = "', 'KEY'],
  ["process.env.OPENAI_API_KEY || '", 'OPENAI_API_KEY'],
  ["process.env.OPENAI_API_KEY ?? '", 'OPENAI_API_KEY'],
  ["process.env.OPENAI_API_KEY = '", 'OPENAI_API_KEY'],
  ['os.environ["OPENAI_API_KEY"] = "', 'OPENAI_API_KEY'],
  ['os.getenv("OPENAI_API_KEY", "', 'OPENAI_API_KEY'],
  ["config('OPENAI_API_KEY', default='", 'OPENAI_API_KEY'],
  ['os.Setenv("OPENAI_API_KEY", "', 'OPENAI_API_KEY'],
  ["define('OPENAI_API_KEY', '", 'OPENAI_API_KEY'],
  ['ENV OPENAI_API_KEY ', 'OPENAI_API_KEY'],
  ['ENV OPENAI_API_KEY=', 'OPENAI_API_KEY'],
  ['${OPENAI_API_KEY:-', 'OPENAI_API_KEY'],
  ['- name: OPENAI_API_KEY\n  value: ', 'OPENAI_API_KEY'],
  ['- name: "OPENAI_API_KEY"\n  value: "', 'OPENAI_API_KEY'],
  ['"name": "OPENAI_API_KEY",\n"value": "', 'OPENAI_API_KEY'],
  ['{ name = "OPENAI_API_KEY", value = "', 'OPENAI_API_KEY'],
  ['spring.ai.openai.api-key=', 'spring.ai.openai.api-key'],
  ['Authorization: Bearer ', 'Authorization'],
  ['openai_api_key := "', 'openai_api_key'],
  ["'key' => '", 'key'],
  ['the key is ', undefined],
  ['', undefined],
])('%j -> %s', (before, name) => {
  expect(findHolder(before)).toBe(name);
});

test.each([['OPENAI_API_KEY', true], ['APIKEY', true], ['GH_PAT', true], ['apiKey', false], ['Authorization', false], ['KEYS', false], ['A_', false]])('%s is a variable: %p', (name, is) => {
  expect(isVariable(name)).toBe(is);
});
