// The engine by itself: bytes a second with 50 rules and with all of them; then hostile input for every rule, doubled
// once: time that doubles with it is linear, time that grows fourfold is not.
// node bench/rules.mjs
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'rolldown';
import { median, print } from './measure.mjs';

const megabyte = 1024 * 1024;
const corpusBytes = 32 * megabyte;
const hostileBytes = [32, 64].map((kilobytes) => kilobytes * 1024);

export async function benchRules(rounds = 5) {
  const { makeEngine, catalogue, proofs } = await loadEngine();
  benchThroughput(makeEngine, catalogue, proofs, rounds);
  benchHostile(makeEngine, catalogue, proofs);
}

function benchThroughput(makeEngine, catalogue, proofs, rounds) {
  // The second corpus holds the same anchors for all three: those of the fifty rules.
  const corpora = { 'source code': makeSource(corpusBytes), 'source code with an anchor a line': makeAnchored(corpusBytes, { rules: pick(catalogue.rules, 50) }), 'random bytes': makeNoise(corpusBytes) };
  const fifty = { ...catalogue, rules: pick(catalogue.rules, 50) };
  const double = { ...catalogue, rules: [...catalogue.rules, ...catalogue.rules.map((rule) => ({ ...rule, id: `more-${rule.id}`, anchors: rule.anchors.map(rename) }))] };
  const engines = Object.fromEntries([fifty, catalogue, double].map((rules) => [`${rules.rules.length} rules`, makeEngine(rules, proofs)]));
  const rows = Object.entries(corpora).map(([name, corpus]) => {
    const times = Object.fromEntries(Object.keys(engines).map((each) => [each, []]));
    for (let round = -1; round < rounds; round += 1) {
      for (const [each, engine] of Object.entries(engines)) {
        const spent = time(() => scanPieces(engine, corpus));
        if (round >= 0) times[each].push(spent);
      }
    }
    return [name, ...Object.values(times).map((all) => (corpus.length / 1e3 / median(all)).toFixed(0))];
  });
  print(`engine: MB/s over ${corpusBytes / megabyte} MiB in pieces of 4 MiB, Node ${process.version}`, [['', ...Object.keys(engines)], ...rows]);
}

function pick(all, count) {
  return Array.from({ length: count }, (_, index) => all[Math.floor((index * all.length) / count)]);
}

/** Another anchor of the same length, of letters that stand together as rarely or as often: `sk-` -> `ks-`. */
function rename(anchor) {
  return anchor[1] + anchor[0] + anchor.slice(2);
}

/** Anchors, near misses and what the pattern may repeat, again and again. */
function benchHostile(makeEngine, catalogue, proofs) {
  const worst = catalogue.rules.map((rule) => {
    const engine = makeEngine({ ...catalogue, rules: [rule] }, proofs);
    const attacks = attacksOn(rule).map((unit) => {
      const times = hostileBytes.map((size) => timeHostile(engine, unit, size));
      return { unit, last: times.at(-1), growth: times.at(-1) / Math.max(times.at(-2), 0.05), perByte: (times.at(-1) * 1e6) / hostileBytes.at(-1) };
    });
    return { rule: rule.id, ...attacks.reduce((slowest, each) => (each.last > slowest.last ? each : slowest)) };
  });
  const rows = worst.sort((left, right) => right.last - left.last).slice(0, 20).map(({ rule, unit, last, growth, perByte }) => [rule, last.toFixed(1), growth.toFixed(1), perByte.toFixed(0), JSON.stringify(unit.slice(0, 36))]);
  print(`hostile input, the 20 slowest of ${worst.length} rules: ${hostileBytes.at(-1) / 1024} KiB each, growth from half of it`, [['rule', 'ms', 'growth', 'ns/byte', 'repeated'], ...rows]);
}

/** The lesser of two runs. */
function timeHostile(engine, unit, size) {
  const text = Buffer.from(unit.repeat(Math.ceil(size / unit.length)).slice(0, size), 'latin1');
  return Math.min(time(() => engine.scanText(text)), time(() => engine.scanText(text)));
}

function attacksOn({ anchors, prefixes, reach }) {
  const [anchor = ''] = anchors;
  const [prefix = anchor] = prefixes;
  const bodies = ['a', '0', 'aA0', '-', '_', '.', ' ', '=', '"', '/', '\\', '+', 'a-', '[', '\n'];
  return [
    anchor,
    `${anchor} `,
    ...bodies.map((body) => `${anchor}${body}`),
    ...bodies.map((body) => `${prefix}${body.repeat(Math.min(reach.longest, 300))}!`),
    `${anchor}="`,
    `${anchor}: "${'a'.repeat(40)}`,
    'a', '-', '_a', ' ',
  ];
}

function scanPieces(engine, corpus) {
  const size = 4 * megabyte;
  const item = { id: 'corpus', kind: 'content' };
  for (let offset = 0; offset < corpus.length; offset += size) engine.scan({ item, offset, bytes: corpus.subarray(offset, offset + size), last: offset + size >= corpus.length });
}

function time(work) {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function makeSource(size) {
  const words = 'const return await function import export options request response buffer stream config index value error message client server handler default'.split(' ');
  const random = makeRandom(7);
  return fill(size, () => `  ${Array.from({ length: 6 }, () => words[Math.floor(random() * words.length)]).join(' ')} = ${Math.floor(random() * 1e6)};\n`);
}

function makeAnchored(size, { rules }) {
  const anchors = rules.flatMap((rule) => rule.anchors);
  const random = makeRandom(8);
  return fill(size, () => `  const ${anchors[Math.floor(random() * anchors.length)]} = readValue(${Math.floor(random() * 1e6)}, options);\n`);
}

function makeNoise(size) {
  const random = makeRandom(9);
  return Buffer.from(Uint8Array.from({ length: size }, () => random() * 256));
}

function fill(size, line) {
  const lines = [];
  for (let length = 0; length < size; length += lines.at(-1).length) lines.push(line());
  return Buffer.from(lines.join(''), 'latin1').subarray(0, size);
}

/** Mulberry32: the same corpus on every machine. */
function makeRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function loadEngine() {
  mkdirSync('.cache/bench', { recursive: true });
  const load = async (input, name) => {
    const file = resolve(`.cache/bench/${name}.mjs`);
    await build({ input, platform: 'node', logLevel: 'silent', output: { file, format: 'esm' } });
    return import(pathToFileURL(file).href);
  };
  const [{ makeEngine }, { proofs }, { catalogue }] = await Promise.all([load('src/engine/scan.ts', 'engine'), load('src/rules/proofs/index.ts', 'proofs'), import('../src/generated/catalogue.js')]);
  return { makeEngine, proofs, catalogue };
}

if (import.meta.url === `file://${process.argv[1]}`) await benchRules();
