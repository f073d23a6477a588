// A real Chromium, driven through its DevTools protocol over two pipes: no port, no package. It is Debian's; where apt-get and root are
// at hand it is installed the first time it is asked for.
// https://chromedevtools.github.io/devtools-protocol/

import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** For `describeWith`. */
export const chromiumTools = { chromium: findChromium } as const;

type Values = Readonly<Record<string, unknown>>;

export interface Tab {
  /** Loads an address and waits until its scripts have run. */
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** The value of an expression in the page; promises are awaited. */
  evaluate<T>(expression: string): Promise<T>;
  /** Presses and releases a key as the keyboard would: `j`, `Enter`, `Tab`. */
  press(...keys: readonly string[]): Promise<void>;
  /** Types into what has the focus. */
  type(text: string): Promise<void>;
  /** Clicks in the middle of what a selector finds first. */
  click(selector: string): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  prefer(features: Readonly<Record<string, string>>): Promise<void>;
  /** PNG. */
  capture(): Promise<Buffer>;
  /** Any command of the protocol. */
  send(method: string, parameters?: Values): Promise<Values>;
  /** Addresses asked for since the last `open`, the page's own left out. */
  readonly requests: readonly string[];
  /** What the console, the browser's log and uncaught errors have said. */
  readonly complaints: readonly string[];
}

export interface Browser {
  openTab(): Promise<Tab>;
  close(): Promise<void>;
}

/** @returns the path of the program @throws where there is none and none can be installed */
export function findChromium(): string {
  const found = lookUp();
  if (found !== undefined) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    for (const args of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]) {
      spawnSync('apt-get', args, { encoding: 'utf8', timeout: 600_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    }
  }
  const installed = lookUp();
  if (installed === undefined) throw new Error('no chromium on the PATH; on Debian: apt-get install chromium');
  return installed;
}

function lookUp(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name))).find((path) => existsSync(path));
}

