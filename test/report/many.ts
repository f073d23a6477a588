// A report as large as an audit of an old company's monorepo: findings of many vendors over years, each a little different. Drawn
// from a generator that is seeded, so that a test or a picture of it is the same in every run.

import type { Finding, Occurrence, Reach, Report } from '../../src/model/report.js';
import type { Severity } from '../../src/model/rule.js';
import { makeReport } from './sample.js';

const kinds: readonly (readonly [rule: string, provider: string, title: string, severity: Severity, mask: string])[] = [
  ['openai-project-key', 'openai', 'OpenAI project API key', 'critical', 'sk-proj-'],
  ['anthropic-api-key', 'anthropic', 'Anthropic API key', 'critical', 'sk-ant-api03-'],
  ['aws-access-key', 'aws', 'AWS access key', 'critical', 'AKIA'],
  ['stripe-live-key', 'stripe', 'Stripe live secret key', 'critical', 'sk_live_'],
  ['stripe-test-key', 'stripe', 'Stripe test secret key', 'medium', 'sk_test_'],
  ['github-personal-token', 'github', 'GitHub personal access token', 'critical', 'ghp_'],
  ['slack-bot-token', 'slack', 'Slack bot token', 'high', 'xoxb-'],
  ['npm-access-token', 'npm', 'npm access token', 'high', 'npm_'],
  ['sendgrid-api-key', 'sendgrid', 'SendGrid API key', 'high', 'SG.'],
  ['twilio-api-key', 'twilio', 'Twilio API key', 'high', 'SK'],
  ['datadog-api-key', 'datadog', 'Datadog API key', 'medium', ''],
  ['generic-password', '', 'Password', 'medium', ''],
  ['jwt', '', 'JSON Web Token', 'low', 'eyJ'],
  ['encrypted-private-key', '', 'Encrypted private key', 'info', '-----BEGIN '],
];
const folders = ['src', 'services/billing/src/main/resources', 'packages/web/app', 'infra/terraform/environments/production', 'docs', 'scripts', 'test/fixtures'];
const files = ['config.ts', '.env', 'application.yml', 'deploy.sh', 'settings.py', 'values.yaml', 'README.md', 'client.go', 'docker-compose.yml'];
const authors = ['Ada Lovelace <ada@example.org>', 'Grace Hopper <grace@example.org>', 'Kim <kim@example.org>', '山田 <yamada@example.org>'];
const reaches: readonly Reach[] = ['pushed', 'pushed', 'pushed', 'pushed', 'local', 'tag', 'stash', 'reflog', 'unreachable'];
const details: Partial<Readonly<Record<Reach, string>>> = { local: 'no remote-tracking ref holds it (last fetch: 2026-11-20)', pushed: 'origin/main holds it' };

export function makeMany(findings: number, seed = 1): Report {
  const draw = makeDraw(seed);
  return makeReport({ findings: Array.from({ length: findings }, (_, index) => makeOne(index, draw)), scan: { command: 'audit', root: '/home/kim/shop', counts: { objects: 53_477, bytes: 231_000_000, findings, suppressed: 0 } } });
}

type Draw = <T>(items: readonly [T, ...T[]] | readonly T[]) => T;

function makeOne(index: number, draw: Draw): Finding {
  const [rule, provider, title, severity, prefix] = draw(kinds);
  const reach = draw(reaches);
  const inHead = reach === 'pushed' && draw([true, false, false]);
  const days = Math.floor(draw([0.2, 0.4, 0.7, 1]) * 1900 * draw([0.1, 0.3, 0.5, 0.8, 1]) * draw([0.3, 0.6, 0.9, 1]) + draw([0, 3, 9, 17, 28]));
  const firstSeen = new Date(Date.UTC(2026, 10, 20, 9, 30) - days * 86_400_000).toISOString().replace('.000Z', '+01:00');
  const occurrences = Array.from({ length: draw([1, 1, 1, 2, 3, 14]) }, () => makePlace(firstSeen, inHead, draw));
  return {
    fingerprint: hex(32, draw),
    ...{ rule, provider, title, severity },
    confidence: draw(['certain', 'high', 'medium']),
    why: [prefix === '' ? 'the name beside it says so' : `the prefix ${prefix} is the vendor's alone`, 'it is as random as such a key is'],
    redacted: `${prefix}${hex(4, draw)}…${hex(4, draw)}`,
    ...(provider === '' ? {} : { variable: `${provider.toUpperCase()}_API_KEY` }),
    occurrences,
    exposure: { reach, inHead, refs: ['refs/remotes/origin/main', ...(index % 7 === 0 ? ['refs/tags/v1.2.0'] : [])], firstSeen, ...(details[reach] === undefined ? {} : { detail: details[reach] }) },
    validation: { status: draw(['not-checked', 'not-checked', 'active', 'revoked', 'unknown']) },
    remediation: {
      revoke: { url: `https://example.com/${rule}/keys`, steps: ['Open the API keys page of the dashboard.', 'Delete the key that ends in the last four characters shown above.'] },
      rotate: { steps: ['Create a new key with the same permissions.', 'Put it into the secret manager that the deployment reads, and deploy.', 'Check that nothing uses the old one any more.'] },
      purge: { steps: ['Revoke first: whoever fetched it has it, and a rewritten history does not take it back.', 'Once it is revoked, purging is often not worth its cost.'] },
    },
  };
}

function makePlace(date: string, inHead: boolean, draw: Draw): Occurrence {
  const [line, column] = [draw([1, 3, 14, 88, 231]), draw([5, 12, 18, 34])];
  const path = `${draw(folders)}/${draw(files)}`;
  return { source: 'blob', path, line, column, endLine: line, endColumn: column + 40, commit: hex(40, draw), author: draw(authors), date, ...(inHead ? { inHead: true } : {}) };
}

function hex(length: number, draw: Draw): string {
  return Array.from({ length }, () => draw([...'0123456789abcdef'])).join('');
}

/** A linear congruential generator: https://en.wikipedia.org/wiki/Linear_congruential_generator (the constants of Numerical Recipes). */
function makeDraw(seed: number): Draw {
  let state = seed;
  return (items) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return items[Math.floor((state / 2 ** 32) * items.length)] as (typeof items)[number];
  };
}
