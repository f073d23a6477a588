// argv -> a request, an outcome, an exit code. Every command is a function of its own; what a command needs is loaded
// when it runs, because the hook pays for every module that is loaded without being used.

import { UsageError } from '../model/errors.js';
import { visible } from '../report/visible.js';
import { parseArguments } from './arguments.js';
import type { Arguments } from './arguments.js';
import type { Io } from './io.js';
import { look } from './look.js';
import { nearest } from '../document/nearest.js';

/** Promised, and not there yet: answered, and absent from --help. */
const later = ['doctor', 'baseline', 'hook'];

/** Runs a command line. @returns the exit code */
export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(parseArguments(argv), io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { maskText } = await import('../run/mask.js');
    io.warn(`skan: ${visible(maskText(error.message))}\n`);
    return 2;
  }
}

async function dispatch(given: Arguments, io: Io): Promise<number> {
  const { command } = given;
  if (given.version) return (await import('./help.js')).printVersion(io);
  if (given.help || command === '' || command === 'help') return help(given, io);
  switch (command) {
    case 'staged':
    case 'range':
    case 'audit':
    case 'scan':
      return look(given, io);
    case 'merge':
      return (await import('./merge.js')).merge(given, io);
    case 'init':
      return (await import('../setup/init.js')).init(given.operands, io);
    case 'explain':
      return (await import('./explain.js')).explain(given, io);
    case 'purge':
      return (await import('./purge.js')).purge(given, io);
    case 'revoke':
      return (await import('./revoke.js')).revoke(given, io);
    case 'rotate':
      return (await import('./rotate.js')).rotate(given, io);
    case 'rules':
      return (await import('./rules.js')).rules(given, io);
    default:
      throw explainUnknown(command);
  }
}

/** `skan help audit` asks for a command, and must know it; `skan audit --help` is forgiven. */
async function help({ command, operands: [asked] }: Arguments, io: Io): Promise<number> {
  const { isCommand, printCommandHelp, printHelp } = await import('./help.js');
  const name = command === 'help' ? asked : command;
  if (name !== undefined && later.includes(name)) throw explainUnknown(name);
  if (name !== undefined && isCommand(name)) return printCommandHelp(name, io);
  if (command === 'help' && asked !== undefined && asked !== 'help') throw explainUnknown(asked);
  return printHelp(io);
}

function explainUnknown(command: string): UsageError {
  if (later.includes(command)) return new UsageError(`skan ${command}: not in this version`);
  const close = nearest(command, ['staged', 'range', 'audit', 'scan', 'merge', 'init', 'explain', 'purge', 'revoke', 'rotate', 'rules', 'help']);
  return new UsageError(`there is no command ${command}${close === undefined ? '; skan --help lists them' : `; did you mean skan ${close}?`}`);
}