export async function startChromium(program: string): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'skan-chromium-'));
  const flags = ['--headless=new', '--remote-debugging-pipe', '--no-first-run', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars', '--force-color-profile=srgb', `--user-data-dir=${profile}`];
  // The kernel of a container gives root no namespaces of its own to build the sandbox from.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(program, [...flags, ...sandbox, 'about:blank'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'], env: { ...process.env, HOME: profile } });
  const line = connect(child);
  return {
    openTab: () => openTab(line),
    async close() {
      const gone = new Promise((done) => child.once('exit', done));
      line.send('Browser.close').catch(() => undefined);
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await gone;
      clearTimeout(timer);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

interface Line {
  send(method: string, parameters?: Values, session?: string): Promise<Values>;
  listen(listener: (method: string, parameters: Values, session: string) => void): void;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Values;
  readonly result?: Values;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

/** JSON, each message ended by a zero byte; ours go into the fourth stream of the child, its own come out of the fifth. */
function connect(child: ChildProcess): Line {
  const [, , , into, out] = child.stdio as unknown as readonly [unknown, unknown, unknown, Writable, Readable];
  const waiting = new Map<number, { readonly done: (result: Values) => void; readonly failed: (error: Error) => void; readonly method: string }>();
  const listeners: ((method: string, parameters: Values, session: string) => void)[] = [];
  let last = 0;
  let rest = Buffer.alloc(0);
  const receive = (message: Message): void => {
    const asked = message.id === undefined ? undefined : waiting.get(message.id);
    if (message.id !== undefined) waiting.delete(message.id);
    if (message.error !== undefined) asked?.failed(new Error(`${asked.method}: ${message.error.message}`));
    else asked?.done(message.result ?? {});
    if (message.method !== undefined) for (const listener of listeners) listener(message.method, message.params ?? {}, message.sessionId ?? '');
  };
  out.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      receive(JSON.parse(rest.subarray(0, end).toString()) as Message);
      rest = rest.subarray(end + 1);
    }
  });
  const fail = (why: string): void => {
    for (const { failed, method } of waiting.values()) failed(new Error(`${method}: ${why}`));
    waiting.clear();
  };
  child.once('exit', (code) => fail(`chromium has ended with ${code ?? 'a signal'}`));
  child.once('error', (error) => fail(error.message));
  into.on('error', () => undefined);
  return {
    send(method, parameters = {}, session) {
      const id = (last += 1);
      return new Promise((done, failed) => {
        waiting.set(id, { done, failed, method });
        into.write(`${JSON.stringify({ id, method, params: parameters, ...(session === undefined ? {} : { sessionId: session }) })}\0`);
      });
    },
    listen(listener) {
      listeners.push(listener);
    },
  };
}

async function openTab(line: Line): Promise<Tab> {
  const { targetId } = await line.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await line.send('Target.attachToTarget', { targetId, flatten: true });
  const session = String(sessionId);
  const send: Tab['send'] = (method, parameters) => line.send(method, parameters, session);
  const requests: string[] = [];
  const complaints: string[] = [];
  let loaded: () => void = () => undefined;
  line.listen((method, parameters, from) => {
    if (from !== session) return;
    if (method === 'Page.loadEventFired') loaded();
    if (method === 'Network.requestWillBeSent' && parameters['type'] !== 'Document') requests.push(readUrl(parameters));
    complaints.push(...readComplaint(method, parameters));
  });
  for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await send(`${domain}.enable`);
  const load = async (start: () => Promise<unknown>): Promise<void> => {
    requests.length = 0;
    const done = new Promise<void>((resolve) => (loaded = resolve));
    await start();
    await done;
  };
  const evaluate = async <T>(expression: string): Promise<T> => {
    const { result, exceptionDetails } = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails !== undefined) throw new Error(`${expression.slice(0, 200)}: ${JSON.stringify(exceptionDetails).slice(0, 1000)}`);
    return (result as { readonly value: T }).value;
  };
  return {
    requests,
    complaints,
    send,
    evaluate,
    async open(url) {
      // From one address to the same with another part behind `#` nothing would be loaded.
      await load(() => send('Page.navigate', { url: 'about:blank' }));
      await load(() => send('Page.navigate', { url }));
    },
    reload: () => load(() => send('Page.reload')),
    async press(...keys) {
      for (const key of keys) {
        const text = key === 'Enter' ? '\r' : key === 'Space' ? ' ' : [...key].length === 1 ? key : undefined;
        const shared = { key: key === 'Space' ? ' ' : key, code: codeOf(key), windowsVirtualKeyCode: virtualCodes[key] ?? key.toUpperCase().charCodeAt(0) };
        await send('Input.dispatchKeyEvent', { type: text === undefined ? 'rawKeyDown' : 'keyDown', ...shared, ...(text === undefined ? {} : { text }) });
        await send('Input.dispatchKeyEvent', { type: 'keyUp', ...shared });
      }
    },
    async type(text) {
      await send('Input.insertText', { text });
    },
    async click(selector) {
      const { x, y } = await evaluate<{ x: number; y: number }>(
        `(() => { const e = document.querySelector(${JSON.stringify(selector)}); e.scrollIntoView({ block: 'nearest' }); const { x, y, width, height } = e.getBoundingClientRect(); return { x: x + width / 2, y: y + height / 2 }; })()`,
      );
      for (const type of ['mousePressed', 'mouseReleased']) await send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 });
    },
    async resize(width, height) {
      await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    },
    async prefer(features) {
      await send('Emulation.setEmulatedMedia', { features: Object.entries(features).map(([name, value]) => ({ name, value })) });
    },
    async capture() {
      const { data } = await send('Page.captureScreenshot', { format: 'png' });
      return Buffer.from(String(data), 'base64');
    },
  };
}

const virtualCodes: Readonly<Record<string, number>> = { Enter: 13, Tab: 9, Escape: 27, ArrowDown: 40, ArrowUp: 38, Home: 36, End: 35, PageDown: 34, PageUp: 33, Space: 32 };

function codeOf(key: string): string {
  if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`;
  return /^\d$/.test(key) ? `Digit${key}` : key === '/' ? 'Slash' : key;
}

function readUrl({ request }: Values): string {
  return String((request as Values)['url']);
}

function readComplaint(method: string, parameters: Values): readonly string[] {
  if (method === 'Runtime.exceptionThrown') return [JSON.stringify(parameters['exceptionDetails']).slice(0, 1000)];
  if (method === 'Runtime.consoleAPICalled') return [`console: ${JSON.stringify(parameters['args']).slice(0, 500)}`];
  if (method === 'Log.entryAdded') return [`log: ${JSON.stringify(parameters['entry']).slice(0, 500)}`];
  return method === 'Network.loadingFailed' ? [`not loaded: ${JSON.stringify(parameters).slice(0, 300)}`] : [];
}
