// Says where an occurrence stands, in words that an editor or a terminal can follow.

import type { Finding, Occurrence } from '../model/report.js';
import type { PlaceKind } from '../model/place.js';

const shownId = 12;

/** `path:line:column` for contents; a phrase for messages and names. Never broken across lines. */
export function describePlace(occurrence: Occurrence): string {
  const { source, path, line, column } = occurrence;
  switch (source) {
    case 'blob':
    case 'file':
      return path === '' ? `object ${shortId(occurrence.object ?? '')} that no path names, line ${line}` : `${path}:${line}:${column}`;
    case 'stdin':
      return `standard input, line ${line}, column ${column}`;
    case 'symlink':
      return `${path} (where the symbolic link points)`;
    case 'path':
      return `${path} (its name)`;
    case 'ref':
      return path === '' ? 'the name of a ref' : `${path} (the name of a ref)`;
    default:
      return describeMessage(occurrence, source);
  }
}

/** Contents of a file that can be opened at a line. */
export function isFileContent(occurrence: Occurrence): boolean {
  return (occurrence.source === 'blob' || occurrence.source === 'file') && occurrence.path !== '';
}

/** The last line that the secret reaches, counting from 1: ends are exclusive. */
export function lastLine({ line, endLine, endColumn }: Occurrence): number {
  return endLine > line && endColumn === 1 ? endLine - 1 : endLine;
}

/** The place that is shown when only one is: the first of the report. */
export function firstPlace(finding: Finding): string {
  const [first] = finding.occurrences;
  return first === undefined ? 'place unknown' : describePlace(first);
}

/** When and with which commit it came. */
export function describeOrigin({ commit, date }: Occurrence): string {
  if (commit === undefined) return '';
  const day = date?.slice(0, 10);
  return day === undefined ? `commit ${shortId(commit)}` : `commit ${shortId(commit)} of ${day}`;
}

export function shortId(id: string): string {
  return id.slice(0, shownId);
}

function describeMessage({ path, commit, line }: Occurrence, source: PlaceKind): string {
  if (source === 'commit-message' && commit === undefined && path !== '') return `commit message (${path}), line ${line}`;
  const holder = messageHolder(source, commit === undefined ? '' : ` ${shortId(commit)}`);
  const where = path === '' ? holder : `${holder} (${path})`;
  return line > 1 ? `${where}, line ${line}` : where;
}

function messageHolder(source: PlaceKind, id: string): string {
  switch (source) {
    case 'author':
      return `author of commit${id}`;
    case 'tag-message':
      return `message of tag${id}`;
    case 'note':
      return `note of commit${id}`;
    default:
      return `message of commit${id}`;
  }
}
