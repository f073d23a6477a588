// Validators for the tests: each answers with what is wrong, so that a failing test says it.

import { readFileSync } from 'node:fs';
import { Ajv, type AnySchema } from 'ajv';

export function checkReport(value: unknown): readonly string[] {
  return reportErrors('report-1.json', value);
}

export function checkFindingLine(value: unknown): readonly string[] {
  return reportErrors('report-1.json#/definitions/finding', value);
}

export function checkSummaryLine(value: unknown): readonly string[] {
  return reportErrors('report-1.json#/definitions/summaryLine', value);
}

export function checkRotation(value: unknown): readonly string[] {
  return reportErrors('rotation-1.json', value);
}

export function checkSummary(value: unknown): readonly string[] {
  return reportErrors('summary-1.json', value);
}

export function checkSarif(value: unknown): readonly string[] {
  sarif(value);
  return listErrors(sarif.errors);
}

export function checkGitlab(value: unknown): readonly string[] {
  gitlab(value);
  return listErrors(gitlab.errors);
}

const ajv = new Ajv({ allErrors: true });
ajv.addSchema(readSchema('../../schema/report-1.json'));
ajv.addSchema(readSchema('../../schema/rotation-1.json'));
ajv.addSchema(readSchema('../../schema/summary-1.json'));

// Its formats (uri, date-time) are left to the tests; a pattern of it is no valid `u` expression.
const sarif = new Ajv({ strict: false, unicodeRegExp: false, validateFormats: false }).compile(readSchema('./sarif-2.1.0.schema.json'));

const gitlab = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(readSchema('./gitlab.schema.json'));

function reportErrors(name: string, value: unknown): readonly string[] {
  const validate = ajv.getSchema(name);
  if (validate === undefined) throw new Error(`no schema ${name}`);
  validate(value);
  return listErrors(validate.errors);
}

function listErrors(errors: typeof ajv.errors): readonly string[] {
  return (errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`);
}

function readSchema(path: string): AnySchema {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as AnySchema;
}
