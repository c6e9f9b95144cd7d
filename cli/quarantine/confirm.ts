import { UsageError } from '../exit.ts';
import { onTerminal } from '../init/terminal.ts';

/** The reason that the user gave, which the audit records. `what` and `why` are words of the error: why originals are opened. Throws `UsageError` if the user gave none. */
export function reasonGiven(reason: string | undefined, why: string, what = 'originals'): string {
  if (reason === undefined || reason.trim() === '')
    throw new UsageError(
      `--reason is missing: the audit records why ${what} are ${why}. Name a ticket or an approval, but no person.`,
      'REASON_MISSING',
    );
  return reason;
}

/** Says what will be done and asks, on a terminal. Throws `UsageError` where nobody can be asked. `what`: a noun, at the beginning of a sentence. */
export async function isConfirmed(isSaid: boolean, what: string, consequences: string): Promise<boolean> {
  if (isSaid) return true;
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true)
    throw new UsageError(
      `${what} must be confirmed, and nobody can be asked here. Call it on a terminal, or give --yes.`,
      'CONFIRMATION_MISSING',
    );
  process.stderr.write(`${consequences}\nThe audit gets a line for each, with your name and your reason.\n`);
  return onTerminal(async (ask) => /^\s*y(es)?\s*$/i.test(await ask('Go on? [y/N] ')));
}
