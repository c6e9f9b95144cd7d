import { lookupTag } from '../../dicom/standard/dictionary.ts';
import { asTag, elementOf, groupOf, isPrivate } from '../../dicom/tag.ts';
import { MOST_SHOWN_CHARACTERS } from '../decide/shownValue.ts';
import { keptPlace } from '../kept.ts';
import type { Doubts, ValuedDoubt } from './cohort.ts';
import { noPlace, notAllowed, notHeld, ReviewError, seenOther } from './errors.ts';
import { type HeldEntry, type HeldIndex, othersTurn } from './heldIndex.ts';
import { PIXELS_PLACE, placeOfRegion } from './places.ts';
import type { ReviewPorts } from './ports.ts';
import type {
  AcceptAnswer,
  DecideAnswer,
  DecideRequest,
  HeldKind,
  Place,
  Proposal,
  ProposeRequest,
  ReviewedEntry,
  Scope,
  Seen,
} from './types.ts';
import { viewOf } from './view.ts';

/** A proposal shows so many values at most. */
const MOST_VALUES = 100;

/** A place that a proposal decides. */
interface Target {
  readonly name: string;
  readonly place: Place;
  readonly seen: Seen;
  readonly value: string | null;
}

/** Makes of one decision what settles many: decisions on what is held, and a rule for what comes. */
export class Proposals {
  readonly #ports: ReviewPorts;
  readonly #index: HeldIndex;
  readonly #doubts: Doubts;
  readonly #decide: (request: DecideRequest) => Promise<DecideAnswer>;

  constructor(
    ports: ReviewPorts,
    index: HeldIndex,
    doubts: Doubts,
    decide: (request: DecideRequest) => Promise<DecideAnswer>,
  ) {
    this.#ports = ports;
    this.#index = index;
    this.#doubts = doubts;
    this.#decide = decide;
  }

  async propose(request: ProposeRequest): Promise<Proposal> {
    return (await this.#prepared(request)).proposal;
  }

  async accept(request: ProposeRequest): Promise<AcceptAnswer> {
    const { proposal, targets } = await this.#prepared(request);
    const { reviewedRules } = this.#ports;
    if (proposal.rule !== null) {
      if (reviewedRules === null) throw noRuleFile();
      // The file first: who is stopped in between accepts again, and what stands in it is not added twice.
      await reviewedRules.add(proposal.rule);
    }
    let [decided, conflicts] = [0, 0];
    for (const { name, place, seen } of targets) {
      await othersTurn();
      const { status } = await this.#decide({ name, place, seen, action: request.action, over: null });
      if (status === 'done') decided += 1;
      else conflicts += 1;
    }
    return { proposal, decided, conflicts, isWritten: proposal.rule !== null };
  }

  async #prepared(request: ProposeRequest): Promise<{ proposal: Proposal; targets: readonly Target[] }> {
    const { name, place, seen, action, scope } = request;
    if (request.why.trim() === '') throw whyMissing();
    await this.#index.readHeaders();
    const entries = await this.#index.entries();
    const example = entries.find(({ kept }) => kept.name === name);
    if (example === undefined) throw notHeld();
    const within = entries.filter(({ kind }) => isWithin(kind ?? null, example.kind ?? null, scope));
    if (action.kind === 'redact') return this.#ofBox(request, example, within);
    if (place === PIXELS_PLACE) throw notAllowed(action.kind);
    const shown = (await this.#doubts.of(example))?.find((doubt) => doubt.place === place);
    if (shown === undefined) throw noPlace();
    if (shown.seen !== seen) throw seenOther();
    // What was cut cannot be told from what begins like it.
    const isWhole = shown.value !== null && shown.value.length < MOST_SHOWN_CHARACTERS;
    if (action.kind === 'confirm' && !isWhole) throw notAllowed(action.kind);
    const targets = await this.#targets(within, shown, action.kind);
    const values = new Set(targets.flatMap(({ value }) => value ?? []));
    const proposal: Proposal = {
      attribute: shown.attribute,
      keyword: shown.keyword,
      action: action.kind,
      scope,
      instances: new Set(targets.map((target) => target.name)).size,
      doubts: targets.length,
      values: [...values].sort().slice(0, MOST_VALUES),
      rule: scope === 'series' ? null : this.#entry(request, shown, example.kind ?? null),
    };
    return { proposal, targets };
  }

  async #targets(
    entries: readonly HeldEntry[],
    shown: ValuedDoubt,
    kind: 'confirm' | 'clear',
  ): Promise<readonly Target[]> {
    const decided = await this.#ports.book.places();
    const targets: Target[] = [];
    for (const entry of entries) {
      const { name } = entry.kept;
      const standing = new Set(decided.get(keptPlace(name)?.hash ?? ''));
      for (const { attribute, place, value, seen } of (await this.#doubts.of(entry)) ?? []) {
        const isMeant = attribute === shown.attribute && (kind === 'clear' || value === shown.value);
        if (isMeant && seen !== null && !standing.has(place)) targets.push({ name, place, seen, value });
      }
    }
    return targets;
  }

  /** The same box in every image of one size: each picture is still confirmed by somebody who has looked at it. */
  async #ofBox(
    { place, action, scope }: ProposeRequest,
    { kept }: HeldEntry,
    within: readonly HeldEntry[],
  ): Promise<{ proposal: Proposal; targets: readonly Target[] }> {
    if (action.kind !== 'redact' || place !== placeOfRegion(action.region)) throw noPlace();
    if (scope === 'everywhere') throw notAllowed(action.kind);
    const shown = await this.#image(within.find((entry) => entry.kept.name === kept.name));
    if (shown === null) throw noPlace();
    const decided = await this.#ports.book.places();
    const targets: Target[] = [];
    for (const entry of within) {
      const image = await this.#image(entry);
      const isOfSize = image?.columns === shown.columns && image.rows === shown.rows;
      const hasFrame = (action.region.frame ?? 0) < (image?.frames ?? 0);
      const isDone = decided.get(keptPlace(entry.kept.name)?.hash ?? '')?.includes(place) === true;
      if (image !== null && isOfSize && hasFrame && !isDone)
        targets.push({ name: entry.kept.name, place, seen: image.seen, value: null });
    }
    const instances = targets.length;
    const told = {
      attribute: PIXELS_PLACE,
      keyword: 'PixelData',
      action: 'redact',
      scope,
      rule: null,
    } as const;
    return { proposal: { ...told, instances, doubts: 0, values: [] }, targets };
  }

