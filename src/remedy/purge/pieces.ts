// A secret that is written in several literals (`"one" + "two"`, lines of an array): where in the run that holds it do its
// pieces stand?

export interface Piece {
  readonly start: number;
  readonly end: number;
}

/** Shorter pieces between others would be found anywhere. */
const mostPieces = 64;

/** @returns undefined where the run does not hold all bytes of the secret, in order, in pieces */
export function splitPieces(run: Uint8Array, secret: Uint8Array): Piece[] | undefined {
  if (secret.length === 0 || run.length < secret.length) return undefined;
  const pieces: Piece[] = [];
  let done = 0;
  for (let at = 0; at < run.length && done < secret.length; ) {
    const length = agreeing(run, at, secret, done);
    // A quote or a blank can also be the next byte of the secret: a piece that is no more than that counts only at the end.
    if (length === 0 || (length === 1 && done + 1 < secret.length && !isWord(run[at]))) {
      at += 1;
      continue;
    }
    pieces.push({ start: at, end: at + length });
    at += length;
    done += length;
  }
  return done === secret.length && pieces.length <= mostPieces ? pieces : undefined;
}

function agreeing(run: Uint8Array, at: number, secret: Uint8Array, from: number): number {
  let length = 0;
  while (at + length < run.length && from + length < secret.length && run[at + length] === secret[from + length]) length += 1;
  return length;
}

function isWord(byte: number | undefined): boolean {
  return byte !== undefined && /\w/.test(String.fromCharCode(byte));
}
