// `forms.json`: the data of a plan, with the secrets in it, for the rewriter and for the proof. Written with mode 0600; the
// one file of a plan that must never be shown.

import { UsageError } from '../../model/errors.js';
import type { Form } from './forms.js';

export const dataName = 'forms.json';
/** By this a folder is known to hold a plan of skan. */
const planMark = 'skan purge plan 1';

export interface PlanData {
  /** In full; the plan is run against a repository in which none of them may be found again. */
  readonly fingerprints: readonly string[];
  readonly forms: readonly Form[];
  /** Ids of the objects that held one when the plan was written. */
  readonly objects: readonly string[];
  /** Ids of blobs that held none, and are there after a rewrite too: by these the repository is known again. */
  readonly kept: readonly string[];
}

export function writeData({ fingerprints, forms, objects, kept }: PlanData): string {
  const written = forms.map(({ find, text, same, ...form }) => ({ ...form, find: encode(find), text: encode(text), same: encode(same) }));
  return `${JSON.stringify({ plan: planMark, fingerprints, objects, kept, forms: written }, undefined, 1)}\n`;
}

/** @throws UsageError when it is no data of a plan */
export function readData(text: string, shown: string): PlanData {
  const value = parse(text);
  if (typeof value !== 'object' || value === null || !('plan' in value) || value.plan !== planMark || !('forms' in value) || !Array.isArray(value.forms)) {
    throw new UsageError(`${shown}: this is no plan of skan purge; write one with skan purge --all --write DIR`);
  }
  const fingerprints = 'fingerprints' in value && Array.isArray(value.fingerprints) ? value.fingerprints.map(String) : [];
  const objects = 'objects' in value && Array.isArray(value.objects) ? value.objects.map(String) : [];
  const kept = 'kept' in value && Array.isArray(value.kept) ? value.kept.map(String) : [];
  return { fingerprints, objects, kept, forms: value.forms.map((form: Record<string, unknown>) => readForm(form)) };
}

function readForm(form: Record<string, unknown>): Form {
  return {
    name: String(form['name']),
    coding: String(form['coding']),
    find: decode(form['find']),
    text: decode(form['text']),
    same: decode(form['same']),
    whole: form['whole'] === true,
    ...(form['word'] === true ? { word: true as const } : {}),
    ...(Array.isArray(form['only']) ? { only: form['only'].map(String) } : {}),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function decode(text: unknown): Buffer {
  return Buffer.from(typeof text === 'string' ? text : '', 'base64');
}