  /** The size of an image and what was seen of it, without looking for text in it: a box counts for the pixels as they came. */
  async #image(
    entry: HeldEntry | undefined,
  ): Promise<{ columns: number; rows: number; frames: number; seen: Seen } | null> {
    if (entry === undefined) return null;
    const { kept, note } = entry;
    const services = await this.#ports.reading(note);
    const { pixels: _pixels, ...plan } = services.plan;
    const source = await this.#ports.shelf.open(kept.name);
    try {
      const hash = keptPlace(kept.name)?.hash ?? '';
      const { elements, pixels } = await viewOf(hash, source, { ...services, plan }, []);
      const seen = elements.find((element) => element.place === PIXELS_PLACE)?.seen ?? null;
      return pixels === null || seen === null ? null : { ...pixels, seen };
    } finally {
      await source.close();
    }
  }

  #entry(request: ProposeRequest, shown: ValuedDoubt, kind: HeldKind | null): ReviewedEntry {
    const { action, scope, why } = request;
    return {
      select: selectOf(shown),
      ...(action.kind === 'confirm' ? { confirm: shown.value as string } : { clear: true }),
      ...(scope === 'device'
        ? { device: { manufacturer: kind?.manufacturer ?? '', model: kind?.model ?? '' } }
        : {}),
      why: why.trim(),
      by: this.#ports.by,
      at: new Date(this.#ports.clock.now()).toISOString(),
    };
  }
}

/** What cannot be told apart by series or device is not taken for the same. */
function isWithin(kind: HeldKind | null, example: HeldKind | null, scope: Scope): boolean {
  if (scope === 'everywhere') return true;
  if (kind === null || example === null) return false;
  return scope === 'series'
    ? kind.series === example.series
    : kind.device === example.device && kind.device !== '';
}

/** An attribute as a rule selects it, from the root: `/RequestAttributesSequence/StudyDescription`, `/(0019,"MAKER",01)`. */
export function selectOf({ attribute, keyword }: Pick<ValuedDoubt, 'attribute' | 'keyword'>): string {
  const steps = [...attribute.matchAll(/\(([0-9A-F]{4}),([0-9A-F]{4})\)/g)].map(([text, group, element]) => ({
    text,
    tag: asTag(Number.parseInt(`${group}${element}`, 16)),
  }));
  const names = steps.map(({ text, tag }, at) => {
    if (!isPrivate(tag)) return lookupTag(tag)?.keyword || text;
    if (at < steps.length - 1 || keyword === '') return text;
    const creator = keyword.slice(1, -1);
    const quote = creator.includes('"') ? "'" : '"';
    const hex = (number: number, digits: number) => number.toString(16).toUpperCase().padStart(digits, '0');
    return `(${hex(groupOf(tag), 4)},${quote}${creator}${quote},${hex(elementOf(tag) & 0xff, 2)})`;
  });
  return `/${names.join('/')}`;
}

function noRuleFile(): ReviewError {
  return new ReviewError(
    'REVIEW_NO_RULE_FILE',
    'What is accepted for more than one series is written to a file of rules, and none was named',
    'Name one with --reviewed FILE.',
  );
}

function whyMissing(): ReviewError {
  return new ReviewError(
    'REVIEW_WHY_MISSING',
    'It is not said why',
    'Say in a few words why the value may leave or must go; it is kept beside the rule.',
  );
}
