// What is known of a rule: what it says itself, and its provider's word where it says nothing. Both stand in the manual once and
// are put together here, when somebody asks.

import type { Manual, OwnFacts, ProviderSource, Revocation, RuleFacts, RuleSource } from '../model/rule.js';

/** A rule that says how its kind is ended keeps the provider's word on what that stops and how the list looks, if it is on the same page. */
export function factsOf({ providers, rules }: Manual, id: string): RuleFacts | undefined {
  const own = rules[id];
  if (own === undefined) return undefined;
  const provider: Partial<ProviderSource> = providers[own.provider] ?? {};
  const { stops, shown } = provider.revoke ?? {};
  const { contact, checked } = provider;
  const { title, severity, references, revocation } = own;
  return {
    title, severity, references, provider: own.provider,
    ...omitMissing({
      revoke: own.revoke === undefined ? provider.revoke : { ...(isElsewhere(own.revoke, provider.revoke) ? {} : omitMissing({ stops, shown })), ...own.revoke },
      rotate: own.rotate ?? provider.rotate,
      misuse: own.misuse ?? provider.misuse,
      contact,
      checked,
      validate: own.validate === false ? undefined : (own.validate ?? provider.validate),
      revocation,
    }),
  };
}

/** Another page has another list, and ends something else. */
function isElsewhere(own: Revocation, provider: Revocation | undefined): boolean {
  return own.url !== undefined && own.url !== provider?.url;
}

/** What a rule says itself. */
export function takeFacts(provider: string, { title, severity, references, revoke, rotate, misuse, validate, revocation }: RuleSource): OwnFacts {
  return { title, severity, references, provider, ...omitMissing({ revoke, rotate, misuse, validate, revocation }) };
}

/** The manual, with what users say of rules of their own. */
export function addOwnFacts(manual: Manual, own: readonly RuleSource[]): Manual {
  return own.length === 0 ? manual : { ...manual, rules: { ...manual.rules, ...Object.fromEntries(own.map((rule) => [rule.id, takeFacts('own', rule)])) } };
}

function omitMissing<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
