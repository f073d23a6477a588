// All benchmarks with their defaults: npm run bench [-- <repository to audit>]. The audit takes this repository where none is given.
import { resolve } from 'node:path';
import { benchAccuracy } from './accuracy.mjs';
import { benchAudit } from './audit.mjs';
import { benchMemory } from './memory.mjs';
import { benchRules } from './rules.mjs';
import { benchScan } from './scan.mjs';
import { benchStaged } from './staged.mjs';

benchStaged();
await benchAudit(resolve(process.argv[2] ?? '.'));
await benchRules();
benchScan();
await benchAccuracy();
await benchMemory();
