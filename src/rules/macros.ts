// The boundaries that nearly every pattern needs, written once. A macro stands in a pattern as `<<NAME>>`.
// They are expanded before a pattern is measured, so their look-behinds count towards the rule's margin.

/**
 * A letter or digit in front of a key usually means that it is no key (`disk-…`), except where it is the tail of
 * an escape that stands for something else: `%22`, `=3D`, `\n`, `\u0022`, `\x22`, `ESC[32m` (URL, quoted-printable
 * [RFC 2045], JSON [RFC 8259] and C escapes, SGR [ECMA-48]).
 */
const escapeTail = [
  '%[0-9A-Fa-f]{2}',
  '=[0-9A-F]{2}',
  String.raw`\\[nrtabfv0]`,
  String.raw`\\u[0-9A-Fa-f]{4}`,
  String.raw`\\u\{[0-9A-Fa-f]{1,6}\}`,
  String.raw`\\x[0-9A-Fa-f]{2}`,
  String.raw`\\[0-3][0-7]{2}`,
  String.raw`\[[0-9;]{0,12}[mK]`,
  // in bytes that are no text the length of what follows, which may look like a letter
  String.raw`[\0-\x08\x0e-\x1a\x1c-\x1f\x7f-\xff][A-Za-z0-9]`,
].join('|');

/** In bytes that are no text neither a length nor a column's name before a key says that it is none. */
const inBinary = String.raw`[\0-\x08\x0e-\x1a\x1c-\x1f\x80-\xff][!-~]{1,48}`;

// Below `{0,4}` stands where two would do: V8 writes shorter repetitions out one behind the other, and so on inside them, which
// makes an expression of this size slow to compile (irregexp unrolls up to three).

/** What opens and closes a text: quotes, also escaped and as entities of HTML. */
const quote = String.raw`(?:\\{0,4}["'` + '`' + String.raw`]|&(?:quot|#34|#39|#x27);){0,4}`;

/** Behind a sign: the value begins on a line of its own, which a difference may have added, or behind an indicator of YAML. */
const nextLine = String.raw`(?:(?:!{1,2}[a-z]{1,8}|&[\w-]{1,20})[ \t]){0,4}[|>]{0,4}[+-]{0,4}(?:[ \t]{0,4}[\r\n]{1,2}\+{0,4}[ \t]{1,40}(?:-[ \t]{1,3}){0,4}){0,4}`;

/** What languages write directly before a text: a call, brackets, a field without a name of its own, the mark of a raw text. */
const opener = String.raw`(?:(?:new[ ]){0,4}[\w.:]{0,40}(?:[Ss]tring|[Ss]tr|[Ss]ecret|[Kk]ey|[Tt]oken|[Vv]alue|[Bb]ytes|decode|atob|from|of|env|Some)\([ ]{0,4}(?=[brBRuUfF@]{0,4}["'` + '`' + String.raw`])){0,4}`
  + String.raw`(?:[[({]{1,2}[ \t\r\n]{0,40}(?:["'][A-Za-z]{1,12}["'][ \t]{0,4}:[ \t]{0,4}){0,4}|<<(?=")|<!\[CDATA\[|%{0,4}q[wWqQ]{0,4}[({[]|[brufLRBUF]{1,2}#{0,4}(?=["'])|[@$](?=["'])|(?:@["']|["']{3}\\{0,4})[\r\n]{1,4}[ \t]{0,40}){0,4}`;

/** Between a name and a value that stands in a field of its own, other fields. */
const field = String.raw`["']{0,4}[A-Za-z][\w-]{0,20}["']{0,4}[ \t]{0,12}[:=][ \t]{0,8}(?:["'][^"'\r\n]{0,60}["']|[\w./()-]{0,40})(?:,[ \t\r\n]{0,40}|;{0,4}[ \t\r\n]{1,40})`;

