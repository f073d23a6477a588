// The findings of the text format: one in full, or many as a list by reach and rule. Knows lines, not sentences:
// those are in wording and advice.

import { reaches, type Finding, type Occurrence, type Reach } from '../model/report.js';
import { adviseSteps, sayRevoke, type Phrase, type Step } from './advice.js';
import { allowFinding, sayAllowance, type Allowance } from './allow.js';
import { listAllTasks } from './checklist.js';
import { groupBy } from './group.js';
import { hangWords, joinCells, spreadLine, splitWords } from './layout.js';
import { describeOrigin, describePlace } from './place.js';
import { fails } from './severity.js';
import type { Sheet } from './sheet.js';
import { countOtherPlaces, describeReach, describeValidation, rateFinding } from './wording.js';

/** Furthest first: what is out needs doing soonest; where a key is known to be active comes before all. */
const byUrgency: readonly Reach[] = ['pushed', 'tag', 'local', 'stash', 'reflog', 'unreachable', 'worktree', 'staged'];

const fewFindings = 5;
const fewPlaces = 3;

export function layFindings(sheet: Sheet): readonly string[] {
  const [first, ...others] = sheet.report.findings;
  if (first === undefined) return [];
  return others.length === 0 ? laySingle(sheet, first) : layMany(sheet);
}

function laySingle(sheet: Sheet, finding: Finding): readonly string[] {
  const { columns } = sheet;
  return [
    ...layTitle(sheet, finding, finding.title),
    ...layPlaces(sheet, finding, '  '),
    ...layGrounds(sheet, finding, '  '),
    '',
    ...hangWords('  ', splitWords(describeReach(finding.exposure)), columns),
    ...laySteps(sheet, adviseSteps([finding], finding.exposure.reach, isHeld(sheet, [finding]))),
    ...layTasks(sheet, finding, '  '),
    '',
    ...layOnward(sheet, [finding], sheet.explains.get(finding.fingerprint) ?? finding.fingerprint),
  ];
}

function layMany(sheet: Sheet): readonly string[] {
  const { report } = sheet;
  const order = [...byUrgency, ...reaches.filter((reach) => !byUrgency.includes(reach))];
  const byReach = order.map((reach) => report.findings.filter((finding) => finding.exposure.reach === reach));
  const groups = [...byReach.filter((group) => group.some(isActive)), ...byReach.filter((group) => !group.some(isActive))];
  return [
    ...groups.flatMap((group) => layReach(sheet, group)),
    ...layOnward(sheet, report.findings, report.findings.every(({ fingerprint }) => sheet.explains.get(fingerprint) === sheet.ids.get(fingerprint)) ? '<id at the left>' : '<rule>'),
  ];
}

function isActive({ validation }: Finding): boolean {
  return validation.status === 'active';
}

function layReach(sheet: Sheet, findings: readonly Finding[]): readonly string[] {
  const [first] = findings;
  if (first === undefined) return [];
  const { reach, detail } = first.exposure;
  const alike = detail !== undefined && findings.every((finding) => finding.exposure.detail === detail);
  const shared = alike ? { reach, detail } : { reach };
  const kinds = groupBy(findings, (finding) => [finding.rule, finding.title, finding.severity, finding.confidence, finding.validation.status].join('\0'));
  return [
    ...kinds.flatMap((kind) => layKind(sheet, kind)),
    ...hangWords('  ', splitWords(describeReach(shared, findings.length > 1)), sheet.columns),
    ...laySteps(sheet, adviseSteps(findings, reach, isHeld(sheet, findings))),
    '',
  ];
}

function layKind(sheet: Sheet, findings: readonly Finding[]): readonly string[] {
  const [first] = findings;
  if (first === undefined) return [];
  const grounds = sheet.report.findings.length <= fewFindings || sheet.options.verbose;
  return [
    ...layTitle(sheet, first, `${first.title} (${first.rule})`),
    ...findings.flatMap((finding) => [
      ...layPlaces(sheet, finding, `    ${identify(sheet, finding)}  `),
      ...layGrounds(sheet, finding, '    ', grounds),
    ]),
    ...layRevoke(sheet, findings),
    ...layTasks(sheet, first, '    '),
    '',
  ];
}

/** Says for one finding which key to look for; several of a kind share the page. */
function layRevoke(sheet: Sheet, findings: readonly Finding[]): readonly string[] {
  const sayPage = (finding: Finding): readonly Phrase[] => sayRevoke(finding).filter((phrase) => findings.length === 1 || !isEnd(phrase));
  const pages = new Set(findings.map((finding) => spellWords(sheet, sayPage(finding)).join(' ')));
  return [...pages].flatMap((page) => hangWords(`    ${sheet.paint.faint('revoke')} `, splitWords(page), sheet.columns));
}

function isEnd(phrase: Phrase): boolean {
  return typeof phrase === 'string' && phrase.startsWith('(ends in ');
}

function layTitle({ paint, options, columns }: Sheet, finding: Finding, title: string): readonly string[] {
  const rating = paint.severity(finding.severity, rateFinding(finding));
  return spreadLine(`  ${paint.strong(title)}`, fails(finding, options.failOn) ? rating : `${rating}; does not fail`, columns);
}

