// A name and its value in any language: what stands between the two is no sign that a pattern writes out. Found once, at its place,
// with how it was read; and what stands in the same statement without being the name's value is not taken for it.

import { fillExample } from '../../src/rules/examples.js';
import { makeTestEngine } from '../rules/vendors.js';

const engine = makeTestEngine();
const hex = fillExample('«{{hex:32}}»', 'assigned', []).text;
const named = 'ALGOLIA_ADMIN_KEY';
const lower = named.toLowerCase();

function look(text: string): { rule: string; from: readonly string[]; text: string }[] {
  const bytes = Buffer.from(text);
  return engine.scanText(bytes).map((match) => ({ rule: match.rule.id, from: match.decodedFrom, text: bytes.toString('latin1', match.start, match.end) }));
}

test.each([
  ['COBOL', `       01  ALGOLIA-ADMIN-KEY  PIC X(80) VALUE "${hex}".`],
  ['Ada', `   ${named} : constant String := "${hex}";`],
  ['Zig', `const ${lower}: []const u8 = "${hex}";`],
  ['Common Lisp', `(defparameter *algolia-admin-key* "${hex}")`],
  ['OCaml', `let ${lower} = {|${hex}|}`],
  ['C++', `auto ${lower} = R"(${hex})";`],
  ['C#', `public string AlgoliaAdminKey { get; set; } = "${hex}";`],
  ['Perl', `$ENV{${named}} = "${hex}";`],
  ['Ruby, ||=', `ENV['${named}'] ||= '${hex}'`],
  ['Ruby, a document', `${named} = <<~KEY.strip\n  ${hex}\nKEY`],
  ['PHP, a document', `$${lower} = <<<'K'\n${hex}\nK;`],
  ['Terraform, a document', `${lower} = <<EOT\n${hex}\nEOT`],
  ['a default of a lookup', `env::var("${named}").unwrap_or_else(|_| "${hex}".to_string());`],
  ['a field with a default', `    ${lower}: str = field(default="${hex}")`],
  ['assembler', `${lower} db '${hex}', 0`],
  ['LLVM', `@${lower} = private constant [33 x i8] c"${hex}\\00"`],
  ['an attribute of an element', `<m:AlgoliaAdminKey xsi:type="xsd:string">${hex}</m:AlgoliaAdminKey>`],
  ['Android', `<meta-data android:name="com.acme.${named}" android:value="${hex}" />`],
  ['a command of a log', `echo "##vso[task.setvariable variable=${named};issecret=true]${hex}"`],
  ['a difference of words', `${named}=[-old-]{+${hex}+}`],
  ['C++, in braces', `const std::string ${lower}{"${hex}"};`],
  ['words of a type', `CONSTANTS ${lower} TYPE string VALUE '${hex}'.`],
  ['a call of the type', `DCL ${named} CHAR(80) INIT('${hex}');`],
  ['a schema', `${named}: z.string().min(1).default('${hex}'),`],
  ['a block', `ENV.fetch('${named}') { '${hex}' }`],
  ['Kotlin, lazy', `val algoliaAdminKey by lazy { "${hex}" }`],
  ['a closure', `static ${named}: LazyLock<String> = LazyLock::new(|| "${hex}".into());`],
  ['a named argument', `EXEC set_param(p_name => '${named}', p_value => '${hex}');`],
  ['a text with a margin', `val algoliaAdminKey = """\n    |${hex}\n""".trimMargin()`],
  ['an element of its own', `<property name="${lower}"><value>${hex}</value></property>`],
  ['tags', `<details><summary>${named}</summary>\n\n\`${hex}\`\n</details>`],
  ['an entity', `<p><b>${named}:</b>&nbsp;<span style="color:#333">${hex}</span></p>`],
  ['signs', `|_. ${named} | @${hex}@ |`],
  ['a semicolon', `1;${named};${hex}`],
  ['a column', `${named.padEnd(40)}${hex}`],
  ['Forth', `: algolia-admin-key s" ${hex}" ;`],
  ['bencode', `d17:${named}32:${hex}e`],
  ['a length before it', `\0\x02${named}\x94\x8c\x20${hex}\x94`],
  ['a text of Java\'s', `\0\x11${named}t\0\x20${hex}q`],
  ['a NUL, written', `(data "${named}\\00${hex}\\00")`],
  ['a choice', `const algoliaAdminKey = isProd ? '${hex}' : process.env.${named};`],
  ['a field of its own', `[{"k":"${named}","v":"${hex}"}]`],
  ['a field in a field', `{"attributes":[{"key":"${lower}","value":{"stringValue":"${hex}"}}]}`],
  ['YAML, the key alone', `? ${named}\n: ${hex}`],
  ['a column of types', `    ${named}    REG_SZ    ${hex}`],
  ['a default of a shell', `${lower}=\${1:-${hex}}`],
  ['a format of a shell', `printf -v ${named} '%s' '${hex}'`],
  ['a raw text of SQL', `  v_${lower} VARCHAR2(200) := q'[${hex}]';`],
  ['bytes of a length', `const ${named}: &[u8; 32] = b"${hex}";`],
  ['cells in a list of lines', `["<td>${named}</td>\\n","      <td>${hex}</td>\\n"]`],
  ['its name behind it', `{"value":"${hex}","description":"for the build","name":"${named}"}`],
  ['its name behind it, in another object', `[{"key":"value","value":"${hex}","type":"string"},{"key":"key","value":"${named}"}]`],
  ['a statement', `update settings set value = '${hex}' where name = '${named}';`],
  ['Objective-C', `[defaults setObject:@"${hex}" forKey:@"algoliaAdminKey"];`],
  ['a pipe', `printf '%s' '${hex}' | gh secret set ${named}`],
])('%s', (_, text) => {
  expect(look(`a: 1\n${text}\nb: 2\n`)).toEqual([{ rule: 'algolia-admin-key', from: ['assigned'], text: hex }]);
});

