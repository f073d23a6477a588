// What the parts of the text format share while they lay out one report.

import type { Report } from '../model/report.js';
import type { FormatOptions } from './options.js';
import type { Paint } from './paint.js';

export interface Sheet {
  /** Already visible. */
  readonly report: Report;
  readonly options: FormatOptions;
  readonly columns: number;
  readonly paint: Paint;
  /** The shortest names of the findings. */
  readonly ids: ReadonlyMap<string, string>;
  /** What `skan explain` is handed for each. */
  readonly explains: ReadonlyMap<string, string>;
}
