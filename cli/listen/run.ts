import { availableParallelism } from 'node:os';
import { DimseError } from '../../layers/dimse/errors.ts';
import { systemClock } from '../../layers/local/system.ts';
import { errnoOf } from '../../layers/local/systemErrors.ts';
import { EXIT_WRONG_CALL, UsageError } from '../exit.ts';
import { stopSignals } from '../stopSignals.ts';
import { Gateway, type GatewayOptions } from './gateway.ts';
import { Log } from './log.ts';
import { SpoolFault } from './spool/faults.ts';

/** Associations that are open when it is to stop may take so long. */
export const GRACE_MS = 30_000;

/** Lines on standard error, as text where somebody reads them. */
export function logHere(): Log {
  // Whoever reads it may go: what is received is worth more than a line.
  process.stderr.on('error', () => {});
  return new Log(process.stderr, systemClock, process.stderr.isTTY === true);
}

/** The first process receives; it has a core for itself where there are several. */
export function jobsHere(): number {
  return Math.max(1, availableParallelism() - 1);
}

/** Runs a gateway until it is told to stop: once to finish, twice to stop at once. Throws `UsageError` where it cannot begin. */
export async function runGateway(
  options: GatewayOptions,
  told: (gateway: Gateway) => Readonly<Record<string, string | number>>,
): Promise<void> {
  const { log } = options;
  const gateway = await Gateway.start(options).catch((error: unknown) => {
    throw beginError(error);
  });
  let asked = 0;
  const stop = (): void => {
    asked += 1;
    if (asked === 1) void gateway.stop();
    else {
      log.say('warning', 'stopped at once', { left: gateway.spool.instances });
      process.exit(0);
    }
  };
  for (const signal of stopSignals()) process.on(signal, stop);
  log.say('info', 'listening', { ...told(gateway), watch: gateway.watchPort });
  await gateway.ended.catch(async (error: unknown) => {
    // It must not go on taking what nobody works on: whoever watches it starts another, which goes on with the spool.
    const { errorText } = await import('../sayError.ts');
    process.stderr.write(errorText(error));
    process.exit(EXIT_WRONG_CALL);
  });
  // What is left are timers of connections that were cut.
  process.exit(process.exitCode ?? 0);
}

function beginError(error: unknown): unknown {
  if (error instanceof SpoolFault || error instanceof DimseError)
    return new UsageError(error.message, error.code);
  const errno = errnoOf(error);
  if (errno === 'EADDRINUSE' || errno === 'EACCES' || errno === 'EADDRNOTAVAIL')
    return new UsageError(
      `a port cannot be listened on (${errno}). Name an address of this machine and a port that is free; those below 1024 need a right.`,
      'ADDRESS_UNUSABLE',
    );
  return error;
}
