import type { RulePlan, SimpleAction } from '../../../rules/plan.ts';
import { doubtfulTextOf } from '../../../rules/textPolicy.ts';
import type { Segment } from '../../dicom/byteSource.ts';
import { segmentLength, segmentsLength } from '../../dicom/byteSource.ts';
import type { NewDataSet } from '../../dicom/edit.ts';
import { type DataSet, type Element, formatPath } from '../../dicom/element.ts';
import { DicomError } from '../../dicom/errors.ts';
import { type ParsedInstance, type ParseLimits, parseLoaded } from '../../dicom/parse.ts';
import { asTag } from '../../dicom/tag.ts';
import { ByteWindow } from '../../dicom/window.ts';
import { handlerOf } from '../actions/index.ts';
import { decidedItems } from '../decide/cleaning.ts';
import { Decider } from '../decide/decide.ts';
import { ENCRYPTED_ATTRIBUTES_SEQUENCE } from '../originals/encryptedAttributes.ts';
import type { Reason } from '../reason.ts';
import type { Resolutions } from '../resolve/requests.ts';
import { isSigned } from '../rewrite/rewrite.ts';
import type { RemovedIdentifiers } from './removed.ts';
import { holdsAny, holdsIn } from './residue.ts';
import { hasItem, mayBeWritten, notWritten } from './stamped.ts';
import { isUnreadText, type UnreadVerdicts } from './unread.ts';

/** The output indexed again, if it may be stored; else why not. */
export type Certificate = { readonly instance: ParsedInstance } | { readonly reason: Reason };

/** What an output is held against beside its plan. */
export interface Evidence {
  /** Identifying values that the output must not hold anywhere; null: the plan does not look for them. */
  readonly gone: RemovedIdentifiers | null;
  /** What the search of values that are not in memory found. */
  readonly unread: UnreadVerdicts;
  /** The item of Encrypted Attributes Sequence that this run wrote; null: none. */
  readonly encrypted: NewDataSet | null;
  /** The instance says that its pixels were cleaned. */
  readonly claimsPixels: boolean;
}

/**
 * Indexes the output from its segments and holds it against the plan: every element is as its rule leaves one, and no identifying value that
 * was removed stands elsewhere. What this run wrote is exempt, byte for byte. A finding is a defect of the rules or the engine, so nothing is
 * stored.
 */
export function certify(
  plan: RulePlan,
  before: ParsedInstance,
  resolutions: Resolutions,
  segments: readonly Segment[],
  limits: ParseLimits,
  now: number,
  evidence: Evidence,
): Certificate {
  const after = reindex(before, segments, limits);
  if ('reason' in after) return after;
  const { encrypted, claimsPixels } = evidence;
  if (
    !isSigned(plan, after.instance, claimsPixels) ||
    (encrypted !== null && !hasItem(after.instance, ENCRYPTED_ATTRIBUTES_SEQUENCE, encrypted))
  )
    return { reason: NOT_SIGNED };
  const finding =
    firstFinding(plan, before, after.instance, resolutions, segments, now, evidence) ??
    surroundings(plan, after.instance, evidence.gone);
  return finding === null ? after : { reason: finding };
}

function reindex(before: ParsedInstance, segments: readonly Segment[], limits: ParseLimits): Certificate {
  const window = new ByteWindow(segmentsLength(segments), limits);
  let at = 0;
  for (const segment of segments) {
    if (segment.kind === 'owned') {
      window.add(at, segment.bytes);
      at += segment.bytes.length;
      continue;
    }
    if (segment.kind === 'made') {
      at += segment.length;
      continue;
    }
    for (const { start, bytes } of before.metaBytes.within(segment.start, segment.end))
      window.add(at + start - segment.start, bytes);
    at += segment.end - segment.start;
  }
  try {
    return { instance: parseLoaded(window, limits) };
  } catch (error) {
    if (!(error instanceof DicomError) && !(error instanceof RangeError)) throw error;
    return {
      reason: {
        code: 'OUTPUT_UNREADABLE',
        message: 'The output could not be read again',
        hint: 'This is a defect of Lethe: report it with the code and path.',
        ...(error instanceof DicomError && error.path !== null ? { path: error.path } : {}),
      },
    };
  }
}

