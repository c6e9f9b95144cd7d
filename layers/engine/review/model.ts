import { DicomError } from '../../dicom/errors.ts';
import { DEFAULT_LIMITS, parseInstance } from '../../dicom/parse.ts';
import { cleanInstance } from '../deidentify.ts';
import { isArchive, type Kept, type KeptNote, type KeptShelf, keptPlace, retryKept } from '../kept.ts';
import { withoutTraces } from '../preview.ts';
import type { Reason } from '../reason.ts';
import { ValueReader } from '../resolve/valueReader.ts';
import { releasedAs } from './again.ts';
import { isAllowed, reviewOf } from './apply.ts';
import type { BookAnswer, ReleasedAs } from './book.ts';
import { Doubts } from './cohort.ts';
import { decisionDigest, digestOf, wrongEdit } from './decisions.ts';
import {
  invalidEdit,
  noPlace,
  notAllowed,
  notHeld,
  peopleUnknown,
  ReviewError,
  seenOther,
} from './errors.ts';
import { HeldIndex } from './heldIndex.ts';
import { mayDecide } from './mayDecide.ts';
import { Pictures } from './pictures.ts';
import { elementAt, isPlace, pathOfPlace, placeOfRegion } from './places.ts';
import type { ReviewPorts } from './ports.ts';
import { Proposals } from './proposals.ts';
import type { ReviewRecord } from './record.ts';
import { hashOfValue, isSeen, reviewKey, sawBefore } from './seen.ts';
import type {
  AcceptAnswer,
  Cohort,
  DecideAnswer,
  DecideRequest,
  GreyWindow,
  HeldList,
  InstanceView,
  ListFilter,
  Picture,
  Place,
  Proposal,
  ProposeRequest,
  ReleaseAnswer,
  Review,
  ReviewDecision,
  UndoRequest,
} from './types.ts';
import { decisionView, glimpseOf, viewOf } from './view.ts';

/** An instance that is held now. */
interface Held {
  readonly kept: Kept;
  readonly note: KeptNote | null;
  readonly hash: string;
}

/** A review over the ports: the command and the page ask the same of it. */
export class ReviewModel implements Review {
  readonly #ports: ReviewPorts;
  readonly #index: HeldIndex;
  readonly #doubts: Doubts;
  readonly #proposals: Proposals;
  readonly #pictures = new Pictures();

  constructor(ports: ReviewPorts) {
    this.#ports = ports;
    this.#index = new HeldIndex(ports);
    this.#doubts = new Doubts(ports, this.#index);
    this.#proposals = new Proposals(ports, this.#index, this.#doubts, (request) => this.decide(request));
  }

  listHeld(filter: ListFilter = {}): Promise<HeldList> {
    return this.#index.list(filter);
  }

  readHeaders(): Promise<void> {
    return this.#index.readHeaders();
  }

  showInstance(name: string): Promise<InstanceView> {
    return this.#show(name, viewOf);
  }

  glimpseInstance(name: string): Promise<InstanceView> {
    return this.#show(name, glimpseOf);
  }

  async #show(name: string, viewed: typeof viewOf): Promise<InstanceView> {
    const { kept, note, hash } = await this.#held(name);
    const services = await this.#ports.reading(note);
    const standing = await this.#ports.book.of(hash);
    const source = await this.#ports.shelf.open(kept.name);
    try {
      const view = await viewed(hash, source, services, standing);
      const key = await reviewKey(services.keys, services.keyScope);
      const approvals = await this.#ports.book.approvals(hash, digestOf(key, standing));
      const { name: rules, digest } = services.plan;
      const kind = (await this.#index.entries()).find((entry) => entry.kept.name === name)?.kind ?? null;
      const doubts = new Set([
        ...(note?.findings ?? []).flatMap(({ severity, path }) => (severity === 'doubt' ? [path] : [])),
        ...view.elements.flatMap(({ place, findings }) =>
          findings.some(({ severity, isSettled }) => severity === 'doubt' || isSettled) ? [place] : [],
        ),
      ]);
      const decided = new Set(view.decisions.flatMap(({ place, isStale }) => (isStale ? [] : [place])));
      return {
        name,
        kind,
        ...view,
        rules: { name: rules, digest },
        progress: { doubts: doubts.size, settled: [...doubts].filter((place) => decided.has(place)).length },
        release: {
          people: services.plan.review?.people ?? 1,
          approvedBy: approvals.map(({ by }) => by),
        },
      };
    } finally {
      await source.close();
    }
  }

