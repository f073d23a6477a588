// Every kind of file that rotating looks into, with the forms in which it names a variable: what is said of each line. One table
// for what people write by hand most; each row is a whole small file.

import { describe, expect, test } from '@jest/globals';
import { nameSource } from '../../../src/remedy/rotate/dialect.js';
import { chooseDialect, findUses } from '../../../src/remedy/rotate/uses.js';

/** path, text, expected `line usage [from store:name(/key)]`. */
type Row = readonly [path: string, dialect: string, text: string, expected: readonly string[]];

const formats: readonly Row[] = [
  ['.env', 'dotenv', 'OTHER=1\nACME_API_KEY=abc\nexport ACME_API_KEY="abc"\n# ACME_API_KEY=old\n', ['2 sets', '3 sets', '4 names']],
  ['apps/web/.env.local', 'dotenv', 'ACME_API_KEY=\n', ['1 names']],
  ['.env.production', 'dotenv', 'ACME_API_KEY=$PROD_ACME\n', ['1 passes variable:PROD_ACME']],
  ['prod.env', 'dotenv', 'ACME_API_KEY=op://infra/acme/credential\n', ['1 passes 1password:op://infra/acme/credential']],
  ['.envrc', 'dotenv', 'export ACME_API_KEY=x\n', ['1 sets']],
  ['docker-compose.yml', 'Docker Compose', 'services:\n  web:\n    environment:\n      ACME_API_KEY: ${ACME_API_KEY:?}\n', ['4 passes']],
  ['compose.prod.yaml', 'Docker Compose', '    environment:\n      - ACME_API_KEY=${PROD_KEY}\n      - ACME_API_KEY\n      - ACME_API_KEY=abc\n', ['2 passes variable:PROD_KEY', '3 passes', '4 sets']],
  ['k8s/deploy.yaml', 'Kubernetes', 'apiVersion: apps/v1\nkind: Deployment\nenv:\n  - name: ACME_API_KEY\n    valueFrom:\n      secretKeyRef:\n        name: app\n        key: acme\n', ['4 passes kubernetes:app/acme']],
  ['k8s/deploy.yaml', 'Kubernetes', 'apiVersion: apps/v1\nenv:\n  - name: ACME_API_KEY\n    valueFrom:\n      secretKeyRef:\n        key: acme\n        name: app\n', ['3 passes kubernetes:app/acme']],
  ['k8s/deploy.yaml', 'Kubernetes', 'apiVersion: v1\nenv:\n- {name: ACME_API_KEY, valueFrom: {secretKeyRef: {name: app, key: acme}}}\n- name: ACME_API_KEY\n  value: abc\n', ['3 passes kubernetes:app/acme', '4 sets']],
  ['k8s/secret.yml', 'Kubernetes', 'apiVersion: v1\nkind: Secret\nstringData:\n  ACME_API_KEY: abc\n', ['4 sets']],
  ['k8s/secret.yml', 'Kubernetes', 'apiVersion: v1\r\nenv:\r\n  - name: ACME_API_KEY\r\n    valueFrom:\r\n      secretKeyRef:\r\n        name: app\r\n        key: acme\r\n', ['3 passes kubernetes:app/acme']],
  ['overlays/kustomization.yaml', 'Kustomize', 'secretGenerator:\n  - literals:\n      - ACME_API_KEY=abc\n', ['3 sets']],
  ['chart/templates/deploy.yaml', 'Helm', 'env:\n  - name: ACME_API_KEY\n    value: {{ .Values.acmeApiKey | quote }}\n', ['2 passes', '3 reads']],
  ['chart/values.yaml', 'Helm', 'acmeApiKey: abc\n', ['1 sets']],
  ['main.tf', 'Terraform', 'variable "acme_api_key" {}\nenvironment = {\n  ACME_API_KEY = var.acme_api_key\n}\n', ['1 passes', '3 passes']],
  ['ecs.tf', 'Terraform', 'secrets = [{ name = "ACME_API_KEY", valueFrom = aws_secretsmanager_secret.acme.arn }]\nx = var.acme_api_key\n', ['1 passes', '2 reads']],
  ['prod.tfvars', 'Terraform', 'acme_api_key = "abc"\n', ['1 sets']],
  ['.github/workflows/ci.yml', 'GitHub Actions', 'env:\n  ACME_API_KEY: ${{ secrets.PROD_ACME }}\nrun: curl -H "$ACME_API_KEY"\nwith:\n  key: ${{ secrets.ACME_API_KEY }}\n', ['2 passes github:PROD_ACME', '3 reads', '5 passes github:ACME_API_KEY']],
  ['.github/workflows/ci.yml', 'GitHub Actions', "env:\n  ACME_API_KEY: abc\nrun: echo ${{ env.ACME_API_KEY }} ${{ secrets['ACME_API_KEY'] }}\n", ['2 sets', '3 reads', '3 passes github:ACME_API_KEY']],
  ['.gitlab-ci.yml', 'GitLab CI', 'variables:\n  ACME_API_KEY: $PROD_ACME\nscript:\n  - curl -H "$ACME_API_KEY"\n', ['2 passes gitlab:PROD_ACME', '4 reads gitlab:ACME_API_KEY']],
  ['.gitlab-ci.yml', 'GitLab CI', 'secrets:\n  ACME_API_KEY:\n    vault: production/acme/key@kv\n', ['2 passes vault:production/acme/key@kv']],
  ['Jenkinsfile', 'Jenkinsfile', "environment {\n  ACME_API_KEY = credentials('acme-prod')\n}\nsh 'curl $ACME_API_KEY'\n", ['2 passes jenkins:acme-prod', '4 reads']],
  ['ci/Jenkinsfile', 'Jenkinsfile', "withCredentials([string(credentialsId: 'acme-prod', variable: 'ACME_API_KEY')]) {\n  echo env.ACME_API_KEY\n}\n", ['1 passes jenkins:acme-prod', '2 reads']],
  ['Jenkinsfile', 'Jenkinsfile', "withCredentials([string(variable: 'ACME_API_KEY', credentialsId: 'acme-prod')]) {}\n", ['1 passes jenkins:acme-prod']],
  ['Dockerfile', 'Dockerfile', 'ARG ACME_API_KEY\nENV ACME_API_KEY=$ACME_API_KEY\nENV ACME_API_KEY abc\nRUN --mount=type=secret,id=ACME_API_KEY,env=ACME_API_KEY make\nRUN echo $ACME_API_KEY\n', ['1 passes', '2 passes', '3 sets', '4 passes', '5 reads']],
  ['api.Dockerfile', 'Dockerfile', 'ENV A=1 ACME_API_KEY=abc\n', ['1 sets']],
  ['package.json', 'package scripts', '{"scripts": {\n  "a": "ACME_API_KEY=abc node .",\n  "b": "curl $ACME_API_KEY",\n  "c": "curl %ACME_API_KEY%"\n}}\n', ['2 sets', '3 reads', '4 reads']],
  ['app/settings.py', 'Django settings', "INSTALLED_APPS = []\nACME_API_KEY = env('ACME_API_KEY')\n", ['2 reads']],
  ['config/settings/production.py', 'Django settings', "from django.conf import x\nACME_API_KEY = 'abc'\n", ['2 sets']],
  ['config.py', 'Flask settings', 'class Config:\n    SECRET_KEY = 1\n    ACME_API_KEY = os.environ.get("ACME_API_KEY")\n', ['3 reads']],
  ['.circleci/config.yml', 'CircleCI', 'environment:\n  ACME_API_KEY: abc\nrun: echo $ACME_API_KEY\n', ['2 sets', '3 reads']],
  ['azure-pipelines.yml', 'Azure Pipelines', 'env:\n  ACME_API_KEY: $(prodAcme)\n', ['2 passes variable:prodAcme']],
  ['application.properties', 'properties', 'acme.api-key=${ACME_API_KEY}\nacme.api.key=abc\n', ['1 passes', '2 sets']],
  ['src/main/resources/application.yml', 'YAML', 'acme-api-key: abc\n', ['1 sets']],
  ['appsettings.json', 'JSON', '{"AcmeApiKey": "abc"}\n', ['1 sets']],
  ['README.md', 'documentation', 'Set `ACME_API_KEY`.\n', ['1 names']],
  ['Procfile', 'text', 'web: run $ACME_API_KEY\n', ['1 reads']],
];

