// Colours and links of a terminal. Everything stays readable when each of these gives back what it got.

import type { Severity } from '../model/rule.js';
import type { FormatOptions } from './options.js';

export interface Paint {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly place: (text: string) => string;
  readonly severity: (severity: Severity, text: string) => string;
  readonly link: (url: string) => string;
}

const colours: Readonly<Record<Severity, string>> = { critical: '31', high: '31', medium: '33', low: '36', info: '36' };

export function choosePaint({ color, hyperlinks = false }: FormatOptions): Paint {
  const apply = (code: string, text: string): string => (color && text !== '' ? `\x1b[${code}m${text}\x1b[0m` : text);
  return {
    strong: (text) => apply('1', text),
    faint: (text) => apply('2', text),
    place: (text) => apply('36', text),
    severity: (severity, text) => apply(colours[severity], text),
    link: (url) => (hyperlinks ? `\x1b]8;;${url}\x1b\\${url}\x1b]8;;\x1b\\` : url),
  };
}
