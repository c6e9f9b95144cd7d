import type { Check, Sandbox } from './check.ts';
import type { Remains } from './tearDown.ts';

/** `shows nothing`: on an emulator, whichever way it answered. */
export type Outcome = 'holds' | 'fails' | 'shows nothing' | 'not asked';

export interface Row {
  readonly check: string;
  readonly question: string;
  readonly page: string;
  readonly outcome: Outcome;
  readonly said: string;
}

export interface SandboxReport {
  readonly stack: string;
  readonly rows: readonly Row[];
  /** What stopped the run before its end; null: nothing. */
  readonly stopped: string | null;
  readonly remains: Remains;
}

/** Asks each check; one that throws has failed, and the next is asked all the same. */
export async function askAll(
  checks: readonly Check[],
  sandbox: Sandbox,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { name, question, page, ask } of checks) {
    const row = { check: name, question, page };
    if (signal.aborted) {
      rows.push({ ...row, outcome: 'not asked', said: 'the run was stopped' });
      continue;
    }
    say(`${name}: ${question}`);
    const { holds, said } = await unlessAborted(ask(sandbox), signal).catch((error: unknown) => ({
      holds: false,
      said: nameOf(error),
    }));
    const outcome: Outcome = sandbox.isEmulator ? 'shows nothing' : holds ? 'holds' : 'fails';
    rows.push({
      ...row,
      outcome,
      said: sandbox.isEmulator ? `${holds ? 'ran' : 'did not run'}: ${said}` : said,
    });
  }
  return rows;
}

/** Rejects once the signal does: what a check waits for goes on by itself, against a stack that goes. */
export async function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  let stop = () => {};
  const stopped = new Promise<never>((_, fail) => {
    stop = () => fail(new Error('stopped'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
    work.catch(() => {});
  }
}

/** The name of an error and its first line: these are of our own stack and objects, and of no patient. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
}

/** Whether everything that was to be shown was, and nothing stays that nobody knows of. */
export function isGood({ rows, stopped, remains }: SandboxReport): boolean {
  return (
    stopped === null &&
    remains.left.length === 0 &&
    rows.every(({ outcome }) => outcome === 'holds' || outcome === 'shows nothing')
  );
}

export function text({ stack, rows, stopped, remains }: SandboxReport): string {
  const width = Math.max(...rows.map(({ outcome }) => outcome.length), 0);
  return [
    `${stack}`,
    ...rows.flatMap(({ outcome, check, question, said, page }) => [
      `${outcome.padEnd(width)}  ${check}: ${question}`,
      `${' '.repeat(width)}  ${said}`,
      ...(outcome === 'fails' ? [`${' '.repeat(width)}  ${page}`] : []),
    ]),
    ...(stopped === null ? [] : [`stopped: ${stopped}`]),
    ...remains.scheduled.map((id) => `scheduled for deletion: ${id}`),
    ...remains.left.map((id) => `still there, delete it yourself: ${id}`),
    ...(remains.left.length === 0 ? ['nothing else is left of the stack'] : []),
    '',
  ].join('\n');
}
