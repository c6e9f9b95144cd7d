import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { CannotRun } from '../../cloud/machine.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** What Debian and others call it. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Debian's chromium; nothing is downloaded. Throws `CannotRun` where there is none. */
export async function launched(): Promise<Browser> {
  const executablePath = PLACES.find((path) => existsSync(path));
  if (executablePath === undefined) throw new CannotRun('there is no chromium on this machine');
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];
  return chromium.launch({ executablePath, headless: true, args });
}

/** `lethe review` in a process of its own. */
export interface Serving {
  readonly address: string;
  /** What it printed but its address. */
  said(): string;
  end(): Promise<void>;
}

const running = new Set<Serving>();

/** Whatever was started and is not ended. */
export async function endAll(): Promise<void> {
  for (const server of running) await server.end();
}

export function serving(kept: string, ...more: readonly string[]): Promise<Serving> {
  const call = ['review', '--kept', kept, '--port', '0', '--no-open', ...more];
  const child: ChildProcess = spawn(process.execPath, [join(ROOT, 'cli/lethe.mjs'), ...call], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stderr?.on('data', (part) => {
    err += part;
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(`the review did not start: ${err}`)));
    child.stdout?.on('data', (part) => {
      out += part;
      const [address = '', ...rest] = out.split('\n');
      if (rest.length === 0) return;
      const server: Serving = {
        address,
        said: () => [...out.split('\n').slice(1), err].join('\n'),
        end: async () => {
          running.delete(server);
          child.kill('SIGTERM');
          await ended;
        },
      };
      running.add(server);
      resolve(server);
    });
  });
}

/** A page, and all that left it: requests, and what its console says. */
export interface Watched {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly requests: readonly string[];
  /** Of the page itself, those within its history too. */
  readonly addresses: readonly string[];
  readonly console: readonly string[];
}

export async function opened(
  browser: Browser,
  how: Parameters<Browser['newContext']>[0] = {},
): Promise<Watched> {
  const context = await browser.newContext({
    viewport: { width: 1500, height: 950 },
    locale: 'en-GB',
    ...how,
  });
  const page = await context.newPage();
  const [requests, said, addresses]: [string[], string[], string[]] = [[], [], []];
  // Every title and address that there ever was, not only the last one.
  await page.addInitScript(() => {
    const titles = new Set<string>();
    Object.assign(globalThis, { titles });
    const note = () => titles.add(document.title);
    new MutationObserver(note).observe(document, { subtree: true, childList: true, characterData: true });
  });
  page.on('framenavigated', (frame) => addresses.push(frame.url()));
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(`error: ${error.message}`));
  return { page, context, requests, addresses, console: said };
}
