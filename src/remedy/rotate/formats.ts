// Files that are no programs: how each sets, passes on and reads variables, and by which name a store knows the value. Data;
// each form is the one of the format's own reference.

import type { Dialect, DialectPattern } from './dialect.js';

const blank = '[ \\t]*';
const mark = '["\']?';
/** A value that is there, and no comment. */
const value = '[^\\s#]';

const op = passes(`^${blank}(?:export[ \\t]+)?NAME${mark}${blank}[:=]${blank}${mark}(?<from>op://[^\\s"'#]+)`, '1password');
const fromVariable = `\\$\\{?(?<from>[A-Za-z_]\\w*)`;

/** `name: NAME` and what gives it its value, on the lines below or in braces. */
const container: readonly DialectPattern[] = [
  passes(`name:${blank}${mark}NAME${mark}${blank}\\r?\\n${blank}valueFrom:${blank}\\r?\\n${blank}secretKeyRef:${blank}\\r?\\n${blank}name:${blank}${mark}(?<from>[\\w.-]+)${mark}${blank}\\r?\\n${blank}key:${blank}${mark}(?<key>[\\w.-]+)`, 'kubernetes'),
  passes(`name:${blank}${mark}NAME${mark}${blank}\\r?\\n${blank}valueFrom:${blank}\\r?\\n${blank}secretKeyRef:${blank}\\r?\\n${blank}key:${blank}${mark}(?<key>[\\w.-]+)${mark}${blank}\\r?\\n${blank}name:${blank}${mark}(?<from>[\\w.-]+)`, 'kubernetes'),
  passes(`name:${blank}${mark}NAME${mark}[\\s,]{1,40}valueFrom:[\\s{]{1,40}secretKeyRef:[\\s{]{1,40}name:${blank}${mark}(?<from>[\\w.-]+)${mark}${blank},${blank}key:${blank}${mark}(?<key>[\\w.-]+)`, 'kubernetes'),
  passes(`name:${blank}${mark}NAME${mark}[\\s,]{1,40}valueFrom:`),
  sets(`name:${blank}${mark}NAME${mark}[\\s,]{1,40}value:${blank}${value}`),
  passes(`(?:secretKey|remoteKey|objectName|objectAlias|property|key):${blank}${mark}NAME`),
  op,
  sets(`^${blank}(?:-[ \\t]+)?${mark}NAME${mark}:${blank}${value}`),
  reads('\\$[({]NAME[)}]'),
  reads('\\$NAME'),
];
const containerReader = ['- name: NAME', '  valueFrom: {secretKeyRef: {name: <secret>, key: NAME}}'];

const yamlVariables: readonly DialectPattern[] = [
  op,
  passes(`NAME${mark}${blank}:${blank}${mark}\\$(?:\\{|\\()?(?<from>[A-Za-z_]\\w*)`, 'variable'),
  sets(`^${blank}(?:-[ \\t]+)?${mark}NAME${mark}${blank}[:=]${blank}${value}`),
  reads('\\$[({]?(?:env:)?NAME'),
];

