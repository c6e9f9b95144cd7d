import { existsSync } from 'node:fs';
import type { Timers } from '../../../layers/dimse/timers.ts';
import type { MessageServices } from '../../../layers/engine/identifier/cleanMessage.ts';
import type { Restorer } from '../../../layers/engine/identifier/restorer.ts';
import type { Clock, Entropy, KeyRing } from '../../../layers/engine/ports.ts';
import { loadLookups } from '../../../layers/engine/resolve/lookupTable.ts';
import { identitiesIn, privateFolder, restoredAuditIn, stepsIn } from '../../../layers/local/keptPlaces.ts';
import { PublicKeySealer } from '../../../layers/local/sealingKey.ts';
import { SqliteIdentityMap } from '../../../layers/local/sqliteIdentityMap.ts';
import { StepBook } from '../../../layers/local/stepBook.ts';
import { EMPTY_PLAN } from '../../../rules/plan.ts';
import { UsageError } from '../../exit.ts';
import { keysAt } from '../../keysAt.ts';
import type { ListenRules, ListenSetup } from '../config/load.ts';
import type { RemoteAe } from '../config/remote.ts';
import { matchesAe } from '../config/shapes.ts';
import { clientTlsOf } from '../config/tls.ts';
import type { Log } from '../log.ts';
import type { ServerPlace } from './server.ts';
import { type Worklist, WorklistService } from './service.ts';
import { sayWorklist } from './told.ts';

type WorklistSetup = ListenSetup['worklists'][number];

/** What is the gateway's own, beside its configuration. */
export interface WorklistPorts {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly timers: Timers;
}

/** What a gateway serves of worklists and performed steps, by its configuration, with a line in its log for each request. Throws `UsageError`. */
export async function worklistService(
  setup: ListenSetup,
  ports: WorklistPorts & { readonly log: Log },
): Promise<WorklistService> {
  const worklists = await openWorklists(setup, ports);
  return new WorklistService(worklists, (event) => sayWorklist(ports.log, event));
}

/** The worklists of a configuration, ready to be asked. Throws `UsageError`. */
export function openWorklists(setup: ListenSetup, ports: WorklistPorts): Promise<readonly Worklist[]> {
  return Promise.all(setup.worklists.map((worklist) => openWorklist(worklist, setup, ports)));
}

async function openWorklist(
  worklist: WorklistSetup,
  { config }: ListenSetup,
  { clock, entropy, timers }: WorklistPorts,
): Promise<Worklist> {
  const { name, calling, called, server, mpps = server, compiled, restoreWith } = worklist;
  const { toModality, toServer } = compiled;
  const { sealFor, kept } = config;
  requireSealing(worklist, sealFor);
  const keys = keysAt(config.key);
  const identities = new SqliteIdentityMap(config.identities ?? identitiesIn(kept));
  const servicesOf = async (
    rules: Pick<ListenRules, 'plan' | 'tables' | 'keyScope'>,
  ): Promise<MessageServices> => ({
    plan: rules.plan,
    keyScope: rules.keyScope,
    lookups: await loadLookups(rules.tables, keys, rules.keyScope),
    keys,
    identities,
    clock,
    entropy,
    ...(sealFor === null ? {} : { sealer: new PublicKeySealer(sealFor) }),
  });
  const answers = await servicesOf(toModality);
  const { keyScope } = answers;
  const asItCame = { plan: EMPTY_PLAN, tables: new Map<string, string>(), keyScope };
  const steps = new StepBook(stepsIn(kept), { keys, keyScope, clock, entropy });
  const restoring =
    restoreWith === null
      ? null
      : await restorerWith(restoreWith, { keys, keyScope, identities, clock, kept, name });
  const placeOf = (remote: RemoteAe | undefined): ServerPlace | null =>
    remote === undefined
      ? null
      : { ...remotePlace(remote, config.aet[0] as string), limits: config.limits, timers };
  return {
    name,
    takes: (callingAeTitle, calledAeTitle) =>
      matchesAe(calling, callingAeTitle) && matchesAe(called, calledAeTitle),
    worklistServer: placeOf(server),
    stepServer: placeOf(mpps),
    services: {
      answers,
      keys: await servicesOf(toServer ?? asItCame),
      restorer: restoring?.restorer ?? null,
      entropy,
      steps,
    },
    close: async () => {
      steps.close();
      await restoring?.close();
      await identities.close();
    },
  };
}

/** Rules that keep originals need the key to seal them with, before the first patient is asked for. */
function requireSealing({ name, compiled }: WorklistSetup, sealFor: string | null): void {
  const { toModality, toServer } = compiled;
  const keeps = [toModality, toServer].some((rules) => rules?.plan.reidentification === 'on');
  if (keeps && sealFor === null)
    throw new UsageError(
      `the rules of the worklist ${JSON.stringify(name)} keep originals for re-identification, and there is no key to seal them with. Name it in "sealFor".`,
      'CONFIG_WRONG',
    );
}

interface RestoringPlace {
  readonly keys: KeyRing;
  readonly keyScope: string;
  readonly identities: SqliteIdentityMap;
  readonly clock: Clock;
  readonly kept: string;
  readonly name: string;
}

/** Loaded only where somebody may give originals back. */
async function restorerWith(
  privateKey: string,
  { kept, name, ...services }: RestoringPlace,
): Promise<{ readonly restorer: Restorer; close(): Promise<void> }> {
  if (!existsSync(privateKey))
    throw new UsageError(
      `"restoreWith" of the worklist ${JSON.stringify(name)}: there is no file ${JSON.stringify(privateKey)}. Check the path.`,
      'CONFIG_WRONG',
    );
  const [{ restorerOf }, { PrivateKeyOpener }, { FileAudit }] = await Promise.all([
    import('../../../layers/engine/identifier/restorer.ts'),
    import('../../../layers/local/sealingKey.ts'),
    import('../../../layers/local/streamAudit.ts'),
  ]);
  privateFolder(kept, 'state');
  const trail = FileAudit.open(restoredAuditIn(kept));
  const restorer = restorerOf({
    ...services,
    opener: new PrivateKeyOpener(privateKey),
    by: 'lethe listen',
    reason: `worklist ${name}`,
    record: (record) => trail.record(record),
  });
  return { restorer, close: () => trail.close() };
}

function remotePlace({ host, port, aet, callingAet, tls }: RemoteAe, ownAet: string): ServerPlace {
  return {
    host,
    port,
    calledAeTitle: aet,
    callingAeTitle: callingAet ?? ownAet,
    ...(tls === undefined ? {} : { tls: clientTlsOf(tls) }),
  };
}
