import { join } from 'node:path';
import { DEFAULT_ARCHIVE_LIMITS } from '../../layers/archive/limits.ts';
import { SYSTEM_TIMERS } from '../../layers/dimse/timers.ts';
import { FileAudit } from '../../layers/local/streamAudit.ts';
import { systemClock, systemEntropy } from '../../layers/local/system.ts';
import { beginRun } from '../deid/begin.ts';
import { requireReady } from '../deid/ready.ts';
import { UsageError } from '../exit.ts';
import { keysAt } from '../keysAt.ts';
import type { LoadedRoute } from '../rules/load.ts';
import { Admissions } from './admission.ts';
import { type ListenSetup, loadListen } from './config/load.ts';
import { routeFor } from './config/routes.ts';
import { serverTlsOf } from './config/tls.ts';
import { openDeliveries } from './deliveries/open.ts';
import type { Way } from './edge/edge.ts';
import { OutboxReceiver, settleIn } from './edge/outboxReceiver.ts';
import type { GatewayOptions, Intaking, Service, Surroundings } from './gateway.ts';
import type { Log } from './log.ts';
import { Outbox, type OutboxEvent } from './outbox/outbox.ts';
import { GRACE_MS, jobsHere, logHere, runGateway } from './run.ts';
import type { SpoolEntry } from './spool/entry.ts';
import { SYSTEM_FILES } from './spool/files.ts';
import { DEFAULT_BOUNDS } from './spool/room.ts';
import { cleanIn, type Spool } from './spool/spool.ts';
import type { Counts } from './status/counts.ts';

/** Listens as a configuration says until it is told to stop. Throws `UsageError` where it cannot begin. */
export async function listenConfigured(file: string): Promise<void> {
  const setup = loadListen(file);
  for (const warning of setup.warnings) process.stderr.write(`${warning}\n`);
  const log = logHere();
  const options = await gatewayOf(setup, log);
  await runGateway(options, ({ ports, intakePorts: [http] }) => ({
    aet: setup.config.aet.join(','),
    ports: ports.join(','),
    ...(http === undefined ? {} : { http }),
  }));
}

/** What a configuration makes of a gateway. Makes the key, notes the run in the book of releases, and opens nothing else. */
export async function gatewayOf(setup: ListenSetup, log: Log): Promise<GatewayOptions> {
  const { config } = setup;
  const { spool, kept, key, audit, limits, listeners, sealFor } = config;
  const ways = waysOf(setup);
  requireSealing(ways.routes, sealFor);
  const out = cleanIn(spool.folder);
  await requireReady({ out, kept, key, ...(audit === null ? {} : { audit: audit.file }) });
  const places = { out, kept };
  const run = await beginRun({ places, inputs: [spool.folder], routes: ways.routes, key, overwrite: false });
  const admissions = new Admissions(config);
  return {
    spool: {
      folder: spool.folder,
      files: SYSTEM_FILES,
      bounds: {
        ...DEFAULT_BOUNDS,
        mostBytes: spool.mostBytes,
        leastFreeBytes: spool.leastFreeBytes,
        mostInstanceBytes: limits.instanceBytes,
      },
      keys: keysAt(key),
      clock: systemClock,
      timers: SYSTEM_TIMERS,
    },
    acceptors: listeners.map(({ host, port, tls }) => ({
      host,
      port,
      limits,
      isKnown: (address: string) => admissions.knows(address, tls?.clients === 'required'),
      ...(tls === undefined ? {} : { tls: serverTlsOf(tls) }),
    })),
    admit: (request, open) => admissions.admit(request, open),
    edge: {
      jobs: config.jobs ?? jobsHere(),
      processor: {
        ...places,
        run,
        key,
        overwrite: false,
        routes: ways.routes,
        identities: config.identities,
        sealFor,
        archiveLimits: DEFAULT_ARCHIVE_LIMITS,
        ...(audit === null ? {} : { auditNames: audit.names }),
        isDurable: true,
        handOn: { clean: out, digests: join(kept, 'state', 'handed.sqlite') },
      },
      wayOf: ways.wayOf,
    },
    receiver: (opened, counts) => receiverOf(setup, opened, counts, log),
    services: servicesOf(setup, admissions, log),
    intakes: intakesOf(setup, admissions, log),
    audit: audit === null ? null : FileAudit.open(audit.file),
    log,
    watch: config.metrics ?? { host: '127.0.0.1', port: 0 },
    graceMs: GRACE_MS,
  };
}