  async picture(name: string, frame: number, window?: GreyWindow): Promise<Picture> {
    const { note, hash } = await this.#held(name);
    const services = await this.#ports.reading(note);
    const standing = await this.#ports.book.of(hash);
    return this.#pictures.of(hash, frame, services, standing, () => this.#ports.shelf.open(name), window);
  }

  async decide({ name, place, action, seen, over }: DecideRequest): Promise<DecideAnswer> {
    const { kept, note, hash } = await this.#held(name);
    if (!isPlace(place)) throw noPlace();
    if (action.kind === 'redact' && place !== placeOfRegion(action.region)) throw noPlace();
    const services = await this.#ports.reading(note);
    const key = await reviewKey(services.keys, services.keyScope);
    const at = new Date(this.#ports.clock.now()).toISOString();
    const decision: ReviewDecision = { instance: hash, place, action, seen, by: this.#ports.by, at };
    const source = await this.#ports.shelf.open(kept.name);
    try {
      const acceptsNoPreamble = services.plan.screening.noPreamble === 'accept';
      const instance = await parseInstance(source, { ...DEFAULT_LIMITS, acceptsNoPreamble });
      const element = elementAt(instance, pathOfPlace(place));
      if (element === null) throw noPlace();
      if (!mayDecide(services.plan, element).includes(action.kind)) throw notAllowed(action.kind);
      if (action.kind === 'edit') {
        const what = wrongEdit(element, action.to);
        if (what !== null) throw invalidEdit(element.vr, what);
      }
      if (!isAllowed(services.plan, instance, element, decision)) throw notAllowed(action.kind);
      const values = new ValueReader(instance, source);
      const before = await hashOfValue(key, hash, pathOfPlace(place), element, values);
      if (!isSeen(seen) || !sawBefore(seen, before)) throw seenOther();
    } catch (error) {
      if (error instanceof DicomError) throw unreadable();
      throw error;
    } finally {
      await source.close();
    }
    const record = {
      name: hash,
      by: decision.by,
      place,
      action: action.kind,
      digest: decisionDigest(key, decision),
    };
    await this.#record({ ...record, event: 'review-decision', outcome: 'decided' });
    const answer = await this.#ports.book.put(decision, over);
    if (!answer.isDone) await this.#record({ ...record, event: 'review-decision', outcome: 'not-decided' });
    return answered(place, answer);
  }

  async undo({ name, place, over }: UndoRequest): Promise<DecideAnswer> {
    const { hash } = await this.#held(name);
    // It is told in the audit: what is typed in its stead may be anything.
    if (!isPlace(place)) throw noPlace();
    const record = { name: hash, by: this.#ports.by, place, event: 'review-undo' } as const;
    await this.#record({ ...record, outcome: 'undone' });
    const answer = await this.#ports.book.take(hash, place, over);
    if (!answer.isDone) await this.#record({ ...record, outcome: 'not-undone' });
    return answered(place, answer);
  }

  async release(name: string): Promise<ReleaseAnswer> {
    const held = await this.#held(name);
    const { note, kept, hash } = held;
    const services = await this.#ports.writing(note);
    const decisions = await this.#ports.book.of(hash);
    const review = reviewOf(hash, decisions, () => this.#ports.book.of(hash));
    const people = services.plan.review?.people ?? 1;
    if (people > 1) {
      if (!this.#ports.knowsPeople) throw peopleUnknown();
      const waiting = await this.#ask(held, services, decisions);
      if (waiting !== null) return waiting;
    }
    try {
      const { shelf, book } = this.#ports;
      let as: ReleasedAs | null = null;
      const told = async () => {
        as = await this.#releasedAs(kept, decisions, services);
      };
      const record = await retryKept(kept, releasing(shelf, told), { ...services, review });
      // Where what was kept could not be taken away it is still to be decided about.
      if (as !== null) await book.settle(hash, as);
      this.#index.forget(name);
      return { status: 'released', name, output: record.output.key, outcome: record.outcome };
    } catch (error) {
      if (!(error instanceof NotReleased)) throw error;
      return this.#notReleased(held, error.why);
    }
  }

  async #releasedAs(
    { name }: Kept,
    decisions: readonly ReviewDecision[],
    services: Parameters<typeof releasedAs>[2],
  ): Promise<ReleasedAs> {
    const source = await this.#ports.shelf.open(name);
    try {
      return await releasedAs(source, decisions, services);
    } finally {
      await source.close();
    }
  }

  cohort(): Promise<Cohort> {
    return this.#doubts.cohort();
  }

  cohortSoFar(): Promise<Cohort> {
    return this.#doubts.soFar();
  }

  propose(request: ProposeRequest): Promise<Proposal> {
    return this.#proposals.propose(request);
  }

  accept(request: ProposeRequest): Promise<AcceptAnswer> {
    return this.#proposals.accept(request);
  }

  async close(): Promise<void> {
    await this.#pictures.close();
    await this.#ports.book.close();
  }

  /** Notes that this person asks for the release, if it would be one; null: enough people have. */
  async #ask(
    held: Held,
    services: Parameters<typeof withoutTraces>[0],
    decisions: readonly ReviewDecision[],
  ): Promise<ReleaseAnswer | null> {
    const { book, clock, by, shelf } = this.#ports;
    const { kept, hash } = held;
    const source = await shelf.open(kept.name);
    try {
      const review = reviewOf(hash, decisions);
      const clean = await cleanInstance(source, { ...withoutTraces(services), review });
      if ('reason' in clean) return await this.#notReleased(held, { reason: clean.reason });
      if (clean.outcome === 'held')
        return await this.#notReleased(held, { places: doubtsIn(clean.findings) });
    } finally {
      await source.close();
    }
    const digest = digestOf(await reviewKey(services.keys, services.keyScope), decisions);
    await this.#record({ name: hash, by, digest, event: 'review-release', outcome: 'asked' });
    await book.approve({ instance: hash, digest, by, at: new Date(clock.now()).toISOString() });
    const approvedBy = (await book.approvals(hash, digest)).map((approval) => approval.by);
    return approvedBy.length > 1 ? null : { status: 'waiting', name: kept.name, approvedBy };
  }

  async #notReleased({ kept, hash }: Held, why: NotReleased['why']): Promise<ReleaseAnswer> {
    const code = 'reason' in why ? why.reason.code : 'DOUBTFUL';
    const { by } = this.#ports;
    await this.#record({ name: hash, by, reason: code, event: 'review-release', outcome: 'not-released' });
    return 'reason' in why
      ? { status: 'refused', name: kept.name, reason: why.reason }
      : { status: 'held', name: kept.name, places: why.places };
  }

  /** Rejects with `REVIEW_NOT_HELD`. */
  async #held(name: string): Promise<Held> {
    const place = keptPlace(name);
    const kept = place?.area === 'held' ? await this.#ports.shelf.find(name) : null;
    if (kept === null || place === null) throw notHeld();
    const note = await this.#ports.shelf.note(name);
    if (isArchive(note) || note?.settled !== undefined || note?.removed !== undefined) throw notHeld();
    await this.#index.reopen(kept, note);
    return { kept, note, hash: place.hash };
  }

  #record({ event, outcome, ...rest }: Omit<ReviewRecord, 'time'>): Promise<void> {
    const time = new Date(this.#ports.clock.now()).toISOString();
    return this.#ports.trail.record({ time, event, outcome, ...rest });
  }
}

/** Leaves the engine before anything is visible: what is not released stays as it was held. */
class NotReleased extends Error {
  readonly why: { readonly reason: Reason } | { readonly places: readonly Place[] };

