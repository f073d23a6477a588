// Programming languages: how each reads the environment. Data; each form is the one of the language's own reference.

import type { Dialect, DialectPattern } from './dialect.js';

const quoted = `["'\`]NAME["'\`]`;

const python: readonly DialectPattern[] = [
  sets(`os\\.environ\\[[ \\t]*${quoted}[ \\t]*\\][ \\t]*=(?!=)`),
  reads(`(?:os\\.)?environ(?:\\.get\\(|\\[)[ \\t]*${quoted}`),
  reads(`\\bgetenv\\([ \\t]*${quoted}`),
  // django-environ and environs (env.str), python-decouple (config), starlette (config)
  reads(`\\b(?:env|config)(?:\\.\\w{1,20})?\\([ \\t]*${quoted}`),
  reads(`\\b(?:app|current_app)\\.config(?:\\.get\\(|\\[)[ \\t]*${quoted}`),
  reads(`\\bsettings\\.NAME`),
  reads(`\\b(?:alias|validation_alias)[ \\t]*=[ \\t]*${quoted}`),
  sets(`^[ \\t]*NAME[ \\t]*(?::[ \\t]*\\w+[ \\t]*)?=[ \\t]*[rbfu]?["']`),
];
const pythonReader = ['os.environ["NAME"]'];