/** Routes of the processor, and which of them an instance goes. */
function waysOf({ routes }: ListenSetup): {
  readonly routes: readonly LoadedRoute[];
  readonly wayOf: (entry: SpoolEntry) => Way | null;
} {
  const loaded: LoadedRoute[] = [];
  const ways = routes.map(({ compiled, cleanPrefix, calling, called }) => {
    if (compiled === null) return { calling, called, way: { kind: 'original' } as Way };
    const { plan, tables, keyScope, origin } = compiled;
    loaded.push({ prefix: '', keyScope, cleanPrefix, plan, tables, rules: origin });
    return { calling, called, way: { kind: 'edge', route: loaded.length - 1 } as Way };
  });
  return {
    routes: loaded,
    wayOf: ({ callingAeTitle, calledAeTitle }) => routeFor(ways, callingAeTitle, calledAeTitle)?.way ?? null,
  };
}

/** Rules that keep originals are refused without a key before the first instance, not once for each. */
function requireSealing(routes: readonly LoadedRoute[], sealFor: string | null): void {
  if (sealFor === null && routes.some(({ plan }) => plan.reidentification !== 'off'))
    throw new UsageError(
      'rules of a route keep originals for re-identification: name the public key of `lethe reidentify init` in "sealFor".',
      'CONFIG_WRONG',
    );
}

async function receiverOf(
  { config, routes }: ListenSetup,
  spool: Spool,
  counts: Counts,
  log: Log,
): Promise<OutboxReceiver> {
  const outbox = await Outbox.open({
    file: join(config.spool.folder, 'outbox.sqlite'),
    clock: systemClock,
    timers: SYSTEM_TIMERS,
    random: Math.random,
    deliveries: await openDeliveries(config),
    onSettled: (instance) => settleIn(spool, SYSTEM_FILES, instance),
    onEvent: (event) => {
      counts.delivery(event.delivery, event.kind);
      sayDelivery(log, event);
    },
  });
  return new OutboxReceiver(
    spool,
    SYSTEM_FILES,
    outbox,
    ({ callingAeTitle, calledAeTitle }) => routeFor(routes, callingAeTitle, calledAeTitle)?.deliveries ?? [],
  );
}

/** What is delivered is counted; what is not is said each time. */
function sayDelivery(log: Log, event: OutboxEvent): void {
  if (event.kind === 'delivered') return;
  const { delivery, error, attempts } = event;
  log.say(event.kind === 'held' ? 'error' : 'warning', `delivery ${event.kind}`, {
    delivery,
    code: error.code,
    attempts,
    says: error.message,
  });
}

type ServiceOf = (surroundings: Surroundings) => Promise<Service>;

function servicesOf(setup: ListenSetup, admissions: Admissions, log: Log): readonly ServiceOf[] {
  const { peers } = setup.config;
  return [
    ...(setup.worklists.length > 0 ? [() => worklistsOf(setup, log)] : []),
    ...(peers.some(({ may }) => may.includes('commit'))
      ? [
          async (surroundings: Surroundings) => {
            const { commitmentOf } = await import('./commitment/open.ts');
            return commitmentOf(setup.config, admissions, surroundings, log);
          },
        ]
      : []),
  ];
}

async function worklistsOf(setup: ListenSetup, log: Log): Promise<Service> {
  const { worklistService } = await import('./worklist/open.ts');
  return worklistService(setup, { clock: systemClock, entropy: systemEntropy, timers: SYSTEM_TIMERS, log });
}

function intakesOf(
  { config, routes }: ListenSetup,
  admissions: Admissions,
  log: Log,
): readonly ((spool: Spool) => Promise<Intaking>)[] {
  const { http } = config;
  if (http === null) return [];
  return [
    async (spool) => {
      const { stowOf } = await import('./http/open.ts');
      return stowOf(http, { config, routes, admissions, spool, log });
    },
  ];
}
