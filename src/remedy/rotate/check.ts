// Is a new value fit to be put in place? Each thing that goes wrong when a key is copied is looked at by itself and told in one
// line. What the engine sees in the value is handed in; the value itself never leaves this file.

import type { ValueCheck } from '../../model/rotation.js';
import type { Assignment } from './environment-file.js';

/** What the engine finds in a text. Offsets are those of the text in UTF-16 units. */
export interface Sighted {
  readonly rule: string;
  readonly title: string;
  readonly provider: string;
  readonly fingerprint: string;
  readonly start: number;
  readonly end: number;
  readonly certain: boolean;
  readonly generic: boolean;
}

/** The key that leaked, and what is known of its kind. */
export interface Leaked {
  readonly rule: string;
  readonly title: string;
  readonly provider: string;
  readonly providerName: string;
  readonly fingerprint: string;
  /** Length of the leaked key, where it is known. */
  readonly length?: number;
  /** Has no shape of its own: a password, a key that only its variable tells. */
  readonly generic: boolean;
  /** Texts with which keys of this vendor start, longest first. */
  readonly prefixes: readonly string[];
}

export interface Candidate {
  /** As its reader would see it. */
  readonly value: string;
  /** Set where it stands in a file of assignments. */
  readonly assignment?: Assignment;
  readonly byteOrderMark: boolean;
  /** A file that is no text: UTF-16, say. */
  readonly notText: boolean;
  /** Where in this repository such a file is read by what keeps quotes: `docker run --env-file`. */
  readonly keepsQuotes?: string;
}

/** @param look what the engine finds in the value alone, or behind its variable */
export function checkCandidate(candidate: Candidate, variable: string | undefined, leaked: Leaked, look: (value: string) => readonly Sighted[], nameOf: (provider: string) => string): ValueCheck[] {
  const core = trim(candidate.value);
  return [
    checkText(candidate),
    checkBlanks(candidate),
    checkQuotes(candidate),
    checkInvisible(candidate),
    ...checkLines(candidate),
    checkLeaked(core, leaked, look),
    ...checkKind(core, variable, leaked, look(core), nameOf),
  ];
}

