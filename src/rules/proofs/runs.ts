// Stretches of text that follow from their own beginning: alphabets and digits up and down, rows of the keyboard,
// and copies of what stood a few characters before (one character again and again is a copy too).

/** Ascending order, descending order or a keyboard row; `step` says whether `next` follows `previous`. */
const orders: readonly ((previous: string, next: string) => boolean)[] = [ascends, (previous, next) => ascends(next, previous), followsOnKeyboard];

/** How many kinds of order there are, copies not among them. */
export const orderCount = 3;

/** Furthest back that a copy is looked for. */
export const furthestCopy = 32;

/** The longest ordered run that begins at each character; 1 where none does. */
export function measureRuns(text: string): Uint16Array {
  const longest = new Uint16Array(text.length).fill(1);
  for (const follows of orders) {
    let length = 1;
    for (let at = text.length - 2; at >= 0; at -= 1) {
      length = follows(text.charAt(at), text.charAt(at + 1)) ? length + 1 : 1;
      if (length > (longest[at] ?? 0)) longest[at] = length;
    }
  }
  return longest;
}

/** How far the text from each character on repeats what stands up to 32 characters before. */
export function measureCopies(text: string): Uint16Array {
  const longest = new Uint16Array(text.length);
  for (let distance = 1; distance <= furthestCopy; distance += 1) {
    let length = 0;
    for (let at = text.length - 1; at >= distance; at -= 1) {
      length = text.charCodeAt(at) === text.charCodeAt(at - distance) ? length + 1 : 0;
      if (length > (longest[at] ?? 0)) longest[at] = length;
    }
  }
  return longest;
}

/**
 * Whether letters alone and digits alone are runs or repeats, though they alternate: `a1b2c3d4`, `abc123def456`, `AbCdEfGh`.
 */
export function isInterleaved(text: string): boolean {
  const letters = text.replace(/[^A-Za-z]/g, '').toLowerCase();
  const digits = text.replace(/[^0-9]/g, '');
  if (letters.length + digits.length < 12 || letters.length < 4) return false;
  return coverByRuns(letters) >= 0.8 && coverByRuns(digits) >= 0.8;
}

const leastInterleavedRun = 5;

function coverByRuns(text: string): number {
  if (text === '') return 1;
  const runs = measureRuns(text);
  const copies = measureCopies(text);
  let covered = 0;
  for (let at = 0; at < text.length; ) {
    const length = Math.max(runs[at] ?? 1, copies[at] ?? 0);
    const counts = length >= Math.min(leastInterleavedRun, text.length);
    if (counts) covered += length;
    at += counts ? length : 1;
  }
  return covered / text.length;
}

/** One step up, or the step from the end of one alphabet to the beginning of the next. */
function ascends(previous: string, next: string): boolean {
  return next.charCodeAt(0) === previous.charCodeAt(0) + 1 ? /[0-9A-Za-z]/.test(previous) && /[0-9A-Za-z]/.test(next) : wraps.has(previous + next);
}

const wraps: ReadonlySet<string> = new Set(['90', '9a', '9A', '0a', '0A', 'z0', 'Z0', 'z1', 'Z1', 'zA', 'Za', 'za', 'ZA', 'f0', 'F0', 'f1', 'F1']);

const rows = 'qwertyuiop asdfghjkl zxcvbnm QWERTYUIOP ASDFGHJKL ZXCVBNM';

function followsOnKeyboard(previous: string, next: string): boolean {
  return previous !== ' ' && next !== ' ' && rows.includes(previous + next);
}
