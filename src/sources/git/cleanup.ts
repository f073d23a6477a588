// The text in COMMIT_EDITMSG -> the parts of it that git is going to record: what `git commit` does with comment lines, the
// scissors line and blanks once the commit-msg hook has run (`--cleanup` in git help commit; builtin/commit.c, strbuf_stripspace).
//
// A hook is told neither `--cleanup=` nor `-v`. What follows git's own scissors line and is a diff was put there by -v and is never
// recorded; where it cannot be told, a part is kept: to read too much costs a false alarm, to read too little a key.

/** `strip` leaves out comment lines and tidies blanks, `whitespace` only tidies, `scissors` also cuts, `verbatim` does nothing. */
export type Cleanup = 'strip' | 'whitespace' | 'scissors' | 'verbatim';

export interface CleanupSettings {
  readonly mode: Cleanup;
  /** What a comment line starts with; undefined: git chose it itself (`auto`). */
  readonly comment: string | undefined;
  /** The diff was asked for in the configuration, and stands below the scissors line. */
  readonly verbose: boolean;
}

/** Offsets in the file, `[start, end)`. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

const scissors = '------------------------ >8 ------------------------\n';
/** Those that git tries for `auto`, in its order. */
const automatic = '#;@!$%^&|:';

/** @param text one character a byte */
export function keepRecorded(text: string, settings: CleanupSettings): Part[] {
  const comment = settings.comment ?? guessComment(text);
  const end = comment === undefined ? text.length : findCut(text, comment, settings);
  if (settings.mode === 'verbatim') return end === 0 ? [] : [{ start: 0, end }];
  return tidy(text, end, settings.mode === 'strip' ? comment : undefined);
}

/** Git writes its own comments to the end of the file: three lines and more that start with the sign it chose. */
function guessComment(text: string): string | undefined {
  const sign = /(?:^|\n)([^\n]) -{24} >8 -{24}\n/.exec(text)?.[1] ?? lastSign(text);
  return sign !== undefined && automatic.includes(sign) ? sign : undefined;
}

function lastSign(text: string): string | undefined {
  const lines = text.trimEnd().split('\n').slice(-3);
  const sign = lines[0]?.[0] ?? '';
  return lines.length === 3 && lines.every((line) => line[0] === sign && (line.length === 1 || line[1] === ' ' || line[1] === '\t')) ? sign : undefined;
}

/** Where what is recorded ends. */
function findCut(text: string, comment: string, { mode, verbose }: CleanupSettings): number {
  const line = `${comment} ${scissors}`;
  const at = text.startsWith(line) ? 0 : text.indexOf(`\n${line}`) + 1;
  if (at === 0 && !text.startsWith(line)) return text.length;
  return mode === 'scissors' || verbose || isDiff(text.slice(at + line.length), comment) ? at : text.length;
}

/** Below its scissors line git explains it, in comments, and then prints the diff. */
function isDiff(below: string, comment: string): boolean {
  const lines = below.split('\n');
  const first = lines.findIndex((line) => !line.startsWith(comment));
  return first > 0 && /^(?:diff --(?:git|cc|combined) |Submodule )/.test(lines[first] ?? '');
}

/** Without blanks at the ends of lines, blank lines at both ends, and more than one between: `git stripspace`. */
function tidy(text: string, end: number, comment: string | undefined): Part[] {
  const parts: Part[] = [];
  let blank: Part | undefined;
  for (let start = 0; start < end; ) {
    const lineEnd = text.indexOf('\n', start);
    const next = lineEnd < 0 || lineEnd >= end ? end : lineEnd + 1;
    const line = text.slice(start, next);
    if (comment === undefined || !line.startsWith(comment)) {
      const length = line.replace(/[ \t\r\n]+$/, '').length;
      const newline = line.endsWith('\n') ? { start: next - 1, end: next } : undefined;
      if (length === 0) blank ??= newline;
      else {
        if (blank !== undefined && parts.length > 0) parts.push(blank);
        blank = undefined;
        parts.push({ start, end: start + length });
        if (newline !== undefined) parts.push(newline);
      }
    }
    start = next;
  }
  return parts;
}
