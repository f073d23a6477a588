// Places that something else fills in: template expressions, references to the environment, elisions and masks.

import { findWord } from './lexicon.js';
import { isName, isPhrase } from './phrase.js';

/** Expressions of shells, template engines and configuration languages. Repetition is bounded, so that none reads a text twice. */
const templates: readonly RegExp[] = [
  /\$\{[A-Za-z_][^{}\n]{0,200}(?:\}|$)/, // POSIX shell, JavaScript, Maven, Terraform
  /\$\{\{|\{\{[^{}\n]{1,200}(?:\}\}|$)/, // Actions; Jinja, Handlebars, Go, Helm
  /<%=?[^%\n]{1,200}%>/, // ERB, EJS
  /%\([A-Za-z_][A-Za-z0-9_]{0,60}\)s/, // Python
  /&(?:lt|#0{0,2}60|#x3c);[^<>&\n]{1,80}(?:&(?:gt|#0{0,2}62|#x3e);?|$)/i, // <…> in HTML
  /^%[sdv]$|^%[1-9]\$s$/, // printf
];

/** The same where only the name inside tells it from a password with punctuation. */
const named: readonly RegExp[] = [
  /#\{([^{}\n]{1,80})\}/, // Ruby
  /\$\(([^()\n]{1,80})\)/, // Azure Pipelines, make
  /^\$([A-Za-z_].{0,100})$/, // a variable of shell, PHP or Perl
  /^%(.{1,80})%$/, // cmd.exe
  /^@@?(.{1,80}?)@{0,2}$/, // autoconf, MSBuild
  /^__(.{1,80})__$/, // tokens of release pipelines
  /^\{(.{1,80})\}$/, // Python's format, URI templates
  /^\[(.{1,80})\]$/, // prose
  /<([^<>\n]{1,80})>/, // prose
  /%3C([^<>%\n]{1,80})%3E/i, // the same in a URL
];

/** Ellipses of five dots and (as UTF-8 in Latin-1) U+2026; masks of asterisks and of U+2022 and U+25CF. */
const elision = /\.{5}|\xe2\x80\xa6|\*{4}|^\*{3}[A-Za-z0-9]{0,6}$|^[A-Za-z0-9]{0,6}\*{3}$|(?:\xe2\x80\xa2){2}|(?:\xe2\x97\x8f){2}/;

/** Three dots count in texts shorter than this: Entra's client secrets, of forty characters, hold three in a row once in seven thousand. */
const shortestDotted = 40;

const elisionBehind = /^(?:\.{3}|\xe2\x80\xa6|\*{3}|\xe2\x80\xa2)/;
const elisionBefore = /(?:\.{3}|\xe2\x80\xa6|\*{3}|\xe2\x80\xa2)$/;

/** Whether the text is, or holds, a place to be filled in. */
export function hasHole(text: string): boolean {
  return templates.some((template) => template.test(text)) || named.some((template) => namesSomething(template.exec(text)?.[1]));
}

function namesSomething(inside: string | undefined): boolean {
  if (inside === undefined) return false;
  return isName(inside) || isPhrase(inside) || findWord(inside.toLowerCase()) !== undefined;
}

/** Whether something was left out of the text. */
export function isElided(text: string): boolean {
  return elision.test(text) || (text.length < shortestDotted && text.includes('...'));
}

/** Whether an ellipsis or a mask touches the text: it may be what is left of a longer one. */
export function isTouchedByElision(before: string, after: string): boolean {
  return elisionBehind.test(after) || elisionBefore.test(before);
}
