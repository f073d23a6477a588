// Uses and stores -> what to run: each store's commands under the name by which this repository knows the value there, the
// stores that it uses first.

import type { Reader, StoreAdvice, StoreCommand, Use } from '../../model/rotation.js';
import type { Dialect } from './dialect.js';
import { stores } from './stores.js';
import type { Store } from './stores.js';

/** How the new value reaches a command: it is read once, kept by no history, and written by a builtin of the shell. */
export interface Feed {
  readonly take: readonly StoreCommand[];
  /** Writes it to standard output. */
  readonly feed: string;
  /** A file name to read it from. */
  readonly file: string;
}

const holder = 'NEW_VALUE';

/** @param check the command line of the check, without its file */
export function makeFeed(multiline: boolean, check: string): Feed {
  if (multiline) {
    const file = 'new-key.pem';
    return {
      take: [
        { says: 'save it outside every repository, readable by you alone', line: `(umask 077; cat > ~/${file})` },
        { says: 'check it before it goes anywhere', line: `${check} ~/${file}` },
        { says: 'when all is done', line: `rm ~/${file}` },
      ],
      feed: `cat ~/${file}`,
      file: `~/${file}`,
    };
  }
  const feed = `printf %s "$${holder}"`;
  return {
    take: [
      { says: 'paste it where no history keeps it (bash, zsh)', line: `read -rs ${holder}` },
      { says: 'check it before it goes anywhere', line: `${feed} | ${check} -` },
      { says: 'when all is done', line: `unset ${holder}` },
    ],
    feed,
    file: `<(${feed})`,
  };
}

/** @param seen for each store the files that show it */
export function adviseStores(variable: string, uses: readonly Use[], seen: ReadonlyMap<string, readonly string[]>, { feed, file }: Feed): StoreAdvice[] {
  const all = stores.map((store): StoreAdvice => {
    const names = namesIn(store, variable, uses, seen.get(store.id) ?? []);
    const commands = names.flatMap((each) => store.commands.map(({ says, line }) => ({ says: names.length > 1 ? `${each.name}: ${says}` : says, line: fill(line, each, variable, feed, file) })));
    return { id: store.id, name: store.name, seenIn: seen.get(store.id) ?? [], commands, notes: store.notes ?? [] };
  });
  // A store from which a use takes the value comes first, then those that the files show.
  const rank = ({ id, seenIn }: StoreAdvice): number => (uses.some(({ origin }) => origin?.store === id) ? 0 : seenIn.length > 0 ? 1 : 2);
  return all.sort((left, right) => rank(left) - rank(right));
}

interface StoreName {
  readonly name: string;
  readonly key: string;
}

/** The names under which the uses take it from this store; else the one that it would usually have. */
function namesIn({ id }: Store, variable: string, uses: readonly Use[], seenIn: readonly string[]): StoreName[] {
  const origins = uses.flatMap(({ origin }) => (origin?.store === id ? [origin] : []));
  const named = origins.map(({ name, key }) => (id === '1password' ? splitReference(name) : { name: safe(name), key: safe(key ?? variable) }));
  if (named.length > 0) return [...new Map(named.map((each) => [`${each.name} ${each.key}`, each])).values()];
  return [{ name: usualName(id, variable, seenIn), key: id === '1password' ? '<field>' : variable }];
}

/** op://vault/item/section/field */
function splitReference(reference: string): StoreName {
  const [, item = '<item>', ...fields] = reference.replace('op://', '').split('/');
  return { name: safe(item), key: safe(fields.at(-1) ?? '<field>') };
}

function usualName(id: string, variable: string, seenIn: readonly string[]): string {
  switch (id) {
    case 'kubernetes':
      return '<secret>';
    case 'vault':
      return '<path>';
    case 'jenkins':
      return '<credential id>';
    case '1password':
      return '<item>';
    case 'aws':
      return '<secret id>';
    case 'sops':
      return seenIn.map(safe).find((path) => !/(?:^|\/)\.sops\.ya?ml$/.test(path)) ?? '<file>';
    default:
      return variable;
  }
}

/** What a file of the repository says goes into a command line that is copied: nothing of it may be one. */
function safe(name: string): string {
  return /^[A-Za-z0-9_][A-Za-z0-9_./@:+-]*$/.test(name) ? name : '<name>';
}

function fill(line: string, { name, key }: StoreName, variable: string, feed: string, file: string): string {
  const values: Readonly<Record<string, string>> = { FEED: feed, FILE: file, NAME: name, KEY: key, DASHED: name.replace(/[^A-Za-z0-9]+/g, '-'), VARIABLE: variable };
  return line.replace(/\b(?:FEED|FILE|NAME|KEY|DASHED|VARIABLE)\b/g, (word) => values[word] ?? word);
}

export function makeReader(path: string, { name, reader }: Dialect, variable: string): Reader | undefined {
  if (reader === undefined) return undefined;
  const lines = reader.map((line) => line.replace(/\blower\b|TF_VAR_lower/g, (word) => word.replace('lower', variable.toLowerCase())).replaceAll('NAME', variable));
  return { path, dialect: name, lines };
}

/** Frameworks build variables of these prefixes into what every visitor's browser gets. */
const published = /^(?:NEXT_PUBLIC_|VITE_|REACT_APP_|VUE_APP_|GATSBY_|PUBLIC_|EXPO_PUBLIC_|NUXT_PUBLIC_|STORYBOOK_)/;

export function noteVariable(variable: string): string[] {
  const prefix = published.exec(variable)?.[0];
  return prefix === undefined ? [] : [`${variable}: what starts with ${prefix} is built into the page that every visitor gets; give it another name and call the provider from a server`];
}
