// One question to a provider and its answer, as the rooms hand them to each other. Nothing here opens a socket.

/** A request, filled: its url, headers and body may hold a key, so it is never printed. */
export interface Question {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  /** The first 64 KiB. */
  readonly body: string;
}

/** @throws NoAnswer when nothing came back that could be read */
export type Send = (question: Question) => Promise<Answer>;

/** Why there is no answer, as a clause about the host; holds nothing of what was sent. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** What asking needs besides the keys. */
export interface Asking {
  readonly send: Send;
  /** Called once, before the first question, with the hosts that will see a key. */
  readonly announce: (hosts: readonly string[], keys: number) => void;
}
