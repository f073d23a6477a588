// Syntaxes in which keys stand: how a person or a program writes a name and a value in each. A host gets the name of a
// setting and the value, and gives a text in which « and » mark where the value must be found.

/** What a host is asked to write down. */
export interface Given {
  /** UPPER_SNAKE_CASE. */
  readonly name: string;
  /** The name is not spelt as the language would: it is the name of a cookie, say. */
  readonly fixed?: boolean;
  readonly value: string;
  /** A host of the vendor's API. */
  readonly server: string;
}

export interface Host {
  readonly label: string;
  /** The value stands behind its name. */
  readonly named: boolean;
  /** What it cannot hold, besides line ends. */
  readonly refuses?: RegExp;
  readonly write: (given: Given) => string;
}

/** Double quotes cannot hold these unescaped. */
const quotes = /["\\]/;
/** Not in a URL. */
const reserved = /[^\w.~+!*-]/;

export const hosts: readonly Host[] = [
  named('env', ({ name, value }) => `NODE_ENV=production\n${name}=«${value}»\nPORT=80\n`, /[#$ ]/),
  named('env, quoted', ({ name, value }) => `${name}="«${value}»"\n`, quotes),
  named('env with CRLF', ({ name, value }) => `A=1\r\n${name}=«${value}»\r\nB=2\r\n`, /[#$ ]/),
  named('export', ({ name, value }) => `#!/bin/sh\nexport ${name}=«${value}»\n`, /[#$&;|<>*?!'"`\\ ]/),
  named('shell, single quotes', ({ name, value }) => `${name}='«${value}»' ./deploy.sh\n`, /'/),
  named('shell, default value', ({ name, value }) => `: "\${${name}:=«${value}»}"\n`, /[}"$`\\]/),
  named('Dockerfile ENV', ({ name, value }) => `FROM node:24\nENV ${name}=«${value}»\nCMD ["node"]\n`, /[#$ "']/),
  named('Dockerfile ENV, two words', ({ name, value }) => `FROM node:24\nENV ${name} «${value}»\n`, /[#$ "']/),
  named('Dockerfile ARG', ({ name, value }) => `ARG ${name}=«${value}»\nRUN true\n`, /[#$ "']/),
  named('docker run', ({ name, value }) => `docker run -e ${name}=«${value}» acme/app\n`, /[#$&;|<>*?!'"`\\ ]/),
  named('JSON', ({ name, value, fixed }) => `{\n  "${camel(name, fixed)}": "«${value}»",\n  "port": 80\n}\n`, quotes),
  named('JSON in one line', ({ name, value }) => `{"a":1,"${name}":"«${value}»","b":[]}`, quotes),
  named('JSON in JSON', ({ name, value }) => `{"body":"{\\"${name}\\":\\"«${value}»\\"}"}`, quotes),
  named('YAML', ({ name, value, fixed }) => `app:\n  ${lower(name, fixed)}: «${value}»\n  port: 80\n`, /[#{}[\],&*?|<>=!%@`"' ]/),
  named('YAML, quoted', ({ name, value }) => `env:\n  - ${name}: "«${value}»"\n`, quotes),
  named('TOML', ({ name, value, fixed }) => `[app]\n${lower(name, fixed)} = "«${value}»"\n`, quotes),
  named('INI', ({ name, value, fixed }) => `[app]\r\n${lower(name, fixed)} = «${value}»\r\n`, /[;#"' ]/),
  named('properties', ({ name, value, fixed }) => `${dotted(name, fixed)}=«${value}»\n`, /[\\ ]/),
  named('XML element', ({ name, value }) => `<config><${name}>«${value}»</${name}></config>`, /[<>&]/),
  named('XML attribute', ({ name, value }) => `<add key="${name}" value="«${value}»" />`, /[<>&"]/),
  named('HTML attribute', ({ name, value, fixed }) => `<div data-${kebab(name, fixed)}="«${value}»"></div>`, /[<>&"]/),
  named('CSV', ({ name, value }) => `name,value\n${name},"«${value}»"\n`, /["]/),
  named('Markdown', ({ name, value }) => `Set \`${name}=«${value}»\` and start.\n`, /[`$ ]/),
  named('JavaScript', ({ name, value, fixed }) => `const ${camel(name, fixed)} = '«${value}»';\n`, /['\\]/),
  named('JavaScript, template', ({ name, value, fixed }) => `const ${camel(name, fixed)} = \`«${value}»\`;\n`, /[`\\$]/),
  named('TypeScript', ({ name, value, fixed }) => `private readonly ${camel(name, fixed)}: string = "«${value}»";\n`, quotes),
  named('process.env', ({ name, value }) => `process.env.${name} = '«${value}»'\n`, /['\\]/),
  named('Python', ({ name, value }) => `os.environ["${name}"] = "«${value}»"\n`, quotes),
  named('Python, argument', ({ name, value, fixed }) => `client = Client(${lower(name, fixed)}="«${value}»", retries=3)\n`, quotes),
  named('Go', ({ name, value, fixed }) => `const ${camel(name, fixed)} = "«${value}»"\n`, quotes),
  named('Go, short', ({ name, value, fixed }) => `\t${camel(name, fixed)} := "«${value}»"\n`, quotes),
  named('Java', ({ name, value }) => `private static final String ${name} = "«${value}»";\n`, quotes),
  named('Ruby', ({ name, value }) => `ENV['${name}'] = '«${value}»'\n`, /['\\]/),
  named('Ruby, hash', ({ name, value, fixed }) => `config = { :${lower(name, fixed)} => "«${value}»" }\n`, /["\\#]/),
  named('PHP', ({ name, value }) => `define('${name}', '«${value}»');\n`, /['\\]/),
  named('PHP, array', ({ name, value, fixed }) => `return ['${lower(name, fixed)}' => '«${value}»'];\n`, /['\\]/),
  named('C#', ({ name, value, fixed }) => `public const string ${pascal(name, fixed)} = "«${value}»";\n`, quotes),
  named('Rust', ({ name, value }) => `const ${name}: &str = "«${value}»";\n`, quotes),
  named('Kotlin', ({ name, value, fixed }) => `val ${camel(name, fixed)} = "«${value}»"\n`, /["\\$]/),
  named('Terraform', ({ name, value, fixed }) => `  ${lower(name, fixed)} = "«${value}»"\n`, /["\\$]/),
  named('Kubernetes', ({ name, value }) => `        - name: ${name}\n          value: "«${value}»"\n`, quotes),
  named('diff, added', ({ name, value }) => `@@ -1 +1,2 @@\n a=1\n+${name}=«${value}»\n`, /[#$ ]/),
  named('diff, removed', ({ name, value }) => `@@ -1,2 +1 @@\n a=1\n-${name}=«${value}»\n`, /[#$ ]/),
  named('URL query', ({ name, value, fixed }) => `https://acme.dev/hook?a=1&${lower(name, fixed)}=«${value}»&v=2\n`, reserved),
  bare('URL userinfo', ({ value, server }) => `git clone https://«${value}»:x@${server}/acme/app.git\n`, reserved),
  bare('URL password', ({ value, server }) => `origin = https://x-access-token:«${value}»@${server}/acme/app.git\n`, reserved),
  bare('Authorization header', ({ value, server }) => `Host: ${server}\r\nAuthorization: Bearer «${value}»\r\n`, /[ ]/),
  bare('curl header', ({ value, server }) => `curl https://${server}/v1/me -H "Authorization: Bearer «${value}»"\n`, quotes),
  bare('curl user', ({ value, server }) => `curl -u «${value}»: https://${server}/v1/me\n`, /[#$&;|<>*?!'"`\\ :]/),
  bare('Markdown prose', ({ value, server }) => `Call ${server} with \`«${value}»\`.\n`, /[`]/),
  bare('end of a sentence', ({ value, server }) => `For ${server} use «${value}».`, /[^\w-]/),
  bare('tab-separated', ({ value, server }) => `${server}\t«${value}»\tactive\n`, /[\t ]/),
];

/** Hosts of values with line ends: keys in PEM. */
export const blocks: readonly Host[] = [
  bare('file', ({ value }) => `«${value}»\n`),
  bare('file with CRLF', ({ value }) => `«${value.replaceAll('\n', '\r\n')}»\r\n`),
  bare('JSON', ({ value }) => `{"private_key": "«${escape(value)}\\n»"}`.replace('\\n»', '»\\n')),
  bare('YAML block', ({ value }) => `key: |\n  «${value.replaceAll('\n', '\n  ')}»\nport: 80\n`),
  bare('env with escapes', ({ name, value }) => `${name}="«${escape(value)}»"\n`),
  bare('shell heredoc', ({ value }) => `cat > key.pem <<END\n«${value}»\nEND\n`),
  bare('JavaScript template', ({ name, value, fixed }) => `const ${camel(name, fixed)} = \`«${value}»\`;\n`),
  bare('Python', ({ name, value }) => `${name} = """«${value}»"""\n`),
  bare('Go', ({ name, value, fixed }) => `var ${camel(name, fixed)} = []byte(\`«${value}»\`)\n`),
  bare('Markdown', ({ value }) => `\`\`\`\n«${value}»\n\`\`\`\n`),
  bare('XML', ({ value }) => `<key>«${value}»</key>`),
  bare('diff, added', ({ value }) => `@@ -0,0 +1 @@\n+«${value.replaceAll('\n', '\n+')}»\n`),
];

function named(label: string, write: Host['write'], refuses?: RegExp): Host {
  return { label, named: true, write, ...(refuses === undefined ? {} : { refuses }) };
}

function bare(label: string, write: Host['write'], refuses?: RegExp): Host {
  return { label, named: false, write, ...(refuses === undefined ? {} : { refuses }) };
}

function escape(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function lower(name: string, fixed = false): string {
  return fixed ? name : name.toLowerCase();
}

function camel(name: string, fixed = false): string {
  return fixed ? name : name.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function pascal(name: string, fixed = false): string {
  return fixed ? name : camel(`_${name}`);
}

function kebab(name: string, fixed = false): string {
  return fixed ? name : name.toLowerCase().replaceAll('_', '-');
}

function dotted(name: string, fixed = false): string {
  return fixed ? name : name.toLowerCase().replaceAll('_', '.');
}
