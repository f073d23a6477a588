// How a kind of file names variables: the type that the tables of languages and formats share, and the expressions made of
// them. In a pattern `NAME` stands for the variable as a whole word.

import type { Usage } from '../../model/rotation.js';

export interface DialectPattern {
  readonly usage: Usage;
  /** JavaScript regular expression source, flags `dgm`. The group `from` is where the value comes from, `key` the key in it. */
  readonly pattern: string;
  /** The store that `from` is a name in; without a group `from` the variable's own name is. */
  readonly store?: string;
}

export interface Dialect {
  readonly name: string;
  /** The path, `/` between folders. */
  readonly files: RegExp;
  /** What the text must hold too, where the path does not tell. */
  readonly holds?: RegExp;
  /** Tried in order: what an earlier one has read, a later one does not. */
  readonly patterns: readonly DialectPattern[];
  /** Names are spelled in more than one way here: `openai_api_key`, `openaiApiKey`, `openai.api-key`. */
  readonly loose?: boolean;
  /** What to write in place of the key. `NAME`, `lower`: the variable, and the same in lower case. */
  readonly reader?: readonly string[];
}

const part = 'A-Za-z0-9_';

/** The variable as a whole word; Terraform's `TF_VAR_` form of it counts as the same. */
export function nameSource(variable: string, loose: boolean): string {
  const words = loose ? variable.split(/[-_.]/).map(escapeSource).join('[-_. ]?') : escapeSource(variable);
  return `(?<![${part}])(?<name>(?:TF_VAR_)?${words}${loose ? '' : `|TF_VAR_${escapeSource(variable.toLowerCase())}`})(?![${part}])`;
}

export function compilePattern({ pattern }: DialectPattern, variable: string, loose: boolean): RegExp {
  return new RegExp(pattern.replace('NAME', () => nameSource(variable, loose)), loose ? 'dgim' : 'dgm');
}

/** A name is escaped whatever it holds: a key of YAML may hold a dot. */
function escapeSource(text: string): string {
  return text.replace(/[^A-Za-z0-9_]/g, '\\$&');
}