  constructor(why: NotReleased['why']) {
    super('not released');
    this.name = 'NotReleased';
    this.why = why;
  }
}

/** A shelf on which nothing is moved or noted but what was released. `beforeItGoes`: its bytes are still there. */
function releasing(shelf: KeptShelf, beforeItGoes: () => Promise<void>): KeptShelf {
  return {
    container: shelf.container,
    list: () => shelf.list(),
    find: (name) => shelf.find(name),
    note: (name) => shelf.note(name),
    open: (name) => shelf.open(name),
    settle: async (_name, _area, { reason, findings = [] }) => {
      throw new NotReleased(reason === undefined ? { places: doubtsIn(findings) } : { reason });
    },
    remove: (name) => shelf.remove(name),
    close: async (name, note) => {
      await beforeItGoes();
      await shelf.close(name, note);
    },
    destroy: (name) => shelf.destroy(name),
  };
}

function doubtsIn(findings: NonNullable<KeptNote['findings']>): readonly Place[] {
  return [...new Set(findings.flatMap(({ severity, path }) => (severity === 'doubt' ? [path] : [])))];
}

function answered(place: Place, { isDone, standing }: BookAnswer): DecideAnswer {
  const shown = standing === null ? null : decisionView(standing, new Set());
  return isDone ? { status: 'done', place, decision: shown } : { status: 'conflict', place, standing: shown };
}

function unreadable(): ReviewError {
  return new ReviewError(
    'REVIEW_UNREADABLE',
    'The instance cannot be read',
    'lethe quarantine export-original takes it out as it came, and lethe quarantine remove gives it up.',
  );
}
