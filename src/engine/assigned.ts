// Is what an anchor begins the name of a value behind a sign that no pattern of a rule writes out? `name : constant String := "…"`,
// `*name* "…"`, `name = {|…|}`, `name = <<EOT`: languages have hundreds of them. Such a stretch between name and value is read as `="`,
// which every rule knows. What tells a value is that a long word with a digit stands where a literal opens, and nothing before it on its line is one.

import { readBytes } from '../model/sequel.js';

export const inName = readBytes('AZaz09', '_-.');

/**
 * @param start where a name ends; `end`: where a value begins, as `wasm/joints.ts` found it
 * @returns does what stands between the two assign the one to the other? `supposed`: it says too little for a rule that reads almost anything
 */
export function assigns(bytes: Uint8Array, start: number, end: number): 'assigned' | 'supposed' | undefined {
  const glue = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
  if (strangeSigns.test(glue) || usual.test(glue)) return undefined;
  return unusual.test(glue) ? 'assigned' : loose.test(glue) ? 'supposed' : undefined;
}

const strangeSigns = /[\0-\x08\x0e-\x1f]/;
const quote = `["'${'`'}]`;
const closing = String.raw`\\{0,3}${quote}?[\])}]{0,2}`;
/** What the rules' own macro reads; more is no harm, only time. */
const usual = new RegExp(String.raw`^(?:\\{0,3}${quote}?[\])]{0,2}[ \t]{0,16}[:=>,|?+]{1,2}[ \t]{0,8}[\[({]{0,2}\\{0,3}${quote}?|[ \t]{1,4})$`);

/** No other literal, no end of a statement or sentence, no second name that is assigned to. */
const noOther = (ends: string): string => String.raw`(?!.*=[ \t]*[\w.]+[ \t]+[\w.:-]+[ \t]*=)(?!.*(?:&&|(?<!\()\|\|(?!=)|${ends})|.*\b(?:and|if|then|else)\b)`;
/** And no call of what may do anything with it. */
const plainGlue = String.raw`(?!.*(?<!\b(?:TEXT|_T|L|[Ss]ome|[Jj]ust|[Ss]tr|[Ss]tring|[Ss]ecret|[Vv]alue|[Bb]ytes|of|from|set|put|add|lit|raw))\([ ]{0,2}${quote}$)`
  + String.raw`${noOther('[.?!][ ]')}(?=[^=:(|]{0,40}[=:(|]|[^\w]{0,12}(?:\w{1,12}[^\w]{1,8}){0,2}$)`
  + String.raw`(?:[^"'${'`'}\r\n;,{}]|\{[^{}"'\r\n]{0,40}\}|,[ ]{0,2}(?=default|value)){1,80}`;
const unusual = new RegExp([
  // a literal: `: []const u8 = "`   `* "`   `{ get; set; } = "`   `").unwrap_or_else(|_| "`
  String.raw`^${closing}${plainGlue}${quote}$`,
  // a raw text, in a sign of its own: `= R"(`   `= {|`   `) {`
  String.raw`^[^"'\r\n;,]{0,40}(?:\bR"\w{0,8}\(|\{\w{0,8}\||\[=*\[|\)[ ]\{)$`,
  // the lines behind: `= <<EOT`
  String.raw`^[ \t]*=?>?[ \t]*\(?<<[<~-]?[ ]?${quote}?\w{1,20}${quote}?[^\r\n;]{0,20}\r?\n[ \t]{0,40}$`,
  // attributes of an element: ` xsi:type="xsd:string">`
  String.raw`^(?:[ ][\w:]{1,24}="[^"<>\r\n]{0,48}"){1,3}>$`,
  // a command of a log, words that were exchanged: `]`   `;issecret=true]`   `=[-…-]{+`
  String.raw`^(?:;\w{1,16}=\w{1,16}){0,3}\]$`,
  String.raw`^[ \t]*[:=][ \t]*["']?\[-[^\r\n]{0,60}-\]\{\+?$`,
].join('|'));

