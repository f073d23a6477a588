// Reports for the tests of the reporters: masked, small, one field at a time to change.

import type { Finding, Occurrence, Report } from '../../src/model/report.js';
import type { FormatOptions } from '../../src/report/options.js';

export const options: FormatOptions = { color: false, columns: 80, failOn: 'low', verbose: false, quiet: false };

export function makeOccurrence(change: Partial<Occurrence> = {}): Occurrence {
  return { source: 'blob', path: 'src/config.ts', line: 14, column: 18, endLine: 14, endColumn: 82, ...change };
}

export function makeFinding(change: Partial<Finding> = {}): Finding {
  return {
    fingerprint: '7f3c2e1a9b8d4c5f6a7081920a1b2c3d',
    rule: 'openai-project-key',
    provider: 'openai',
    title: 'OpenAI project API key',
    severity: 'critical',
    confidence: 'certain',
    why: ["OpenAI's marker stands in the middle of it", 'both halves have the same length'],
    redacted: 'sk-proj-Ab3d…k9QA',
    occurrences: [makeOccurrence()],
    exposure: { reach: 'staged', inHead: false, refs: [] },
    validation: { status: 'not-checked' },
    remediation: {
      revoke: {
        url: 'https://platform.openai.com/api-keys',
        steps: ['Open API keys.', 'Delete the key that ends in the characters shown.'],
        commands: ['DELETE https://api.openai.com/v1/organization/projects/<project id>/api_keys/<key id> with an admin key'],
        stops: 'Requests with it get 401.',
        shown: 'its name and its last four characters',
      },
      rotate: { steps: ['Create a new key in the same project.', 'Store it where the deployment reads it.'] },
      misuse: { url: 'https://platform.openai.com/usage', steps: ['Look for models and hours that are not yours.'] },
      purge: { steps: ['Once it is revoked, rewriting history is often not worth it.'] },
      contact: 'https://help.openai.com',
      checked: '2026-11',
    },
    ...change,
  };
}

/** Another secret of another rule. */
export function makeOther(change: Partial<Finding> = {}): Finding {
  return makeFinding({
    fingerprint: '9a1b000000000000000000000000beef',
    rule: 'stripe-live-key',
    provider: 'stripe',
    title: 'Stripe live secret key',
    severity: 'high',
    confidence: 'high',
    why: ['the prefix is Stripe’s alone'],
    redacted: 'sk_live_Zq…8fGh',
    occurrences: [makeOccurrence({ path: 'deploy/prod.env', line: 3, column: 12, endLine: 3, endColumn: 44 })],
    remediation: {
      revoke: { url: 'https://dashboard.stripe.com/apikeys', steps: ['Roll the key.'] },
      rotate: { steps: ['Roll the key with an overlap of an hour.'] },
      purge: { steps: ['Not worth it once rolled.'] },
    },
    ...change,
  });
}

export function makeReport(change: Partial<Omit<Report, 'scan'>> & { scan?: Partial<Report['scan']> } = {}): Report {
  const { scan, ...rest } = change;
  const findings = rest.findings ?? [];
  const suppressed = rest.suppressed ?? [];
  const problems = rest.problems ?? [];
  return {
    schema: 'report-1.json',
    tool: { name: 'skan', version: '0.1.0' },
    findings,
    suppressed,
    skipped: [],
    problems,
    ...rest,
    scan: {
      command: 'staged',
      root: '/home/kim/shop',
      complete: problems.length === 0,
      counts: { objects: 12, bytes: 3400, findings: findings.length, suppressed: suppressed.length },
      ...scan,
    },
  };
}