/** The first whose path and text fit is taken. */
export const formats: readonly Dialect[] = [
  {
    name: 'dotenv',
    files: /(?:^|\/)(?:\.env(?:[._-][\w.-]*)?|[\w.-]*\.env|\.envrc|\.flaskenv|\.dev\.vars)$/,
    patterns: [
      op,
      passes(`^${blank}(?:export[ \\t]+)?NAME${blank}=${blank}"?${fromVariable}`, 'variable'),
      sets(`^${blank}(?:export[ \\t]+)?NAME${blank}=${blank}["']?${value}`),
      names(`^${blank}(?:export[ \\t]+)?NAME${blank}=`),
      reads('\\$\\{?NAME'),
    ],
    reader: ['NAME=<the new one>, where git ignores the file; else leave it empty'],
  },
  {
    name: 'GitHub Actions',
    files: /(?:^|\/)(?:\.github\/(?:workflows|actions)\/.+|action)\.ya?ml$/,
    patterns: [
      passes(`NAME${mark}${blank}[:=]${blank}${mark}\\$\\{\\{${blank}secrets(?:\\.|\\[${mark})(?<from>\\w+)`, 'github'),
      passes(`secrets(?:\\.|\\[${mark})NAME`, 'github'),
      reads('\\benv\\.NAME'),
      sets(`^${blank}${mark}NAME${mark}${blank}:${blank}(?!\\$)${value}`),
      passes(`NAME${mark}${blank}:${blank}${mark}\\$`),
      sets('(?:export[ \\t]+|echo[ \\t]+["\']?)NAME='),
      reads('\\$(?:\\{|env:)?NAME'),
    ],
    reader: ['NAME: ${{ secrets.NAME }}'],
  },
  {
    name: 'GitLab CI',
    files: /(?:^|\/)(?:[\w.-]*\.gitlab-ci|\.gitlab\/.+)\.ya?ml$/,
    patterns: [
      op,
      passes(`NAME${mark}${blank}:${blank}${mark}${fromVariable}`, 'gitlab'),
      sets(`^${blank}${mark}NAME${mark}${blank}:${blank}${value}`),
      sets(`(?:export[ \\t]+|-[ \\t]+)NAME=`),
      passes(`NAME${mark}${blank}:${blank}\\r?\\n${blank}vault:${blank}${mark}(?<from>[^\\s"'#]+)`, 'vault'),
      { usage: 'reads', pattern: '\\$\\{?NAME', store: 'gitlab' },
    ],
    reader: ['$NAME, a masked CI/CD variable'],
  },
  {
    name: 'Jenkinsfile',
    files: /(?:^|\/)(?:Jenkinsfile[\w.-]*|[\w.-]+\.[jJ]enkinsfile|jenkins\/.+\.groovy|vars\/\w+\.groovy)$/,
    patterns: [
      passes(`NAME${blank}=${blank}credentials\\(${blank}["'](?<from>[^"'\\n]+)`, 'jenkins'),
      passes(`credentialsId${blank}:${blank}["'](?<from>[^"'\\n]+)["'][^)\\n]{0,200}?[vV]ariable${blank}:${blank}["']NAME`, 'jenkins'),
      passes(`[vV]ariable${blank}:${blank}["']NAME["'][^)\\n]{0,200}?credentialsId${blank}:${blank}["'](?<from>[^"'\\n]+)`, 'jenkins'),
      sets(`NAME${blank}=${blank}["']`),
      sets('withEnv\\([^)\\n]{0,300}NAME='),
      reads('\\b(?:env|params)\\.NAME'),
      reads('\\$\\{?NAME'),
    ],
    reader: ["NAME = credentials('<credential id>')"],
  },
  {
    name: 'Docker Compose',
    files: /(?:^|\/)(?:docker-)?(?:compose|stack)[\w.-]*\.ya?ml$/,
    patterns: [
      op,
      passes(`NAME${mark}${blank}[:=]${blank}${mark}\\$\\{?(?<from>[A-Za-z_]\\w*)`, 'variable'),
      passes(`^${blank}-[ \\t]+${mark}NAME${mark}${blank}\\r?$`),
      passes(`^${blank}NAME:${blank}\\r?$`),
      passes(`\\benvironment:${blank}${mark}NAME`),
      sets(`^${blank}(?:-[ \\t]+)?${mark}NAME${mark}${blank}[:=]${blank}${value}`),
      reads('\\$\\{?NAME'),
    ],
    reader: ['NAME: ${NAME:?}'],
  },
  {
    name: 'Helm',
    files: /(?:^|\/)(?:values[\w.-]*\.ya?ml|Chart\.ya?ml|templates\/.+\.(?:ya?ml|tpl|txt))$/,
    loose: true,
    patterns: [...container.filter(({ store }) => store === 'kubernetes'), passes(`name:${blank}${mark}NAME${mark}[\\s,]{1,40}value:${blank}${mark}\\{\\{`), passes(`^${blank}${mark}NAME${mark}:${blank}${mark}\\{\\{`), reads('\\.Values(?:\\.\\w+){0,6}\\.NAME'), ...container],
    reader: containerReader,
  },
  {
    name: 'Kustomize',
    files: /(?:^|\/)kustomization\.ya?ml$/,
    patterns: [passes(`^${blank}-[ \\t]+${mark}NAME${mark}${blank}\\r?$`), sets('NAME='), ...container],
    reader: containerReader,
  },
  {
    name: 'Kubernetes',
    files: /\.(?:ya?ml|json)$/,
    holds: /^\s{0,20}["']?apiVersion["']?\s*:/m,
    patterns: container,
    reader: containerReader,
  },
  {
    name: 'Terraform',
    files: /\.(?:tf|tfvars|tofu|hcl|nomad)(?:\.json)?$/,
    loose: true,
    patterns: [
      reads('\\b(?:var|local)\\.NAME'),
      passes(`\\bvariable[ \\t]+"NAME"`),
      passes(`name"?${blank}[=:]${blank}"NAME"[\\s,]{1,40}"?value[fF]rom"?${blank}[=:]`),
      passes(`name"?${blank}[=:]${blank}"NAME"[\\s,]{1,40}"?value"?${blank}[=:]${blank}(?:var|local|data|module|aws_|google_|azurerm_|random_)`),
      sets(`name"?${blank}[=:]${blank}"NAME"[\\s,]{1,40}"?value"?${blank}[=:]${blank}"`),
      passes(`NAME"?${blank}[=:]${blank}(?:var|local|data|module|aws_\\w+|google_\\w+|azurerm_\\w+|vault_\\w+)\\b`),
      sets(`NAME"?${blank}[=:]${blank}"`),
      passes(`(?:secret_id|name|key|env)${blank}=${blank}"(?:[\\w./-]{0,100}/)?NAME`),
    ],
    reader: ['var.lower, from: variable "lower" { type = string, sensitive = true }', 'and TF_VAR_lower in the environment'],
  },
  {
    name: 'Dockerfile',
    files: /(?:^|\/)(?:(?:Dockerfile|Containerfile)[\w.-]*|[\w.-]+\.[dD]ockerfile)$/,
    patterns: [
      passes(`^${blank}ARG[ \\t]+NAME${blank}\\r?$`),
      passes('--mount=type=secret[^\\n]{0,200}NAME'),
      passes(`^${blank}ENV[ \\t]+NAME[ =]${mark}\\$\\{?(?<from>\\w+)`, 'variable'),
      sets(`^${blank}(?:ENV|ARG)[ \\t]+(?:[^\\n]{0,500}[ \\t])?NAME[ =]`),
      reads('\\$\\{?NAME'),
    ],
    reader: ['RUN --mount=type=secret,id=NAME,env=NAME <command>', 'and at run time: docker run --env NAME <image>'],
  },
  {
    name: 'package scripts',
    files: /(?:^|\/)package\.json$/,
    patterns: [passes(`NAME=\\$\\{?(?<from>[A-Za-z_]\\w*)`, 'variable'), sets('NAME='), reads('process\\.env\\.NAME'), reads('\\$\\{?NAME'), reads('%NAME%'), sets(`"NAME"${blank}:${blank}"`)],
    reader: ['$NAME'],
  },
  { name: 'CircleCI', files: /(?:^|\/)\.circleci\/.+\.ya?ml$/, patterns: yamlVariables, reader: ['$NAME, from a context or the project\'s environment variables'] },
  { name: 'Azure Pipelines', files: /(?:^|\/)azure-pipelines[\w.-]*\.ya?ml$/, patterns: yamlVariables, reader: ['NAME: $(NAME)'] },
  { name: 'Bitbucket Pipelines', files: /(?:^|\/)bitbucket-pipelines\.ya?ml$/, patterns: yamlVariables, reader: ['$NAME'] },
  { name: 'Travis CI', files: /(?:^|\/)\.travis\.ya?ml$/, patterns: yamlVariables, reader: ['$NAME'] },
  {
    name: 'properties',
    files: /\.(?:properties|ini|cfg|conf|toml)$|(?:^|\/)\.npmrc$|(?:^|\/)\.pypirc$|\.service$/,
    loose: true,
    patterns: [
      passes(`NAME["']?${blank}[=:]${blank}["']?\\$\\{(?<from>[A-Z_]\\w*)`, 'variable'),
      sets(`^${blank}(?:Environment=["']?)?["']?(?:[\\w-]{1,40}\\.){0,6}NAME["']?${blank}[=:]${blank}${value}`),
      reads('\\$\\{?NAME'),
    ],
    reader: ['${NAME}'],
  },
  {
    name: 'YAML',
    files: /\.ya?ml$/,
    loose: true,
    patterns: yamlVariables,
    reader: ['${NAME}'],
  },
  {
    name: 'JSON',
    files: /\.(?:json5?|jsonc)$/,
    loose: true,
    patterns: [passes(`"NAME"${blank}:${blank}"\\$\\{(?:env:)?(?<from>[A-Za-z_]\\w*)`, 'variable'), sets(`"NAME"${blank}:${blank}"[^"]`), reads('\\$\\{(?:env:)?NAME')],
    reader: ['${NAME}'],
  },
  { name: 'documentation', files: /\.(?:md|mdx|rst|adoc|txt|html?)$/i, patterns: [] },
];

/** For every other file. */
export const plainText: Dialect = { name: 'text', files: /(?:)/, patterns: [sets(`^${blank}(?:export[ \\t]+)?NAME=${value}`), reads('\\$\\{?NAME')] };

function passes(pattern: string, store?: string): DialectPattern {
  return { usage: 'passes', pattern, ...(store === undefined ? {} : { store }) };
}

function reads(pattern: string): DialectPattern {
  return { usage: 'reads', pattern };
}

function sets(pattern: string): DialectPattern {
  return { usage: 'sets', pattern };
}

function names(pattern: string): DialectPattern {
  return { usage: 'names', pattern };
}
