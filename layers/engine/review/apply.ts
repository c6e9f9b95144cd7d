import type { PixelPolicy } from '../../../rules/pixelPolicy.ts';
import type { RulePlan } from '../../../rules/plan.ts';
import type { ByteSource, Segment } from '../../dicom/byteSource.ts';
import { type Element, formatPath } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { segmentSource } from '../../dicom/segmentSource.ts';
import { PixelsError } from '../../pixels/errors.ts';
import { Decider } from '../decide/decide.ts';
import type { Looked } from '../look/looked.ts';
import { shapeOf } from '../look/shape.ts';
import type { KeyRing } from '../ports.ts';
import type { Finding } from '../reason.ts';
import { ValueReader } from '../resolve/valueReader.ts';
import { digestOf, engineAction, revisionOf, wrongEdit } from './decisions.ts';
import { mayDecide } from './mayDecide.ts';
import { elementAt, outputPath, PIXELS_PLACE, pathOfPlace, placeOfRegion } from './places.ts';
import { hashOfBlanking, hashOfValue, reviewKey, sawBefore, seenOf } from './seen.ts';
import type { Place, Region, ReviewDecision } from './types.ts';

/** What people decided of the instance that is taken through the rules. It comes with what applies it. */
export interface InstanceReview {
  apply(under: Under): Promise<AppliedReview>;
}

/** Of pixels that a person confirmed: it would not be true of them that nobody looked. */
const LOOKED_AT = {
  severity: 'note',
  code: 'PIXELS_REVIEWED',
  message: 'A person looked at the pixels as they leave, and confirmed them',
} as const;

/** What stands now. */
type Standing = () => Promise<readonly ReviewDecision[]>;

/**
 * The decisions on an instance that is kept under a keyed hash. `now`: for an output that leaves; what somebody decides, or takes back, while it is made holds it.
 */
export function reviewOf(
  instance: string,
  decisions: readonly ReviewDecision[],
  now: Standing = async () => decisions,
): InstanceReview {
  return { apply: (under) => applyReview(instance, decisions, under, now) };
}

/** What a release was decided by, for the audit: no value, and no name but those who decided. */
export interface ReviewTold {
  /** A keyed digest of all decisions. */
  readonly digest: string;
  readonly decisions: number;
  readonly by: readonly string[];
}

/** The output that decisions are held against. */
export interface ReviewedOutput {
  readonly instance: ParsedInstance;
  readonly segments: readonly Segment[];
  readonly source: ByteSource;
  readonly looked: Looked;
}

/** What an instance and its keys are asked for. */
interface Under {
  readonly plan: RulePlan;
  readonly instance: ParsedInstance;
  readonly values: ValueReader;
  readonly keys: KeyRing;
  readonly keyScope: string;
}

/** The policy of rules that do not look at pixels: what is drawn is blanked, and what nobody looked at is said as before. */
const LOOKS_AT_NOTHING: Omit<PixelPolicy, 'unmatched'> = {
  devices: [],
  ultrasoundRegions: 'ignore',
  text: 'ignore',
  allow: [],
  look: 'default',
  fill: 'darkest',
};

/**
 * Makes the decisions on an instance rules that win. A decision counts if its element is there once, may be decided so, and has the value that was looked at; of what is confirmed
 * also the output must be the one that was looked at. Any other is stale: it changes nothing, and holds the instance.
 */
async function applyReview(
  name: string,
  decisions: readonly ReviewDecision[],
  under: Under,
  now: Standing,
): Promise<AppliedReview> {
  const { plan, instance, values, keys, keyScope } = under;
  const key = await reviewKey(keys, keyScope);
  const hashes = new Map<string, string>();
  const before = async (place: Place, element: Element): Promise<string> => {
    const path = pathOfPlace(place);
    const known = hashes.get(path);
    const hash = known ?? (await hashOfValue(key, name, path, element, values));
    hashes.set(path, hash);
    return hash;
  };
  const standing: ReviewDecision[] = [];
  const stale = new Set<Place>();
  for (const decision of decisions) {
    const element = elementAt(instance, pathOfPlace(decision.place));
    const counts =
      element !== null &&
      isAllowed(plan, instance, element, decision) &&
      sawBefore(decision.seen, await before(decision.place, element));
    if (counts) standing.push(decision);
    else stale.add(decision.place);
  }
  const told: ReviewTold = {
    digest: digestOf(key, decisions),
    decisions: decisions.length,
    by: [...new Set(decisions.map(({ by }) => by))].sort(),
  };
  const isChanged = async () => changedPlaces(decisions, await now());
  return new AppliedReview(name, under, key, standing, stale, hashes, told, isChanged);
}

