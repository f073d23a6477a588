// The way in: a format's name to its function. Each is loaded only when asked for, but for the one that the hook prints:
// its start-up time is what every commit pays.

import type { Report } from '../model/report.js';
import type { Format } from '../model/request.js';
import type { FormatOptions } from './options.js';
import { formatText } from './text.js';

export type { FormatOptions } from './options.js';

export type Formatter = (report: Report, options: FormatOptions) => string | Iterable<string>;

/** Same report and options, same bytes. Ends with a line end unless there is nothing to say. */
export async function formatReport(format: Format, report: Report, options: FormatOptions): Promise<string> {
  return [...(await formatParts(format, report, options))].join('');
}

/** The same in parts, in which a long one is written without being held as a whole. */
export async function formatParts(format: Format, report: Report, options: FormatOptions): Promise<Iterable<string>> {
  const formatter = await loadFormatter(format);
  const formatted = formatter(report, options);
  return typeof formatted === 'string' ? [formatted] : formatted;
}

async function loadFormatter(format: Format): Promise<Formatter> {
  switch (format) {
    case 'text':
      return formatText;
    case 'json':
      return (await import('./json.js')).formatJson;
    case 'jsonl':
      return (await import('./json.js')).formatJsonLines;
    case 'sarif':
      return (await import('./sarif.js')).formatSarif;
    case 'junit':
      return (await import('./junit.js')).formatJunit;
    case 'csv':
      return (await import('./csv.js')).formatCsv;
    case 'markdown':
      return (await import('./markdown.js')).formatMarkdown;
    case 'html':
      return (await import('./html.js')).formatHtml;
    case 'gitlab':
      return (await import('./gitlab.js')).formatGitlab;
    case 'github':
      return (await import('./github.js')).formatGithub;
  }
}
