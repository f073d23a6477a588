// How much a character can say: the smallest alphabet in use for keys that a text can have been drawn from. As a rule not
// larger than the one it was drawn from, so that what is measured against it errs towards "random", which accuses no key of
// being a placeholder. Nobody issues keys of lower-case letters alone: those count as letters and digits.

/** Bits per character of a random text over the smallest alphabet that holds this one. */
export function measureAlphabet(text: string): number {
  return Math.log2(Math.max(2, countAlphabet(text)));
}

function countAlphabet(text: string): number {
  if (/^(?:[0-9a-f]+|[0-9A-F]+)$/.test(text) && /[0-9]/.test(text) && /[a-f]/i.test(text)) return 16;
  if (/^[0-9a-f-]+$/.test(text) && /[0-9]/.test(text)) return 16;
  if (/^[A-Z2-7]+$/.test(text) && /[2-7]/.test(text)) return 32;
  const others = new Set(text.replace(/[A-Za-z0-9]/g, '')).size;
  const [hasLower, hasUpper] = [/[a-z]/.test(text), /[A-Z]/.test(text)];
  const hasDigits = /[0-9]/.test(text) || hasLower !== hasUpper;
  return (hasDigits ? 10 : 0) + (hasLower ? 26 : 0) + (hasUpper ? 26 : 0) + others;
}