type Key = Awaited<ReturnType<typeof reviewKey>>;

/** Where other decisions stand than did. */
function changedPlaces(were: readonly ReviewDecision[], are: readonly ReviewDecision[]): readonly Place[] {
  const [before, after] = [were, are].map((each) => new Set(each.map(revisionOf))) as [
    Set<string>,
    Set<string>,
  ];
  const isOther = (decision: ReviewDecision, others: Set<string>) => !others.has(revisionOf(decision));
  return [
    ...were.filter((decision) => isOther(decision, after)),
    ...are.filter((decision) => isOther(decision, before)),
  ].map(({ place }) => place);
}

/** Whether a decision is one that may be made of its element, and the instance has what it is about. */
export function isAllowed(
  plan: RulePlan,
  instance: ParsedInstance,
  element: Element,
  { action, place }: Pick<ReviewDecision, 'action' | 'place'>,
): boolean {
  if (!mayDecide(plan, element).includes(action.kind)) return false;
  if (action.kind === 'edit') return wrongEdit(element, action.to) === null;
  if (action.kind !== 'redact') return place === pathOfPlace(place);
  return place === placeOfRegion(action.region) && isWithin(instance, action.region);
}

function isWithin(instance: ParsedInstance, { frame, left, top, right, bottom }: Region): boolean {
  try {
    const { frames, columns, rows } = shapeOf(instance);
    const isBox = left >= 0 && top >= 0 && left < right && top < bottom && right <= columns && bottom <= rows;
    return isBox && (frame === null || (frame >= 0 && frame < frames));
  } catch (error) {
    if (error instanceof PixelsError) return false;
    throw error;
  }
}

/** The decisions on one instance, while it is taken through the rules. */
export class AppliedReview {
  readonly told: ReviewTold;
  /** The rules, and over them what people decided. */
  readonly plan: RulePlan;
  readonly #instance: string;
  readonly #under: Under;
  readonly #key: Key;
  readonly #standing: readonly ReviewDecision[];
  readonly #stale: Set<Place>;
  readonly #hashes: ReadonlyMap<string, string>;
  readonly #changed: () => Promise<readonly Place[]>;

  constructor(
    instance: string,
    under: Under,
    key: Key,
    standing: readonly ReviewDecision[],
    stale: Set<Place>,
    hashes: ReadonlyMap<string, string>,
    told: ReviewTold,
    changed: () => Promise<readonly Place[]>,
  ) {
    this.#instance = instance;
    this.#under = under;
    this.#key = key;
    this.#standing = standing;
    this.#stale = stale;
    this.#hashes = hashes;
    this.#changed = changed;
    this.told = told;
    this.plan = planWith(under.plan, standing, (path) => path);
  }