test.each([
  `{"id":"${hex}","name":"${named}"}`,
  `{"value":"${hex}","kind":"commit"},{"name":"${named}","value":""}`,
  `echo '${hex}' | sha256sum | tee ${named}`,
  `${lower} = load("${hex}")`,
  `${lower} = cache.get("${hex}")`,
  `${lower}: sha256('${hex}')`,
  `the ${lower} (${hex})`,
  `${lower} of the commit "${hex}"`,
  `${lower} = read; commit : constant String := "${hex}"`,
  `{${lower}: x, commit: "${hex}"}`,
  `${lower}=x commit="${hex}"`,
  `"${lower}" and if so "commit" is "${hex}"`,
  `the ${lower} is read once the file of \`${hex}\` was`,
  `${lower} was changed. See "${hex}"`,
])('another\'s value: %s', (text) => {
  expect(look(text)).toEqual([]);
});

test('what says less is not enough for a rule that reads almost anything', () => {
  expect(look(`|_. acme_token | @${hex}@ |\n`)).toEqual([]);
  expect(look(`the token; ${hex}\n`)).toEqual([]);
});

test('what is assigned is found wherever pieces begin', () => {
  const text = Buffer.from(`${'x = 1;\n'.repeat(400)}   ${named} : constant String := "${hex}";\n${'y = 2;\n'.repeat(400)}`);
  const item = { id: 'a', kind: 'content' as const };
  const whole = engine.scan({ item, bytes: text, offset: 0, last: true }).map(({ start, end, rule }) => [rule.id, start, end]);
  expect(whole).toHaveLength(1);
  const at = text.indexOf(named);
  for (let cut = at - 40; cut < at + 90; cut += 7) {
    const first = engine.scan({ item, bytes: text.subarray(0, cut), offset: 0, last: false });
    const second = engine.scan({ item, bytes: text.subarray(cut), offset: cut, last: true });
    expect([...first, ...second].map(({ start, end, rule }) => [rule.id, start, end])).toEqual(whole);
  }
});
