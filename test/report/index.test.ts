import { describe, expect, test } from '@jest/globals';
import { formats } from '../../src/model/request.js';
import { formatReport } from '../../src/report/index.js';
import { makeFinding, makeOther, makeReport, options } from './sample.js';

describe('every format', () => {
  const report = makeReport({ findings: [makeFinding(), makeOther()], skipped: [{ what: 'lib', why: 'submodule' }], problems: [{ what: 'x', why: 'timed out' }] });

  test.each(formats)('%s: same report, same bytes, and the report is left as it was', async (format) => {
    const copy = structuredClone(report);
    const output = await formatReport(format, report, options);
    expect(await formatReport(format, copy, options)).toBe(output);
    expect(report).toEqual(copy);
    expect(output.endsWith('\n')).toBe(true);
  });

  test.each(formats)('%s: masked keys and what could not be read are in it', async (format) => {
    const output = await formatReport(format, report, options);
    for (const part of ['sk-proj-Ab3d…k9QA', 'sk_live_Zq…8fGh', 'timed out', 'submodule']) expect(output).toContain(part);
  });
});
