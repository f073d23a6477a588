// The bytes of a secret, wrapped so that nothing prints them by accident. Every way in which JavaScript
// turns an object into text gives the mask; `reveal` is the one way out, and only `run/` calls it.

const shownPrefix = 4;
const shownSuffix = 4;
const leastShown = 16;

const inspect = Symbol.for('nodejs.util.inspect.custom');

export class Secret {
  readonly #text: string;
  readonly #prefix: number;

  /**
   * @param text the secret as text
   * @param prefix length of the vendor's fixed prefix, which is no secret
   */
  constructor(text: string, prefix = 0) {
    this.#text = text;
    this.#prefix = Math.min(prefix, text.length);
  }

  /** Length of the vendor's fixed prefix, which is no secret. */
  get prefix(): number {
    return this.#prefix;
  }

  reveal(): string {
    return this.#text;
  }

  /** The same secret wherever it stands has the same text. */
  equals(other: Secret): boolean {
    return this.#text === other.#text;
  }

  toString(): string {
    return maskSecret(this.#text, this.#prefix);
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect](): string {
    return this.toString();
  }
}

/**
 * The one mask: the vendor's fixed prefix, up to four characters, `…`, up to the last four; at most a quarter
 * of the variable part is shown, and nothing of it when it is shorter than 16 characters. Line ends become spaces.
 */
export function maskSecret(text: string, prefix: number): string {
  const fixed = text.slice(0, prefix);
  const variable = text.slice(prefix);
  if (variable.length < leastShown) return `${flat(fixed)}…`;
  const budget = Math.floor(variable.length / 4);
  const tail = Math.min(shownSuffix, budget);
  const head = Math.min(shownPrefix, budget - tail);
  return `${flat(fixed)}${flat(variable.slice(0, head))}…${flat(variable.slice(variable.length - tail))}`;
}

function flat(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}
