import { resolve } from 'node:path';
import { DEFAULT_ARCHIVE_LIMITS } from '../../layers/archive/limits.ts';
import { transferSyntaxOf } from '../../layers/dicom/standard/transferSyntax.ts';
import { isStorageSopClass } from '../../layers/dicom/standard/uid.ts';
import { VERIFICATION } from '../../layers/dimse/association.ts';
import { REJECTIONS } from '../../layers/dimse/errors.ts';
import type { Admission, AssociationRequest } from '../../layers/dimse/negotiation.ts';
import { SYSTEM_TIMERS } from '../../layers/dimse/timers.ts';
import { KeyFile } from '../../layers/local/keyFile.ts';
import { relationOf } from '../../layers/local/pathRelation.ts';
import { FileAudit } from '../../layers/local/streamAudit.ts';
import { systemClock } from '../../layers/local/system.ts';
import { beginRun, requireSameKey } from '../deid/begin.ts';
import { requireFolder, requireReady } from '../deid/ready.ts';
import { UsageError } from '../exit.ts';
import { keyFileNamed } from '../keysAt.ts';
import { placesNamed, requireApart } from '../places.ts';
import { BASIC, type LoadedRoute, loadRules } from '../rules/load.ts';
import { RELEASED_IS_DELIVERED } from './gateway.ts';
import { GRACE_MS, jobsHere, logHere, runGateway } from './run.ts';
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
  readonly metricsPort?: number;
  readonly key: string;
}

/** Listens at this machine's own address until it is told to stop, and writes to a folder. Throws `UsageError` where it cannot begin. */
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
  const key = keyFileNamed(call.key);
  requireApart(places, [spool], { '--audit': audit, '--key': key });
  requireOutside(spool, { '--audit': audit, '--key': key });
  const route = routeOf(call.rules ?? BASIC);
  requireFolder(spool, '--spool');
  await requireSameKey({ places, key });
  await requireReady({ ...places, key, ...(audit === undefined ? {} : { audit }) });
  const run = await beginRun({ places, inputs: [spool], routes: [route], key, overwrite: false });
  await runGateway(
    {
      spool: {
        folder: spool,
        files: SYSTEM_FILES,
        bounds: DEFAULT_BOUNDS,
        keys: new KeyFile(key),
        clock: systemClock,
        timers: SYSTEM_TIMERS,
      },
      acceptors: [{ host, port }],
      admit: admitFromHere(aet),
      edge: {
        jobs: call.jobs ?? jobsHere(),
        processor: {
          ...places,
          run,
          key,
          overwrite: false,
          routes: [route],
          identities: null,
          sealFor: null,
          archiveLimits: DEFAULT_ARCHIVE_LIMITS,
          isDurable: true,
        },
        wayOf: () => ({ kind: 'edge', route: 0 }),
      },
      receiver: () => RELEASED_IS_DELIVERED,
      audit: audit === undefined ? null : FileAudit.open(audit),
      log: logHere(),
      watch: { host: '127.0.0.1', port: call.metricsPort ?? 0 },
      graceMs: GRACE_MS,
    },
    ({ ports: [taken = port] }) => ({ host, port: taken, aet }),
  );
}

/** What is emptied holds nothing that is to stay. */
function requireOutside(spool: string, files: Readonly<Record<string, string | undefined>>): void {
  for (const [option, file] of Object.entries(files))
    if (file !== undefined && relationOf(file, spool) === 'inside')
      throw new UsageError(
        `${option} lies in the spool, which is emptied. Name another place.`,
        'PLACES_OVERLAP',
      );
}

function routeOf(rules: string): LoadedRoute {
  const { plan, tables, warnings, origin } = loadRules(rules);
  for (const warning of warnings) process.stderr.write(`${warning}\n`);
  if (plan.reidentification !== 'off')
    throw new UsageError(
      'the rules keep originals for re-identification: name the public key to seal them with in a --config.',
    );
  return { prefix: '', keyScope: plan.keyScope ?? '', cleanPrefix: '', plan, tables, rules: origin };
}

/** Addresses that no other machine has (RFC 1122 3.2.1.3, RFC 4291 2.5.3). */
const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|localhost)$/;

function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** Whoever is on this machine and knows our AE title may store every class of the standard, in the transfer syntax it names first. */
function admitFromHere(aeTitle: string): (request: AssociationRequest) => Admission {
  return ({ calledAeTitle, address }) => {
    if (!isLoopback(address)) return { rejects: REJECTIONS.callingAeTitleNotRecognized };
    if (calledAeTitle !== aeTitle) return { rejects: REJECTIONS.calledAeTitleNotRecognized };
    return {
      accepts: ({ abstractSyntax, transferSyntaxes }) => {
        if (abstractSyntax !== VERIFICATION && !isStorageSopClass(abstractSyntax)) return null;
        // 4: transfer-syntaxes-not-supported (PS3.8 Table 9-18).
        return transferSyntaxes.find((uid) => transferSyntaxOf(uid) !== undefined) ?? 4;
      },
    };
  };
}
