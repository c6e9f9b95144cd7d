import { EMPTY_PLAN } from '../../rules/plan.ts';
import { ArchiveError } from '../archive/errors.ts';
import type { ArchiveKind } from '../archive/kind.ts';
import type { ArchiveLimits } from '../archive/limits.ts';
import type { Member } from '../archive/member.ts';
import { membersOf } from '../archive/open.ts';
import { archiveKindOf } from '../archive/recognise.ts';
import { type ByteSource, memorySource } from '../dicom/byteSource.ts';
import type { AuditRecord } from './audit/audit.ts';
import type { Result } from './audit/recordOf.ts';
import { quarantine, recorded, refuse } from './deidentify.ts';
import { FaultError, UnfinishedFault } from './faults.ts';
import { Phi } from './phi.ts';
import type { InstanceStore, ObjectRef } from './ports.ts';
import type { Reason } from './reason.ts';
import type { Surroundings } from './routing.ts';

/** A member that can be taken out. */
export type OpenMember = Extract<Member, { refusal: null }>;

/**
 * Takes the members of one archive, each to go on as an object of its own.
 * Duties: once `take` is over nothing of the member is read any more; `settle` resolves when everything that was taken is safe. The same archive again leaves
 * the same members. Both reject with `FaultError`; `take` with `ArchiveError` where the one member is at fault, and it has left nothing.
 */
export interface MemberTaker {
  /** How many members it has put there, without those that were there before. */
  readonly taken: number;
  take(ref: ObjectRef, member: OpenMember): Promise<void>;
  settle(): Promise<void>;
}

/** How archives are opened, and where their members go. */
export interface Archives {
  readonly limits: ArchiveLimits;
  /** For one archive, opened as `source`. Null: it is a member of one itself, and stays closed. */
  takerOf(ref: ObjectRef, source: ByteSource): MemberTaker | null;
}

/** What a member is called: its archive's key and its line in it, never its own name. */
export function memberRef(archive: ObjectRef, index: number): ObjectRef {
  const { container, key, path, input, versionId } = archive;
  const below = (name: Phi) => new Phi(`${name.reveal()}!/${index}`);
  return {
    container,
    key: below(key),
    ...(path === undefined ? {} : { path: below(path) }),
    ...(input === undefined ? {} : { input }),
    ...(versionId === undefined ? {} : { versionId }),
  };
}

/**
 * Lets everything but archives go on to `next`, as it is; of an archive the members. The archive's own record comes last: it is opened where all its members were taken
 * out, and else kept in quarantine, whole, for it holds what was not. Members that are refused have a record each.
 */
export async function openingArchives(
  ref: ObjectRef,
  surroundings: Surroundings,
  archives: Archives,
  next: (ref: ObjectRef, surroundings: Surroundings) => Promise<AuditRecord>,
): Promise<AuditRecord> {
  const source = await surroundings.store.open(ref);
  try {
    const opened = { ...surroundings, store: storeWith(source, surroundings.store) };
    const kind = await archiveKindOf(source);
    if (kind === null) return await next(ref, opened);
    const services = { ...opened, plan: EMPTY_PLAN, keyScope: '' };
    const taker = archives.takerOf(ref, source);
    if (taker === null) return await refuse(ref, services, NESTED);
    return await recorded(ref, services, async (_source, names) => {
      const keep = (reason: Reason) => quarantine(ref, source, names, services, reason);
      const reason = await takeMembers(ref, source, kind, archives.limits, taker, surroundings, keep);
      return reason === null ? OPENED : keep(reason);
    });
  } finally {
    await source.close();
  }
}

/**
 * The reason why not all of an archive was taken out; null: all of it was. `keep` puts the archive in quarantine: before a member of it is
 * said to be there.
 */
async function takeMembers(
  ref: ObjectRef,
  source: ByteSource,
  kind: ArchiveKind,
  limits: ArchiveLimits,
  taker: MemberTaker,
  surroundings: Surroundings,
  keep: (reason: Reason) => Promise<unknown>,
): Promise<Reason | null> {
  let count = 0;
  let refused = 0;
  const takeOne = async (member: Member): Promise<void> => {
    count += 1;
    const place = memberRef(ref, member.index);
    try {
      if (member.refusal !== null) throw member.refusal;
      await taker.take(place, member);
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      if (refused === 0) await keep(SOME_REFUSED);
      refused += 1;
      await recordRefusal(place, member.sizeBytes, reasonOf(error), surroundings);
    }
  };
  let reason: Reason | null = null;
  try {
    for await (const member of membersOf(source, kind, limits)) await takeOne(member);
  } catch (error) {
    if (!(error instanceof ArchiveError)) {
      await taker.settle().catch(() => {});
      throw faultOf(error, taker);
    }
    reason = reasonOf(error);
  }
  await taker.settle().catch((error: unknown) => {
    throw faultOf(error, taker);
  });
  return reason ?? (refused === 0 ? null : someRefused(refused, count));
}

/** An archive that ran out of time but got on with its members will get to its end. */
function faultOf(error: unknown, { taken }: MemberTaker): unknown {
  return error instanceof FaultError && error.code === 'DEADLINE' && taken > 0
    ? new UnfinishedFault(
        'There was no time to take out all members of an archive',
        'It comes again, and goes on with those that are left',
      )
    : error;
}

/** Its bytes are kept with its archive's. */
async function recordRefusal(
  ref: ObjectRef,
  sizeBytes: number,
  reason: Reason,
  surroundings: Surroundings,
): Promise<void> {
  const nothing = { ...memorySource(new Uint8Array(0)), size: sizeBytes };
  const services = { ...surroundings, store: storeWith(nothing, surroundings.store) };
  await recorded(ref, { ...services, plan: EMPTY_PLAN, keyScope: '' }, async () => ({
    ...OPENED,
    outcome: 'quarantined',
    reason,
  }));
}

/** The same store, but for what is open already. */
export function storeWith(source: ByteSource, store: InstanceStore): InstanceStore {
  return {
    namesSourceByPath: store.namesSourceByPath,
    open: async () => source,
    release: (...released) => store.release(...released),
    hold: (...held) => store.hold(...held),
    quarantine: (...quarantined) => store.quarantine(...quarantined),
    settle: (...settled) => store.settle(...settled),
    withdraw: (...withdrawn) => store.withdraw?.(...withdrawn) ?? NOTHING,
    standing: (...of) => store.standing?.(...of) ?? NOTHING,
  };
}

const NOTHING = Promise.resolve([]);

const OPENED: Result = { outcome: 'opened', outputKey: null, reason: null, findings: [], decisions: [] };

const NESTED: Reason = {
  code: 'ARCHIVE_NESTED',
  message: 'An archive inside an archive',
  hint: 'Unpack the outer archive and use the inner ones.',
};

/** What the archive is kept with until all members were tried. */
const SOME_REFUSED: Reason = {
  code: 'ARCHIVE_MEMBERS_REFUSED',
  message: 'Some members were not extracted',
  hint: 'The audit has a line for each, with its reason and its number in the archive.',
};

function someRefused(refused: number, count: number): Reason {
  return {
    code: 'ARCHIVE_MEMBERS_REFUSED',
    message: `${refused} of ${count} members were not taken out; the others went on`,
    hint: 'The audit has a line for each, with its reason and its number in the archive.',
  };
}

function reasonOf({ code, what, hint }: ArchiveError): Reason {
  return { code, message: what, hint };
}
