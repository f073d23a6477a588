// Markdown for a pull request's comment or a job's summary: a table, then what to do. Text from the repository stands in
// code spans or has its punctuation as references, so that it can neither format, link, mention nor load anything.
// Cut by its own bytes: GitHub refuses a summary of more than 1 MiB and a comment of more than 65,536 characters.

import type { Finding, Problem, Report, Skip, Suppressed } from '../model/report.js';
import type { Severity } from '../model/rule.js';
import { adviseSteps, isLinkable, sayRevoke, type Phrase } from './advice.js';
import { countNoun } from './count.js';
import { listTasks } from './checklist.js';
import { groupBy } from './group.js';
import type { FormatOptions } from './options.js';
import { firstPlace } from './place.js';
import { fails } from './severity.js';
import { disarmLines, showReport } from './visible.js';
import {
  countOtherPlaces,
  describeReach,
  describeSuppression,
  rateFinding,
  sayValidation,
  nameForExplain,
  summarise,
} from './wording.js';

const mostBytes = 60_000;
const keptForNotice = 400;
const longestTitle = 300;
const listedIds = 10;

/** A run of items that is shown as far as it fits. */
interface Section {
  readonly noun: string;
  readonly intro: string;
  readonly items: readonly string[];
}

export function formatMarkdown(report: Report, options: FormatOptions): string {
  const shown = showReport(report);
  const title = `### skan: ${escapeProse(cutTitle(summarise(shown, options.failOn)))}\n`;
  return disarmLines(fitSections(title, listSections(shown, options)));
}

function listSections(report: Report, options: FormatOptions): readonly Section[] {
  const { failOn } = options;
  const ids = nameForExplain(report, options);
  const kinds = groupBy(report.findings, (finding) => `${finding.rule}\0${finding.title}\0${finding.exposure.reach}`);
  return [
    { noun: 'problem', intro: '\n**Could not be read**\n\n', items: report.problems.map(writeProblem) },
    {
      noun: 'finding',
      intro: '\n| | key | where | revoke it first |\n|---|---|---|---|\n',
      items: report.findings.map((finding) => writeRow(finding, failOn)),
    },
    { noun: 'list of steps', intro: '', items: kinds.map((kind) => writeSteps(kind, ids)) },
    {
      noun: 'suppression',
      intro: '\n**Suppressed by the very change that is judged**\n\n',
      items: report.suppressed.filter(({ news }) => news === true).map(writeSuppressed),
    },
    { noun: 'thing not looked into', intro: '\n**Not looked into**\n\n', items: report.skipped.map(writeSkip) },
    { noun: 'checklist', intro: '\n**Step by step**\n\n', items: groupBy(report.findings, ({ rule, title }) => `${rule}\0${title}`).map(writeChecklist) },
  ];
}

function fitSections(title: string, sections: readonly Section[]): string {
  let text = title;
  let bytes = countBytes(title);
  const cut: string[] = [];
  for (const { noun, intro, items } of sections.filter((section) => section.items.length > 0)) {
    const room = mostBytes - keptForNotice - bytes - countBytes(intro);
    const fitting = countFitting(items, room);
    if (fitting < items.length) cut.push(countNoun(items.length - fitting, noun, pluralise(noun)));
    if (fitting === 0) continue;
    const added = `${intro}${items.slice(0, fitting).join('')}`;
    text += added;
    bytes += countBytes(added);
  }
  return cut.length === 0 ? text : `${text}\nCut to 60 KB: ${cut.join(', ')} left out here. The JSON report holds everything.\n`;
}

function countFitting(items: readonly string[], room: number): number {
  let left = room;
  const over = items.findIndex((item) => (left -= countBytes(item)) < 0);
  return over === -1 ? items.length : over;
}

function countBytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

function pluralise(noun: string): string {
  if (noun.startsWith('list ')) return noun.replace('list', 'lists');
  return noun.startsWith('thing ') ? noun.replace('thing', 'things') : `${noun}s`;
}

