import type { KeyObject } from 'node:crypto';
import type { RulePlan } from '../../../rules/plan.ts';
import type { ByteSource } from '../../dicom/byteSource.ts';
import { type DataSet, type Element, formatPath, type Item } from '../../dicom/element.ts';
import { DicomError } from '../../dicom/errors.ts';
import { DEFAULT_LIMITS, type ParsedInstance, parseInstance } from '../../dicom/parse.ts';
import { segmentSource } from '../../dicom/segmentSource.ts';
import { lookupTag } from '../../dicom/standard/dictionary.ts';
import { formatTag, isPrivate, type Tag } from '../../dicom/tag.ts';
import { isLoaded, privateCreatorOf } from '../../dicom/values.ts';
import { decidedItems } from '../decide/cleaning.ts';
import { Decider } from '../decide/decide.ts';
import type { Decision } from '../decide/decision.ts';
import { cut, shownValue } from '../decide/shownValue.ts';
import { type CleanInstance, cleanInstance, type EngineServices } from '../deidentify.ts';
import { withoutTraces } from '../preview.ts';
import type { Finding } from '../reason.ts';
import { ValueReader } from '../resolve/valueReader.ts';
import { reviewOf, seenAt, seenPixels } from './apply.ts';
import { revisionOf } from './decisions.ts';
import { mayDecide } from './mayDecide.ts';
import { pixelsView } from './pixelsView.ts';
import { elementAt, PIXELS_PLACE, pathOfPlace } from './places.ts';
import { reviewKey } from './seen.ts';
import { spansOf } from './spans.ts';
import type { DecisionView, ElementView, FindingView, InstanceView, Place, ReviewDecision } from './types.ts';

/** What an instance would come to, as a person looks at it. */
export type View = Pick<
  InstanceView,
  'outcome' | 'reason' | 'elements' | 'more' | 'pixels' | 'isLookedAt' | 'decisions'
>;

/** More are not listed: a page could not show them, and a slide has hundreds of thousands. Those with a finding always are. */
const MOST_ELEMENTS = 20_000;

/**
 * Takes an instance through the engine with the decisions on it, and shows it element by element, before and after. Nothing is stored and no identity given. One whose output would be
 * refused is shown as it would be without the decisions, and the reason says what is wrong with them.
 */
export async function viewOf(
  name: string,
  source: ByteSource,
  services: EngineServices,
  standing: readonly ReviewDecision[],
): Promise<View> {
  const traceless = withoutTraces(services);
  const first = await cleanInstance(source, { ...traceless, review: reviewOf(name, standing) });
  const isRefused = 'reason' in first;
  const shown =
    isRefused && standing.length > 0
      ? await cleanInstance(source, { ...traceless, review: reviewOf(name, []) })
      : first;
  const reason = isRefused ? first.reason : null;
  const stale = isRefused ? new Set<Place>() : stalePlaces(first.findings);
  const decisions = standing.map((decision) => decisionView(decision, stale));
  const outcome = isRefused ? 'refused' : first.outcome === 'held' ? 'held' : 'released';
  const key = await reviewKey(services.keys, services.keyScope);
  const instance = 'reason' in shown ? await indexOf(source, services.plan) : shown.before;
  if (instance === null)
    return { outcome, reason, elements: [], more: 0, pixels: null, isLookedAt: true, decisions };
  const clean = 'reason' in shown ? null : shown;
  const viewer = new Viewer(name, key, instance, source, clean?.plan ?? services.plan, clean, decisions);
  const elements = await listed(viewer, clean !== null);
  const pixels = pixelsView(instance, clean?.looked ?? null, standing);
  return { outcome, reason, elements, more: viewer.left, pixels, isLookedAt: true, decisions };
}

/** As `viewOf`, where the rules look for text in frames without that: what is to be seen of everything else is seen at once. */
export async function glimpseOf(
  name: string,
  source: ByteSource,
  services: EngineServices,
  standing: readonly ReviewDecision[],
): Promise<View> {
  const { pixels, ...plan } = services.plan;
  if (pixels === undefined || pixels.text === 'ignore') return viewOf(name, source, services, standing);
  const others = standing.filter(({ place }) => pathOfPlace(place) !== PIXELS_PLACE);
  const view = await viewOf(name, source, { ...services, plan }, others);
  if (view.pixels === null) return viewOf(name, source, services, standing);
  const elements = view.elements.map((element) =>
    element.place === PIXELS_PLACE ? { ...element, findings: [], may: [], seen: null } : element,
  );
  return { ...view, elements, pixels: null, isLookedAt: false };
}