/** The value without what has been told already: so that one fault does not look like four. */
function trim(value: string): string {
  const joined = /-----BEGIN /.test(value) ? value : value.replace(/[ \t]*[\r\n]+[ \t]*/g, '');
  return joined.replace(unseenCharacter, '').replace(/^[\s"'`“”‘’«»]+|[\s"'`“”‘’«»]+$/g, '');
}

function checkText({ notText, byteOrderMark }: Candidate): ValueCheck {
  if (notText) return bad('text', 'it is no UTF-8 text: it holds zero bytes, as UTF-16 does', 'save it as UTF-8');
  return byteOrderMark ? bad('text', 'the file starts with a byte order mark (U+FEFF), which becomes part of the first line', 'save it as UTF-8 without BOM') : ok('text', 'plain text, no byte order mark');
}

function checkBlanks({ value, assignment }: Candidate): ValueCheck {
  const lead = /^[ \t]*/.exec(value)?.[0].length ?? 0;
  const tail = /[ \t]*(?=[\r\n]*$)/.exec(value)?.[0].length ?? 0;
  if (value.trim() === '') return bad('blanks', 'it is empty', 'put the new value there');
  if (lead > 0 || tail > 0) return bad('blanks', [...(lead > 0 ? [`${count(lead, 'blank')} before it`] : []), ...(tail > 0 ? [`${count(tail, 'blank')} behind it`] : [])].join(', '), 'take them away');
  if (assignment?.spaced === true) return bad('blanks', 'blanks around =: a shell takes the line for a command, docker --env-file keeps them', `write ${assignment.name}=… without blanks`);
  const inner = /[ \t]/.exec(value.replace(/-----[A-Z0-9 ]+-----/g, ''));
  return inner === null || assignment?.quote !== undefined || value.includes('\n') ? ok('blanks', 'no blanks around it') : { id: 'blanks', result: 'warn', says: `a blank at character ${inner.index + 1}: was something else copied with it?` };
}

function checkQuotes({ value, assignment, keepsQuotes }: Candidate): ValueCheck {
  if (assignment?.unclosed === true) return bad('quotes', 'a quote opens it and none closes it', 'close it, or take it away');
  const quoted = /^\s*(["'`“”‘’«])/.exec(value) ?? /(["'`“”‘’»])\s*$/.exec(value);
  if (quoted !== null) return bad('quotes', `it stands in quotes (${quoted[1] ?? ''}), which become part of it`, 'take them away');
  if (assignment?.quote !== undefined && keepsQuotes !== undefined) return bad('quotes', `it stands in quotes (${assignment.quote}), which ${keepsQuotes} keeps as part of it`, 'take them away');
  return ok('quotes', assignment?.quote === undefined ? 'no quotes around it' : `in ${assignment.quote} quotes, which dotenv, Compose and shells take off`);
}

// Controls but line ends and tabs, format characters (zero-width, bidi, BOM, soft hyphen), default ignorables, and every blank
// that is no plain one. https://www.unicode.org/reports/tr36/
const unseenCharacter = /(?![\t\r\n])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

function checkInvisible({ value }: Candidate): ValueCheck {
  const found = [...value.matchAll(unseenCharacter)];
  if (found.length === 0) {
    const odd = /[^\x00-\x7f]/u.exec(value.replace(/[“”‘’«»]/g, ''));
    return odd === null ? ok('invisible', 'no invisible characters') : { id: 'invisible', result: 'warn', says: `a character outside ASCII (${codePoint(odd[0])}): keys hold none; a look-alike letter?` };
  }
  const shown = found.slice(0, 3).map(({ 0: character, index }) => `${codePoint(character)} at character ${[...value.slice(0, index)].length + 1}`);
  return bad('invisible', `${found.length > 1 ? `${found.length} invisible characters` : 'an invisible character'}: ${shown.join(', ')}${found.length > 3 ? ', …' : ''}`, 'copy it anew, from the provider\'s page and not through a chat or a document');
}

function checkLines({ value, assignment }: Candidate): ValueCheck[] {
  if (assignment?.crlf === true) return [bad('newline', 'its line ends in CRLF: some readers keep the CR as part of it', 'save the file with LF line ends (sed -i \'s/\\r$//\' <file>)')];
  if (assignment !== undefined) return [ok('newline', 'its line ends in LF')];
  const multiline = /-----BEGIN /.test(value);
  if (/\r/.test(value)) return [bad('newline', 'it holds a carriage return (U+000D)', 'save it with LF line ends')];
  if (multiline) return [ok('newline', 'lines end in LF')];
  if (/\n[^]*\S/.test(value)) return [bad('newline', 'a line break stands in the middle of it', 'join the lines')];
  if (/\n/.test(value)) return [bad('newline', 'a line break behind it, which most stores keep', 'write it without: printf %s instead of echo; in a file: tr -d \'\\n\' < <file>')];
  return [ok('newline', 'no line break behind it')];
}

function checkLeaked(core: string, leaked: Leaked, look: (value: string) => readonly Sighted[]): ValueCheck {
  return look(core).some(({ fingerprint }) => fingerprint === leaked.fingerprint)
    ? bad('leaked', 'this is the key that leaked', 'make a new one and put that in its place')
    : ok('leaked', 'not the key that leaked');
}

function checkKind(core: string, variable: string | undefined, leaked: Leaked, sighted: readonly Sighted[], nameOf: (provider: string) => string): ValueCheck[] {
  if (core === '') return [];
  const whole = sighted.filter(({ start, end }) => start === 0 && end === core.length);
  const holder = variable ?? 'what is looked for';
  const own = whole.find(({ provider, rule }) => provider === leaked.provider && rule === leaked.rule) ?? whole.find(({ provider }) => provider === leaked.provider);
  if (own !== undefined) {
    const kind: ValueCheck = own.rule === leaked.rule
      ? ok('vendor', `of the right vendor: ${own.title}`)
      : { id: 'vendor', result: 'warn', says: `of ${leaked.providerName}, but of another kind: ${own.title}; the one that leaked was: ${leaked.title}` };
    return [ok('shape', own.certain ? 'well formed, its checksum or structure holds' : 'well formed'), ok('length', `whole: ${core.length} characters`), kind];
  }
  const other = whole.find(({ generic }) => !generic);
  if (other !== undefined && !leaked.generic) return [ok('shape', 'well formed'), bad('vendor', `this is of ${nameOf(other.provider)} (${other.title}); ${holder} wants one of ${leaked.providerName}`, 'put the right one there')];
  if (leaked.generic) return [other === undefined ? { id: 'shape', result: 'skip', says: 'keys of this kind have no shape that could be checked' } : { id: 'vendor', result: 'warn', says: `this is of ${nameOf(other.provider)} (${other.title})` }];
  const inside = sighted.find(({ provider }) => provider === leaked.provider);
  if (inside !== undefined) return [bad('shape', `${core.length - (inside.end - inside.start)} characters more than the key stand there (it is characters ${inside.start + 1} to ${inside.end} of ${core.length})`, 'leave only the key')];
  return [explainMisfit(core, leaked)];
}

function explainMisfit(core: string, { prefixes, length, providerName, title }: Leaked): ValueCheck {
  const prefix = prefixes.find((each) => each !== '' && core.startsWith(each));
  const starts = prefix === undefined ? undefined : `it starts as keys of ${providerName} do (${prefix})`;
  if (length !== undefined && core.length < length && (prefix !== undefined || prefixes.length === 0)) return bad('length', `looks cut off: ${core.length} of ${length} characters`, 'copy it again, all of it');
  if (starts !== undefined) return bad('shape', `${starts} and is no ${title}: cut off, mistyped, or an example`, 'copy it again, all of it');
  if (/(?:your|example|placeholder|changeme|xxxx|<[^>]*>|\.\.\.|…|\$\{)/i.test(core)) return bad('shape', 'this is a placeholder', 'put the new value in its place');
  return bad('shape', `this does not look like a key of ${providerName}${prefixes.length === 0 ? '' : `, which start with ${prefixes.filter((each) => each !== '').slice(-3).join(', ')}`}`, 'is it of another vendor, or another field of the same page?');
}

function ok(id: string, says: string): ValueCheck {
  return { id, result: 'ok', says };
}

function bad(id: string, says: string, todo: string): ValueCheck {
  return { id, result: 'not ok', says, todo };
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
