// Surroundings that nobody planned: other languages, tools and formats, what stands directly before or behind a value, further
// joints, further codings. The rules' own tests do not use them, so they tell how well a class is solved.
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

const bare = (text) => text.replace(/[⟦⟧]/g, '');
const line = ({ name, value }) => bare(`${name}=${value}`);
const escapeEach = (text, write) => [...text].map((each) => write(each.charCodeAt(0))).join('');
const hex = (code, digits = 2) => code.toString(16).padStart(digits, '0');
const base64 = (bytes) => Buffer.from(bytes).toString('base64');

const corner = (label, write, more = {}) => ({ group: 'corner', label, write, ...more });
const coded = (label, write, more = {}) => ({ group: 'corner', label, lines: 'any', write: (given) => { const made = write(given); return Buffer.isBuffer(made) ? made : Buffer.from(made); }, ...more });

const quotes = /["\\]/;
const single = /['\\]/;
const signs = /[#$&;|<>*?!'"`\\ ]/;
const markup = /[<>&"]/;
/** What a key in no quotes may hold where signs end it. */
const plainOnly = /[^\w.~+/=⟦⟧-]/;
const wordOnly = /[^\w.~⟦⟧-]/;

/** The key in pieces of `sizes`, the last as long as it takes; the marks around the first and the last. */
function cutAt(value, ...sizes) {
  const [before = '', key = '', after = ''] = value.split(/[⟦⟧]/);
  const parts = [];
  let at = 0;
  for (const size of sizes) parts.push(key.slice(at, (at += typeof size === 'number' ? size : Math.ceil(key.length * Number(size)))));
  parts.push(key.slice(at));
  const kept = parts.filter((part) => part !== '');
  kept[0] = `${before}⟦${kept[0]}`;
  kept[kept.length - 1] += `⟧${after}`;
  return kept;
}
const halves = (value) => cutAt(value, '0.5');
const thirds = (value) => cutAt(value, '0.33', '0.33');

const camel = (name, fixed) => (fixed ? name : name.toLowerCase().replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase()));
const lower = (name) => name.toLowerCase();

/** What stands directly before and behind a value that stands bare in a text. */
const around = [
  ['round brackets', '(', ')'], ['square brackets', '[', ']'], ['curly brackets', '{', '}'], ['angle brackets', '<', '>'], ['pipes', '|', '|'], ['asterisks', '**', '**'], ['tildes', '~~', '~~'],
  ['a comma behind', ' ', ', '], ['a full stop behind', ' ', '. '], ['a semicolon behind', ' ', ';'], ['a colon behind', ' ', ': '], ['an exclamation mark', ' ', '!'], ['a question mark', ' ', '?'],
  ['an at sign behind', '//', '@'], ['a hash before', '#', ' '], ['a slash before and behind', '/', '/ '], ['a backslash behind', ' ', '\\'], ['a dollar sign before', '$', ' '], ['a caret before', '^', ' '],
  ['double curly', '{{', '}}'], ['double square', '[[', ']]'], ['typographic quotes', '\u201c', '\u201d'], ['low quotes', '\u201e', '\u201c'], ['single typographic quotes', '\u2018', '\u2019'], ['guillemets', '\u00ab', '\u00bb'],
  ['no-break spaces', '\u00a0', '\u00a0'], ['em spaces', '\u2003', '\u2003'], ['ideographic spaces', '\u3000', '\u3000'], ['narrow no-break', '\u202f', '\u202f'], ['Chinese', '\u5bc6\u94a5\u662f', '\u8bf7\u8f6e\u6362'], ['Chinese punctuation', '\uff1a', '\u3002'],
  ['corner brackets', '\u300c', '\u300d'], ['Cyrillic', '\u043a\u043b\u044e\u0447', '\u043a\u043b\u044e\u0447'], ['emoji', '\ud83d\udd11', '\ud83d\udd11'], ['an ellipsis behind', ' ', '\u2026'], ['an em dash', '\u2014', '\u2014'], ['a bullet', '\u2022', '\u2022'],
  ['zero-width around', '\u200b', '\u200b'], ['a mark directly before', '\ufeff', ''], ['directional marks', '\u202a', '\u202c'], ['line separators', '\u2028', '\u2028'], ['a joiner', '\u2060', '\u2060'], ['soft hyphens around', '\u00ad', '\u00ad'],
  ['entities &lt;', '&lt;', '&gt;'], ['entities &quot;', '&quot;', '&quot;'], ['entities &#39;', '&#39;', '&#39;'], ['entities &#x27;', '&#x27;', '&#x27;'], ['entity &nbsp;', '&nbsp;', '&nbsp;'], ['tags', '<b>', '</b>'], ['a line break tag', '<br>', '<br>'],
  ['\\n before and behind', '\\n', '\\n'], ['\\t before', '\\t', '\\n'], ['\\r\\n', '\\r\\n', '\\r\\n'], ['\\" around', '\\"', '\\"'], ['\\\\\\" around', '\\\\\\"', '\\\\\\"'], ["\\' around", "\\'", "\\'"], ['\\u0022 around', '\\u0022', '\\u0022'], ['\\u003c around', '\\u003c', '\\u003e'], ['\\x22 around', '\\x22', '\\x22'],
  ['\\u0026 behind', '=', '\\u0026x=1'], ['\\u{22} around', '\\u{22}', '\\u{22}'], ['\\042 around', '\\042', '\\042'], ['%22 around', '%22', '%22'], ['%27 around', '%27', '%27'], ['%20 around', '%20', '%20'], ['%0A around', '%0A', '%0A'], ['%2522 around', '%2522', '%2522'], ['=22 around', '=22', '=22'], ['+ around', '+', ' '],
  ['colour codes', '\x1b[1;31m', '\x1b[0m'], ['256 colours', '\x1b[38;5;196m', '\x1b[39m'], ['colour codes, written', '\\e[32m', '\\e[0m'], ['colour codes, octal', '\\033[0;32m', '\\033[0m'], ['colour codes, \\x1b', '\\x1b[32m', '\\x1b[0m'], ['colour codes, \\u001b', '\\u001b[32m', '\\u001b[39m'], ['colour codes, caret', '^[[32m', '^[[0m'],
  ['erase to end', '\x1b[K', '\x1b[K'], ['grep colours', '\x1b[01;31m\x1b[K', '\x1b[m\x1b[K'], ['form feeds', '\f', '\f'], ['vertical tabs', '\v', '\v'], ['carriage returns', '\r', '\r'], ['NULs', '\0', '\0'], ['delete signs', '\x7f', '\x7f'], ['unit separators', '\x1f', '\x1e'],
].map(([label, before, after]) => corner(`bare: ${label}`, ({ server, value }) => `see ${server} \n${before}${value}${after}\n`, { needs: 'bare', refuses: label.startsWith('\\') || label.includes('"') ? quotes : /^\0$/ }));

const assigned = [
  corner('lookup || default', ({ name, value, fixed }) => `const ${camel(name, fixed)} = process.env.${name} || '${value}';\n`, { refuses: single }),
  corner('lookup ?? default', ({ name, value }) => `const a = process.env.${name} ?? "${value}";\n`, { refuses: quotes }),
  corner('os.getenv with default', ({ name, value }) => `a = os.getenv("${name}", "${value}")\n`, { refuses: quotes }),
  corner('os.environ.get with default', ({ name, value }) => `a = os.environ.get('${name}', '${value}')\n`, { refuses: single }),
  corner('ENV.fetch', ({ name, value }) => `a = ENV.fetch("${name}", "${value}")\n`, { refuses: /["\\#]/ }),
  corner('env() of Laravel', ({ name, value }) => `'a' => env('${name}', '${value}'),\n`, { refuses: single }),
  corner('getenv() ?:', ({ name, value }) => `$a = getenv('${name}') ?: '${value}';\n`, { refuses: single }),
  corner('@Value of Spring', ({ name, value }) => `@Value("\${${lower(name).replaceAll('_', '.')}:${value}}")\n`, { refuses: /["\\}$]/ }),
  corner('setter', ({ name, value, fixed }) => `client.set_${lower(name)}("${value}");\n`, { refuses: quotes }),
  corner('System.setProperty', ({ name, value }) => `System.setProperty("${name}", "${value}");\n`, { refuses: quotes }),
  corner('-D option', ({ name, value }) => `java -D${name}=${value} -jar app.jar\n`, { refuses: signs }),
  corner('--option value', ({ name, value }) => `deploy --${lower(name).replaceAll('_', '-')} ${value} --dry-run\n`, { refuses: signs }),
  corner('--option=value', ({ name, value }) => `deploy --${lower(name).replaceAll('_', '-')}=${value} --dry-run\n`, { refuses: signs }),
  corner('--option in a list', ({ name, value }) => `args: ["--${lower(name).replaceAll('_', '-')}", "${value}"]\n`, { refuses: quotes }),
  corner('setx', ({ name, value }) => `setx ${name} "${value}" /M\r\n`, { refuses: /["%]/ }),
  corner('registry file', ({ name, value }) => `[HKEY_CURRENT_USER\\Environment]\r\n"${name}"="${value}"\r\n`, { refuses: quotes }),
  corner('Apache SetEnv', ({ name, value }) => `SetEnv ${name} "${value}"\n`, { refuses: quotes }),
  corner('nginx fastcgi_param', ({ name, value }) => `fastcgi_param ${name} "${value}";\n`, { refuses: quotes }),
  corner('systemd', ({ name, value }) => `[Service]\nEnvironment="${name}=${value}"\n`, { refuses: /["\\%]/ }),
  corner('supervisor', ({ name, value }) => `environment=A="1",${name}="${value}",B="2"\n`, { refuses: /["\\%]/ }),
  corner('crontab', ({ name, value }) => `0 3 * * * ${name}=${value} /usr/bin/job\n`, { refuses: /[%#$&;|<>*?!'"`\\ ]/ }),
  corner('make', ({ name, value }) => `${name} ?= ${value}\nall:\n`, { refuses: /[#$ ]/ }),
  corner('make, :=', ({ name, value }) => `${name} := ${value}\n`, { refuses: /[#$ ]/ }),
  corner('CMake', ({ name, value }) => `set(${name} "${value}")\n`, { refuses: /["\\$;]/ }),
  corner('#define', ({ name, value }) => `#define ${name} "${value}"\n`, { refuses: quotes }),
  corner('Objective-C', ({ name, value, fixed }) => `static NSString *const k${camel(name, fixed)} = @"${value}";\n`, { refuses: quotes }),
  corner('C array', ({ name, value }) => `static const char ${lower(name)}[] = "${value}";\n`, { refuses: quotes }),
  corner('Swift', ({ name, value, fixed }) => `let ${camel(name, fixed)}: String = "${value}"\n`, { refuses: quotes }),
  corner('Python, annotated', ({ name, value }) => `${lower(name)}: str = "${value}"\n`, { refuses: quotes }),
  corner('Python, bytes', ({ name, value }) => `${name} = b'${value}'\n`, { refuses: single }),
  corner('Python, raw', ({ name, value }) => `${name} = r"${value}"\n`, { refuses: quotes }),
  corner('Python, three quotes', ({ name, value }) => `${name} = """${value}"""\n`, { refuses: quotes }),
  corner('Python, in brackets', ({ name, value }) => `${name} = (\n    "${value}"\n)\n`, { refuses: quotes }),
  corner('TypeScript, next line', ({ name, value, fixed }) => `const ${camel(name, fixed)} =\n  '${value}';\n`, { refuses: single }),
  corner('as const', ({ name, value, fixed }) => `export const keys = { ${camel(name, fixed)}: '${value}' as const };\n`, { refuses: single }),
  corner('Lua', ({ name, value }) => `local ${lower(name)} = [[${value}]]\n`, { refuses: /\]/ }),
  corner('Perl', ({ name, value }) => `my $${lower(name)} = q{${value}};\n`, { refuses: /[{}\\]/ }),
  corner('Ruby, %q', ({ name, value }) => `${name} = %q(${value})\n`, { refuses: /[()\\]/ }),
  corner('Elixir', ({ name, value }) => `config :acme, ${lower(name)}: "${value}"\n`, { refuses: /["\\#]/ }),
  corner('Clojure', ({ name, value }) => `{:${lower(name).replaceAll('_', '-')} "${value}"}\n`, { refuses: quotes }),
  corner('Erlang', ({ name, value }) => `{${lower(name)}, <<"${value}">>}.\n`, { refuses: quotes }),
  corner('Haskell', ({ name, value, fixed }) => `${camel(name, fixed)} :: String\n${camel(name, fixed)} = "${value}"\n`, { refuses: quotes }),
  corner('R', ({ name, value }) => `Sys.setenv(${name} = "${value}")\n`, { refuses: quotes }),
  corner('R, arrow', ({ name, value }) => `${lower(name)} <- "${value}"\n`, { refuses: quotes }),
  corner('Rust, raw', ({ name, value }) => `let ${lower(name)} = r#"${value}"#;\n`, { refuses: quotes }),
  corner('Rust, String::from', ({ name, value }) => `let ${lower(name)} = String::from("${value}");\n`, { refuses: quotes }),
  corner('C#, verbatim', ({ name, value, fixed }) => `var ${camel(name, fixed)} = @"${value}";\n`, { refuses: quotes }),
  corner('Visual Basic', ({ name, value }) => `Const ${name} As String = "${value}"\r\n`, { refuses: quotes }),
  corner('PowerShell, here-string', ({ name, value }) => `$${lower(name)} = @'\n${value}\n'@\n`, { refuses: single }),
  corner('shell, $\'…\'', ({ name, value }) => `${name}=$'${value}'\n`, { refuses: single }),
  corner('SQL', ({ name, value }) => `INSERT INTO settings (name, value) VALUES ('${name}', '${value}');\n`, { refuses: single }),
  corner('SQL, update', ({ name, value }) => `UPDATE settings SET ${lower(name)} = '${value}' WHERE id = 1;\n`, { refuses: single }),
  corner('COPY of Postgres', ({ name, value }) => `COPY settings (name, value) FROM stdin;\n${name}\t${value}\n\\.\n`, { refuses: /[\t\\]/ }),
  corner('Markdown table', ({ name, value }) => `| name | value |\n| --- | --- |\n| ${name} | ${value} |\n`, { refuses: /[| ]/ }),
  corner('Markdown table, code', ({ name, value }) => `| \`${name}\` | \`${value}\` |\n`, { refuses: /[|` ]/ }),
  corner('HTML table', ({ name, value }) => `<tr><td>${name}</td><td>${value}</td></tr>\n`, { refuses: markup }),
  corner('HTML input', ({ name, value }) => `<input type="hidden" name="${lower(name)}" value="${value}">\n`, { refuses: markup }),
  corner('HTML input, id between', ({ name, value }) => `<input name="${lower(name)}" id="a" type="text" value="${value}">\n`, { refuses: markup }),
  corner('HTML meta', ({ name, value }) => `<meta name="${lower(name)}" content="${value}">\n`, { refuses: markup }),
  corner('XML, name and value', ({ name, value }) => `<variable><name>${name}</name><value>${value}</value></variable>\n`, { refuses: markup }),
  corner('XML, CDATA', ({ name, value }) => `<${lower(name)}><![CDATA[${value}]]></${lower(name)}>\n`, { refuses: /[<>&\]]/ }),
  corner('XML entry', ({ name, value }) => `<entry key="${name}">${value}</entry>\n`, { refuses: markup }),
  corner('JSON, name and value', ({ name, value }) => `{"name": "${name}", "value": "${value}"}\n`, { refuses: quotes }),
  corner('JSON, Name and Value', ({ name, value }) => `{"Name":"${name}","Value":"${value}"}\n`, { refuses: quotes }),
  corner('JSON, a field between', ({ name, value }) => `{"key": "${name}", "type": "plain", "value": "${value}"}\n`, { refuses: quotes }),
  corner('JSON, over lines', ({ name, value }) => `{\n  "name": "${name}",\n  "value": "${value}"\n}\n`, { refuses: quotes }),
  corner('JSON, list', ({ name, value }) => `{"${name}": ["${value}"]}\n`, { refuses: quotes }),
  corner('JSON, pair', ({ name, value }) => `["${name}","${value}"]\n`, { refuses: quotes }),
  corner('JSON5', ({ name, value, fixed }) => `{${camel(name, fixed)}:'${value}',}\n`, { refuses: single }),
  corner('DynamoDB', ({ name, value }) => `{"${lower(name)}":{"S":"${value}"}}\n`, { refuses: quotes }),
  corner('CloudFormation parameter', ({ name, value }) => `  ${name}:\n    Type: String\n    Default: ${value}\n`, { refuses: /[#{}[\],&*?|<>=!%@`"' :]/ }),
  corner('CloudFormation, JSON', ({ name, value }) => `[{"ParameterKey":"${name}","ParameterValue":"${value}"}]\n`, { refuses: quotes }),
  corner('CLI parameters', ({ name, value }) => `aws cloudformation deploy --parameters ParameterKey=${name},ParameterValue=${value}\n`, { refuses: signs }),
  corner('ARM template', ({ name, value, fixed }) => `{"parameters":{"${camel(name, fixed)}":{"value":"${value}"}}}\n`, { refuses: quotes }),
  corner('Terraform state, attributes', ({ name, value }) => `            "${lower(name)}": "${value}",\n`, { refuses: quotes }),
  corner('Terraform variable, description between', ({ name, value }) => `variable "${lower(name)}" {\n  description = "The key"\n  type        = string\n  sensitive   = true\n  default     = "${value}"\n}\n`, { refuses: /["\\$%]/ }),
  corner('Terraform environment', ({ name, value }) => `  environment {\n    variables = {\n      ${name} = "${value}"\n    }\n  }\n`, { refuses: /["\\$%]/ }),
  corner('Bicep', ({ name, value, fixed }) => `param ${camel(name, fixed)} string = '${value}'\n`, { refuses: single }),
  corner('Nix', ({ name, value }) => `environment.variables.${name} = "${value}";\n`, { refuses: /["\\$]/ }),
  corner('YAML, single quotes', ({ name, value }) => `${name}: '${value}'\n`, { refuses: /'/ }),
  corner('YAML, in the next line', ({ name, value }) => `${name}:\n  ${value}\n`, { refuses: /[#{}[\],&*?|<>=!%@`"' ]/ }),
  corner('YAML, literal', ({ name, value }) => `${name}: |\n  ${value}\nport: 80\n`, { refuses: / / }),
  corner('YAML, folded, one line', ({ name, value }) => `${name}: >-\n  ${value}\nport: 80\n`, { refuses: / / }),
  corner('YAML, list', ({ name, value }) => `${name}:\n  - ${value}\n`, { refuses: /[#{}[\],&*?|<>=!%@`"' ]/ }),
  corner('YAML, tag', ({ name, value }) => `${name}: !!str ${value}\n`, { refuses: /[#{}[\],&*?|<>=!%@`"' ]/ }),
  corner('YAML, anchor', ({ name, value }) => `${name}: &key ${value}\n`, { refuses: /[#{}[\],&*?|<>=!%@`"' ]/ }),
  corner('Helm --set', ({ name, value, fixed }) => `helm upgrade app ./chart --set env.${name}=${value}\n`, { refuses: /[,#$&;|<>*?!'"`\\ ]/ }),
  corner('Kubernetes, single quotes', ({ name, value }) => `- name: ${name}\n  value: '${value}'\n`, { refuses: /'/ }),
  corner('Kubernetes, bare', ({ name, value }) => `- name: ${name}\n  value: ${value}\n`, { refuses: /[#{}[\],&*?|<>=!%@`"' ]/ }),
  corner('kubectl create secret', ({ name, value }) => `kubectl create secret generic app --from-literal=${name}=${value}\n`, { refuses: signs }),
  corner('gh secret set', ({ name, value }) => `gh secret set ${name} --body "${value}"\n`, { refuses: /["\\$`]/ }),
  corner('heroku config:set', ({ name, value }) => `heroku config:set ${name}=${value} -a app\n`, { refuses: signs }),
  corner('vault kv put', ({ name, value }) => `vault kv put secret/app ${lower(name)}=${value}\n`, { refuses: signs }),
  corner('logfmt', ({ name, value }) => `level=info msg=start ${lower(name)}="${value}" ok=true\n`, { refuses: quotes }),
  corner('Python repr', ({ name, value }) => `{'${name}': '${value}', 'PORT': '80'}\n`, { refuses: single }),
  corner('Ruby inspect', ({ name, value }) => `{"${name}"=>"${value}", "PORT"=>"80"}\n`, { refuses: quotes }),
  corner('Go %v', ({ name, value }) => `map[${name}:${value} PORT:80]\n`, { refuses: /[\]\s]/ }),
  corner('Java toString', ({ name, value, fixed }) => `Config{${camel(name, fixed)}='${value}', port=80}\n`, { refuses: single }),
  corner('Java Map', ({ name, value }) => `{${name}=${value}, PORT=80}\n`, { refuses: /[,{} ]/ }),
  corner('PHP print_r', ({ name, value }) => `Array\n(\n    [${name}] => ${value}\n)\n`, { refuses: / / }),
  corner('PHP var_dump', ({ name, value }) => `  ["${name}"]=>\n  string(40) "${value}"\n`, { refuses: quotes }),
  corner('PHP serialize', ({ name, value }) => `a:1:{s:${name.length}:"${name}";s:${bare(value).length}:"${value}";}\n`, { refuses: quotes }),
  corner('Redis protocol', ({ name, value }) => `*3\r\n$3\r\nSET\r\n$${name.length}\r\n${name}\r\n$${bare(value).length}\r\n${value}\r\n`),
  corner('printenv in a log', ({ name, value }) => `2026-11-01T10:00:00Z  ${name}=${value}\n`, { refuses: / / }),
  corner('set -x', ({ name, value }) => `+ export ${name}=${value}\n+ ${name}=${value}\n`.replace(/(⟧[\s\S]*?)[⟦]([\s\S]*)⟧/, '$1$2'), { refuses: signs }),
  corner('Sentry event', ({ name, value }) => `{"extra":{"sys.argv":["app"],"env":{"${name}":"'${value}'"}}}\n`, { refuses: /['"\\]/ }),
  corner('URL, fragment', ({ name, value, server }) => `https://${server}/cb#${lower(name)}=${value}&expires_in=3600\n`, { refuses: wordOnly }),
  corner('URL, path', ({ value, server }) => `https://${server}/v1/${value}/messages\n`, { needs: 'bare', refuses: wordOnly }),
  corner('URL, end', ({ value, server }) => `See https://${server}/v1?token=${value}.\n`, { needs: 'bare', refuses: /[^\w⟦⟧-]/ }),
  corner('cookie', ({ name, value }) => `Cookie: a=1; ${name}=${value}; b=2\r\n`, { refuses: /[;, ]/ }),
  corner('X- header', ({ name, value }) => `X-${name.replaceAll('_', '-')}: ${value}\r\n`, { refuses: / / }),
  corner('header in code', ({ name, value }) => `headers: { 'X-${name.replaceAll('_', '-')}': '${value}' }\n`, { refuses: single }),
  corner('form data', ({ name, value }) => `------x\r\nContent-Disposition: form-data; name="${lower(name)}"\r\n\r\n${value}\r\n------x--\r\n`),
  corner('LaTeX', ({ value }) => `The key is \\texttt{${value}}.\n`, { needs: 'bare', refuses: /[{}_]/ }),
  corner('reStructuredText', ({ name, value }) => `Use \`\`${name}=${value}\`\`.\n`, { refuses: /[` ]/ }),
  corner('Slack link', ({ value, server }) => `<https://${server}|${server}>: \`${value}\`\n`, { needs: 'bare', refuses: /`/ }),
  corner('comment', ({ name, value }) => `// TODO remove: ${name}=${value}\n`, { refuses: / / }),
  corner('block comment', ({ name, value }) => `/* ${name}: ${value} */\n`, { refuses: / / }),
  corner('HTML comment', ({ name, value }) => `<!-- ${name}=${value} -->\n`, { refuses: /[<> ]|--/ }),
  corner('docstring', ({ name, value }) => `"""\n    :param ${lower(name)}: "${value}"\n"""\n`, { refuses: quotes }),
  corner('prose with the name', ({ name, value }) => `The ${name} is ${value}\n`, { refuses: / /, needs: 'bare' }),
];

const joined = [
  corner('prefix + rest', ({ name, fixed, value }) => `const ${camel(name, fixed)} = "${cutAt(value, 3).join('" + "')}";\n`, { refuses: quotes }),
  corner('all but four + four', ({ name, fixed, value }) => `const ${camel(name, fixed)} = '${cutAt(value, '0.9').join("' + '")}';\n`, { refuses: single }),
  corner('four literals over lines', ({ name, fixed, value }) => `const ${camel(name, fixed)} =\n  '${cutAt(value, '0.25', '0.25', '0.25').join("' +\n  '")}';\n`, { refuses: single }),
  corner('Java, thirds', ({ name, value }) => `String ${lower(name)} = "${thirds(value).join('"\n        + "')}";\n`, { refuses: quotes }),
  corner('Lua ..', ({ name, value }) => `local ${lower(name)} = "${halves(value).join('" .. "')}"\n`, { refuses: quotes }),
  corner('Visual Basic &', ({ name, value }) => `${name} = "${halves(value).join('" & _\r\n    "')}"\r\n`, { refuses: quotes }),
  corner('Haskell ++', ({ name, value, fixed }) => `${camel(name, fixed)} = "${halves(value).join('" ++ "')}"\n`, { refuses: quotes }),
  corner('Elixir <>', ({ name, value }) => `${lower(name)} = "${halves(value).join('" <> "')}"\n`, { refuses: /["\\#]/ }),
  corner('SQL ||', ({ name, value }) => `SET ${lower(name)} = '${halves(value).join("' || '")}';\n`, { refuses: single }),
  corner('OCaml ^', ({ name, value }) => `let ${lower(name)} = "${halves(value).join('" ^ "')}"\n`, { refuses: quotes }),
  corner('~ of Twig', ({ name, value }) => `{% set ${lower(name)} = "${halves(value).join('" ~ "')}" %}\n`, { refuses: quotes }),
  corner('Ruby <<', ({ name, value }) => `${lower(name)} = "${halves(value).join('" << "')}"\n`, { refuses: /["\\#]/ }),
  corner('C, next line', ({ name, value }) => `const char *${lower(name)} = "${halves(value).join('"\n                   "')}";\n`, { refuses: quotes }),
  corner('Python, prefixes', ({ name, value }) => `${name} = (f"${halves(value).join('"\n    f"')}")\n`, { refuses: /["\\{}]/ }),
  corner('Python, backslash', ({ name, value }) => `${name} = "${halves(value).join('" \\\n    "')}"\n`, { refuses: quotes }),
  corner('shell, side by side', ({ name, value }) => `${name}="${halves(value).join('""')}"\n`, { refuses: /["\\$`]/ }),
  corner('shell, mixed quotes', ({ name, value }) => `${name}='${halves(value).join("'\"")}"\n`, { refuses: /["'\\$`]/ }),
  corner('"".join', ({ name, value }) => `${name} = "".join(["${thirds(value).join('", "')}"])\n`, { refuses: quotes }),
  corner('implode', ({ name, value }) => `$${lower(name)} = implode('', ['${thirds(value).join("', '")}']);\n`, { refuses: single }),
  corner('String.Concat', ({ name, value, fixed }) => `var ${camel(name, fixed)} = string.Concat("${halves(value).join('", "')}");\n`, { refuses: quotes }),
  corner('concat()', ({ name, value, fixed }) => `const ${camel(name, fixed)} = '${halves(value).join("'.concat('")}');\n`, { refuses: single }),
  corner('paste0', ({ name, value }) => `${lower(name)} <- paste0("${halves(value).join('", "')}")\n`, { refuses: quotes }),
  corner('join of lines', ({ name, fixed, value }) => `const ${camel(name, fixed)} = [\n  "${thirds(value).join('",\n  "')}",\n].join("");\n`, { refuses: quotes }),
  corner('strings.Join', ({ name, fixed, value }) => `${camel(name, fixed)} := strings.Join([]string{"${thirds(value).join('", "')}"}, "")\n`, { refuses: quotes }),
  corner('Terraform join', ({ name, value }) => `  ${lower(name)} = join("", ["${halves(value).join('", "')}"])\n`, { refuses: /["\\$%]/ }),
  corner('template, two expressions', ({ name, fixed, value }) => `const ${camel(name, fixed)} = \`\${"${halves(value).join('"}${"')}"}\`;\n`, { refuses: /["\\`$]/ }),
  corner('PowerShell, backtick', ({ name, value }) => `$env:${name} = "${halves(value).join('" + `\r\n  "')}"\r\n`, { refuses: /["\\$`]/ }),
  corner('cmd, caret', ({ name, value }) => `curl -d ${name}=${halves(value).join('^\r\n')}\r\n`, { refuses: /[%^&<>|" ]/ }),
  corner('continuation, indented', ({ name, value }) => `RUN ${name}=${halves(value).join('\\\n    ')} make\n`, { refuses: signs }),
  corner('properties, continued', ({ name, value }) => `${lower(name).replaceAll('_', '.')}=${halves(value).join('\\\n    ')}\n`, { refuses: /[\\ :=]/ }),
  corner('YAML, plain over lines', ({ name, value }) => `${name}:\n  ${halves(value).join('\n  ')}\nport: 80\n`, { refuses: /[#{}[\],&*?|<>=!%@`"' :]/ }),
  corner('YAML, folded, three', ({ name, value }) => `env:\n  ${name}: >\n    ${thirds(value).join('\n    ')}\n  PORT: 80\n`),
  corner('YAML, folded, last', ({ name, value }) => `${name}: >-\n  ${halves(value).join('\n  ')}`),
  corner('YAML, literal over lines', ({ name, value }) => `${name}: |-\n  ${halves(value).join('\n  ')}\nother: x\n`),
  corner('TOML, three quotes', ({ name, value }) => `${lower(name)} = """\\\n  ${halves(value).join('\\\n  ')}"""\n`, { refuses: quotes }),
  corner('JSON, escaped slash', ({ name, value }) => `{"${name}":"${value.replaceAll('/', '\\/')}"}\n`, { refuses: quotes }),
  corner('properties, escaped signs', ({ name, value }) => `${lower(name).replaceAll('_', '.')}=${value.replace(/[:=]/g, '\\$&')}\n`, { refuses: /[\\ ]/ }),
];

const binaries = [
  coded('Java constant', ({ value }) => Buffer.concat([Buffer.from([1, 0, bare(value).length & 0x7f]), Buffer.from(bare(value)), Buffer.from([1, 0, 3]), Buffer.from('()V')]), { needs: 'bare', lines: 'one' }),
  coded('MessagePack', ({ name, value }) => Buffer.concat([Buffer.from([0x81, 0xa0 | (name.length & 31)]), Buffer.from(name), Buffer.from([0xd9, bare(value).length & 255]), Buffer.from(bare(value)), Buffer.from([0xc0])]), { needs: 'bare', lines: 'one' }),
  coded('pickle', ({ name, value }) => Buffer.concat([Buffer.from([0x80, 4, 0x95, 0x8c, name.length]), Buffer.from(name), Buffer.from([0x94, 0x8c, bare(value).length & 255]), Buffer.from(bare(value)), Buffer.from([0x94, 0x73, 0x2e])]), { needs: 'bare', lines: 'one' }),
  coded('BSON', ({ name, value }) => Buffer.concat([Buffer.from([2]), Buffer.from(`${name}\0`), Buffer.from([bare(value).length + 1, 0, 0, 0]), Buffer.from(`${bare(value)}\0\0`)]), { needs: 'bare', lines: 'one' }),
  coded('C strings side by side', ({ name, value }) => `\x7fELF\0\0${name}\0${bare(value)}\0usage\0`, { needs: 'bare', lines: 'one' }),
  coded('in bytes beyond ASCII', ({ value }) => Buffer.concat([Buffer.from([0xff, 0xfe ^ 0x10, 0x9a, 0xe3]), Buffer.from(bare(value)), Buffer.from([0x9a, 0xff])]), { needs: 'bare', lines: 'one' }),
  coded('PDF, compressed stream', (given) => Buffer.concat([Buffer.from('%PDF-1.4\n1 0 obj\n<</Length 99/Filter/FlateDecode>>\nstream\n', 'latin1'), deflateSync(Buffer.from(`BT /F1 12 Tf (${line(given)}) Tj ET`)), Buffer.from('\nendstream\nendobj\n')]), { lines: 'one', refuses: /[()\\]/ }),
  coded('UTF-16 in a program', ({ name, value }) => Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0\x04\0\x07\0', 'latin1'), Buffer.from(`${name}\0${bare(value)}\0`, 'utf16le'), Buffer.from('\x11\x12\x13')]), { needs: 'bare', lines: 'one' }),
];

const codings = [
  coded('octal escapes', (given) => `printf '${escapeEach(line(given), (code) => `\\${code.toString(8).padStart(3, '0')}`)}'\n`, { lines: 'one' }),
  coded('decimal escapes (Lua)', (given) => `s = "${escapeEach(line(given), (code) => `\\${String(code).padStart(3, '0')}`)}"\n`, { lines: 'one' }),
  coded('\\u{…}', (given) => `s = "${escapeEach(line(given), (code) => `\\u{${hex(code)}}`)}"\n`, { lines: 'one' }),
  coded('\\x{…}', (given) => `s = "${escapeEach(line(given), (code) => `\\x{${hex(code)}}`)}"\n`, { lines: 'one' }),
  coded('\\U0000…', (given) => `s = "${escapeEach(line(given), (code) => `\\U${hex(code, 8)}`)}"\n`, { lines: 'one' }),
  coded('\\\\u, twice', (given) => `{"s":"${escapeEach(line(given), (code) => `\\\\u${hex(code, 4)}`)}"}\n`, { lines: 'one' }),
  coded('%u', (given) => `unescape("${escapeEach(line(given), (code) => `%u${hex(code, 4)}`)}")\n`, { lines: 'one' }),
  coded('entities, decimal, no semicolon', (given) => `<p>${escapeEach(line(given), (code) => `&#${code}`)}</p>\n`, { lines: 'one' }),
  coded('entities, padded', (given) => `<p>${escapeEach(line(given), (code) => `&#${String(code).padStart(5, '0')};`)}</p>\n`, { lines: 'one' }),
  coded('quoted-printable, all', (given) => `${escapeEach(line(given), (code) => `=${hex(code).toUpperCase()}`)}\r\n`.replace(/(.{72})/g, '$1=\r\n'), { lines: 'one' }),
  coded('hex with blanks', (given) => `${escapeEach(line(given), (code) => `${hex(code)} `)}\n`, { lines: 'one' }),
  coded('hex with colons', (given) => `${escapeEach(line(given), (code) => `${hex(code)}:`)}\n`, { lines: 'one' }),
  coded('hex, wrapped', (given) => `${Buffer.from(line(given)).toString('hex').replace(/.{60}/g, '$&\n')}\n`, { lines: 'one' }),
  coded('hex, Postgres', (given) => `'\\x${Buffer.from(line(given)).toString('hex')}'\n`, { lines: 'one' }),
  coded('list of numbers', (given) => `const s = String.fromCharCode(${[...Buffer.from(line(given))].join(', ')});\n`, { lines: 'one' }),
  coded('list of numbers, no blanks', (given) => `s=bytes([${[...Buffer.from(line(given))].join(',')}])\n`, { lines: 'one' }),
  coded('list of hex numbers', (given) => `unsigned char s[] = { ${[...Buffer.from(line(given))].map((code) => `0x${hex(code)}`).join(', ')} };\n`, { lines: 'one' }),
  coded('list of hex numbers over lines', (given) => `unsigned char s[] = {\n${[...Buffer.from(line(given))].map((code, index) => `${index % 12 === 0 ? '  ' : ''}0x${hex(code)}${index % 12 === 11 ? ',\n' : ', '}`).join('')}\n};\n`, { lines: 'one' }),
  coded('xxd', (given) => xxd(Buffer.from(`A=1\n${line(given)}\n`)), { lines: 'one' }),
  coded('base32', (given) => `payload: ${base32(Buffer.from(line(given)))}\n`, { lines: 'one' }),
  coded('base64 three times', (given) => `payload: ${base64(base64(base64(`${line(given)}\n`)))}\n`, { lines: 'one' }),
  coded('base64 of JSON', (given) => `payload: ${base64(JSON.stringify({ a: 1, [given.name]: bare(given.value) }))}\n`, { lines: 'one' }),
  coded('base64, wrapped at 60, indented', (given) => `data: |\n${base64(`A=1\n${line(given)}\nB=2\n`).replace(/.{60}/g, '$&\n').replace(/^/gm, '    ')}\n`, { lines: 'one' }),
  coded('base64, wrapped in a JSON string', (given) => JSON.stringify({ content: base64(`A=1\n${line(given)}\nB=2\n`).replace(/.{60}/g, '$&\n'), encoding: 'base64' }), { lines: 'one' }),
  coded('base64 in literals', (given) => `s = "${base64(`${line(given)}\n`).replace(/.{40}(?=.)/g, '$&" +\n    "')}"\n`, { lines: 'one' }),
  coded('base64, percent-encoded', (given) => `q=${encodeURIComponent(base64(`A=1\n${line(given)}\n`))}&a=1\n`, { lines: 'one' }),
  coded('base64, !!binary', (given) => `env: !!binary |\n  ${base64(`A=1\n${line(given)}\n`)}\n`, { lines: 'one' }),
  coded('base64 of the value, quoted', ({ name, value }) => `{"${name}":"${base64(bare(value))}"}\n`, { needs: 'name', lines: 'one' }),
  coded('base64 of the value with a line end', ({ name, value }) => `data:\n  ${name}: ${base64(`${bare(value)}\n`)}\n`, { needs: 'name', lines: 'one' }),
  coded('base64 of the value, in a call', ({ name, value }) => `${name} = base64.b64decode("${base64(bare(value))}").decode()\n`, { needs: 'name', lines: 'one' }),
  coded('base64 of the value, atob', ({ name, value, fixed }) => `const ${camel(name, fixed)} = atob('${base64(bare(value))}');\n`, { needs: 'name', lines: 'one' }),
  coded('hex of the value', ({ name, value }) => `${name}=${Buffer.from(bare(value)).toString('hex')}\n`, { needs: 'name', lines: 'one' }),
  coded('base64 of zlib', (given) => `payload: ${base64(deflateSync(`A=1\n${line(given)}\n`))}\n`, { lines: 'one' }),
  coded('base64 of bare deflate', (given) => `SAMLRequest=${encodeURIComponent(base64(deflateRawSync(`A=1\n${line(given)}\n`)))}\n`, { lines: 'one' }),
  coded('hex of gzip', (given) => `payload: ${gzipSync(`A=1\n${line(given)}\n`).toString('hex')}\n`, { lines: 'one' }),
  coded('gzip in gzip', (given) => gzipSync(gzipSync(`A=1\n${line(given)}\n`)), { lines: 'one' }),
  coded('two gzip members', (given) => Buffer.concat([gzipSync('first\n'), gzipSync(`${line(given)}\n`)]), { lines: 'one' }),
  coded('gzip behind other bytes', (given) => Buffer.concat([Buffer.from('#!/bin/sh\nexec tail -c +42 "$0" | tar xz\n'), gzipSync(`${line(given)}\n`)]), { lines: 'one' }),
  coded('HTML in JSON', (given) => `${JSON.stringify({ html: `<pre>${line(given).replace(/&/g, '&amp;').replace(/</g, '&lt;')}</pre>` })}\n`, { lines: 'one' }),
  coded('JSON, five deep', (given) => { let text = line(given); for (let depth = 0; depth < 5; depth += 1) text = JSON.stringify({ a: text }); return `${text}\n`; }, { lines: 'one', refuses: quotes }),
  coded('UTF-7', (given) => `${line(given).replace(/[=+_]/g, (sign) => `+${base64(Buffer.from([0, sign.charCodeAt(0)])).replace(/=+$/, '')}-`)}\n`, { lines: 'one' }),
  coded('UTF-16, line in a UTF-8 file', (given) => Buffer.concat([Buffer.from('first line\n'), Buffer.from(`${line(given)}\n`, 'utf16le')]), { lines: 'one' }),
  coded('data URI, percent', (given) => `<img src="data:text/plain,${encodeURIComponent(line(given))}">\n`, { lines: 'one' }),
  coded('fullwidth letters before', (given) => `\uff2b\uff25\uff39 ${line(given)}\n`, { lines: 'one' }),
];

function xxd(bytes) {
  const rows = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    rows.push(`${hex(at, 8)}: ${row.toString('hex').replace(/(.{4})/g, '$1 ').padEnd(40)} ${row.toString('latin1').replace(/[^ -~]/g, '.')}`);
  }
  return `${rows.join('\n')}\n`;
}

function base32(bytes) {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.replace(/.{1,5}/g, (five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[parseInt(five.padEnd(5, '0'), 2)]);
}

export const corners = [...around, ...assigned, ...joined, ...binaries, ...codings];
