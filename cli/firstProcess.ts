import { constants } from 'node:os';

/** What `docker stop`, Ctrl-C and a terminal that closes send. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * Has the signals end this process where a command has no use of its own for them. Any other process has that from the system; the first one of a container has
 * not, and would be killed only when the patience of whoever stops it is over (pid_namespaces(7)). Nothing is lost either way.
 */
export function endBySignals(): void {
  for (const signal of SIGNALS)
    process.on(signal, () => {
      // This one alone: nobody else listens.
      if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
    });
}