function layPlaces(sheet: Sheet, finding: Finding, lead: string): readonly string[] {
  const { paint, columns } = sheet;
  const [first, ...others] = finding.occurrences.map((place) => [paint.place(describePlace(place)), paint.faint(sayOrigin(sheet, place))]);
  const key = finding.secret ?? finding.redacted;
  const indent = ' '.repeat(lead.length);
  const shown = countShownPlaces(sheet, finding);
  const [where = 'place unknown', origin = ''] = first ?? [];
  return [
    ...joinCells(lead, [where, key, origin], columns),
    ...others.slice(0, shown - 1).flatMap((cells) => joinCells(indent, cells, columns)),
    ...sayOthers(finding, shown).map((text) => `${indent}${text}`),
  ];
}

function sayOthers(finding: Finding, shown: number): readonly string[] {
  const others = countOtherPlaces(finding, shown);
  if (others === '') return [];
  return [`${others} (--verbose lists them)`];
}

/** All places of a commit that is held need mending, so a few are listed; elsewhere one says which key it is. */
function countShownPlaces({ options, report }: Sheet, finding: Finding): number {
  if (options.verbose) return finding.occurrences.length;
  return report.scan.command === 'staged' && finding.occurrences.length <= fewPlaces ? fewPlaces : 1;
}

function sayOrigin({ options }: Sheet, place: Occurrence): string {
  const head = place.inHead === true ? 'in HEAD' : '';
  const origin = place.source === 'blob' ? describeOrigin(place) : '';
  const author = options.verbose && place.author !== undefined ? `by ${place.author}` : '';
  return joinTexts([joinTexts([head, origin], ', since '), author], ' ');
}

function joinTexts(texts: readonly string[], separator: string): string {
  return texts.filter((text) => text !== '').join(separator);
}

/** `whole`: also why it is one; what its issuer said is always said. */
function layGrounds(sheet: Sheet, finding: Finding, indent: string, whole = true): readonly string[] {
  const decoded = finding.occurrences[0]?.decodedFrom ?? [];
  const rows: readonly (readonly [label: string, text: string])[] = [
    ['why', whole ? finding.why.join('; ') : ''],
    ['inside', whole ? decoded.join(', in ') : ''],
    ['asked', sayAsked(finding.validation)],
    ['refs', whole && sheet.options.verbose ? [...finding.exposure.refs, ...(finding.exposure.moreRefs === true ? ['and more'] : [])].join(', ') : ''],
  ];
  return rows
    .filter(([, text]) => text !== '')
    .flatMap(([label, text]) => hangWords(`${indent}${sheet.paint.faint(label.padEnd(6))} `, splitWords(text), sheet.columns));
}

function sayAsked(validation: Finding['validation']): string {
  const { status, detail } = validation;
  return status === 'not-checked' && detail !== undefined ? `nobody: ${detail}` : describeValidation(validation);
}

function laySteps(sheet: Sheet, steps: readonly Step[]): readonly string[] {
  const width = Math.max(...steps.map((step) => step.label.length));
  return steps.flatMap(({ label, says }, index) =>
    hangWords(`  ${index + 1}  ${sheet.paint.strong(label.padEnd(width))}  `, spellWords(sheet, says), sheet.columns),
  );
}

/** The whole checklist, for who asked for all. */
function layTasks(sheet: Sheet, finding: Finding, indent: string): readonly string[] {
  if (!sheet.options.verbose) return [];
  const tasks = listAllTasks(finding).flatMap(({ name, lines }) => [
    `${indent}${sheet.paint.strong(name)}`,
    ...lines.flatMap((line) => hangWords(`${indent}  - `, spellWords(sheet, line), sheet.columns)),
  ]);
  return ['', ...tasks];
}

/** Prose is split where it may wrap; links and commands stay whole. */
function spellWords({ paint }: Sheet, says: readonly Phrase[]): readonly string[] {
  return says.flatMap((phrase) => {
    if (typeof phrase === 'string') return isEnd(phrase) ? [phrase] : splitWords(phrase);
    return 'url' in phrase ? [paint.link(phrase.url)] : [phrase.code];
  });
}

/** How to go on where it is no secret, and where the rest of the runbook is. */
function layOnward({ columns }: Sheet, findings: readonly Finding[], id: string): readonly string[] {
  const explain = `all steps: skan explain ${id}`;
  const way = chooseAllowance(findings);
  if (way === 'none') return [`  ${explain}`];
  if (way?.kind === 'config') return [...spreadLine('  not a secret?  put into .skan.yaml', explain, columns), `  ${way.text}`];
  const how = way === undefined ? 'comment on its line: skan:allow <rule> -- why' : sayAllowance(way);
  return spreadLine(`  not a secret?  ${how}`, explain, columns);
}

/** The same for all; undefined: each has its own; `none`: none of them has any. */
function chooseAllowance(findings: readonly Finding[]): Allowance | 'none' | undefined {
  const name = findings.length === 1 ? {} : { rule: '<rule>' };
  const ways = findings.map((finding) => allowFinding({ ...finding, ...name }));
  const [first] = ways;
  if (ways.every((way) => way === undefined)) return 'none';
  return ways.every((way) => way?.text === first?.text) ? first : undefined;
}

function identify({ ids }: Sheet, { fingerprint }: Finding): string {
  return ids.get(fingerprint) ?? fingerprint;
}

function isHeld({ report, options }: Sheet, findings: readonly Finding[]): boolean {
  return report.scan.command === 'staged' && findings.some((finding) => fails(finding, options.failOn));
}