/** Settings modules come first: they are Python too. */
export const languages: readonly Dialect[] = [
  { name: 'Django settings', files: /(?:^|\/)(?:settings(?:\/\w+)?|\w*settings\w*)\.py$/, holds: /django|INSTALLED_APPS|SECRET_KEY|DATABASES/, patterns: python, reader: pythonReader },
  { name: 'Flask settings', files: /(?:^|\/)(?:config|settings|\w*config|instance\/\w+)\.py$/, holds: /flask|class \w*Config\b|SQLALCHEMY_|SECRET_KEY/i, patterns: python, reader: pythonReader },
  { name: 'Python', files: /\.(?:py|pyi|pyw|ipynb)$/, patterns: python, reader: pythonReader },
  {
    name: 'JavaScript',
    files: /\.(?:[cm]?jsx?|vue|svelte|astro)$/,
    patterns: javascript(),
    reader: ['process.env.NAME'],
  },
  { name: 'TypeScript', files: /\.(?:[cm]?tsx?)$/, patterns: javascript(), reader: ['process.env.NAME'] },
  {
    name: 'Go',
    files: /\.go$/,
    patterns: [sets(`os\\.Setenv\\([ \\t]*${quoted}`), reads(`(?:os\\.(?:Getenv|LookupEnv)|viper\\.(?:Get\\w*|BindEnv))\\([ \\t]*${quoted}`), reads('`[^`\\n]{0,200}\\benv(?:config)?:"NAME'), assigns()],
    reader: ['os.Getenv("NAME")'],
  },
  {
    name: 'Ruby',
    files: /(?:\.(?:rb|rake|erb|ru|gemspec)|(?:^|\/)(?:Gemfile|Rakefile|Fastfile))$/,
    patterns: [sets(`ENV\\[[ \\t]*${quoted}[ \\t]*\\][ \\t]*\\|{0,2}=(?!=)`), reads(`ENV(?:\\.fetch\\(?[ \\t]*|\\[[ \\t]*)${quoted}`), assigns()],
    reader: ['ENV.fetch("NAME")'],
  },
  {
    name: 'PHP',
    files: /\.(?:php|phtml)$/,
    patterns: [reads(`(?:\\bgetenv|\\benv)\\([ \\t]*${quoted}`), reads(`\\$_(?:ENV|SERVER)\\[[ \\t]*${quoted}`), reads('%env\\((?:\\w+:){0,4}NAME\\)%'), sets(`\\bdefine\\([ \\t]*${quoted}`), assigns()],
    reader: ["getenv('NAME')"],
  },
  { name: 'Java', files: /\.java$/, patterns: jvm(), reader: ['System.getenv("NAME")'] },
  { name: 'Kotlin', files: /\.kts?$/, patterns: jvm(), reader: ['System.getenv("NAME")'] },
  { name: 'Scala', files: /\.(?:scala|sbt|sc)$/, patterns: [reads(`sys\\.env(?:\\.get|\\.getOrElse)?\\([ \\t]*${quoted}`), ...jvm()], reader: ['sys.env("NAME")'] },
  { name: 'Groovy', files: /\.(?:groovy|gradle)$/, patterns: jvm(), reader: ['System.getenv("NAME")'] },
  { name: 'Clojure', files: /\.(?:clj[cs]?|edn)$/, patterns: [reads(`System/getenv[ \\t]+${quoted}`)], reader: ['(System/getenv "NAME")'] },
  {
    name: 'C#',
    files: /\.(?:cs|cshtml|razor)$/,
    patterns: [sets(`SetEnvironmentVariable\\([ \\t]*${quoted}`), reads(`GetEnvironmentVariable\\([ \\t]*${quoted}`), reads(`[Cc]onfiguration(?:\\.GetValue(?:<\\w+>)?\\(|\\[)[ \\t]*${quoted}`), assigns()],
    reader: ['Environment.GetEnvironmentVariable("NAME")'],
  },
  { name: 'F#', files: /\.fsx?$/, patterns: [reads(`GetEnvironmentVariable\\([ \\t]*${quoted}`), assigns()], reader: ['Environment.GetEnvironmentVariable("NAME")'] },
  { name: 'Visual Basic', files: /\.vb$/, patterns: [reads(`GetEnvironmentVariable\\([ \\t]*${quoted}`), assigns()], reader: ['Environment.GetEnvironmentVariable("NAME")'] },
  {
    name: 'Rust',
    files: /\.rs$/,
    patterns: [sets(`env::set_var\\([ \\t]*${quoted}`), reads(`(?:env::var(?:_os)?|dotenvy?::var|(?:option_)?env!)\\([ \\t]*${quoted}`), reads(`\\benv[ \\t]*=[ \\t]*${quoted}`), assigns()],
    reader: ['std::env::var("NAME")?'],
  },
  { name: 'Swift', files: /\.swift$/, patterns: [reads(`environment\\[[ \\t]*${quoted}`), assigns()], reader: ['ProcessInfo.processInfo.environment["NAME"]'] },
  { name: 'Objective-C', files: /\.mm?$/, patterns: [reads(`environment\\]?\\[[ \\t]*@${quoted}`), reads(`getenv\\([ \\t]*${quoted}`)], reader: ['NSProcessInfo.processInfo.environment[@"NAME"]'] },
  { name: 'Dart', files: /\.dart$/, patterns: [reads(`Platform\\.environment\\[[ \\t]*${quoted}`), reads(`fromEnvironment\\([ \\t]*${quoted}`), reads(`dotenv\\.(?:env\\[|get\\()[ \\t]*${quoted}`), assigns()], reader: ["Platform.environment['NAME']"] },
  { name: 'Elixir', files: /\.exs?$/, patterns: [sets(`System\\.put_env\\(?[ \\t]*${quoted}`), reads(`System\\.(?:get_env|fetch_env!?)\\(?[ \\t]*${quoted}`), assigns()], reader: ['System.fetch_env!("NAME")'] },
  { name: 'Erlang', files: /\.(?:erl|hrl)$/, patterns: [reads(`os:getenv\\([ \\t]*${quoted}`)], reader: ['os:getenv("NAME")'] },
  { name: 'C', files: /\.[ch]$/, patterns: [reads(`getenv\\([ \\t]*${quoted}`), sets('#define[ \\t]+NAME')], reader: ['getenv("NAME")'] },
  { name: 'C++', files: /\.(?:cc|cpp|cxx|hpp|hh|hxx|ino)$/, patterns: [reads(`getenv\\([ \\t]*${quoted}`), sets('#define[ \\t]+NAME'), assigns()], reader: ['std::getenv("NAME")'] },
  { name: 'Perl', files: /\.(?:pl|pm|t)$/, patterns: [reads('\\$ENV\\{[ \\t]*["\']?NAME'), assigns()], reader: ['$ENV{NAME}'] },
  { name: 'Lua', files: /\.lua$/, patterns: [reads(`os\\.getenv\\(?[ \\t]*${quoted}`), assigns()], reader: ['os.getenv("NAME")'] },
  { name: 'R', files: /\.(?:r|rmd|qmd)$/i, patterns: [reads(`Sys\\.getenv\\([ \\t]*${quoted}`), sets('Sys\\.setenv\\([ \\t]*["\']?NAME'), sets('NAME[ \\t]*<-')], reader: ['Sys.getenv("NAME")'] },
  { name: 'Julia', files: /\.jl$/, patterns: [sets(`ENV\\[[ \\t]*${quoted}[ \\t]*\\][ \\t]*=(?!=)`), reads(`ENV\\[[ \\t]*${quoted}`), assigns()], reader: ['ENV["NAME"]'] },
  { name: 'Haskell', files: /\.l?hs$/, patterns: [reads(`(?:getEnv|lookupEnv)[ \\t]+${quoted}`)], reader: ['getEnv "NAME"'] },
  { name: 'OCaml', files: /\.mli?$/, patterns: [reads(`Sys\\.getenv(?:_opt)?[ \\t]+${quoted}`)], reader: ['Sys.getenv "NAME"'] },
  { name: 'PowerShell', files: /\.psm?1$/, patterns: [sets('\\$env:NAME[ \\t]*='), reads('\\$(?:\\{)?env:NAME'), reads(`GetEnvironmentVariable\\([ \\t]*${quoted}`)], reader: ['$env:NAME'] },
  { name: 'batch', files: /\.(?:bat|cmd)$/i, patterns: [sets('^[ \\t]*@?set[ \\t]+"?NAME='), reads('%NAME%')], reader: ['%NAME%'] },
  { name: 'fish', files: /\.fish$/, patterns: [sets('^[ \\t]*set[ \\t]+(?:-\\w+[ \\t]+){0,4}NAME'), reads('\\$NAME')], reader: ['$NAME'] },
  { name: 'shell', files: /(?:\.(?:sh|bash|zsh|ksh|bats)|(?:^|\/)(?:\.(?:bashrc|zshrc|profile|bash_profile|zshenv)|\.husky\/[\w-]+))$/, patterns: shell(), reader: ['"${NAME:?}"'] },
  { name: 'make', files: /(?:(?:^|\/)(?:GNUm|M|m)akefile[\w.-]*|\.mk)$/, patterns: [sets('^[ \\t]*(?:export[ \\t]+)?NAME[ \\t]*[:?+]?='), reads('\\$[({]NAME[)}]'), ...shell()], reader: ['$(NAME)'] },
  { name: 'just', files: /(?:^|\/)\.?justfile$|\.just$/i, patterns: [sets('^[ \\t]*(?:export[ \\t]+)?NAME[ \\t]*:='), reads(`\\benv(?:_var(?:_or_default)?)?\\([ \\t]*${quoted}`), ...shell()], reader: ["env('NAME')"] },
];

