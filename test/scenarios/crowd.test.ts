// Many anchors, and many findings: V8 is given far less room than they once took.

import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, runSkan } from '../repository.js';

const mib = 1024 * 1024;
const draw = (index: number): string => createHash('sha512').update(`crowd ${index}`).digest('base64').replace(/[^A-Za-z0-9]/g, '').slice(0, 32);

function scan(text: string, ...flags: string[]): { readonly code: number | null; readonly stdout: string } {
  const folder = makeFolder();
  writeFileSync(join(folder, 'a.txt'), text);
  return runSkan(['scan', 'a.txt', ...flags], { in: folder, variables: { NODE_OPTIONS: '--max-old-space-size=160' } });
}

test.each(['sk-', 'api_key:'])('megabytes of %s', (anchor) => {
  expect(scan(anchor.repeat(Math.floor((4 * mib) / anchor.length))).code).toBe(0);
});

test('sixteen thousand keys on one line', () => {
  const { code, stdout } = scan(JSON.stringify(Array.from({ length: 16_000 }, (_, index) => ({ name: 'API_KEY', value: draw(index) }))), '--format', 'json');
  expect(code).toBe(1);
  expect((JSON.parse(stdout) as { findings: unknown[] }).findings.length).toBeGreaterThan(15_000);
});