/** The first element that is not as its rule leaves one, or is kept and holds what was removed elsewhere. */
function firstFinding(
  plan: RulePlan,
  source: ParsedInstance,
  instance: ParsedInstance,
  resolutions: Resolutions,
  segments: readonly Segment[],
  now: number,
  { gone, unread, encrypted, claimsPixels }: Evidence,
): Reason | null {
  const decider = new Decider(plan, instance);
  const written = { plan, encrypted, claimsPixels };
  const holdsRemoved = (element: Element): boolean => {
    if (gone === null || element.items !== null) return false;
    if (!isUnreadText(instance, element)) return holdsAny(instance, element, gone);
    // A value that was not searched does not count as clean.
    return unread.get(sourceOffset(segments, element.valueStart)) !== false;
  };
  const visit = (dataSet: DataSet): Reason | null => {
    for (const element of dataSet.elements) {
      const isStamp = dataSet.item === null && mayBeWritten(element.tag);
      const found = isStamp ? firstOf(notWritten(instance, element, written), judge) : judge(element);
      if (found !== null) return found;
    }
    return null;
  };
  const judge = (element: Element): Reason | null => {
    const decision = decider.decide(element);
    const { action, readAs } = decision;
    if (!handlerOf(action).holds(action, { instance, element: readAs, plan, now, source }, resolutions))
      return ruleNotHeld(action.kind, element);
    // Where a person must look at the instance before it leaves, they will find it; where such instances are released, nobody looks.
    const isUnseen = action.kind === 'review' && doubtfulTextOf(plan, element.tag) === 'release';
    const isLeft = action.kind === 'keep' || isUnseen;
    const isTyped = decision.decided === true && action.kind === 'set';
    if ((isLeft || isTyped || isIssued(action)) && holdsRemoved(readAs)) return residueFound(element);
    return firstOf(decidedItems(instance, decision), visit);
  };
  return visit(instance.dataSet);
}

/**
 * Whether an action replaces an original with what a table or a key says, which may be the original again in another case or order. What other
 * actions write (a value of the rules, a made-up name) may be somebody's name by chance; what a look-up leaves by its rule may stay.
 */
function isIssued(action: SimpleAction): boolean {
  if (action.kind === 'lookup')
    return (
      action.whenMissing === 'quarantine' ||
      (action.whenMissing.kind !== 'keep' && action.whenMissing.kind !== 'review')
    );
  return action.kind === 'pseudonym' || action.kind === 'patient-id-hash';
}

function firstOf<T>(parts: readonly T[], judge: (part: T) => Reason | null): Reason | null {
  for (const part of parts) {
    const found = judge(part);
    if (found !== null) return found;
  }
  return null;
}

/** What stands round the data set where a plan keeps it: the preamble, and file meta information but for its UIDs. */
function surroundings(
  { housekeeping }: RulePlan,
  instance: ParsedInstance,
  gone: RemovedIdentifiers | null,
): Reason | null {
  if (gone === null) return null;
  const { fileMeta, metaBytes, hasPreamble } = instance;
  if (housekeeping.fileMeta === 'keep')
    for (const element of fileMeta.elements)
      if (element.vr !== 'UI' && holdsAny(instance, element, gone)) return residueFound(element);
  const preamble = { tag: asTag(0), vr: 'OB', dataSet: fileMeta } as Element;
  if (housekeeping.preamble === 'keep' && hasPreamble)
    if (holdsIn(metaBytes.view(0, PREAMBLE_BYTES), { instance, element: preamble }, gone))
      return { ...RESIDUE_FOUND, offset: 0 };
  return null;
}

/** PS3.10 7.1. */
const PREAMBLE_BYTES = 128;

/** Where a byte of the output stands in the source; -1: it is new. */
function sourceOffset(segments: readonly Segment[], offset: number): number {
  let at = 0;
  for (const segment of segments) {
    const length = segmentLength(segment);
    if (offset < at + length) return segment.kind === 'span' ? segment.start + offset - at : -1;
    at += length;
  }
  return -1;
}

function ruleNotHeld(kind: string, element: Element): Reason {
  return {
    code: 'RULE_NOT_HELD',
    message: `An element of the output is not as its rule (${kind}) leaves one`,
    hint: 'This is a defect of Lethe: report it with the code and path.',
    path: formatPath(element),
  };
}

const NOT_SIGNED: Reason = {
  code: 'RULE_NOT_HELD',
  message: 'The output does not have the stamps or the file meta information that the plan requires',
  hint: 'This is a defect of Lethe: report it with the code.',
};

const RESIDUE_FOUND: Reason = {
  code: 'RESIDUE_FOUND',
  message: 'An identifying value that was removed elsewhere is still in a value that the rules keep here',
  hint: 'Add a rule for the element, or use the option cleanDescriptors.',
};

function residueFound(element: Element): Reason {
  return { ...RESIDUE_FOUND, path: formatPath(element) };
}