const languages: readonly Row[] = [
  ['a.ts', 'TypeScript', 'process.env.ACME_API_KEY\n', ['1 reads']],
  ['a.mjs', 'JavaScript', "process.env['ACME_API_KEY']\nconst { ACME_API_KEY } = process.env;\nimport.meta.env.ACME_API_KEY\nDeno.env.get('ACME_API_KEY')\nprocess.env.ACME_API_KEY = 'x'\nconst ACME_API_KEY = 'x';\n", ['1 reads', '2 reads', '3 reads', '4 reads', '5 sets', '6 sets']],
  ['a.vue', 'JavaScript', 'import.meta.env.ACME_API_KEY\n', ['1 reads']],
  ['a.py', 'Python', 'os.environ["ACME_API_KEY"]\nos.getenv("ACME_API_KEY", "x")\nos.environ["ACME_API_KEY"] = "x"\nconfig("ACME_API_KEY")\nACME_API_KEY = "x"\n', ['1 reads', '2 reads', '3 sets', '4 reads', '5 sets']],
  ['a.go', 'Go', 'os.Getenv("ACME_API_KEY")\nos.LookupEnv("ACME_API_KEY")\nconst ACME_API_KEY = "x"\n', ['1 reads', '2 reads', '3 sets']],
  ['a.rb', 'Ruby', 'ENV["ACME_API_KEY"]\nENV.fetch("ACME_API_KEY")\nENV["ACME_API_KEY"] ||= "x"\n', ['1 reads', '2 reads', '3 sets']],
  ['a.php', 'PHP', "getenv('ACME_API_KEY');\n$_ENV['ACME_API_KEY'];\nenv('ACME_API_KEY');\n", ['1 reads', '2 reads', '3 reads']],
  ['A.java', 'Java', 'System.getenv("ACME_API_KEY");\n@Value("${ACME_API_KEY}")\nstatic final String ACME_API_KEY = "x";\n', ['1 reads', '2 reads', '3 sets']],
  ['A.kt', 'Kotlin', 'System.getenv("ACME_API_KEY")\nSystem.getenv()["ACME_API_KEY"]\n', ['1 reads', '2 reads']],
  ['A.scala', 'Scala', 'sys.env("ACME_API_KEY")\n', ['1 reads']],
  ['A.cs', 'C#', 'Environment.GetEnvironmentVariable("ACME_API_KEY");\nconfiguration["ACME_API_KEY"];\n', ['1 reads', '2 reads']],
  ['a.rs', 'Rust', 'std::env::var("ACME_API_KEY")?;\nenv!("ACME_API_KEY");\nconst ACME_API_KEY: &str = "x";\n', ['1 reads', '2 reads', '3 sets']],
  ['a.swift', 'Swift', 'ProcessInfo.processInfo.environment["ACME_API_KEY"]\n', ['1 reads']],
  ['a.dart', 'Dart', "Platform.environment['ACME_API_KEY'];\nString.fromEnvironment('ACME_API_KEY');\n", ['1 reads', '2 reads']],
  ['a.exs', 'Elixir', 'System.fetch_env!("ACME_API_KEY")\n', ['1 reads']],
  ['a.c', 'C', 'getenv("ACME_API_KEY");\n', ['1 reads']],
  ['a.cpp', 'C++', 'std::getenv("ACME_API_KEY");\n', ['1 reads']],
  ['a.pl', 'Perl', '$ENV{ACME_API_KEY};\n', ['1 reads']],
  ['a.lua', 'Lua', 'os.getenv("ACME_API_KEY")\n', ['1 reads']],
  ['a.R', 'R', 'Sys.getenv("ACME_API_KEY")\n', ['1 reads']],
  ['a.jl', 'Julia', 'ENV["ACME_API_KEY"]\n', ['1 reads']],
  ['a.hs', 'Haskell', 'getEnv "ACME_API_KEY"\n', ['1 reads']],
  ['a.clj', 'Clojure', '(System/getenv "ACME_API_KEY")\n', ['1 reads']],
  ['a.ps1', 'PowerShell', '$env:ACME_API_KEY = "x"\ncurl $env:ACME_API_KEY\n', ['1 sets', '2 reads']],
  ['a.bat', 'batch', 'set ACME_API_KEY=x\ncurl %ACME_API_KEY%\n', ['1 sets', '2 reads']],
  ['a.sh', 'shell', 'export ACME_API_KEY=x\nACME_API_KEY=$OTHER_KEY make\ncurl "${ACME_API_KEY:?}"\nexport ACME_API_KEY="$(op read "op://infra/acme/key")"\n', ['1 sets', '2 passes variable:OTHER_KEY', '3 reads', '4 passes 1password:op://infra/acme/key']],
  ['Makefile', 'make', 'ACME_API_KEY ?= x\n\tcurl $(ACME_API_KEY)\n', ['1 sets', '2 reads']],
  ['justfile', 'just', "ACME_API_KEY := 'x'\nk := env('ACME_API_KEY')\n", ['1 sets', '2 reads']],
];