/** What rules could not be taken through cannot always be decided element by element either: then there is nothing to show. */
async function listed(viewer: Viewer, isTakenThrough: boolean): Promise<readonly ElementView[]> {
  try {
    return await viewer.elements();
  } catch (error) {
    if (error instanceof DicomError && !isTakenThrough) return [];
    throw error;
  }
}

export function stalePlaces(findings: readonly Finding[]): ReadonlySet<Place> {
  return new Set(findings.flatMap(({ code, path }) => (code === 'DECISION_STALE' ? [path] : [])));
}

export function decisionView(decision: ReviewDecision, stale: ReadonlySet<Place>): DecisionView {
  const { instance: _instance, ...told } = decision;
  return { ...told, revision: revisionOf(decision), isStale: stale.has(decision.place) };
}

async function indexOf(source: ByteSource, plan: RulePlan): Promise<ParsedInstance | null> {
  try {
    const acceptsNoPreamble = plan.screening.noPreamble === 'accept';
    return await parseInstance(source, { ...DEFAULT_LIMITS, acceptsNoPreamble });
  } catch (error) {
    if (error instanceof DicomError) return null;
    throw error;
  }
}

/** An element of the source and what is there of it in the output. */
interface Pair {
  readonly before: Element | null;
  readonly after: Element | null;
  readonly depth: number;
  /** The rules come to it: it lies in nothing that goes as a whole. */
  readonly isReached: boolean;
}

class Viewer {
  /** Elements that were not listed. */
  left = 0;
  readonly #name: string;
  readonly #key: KeyObject;
  readonly #instance: ParsedInstance;
  readonly #plan: RulePlan;
  readonly #clean: CleanInstance | null;
  readonly #decider: Decider;
  readonly #values: ValueReader;
  readonly #newValues: ValueReader | null;
  readonly #decisions: ReadonlyMap<Place, DecisionView>;
  readonly #findings = new Map<Place, Finding[]>();

  constructor(
    name: string,
    key: KeyObject,
    instance: ParsedInstance,
    source: ByteSource,
    plan: RulePlan,
    clean: CleanInstance | null,
    decisions: readonly DecisionView[],
  ) {
    this.#name = name;
    this.#key = key;
    this.#instance = instance;
    this.#plan = plan;
    this.#clean = clean;
    this.#decider = new Decider(plan, instance);
    this.#values = new ValueReader(instance, source);
    this.#newValues =
      clean === null ? null : new ValueReader(clean.instance, segmentSource(clean.segments, source));
    this.#decisions = new Map(decisions.map((decision) => [decision.place, decision]));
    for (const finding of clean?.findings ?? []) {
      const known = this.#findings.get(finding.path);
      if (known === undefined) this.#findings.set(finding.path, [finding]);
      else known.push(finding);
    }
  }

