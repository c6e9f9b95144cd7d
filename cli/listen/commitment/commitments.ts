import type { AssociationInfo } from '../../../layers/dimse/acceptor.ts';
import type { Association } from '../../../layers/dimse/association.ts';
import { COMMAND } from '../../../layers/dimse/commandSet.ts';
import { DimseError } from '../../../layers/dimse/errors.ts';
import type { AssociationLimits } from '../../../layers/dimse/limits.ts';
import { collected, type DimseRequest, type DimseResponse } from '../../../layers/dimse/messages.ts';
import { associate } from '../../../layers/dimse/requestor.ts';
import { STATUS } from '../../../layers/dimse/statuses.ts';
import type { Timers } from '../../../layers/dimse/timers.ts';
import type { Clock } from '../../../layers/engine/ports.ts';
import { MESSAGE_SYNTAXES, STORAGE_COMMITMENT } from '../admission.ts';
import type { Peer } from '../config/receiving.ts';
import { clientTlsOf } from '../config/tls.ts';
import { backoffMs } from '../outbox/backoff.ts';
import {
  type CommitmentReport,
  FAILURE_REASON,
  type FailureReason,
  type ReferencedInstance,
  readAction,
  writeReport,
} from './dataSets.ts';
import { CommitmentRequestFile, type OpenRequest } from './requestFile.ts';

/** What became of an instance, by its original SOP Instance UID. */
export interface CommitmentReceipt {
  readonly state: 'received' | 'delivered' | 'held' | 'quarantined';
  /** Empty where it is not known. */
  readonly sopClassUid: string;
}

export interface CommitmentOptions {
  /** An SQLite file of its owner's alone, made if it is not there. It holds original UIDs. */
  readonly file: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly timers: Timers;
  /** From 0 to 1, for the waits. */
  readonly random: () => number;
  readonly peers: readonly Peer[];
  /** Null: it was never received. */
  readonly receiptOf: (sopInstanceUid: string) => CommitmentReceipt | null;
  /** Those that are open, with their peers: reports to a peer without a place for them go over these. */
  readonly associations: () => readonly { readonly peer: Peer; readonly info: AssociationInfo }[];
  readonly limits?: Partial<AssociationLimits>;
  /** For logs and metrics: no identifier is in it. */
  readonly onEvent?: (event: CommitmentEvent) => void;
  /** What nobody foresaw, as a disk that fails; requests are looked at again. */
  readonly onFailure?: (error: unknown) => void;
}

export type CommitmentEvent = { readonly peer: string } & (
  | { readonly kind: 'asked'; readonly instances: number }
  | { readonly kind: 'reported'; readonly committed: number; readonly failed: number }
  /** The report was not taken; it is sent again. */
  | { readonly kind: 'postponed'; readonly code: string; readonly attempts: number }
  /** For a week nobody took the report. */
  | { readonly kind: 'given-up' }
);

/** The one instance of the class (PS3.4 J.3.5). */
export const STORAGE_COMMITMENT_INSTANCE = '1.2.840.10008.1.20.1.1';
const REQUEST_COMMITMENT = 1;
/** Event types (PS3.4 Table J.3-2). */
const [COMMITTED, FAILURES_EXIST] = [1, 2];
/** Invalid Argument Value (PS3.7 C.5.10). */
const INVALID_ARGUMENT = 0x0115;

/** How soon after a request it is looked at: its answer goes out first. */
const SOON_MS = 100;
/** How soon a request is looked at again whose instances are on their way: the older, the later. */
const lookMs = (ageMs: number): number => Math.max(5_000, Math.round(ageMs / 16));
const AFTER_FAILURE_MS = 60_000;
const AT_ONCE = 200;
/** Of these requests: each is looked up, and all are in memory until their reports are taken. */
const INSTANCES_AT_ONCE = 50_000;
const MOST_OPEN = 10_000;
const DAY_MS = 86_400_000;
/** What is on its way for longer is told as a failure: its sender keeps it, and may ask again. */
const PATIENCE_MS = DAY_MS;
const UNTAKEN_MS = 7 * DAY_MS;

/**
 * Storage Commitment Push Model as SCP (PS3.4 Annex J). A request outlives a power cut before it is answered; it is reported once every instance has its outcome, and
 * the report is sent until it is taken. Only what every delivery has confirmed is told as committed.
 */
export class Commitments {
  readonly #options: CommitmentOptions;
  readonly #file: CommitmentRequestFile;
  readonly #ends = new AbortController();
  #cancel: (() => void) | null = null;
  #pass: Promise<void> | null = null;

  /** Throws as SQLite does, or a `FaultError`. */
  constructor(options: CommitmentOptions) {
    this.#options = options;
    this.#file = new CommitmentRequestFile(options.file);
    this.#wakeIn(SOON_MS);
  }

