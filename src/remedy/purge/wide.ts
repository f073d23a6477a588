// Text as UTF-16 and UTF-32.

const wides = ['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'] as const;

export type Wide = (typeof wides)[number];

export function isWide(coding: string | undefined): coding is Wide {
  return wides.some((each) => each === coding);
}

/** @param text as UTF-8 */
export function widen(text: Uint8Array, wide: Wide): Buffer {
  const letters = Buffer.from(text).toString('utf8');
  if (wide === 'utf-16le') return Buffer.from(letters, 'utf16le');
  if (wide === 'utf-16be') return Buffer.from(letters, 'utf16le').swap16();
  const codes = [...letters].map((letter) => letter.codePointAt(0) ?? 0);
  const bytes = Buffer.alloc(codes.length * 4);
  for (const [index, code] of codes.entries()) {
    if (wide === 'utf-32le') bytes.writeUInt32LE(code, index * 4);
    else bytes.writeUInt32BE(code, index * 4);
  }
  return bytes;
}
