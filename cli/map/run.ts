import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ArchiveError } from '../../layers/archive/errors.ts';
import type { ArchiveLimits } from '../../layers/archive/limits.ts';
import { membersOf } from '../../layers/archive/open.ts';
import { archiveKindOf } from '../../layers/archive/recognise.ts';
import type { ByteSource } from '../../layers/dicom/byteSource.ts';
import { memberRef } from '../../layers/engine/archives.ts';
import { FaultError } from '../../layers/engine/faults.ts';
import { deskPath } from '../../layers/engine/identities/deskPath.ts';
import { namesOf } from '../../layers/engine/identities/objectNames.ts';
import { pairsOf, valuesNamed } from '../../layers/engine/pairs.ts';
import { Phi } from '../../layers/engine/phi.ts';
import type { ObjectRef } from '../../layers/engine/ports.ts';
import { loadLookups } from '../../layers/engine/resolve/lookupTable.ts';
import { type Route, routeOf } from '../../layers/engine/routing.ts';
import { FileSource } from '../../layers/local/fileSource.ts';
import { KeyFile } from '../../layers/local/keyFile.ts';
import { SqliteIdentityMap } from '../../layers/local/sqliteIdentityMap.ts';
import { systemClock, systemEntropy } from '../../layers/local/system.ts';
import { held } from '../deid/heldMember.ts';
import { type InputFile, listInputs, pathOf } from '../deid/inputs.ts';
import { startProgress } from '../deid/progress.ts';
import { NO_IDENTITIES } from '../quarantine/reading.ts';
import type { LoadedRoute } from '../rules/load.ts';
import { ownerOf, Pairs, requireNoFiles, writePairs } from './pairFiles.ts';

export interface MapOptions {
  /** The folder of clean instances. */
  readonly clean: string;
  /** The folder of the two files. */
  readonly out: string;
  readonly key: string;
  /** The file of identities; it need not be there where the rules give none. */
  readonly identities: string;
  readonly routes: readonly LoadedRoute[];
  readonly archiveLimits: ArchiveLimits;
  readonly showsProgress: boolean;
}

/** What became of the instances of the sources. No identifier is in it. */
export interface MapSummary {
  readonly instances: number;
  /** All that their rules make of their own UIDs and Patient IDs stands in their output. */
  readonly paired: number;
  /** They have no output in the clean folder: they were not released, or not under these rules and this key. */
  readonly notReleased: number;
  /** Their output has another UID or Patient ID than these rules and identities make: nothing of them is in the files. */
  readonly different: number;
  /** They, or the archive they are in, cannot be read. */
  readonly unreadable: number;
  readonly uids: number;
  readonly patientIds: number;
}

type Outcome = 'paired' | 'notReleased' | 'different' | 'unreadable';

/**
 * Writes the pairs of old and new UIDs and Patient IDs of what was released. Each pair is derived from the source as the run derived it, and counts
 * only if the new value stands in the instance's output. Throws `UsageError`; rejects with `FaultError`.
 */
export async function runMap(inputs: readonly string[], options: MapOptions): Promise<MapSummary> {
  const { clean, out, key, identities: identitiesFile, archiveLimits } = options;
  const owner = ownerOf(key);
  requireNoFiles(out);
  const files = listInputs(inputs, clean);
  const keys = new KeyFile(key);
  const identities = existsSync(identitiesFile) ? new SqliteIdentityMap(identitiesFile) : NO_IDENTITIES;
  const routes: readonly Route[] = await Promise.all(
    options.routes.map(async ({ tables, ...route }) => ({
      ...route,
      lookups: await loadLookups(tables, keys, route.keyScope),
    })),
  );
  const pairs = new Pairs();
  const counts: Record<Outcome, number> = { paired: 0, notReleased: 0, different: 0, unreadable: 0 };
  const refused = (): void => {
    counts.unreadable += 1;
  };
  const take = async (ref: ObjectRef, source: ByteSource): Promise<void> => {
    const route = routeOf(ref, routes);
    counts[route === null ? 'notReleased' : await pair(ref, source, route)] += 1;
  };
  const pair = async (ref: ObjectRef, source: ByteSource, route: Route): Promise<Outcome> => {
    const names = await namesOf(ref, { keys });
    const services = { ...route, keys, identities, clock: systemClock, entropy: systemEntropy };
    const derived = await pairsOf(source, names, services);
    if ('reason' in derived) return 'notReleased';
    const path = resolve(clean, `${route.cleanPrefix}${derived.cleanKey}`);
    const there = existsSync(path) ? await reading(path, valuesNamed) : null;
    if (there === null) return 'notReleased';
    const found = derived.pairs.filter(({ kind, after }) => there[kind].has(after));
    const missing = derived.pairs.filter(({ kind, after }) => !there[kind].has(after));
    if (missing.some(({ isRoot }) => isRoot)) return 'different';
    for (const { kind, before, after } of found) pairs.add(kind, before.reveal(), after);
    return 'paired';
  };
  const progress = startProgress(files.length, options.showsProgress);
  try {
    for (const file of files) {
      try {
        if (file.fault !== undefined) refused();
        else
          await reading(pathOf(file), (source) =>
            takeFile(refOf(file), source, archiveLimits, take, refused),
          );
      } catch (error) {
        if (!(error instanceof ArchiveError || isOfSource(error))) throw error;
        refused();
      }
      progress.advance();
    }
  } finally {
    progress.stop();
    await identities.close();
  }
  writePairs(out, pairs, owner);
  const instances = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { instances, ...counts, uids: pairs.count('uid'), patientIds: pairs.count('patientId') };
}

/** A file, or each member of an archive. */
async function takeFile(
  ref: ObjectRef,
  source: ByteSource,
  limits: ArchiveLimits,
  take: (ref: ObjectRef, source: ByteSource) => Promise<void>,
  refused: () => void,
): Promise<void> {
  const kind = await archiveKindOf(source);
  if (kind === null) {
    await take(ref, source);
    return;
  }
  for await (const member of membersOf(source, kind, limits))
    try {
      if (member.refusal !== null) throw member.refusal;
      await take(memberRef(ref, member.index), await held(member));
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      refused();
    }
}

/** As a run names it, so that its route and its clean key are those of the run. */
function refOf({ folder, path, input }: InputFile): ObjectRef {
  return {
    container: folder,
    key: new Phi(path),
    path: new Phi(deskPath(folder, path)),
    ...(input === undefined ? {} : { input }),
  };
}

async function reading<T>(path: string | Uint8Array, work: (source: ByteSource) => Promise<T>): Promise<T> {
  const source = FileSource.open(path);
  try {
    return await work(source);
  } finally {
    await source.close();
  }
}

/** A file that cannot be read is counted, and the others go on. Without the key, or the table of identities, no pair can be made, and the run ends. */
function isOfSource(error: unknown): boolean {
  return error instanceof FaultError && error.code.startsWith('SOURCE_');
}