  /** The plan as the output is held against it: where a cleaned sequence lost items, those behind them have other numbers. */
  get planOfOutput(): RulePlan {
    return planWith(this.#under.plan, this.#standing, (path) => this.#inOutput(path));
  }

  /** Holds what was confirmed against the output. To be called once, before the findings are asked for. */
  async compare(output: ReviewedOutput): Promise<void> {
    const values = new ValueReader(output.instance, segmentSource(output.segments, output.source));
    for (const { action, place, seen } of this.#standing) {
      if (action.kind !== 'confirm') continue;
      const before = this.#hashes.get(place) as string;
      const after = await this.#after(place, output, values);
      if (seen !== seenOf(before, after)) this.#stale.add(place);
    }
    for (const place of await this.#changed()) this.#stale.add(place);
  }

  /** Findings of the engine, with the doubts that a person settled as notes. */
  settled(findings: readonly Finding[]): readonly Finding[] {
    const settled = new Set(
      this.#standing.flatMap(({ action, place }) =>
        action.kind === 'redact' || this.#stale.has(place) ? [] : [place],
      ),
    );
    return findings.map((finding) => {
      if (!settled.has(finding.path)) return finding;
      if (finding.code === 'PIXELS_NOT_LOOKED_AT') return { ...finding, ...LOOKED_AT };
      return finding.severity === 'doubt' ? { ...finding, severity: 'note' } : finding;
    });
  }

  /** A doubt for each decision that does not count. */
  get stale(): readonly Finding[] {
    return [...this.#stale].map((place) => ({
      severity: 'doubt',
      path: place,
      code: 'DECISION_STALE',
      message:
        'A person decided about a value here that is no longer the one they looked at, so it does not count',
    }));
  }

  async #after(
    place: Place,
    { instance, looked }: ReviewedOutput,
    values: ValueReader,
  ): Promise<string | null> {
    const { plan } = this;
    if (place === PIXELS_PLACE) return hashOfBlanking(this.#key, this.#instance, looked, plan.pixels?.fill);
    const path = this.#inOutput(place);
    const element = path === null ? null : elementAt(instance, path);
    return element === null ? null : hashOfValue(this.#key, this.#instance, place, element, values);
  }

  #inOutput(path: string): string | null {
    const { instance } = this.#under;
    const element = elementAt(instance, path);
    const decider = new Decider(this.plan, instance);
    return element === null ? null : outputPath(instance, element, (sequence) => decider.decide(sequence));
  }
}

/** The rules, with what people drew on an instance, for pictures of it: whether a decision counts is not asked. */
export function planWithDrawn(plan: RulePlan, decisions: readonly ReviewDecision[]): RulePlan {
  return planWith(plan, decisions, () => null);
}

function planWith(
  plan: RulePlan,
  decisions: readonly ReviewDecision[],
  pathOf: (path: string) => string | null,
): RulePlan {
  const decided: Map<string, NonNullable<ReturnType<typeof engineAction>>> = new Map();
  const drawn: Region[] = [];
  for (const { action, place } of decisions) {
    if (action.kind === 'redact') drawn.push(action.region);
    const by = engineAction(action);
    const path = by === null || place === PIXELS_PLACE ? null : pathOf(place);
    if (by !== null && path !== null) decided.set(path, by);
  }
  // In one order, so that the same decisions give the same bytes whoever was first.
  drawn.sort((one, other) => (placeOfRegion(one) < placeOfRegion(other) ? -1 : 1));
  if (drawn.length === 0) return { ...plan, decided };
  const unmatched = plan.screening.pixels === 'hold' ? 'hold' : 'release';
  return { ...plan, decided, pixels: { ...(plan.pixels ?? { ...LOOKS_AT_NOTHING, unmatched }), drawn } };
}

/** What whoever decides about an element hands back, so that it is known which value they saw. `after`: the element of the output; null: the output has none. */
export async function seenAt(
  key: Key,
  name: string,
  place: Place,
  before: { readonly element: Element; readonly values: ValueReader },
  after: { readonly element: Element; readonly values: ValueReader } | null,
): Promise<string> {
  return seenOf(
    await hashOfValue(key, name, place, before.element, before.values),
    after === null ? null : await hashOfValue(key, name, place, after.element, after.values),
  );
}

/** As `seenAt`, of pixels: what is blanked in them is what they are after. */
export async function seenPixels(
  key: Key,
  name: string,
  before: { readonly element: Element; readonly values: ValueReader },
  looked: Looked,
  fill: PixelPolicy['fill'] | undefined,
): Promise<string> {
  return seenOf(
    await hashOfValue(key, name, formatPath(before.element), before.element, before.values),
    hashOfBlanking(key, name, looked, fill),
  );
}