describe.each([['formats', formats], ['languages', languages]])('%s', (_, rows) => {
  test.each(rows.map((row, index) => [`${row[0]} (${index})`, row] as const))('%s', (_title, [path, dialect, text, expected]) => {
    expect(chooseDialect(path, text).name).toBe(dialect);
    expect(say(path, text)).toEqual(expected);
  });
});

test.each(['MY_ACME_API_KEY=1', 'ACME_API_KEYS=1', 'ACME_API_KEY_ID=1', 'xACME_API_KEY'])('%s is another name', (text) => {
  expect(say('.env', text)).toEqual([]);
});

test('a place is told by line and column', () => {
  expect(findUses('a.sh', 'é\n  export ACME_API_KEY=1\n', ['ACME_API_KEY'])).toMatchObject([{ line: 2, column: 10 }]);
});

test('a name with signs of regular expressions is only a name', () => {
  expect(new RegExp(nameSource('a.b+c', false)).test('a.b+c')).toBe(true);
  expect(findUses('.env', 'a.b+c=1', ['(x+x+)+y'])).toEqual([]);
});

test('hostile text is read in time, whatever else the machine does', () => {
  const texts = ['ACME_API_KEY' + ' '.repeat(200_000), '{'.repeat(100_000) + 'ACME_API_KEY', '"ACME_API_KEY'.repeat(8000), 'ACME_API_KEY: {\n'.repeat(8000), 'name: ACME_API_KEY\n'.repeat(8000), 'apiVersion: v1\n' + 'name: ACME_API_KEY\n'.repeat(8000)];
  const start = process.cpuUsage();
  for (const text of texts) for (const path of ['a.ts', 'a.py', '.env', 'a.yaml', 'Dockerfile', 'main.tf', '.github/workflows/a.yml', 'Jenkinsfile', 'chart/values.yaml', 'a.properties']) findUses(path, text, ['ACME_API_KEY']);
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(15_000);
}, 120_000);

function say(path: string, text: string): string[] {
  return findUses(path, text, ['ACME_API_KEY']).map(({ line, usage, origin }) => `${line} ${usage}${origin === undefined ? '' : ` ${origin.store}:${origin.name}${origin.key === undefined ? '' : `/${origin.key}`}`}`);
}