/** A call that makes something else of what it is given, or gets it from there. */
const elsewhere = '(?:hash|md5|sha[0-9]|digest|sum|load|read|open|file|path|fetch|find|require|import|commit|rev|tag|lookup|resolve|exec|match|with|split|replace|get|delete|remove|has)';
const looseGlue = String.raw`(?!.*${elsewhere}[\w.:]{0,12}\([ ]{0,2}${quote}$)(?!.*\b(?:commit|hash|revision)\b)${noOther(String.raw`[.!][ ]|\?[ ](?!["'])`)}`
  + String.raw`(?=[^=:(|]{0,40}[=:(|]|[^\w]{0,12}(?:\w{1,12}[^\w]{1,8}){0,4}$)`
  + String.raw`(?:[^"'${'`'}\r\n;,{}]|\{[^{}"'\r\n]{0,40}\}|\[[^\];"']{1,12};[^\];"']{1,8}\]|,[ ]{0,2}(?=\w{0,12}(?:default|value))){1,80}(?:\{[ ]?(?:\w{1,12}\()?)?`;
const attribute = String.raw`[ \t\r\n]{1,24}[\w:.-]{1,24}=["'][^"'<>\r\n]{0,60}["']`;
/** What says less: enough for a rule whose shape is strict. */
const loose = new RegExp([
  // a literal: ` TYPE string VALUE '`   `: z.string().default('`   ` by lazy { "`   ` s" `   in braces: `{"`
  String.raw`^${closing}${looseGlue}${quote}[ ]?$`,
  String.raw`^[\])]{0,2}[ ]?\{[ ]?[@LuU]?${quote}$`,
  // a further argument: `"), "`   `", p_value => "`
  String.raw`^${closing}(?<=[\])}]),[ ]{0,2}${quote}$`,
  String.raw`^\\{0,3}${quote},[ ]{0,2}\w{0,12}(?:default|value)\w{0,6}[ ]{0,2}[:=]>?[ ]{0,2}${quote}$`,
  // a field of its own: `","v":"`   `", "type": "string", "data": {"text": "`   on the next line: `: `
  String.raw`^\\{0,3}${quote},[ ]?(?:["']\w{1,12}["'][ ]?:[ ]?["'\w][\w ]{0,16}["']?,[ ]?){0,3}["'](?:v|val|\w{0,12}value|data|text|content|default|secret)["'][ ]?:[ ]?(?:\{[ ]?["']\w{1,16}["'][ ]?:[ ]?)?["']$`,
  String.raw`^\r?\n[ \t]{0,24}:[ \t]{1,4}["']?$`,
  // a default or a format of a shell: `=${1:-`   ` '%s' '`
  String.raw`^=["']?\$\{\w{1,40}:?[-=?]["']?$`,
  String.raw`^[ ]["']%[sq](?:\\n)?["'][ ]["']$`,
  // a raw text of SQL: `:= q'[`
  String.raw`^[^"'\r\n;,]{0,40}\bq["'][\[({<]$`,
  // lines in three quotes, perhaps with a margin
  String.raw`^[^"'\r\n;,]{0,40}${quote}{3}[^\r\n"']{0,4}(?:\r?\n[ \t]{0,40})?\|?$`,
  // attributes of the element: `" serializeAs="String" value="`
  String.raw`^["'](?:${attribute}){0,3}[ \t\r\n]{1,24}[\w:-]{0,16}(?:value|select|content|default)\w{0,8}=["']{1,2}$`,
  // tags and entities alone: `</b>: <code>`   `"><value>`   `</td>`, a line's end, `<td class="v">`
  String.raw`^(?:["'](?:${attribute}){0,3}[ ]?/?>)?(?:[\s:=]|\\[nrt]|["'],\s{0,4}["']|&(?:nbsp|quot|apos|lt|gt|#\w{2,4});|</?[a-z][\w:-]{0,24}(?:${attribute}){0,3}[ ]?/?>){1,60}${quote}?(?<=[>;]\s{0,40}${quote}?)$`,
  // signs alone: ` | @`   ` "|`   `;`   a column: many blanks, perhaps another between: `    REG_SZ    `
  String.raw`^(?:;|[ \t]{5,60}|[ \t]{2,40}[\w()-]{1,24}[ \t]{2,40}|(?![^;]*;)(?!.*(?:[.!?][ \t]|["'],|[ \t]\())[^\w\r\n]{1,16}|\\00)$`,
].join('|'), 'i');
