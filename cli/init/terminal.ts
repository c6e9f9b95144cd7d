import { createInterface } from 'node:readline/promises';
import { UsageError } from '../exit.ts';
import type { Prompt } from './questions.ts';

/** Asks on a terminal; one that is closed (Ctrl-D, Ctrl-C) ends it with a `UsageError`. Questions go to `output`, so that standard output stays the answer's. */
export async function onTerminal<Answer>(
  use: (prompt: Prompt) => Promise<Answer>,
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stderr,
): Promise<Answer> {
  const terminal = createInterface({ input, output });
  const closed = new Promise<never>((_resolve, reject) => {
    terminal.once('close', () =>
      reject(
        new UsageError('nothing was written. The terminal was closed: call it again.', 'NOTHING_WRITTEN'),
      ),
    );
  });
  try {
    return await Promise.race([use((text) => terminal.question(text)), closed]);
  } finally {
    terminal.close();
  }
}
