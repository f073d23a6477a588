// Surroundings further out than those of corners.mjs: old and rare languages, records, templates, mail, what tools print of memory, and
// codings two deep. Made up at once and without a look at what the engine reads, so that classes show, not examples.
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { base64, bare, camel, halves, hex, line, lower, markup, quotes, signs, single, thirds, wordOnly, wrap } from './writing.mjs';

const each = (text, write, glue = '') => [...Buffer.from(text)].map(write).join(glue);

const far = (label, write, more = {}) => ({ group: 'outskirts', label, write, ...more });
const coded = (label, write, more = {}) => ({ group: 'outskirts', label, lines: 'one', write: (given) => { const made = write(given); return Buffer.isBuffer(made) ? made : Buffer.from(made); }, ...more });

const yaml = /[#{}[\],&*?|<>=!%@`"' :]/;

const pascal = (name, fixed) => { const text = camel(name, fixed); return text[0].toUpperCase() + text.slice(1); };
const kebab = (name) => lower(name).replaceAll('_', '-');
const dotted = (name) => lower(name).replaceAll('_', '.');

const languages = [
  far('COBOL', ({ name, value }) => `       01  ${kebab(name).toUpperCase()}  PIC X(80) VALUE "${value}".\n`, { refuses: /"/ }),
  far('Fortran', ({ name, value }) => `  character(len=*), parameter :: ${lower(name)} = '${value}'\n`, { refuses: /'/ }),
  far('Ada', ({ name, value }) => `   ${name} : constant String := "${value}";\n`, { refuses: /"/ }),
  far('Pascal', ({ name, value }) => `const\n  ${name} = '${value}';\n`, { refuses: /'/ }),
  far('Delphi, typed', ({ name, value, fixed }) => `  ${pascal(name, fixed)}: string = '${value}';\n`, { refuses: /'/ }),
  far('Smalltalk', ({ name, value, fixed }) => `${camel(name, fixed)} := '${value}'.\n`, { refuses: /'/ }),
  far('Common Lisp', ({ name, value }) => `(defparameter *${kebab(name)}* "${value}")\n`, { refuses: quotes }),
  far('Emacs Lisp', ({ name, value }) => `(setq ${kebab(name)} "${value}")\n`, { refuses: quotes }),
  far('Scheme', ({ name, value }) => `(define ${kebab(name)} "${value}")\n`, { refuses: quotes }),
  far('Prolog', ({ name, value }) => `${lower(name)}('${value}').\n`, { refuses: single }),
  far('Tcl', ({ name, value }) => `set ${lower(name)} "${value}"\n`, { refuses: /["\\$[\]]/ }),
  far('Tcl, braces', ({ name, value }) => `set ::env(${name}) {${value}}\n`, { refuses: /[{}\\]/ }),
  far('AWK', ({ name, value }) => `BEGIN { ENVIRON["${name}"] = "${value}" }\n`, { refuses: quotes }),
  far('Julia', ({ name, value }) => `ENV["${name}"] = "${value}"\n`, { refuses: /["\\$]/ }),
  far('Nim', ({ name, value, fixed }) => `const ${camel(name, fixed)}* = "${value}"\n`, { refuses: quotes }),
  far('Zig', ({ name, value }) => `const ${lower(name)}: []const u8 = "${value}";\n`, { refuses: quotes }),
  far('D', ({ name, value, fixed }) => `enum ${camel(name, fixed)} = "${value}";\n`, { refuses: quotes }),
  far('Crystal', ({ name, value }) => `${name} = "${value}"\n`, { refuses: /["\\#]/ }),
  far('OCaml', ({ name, value }) => `let ${lower(name)} = {|${value}|}\n`, { refuses: /\|/ }),
  far('F#', ({ name, value, fixed }) => `let [<Literal>] ${pascal(name, fixed)} = """${value}"""\n`, { refuses: quotes }),
  far('Scala', ({ name, value, fixed }) => `val ${camel(name, fixed)}: Option[String] = Some("${value}")\n`, { refuses: quotes }),
  far('Groovy map', ({ name, value, fixed }) => `ext.keys = [${camel(name, fixed)}: '${value}', b: 1]\n`, { refuses: single }),
  far('Gradle buildConfigField', ({ name, value }) => `buildConfigField "String", "${name}", "\\"${value}\\""\n`, { refuses: quotes }),
  far('Gradle resValue', ({ name, value }) => `resValue("string", "${lower(name)}", "${value}")\n`, { refuses: quotes }),
  far('Kotlin const', ({ name, value }) => `    private const val ${name} = "${value}"\n`, { refuses: /["\\$]/ }),
  far('Dart const', ({ name, value, fixed }) => `static const String _${camel(name, fixed)} = '${value}';\n`, { refuses: /['\\$]/ }),
  far('Dart fromEnvironment', ({ name, value }) => `const a = String.fromEnvironment('${name}', defaultValue: '${value}');\n`, { refuses: /['\\$]/ }),
  far('Swift dictionary', ({ name, value }) => `let env: [String: String] = ["${name}": "${value}"]\n`, { refuses: quotes }),
  far('Objective-C dictionary', ({ name, value }) => `NSDictionary *env = @{@"${name}": @"${value}"};\n`, { refuses: quotes }),
  far('VBA', ({ name, value, fixed }) => `Public Const ${pascal(name, fixed)} = "${value}"\r\n`, { refuses: /"/ }),
  far('VBScript, objHTTP', ({ name, value }) => `objHTTP.setRequestHeader "X-${kebab(name)}", "${value}"\r\n`, { refuses: /"/ }),
  far('AutoHotkey', ({ name, value }) => `${lower(name)} := "${value}"\n`, { refuses: /["`]/ }),
  far('AppleScript', ({ name, value, fixed }) => `set ${camel(name, fixed)} to "${value}"\n`, { refuses: quotes }),
  far('MATLAB', ({ name, value }) => `setenv('${name}', '${value}');\n`, { refuses: /'/ }),
  far('Solidity', ({ name, value, fixed }) => `string constant ${camel(name, fixed)} = "${value}";\n`, { refuses: quotes }),
  far('GDScript', ({ name, value }) => `const ${name} := "${value}"\n`, { refuses: quotes }),
  far('Haxe', ({ name, value, fixed }) => `static inline var ${camel(name, fixed)}:String = "${value}";\n`, { refuses: quotes }),
  far('Elm', ({ name, value, fixed }) => `${camel(name, fixed)} =\n    "${value}"\n`, { refuses: quotes }),
  far('Haskell record', ({ name, value, fixed }) => `config = Config { ${camel(name, fixed)} = "${value}", port = 80 }\n`, { refuses: quotes }),
  far('Erlang, sys.config', ({ name, value }) => `[{acme, [{${lower(name)}, "${value}"}, {port, 80}]}].\n`, { refuses: quotes }),
  far('Erlang, macro', ({ name, value }) => `-define(${name}, <<"${value}">>).\n`, { refuses: quotes }),
  far('Elixir, attribute', ({ name, value }) => `  @${lower(name)} "${value}"\n`, { refuses: /["\\#]/ }),
  far('Elixir, fetch_env default', ({ name, value }) => `System.get_env("${name}", "${value}")\n`, { refuses: /["\\#]/ }),
  far('Rust, env! or', ({ name, value }) => `env::var("${name}").unwrap_or_else(|_| "${value}".to_string());\n`, { refuses: quotes }),
  far('Rust, struct', ({ name, value }) => `Config { ${lower(name)}: "${value}".into(), port: 80 }\n`, { refuses: quotes }),
  far('Go struct', ({ name, value, fixed }) => `cfg := Config{${pascal(name, fixed)}: "${value}"}\n`, { refuses: quotes }),
  far('Go, os.Setenv', ({ name, value }) => `os.Setenv("${name}", \`${value}\`)\n`, { refuses: /`/ }),
  far('Go, flag default', ({ name, value }) => `key := flag.String("${kebab(name)}", "${value}", "the key")\n`, { refuses: quotes }),
  far('Go test table', ({ name, value }) => `{name: "${lower(name)}", in: "${value}", want: true},\n`, { refuses: quotes, needs: 'bare' }),
  far('Python dataclass', ({ name, value }) => `    ${lower(name)}: str = field(default="${value}")\n`, { refuses: quotes }),
  far('Python keyword', ({ name, value }) => `client = Client(timeout=3, ${lower(name)}="${value}")\n`, { refuses: quotes }),
  far('Python setdefault', ({ name, value }) => `os.environ.setdefault("${name}", "${value}")\n`, { refuses: quotes }),
  far('Python f-string', ({ name, value }) => `${name} = f"${value}"\n`, { refuses: /["\\{}]/ }),
  far('Python click', ({ name, value }) => `@click.option("--${kebab(name)}", default="${value}")\n`, { refuses: quotes }),
  far('argparse', ({ name, value }) => `p.add_argument('--${kebab(name)}', type=str, default='${value}')\n`, { refuses: single }),
  far('pydantic Field', ({ name, value }) => `${lower(name)}: SecretStr = SecretStr("${value}")\n`, { refuses: quotes }),
  far('Ruby symbol', ({ name, value }) => `Acme.configure(${lower(name)}: '${value}')\n`, { refuses: single }),
  far('Ruby setter', ({ name, value }) => `  config.${lower(name)} = '${value}'\n`, { refuses: single }),
  far('Ruby heredoc', ({ name, value }) => `${name} = <<~KEY.strip\n  ${value}\nKEY\n`, { refuses: /[#\\]/ }),
  far('Perl hash', ({ name, value }) => `my %c = (${lower(name)} => '${value}', port => 80);\n`, { refuses: single }),
  far('Perl ENV', ({ name, value }) => `$ENV{${name}} = "${value}";\n`, { refuses: /["\\$@]/ }),
  far('PHP define', ({ name, value }) => `define('${name}', '${value}');\n`, { refuses: single }),
  far('PHP putenv', ({ name, value }) => `putenv("${name}=${value}");\n`, { refuses: /["\\$]/ }),
  far('PHP nowdoc', ({ name, value }) => `$${lower(name)} = <<<'K'\n${value}\nK;\n`, { refuses: /'/ }),
  far('Java annotation', ({ name, value }) => `@Header(name = "X-${kebab(name)}", value = "${value}")\n`, { refuses: quotes }),
  far('Java builder', ({ name, value, fixed }) => `Client.builder().${camel(name, fixed)}("${value}").build();\n`, { refuses: quotes }),
  far('Java text block', ({ name, value, fixed }) => `String ${camel(name, fixed)} = """\n    ${value}""";\n`, { refuses: quotes }),
  far('Java Map.of', ({ name, value }) => `Map.of("${name}", "${value}");\n`, { refuses: quotes }),
  far('Java properties in code', ({ name, value }) => `props.put("${dotted(name)}", "${value}");\n`, { refuses: quotes }),
  far('C# attribute', ({ name, value, fixed }) => `public string ${pascal(name, fixed)} { get; set; } = "${value}";\n`, { refuses: quotes }),
  far('C# dictionary', ({ name, value }) => `["${name}"] = "${value}",\n`, { refuses: quotes }),
  far('C# interpolated', ({ name, value, fixed }) => `var ${camel(name, fixed)} = $"${value}";\n`, { refuses: /["\\{}]/ }),
  far('C#, raw literal', ({ name, value, fixed }) => `var ${camel(name, fixed)} = """${value}""";\n`, { refuses: quotes }),
  far('C++ std::string', ({ name, value }) => `const std::string ${lower(name)}{"${value}"};\n`, { refuses: quotes }),
  far('C++ raw', ({ name, value }) => `auto ${lower(name)} = R"(${value})";\n`, { refuses: /[()"]/ }),
  far('C, wide', ({ name, value }) => `const wchar_t *${lower(name)} = L"${value}";\n`, { refuses: quotes }),
  far('C macro wrapped', ({ name, value }) => `#define ${name} TEXT("${value}")\n`, { refuses: quotes }),
  far('Arduino', ({ name, value }) => `char ${lower(name)}[] PROGMEM = "${value}";\n`, { refuses: quotes }),
  far('assembler', ({ name, value }) => `${lower(name)}:  .asciz "${value}"\n`, { refuses: quotes }),
  far('NASM', ({ name, value }) => `${lower(name)} db '${value}', 0\n`, { refuses: /'/ }),
  far('LLVM', ({ name, value }) => `@${lower(name)} = private constant [${bare(value).length + 1} x i8] c"${value}\\00"\n`, { refuses: quotes }),
  far('WebAssembly text', ({ name, value }) => `(data (i32.const 8) "${name}\\00${value}\\00")\n`, { refuses: quotes, needs: 'bare' }),
  far('minified object', ({ name, value, fixed }) => `e.exports={${camel(name, fixed)}:"${value}",t:!0}},function(e,t){\n`, { refuses: quotes }),
  far('minified comma', ({ value }) => `var n=r(3),o="${value}",i=n(o);\n`, { refuses: quotes, needs: 'bare' }),
  far('JSX attribute', ({ name, value, fixed }) => `<Maps ${camel(name, fixed)}="${value}" zoom={3} />\n`, { refuses: markup }),
  far('JSX expression', ({ name, value, fixed }) => `<Maps ${camel(name, fixed)}={"${value}"} />\n`, { refuses: quotes }),
  far('Vue data', ({ name, value, fixed }) => `data () { return { ${camel(name, fixed)}: '${value}' } }\n`, { refuses: single }),
  far('TypeScript, readonly', ({ name, value, fixed }) => `  private readonly ${camel(name, fixed)}: string = '${value}';\n`, { refuses: single }),
  far('TypeScript enum', ({ name, value }) => `enum K { ${name} = '${value}' }\n`, { refuses: single }),
  far('DefinePlugin', ({ name, value }) => `'process.env.${name}': JSON.stringify('${value}'),\n`, { refuses: single }),
  far('cross-env', ({ name, value }) => `"scripts": { "start": "cross-env ${name}=${value} node ." }\n`, { refuses: signs }),
];

const configuration = [
  far('nginx proxy_set_header', ({ name, value }) => `proxy_set_header X-${kebab(name)} ${value};\n`, { refuses: /[;{}$ "']/ }),
  far('nginx set', ({ name, value }) => `set $${lower(name)} "${value}";\n`, { refuses: /["\\$]/ }),
  far('HAProxy', ({ name, value }) => `    http-request set-header X-${kebab(name)} ${value}\n`, { refuses: /[\\%" ]/ }),
  far('Caddy', ({ name, value }) => `header_up X-${kebab(name)} "${value}"\n`, { refuses: quotes }),
  far('Dockerfile, ONBUILD', ({ name, value }) => `ONBUILD ENV ${name}=${value}\n`, { refuses: signs }),
  far('Dockerfile, ARG', ({ name, value }) => `ARG ${name}=${value}\n`, { refuses: signs }),
  far('Dockerfile, several', ({ name, value }) => `ENV A=1 \\\n    ${name}=${value} \\\n    B=2\n`, { refuses: signs }),
  far('Dockerfile, JSON form', ({ name, value }) => `CMD ["app", "--${kebab(name)}=${value}"]\n`, { refuses: quotes }),
  far('docker history', ({ name, value }) => `<missing>  2 weeks ago  /bin/sh -c #(nop)  ENV ${name}=${value}  0B\n`, { refuses: signs }),
  far('docker inspect', ({ name, value }) => `            "Env": [\n                "${name}=${value}",\n                "PATH=/usr/bin"\n            ],\n`, { refuses: quotes }),
  far('systemd, drop-in', ({ name, value }) => `Environment=${name}=${value} A=1\n`, { refuses: signs }),
  far('launchd plist', ({ name, value }) => `<key>EnvironmentVariables</key><dict><key>${name}</key><string>${value}</string></dict>\n`, { refuses: markup }),
  far('plist, old style', ({ name, value }) => `{ ${name} = "${value}"; port = 80; }\n`, { refuses: quotes }),
  far('xcconfig', ({ name, value }) => `${name} = ${value}\n`, { refuses: /[ /$]/ }),
  far('INI, blanks', ({ name, value }) => `[acme]\n${lower(name)}   =   ${value}   ; prod\n`, { refuses: /[;# ]/ }),
  far('git config', ({ name, value }) => `[acme]\n\t${camel(name)} = ${value}\n`, { refuses: /[;#"\\ ]/ }),
  far('TOML, inline table', ({ name, value }) => `env = { ${name} = "${value}", PORT = "80" }\n`, { refuses: quotes }),
  far('TOML, literal', ({ name, value }) => `${lower(name)} = '${value}'\n`, { refuses: /'/ }),
  far('TOML, dotted', ({ name, value }) => `acme.${kebab(name)} = "${value}"\n`, { refuses: quotes }),
  far('HCL, heredoc', ({ name, value }) => `${lower(name)} = <<EOT\n${value}\nEOT\n`, { refuses: /[$%]/ }),
  far('HOCON', ({ name, value }) => `acme { ${kebab(name)} = "${value}" }\n`, { refuses: quotes }),
  far('Ansible', ({ name, value }) => `- set_fact: ${lower(name)}="${value}"\n`, { refuses: /["\\{}]/ }),
  far('Ansible inventory', ({ name, value }) => `web1 ansible_host=10.0.0.1 ${lower(name)}=${value}\n`, { refuses: signs }),
  far('Puppet', ({ name, value }) => `  ${lower(name)} => '${value}',\n`, { refuses: single }),
  far('Salt pillar', ({ name, value }) => `acme:\n  ${lower(name)}: "${value}"\n`, { refuses: quotes }),
  far('Helm values', ({ name, value, fixed }) => `secrets:\n  ${camel(name, fixed)}: ${value} # prod\n`, { refuses: yaml }),
  far('Kubernetes, stringData', ({ name, value }) => `stringData:\n  ${kebab(name)}: ${value}\n`, { refuses: yaml }),
  far('Kubernetes, last applied', ({ name, value }) => `kubectl.kubernetes.io/last-applied-configuration: |\n  {"data":{},"stringData":{"${name}":"${value}"}}\n`, { refuses: quotes }),
  far('Kubernetes, args', ({ name, value }) => `args:\n- --${kebab(name)}=${value}\n- --v=2\n`, { refuses: yaml }),
  far('Kustomize literals', ({ name, value }) => `secretGenerator:\n- literals:\n  - ${name}=${value}\n`, { refuses: yaml }),
  far('Argo parameters', ({ name, value }) => `- name: ${kebab(name)}\n  value: "${value}"\n`, { refuses: quotes }),
  far('CircleCI', ({ name, value }) => `environment:\n  - ${name}: ${value}\n`, { refuses: yaml }),
  far('Travis global', ({ name, value }) => `env:\n  global:\n    - ${name}="${value}" A=1\n`, { refuses: /["\\$]/ }),
  far('Bitbucket pipelines', ({ name, value }) => `variables:\n  ${name}: '${value}'\n`, { refuses: /'/ }),
  far('Azure DevOps', ({ name, value }) => `- name: ${name}\n  value: ${value}\n`, { refuses: yaml }),
  far('Azure DevOps, setvariable', ({ name, value }) => `echo "##vso[task.setvariable variable=${name}]${value}"\n`, { refuses: /["\\$`]/ }),
  far('Actions, GITHUB_ENV', ({ name, value }) => `run: echo "${name}=${value}" >> $GITHUB_ENV\n`, { refuses: /["\\$`]/ }),
  far('Actions, with', ({ name, value }) => `  with:\n    ${kebab(name)}: ${value}\n`, { refuses: yaml }),
  far('Jenkins credentials', ({ name, value }) => `string(name: '${name}', defaultValue: '${value}', description: '')\n`, { refuses: single }),
  far('Vagrantfile', ({ name, value }) => `config.vm.provision "shell", env: {"${name}" => "${value}"}\n`, { refuses: /["\\#]/ }),
  far('fastlane', ({ name, value }) => `app_store(${lower(name)}: "${value}")\n`, { refuses: /["\\#]/ }),
  far('Podfile ENV', ({ name, value }) => `ENV['${name}'] ||= '${value}'\n`, { refuses: single }),
  far('web.config', ({ name, value }) => `<add key="${name}" value="${value}" />\n`, { refuses: markup }),
  far('appsettings', ({ name, value, fixed }) => `{\n  "Acme": {\n    "${pascal(name, fixed)}": "${value}"\n  }\n}\n`, { refuses: quotes }),
  far('launchSettings', ({ name, value }) => `"environmentVariables": { "${name}": "${value}" }\n`, { refuses: quotes }),
  far('Maven settings', ({ name, value }) => `<profile><properties><${dotted(name)}>${value}</${dotted(name)}></properties></profile>\n`, { refuses: markup }),
  far('Spring XML', ({ name, value, fixed }) => `<property name="${camel(name, fixed)}"><value>${value}</value></property>\n`, { refuses: markup }),
  far('Android manifest', ({ name, value }) => `<meta-data android:name="com.acme.${name}" android:value="${value}" />\n`, { refuses: markup }),
  far('SOAP', ({ name, value, fixed }) => `<soap:Body><m:${pascal(name, fixed)} xsi:type="xsd:string">${value}</m:${pascal(name, fixed)}></soap:Body>\n`, { refuses: markup }),
  far('VS Code settings', ({ name, value, fixed }) => `"acme.${camel(name, fixed)}": "${value}",\n`, { refuses: quotes }),
  far('Nix, let', ({ name, value, fixed }) => `let ${camel(name, fixed)} = "${value}"; in {}\n`, { refuses: /["\\$]/ }),
  far('Bazel', ({ name, value }) => `build --action_env=${name}=${value}\n`, { refuses: signs }),
  far('direnv', ({ name, value }) => `export ${name}="${value}" # direnv\n`, { refuses: /["\\$`]/ }),
  far('csh', ({ name, value }) => `setenv ${name} ${value}\n`, { refuses: signs }),
  far('PowerShell, SetEnvironmentVariable', ({ name, value }) => `[Environment]::SetEnvironmentVariable('${name}', '${value}', 'User')\n`, { refuses: /'/ }),
  far('PowerShell, hashtable', ({ name, value }) => `$h = @{ '${kebab(name)}' = '${value}' }\n`, { refuses: /'/ }),
  far('PowerShell, ConvertTo-SecureString', ({ name, value }) => `$${camel(name)} = ConvertTo-SecureString "${value}" -AsPlainText -Force\n`, { refuses: /["\\$`]/ }),
  far('batch, quoted set', ({ name, value }) => `set "${name}=${value}"\r\n`, { refuses: /[%"^]/ }),
  far('batch, setlocal', ({ name, value }) => `@set ${name}=${value}&& call app.exe\r\n`, { refuses: /[%^&<>| ]/ }),
  far('expect', ({ name, value }) => `send -- "export ${name}=${value}\\r"\n`, { refuses: /["\\$[\]]/ }),
];

const records = [
  far('CSV, quoted', ({ name, value }) => `id,name,value\n1,"${name}","${value}"\n`, { refuses: /"/ }),
  far('TSV with header', ({ name, value }) => `name\tvalue\towner\n${name}\t${value}\tana\n`, { refuses: /\t/ }),
  far('pipe-separated', ({ name, value }) => `1|${name}|${value}|2026\n`, { refuses: /\|/ }),
  far('SQL, several rows', ({ name, value }) => `INSERT INTO \`settings\` VALUES (1,'a','b'),(2,'${lower(name)}','${value}'),(3,'c','d');\n`, { refuses: single }),
  far('SQL, SET', ({ name, value }) => `ALTER DATABASE app SET app.${lower(name)} TO '${value}';\n`, { refuses: single }),
  far('psql table', ({ name, value }) => ` id |      name      |  value\n----+----------------+---------\n  1 | ${name} | ${value}\n`, { refuses: /[| ]/ }),
  far('MySQL table', ({ name, value }) => `+----+---+\n| ${name} | ${value} |\n+----+---+\n`, { refuses: /[| ]/ }),
  far('MySQL, vertical', ({ name, value }) => `*** 1. row ***\n   name: ${name}\n  value: ${value}\n`, { refuses: / / }),
  far('LDIF', ({ name, value }) => `dn: cn=app\n${camel(name)}: ${value}\n`, { refuses: / / }),
  far('vCard note', ({ name, value }) => `NOTE:${name}=${value}\n`, { refuses: /[;, ]/ }),
  far('iCalendar, folded', ({ name, value }) => `DESCRIPTION:see ${name}=${halves(value).join('\r\n ')}\r\nEND:VEVENT\r\n`, { refuses: /[;, ]/ }),
  far('protobuf text', ({ name, value }) => `acme {\n  ${lower(name)}: "${value}"\n}\n`, { refuses: quotes }),
  far('EDN', ({ name, value }) => `{:acme/${kebab(name)} "${value}", :port 80}\n`, { refuses: quotes }),
  far('S-expression', ({ name, value }) => `(env (${name} ${value}))\n`, { refuses: /[() ]/ }),
  far('NDJSON, Elastic', ({ name, value }) => `{"index":{}}\n{"message":"${name}=${value}","@timestamp":"2026-11-01"}\n`, { refuses: quotes }),
  far('HAR, postData', ({ name, value }) => `{"postData":{"params":[{"name":"${lower(name)}","value":"${value}"}]}}\n`, { refuses: quotes }),
  far('HAR, text', ({ name, value }) => `{"postData":{"text":"{\\"${camel(name)}\\":\\"${value}\\"}"}}\n`, { refuses: quotes }),
  far('Postman header', ({ name, value }) => `{"header":[{"key":"X-${kebab(name)}","value":"${value}","type":"text"}]}\n`, { refuses: quotes }),
  far('Insomnia', ({ name, value }) => `"environment":{"data":{"${lower(name)}":"${value}"}}\n`, { refuses: quotes }),
  far('OpenAPI example', ({ name, value }) => `    ${camel(name)}:\n      type: string\n      example: ${value}\n`, { refuses: yaml }),
  far('VCR cassette', ({ name, value }) => `      X-${kebab(name)}:\n      - ${value}\n`, { refuses: yaml }),
  far('Jupyter, text/plain', ({ name, value }) => `"text/plain": [\n "'${name}=${value}'"\n]\n`, { refuses: /["'\\]/ }),
  far('R Markdown', ({ name, value }) => `\`\`\`{r}\n${lower(name)} = '${value}'\n\`\`\`\n`, { refuses: single }),
  far('diff', ({ name, value }) => `@@ -1,2 +1,2 @@\n-${name}=\n+${name}=${value}\n`, { refuses: signs }),
  far('diff, word', ({ name, value }) => `${name}=[-old-]{+${value}+}\n`, { refuses: /[+{} ]/ }),
  far('mail, quoted twice', ({ name, value }) => `> > set ${name} to ${value}\n`, { refuses: / /, needs: 'bare' }),
  far('mail, format=flowed', ({ name, value }) => `the key is \n${value} \nplease rotate\n`, { needs: 'bare', refuses: / / }),
  far('IRC log', ({ value }) => `[10:00] <ana> key: ${value}\n`, { needs: 'bare', refuses: / / }),
  far('syslog', ({ name, value }) => `Nov  1 10:00:00 web1 app[12]: ${lower(name)}=${value} ok\n`, { refuses: / / }),
  far('journal export', ({ name, value }) => `_HOSTNAME=web1\nMESSAGE=start with ${name}=${value}\n`, { refuses: / / }),
  far('Python traceback', ({ name, value }) => `KeyError: "${name}" {'${lower(name)}': '${value}'}\n`, { refuses: single }),
  far('Java stack', ({ name, value }) => `Caused by: a.B: request failed [${camel(name)}=${value}]\n\tat a.C(D.java:1)\n`, { refuses: /[\][, ]/ }),
  far('Go panic', ({ name, value }) => `main.run(0xc000, {0xc0001, 0x2a}) ${name}="${value}"\n`, { refuses: quotes }),
  far('curl -v', ({ name, value }) => `> GET / HTTP/1.1\n> X-${kebab(name)}: ${value}\n`, { refuses: / / }),
  far('ps', ({ name, value }) => `root  12  0.0  node app.js --${kebab(name)} ${value}\n`, { refuses: signs }),
  far('core environment', ({ name, value }) => Buffer.from(bare(`SHELL=/bin/sh\0${name}=${value}\0PWD=/\0`), 'latin1')),
  far('RTF', ({ name, value }) => `{\\rtf1\\ansi ${name}=${value}\\par}\n`, { refuses: /[\\{} ]/ }),
  far('TeX, verb', ({ name, value }) => `\\verb|${name}=${value}|\n`, { refuses: /\|/ }),
  far('TeX, escaped', ({ name, value }) => `\\newcommand{\\key}{${value.replaceAll('_', '\\_')}}\n`, { needs: 'bare', refuses: /[{}%$&#^~]/ }),
  far('AsciiDoc', ({ name, value }) => `:${kebab(name)}: ${value}\n`, { refuses: / / }),
  far('Org mode', ({ name, value }) => `#+${name}: ${value}\n- =${name}= is ~${value}~\n`.replace(/(⟧[\s\S]*?)[⟦]([\s\S]*)⟧/, '$1$2'), { refuses: / / }),
  far('man page', ({ name, value }) => `.B ${name}\n.I ${value}\n`, { refuses: /[\\ ]/, needs: 'bare' }),
  far('gettext', ({ name, value }) => `msgid "${lower(name)}"\nmsgstr "${value}"\n`, { refuses: quotes, needs: 'bare' }),
  far('XLIFF', ({ value }) => `<source>${value}</source><target/>\n`, { refuses: markup, needs: 'bare' }),
  far('SVG', ({ value }) => `<text x="1" y="2">${value}</text>\n`, { refuses: markup, needs: 'bare' }),
  far('HTML data attribute', ({ name, value }) => `<div data-${kebab(name)}="${value}"></div>\n`, { refuses: markup }),
  far('HTML script config', ({ name, value }) => `<script>window.__CONFIG__={"${name}":"${value}"}</script>\n`, { refuses: quotes }),
  far('Mustache', ({ name, value }) => `{{#with key="${value}"}}${name}{{/with}}\n`, { refuses: quotes, needs: 'bare' }),
  far('Jinja set', ({ name, value }) => `{% set ${lower(name)} = '${value}' %}\n`, { refuses: single }),
  far('ERB', ({ name, value }) => `<% ENV['${name}'] = '${value}' %>\n`, { refuses: single }),
  far('Liquid assign', ({ name, value }) => `{% assign ${lower(name)} = "${value}" %}\n`, { refuses: quotes }),
  far('GraphQL', ({ name, value }) => `mutation { login(${camel(name)}: "${value}") { ok } }\n`, { refuses: quotes }),
  far('URL template', ({ name, value, server }) => `https://${server}/v1;${lower(name)}=${value};v=1\n`, { refuses: wordOnly }),
  far('Windows path', ({ value }) => `C:\\Users\\ana\\keys\\${value}\\\n`, { needs: 'bare', refuses: wordOnly }),
  far('Markdown link', ({ name, value, server }) => `[key](https://${server}/?${lower(name)}=${value} "title")\n`, { refuses: wordOnly }),
  far('Markdown image', ({ name, value, server }) => `![](https://${server}/m.png?a=1&${lower(name)}=${value})\n`, { refuses: wordOnly }),
  far('QR payload', ({ value }) => `WIFI:T:WPA;S:net;P:${value};;\n`, { needs: 'bare', refuses: /[;:,\\]/ }),
];

const split = [
  far('Word runs', ({ name, value }) => `<w:p><w:r><w:t>${name}=${halves(value).join('</w:t></w:r><w:r><w:t>')}</w:t></w:r></w:p>`, { refuses: markup, needs: 'bare' }),
  far('Word runs, spelled', ({ name, value }) => `<w:p><w:r w:rsidR="00AB12CD"><w:t>${name}=${thirds(value).join('</w:t></w:r><w:proofErr w:type="spellStart"/><w:r w:rsidRPr="00AB12CD"><w:rPr><w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/><w:lang w:val="en-US"/></w:rPr><w:t xml:space="preserve">')}</w:t></w:r></w:p>`, { refuses: markup, needs: 'bare' }),
  far('PowerPoint runs', ({ value }) => `<a:p><a:r><a:rPr lang="en-US" dirty="0"/><a:t>${halves(value).join('</a:t></a:r><a:r><a:rPr lang="en-US" dirty="0" err="1"/><a:t>')}</a:t></a:r></a:p>`, { refuses: markup, needs: 'bare' }),
  far('ODF spans', ({ value }) => `<text:p>${thirds(value).join('</text:span><text:span text:style-name="T1">')}</text:p>`, { refuses: markup, needs: 'bare' }),
  far('HTML bold', ({ value }) => { const [a, b, c] = thirds(value); return `<p>${a}<b>${b}</b>${c}</p>\n`; }, { refuses: markup, needs: 'bare' }),
  far('HTML wbr', ({ value }) => `<code>${thirds(value).join('<wbr>')}</code>\n`, { refuses: markup, needs: 'bare' }),
  far('HTML highlighted', ({ value }) => { const [a, b] = halves(value); return `<span class="s">${a}</span><span class="s">${b}</span>\n`; }, { refuses: markup, needs: 'bare' }),
  far('&shy;', ({ name, value }) => `<p>${name}=${thirds(value).join('&shy;')}</p>\n`, { refuses: markup }),
  far('list of letters', ({ name, value }) => `${lower(name)} = "".join(["${[...bare(value)].join('", "')}"])\n`, { refuses: quotes }),
  far('C list of letters', ({ name, value }) => `char ${lower(name)}[] = {'${[...bare(value)].join("', '")}', 0};\n`, { refuses: single }),
  far('push', ({ name, value }) => `${lower(name)} = "${halves(value).join(`"\n${lower(name)} += "`)}"\n`, { refuses: quotes }),
  far('StringBuilder', ({ name, value }) => `${lower(name)} = new StringBuilder("${thirds(value).join('").append("')}").toString();\n`, { refuses: quotes }),
  far('std::string +', ({ name, value }) => `auto ${lower(name)} = std::string("${halves(value).join('") + "')}";\n`, { refuses: quotes }),
  far('concat!', ({ name, value }) => `const ${name}: &str = concat!("${thirds(value).join('", "')}");\n`, { refuses: quotes }),
  far('~w of Lisp', ({ name, value }) => `(setq ${kebab(name)} (concat "${halves(value).join('" "')}"))\n`, { refuses: quotes }),
  far('PHP .=', ({ name, value }) => `$${lower(name)} = '${halves(value).join(`';\n$${lower(name)} .= '`)}';\n`, { refuses: single }),
  far('Python, brackets and comments', ({ name, value }) => `${name} = (\n    "${halves(value).join('"  # first half\n    "')}"\n)\n`, { refuses: quotes }),
  far('JS, comment between', ({ name, value, fixed }) => `const ${camel(name, fixed)} = "${halves(value).join('" + /* rest */ "')}";\n`, { refuses: quotes }),
  far('cmd, two variables', ({ name, value }) => `set A=${halves(value)[0]}\r\nset ${name}=%A%${halves(value)[1]}\r\n`, { refuses: /[%^&<>|" ]/, needs: 'bare' }),
  far('mail, wrapped quote', ({ value }) => `> ${halves(value).join('\n> ')}\n`, { needs: 'bare', refuses: / / }),
  far('diff, folded', ({ name, value }) => `+${name}: >-\n+  ${halves(value).join('\n+  ')}\n+port: 80\n`, { refuses: / / }),
];

const numbers = [
  coded('chr() . chr()', (given) => `$k = ${each(line(given), (code) => `chr(${code})`, ' . ')};\n`),
  coded('chr()+chr()', (given) => `k=${each(line(given), (code) => `chr(${code})`, '+')}\n`),
  coded('Chr() & Chr()', (given) => `k = ${each(line(given), (code) => `Chr(${code})`, ' & ')}\r\n`),
  coded('ChrW(&H..)', (given) => `k = ${each(line(given), (code) => `ChrW(&H${hex(code)})`, ' & ')}\r\n`),
  coded('[char]', (given) => `$k = ${each(line(given), (code) => `[char]${code}`, '+')}\n`),
  coded('[char[]] -join', (given) => `$k = -join [char[]](${each(line(given), String, ',')})\n`),
  coded('(byte) 0x', (given) => `byte[] k = { ${each(line(given), (code) => `(byte) 0x${hex(code)}`, ', ')} };\n`),
  coded('[]byte{}', (given) => `k := []byte{${each(line(given), (code) => `0x${hex(code)}`, ', ')}}\n`),
  coded('vec![u8]', (given) => `let k = vec![${each(line(given), (code) => `${code}u8`, ', ')}];\n`),
  coded('Erlang binary', (given) => `K = <<${each(line(given), String, ',')}>>.\n`),
  coded('Pascal #', (given) => `const K = ${each(line(given), (code) => `#${code}`)};\n`),
  coded('CHAR()+CHAR()', (given) => `SET @k = ${each(line(given), (code) => `CHAR(${code})`, '+')};\n`),
  coded('CHR()||CHR()', (given) => `SELECT ${each(line(given), (code) => `CHR(${code})`, '||')} FROM dual;\n`),
  coded('JSON Buffer', (given) => `{"type":"Buffer","data":[${each(line(given), String, ',')}]}\n`),
  coded('JSON, pretty list', (given) => `{\n  "k": [\n    ${each(line(given), String, ',\n    ')}\n  ]\n}\n`),
  coded('JSON, Uint8Array', (given) => `{${[...Buffer.from(line(given))].map((code, index) => `"${index}":${code}`).join(',')}}\n`),
  coded('YAML list of numbers', (given) => `k:\n${each(line(given), (code) => `- ${code}\n`)}`),
  coded('XML list of numbers', (given) => `<k>${each(line(given), (code) => `<int>${code}</int>`)}</k>\n`),
  coded('numbers with blanks', (given) => `${each(line(given), String, ' ')}\n`),
  coded('numbers over lines', (given) => `${each(line(given), String, '\n')}\n`),
  coded('db 73h', (given) => `k db ${each(line(given), (code) => `${hex(code)}h`, ', ')}\n`),
  coded('.byte', (given) => `${wrap(each(line(given), (code) => `0x${hex(code)}`, ', '), 48, '\n\t.byte ').replace(/^/, '\t.byte ').replace(/, \n/g, '\n')}\n`),
  coded('$73', (given) => `k: dc.b ${each(line(given), (code) => `$${hex(code)}`, ',')}\n`),
  coded('16#73#', (given) => `K := (${each(line(given), (code) => `16#${hex(code).toUpperCase()}#`, ', ')});\n`),
  coded('0o163', (given) => `k = bytes([${each(line(given), (code) => `0o${code.toString(8)}`, ', ')}])\n`),
  coded('0163', (given) => `char k[] = {${each(line(given), (code) => `0${code.toString(8).padStart(3, '0')}`, ', ')}};\n`),
  coded('BitConverter', (given) => `${each(line(given), (code) => hex(code).toUpperCase(), '-')}\n`),
  coded('registry hex', (given) => `"K"=hex:${each(line(given), (code) => hex(code), ',')}\r\n`),
  coded('registry hex(2)', (given) => `"K"=hex(2):${wrap(each(line(given), (code) => `${hex(code)},00`, ','), 66, '\\\r\n  ')}\r\n`),
  coded('wide list', (given) => `wchar_t k[] = { ${each(line(given), (code) => `0x${hex(code, 4)}`, ', ')} };\n`),
  coded('C string, \\x in pieces', (given) => `char *k = "${wrap(each(line(given), (code) => `\\x${hex(code)}`), 64, '"\n  "')}";\n`),
  coded('Python bytes, \\x', (given) => `k = b'${each(line(given), (code) => `\\x${hex(code)}`)}'\n`),
  coded('hexdump -C', (given) => dump(Buffer.from(`A=1\n${line(given)}\nB=2\n`), (at, row) => `${hex(at, 8)}  ${[...row].map((code, index) => `${hex(code)}${index === 7 ? ' ' : ''}`).join(' ').padEnd(49)} |${printable(row)}|`)),
  coded('hexdump', (given) => dump(Buffer.from(`A=1\n${line(given)}\nB=2\n`), (at, row) => `${hex(at, 7)} ${words(row)}`)),
  coded('od -t x1', (given) => dump(Buffer.from(`A=1\n${line(given)}\nB=2\n`), (at, row) => `${at.toString(8).padStart(7, '0')} ${[...row].map((code) => hex(code)).join(' ')}`)),
  coded('od -b', (given) => dump(Buffer.from(`A=1\n${line(given)}\nB=2\n`), (at, row) => `${at.toString(8).padStart(7, '0')} ${[...row].map((code) => code.toString(8).padStart(3, '0')).join(' ')}`)),
  coded('od -c', (given) => dump(Buffer.from(`A=1\n${line(given)}\nB=2\n`), (at, row) => `${at.toString(8).padStart(7, '0')}${[...row].map((code) => (code === 10 ? '\\n' : String.fromCharCode(code)).padStart(4)).join('')}`)),
  coded('Wireshark', (given) => dump(Buffer.from(`POST / HTTP/1.1\r\n${line(given)}\r\n`), (at, row) => `${hex(at, 4)}   ${[...row].map((code) => hex(code)).join(' ').padEnd(47)}   ${printable(row)}`)),
  coded('tcpdump -X', (given) => dump(Buffer.from(`POST / HTTP/1.1\r\n${line(given)}\r\n`), (at, row) => `\t0x${hex(at, 4)}:  ${row.toString('hex').replace(/(.{4})(?=.)/g, '$1 ').padEnd(39)}  ${printable(row)}`)),
  coded('xxd -g1 -u', (given) => dump(Buffer.from(`A=1\n${line(given)}\nB=2\n`), (at, row) => `${hex(at, 8)}: ${[...row].map((code) => hex(code).toUpperCase()).join(' ').padEnd(47)}  ${printable(row)}`)),
  coded('xxd -i', (given) => `unsigned char k_env[] = {\n${dump(Buffer.from(`${line(given)}\n`), (_, row) => `  ${[...row].map((code) => `0x${hex(code)}`).join(', ')},`, 12)}};\nunsigned int k_env_len = 9;\n`),
  coded('gdb x/s bytes', (given) => dump(Buffer.from(line(given)), (at, row) => `0x7ffe${hex(at, 8)}:\t${[...row].map((code) => `0x${hex(code)}`).join('\t')}`, 8)),
  coded('binary digits', (given) => `${each(line(given), (code) => code.toString(2).padStart(8, '0'), ' ')}\n`),
];

const codings = [
  coded('base64 in JSON in base64', (given) => `${base64(JSON.stringify({ data: base64(`A=1\n${line(given)}\n`) }))}\n`),
  coded('hex in base64', (given) => `payload: ${base64(Buffer.from(`A=1\n${line(given)}\n`).toString('hex'))}\n`),
  coded('base64 in hex', (given) => `payload: ${Buffer.from(base64(`A=1\n${line(given)}\n`)).toString('hex')}\n`),
  coded('percent in base64', (given) => `payload: ${base64(encodeURIComponent(`A=1&${line(given)}`))}\n`),
  coded('base64 in percent in JSON', (given) => `${JSON.stringify({ url: `https://acme.dev/?s=${encodeURIComponent(base64(`A=1\n${line(given)}\n`))}` })}\n`),
  coded('\\u in JSON in a JSON string', (given) => `${JSON.stringify({ body: JSON.stringify({ s: line(given) }).replace(/[=_]/g, (sign) => `\\u${hex(sign.charCodeAt(0), 4)}`) })}\n`),
  coded('entities in JSON', (given) => `${JSON.stringify({ html: each(line(given), (code) => `&#${code};`) })}\n`),
  coded('list of numbers in base64', (given) => `payload: ${base64(`String.fromCharCode(${each(line(given), String, ',')})`)}\n`),
  coded('base64 in a list of numbers', (given) => `const k = Buffer.from([${each(base64(`${line(given)}\n`), String, ',')}]);\n`),
  coded('hexdump of gzip', (given) => dump(gzipSync(`A=1\n${line(given)}\nB=2\n`), (at, row) => `${hex(at, 8)}: ${row.toString('hex').replace(/(.{4})/g, '$1 ').padEnd(40)} ${printable(row)}`)),
  coded('list of gzip', (given) => `var z = new byte[] { ${each(gzipSync(`A=1\n${line(given)}\n`), (code) => `0x${hex(code)}`, ', ')} };\n`),
  coded('hex of zlib', (given) => `payload: ${deflateSync(`A=1\n${line(given)}\nB=2\n`).toString('hex')}\n`),
  coded('base64 of gzip of base64', (given) => `payload: ${base64(gzipSync(base64(`A=1\n${line(given)}\n`)))}\n`),
  coded('base64 of deflate, long', (given) => `<diagram>${base64(deflateRawSync(encodeURIComponent(`<mxGraphModel><root><mxCell id="0"/><mxCell id="1" value="${line(given)}" style="rounded=0;whiteSpace=wrap;html=1;" vertex="1" parent="0"><mxGeometry x="40" y="60" width="120" height="60" as="geometry"/></mxCell></root></mxGraphModel>`)))}</diagram>\n`),
  coded('base64 of hexdump', (given) => `payload: ${base64(dump(Buffer.from(`A=1\n${line(given)}\n`), (at, row) => `${hex(at, 8)}: ${row.toString('hex').replace(/(.{4})/g, '$1 ').padEnd(40)} ${printable(row)}`))}\n`),
  coded('base32, lower case', (given) => `payload: ${base32(Buffer.from(`A=1\n${line(given)}\n`)).toLowerCase()}\n`),
  coded('base32, padded and wrapped', (given) => `${wrap(base32(Buffer.from(`A=1\n${line(given)}\nB=2\n`)), 64)}======\n`),
  coded('ascii85', (given) => `<~${ascii85(Buffer.from(`A=1\n${line(given)}\n`))}~>\n`),
  coded('uuencode', (given) => `begin 644 a.env\n${uuencode(Buffer.from(`A=1\n${line(given)}\nB=2\n`))}\`\nend\n`),
  coded('yEnc-free MIME word', (given) => `Subject: =?UTF-8?B?${base64(`A=1 ${line(given)}`)}?=\r\n`),
  coded('MIME word, Q', (given) => `Subject: =?UTF-8?Q?${each(line(given), (code) => (/[A-Za-z0-9]/.test(String.fromCharCode(code)) ? String.fromCharCode(code) : `=${hex(code).toUpperCase()}`))}?=\r\n`),
  coded('base64 of the value, in Python bytes', ({ name, value }) => `${name} = base64.b64decode(b'${base64(bare(value))}')\n`, { needs: 'name' }),
  coded('base64 reversed quotes in YAML', ({ name, value }) => `data:\n  ${kebab(name)}: '${base64(bare(value))}'\n`, { needs: 'name' }),
  coded('Basic, in code', ({ value, server }) => `fetch("https://${server}", { headers: { Authorization: "Basic ${base64(`user:${bare(value)}`)}" } })\n`, { needs: 'bare' }),
  coded('JWT payload', ({ name, value }) => `token=${Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url')}.${Buffer.from(JSON.stringify({ sub: 'a', [lower(name)]: bare(value) })).toString('base64url')}.c2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXI\n`, { needs: 'bare' }),
  coded('source map, inline', (given) => `//# sourceMappingURL=data:application/json;base64,${base64(JSON.stringify({ version: 3, sourcesContent: [`const a = '${line(given)}';\n`] }))}\n`),
  coded('SVG, base64 in CSS', (given) => `a{background:url("data:image/svg+xml;base64,${base64(`<svg><!-- ${line(given)} --></svg>`)}")}\n`),
  coded('UTF-16 with a mark', (given) => Buffer.from(`\ufeff${line(given)}\r\n`, 'utf16le')),
  coded('UTF-16 in base64 in XML', (given) => `<s>${base64(Buffer.from(`\ufeffA=1\r\n${line(given)}\r\n`, 'utf16le'))}</s>\n`),
  coded('UTF-16BE in a program', (given) => Buffer.concat([Buffer.from([0xca, 0xfe, 0xba, 0xbe, 1, 2, 3]), Buffer.from(` ${line(given)} `, 'utf16le').swap16(), Buffer.from([1, 2, 3])])),
  coded('EBCDIC', (given) => ebcdic(`A=1 ${line(given)} `)),
  coded('ROT13 of base64', (given) => `k: ${base64(`A=1\n${line(given)}\n`).replace(/[A-Za-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + (/[A-Ma-m]/.test(letter) ? 13 : -13)))}\n`),
  coded('PDF, TJ', (given) => pdf(deflateSync(Buffer.from(`BT /F1 12 Tf [(${line(given).replace(/.{5}/g, '$&) -12 (')})] TJ ET`))), { refuses: /[()\\]/ }),
  coded('PDF, hex string', (given) => pdf(deflateSync(Buffer.from(`BT <${Buffer.from(line(given)).toString('hex')}> Tj ET`)))),
  coded('PDF, attached file', (given) => pdf(deflateSync(Buffer.from(`A=1\n${line(given)}\n`)))),
  coded('PNG, tEXt', (given) => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\x20tEXtComment\0', 'latin1'), Buffer.from(line(given)), Buffer.from([0x12, 0x34, 0x56, 0x78])])),
  coded('PNG, zTXt', (given) => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\x20zTXtComment\0\0', 'latin1'), deflateSync(`A=1\n${line(given)}\n`), Buffer.from([0x12, 0x34, 0x56, 0x78])])),
  coded('EXIF', (given) => Buffer.concat([Buffer.from('\xff\xd8\xff\xe1\0\x40Exif\0\0II*\0', 'latin1'), Buffer.from(`${line(given)}\0`), Buffer.from([0xff, 0xd9])])),
  coded('brotli', (given) => brotliCompressSync(`A=1\n${line(given)}\n`)),
  coded('gzip with trailing bytes', (given) => Buffer.concat([gzipSync(`A=1\n${line(given)}\n`), Buffer.from('trailing rubbish')])),
  coded('gzip in a program', (given) => Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01\0\0\0\0\0'.repeat(30), 'latin1'), gzipSync(`A=1\n${line(given)}\n`), Buffer.from('\0\0\0\0rest of it\0\0\0', 'latin1')])),
  coded('SQLite blob', (given) => Buffer.concat([Buffer.from('SQLite format 3\0\x10\0\x01\x01\0\x40\x20\x20', 'latin1'), Buffer.alloc(60), gzipSync(`A=1\n${line(given)}\n`), Buffer.alloc(20)])),
  coded('Java class, modified UTF-8', ({ name, value }) => Buffer.concat([Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 61, 1, 0, name.length]), Buffer.from(name), Buffer.from([8, 0, 4, 1, 0, bare(value).length & 255]), Buffer.from(bare(value)), Buffer.from([12, 0, 5])]), { needs: 'bare' }),
  coded('CBOR', ({ name, value }) => Buffer.concat([Buffer.from([0xa1, 0x78, name.length]), Buffer.from(name), Buffer.from([0x78, bare(value).length & 255]), Buffer.from(bare(value))]), { needs: 'bare' }),
  coded('protobuf', ({ value }) => Buffer.concat([Buffer.from([0x0a, bare(value).length & 127]), Buffer.from(bare(value)), Buffer.from([0x10, 1])]), { needs: 'bare' }),
  coded('netstring', ({ value }) => `${bare(value).length}:${bare(value)},\n`, { needs: 'bare' }),
  coded('bencode', ({ name, value }) => `d${name.length}:${name}${bare(value).length}:${bare(value)}e\n`, { needs: 'bare' }),
  coded('Windows-1252 around', (given) => Buffer.from(`Schl\xfcssel: ${line(given)} \x96 bitte \xe4ndern\n`, 'latin1')),
  coded('Shift_JIS around', (given) => Buffer.concat([Buffer.from([0x83, 0x4c, 0x81, 0x5b, 0x20]), Buffer.from(line(given)), Buffer.from([0x20, 0x82, 0xc5, 0x82, 0xb7, 10])])),
  coded('old Mac line ends', (given) => `A=1\r${line(given)}\rB=2\r`),
  coded('next lines (U+0085)', (given) => Buffer.from(`A=1\u0085${line(given)}\u0085B=2\n`)),
  coded('overstruck', (given) => `${each(line(given), (code) => { const letter = String.fromCharCode(code); return `${letter}\b${letter}`; })}\n`),
];

function printable(bytes) {
  return bytes.toString('latin1').replace(/[^ -~]/g, '.');
}

function words(row) {
  const found = [];
  for (let at = 0; at < row.length; at += 2) found.push(hex(((row[at + 1] ?? 0) << 8) | row[at], 4));
  return found.join(' ');
}

function dump(bytes, write, width = 16) {
  const rows = [];
  for (let at = 0; at < bytes.length; at += width) rows.push(write(at, bytes.subarray(at, at + width)));
  return `${rows.join('\n')}\n`;
}

function base32(bytes) {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.replace(/.{1,5}/g, (five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[parseInt(five.padEnd(5, '0'), 2)]);
}

function ascii85(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4) {
    const group = Buffer.alloc(4);
    bytes.copy(group, 0, at, at + 4);
    let value = group.readUInt32BE();
    let letters = '';
    for (let count = 0; count < 5; count += 1) {
      letters = String.fromCharCode(33 + (value % 85)) + letters;
      value = Math.floor(value / 85);
    }
    text += letters.slice(0, 1 + Math.min(4, bytes.length - at));
  }
  return text;
}

function uuencode(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += 45) {
    const row = bytes.subarray(at, at + 45);
    text += String.fromCharCode(32 + row.length);
    for (let index = 0; index < row.length; index += 3) {
      const bits = (row[index] << 16) | ((row[index + 1] ?? 0) << 8) | (row[index + 2] ?? 0);
      for (const shift of [18, 12, 6, 0]) text += String.fromCharCode(((bits >> shift) & 63) === 0 ? 96 : 32 + ((bits >> shift) & 63));
    }
    text += '\n';
  }
  return text;
}

/** IBM code page 037, as far as keys need it. */
function ebcdic(text) {
  const table = new Map([[' ', 0x40], ['.', 0x4b], ['+', 0x4e], ['-', 0x60], ['/', 0x61], ['_', 0x6d], [':', 0x7a], ['=', 0x7e], ['@', 0x7c]]);
  for (const [first, code] of [['a', 0x81], ['j', 0x91], ['s', 0xa2], ['A', 0xc1], ['J', 0xd1], ['S', 0xe2], ['0', 0xf0]]) for (let index = 0; index < (first === '0' ? 10 : /s/i.test(first) ? 8 : 9); index += 1) table.set(String.fromCharCode(first.charCodeAt(0) + index), code + index);
  return Buffer.from([...text].map((letter) => table.get(letter) ?? 0x6f));
}

function pdf(packed) {
  return Buffer.concat([Buffer.from(`%PDF-1.7\n%\xe2\xe3\xcf\xd3\n4 0 obj\n<< /Length ${packed.length} /Filter /FlateDecode >>\nstream\n`, 'latin1'), packed, Buffer.from('\nendstream\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n')]);
}

export const outskirts = [...languages, ...configuration, ...records, ...split, ...numbers, ...codings];