function javascript(): DialectPattern[] {
  return [
    sets('process\\.env\\.NAME[ \\t]*=(?!=)'),
    reads('\\b(?:process|import\\.meta|Bun)\\.env\\??\\.NAME'),
    reads(`\\b(?:process|import\\.meta|Bun)\\.env\\[[ \\t]*${quoted}`),
    reads(`\\bDeno\\.env\\.(?:get|has)\\([ \\t]*${quoted}`),
    reads('\\{[^{}\\n]{0,300}NAME[^{}\\n]{0,300}\\}[ \\t]*=[ \\t]*(?:process|import\\.meta|Bun)\\.env'),
    reads(`\\b(?:config|configService|env)\\.get(?:OrThrow)?(?:<\\w+>)?\\([ \\t]*${quoted}`),
    reads('\\b(?:env|c\\.env|context\\.env)\\.NAME'),
    // $env/static/private of SvelteKit: a name that is imported
    reads('import[ \\t]*\\{[^{}]{0,400}NAME[^{}]{0,400}\\}[ \\t]*from[ \\t]*["\']\\$env/'),
    assigns(),
  ];
}

function jvm(): DialectPattern[] {
  return [reads(`System\\.getenv\\([ \\t]*${quoted}`), reads(`System\\.getenv\\(\\)(?:\\.get\\(|\\[)[ \\t]*${quoted}`), reads('\\$\\{NAME[:}]'), reads(`environmentVariable\\([ \\t]*${quoted}`), assigns()];
}

function shell(): DialectPattern[] {
  return [
    { usage: 'passes', pattern: '^[ \\t]*(?:export[ \\t]+|readonly[ \\t]+|local[ \\t]+)?NAME=["\']?\\$\\((?:op read )["\']?(?<from>op://[^\\s"\')]+)', store: '1password' },
    { usage: 'passes', pattern: '(?:^|[ \\t;&|])(?:export[ \\t]+)?NAME=["\']?\\$\\{?(?<from>[A-Za-z_]\\w*)', store: 'variable' },
    sets('(?:^|[ \\t;&|])NAME='),
    reads('\\$\\{?[#!]?NAME'),
  ];
}

/** A constant of that name. */
function assigns(): DialectPattern {
  return sets('NAME["\']?[ \\t]*(?::[ \\t]*[&\\w\\[\\]<>?.\' ]{1,40})?(?:=>|:?=(?!=)|:(?!:))[ \\t]*["\'`]');
}

function reads(pattern: string): DialectPattern {
  return { usage: 'reads', pattern };
}

function sets(pattern: string): DialectPattern {
  return { usage: 'sets', pattern };
}
