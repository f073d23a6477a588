// The end of an audit of several repositories: a table for people. One line a repository, none left out.

import { severities } from '../model/rule.js';
import type { Audited, Summary } from '../model/summary.js';
import { countNoun } from './count.js';
import { visible } from './visible.js';

export function formatTotals({ repositories }: Summary): string {
  const rows = [['repository', 'findings', 'complete', 'report'], ...repositories.map((each) => [visible(each.repository), sayFindings(each), each.complete ? 'yes' : 'no', visible(each.file ?? '')])];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const table = rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
  const gaps = repositories.filter(({ complete }) => !complete).map(({ repository, why = 'not complete' }) => `  ${visible(why.startsWith(`${repository}: `) ? why : `${repository}: ${why}`)}`);
  return [`skan  ${countNoun(repositories.length, 'repository', 'repositories')}`, '', ...table, ...(gaps.length === 0 ? [] : ['', '  not complete', ...gaps]), ''].join('\n');
}

function sayFindings({ findings, complete }: Audited): string {
  return severities.flatMap((severity) => (findings[severity] === 0 ? [] : [`${findings[severity]} ${severity}`])).join(', ') || (complete ? 'none' : 'unknown');
}
