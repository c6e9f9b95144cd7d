import { createHmac, type KeyObject } from 'node:crypto';
import type { RulePlan } from '../../../rules/plan.ts';
import type { ByteSource } from '../../dicom/byteSource.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { Decider } from '../decide/decide.ts';
import type { Decision } from '../decide/decision.ts';
import type { KeyRing } from '../ports.ts';
import type { Finding } from '../reason.ts';
import { ValueReader } from '../resolve/valueReader.ts';
import { type InstanceReview, reviewOf } from './apply.ts';
import type { DecisionBook, Earlier, ReleasedAs } from './book.ts';
import { digestOf } from './decisions.ts';
import { elementAt, outputPath, pathOfPlace } from './places.ts';
import { hashOfValue, reviewKey, sawBefore } from './seen.ts';
import type { Place, ReviewDecision } from './types.ts';

/** An instance that was taken through the rules, as far as it is asked. */
interface Taken {
  readonly outcome: 'released' | 'held' | 'passed-through';
  /** The index of its source, and that of its output. */
  readonly before: ParsedInstance;
  readonly instance: ParsedInstance;
  readonly plan: RulePlan;
  readonly decisions: readonly Decision[];
  readonly findings: readonly Finding[];
}

/** The rules and keys that it is taken through them with. */
interface Under {
  readonly plan: RulePlan;
  readonly keys: KeyRing;
  readonly keyScope: string;
}

/** One read of a source. */
const PIECE_BYTES = 8 * 1024 * 1024;

/** A keyed hash of the bytes that an instance came with. */
export async function digestOfSource(key: KeyObject, source: ByteSource): Promise<string> {
  const hmac = createHmac('sha256', key).update('source\x1f');
  for (let at = 0; at < source.size; at += PIECE_BYTES)
    hmac.update(await source.read(at, Math.min(source.size, at + PIECE_BYTES)));
  return hmac.digest('hex').slice(0, 32);
}

/** Under what an instance is released with these decisions. To be asked before it is: then its bytes may be gone. */
export async function releasedAs(
  source: ByteSource,
  decisions: readonly ReviewDecision[],
  { plan, keys, keyScope }: Under,
): Promise<ReleasedAs> {
  const key = await reviewKey(keys, keyScope);
  return {
    source: await digestOfSource(key, source),
    plan: plan.digest,
    keyId: keys.keyId,
    keyScope,
    decisions: digestOf(key, decisions),
  };
}

/**
 * An instance that comes again, after people decided about it. Released with their decisions before, and now the same bytes under the same rules and key, it goes that way again. Otherwise they are
 * asked again: what a person took away or typed, where that would leave now, is a doubt. Whatever they only confirmed is as doubtful as the rules find it.
 * `first`: what came of it by the rules alone. `reviewed`: takes it through the rules with decisions.
 */
export async function cleanAgain<Clean extends Taken, Refused>(
  first: Clean,
  earlier: readonly Earlier[],
  source: ByteSource,
  under: Under,
  reviewed: (review: InstanceReview) => Promise<Clean | Refused>,
): Promise<Clean | Refused> {
  const known = earlier.filter(({ decisions }) => decisions.length > 0);
  const same = await sameRelease(known, source, under);
  if (same !== null) return reviewed(reviewOf(same[0]?.instance ?? '', same));
  const findings = await undone(
    first,
    known.flatMap(({ decisions }) => decisions),
    source,
    under,
  );
  return findings.length === 0
    ? first
    : { ...first, outcome: 'held', findings: [...first.findings, ...findings] };
}

/** The decisions that it was released with, if all is as it was then, and nobody is deciding otherwise since. */
async function sameRelease(
  earlier: readonly Earlier[],
  source: ByteSource,
  { plan, keys, keyScope }: Under,
): Promise<readonly ReviewDecision[] | null> {
  if (earlier.every(({ released }) => released === null)) return null;
  const key = await reviewKey(keys, keyScope);
  const now = await digestOfSource(key, source);
  const nameOf = ({ decisions }: Earlier) => decisions[0]?.instance;
  for (const one of earlier) {
    const { decisions, released } = one;
    const digest = digestOf(key, decisions);
    const standing = earlier.filter((each) => each.released === null && nameOf(each) === nameOf(one));
    const isSame =
      released?.source === now &&
      released.plan === plan.digest &&
      released.keyId === keys.keyId &&
      released.keyScope === keyScope &&
      released.decisions === digest;
    if (isSame && standing.every((each) => digestOf(key, each.decisions) === digest)) return decisions;
  }
  return null;
}

/** Lets what an instance was released with stand again, now that it is held anew: whoever reviews it decides on with that. Its other files say nothing of this one. */
export async function reopen(
  instance: string,
  book: Pick<DecisionBook, 'earlier' | 'reopen'>,
  opened: () => Promise<{ readonly source: ByteSource; readonly under: Under }>,
): Promise<void> {
  const earlier = (await book.earlier(instance)).filter(
    ({ decisions }) => decisions[0]?.instance === instance,
  );
  if (earlier.length === 0 || earlier.some(({ released }) => released === null)) return;
  const { source, under } = await opened();
  try {
    const now = await digestOfSource(await reviewKey(under.keys, under.keyScope), source);
    if (earlier.some(({ released }) => released?.source === now)) await book.reopen(instance, now);
  } finally {
    await source.close();
  }
}

/** A doubt for each value of this instance that a person took away or typed, and that would leave by the rules alone. */
async function undone(
  { before, instance, plan, decisions: decided }: Taken,
  decisions: readonly ReviewDecision[],
  source: ByteSource,
  { keys, keyScope }: Under,
): Promise<readonly Finding[]> {
  const key = await reviewKey(keys, keyScope);
  const values = new ValueReader(before, source);
  // What passes through leaves as it came, whatever the rules.
  const decider = decided.length === 0 ? null : new Decider(plan, before);
  const places = new Set<Place>();
  for (const { action, place, instance: name, seen } of decisions) {
    if (action.kind === 'confirm' || places.has(place)) continue;
    const path = pathOfPlace(place);
    const element = elementAt(before, path);
    if (element === null) continue;
    const leaves = decider === null ? path : outputPath(before, element, (each) => decider.decide(each));
    const left = leaves === null ? null : elementAt(instance, leaves);
    if (left === null || left.valueStart === left.valueEnd) continue;
    if (sawBefore(seen, await hashOfValue(key, name, path, element, values))) places.add(place);
  }
  return [...places].map((place) => ({
    severity: 'doubt',
    path: place,
    code: 'DECISION_AGAIN',
    message: 'A person decided about this under other rules, or it was not released with that yet',
  }));
}
