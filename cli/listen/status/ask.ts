import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join, resolve } from 'node:path';
import { UsageError } from '../../exit.ts';
import { loadListen } from '../config/load.ts';
import { type OutboxPage, pageOfFile, retryInFile } from '../outbox/outbox.ts';
import type { Picture } from './picture.ts';
import { type Control, controlFileIn } from './server.ts';
import { statusText } from './text.ts';

/** What names a gateway. */
export interface AskedPlace {
  readonly spool?: string;
  readonly out?: string;
  readonly config?: string;
}

/** How long a gateway may take to answer, in milliseconds. */
const ANSWER_MS = 10_000;
/** Between two looks at whether it has ended. */
const LOOK_MS = 500;

/** What a gateway says of itself; where none runs, what lies in its spool. */
export async function sayStatus(place: AskedPlace, asJson: boolean): Promise<void> {
  const spool = spoolOf(place);
  const picture = await ask(spool, 'GET', '/status');
  const outbox = picture === null ? outboxOf(spool) : picture.outbox;
  process.stdout.write(
    asJson ? `${JSON.stringify(picture ?? { pid: null, outbox })}\n` : statusText(picture, outbox),
  );
  if (picture === null) process.exitCode = 1;
}

/** Rejects with `UsageError` where none runs. */
export async function drain(place: AskedPlace): Promise<void> {
  const spool = spoolOf(place);
  if ((await ask(spool, 'POST', '/drain')) === null) throw notRunning(spool);
  for (
    let picture = await ask(spool, 'GET', '/status');
    picture !== null;
    picture = await ask(spool, 'GET', '/status')
  )
    await new Promise((wake) => setTimeout(wake, LOOK_MS));
}

/** Whether a gateway runs or not: one that does sees it within seconds. */
export async function retry(place: AskedPlace, delivery: string | null): Promise<void> {
  const file = outboxFileIn(spoolOf(place));
  const count = existsSync(file) ? retryInFile(file, delivery) : 0;
  process.stdout.write(`${count} ${count === 1 ? 'waits' : 'wait'} again\n`);
}

export function outboxFileIn(spool: string): string {
  return join(spool, 'outbox.sqlite');
}

function outboxOf(spool: string): OutboxPage | null {
  const file = outboxFileIn(spool);
  return existsSync(file) ? pageOfFile(file) : null;
}

function spoolOf({ spool, out, config }: AskedPlace): string {
  if (spool !== undefined) return resolve(spool);
  if (config !== undefined) return loadListen(config).config.spool.folder;
  if (out !== undefined) return `${resolve(out)}.spool`;
  throw new UsageError('name the gateway: --config, --out or --spool, as it was started.');
}

/** Null: no gateway answers for this spool. Rejects with `UsageError` where it may not be asked. */
async function ask(spool: string, method: string, path: string): Promise<Picture | null> {
  const control = controlOf(spool);
  if (control === null) return null;
  return new Promise((resolvePicture, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port: control.port,
        method,
        path,
        headers: { authorization: `Bearer ${control.token}` },
        timeout: ANSWER_MS,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => resolvePicture(null));
        response.on('end', () => {
          // Another process may have the port by now: it does not know the token.
          if (response.statusCode !== 200) return resolvePicture(null);
          try {
            resolvePicture(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Picture);
          } catch {
            resolvePicture(null);
          }
        });
      },
    );
    asked.on('timeout', () => {
      asked.destroy();
      reject(
        new UsageError(
          'the gateway does not answer. Look at its log and whether its machine is overloaded.',
          'LISTEN_SILENT',
        ),
      );
    });
    asked.on('error', () => resolvePicture(null));
    asked.end();
  });
}

function controlOf(spool: string): Control | null {
  try {
    return JSON.parse(readFileSync(controlFileIn(spool), 'utf8')) as Control;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM')
      throw new UsageError(
        `the spool ${JSON.stringify(spool)} may not be read. Ask as the user that the gateway runs as.`,
        'SPOOL_FORBIDDEN',
      );
    return null;
  }
}

function notRunning(spool: string): UsageError {
  return new UsageError(
    `no gateway answers for the spool ${JSON.stringify(spool)}. Check the path, and whether it runs.`,
    'LISTEN_NOT_RUNNING',
  );
}
