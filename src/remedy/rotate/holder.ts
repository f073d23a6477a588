// The name that a key is assigned to, read from the text before it: `OPENAI_API_KEY=`, `"apiKey": "`, `ENV NAME `, `name: NAME`
// with `value:` below, `os.getenv("NAME", "`.

/** @param before the text before the key, at least its line and the one above @returns undefined where nothing names it */
export function findHolder(before: string): string | undefined {
  const lines = before.split(/\r?\n/);
  const line = (lines.at(-1) ?? '').slice(-400);
  // Kubernetes, ECS: the name stands on the line above the value.
  const above = /^[\s{-]*["']?value["']?\s*[:=]\s*["']?$/.test(line) ? /["']?\bname["']?\s*[:=]\s*["']?([A-Za-z_][\w.-]*)["']?,?\s*$/.exec((lines.at(-2) ?? '').slice(-400)) : null;
  if (above !== null) return above[1];
  for (const pattern of onLine) {
    const name = last(line, pattern);
    if (name !== undefined) return cut(name);
  }
  return undefined;
}

/** A name that looks like a variable of an environment. */
export function isVariable(name: string): boolean {
  return /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(name) || /^[A-Z]{2,}[A-Z0-9]*(?:KEY|TOKEN|SECRET|PASSWORD|PAT)$/.test(name);
}

/** Nearest to the key first. What may stand between name and value: signs of assignment, types, quotes, `Bearer`. */
const rest = '["\'`]?(?:(?:Bearer|Basic|token|Token) )?';
const onLine: readonly RegExp[] = [
  // name: NAME, value: in one line
  new RegExp(`\\bname["']?[ \\t]*[:=][ \\t]*["']?([A-Za-z_][\\w.-]*)["']?[ \\t]*,[ \\t]*["']?value["']?[ \\t]*[:=][ \\t]*${rest}$`, 'g'),
  // a default behind a reader: getenv("NAME", "…"), process.env.NAME || "…", ${NAME:-…}
  new RegExp(`(?:getenv|environ\\.get|env(?:\\.\\w+)?|fetch|config|var_or|GetValue<\\w+>)\\([ \\t]*["'\`]([A-Za-z_]\\w*)["'\`][ \\t]*,[ \\t]*(?:default[ \\t]*=[ \\t]*)?${rest}$`, 'g'),
  new RegExp(`\\benv\\.([A-Za-z_]\\w*)[ \\t]*(?:\\|\\||\\?\\?)[ \\t]*${rest}$`, 'g'),
  /\$\{([A-Za-z_]\w*):?-["']?$/g,
  // an index: os.environ["NAME"] = "…", ENV['NAME'] = …
  new RegExp(`\\[[ \\t]*["'\`]([A-Za-z_][\\w.-]*)["'\`][ \\t]*\\][ \\t]*=[ \\t]*${rest}$`, 'g'),
  // Setenv("NAME", "…"), define('NAME', '…')
  new RegExp(`(?:[sS]et[eE]nv|[sS]etEnvironmentVariable|set_var|put_env|putenv|define)\\([ \\t]*["'\`]([A-Za-z_]\\w*)(?:["'\`][ \\t]*,[ \\t]*|=)${rest}$`, 'g'),
  // an assignment or an entry, with a type or without
  new RegExp(`["'\`]?([A-Za-z_][\\w.-]*)["'\`]?[ \\t]*(?::[ \\t]*[&\\w\\[\\]<>?.' ]{1,40}=|=>|[:?+|]?=|:)[ \\t]*(?:[rbfu]|@|\\$)?${rest}$`, 'g'),
  // Dockerfile: ENV NAME value; fish: set -x NAME value
  new RegExp(`(?:^|[ \\t])(?:ENV|ARG|set|setx)[ \\t]+(?:-\\w+[ \\t]+)*([A-Za-z_]\\w*)[ \\t]+${rest}$`, 'g'),
];

function last(line: string, pattern: RegExp): string | undefined {
  return [...line.matchAll(pattern)].at(-1)?.[1];
}

/** `spring.ai.openai.api-key` stays whole; `process.env.NAME` is `NAME`. */
function cut(name: string | undefined): string | undefined {
  return name?.replace(/^(?:process\.env|import\.meta\.env|os\.environ|env|ENV|this|self|config|\$env:)\./, '');
}
