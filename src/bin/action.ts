// The GitHub Action: the real Io, made of @actions/core, and the door.

import { getInput, notice, setFailed, setOutput, summary } from '@actions/core';
import { runAction } from '../doors/action.js';
import { maskText } from '../run/mask.js';

runAction({
  cwd: process.cwd(),
  environment: process.env,
  input: getInput,
  print: (text) => void process.stdout.write(text),
  notice: (title, text, file) => notice(text, { title, file }),
  setOutput,
  async addSummary(markdown) {
    // Runners that show no summaries set no file for them.
    if ((process.env['GITHUB_STEP_SUMMARY'] ?? '') !== '') await summary.addRaw(markdown).write();
  },
  fail: setFailed,
}).catch((error: unknown) => {
  setFailed(maskText(`skan: a fault of skan itself, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`));
});
