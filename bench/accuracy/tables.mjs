// What scanners reported, held against what was planted, and the tables of it.
import { table } from '../measure.mjs';

/** Rules that name no vendor: nobody's sign stands on such a key. */
const nameless = new Set(['generic', 'unknown-sk', 'jwt', 'private-key', 'netrc', 'pkcs12', 'putty']);
/** Rules of places that hold keys of anybody: a registry's credentials, whoever runs it. */
const holders = new Set(['docker-registry-auth', 'npmrc-auth-token', 'npmrc-basic-auth']);

/**
 * @returns for each cell `{found, exact, vendor}`: reported in the right file on the right lines; to the byte; `vendor` is
 * `right`, `none` (by a rule of no vendor), `wrong`, or undefined where nothing was found or the scanner names none
 */
export function judge(cells, reports) {
  const byFile = new Map();
  for (const report of reports) byFile.set(report.file, [...(byFile.get(report.file) ?? []), report]);
  return { verdicts: cells.map((cell) => judgeCell(cell, (byFile.get(cell.file) ?? []).filter((report) => overlaps(cell, report)))) };
}

/** Without lines (bytes, archives, decoders that tell none) the file alone is right: nothing else stands in it. */
function overlaps({ line, endLine }, report) {
  if (line === undefined || report.line === undefined) return true;
  return report.line <= (endLine ?? line) && (report.endLine ?? report.line) >= line;
}

function judgeCell({ kind, key }, reports) {
  const providers = reports.flatMap(({ provider, rule }) => (provider === undefined ? [] : holders.has(rule) && rule !== kind.id ? ['generic'] : [provider]));
  const foreign = providers.filter((each) => each !== kind.provider && !nameless.has(each));
  const vendor = providers.length === 0 ? undefined : foreign.length > 0 ? 'wrong' : providers.includes(kind.provider) ? 'right' : 'none';
  return { found: reports.length > 0, exact: reports.some(({ secret }) => isSame(secret, key)), vendor, rules: [...new Set(reports.map(({ rule }) => rule))] };
}

/** A key of several lines is the same however they end, are indented or escaped; one in a URL with its signs written either way. */
function isSame(secret, key) {
  if (secret === key || secret === undefined) return secret === key;
  if (key.includes('\n')) return letters(secret) === letters(key);
  return key.includes('%') && secret.toLowerCase() === decodeURIComponent(key.replace(/%(?![0-9A-Fa-f]{2})/g, '%25')).toLowerCase();
}

function letters(text) {
  return text.replace(/\\[nr]|[^A-Za-z0-9+/=]/g, '');
}

export function printRecall({ cells, results, seed, misses }) {
  const columns = results.map(({ name }) => name);
  const out = (title, rows) => process.stdout.write(`\n${title}\n${table(rows)}\n`);
  const all = cells.map((_, index) => index);
  const grouped = (keyOf) => [...all.reduce((map, index) => map.set(keyOf(cells[index]), [...(map.get(keyOf(cells[index])) ?? []), index]), new Map())];
  const rowOf = (name, indices) => [name, indices.length, ...results.map(({ verdicts }) => percent(indices.filter((index) => verdicts[index].found).length, indices.length))];
  const head = (first) => [first, 'cells', ...columns];
  out(`recall in %, seed ${seed}: by kind`, [head('kind'), ...grouped(({ kind }) => kind.id).map(([id, indices]) => rowOf(id, indices))]);
  out('by surrounding', [head('surrounding'), ...grouped(({ surrounding }) => `${surrounding.group}: ${surrounding.label}`).map(([label, indices]) => rowOf(label, indices))]);
  const kinds = new Set(cells.map(({ kind }) => kind.id)).size;
  out(`totals, ${kinds} kinds`, [head(''), ...grouped(({ surrounding }) => surrounding.group).map(([group, indices]) => rowOf(group, indices)), rowOf('all', all), ['seconds', '', ...results.map(({ seconds }) => seconds.toFixed(0))]]);
  if (results.length > 1) out('kinds that the peer knows (found at least once in plain syntax): its recall over them, and skan\'s over the same', [['', 'kinds', 'cells', 'peer', 'skan'], ...results.slice(1).map((peer) => known(cells, peer, results[0]))]);
  printOwn(cells, results[0], misses, out);
}

function known(cells, peer, own) {
  const kinds = new Set(cells.filter(({ surrounding }, index) => surrounding.group === 'plain' && peer.verdicts[index].found).map(({ kind }) => kind.id));
  const indices = cells.flatMap(({ kind }, index) => (kinds.has(kind.id) ? [index] : []));
  const share = ({ verdicts }) => percent(indices.filter((index) => verdicts[index].found).length, indices.length);
  return [peer.name, kinds.size, indices.length, share(peer), share(own)];
}

/** What only skan tells: the exact span, and whose key it is. */
function printOwn(cells, { verdicts }, misses, out) {
  const groups = [...new Set(cells.map(({ surrounding }) => surrounding.group))];
  const rows = groups.map((group) => {
    const found = verdicts.filter(({ found }, index) => found && cells[index].surrounding.group === group);
    const count = (vendor) => found.filter((each) => each.vendor === vendor).length;
    return [group, found.length, percent(found.filter(({ exact }) => exact).length, found.length), percent(count('right'), found.length), count('none'), count('wrong')];
  });
  out('skan, of what it found', [['', 'found', 'exact %', 'vendor right %', 'no vendor', 'wrong vendor'], ...rows]);
  if (misses !== true) return;
  const bad = cells.flatMap(({ kind, surrounding, file }, index) => {
    const { found, vendor, exact, rules } = verdicts[index];
    const what = !found ? 'missed' : vendor === 'wrong' ? 'wrong vendor' : vendor === 'none' ? 'no vendor' : exact ? '' : 'not exact';
    return what === '' ? [] : [[what, surrounding.group, surrounding.label, kind.id, rules.join(' '), file]];
  });
  out('misses', [['what', 'group', 'surrounding', 'kind', 'reported as', 'file'], ...bad]);
}

export function printReports({ names, count, bytes, results, reports }) {
  const megabytes = bytes / 1e6;
  process.stdout.write(`\nfalse reports: ${megabytes.toFixed(0)} MB in ${count} packages\n${names.join(' ')}\n`);
  const rows = results.map(({ name, found, seconds }) => [name, found.length, ((found.length * 10) / megabytes).toFixed(2), seconds.toFixed(0)]);
  process.stdout.write(`${table([['', 'reports', 'per 10 MB', 'seconds'], ...rows])}\n`);
  if (reports !== true) return;
  const own = results[0].found.map(({ rule, severity, redacted, file, line }) => [severity, rule, redacted, `${file}:${line ?? ''}`]);
  process.stdout.write(`\n${table([['severity', 'rule', 'masked', 'where'], ...own.sort((left, right) => (left[1] < right[1] ? -1 : 1))])}\n`);
}

function percent(part, whole) {
  return whole === 0 ? '-' : ((100 * part) / whole).toFixed(1);
}
