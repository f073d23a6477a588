// Evidence -> the files of a plan. Pure: whoever calls it writes them, all with mode 0600.

import { dataName, writeData } from './data.js';
import type { PlanData } from './data.js';
import type { Form } from './forms.js';
import { writeGuide } from './guide.js';
import type { GuideFacts } from './guide.js';
import type { Replacement } from './replacement.js';
import { rewriterCode, rewriterName } from './rewriter.js';
import { writeScript } from './script.js';
import { wordEnd, wordStart } from './search.js';

export interface PlanFile {
  /** Relative to the folder of the plan, `/` between folders. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

export interface Plan {
  readonly data: PlanData;
  readonly guide: GuideFacts;
  /** By the id of the blob. */
  readonly blobs: ReadonlyMap<string, Replacement>;
  /** By the id of the commit. */
  readonly messages: ReadonlyMap<string, Uint8Array>;
  /** By the id of the annotated tag. */
  readonly tags: ReadonlyMap<string, Uint8Array>;
  /** Names of refs, as they are and as they are to be. */
  readonly refs: readonly (readonly [string, string])[];
}

export function writePlan(plan: Plan): PlanFile[] {
  const { guide, data } = plan;
  const witnesses = guide.holdings.map(({ id }) => id);
  return [
    { path: 'purge.sh', content: writeScript(guide.tool, witnesses) },
    { path: 'PURGE.md', content: writeGuide(guide) },
    { path: dataName, content: writeData(data) },
    ...filesOf(plan),
  ];
}

function filesOf({ guide: { tool }, data: { forms }, blobs, messages, tags, refs }: Plan): PlanFile[] {
  const each = (folder: string, contents: ReadonlyMap<string, Uint8Array>): PlanFile[] => [...contents].map(([id, content]) => ({ path: `${folder}/${id}`, content }));
  const all = new Map([...blobs].map(([id, { bytes }]) => [id, bytes]));
  switch (tool) {
    case 'filter-repo':
      // It finds the bytes itself, wherever they are; only archives come from here.
      return [{ path: rewriterName, content: rewriterCode }, ...each('blobs', new Map([...all].filter(([id]) => ['archive', 'note'].includes(blobs.get(id)?.way ?? ''))))];
    case 'filter-branch':
      return [
        { path: 'index.awk', content: indexProgram },
        { path: 'names.txt', content: writeNames(forms) },
        { path: 'refs.txt', content: refs.map(([old, fresh]) => `${old}\t${fresh}\n`).join('') },
        ...each('blobs', all),
        ...each('messages', messages),
        ...each('tags', tags),
      ];
    case 'bfg':
      return [
        { path: 'expressions.txt', content: writeExpressions(forms) },
        { path: 'ids.txt', content: [...blobs].filter(([, { way }]) => way !== 'text').map(([id]) => `${id}\n`).join('') },
      ];
  }
}

/** Lines of `git ls-files -s` -> what is to change, for `git update-index --index-info`. */
const indexProgram = `# Reads what git ls-files -s prints, writes what git update-index --index-info reads.
BEGIN {
  plan = ENVIRON["SKAN_PLAN"]
  while ((getline line < (plan "/work/blobs")) > 0) { split(line, word, " "); blob[word[1]] = word[2] }
  while ((getline line < (plan "/names.txt")) > 0) { at = index(line, "\\t"); count++; find[count] = substr(line, 1, at - 1); mark[count] = substr(line, at + 1) }
}
{
  at = index($0, "\\t")
  split(substr($0, 1, at - 1), head, " ")
  path = new = substr($0, at + 1)
  for (each = 1; each <= count; each++) {
    done = ""
    while ((spot = index(new, find[each])) > 0) { done = done substr(new, 1, spot - 1) mark[each]; new = substr(new, spot + length(find[each])) }
    new = done new
  }
  id = head[2]
  if (head[1] != "160000" && id in blob) id = blob[id]
  if (id == head[2] && new == path) next
  if (new != path) { none = head[2]; gsub(/./, "0", none); print "0 " none "\\t" path }
  print head[1] " " id " 0\\t" new
}
`;

/** As git quotes a path (git help config, core.quotePath). Names of short secrets are not changed so: words would be hit. */
function writeNames(forms: readonly Form[]): string {
  return forms.filter(({ whole, only }) => !whole && only === undefined).map(({ find, text }) => `${quoteBytes(find)}\t${quoteBytes(text)}\n`).join('');
}

const escapes: Readonly<Record<number, string>> = { 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r', 34: '\\"', 92: '\\\\' };

function quoteBytes(bytes: Uint8Array): string {
  return [...bytes].map((byte) => escapes[byte] ?? (byte < 32 || byte > 126 ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte))).join('');
}

/**
 * For the BFG, one form a line, as a pattern in which every sign is escaped: so no line can be read as a comment, another kind of
 * expression or a replacement. It works on lines of text, so only forms of one line of ASCII are for it.
 */
function writeExpressions(forms: readonly Form[]): string {
  const printable = forms.filter(({ find }) => find.every((byte) => byte >= 32 && byte < 127));
  return printable.map(({ find, text, whole }) => {
    const pattern = Buffer.from(find).toString('latin1').replace(/[^A-Za-z0-9]/g, '\\$&');
    return `regex:${whole ? `${wordStart}${pattern}${wordEnd}` : pattern}==>${Buffer.from(text).toString('latin1')}\n`;
  }).join('');
}

