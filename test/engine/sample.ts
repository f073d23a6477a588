// A rule and what goes with it, for tests of the engine that need one of a certain kind.

import type { Hints, Rule } from '../../src/model/rule.js';

export function makeRule(parts: Partial<Rule> & Pick<Rule, 'id'>): Rule {
  return {
    title: parts.id,
    provider: 'acme',
    severity: 'high',
    confidence: 'medium',
    anchors: ['acme_'],
    prefixes: ['acme_'],
    ignoreCase: false,
    pattern: '(?<secret>acme_[a-z0-9]{8,20})',
    reach: { before: 0, longest: 25, margin: 0, beyond: 0 },
    proofs: [{ 'not-placeholder': false }],
    attribution: 'shape',
    generic: false,
    chosen: false,
    why: '',
    ...parts,
  };
}

export const acme: Hints = { provider: 'acme', name: 'Acme', variables: ['ACME_API_KEY'], hosts: ['api.acme.dev'], words: ['acme', 'acme-sdk'] };
