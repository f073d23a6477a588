// A text as the rules read it, and where in the item each of its bytes stands: the item's own text, or one that was
// decoded, unescaped or joined out of it, perhaps several times over.

/** Half-open, in bytes. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** How a text came about: the more was done to it, the less a mere likeness in it counts. */
export type Making = 'plain' | 'rewritten' | 'joined' | 'folded' | 'decoded';

export interface Layer {
  readonly bytes: Buffer;
  /** As Latin-1, so that an offset in the text is an offset in the bytes. */
  readonly text: string;
  /** What was done, outermost first. */
  readonly names: readonly string[];
  readonly making: Making;
  /** Where in the buffer at hand these bytes of the text stand. */
  origin(range: Range): Range;
}

export function makeLayer(bytes: Uint8Array, names: readonly string[], making: Making, origin: (range: Range) => Range): Layer {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text: string | undefined;
  return {
    bytes: buffer,
    names,
    making,
    origin,
    get text() {
      return (text ??= buffer.toString('latin1'));
    },
  };
}

/** The item's own text. */
export function makePlainLayer(bytes: Uint8Array): Layer {
  return makeLayer(bytes, [], 'plain', (range) => range);
}

const makings: readonly Making[] = ['plain', 'rewritten', 'joined', 'folded', 'decoded'];

/** A text that was made out of this one; of what was done to both the gravest counts. */
export function deriveLayer(parent: Layer, bytes: Uint8Array, name: string, making: Making, origin: (range: Range) => Range): Layer {
  const gravest = makings.indexOf(parent.making) > makings.indexOf(making) ? parent.making : making;
  return makeLayer(bytes, [...parent.names, name], gravest, (range) => parent.origin(origin(range)));
}
