import { FaultError } from '../../layers/engine/faults.ts';
import { EXIT_ALL_RELEASED, EXIT_SOME_NOT_RELEASED, UsageError } from '../exit.ts';

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Says which names nothing is kept as, and sets the exit status. */
export function end(missing: readonly string[], isAnyLeft: boolean): void {
  for (const name of missing)
    process.stderr.write(
      `lethe: nothing is kept as ${JSON.stringify(name)}. lethe quarantine list shows the names.\n`,
    );
  process.exitCode = missing.length > 0 || isAnyLeft ? EXIT_SOME_NOT_RELEASED : EXIT_ALL_RELEASED;
}

/** A fault is said as a wrong call is: by its message, which names no value. */
export async function sayingFaults(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof FaultError) throw new UsageError(error.message, error.code);
    throw error;
  }
}