/**
 * Everything that stands between a name and its value in the usual languages: `=`, `: "`, `"] = "`, `: &str = "`,
 * `" value="`, `>`, `,`, `|`, ` || "`, a blank (`ENV NAME value`), a field of its own (`value: "`, `default = "`), tags, the
 * length that a serializer writes first. For values whose shape is strict.
 */
const assignment = [
  String.raw`${quote}[[\])]{0,4}[?!]{0,4}[ \t]{0,16}(?::[ \t]{0,4}[&A-Za-z][A-Za-z0-9<>|' ]{0,24}(?==)|[A-Za-z]{2,8}(?: [A-Za-z]{2,10}){0,4} (?==)){0,4}(?:<-|->|[=:>,|?+]|\((?=[ ]{0,4}["'])|[ \t]value[ \t]{0,4}=){1,2}[ \t]{0,8}${nextLine}${opener}`,
  String.raw`${quote}[,;]{0,4}[ \t]{0,4}[:=]{0,4}[ \t]{0,4}\{{0,4}[ \t\r\n]{0,44}(?:${field}){0,5}["']{0,4}(?:[A-Za-z]{0,12}[Vv]alue|[Dd]efault|[Cc]ontent|[Ee]xample){1,2}["']{0,4}[ \t]{0,12}[:=]{1,2}[ \t]{0,8}`,
  String.raw`</[\w:-]{1,30}>[ \t\r\n]{0,40}<[\w:-]{1,30}>[ \t\r\n]{0,20}`,
  String.raw`${quote}(?:;s:[0-9]{1,4}:|\]=>[ \t\r\n]{1,12}string\([0-9]{1,4}\)[ \t]|\r\n\$[0-9]{1,4}\r\n|\r\n\r\n){1,2}`,
  String.raw`[ \t]{1,4}(?:-{1,2}[a-z][a-z-]{0,12}[ \t=]){0,4}`,
  // a row of a database: nothing stands between the columns, and something that is no text before them
  String.raw`(?<=[\0-\x08\x0e-\x1a\x1c-\x1f\x80-\xff][!-~]{2,48})`,
].join('|');

/** Where the value stands before its name, in a field of its own: what begins it. */
const valueFirst = String.raw`(?<!\w)value(?:":[ ]{0,1}"|':[ ]{0,1}'|="|:[ ]["'])`;

/** What then stands between the value and the name, other fields among it. */
const thenName = String.raw`["'],{0,1}[ \t\r\n]{0,24}(?:["']{0,1}[a-z]\w{2,12}["']{0,1}[ ]{0,1}[:=][ ]{0,1}["']{0,1}[\w -]{1,24}["']{0,1},{0,1}[ \t\r\n]{1,24}){0,2}["']{0,1}(?:name|key|variable)["']{0,1}[ ]{0,1}[:=][ ]{0,1}["']{0,1}`;

const macros: Readonly<Record<string, string>> = {
  L: `(?:(?<![A-Za-z0-9])|(?<=${escapeTail}))`,
  L_: `(?:(?<![A-Za-z0-9_-])|(?<=${escapeTail}))`,
  R: '(?![A-Za-z0-9_-])',
  // `=22` and `=3D` stand for a quote and a sign, as quoted-printable writes them
  'R+': '(?![A-Za-z0-9_+/-]|=(?!22|27|3D|0[AD]))',
  // in bytes that are no text the length of what follows may look like a letter
  RA: String.raw`(?![A-Za-z0-9](?![\0-\x08\x0e-\x1a\x1c-\x1f]))`,
  IS: `(?:${assignment})${quote}`,
  LB: `(?:(?<![A-Za-z0-9])|(?<=${escapeTail}|${inBinary}))`,
  VF: valueFirst,
  TN: thenName,
};

/** @throws Error naming a macro that does not exist */
export function expandMacros(pattern: string): string {
  return pattern.replace(/<<([A-Z]{1,4}[_+]?)>>/g, (_, name: string) => {
    const text = macros[name];
    if (text === undefined) throw new Error(`unknown macro <<${name}>>; there are ${Object.keys(macros).map((each) => `<<${each}>>`).join(', ')}`);
    return text;
  });
}