  /** Requests whose reports were not taken yet. */
  get open(): number {
    return this.#file.count;
  }

  /** Serves N-ACTION. */
  async *serve(
    { command, context, data }: DimseRequest,
    { callingAeTitle, calledAeTitle }: AssociationInfo,
    peer: Peer,
  ): AsyncGenerator<DimseResponse, void> {
    const { requestedSopInstanceUid = '', actionTypeId = 0 } = command;
    const fields = {
      affectedSopClassUid: STORAGE_COMMITMENT,
      affectedSopInstanceUid: requestedSopInstanceUid,
      actionTypeId,
    };
    const answer = (status: number): DimseResponse => ({ status, fields });
    if (command.commandField !== COMMAND.nActionRq) return yield answer(STATUS.unrecognizedOperation);
    if (requestedSopInstanceUid !== STORAGE_COMMITMENT_INSTANCE)
      return yield answer(STATUS.noSuchSopInstance);
    if (actionTypeId !== REQUEST_COMMITMENT) return yield answer(STATUS.noSuchAction);
    const asked = await readAction({
      bytes: await collected(data),
      transferSyntaxUid: context.transferSyntax,
    });
    if (asked === null) return yield answer(INVALID_ARGUMENT);
    if (this.#file.count >= MOST_OPEN) return yield answer(STATUS.resourceLimitation);
    const receivedMs = this.#options.clock.now();
    this.#file.add({ ...asked, peer: peer.name, callingAeTitle, calledAeTitle, receivedMs });
    this.#say({ kind: 'asked', peer: peer.name, instances: asked.instances.length });
    this.#wakeIn(SOON_MS);
    yield answer(STATUS.success);
  }

  /** A peer has an association again: what waited for one is told. */
  opened(peer: Peer): void {
    this.#file.hurry(peer.name, this.#options.clock.now());
    this.#wakeIn(SOON_MS);
  }

  /** Gives up what is being sent, and resolves once nothing is. Requests stay for the next start. */
  async close(): Promise<void> {
    this.#ends.abort();
    this.#cancel?.();
    await this.#pass;
    this.#file.close();
  }

  #say(event: CommitmentEvent): void {
    this.#options.onEvent?.(event);
  }

  #wakeIn(ms: number): void {
    this.#cancel?.();
    this.#cancel = this.#options.timers.after(ms, () => {
      this.#cancel = null;
      // What is due meanwhile is looked at behind it.
      if (this.#pass !== null) return;
      this.#pass = this.#look()
        .catch((error: unknown) => {
          this.#options.onFailure?.(error);
          this.#wakeIn(AFTER_FAILURE_MS);
        })
        .finally(() => {
          this.#pass = null;
          if (this.#ends.signal.aborted) return;
          if (this.#cancel === null) this.#wakeAtNext();
        });
    });
  }

