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
  String.raw`\[[0-9;]{0,8}m`,
].join('|');

/** What opens and closes a text: quotes, also escaped and as entities of HTML. */
const quote = String.raw`(?:\\{0,3}["'` + '`' + String.raw`]|&quot;|&#34;){0,2}`;

/**
 * Everything that stands between a name and its value in the usual languages: `=`, `: "`, `"] = "`, `: &str = "`,
 * `" value="`, `>`, `,`, a blank (`ENV NAME value`), or a line of its own (`value: "`). For values whose shape is strict.
 */
const assignment = [
  String.raw`${quote}[\])]{0,2}[?!]{0,2}[ \t]{0,8}(?::[ \t]{0,3}[&A-Za-z][A-Za-z0-9<>|' ]{0,24}(?==)){0,2}(?:[=:>,]|[ \t]value[ \t]{0,2}=){1,2}[ \t]{0,8}`,
  String.raw`["']{0,2},{0,2}[ \t]{0,4}[\r\n]{0,2}[ \t]{0,40}["']{0,2}value["']{0,2}[ \t]{0,3}[:=][ \t]{1,8}`,
  String.raw`[ \t]{1,4}`,
].join('|');

const macros: Readonly<Record<string, string>> = {
  L: `(?:(?<![A-Za-z0-9])|(?<=${escapeTail}))`,
  L_: `(?:(?<![A-Za-z0-9_-])|(?<=${escapeTail}))`,
  R: '(?![A-Za-z0-9_-])',
  'R+': '(?![A-Za-z0-9_+/=-])',
  RA: '(?![A-Za-z0-9])',
  IS: `(?:${assignment})${quote}`,
};

/** @throws Error naming a macro that does not exist */
export function expandMacros(pattern: string): string {
  return pattern.replace(/<<([A-Z]{1,4}[_+]?)>>/g, (_, name: string) => {
    const text = macros[name];
    if (text === undefined) throw new Error(`unknown macro <<${name}>>; there are ${Object.keys(macros).map((each) => `<<${each}>>`).join(', ')}`);
    return text;
  });
}