function writeRow(finding: Finding, failOn: Severity): string {
  const rating = `${rateFinding(finding)}${fails(finding, failOn) ? '' : '; does not fail'}`;
  const cells = [
    escapeProse(rating),
    `${escapeProse(finding.title)} ${writeCellCode(finding.redacted)}`,
    `${writeCellCode(firstPlace(finding))} ${countOtherPlaces(finding)}`.trim(),
    writePhrases(sayRevoke(finding), writeCellCode),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

function writeSteps(findings: readonly Finding[], ids: ReadonlyMap<string, string>): string {
  const [first] = findings;
  if (first === undefined) return '';
  const { reach, detail } = first.exposure;
  const alike = detail !== undefined && findings.every((finding) => finding.exposure.detail === detail);
  const steps = adviseSteps(findings, reach, false);
  const explains = findings.slice(0, listedIds).map(({ fingerprint }) => writeCode(`skan explain ${ids.get(fingerprint) ?? fingerprint}`));
  const asked = findings.length === 1 ? sayValidation(first.validation) : '';
  const why = findings.length === 1 && first.why.length > 0 ? ` (${escapeProse(first.why.join('; '))})` : '';
  const reached = describeReach(alike ? { reach, detail } : { reach }, findings.length > 1);
  return [
    '',
    `**${escapeProse(first.title)}**${why}`,
    '',
    escapeProse(asked === '' ? reached : `${reached} ${asked}`),
    '',
    ...steps.map(({ label, says }, index) => `${index + 1}. **${label}** ${writePhrases(says, writeCode)}`),
    `${steps.length + 1}. all steps: ${explains.join(', ')}${findings.length > listedIds ? ', …' : ''}`,
    '',
  ].join('\n');
}

/** One for each kind of key. */
function writeChecklist([first]: readonly Finding[]): string {
  if (first === undefined) return '';
  const tasks = listTasks(first).flatMap(({ name, lines }) => [`  - ${escapeProse(name)}`, ...lines.map((says) => `    - [ ] ${writePhrases(says, writeCode)}`)]);
  return `- **${escapeProse(first.title)}**\n${tasks.join('\n')}\n`;
}

function writeProblem({ what, why, hint }: Problem): string {
  return `- ${writeCode(what)}: ${escapeProse([why, ...(hint === undefined ? [] : [hint])].join('; '))}\n`;
}

function writeSkip({ what, why }: Skip): string {
  return `- ${writeCode(what)}: ${escapeProse(why)}\n`;
}

function writeSuppressed(suppressed: Suppressed): string {
  return `- ${writeCode(describeSuppression(suppressed))}\n`;
}

export function writePhrases(says: readonly Phrase[], write: (code: string) => string): string {
  const writePhrase = (phrase: Phrase): string => {
    if (typeof phrase === 'string') return writeProse(phrase);
    return 'url' in phrase ? writeLink(phrase.url) : write(phrase.code);
  };
  return says.map(writePhrase).join(' ');
}

/** What breaks links in prose would break an address that is to be copied: it stands as a link of its own. */
function writeProse(text: string): string {
  return text.split(/(https:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]])/).map((part, index) => (index % 2 === 1 ? writeLink(part) : escapeProse(part))).join('');
}

function writeLink(url: string): string {
  return isLinkable(url) ? `<${url}>` : writeCode(url);
}

/** The fence is longer than any run of backticks inside. */
export function writeCode(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^[` ]|[` ]$/.test(text) || text === '' ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** In a table `|` ends a cell even within a code span (https://github.github.com/gfm/#tables-extension-), so such text is an element. */
function writeCellCode(text: string): string {
  if (!text.includes('|')) return writeCode(text);
  return `<code>${text.replace(/[^\w .…]/gu, writeReference)}</code>`;
}

/** Mentions, issue numbers and links are found after references are undone, so these are broken by a blank. */
export function escapeProse(text: string): string {
  return text
    .replace(/@(?=[\w-])/g, '@ ')
    .replace(/#(?=\d)/g, '# ')
    .replace(/\/(?=\/)/g, '/ ')
    .replace(/\b(www)\./gi, '$1 .')
    .replace(/[&<>"'`*_[\]#~|\\!$^]|^[-+=]/g, writeReference);
}

function writeReference(character: string): string {
  return `&#${character.codePointAt(0) ?? 0};`;
}

function cutTitle(title: string): string {
  const characters = [...title];
  return characters.length <= longestTitle ? title : `${characters.slice(0, longestTitle).join('')}…`;
}