  async elements(): Promise<readonly ElementView[]> {
    const views: ElementView[] = [];
    const after = this.#clean === null ? null : this.#clean.instance.dataSet;
    for (const pair of this.#pairs(this.#instance.dataSet, after, 0, true)) {
      const path = pair.before === null ? null : formatPath(pair.before);
      const isListed = views.length < MOST_ELEMENTS || (path !== null && this.#findings.has(path));
      if (isListed) views.push(await this.#viewOf(pair));
      else this.left += 1;
    }
    return views;
  }

  /** The elements of a data set and of what it became; what is new stands where its tag belongs. */
  *#pairs(before: DataSet | null, after: DataSet | null, depth: number, isReached: boolean): Generator<Pair> {
    const had = new Set(before?.elements.map(({ tag }) => tag));
    const added: Element[] = [];
    const stayed = new Map<Tag, Element[]>();
    for (const element of after?.elements ?? []) {
      if (!had.has(element.tag)) added.push(element);
      else stayed.set(element.tag, [...(stayed.get(element.tag) ?? []), element]);
    }
    let next = 0;
    for (const element of before?.elements ?? []) {
      for (; next < added.length && (added[next] as Element).tag < element.tag; next += 1)
        yield* this.#withItems(null, added[next] as Element, depth, isReached);
      yield* this.#withItems(element, stayed.get(element.tag)?.shift() ?? null, depth, isReached);
    }
    for (const element of added.slice(next)) yield* this.#withItems(null, element, depth, isReached);
  }

  *#withItems(
    before: Element | null,
    after: Element | null,
    depth: number,
    isReached: boolean,
  ): Generator<Pair> {
    yield { before, after, depth, isReached };
    if (before === null) {
      for (const item of after?.items ?? []) yield* this.#pairs(null, item, depth + 1, isReached);
      return;
    }
    const stays: readonly Item[] = isReached
      ? decidedItems(this.#instance, this.#decider.decide(before))
      : [];
    for (const item of before.items ?? []) {
      const place = stays.indexOf(item);
      yield* this.#pairs(item, place < 0 ? null : (after?.items?.[place] ?? null), depth + 1, place >= 0);
    }
  }

  async #viewOf({ before, after, depth, isReached }: Pair): Promise<ElementView> {
    const element = before ?? (after as Element);
    const place = formatPath(element);
    const [was, is] = [this.#text(this.#instance, before), this.#text(this.#clean?.instance, after)];
    const decision = before !== null && isReached ? this.#decider.decide(before) : null;
    const findings = this.#findings.get(place) ?? [];
    const may = before === null || !isReached ? [] : this.#may(before, findings);
    return {
      place,
      depth,
      tag: formatTag(element.tag),
      keyword: this.#keyword(element, before === null ? this.#clean?.instance : this.#instance),
      vr: element.vr,
      before: cut(was),
      after: cut(is),
      change: await this.#change(before, after, was, is),
      sizeBytes: before === null ? null : before.valueEnd - before.valueStart,
      rule: ruleOf(decision),
      action: decision?.action.kind ?? (before === null ? 'added' : 'remove'),
      findings: findings.map((finding) => this.#findingView(finding, after, is)),
      decision: this.#decisions.get(place) ?? null,
      may,
      seen: may.length === 0 || before === null ? null : await this.#seen(place, before, after),
    };
  }

  #text(instance: ParsedInstance | undefined, element: Element | null): string | null {
    return instance === undefined || element === null ? null : shownValue(instance, element);
  }

  /** Bulk values are hashed where somebody must look at them. What stands twice cannot be told apart by its place. */
  #may(element: Element, findings: readonly Finding[]): ElementView['may'] {
    const place = formatPath(element);
    const isWanted = isLoaded(this.#instance, element) || findings.length > 0 || place === PIXELS_PLACE;
    if (!isWanted || elementAt(this.#instance, place) !== element) return [];
    const may = mayDecide(this.#plan, element);
    const hasDoubt = findings.some(({ severity }) => severity === 'doubt') || this.#decisions.has(place);
    const isEmpty = element.valueEnd === element.valueStart;
    return may.filter(
      (kind) => (kind !== 'confirm' || hasDoubt || place === PIXELS_PLACE) && (kind !== 'clear' || !isEmpty),
    );
  }

  #seen(place: Place, before: Element, after: Element | null): Promise<string> {
    const was = { element: before, values: this.#values };
    const looked = this.#clean?.looked ?? null;
    if (place === PIXELS_PLACE && looked !== null)
      return seenPixels(this.#key, this.#name, was, looked, this.#plan.pixels?.fill);
    const values = this.#newValues;
    return seenAt(
      this.#key,
      this.#name,
      place,
      was,
      after === null || values === null ? null : { element: after, values },
    );
  }

  async #change(
    before: Element | null,
    after: Element | null,
    was: string | null,
    is: string | null,
  ): Promise<ElementView['change']> {
    if (before === null) return 'added';
    if (after === null) return 'removed';
    if (was !== null || is !== null) return was === is ? 'same' : 'changed';
    const isSame = before.valueEnd - before.valueStart === after.valueEnd - after.valueStart;
    const isPixels = formatPath(before) === PIXELS_PLACE && this.#clean?.looked?.regions.isEmpty === false;
    return isSame && !isPixels ? 'same' : 'changed';
  }

  #keyword(element: Element, instance: ParsedInstance | undefined): string {
    if (!isPrivate(element.tag) || instance === undefined) return lookupTag(element.tag)?.keyword ?? '';
    try {
      const creator = privateCreatorOf(instance, element);
      return creator === '' ? '' : `[${creator}]`;
    } catch (error) {
      // Nobody can read who it is of.
      if (error instanceof DicomError) return '';
      throw error;
    }
  }

  #findingView(
    { severity, code, message, path }: Finding,
    after: Element | null,
    is: string | null,
  ): FindingView {
    const decision = this.#decisions.get(path);
    return {
      severity,
      code,
      message,
      spans: after === null || is === null ? [] : spansOf(code, this.#instance, is),
      isSettled: severity === 'note' && decision !== undefined && !decision.isStale,
    };
  }
}

function ruleOf(decision: Decision | null): ElementView['rule'] {
  if (decision === null || decision.rule === null) return null;
  const { source, line, reason } = decision.rule.origin;
  return { source, line, reason };
}