  #wakeAtNext(): void {
    const dueMs = this.#file.nextDueMs;
    if (dueMs !== null) this.#wakeIn(Math.max(SOON_MS, dueMs - this.#options.clock.now()));
  }

  /** Looks at every request that is due; peers do not wait for each other. */
  async #look(): Promise<void> {
    const { clock } = this.#options;
    const now = clock.now();
    const ready = new Map<string, { readonly request: OpenRequest; readonly report: CommitmentReport }[]>();
    for (const request of this.#file.due(now, AT_ONCE, INSTANCES_AT_ONCE)) {
      const report = this.#reportOn(request, now - request.receivedMs >= PATIENCE_MS);
      if (report === null) {
        const nextMs = now + lookMs(now - request.receivedMs);
        this.#file.later(request, Math.min(nextMs, request.receivedMs + PATIENCE_MS), request.attempts);
      } else {
        const key = `${request.peer} ${request.callingAeTitle} ${request.calledAeTitle}`;
        ready.set(key, [...(ready.get(key) ?? []), { request, report }]);
      }
    }
    await Promise.all([...ready.values()].map((group) => this.#tell(group)));
  }

  /** Null: some instance is on its way. */
  #reportOn({ transactionUid, instances }: OpenRequest, isOverdue: boolean): CommitmentReport | null {
    const committed: ReferencedInstance[] = [];
    const failed: CommitmentReport['failed'][number][] = [];
    for (const instance of instances) {
      const verdict = this.#verdictOn(instance);
      if (verdict === 'on-its-way' && !isOverdue) return null;
      if (verdict === 'committed') committed.push(instance);
      else
        failed.push({
          ...instance,
          reason: verdict === 'on-its-way' ? FAILURE_REASON.processingFailure : verdict,
        });
    }
    return { transactionUid, committed, failed };
  }

  #verdictOn({
    sopClassUid,
    sopInstanceUid,
  }: ReferencedInstance): FailureReason | 'committed' | 'on-its-way' {
    const receipt = this.#options.receiptOf(sopInstanceUid);
    if (receipt === null) return FAILURE_REASON.noSuchObjectInstance;
    if (receipt.sopClassUid !== '' && receipt.sopClassUid !== sopClassUid)
      return FAILURE_REASON.classInstanceConflict;
    if (receipt.state === 'delivered') return 'committed';
    return receipt.state === 'received' ? 'on-its-way' : FAILURE_REASON.processingFailure;
  }

  /** Sends the reports of one peer, one behind the other, over one association. */
  async #tell(
    group: readonly { readonly request: OpenRequest; readonly report: CommitmentReport }[],
  ): Promise<void> {
    const [first] = group;
    if (first === undefined) return;
    let association: Association | null = null;
    let isOurs = false;
    for (const { request, report } of group) {
      try {
        if (association === null || association.isOver)
          [association, isOurs] = await this.#associationFor(request);
        await send(association, report);
        this.#file.remove(request);
        const { committed, failed } = report;
        this.#say({
          kind: 'reported',
          peer: request.peer,
          committed: committed.length,
          failed: failed.length,
        });
      } catch (error) {
        if (this.#ends.signal.aborted) break;
        this.#postpone(request, error);
      }
    }
    if (isOurs) await association?.release().catch(() => {});
  }

  #postpone(request: OpenRequest, error: unknown): void {
    const { clock, random } = this.#options;
    const now = clock.now();
    const { peer } = request;
    if (now - request.receivedMs >= UNTAKEN_MS) {
      this.#file.remove(request);
      this.#say({ kind: 'given-up', peer });
      return;
    }
    // It comes again when its peer does.
    if (error instanceof NotTaken && error.code === 'COMMITMENT_NO_ASSOCIATION') {
      this.#file.later(request, now + lookMs(now - request.receivedMs), request.attempts);
      return;
    }
    const attempts = request.attempts + 1;
    this.#file.later(request, now + backoffMs(attempts, random()), attempts);
    const code = error instanceof DimseError || error instanceof NotTaken ? error.code : 'UNEXPECTED';
    this.#say({ kind: 'postponed', peer, code, attempts });
  }

  /** Where the report goes, and whether the association was opened for it. */
  async #associationFor(request: OpenRequest): Promise<readonly [Association, boolean]> {
    const { peers, associations, limits, timers } = this.#options;
    const { callingAeTitle, calledAeTitle } = request;
    const place = peers.find(({ name }) => name === request.peer)?.reports;
    if (place === undefined) {
      const open = associations().find(
        ({ peer, info }) =>
          peer.name === request.peer &&
          info.callingAeTitle === callingAeTitle &&
          info.calledAeTitle === calledAeTitle &&
          !info.association.isOver &&
          info.association.contextFor(STORAGE_COMMITMENT) !== null,
      );
      if (open === undefined) throw new NotTaken('COMMITMENT_NO_ASSOCIATION');
      return [open.info.association, false];
    }
    const association = await associate({
      host: place.host,
      port: place.port,
      ...(place.tls === undefined ? {} : { tls: clientTlsOf(place.tls) }),
      callingAeTitle: calledAeTitle,
      calledAeTitle: callingAeTitle,
      // The SCP asks for the association here, so it says that it is the SCP (PS3.4 J.3.3, PS3.7 D.3.3.4).
      contexts: [
        {
          abstractSyntax: STORAGE_COMMITMENT,
          transferSyntaxes: MESSAGE_SYNTAXES,
          roles: { scu: false, scp: true },
        },
      ],
      ...(limits === undefined ? {} : { limits }),
      signal: this.#ends.signal,
      timers,
    });
    return [association, true];
  }
}

/** Why a report was not taken, where the network is not to blame. */
class NotTaken extends Error {
  readonly code: 'COMMITMENT_NO_ASSOCIATION' | 'COMMITMENT_NOT_TAKEN';

  constructor(code: NotTaken['code']) {
    super(code);
    this.name = 'NotTaken';
    this.code = code;
  }
}

async function send(association: Association, report: CommitmentReport): Promise<void> {
  const context = association.contextFor(STORAGE_COMMITMENT);
  if (context === null) throw new NotTaken('COMMITMENT_NOT_TAKEN');
  const reply = await association.nEventReport({
    context,
    sopClassUid: STORAGE_COMMITMENT,
    sopInstanceUid: STORAGE_COMMITMENT_INSTANCE,
    eventTypeId: report.failed.length === 0 ? COMMITTED : FAILURES_EXIST,
    data: writeReport(report, context.transferSyntax),
  });
  if (reply.status !== STATUS.success) throw new NotTaken('COMMITMENT_NOT_TAKEN');
}
