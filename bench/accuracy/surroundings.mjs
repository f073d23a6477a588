// Where keys stand: the plain syntaxes that the tests of the rules use, what people and programs make of a line besides, and
// codings and containers. A surrounding writes a file; the key in it stands between ⟦ and ⟧, or somewhere where no line is told.
import { asciiBytes, codings } from './codings.mjs';
import { corners } from './corners.mjs';
import { frontier } from './frontier.mjs';
import { hinterland } from './hinterland.mjs';
import { outskirts } from './outskirts.mjs';

/** Keys that need more than a name around them stand in syntaxes with a name only, as the value of `ACME_VALUE`. */
export function listSurroundings({ hosts, blocks }) {
  const all = [...hosts.map((host) => fromHost(host, false)), ...blocks.map((host) => fromHost(host, true)), ...awkward, ...codings, ...corners, ...outskirts, ...hinterland, ...frontier];
  return all.map((each) => ({ ...each, file: each.file ?? fileOf(each.label) }));
}

/** Some scanners choose their rules by a file's name: each syntax has the one that it would have. */
function fileOf(label) {
  return files.find(([pattern]) => pattern.test(label))?.[1] ?? 'notes.txt';
}

const files = [
  [/^env|merge conflict|zero-width|no-break|mark before/, 'app.env'], [/^(?:export|shell|curl|docker run|cmd|fish|heredoc|ANSI|dart)/, 'run.sh'], [/^Dockerfile/, 'Dockerfile'],
  [/JSON|Postman|Jupyter/, 'app.json'], [/YAML|Kubernetes|ConfigMap|compose|Actions|GitLab|base64 of the value/, 'app.yml'], [/TOML/, 'app.toml'], [/^INI/, 'app.ini'], [/^properties/, 'app.properties'],
  [/^XML/, 'app.xml'], [/HTML/, 'index.html'], [/CSV|tab-sep/, 'app.csv'], [/Markdown|sentence/, 'README.md'], [/TypeScript/, 'app.ts'], [/JavaScript|process\.env|array joined|template of/, 'app.js'],
  [/Python|parameter|lines as lit/, 'app.py'], [/^Go/, 'app.go'], [/^Java|three literals/, 'App.java'], [/Ruby/, 'app.rb'], [/PHP/, 'app.php'], [/C#/, 'App.cs'], [/Rust/, 'app.rs'], [/Kotlin/, 'App.kt'],
  [/Terraform/, 'main.tf'], [/diff/, 'fix.patch'], [/PowerShell/, 'run.ps1'], [/npmrc/, '.npmrc'], [/netrc/, '.netrc'], [/Jenkins/, 'Jenkinsfile'], [/two literals/, 'app.js'], [/NULs|letter directly/, 'app.bin'], [/docker conf/, 'config.json'],
];

/** @returns the file, or undefined where the surrounding cannot hold such a key */
export function plant(surrounding, kind, given) {
  const [value, key] = [given.value.replace('«', '⟦').replace('»', '⟧'), given.key];
  const bare = value.replace(/[⟦⟧]/g, '');
  const manyLines = bare.includes('\n');
  if ((surrounding.lines ?? 'one') === 'one' ? manyLines : surrounding.lines === 'many' && !manyLines) return undefined;
  if (surrounding.needs === 'bare' && !kind.bare) return undefined;
  if (surrounding.needs === 'name' && kind.whole) return undefined;
  if (surrounding.refuses?.test(bare) === true || (surrounding.keyOnly === true && key !== bare)) return undefined;
  const made = surrounding.write({ ...given, value, key });
  if (Buffer.isBuffer(made)) return { bytes: made };
  if (typeof made !== 'string') return made;
  const start = made.indexOf('⟦');
  const text = made.replace(/[⟦⟧]/g, '');
  const line = lineOf(made, start);
  return { bytes: Buffer.from(text), ...(start < 0 ? {} : { line, endLine: lineOf(made, made.indexOf('⟧')) }) };
}

function lineOf(text, end) {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

function fromHost(host, many) {
  return {
    group: 'plain', label: many ? `block: ${host.label}` : host.label, lines: many ? 'many' : 'one', needs: host.named || many ? undefined : 'bare', refuses: host.refuses,
    write: (given) => host.write(given).replace(/[«»]/g, ''),
  };
}

const quotes = /["\\]/;
const shell = /[#$&;|<>*?!'"`\\ ]/;
const yaml = /[#{}[\],&*?|<>=!%@`"' ]/;
const markup = /[<>&"]/;

/** The key in pieces of about the same length, the marks around the first and the last. */
function cut(value, count) {
  const [before = '', key = '', after = ''] = value.split(/[⟦⟧]/);
  const size = Math.ceil(key.length / count);
  const parts = Array.from({ length: count }, (_, index) => key.slice(index * size, (index + 1) * size)).filter((part) => part !== '');
  parts[0] = `${before}⟦${parts[0]}`;
  parts[parts.length - 1] += `⟧${after}`;
  return parts;
}

function camel(name, fixed) {
  return fixed ? name : name.toLowerCase().replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

const one = (label, write, more = {}) => ({ group: 'awkward', label, write, ...more });

const awkward = [
  one('two literals with +', ({ name, fixed, value }) => `const ${camel(name, fixed)} = "${cut(value, 2).join('" + "')}";\n`, { refuses: quotes }),
  one('three literals with + over lines', ({ name, fixed, value }) => `String ${camel(name, fixed)} = "${cut(value, 3).join('"\n    + "')}";\n`, { refuses: quotes }),
  one('literals side by side (Python)', ({ name, value }) => `${name} = ("${cut(value, 2).join('"\n    "')}")\n`, { refuses: quotes }),
  one('literals with . (PHP)', ({ name, fixed, value }) => `$${camel(name, fixed)} = '${cut(value, 2).join("' . '")}';\n`, { refuses: /['\\]/ }),
  one('array joined', ({ name, fixed, value }) => `const ${camel(name, fixed)} = ['${cut(value, 4).join("', '")}'].join('');\n`, { refuses: /['\\]/ }),
  one('template of literals', ({ name, fixed, value }) => { const [first, second] = cut(value, 2); return `const ${camel(name, fixed)} = \`${first}\${'${second}'}\`;\n`; }, { refuses: /['\\`$]/ }),
  one('shell continuation', ({ name, value }) => `export ${name}=${cut(value, 2).join('\\\n')}\n`, { refuses: shell }),
  one('YAML folded', ({ name, value }) => `${name}: >-\n  ${cut(value, 2).join('\n  ')}\nport: 80\n`),
  one('YAML quoted over lines', ({ name, value }) => `${name}: "${cut(value, 2).join('\\\n  ')}"\n`, { refuses: quotes }),
  one('ConfigMap', ({ name, value }) => `data:\n  app.env: |\n    NODE_ENV=production\n    ${name}=${value}\n    PORT=80\n`, { refuses: /[#$ ]/ }),
  one('URL-encoded quotes', ({ name, value }) => `q=${name}%3D%22${value}%22&page=1\n`, { refuses: /[^\w.~⟦⟧-]/ }),
  one('JSON in JSON in JSON', ({ name, value }) => `{"log":"{\\"body\\":\\"{\\\\\\"${name}\\\\\\":\\\\\\"${value}\\\\\\"}\\"}"}\n`, { refuses: quotes }),
  one('escaped quotes (\\u0022)', ({ name, value }) => `{"text":"${name}=\\u0022${value}\\u0022"}\n`, { refuses: quotes }),
  one('HTML entities around', ({ name, value }) => `<pre>${name}=&quot;${value}&quot;</pre>\n`, { refuses: markup }),
  one('no-break space behind', ({ name, value }) => `${name}=${value}\u00a0\n`, { refuses: /[#$ ]/ }),
  one('zero-width space inside', ({ name, value }) => `${name}=${cut(value, 2).join('\u200b')}\n`, { refuses: /[#$ ]/ }),
  one('soft hyphen inside', ({ name, value }) => `${name}=${cut(value, 2).join('\u00ad')}\n`, { refuses: /[#$ ]/ }),
  one('zero-width space behind', ({ name, value }) => `${name}=${value}\u200b\n`, { refuses: /[#$ ]/ }),
  one('byte order mark before', ({ name, value }) => `\ufeff${name}=${value}\n`, { refuses: /[#$ ]/ }),
  one('.npmrc', ({ value }) => `//npm.acme.dev/:_authToken=${value}\n`, { needs: 'bare' }),
  one('.netrc', ({ value, server }) => `machine ${server} login x password ${value}\n`, { needs: 'bare', refuses: / / }),
  one('env, blanks and comment', ({ name, value }) => `export ${name} = '${value}' # prod\n`, { refuses: /'/ }),
  one('cmd set', ({ name, value }) => `@echo off\r\nset ${name}=${value}\r\n`, { refuses: /[%^&<>| ]/ }),
  one('PowerShell', ({ name, value }) => `$env:${name}="${value}"\r\n`, { refuses: /["`$]/ }),
  one('fish', ({ name, value }) => `set -gx ${name} ${value}\n`, { refuses: shell }),
  one('heredoc', ({ name, value }) => `cat > .env <<'EOT'\nA=1\n${name}=${value}\nEOT\n`, { refuses: /[#$ ]/ }),
  one('compose list', ({ name, value }) => `services:\n  web:\n    environment: ["${name}=${value}", "PORT=80"]\n`, { refuses: quotes }),
  one('Terraform variable', ({ name, value }) => `variable "${name.toLowerCase()}" {\n  type    = string\n  default = "${value}"\n}\n`, { refuses: /["\\$%]/ }),
  one('Terraform state', ({ name, value }) => `{"version":4,"outputs":{"${name.toLowerCase()}":{"value":"${value}","type":"string","sensitive":true}}}\n`, { refuses: quotes, file: 'terraform.tfstate' }),
  one('Postman environment', ({ name, value }) => `{"values":[{"key":"${name}","value":"${value}","type":"secret","enabled":true}]}\n`, { refuses: quotes }),
  one('Actions, in braces', ({ name, value }) => `    env: { ${name}: ${value} }\n`, { refuses: yaml }),
  one('Jenkins withEnv', ({ name, value }) => `withEnv(["${name}=${value}"]) { sh 'make' }\n`, { refuses: /["\\$]/ }),
  one('GitLab variables', ({ name, value }) => `variables: {${name}: ${value}}\n`, { refuses: yaml }),
  one('default of a parameter', ({ name, value }) => `def ask(question, ${name.toLowerCase()}="${value}"):\n`, { refuses: quotes }),
  one('Jupyter source', ({ name, value }) => `{"cells":[{"source":["import os\\n","os.environ['${name}']='${value}'\\n","ask()"]}]}\n`, { refuses: /["'\\]/ }),
  one('Jupyter output', ({ name, value }) => `{"cells":[{"outputs":[{"text":["environ({'HOME': '/root', '${name}': '${value}', 'A': '1'})\\n"]}]}]}\n`, { refuses: /["'\\]/ }),
  one('merge conflict', ({ name, value }) => `<<<<<<< HEAD\n${name}=${value}\n=======\n${name}=\n>>>>>>> main\n`, { refuses: /[#$ ]/ }),
  one('ANSI colours', ({ name, value }) => `${name}=\x1b[32m${value}\x1b[0m\n`, { refuses: /[#$ ]/ }),
  one('one long line', ({ name, value, fixed }) => `${filler}var a={${camel(name, fixed)}:"${value}",b:1};${filler}\n`, { refuses: quotes, file: 'main.min.js' }),
  one('source map', ({ name, value, fixed }) => `{"version":3,"sources":["a.js"],"sourcesContent":["const ${camel(name, fixed)} = '${value}';\\nexport {};"],"mappings":"AAAA"}\n`, { refuses: /["'\\]/, file: 'main.js.map' }),
  one('lock file', ({ value, server }) => `{"packages":{"a":{"version":"1.0.0","resolved":"https://x:${value}@${server}/a.tgz"}}}\n`, { needs: 'bare', refuses: /[^\w.~⟦⟧-]/, file: 'package-lock.json' }),
  one('MCP configuration', ({ name, value }) => `{"mcpServers":{"a":{"command":"npx","args":["-y","a"],"env":{"${name}":"${value}"}}}}\n`, { refuses: quotes, file: '.mcp.json' }),
  one('agent transcript', ({ name, value }) => `{"role":"user","content":"Set ${name} to ${value} and run it again."}\n`, { refuses: /["\\]/, needs: 'bare', file: 'session.jsonl' }),
  one('shell history', ({ name, value }) => `: 1700000000:0;${name}=${value} npm start\n`, { refuses: shell, file: '.zsh_history' }),
  one('property list', ({ name, value }) => `<dict>\n\t<key>${name}</key>\n\t<string>${value}</string>\n</dict>\n`, { refuses: markup, file: 'Info.plist' }),
  one('strings.xml', ({ name, value }) => `<resources>\n    <string name="${name.toLowerCase()}">${value}</string>\n</resources>\n`, { refuses: markup, file: 'strings.xml' }),
  one('workspace.xml', ({ name, value }) => `<envs><env name="${name}" value="${value}" /></envs>\n`, { refuses: markup, file: 'workspace.xml' }),
  one('dart define', ({ name, value }) => `flutter run --dart-define=${name}=${value} --release\n`, { refuses: shell }),
  one('HAR', ({ server, value }) => `{"request":{"url":"https://${server}/v1","headers":[{"name":"Authorization","value":"Bearer ${value}"}]}}\n`, { needs: 'bare', refuses: quotes, file: 'trace.har' }),
  one('request log', ({ server, value }) => `10.0.0.1 - - [01/Nov/2026:10:00:00 +0000] "GET /v1?key=${value} HTTP/1.1" 200 12 "https://${server}/" "curl/8"\n`, { needs: 'bare', refuses: /[^\w.~⟦⟧-]/ }),
  one('stack of a crash', ({ name, value }) => `Error: 401 from upstream (${name}=${value}) at ask (/app/a.js:1:2)\n`, { refuses: /[#$ ()]/ }),
  one('chat message', ({ server, value }) => `> ana: the ${server} one is ${value}, rotate it pls :)\n`, { needs: 'bare' }),
  one('between NULs', ({ name, value }) => asciiBytes(`SQLite format 3\0\x10\0\x01\0${'\0'.repeat(64)}${name}=${value}\0\0\x07`)),
  one('a letter directly before', ({ value }) => asciiBytes(`\0\0\x17K${value}\0\0`), { needs: 'bare' }),
  one('in the file name', ({ value }) => ({ name: `backup-${value.replace(/[⟦⟧]/g, '')}.txt`, bytes: Buffer.from('nothing\n') }), { needs: 'bare', refuses: /[^\w.⟦⟧-]|.{200}/ }),
  one('CRLF block', ({ value }) => `BEGIN\r\n${value.replaceAll('\n', '\r\n')}\r\n`, { lines: 'many' }),
  one('quoted lines', ({ value }) => `> ${value.replaceAll('\n', '\n> ')}\n`, { lines: 'many' }),
  one('lines as literals', ({ value }) => `key = (\n${value.split('\n').map((each) => `    "${each}\\n"`).join('\n')}\n)\n`, { lines: 'many' }),
];

const filler = '!function(e,t){return e.length>t?e.slice(0,t):e}("aGVsbG8",7);'.repeat(500);
