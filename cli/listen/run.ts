import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { DEFAULT_ARCHIVE_LIMITS } from '../../layers/archive/limits.ts';
import { DimseError } from '../../layers/dimse/errors.ts';
import { SYSTEM_TIMERS } from '../../layers/dimse/timers.ts';
import { KeyFile } from '../../layers/local/keyFile.ts';
import { relationOf } from '../../layers/local/pathRelation.ts';
import { FileAudit } from '../../layers/local/streamAudit.ts';
import { systemClock } from '../../layers/local/system.ts';
import { beginRun } from '../deid/begin.ts';
import type { ProcessorOptions } from '../deid/processor.ts';
import { requireFolder, requireReady } from '../deid/ready.ts';
import { UsageError } from '../exit.ts';
import { placesNamed, requireApart } from '../places.ts';
import { BASIC, type LoadedRoute, loadRules } from '../rules/load.ts';
import { Gateway, type GatewayOptions, RELEASED_IS_DELIVERED } from './gateway.ts';
import { Log } from './log.ts';
import { admitFromHere, isLoopback } from './plain.ts';
import { SpoolFault } from './spool/faults.ts';
import { SYSTEM_FILES } from './spool/files.ts';
import { DEFAULT_BOUNDS } from './spool/room.ts';

/** `lethe listen` without a configuration. */
export interface PlainCall {
  readonly port?: number;
  readonly host: string;
  readonly aet?: string;
  readonly out?: string;
  readonly kept?: string;
  readonly spool?: string;
  readonly rules?: string;
  readonly audit?: string;
  readonly jobs?: number;
  readonly key: string;
}

/** Associations that are open when it is to stop may take so long. */
const GRACE_MS = 30_000;

/** Listens until it is told to stop. Throws `UsageError` where it cannot begin. */
export async function listenPlain(call: PlainCall): Promise<void> {
  const { port, aet, out, host, audit } = call;
  if (port === undefined || aet === undefined || out === undefined)
    throw new UsageError('give --port, --aet and --out, or everything by --config.');
  if (!isLoopback(host))
    throw new UsageError(
      `${host} can be reached from other machines, and without --config anybody who reaches it could send. ` +
        'Name the peers in a configuration, or leave --host.',
      'PEERS_NOT_NAMED',
    );
  const places = placesNamed(out, call.kept);
  const spool = resolve(call.spool ?? `${places.out}.spool`);
  const key = resolve(call.key);
  requireApart(places, [spool], { '--audit': audit, '--key': key });
  for (const [option, file] of Object.entries({ '--audit': audit, '--key': key }))
    if (file !== undefined && relationOf(file, spool) === 'inside')
      throw new UsageError(
        `${option} lies in the spool, which is emptied. Name another place.`,
        'PLACES_OVERLAP',
      );
  const { plan, tables, warnings, origin } = loadRules(call.rules ?? BASIC);
  for (const warning of warnings) process.stderr.write(`${warning}\n`);
  if (plan.reidentification !== 'off')
    throw new UsageError(
      'the rules keep originals for re-identification: name the key to seal them with in a --config.',
    );
  const route: LoadedRoute = {
    prefix: '',
    keyScope: plan.keyScope ?? '',
    cleanPrefix: '',
    plan,
    tables,
    rules: origin,
  };
  requireFolder(spool, '--spool');
  await requireReady({ ...places, key, ...(audit === undefined ? {} : { audit }) });
  const run = await beginRun({ places, inputs: [spool], routes: [route], key, overwrite: false });
  const processor: ProcessorOptions = {
    ...places,
    run,
    key,
    overwrite: false,
    routes: [route],
    identities: null,
    sealFor: null,
    archiveLimits: DEFAULT_ARCHIVE_LIMITS,
    isDurable: true,
  };
  const log = new Log(process.stderr, systemClock, process.stderr.isTTY === true);
  await listen(
    {
      spool: {
        folder: spool,
        files: SYSTEM_FILES,
        bounds: DEFAULT_BOUNDS,
        keys: new KeyFile(key),
        clock: systemClock,
        timers: SYSTEM_TIMERS,
      },
      acceptor: { host, port, admit: admitFromHere(aet) },
      edge: { jobs: call.jobs ?? jobsHere(), processor, wayOf: () => ({ kind: 'edge', route: 0 }) },
      receiver: () => RELEASED_IS_DELIVERED,
      audit: audit === undefined ? null : FileAudit.open(audit),
      log,
      graceMs: GRACE_MS,
    },
    { host, aet },
  );
}

/** The first process receives; it has a core for itself where there are several. */
export function jobsHere(): number {
  return Math.max(1, availableParallelism() - 1);
}

/** Runs a gateway until it is told to stop, once to finish, twice to stop at once. */
async function listen(
  options: GatewayOptions,
  told: { readonly host: string; readonly aet: string },
): Promise<void> {
  const { log } = options;
  const gateway = await Gateway.start(options).catch((error: unknown) => {
    if (error instanceof SpoolFault || error instanceof DimseError)
      throw new UsageError(error.message, error.code);
    throw error;
  });
  let asked = 0;
  const ended = new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      asked += 1;
      if (asked === 1) gateway.stop().then(resolve, reject);
      else {
        log.say('warning', 'stopped at once; the spool keeps what has no outcome yet', {
          left: gateway.spool.instances,
        });
        process.exit(0);
      }
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    gateway.working.catch(reject);
  });
  log.say('info', 'listening', { ...told, port: gateway.port });
  await ended;
  // Timers of connections that were cut are of no use any more.
  process.exit(process.exitCode ?? 0);
}
