import { describe, expect, test } from '@jest/globals';
import { allowFinding } from '../../src/report/allow.js';
import { makeFinding, makeOccurrence } from './sample.js';

const words = 'skan:allow openai-project-key -- why';

describe('how to say that it is no secret, in the language of the file', () => {
  test.each([
    ['src/a.ts', `// ${words}`],
    ['a.rs', `// ${words}`],
    ['Unknown', `// ${words}`],
    ['a.py', `# ${words}`],
    ['deploy.SH', `# ${words}`],
    ['ci/build.yml', `# ${words}`],
    ['.env', `# ${words}`],
    ['config/.env.production', `# ${words}`],
    ['prod.env', `# ${words}`],
    ['Dockerfile', `# ${words}`],
    ['api.Dockerfile', `# ${words}`],
    ['Makefile', `# ${words}`],
    ['.npmrc', `# ${words}`],
    ['a.toml', `# ${words}`],
    ['a.rb', `# ${words}`],
    ['a.tf', `# ${words}`],
    ['a.sql', `-- ${words}`],
    ['a.lua', `-- ${words}`],
    ['README.md', `<!-- ${words} -->`],
    ['a.html', `<!-- ${words} -->`],
    ['pom.xml', `<!-- ${words} -->`],
    ['a.css', `/* ${words} */`],
    ['a.bat', `REM ${words}`],
  ])('%s', (path, text) => {
    expect(allowFinding(makeFinding({ occurrences: [makeOccurrence({ path })] }))).toEqual({ kind: 'comment', text });
  });

  test.each([
    ['JSON has no comments', { path: 'a/b.json' }, 'a/b.json'],
    ['nor has an image', { path: 'a.PNG' }, 'a.PNG'],
    ['nor has a name', { source: 'path', path: 'a/x…y.ts' }, 'a/x*y.ts'],
    ['nor has a link', { source: 'symlink', path: 'link' }, 'link'],
    ['a path is no pattern', { path: 'a [1]{b}*.json' }, 'a \\[1\\]\\{b\\}\\*.json'],
    ['a quote is doubled', { path: "it's.json" }, "it''s.json"],
    ['what cannot be typed is a star', { path: 'a\\x1b\\u202eb\\xff.json' }, 'a*b*.json'],
  ] as const)('%s', (_name, change, glob) => {
    const text = `override: {openai-project-key: {ignore: ['${glob}']}}`;
    expect(allowFinding(makeFinding({ occurrences: [makeOccurrence(change)] }))).toEqual({ kind: 'config', text });
  });

  test('several places are named together', () => {
    const occurrences = [makeOccurrence({ path: 'a.json' }), makeOccurrence({ path: 'b.ts' }), makeOccurrence({ path: 'a.json', line: 2 })];
    expect(allowFinding(makeFinding({ occurrences }))).toEqual({ kind: 'config', text: "override: {openai-project-key: {ignore: ['a.json', 'b.ts']}}" });
    expect(allowFinding(makeFinding({ occurrences: [makeOccurrence(), makeOccurrence({ line: 20 })] }))?.kind).toBe('comment');
  });

  test('a message that is being made is written anew; by its path every later one would pass', () => {
    expect(allowFinding(makeFinding({ occurrences: [makeOccurrence({ source: 'commit-message', path: '.git/COMMIT_EDITMSG' })] }))).toEqual({ kind: 'comment', text: words });
  });

  test.each([
    ['a message', [{ source: 'commit-message', path: '' }]],
    ['a note', [{ source: 'note', path: 'notes' }]],
    ['an object that no path names', [{ path: '' }]],
    ['a file and a message', [{}, { source: 'commit-message', path: '' }]],
    ['a file in more places than a line can hold', Array.from({ length: 6 }, (_, index) => ({ path: `${index}.json` }))],
  ] as const)('%s has no way that lets nothing else pass', (_name, changes) => {
    expect(allowFinding(makeFinding({ occurrences: changes.map((change) => makeOccurrence(change)) }))).toBeUndefined();
  });
});
