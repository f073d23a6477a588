// What a thread of an audit runs: its share of the work, told to the thread that started it.

import { parentPort } from 'node:worker_threads';
import { takePart } from '../run/share.js';
import type { Assignment } from '../run/share.js';

parentPort?.once('message', (assignment: Assignment) => takePart(assignment, (parcel) => parentPort?.postMessage(parcel)));
