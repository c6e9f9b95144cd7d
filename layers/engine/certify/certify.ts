import type { RulePlan } from '../../../rules/plan.ts';
import type { Segment } from '../../dicom/byteSource.ts';
import { segmentsLength } from '../../dicom/byteSource.ts';
import { type DataSet, type Element, formatPath } from '../../dicom/element.ts';
import { DicomError } from '../../dicom/errors.ts';
import { type ParsedInstance, type ParseLimits, parseLoaded } from '../../dicom/parse.ts';
import { asTag } from '../../dicom/tag.ts';
import { ByteWindow } from '../../dicom/window.ts';
import { handlerOf } from '../actions/index.ts';
import { decidedItems } from '../decide/cleaning.ts';
import { Decider } from '../decide/decide.ts';
import type { Decision } from '../decide/decision.ts';
import { ENCRYPTED_ATTRIBUTES_SEQUENCE } from '../originals/encryptedAttributes.ts';
import type { Reason } from '../reason.ts';
import type { Resolutions } from '../resolve/requests.ts';
import { isSigned } from '../rewrite/rewrite.ts';
import { holdsAny, type RemovedIdentifiers, removedIdentifiers } from './residue.ts';

/** What the engine's own stamps are, whatever rules say of these attributes. */
const STAMPED: ReadonlySet<number> = new Set([0x00120062, 0x00120063, 0x00120064, 0x00280303].map(asTag));

/** The output indexed again, if it may be stored; else why not. */
export type Certificate = { readonly instance: ParsedInstance } | { readonly reason: Reason };

/**
 * Indexes the output from its segments and holds it against the plan: every element is as its rule leaves one, and no identifying value that
 * was removed stands in text elsewhere. What this finds is a defect of rules or engine, so nothing is stored.
 */
export function certify(
  plan: RulePlan,
  before: ParsedInstance,
  decisions: readonly Decision[],
  resolutions: Resolutions,
  segments: readonly Segment[],
  limits: ParseLimits,
  now: number,
): Certificate {
  const after = reindex(before, segments, limits);
  if ('reason' in after) return after;
  if (!isSigned(plan, after.instance)) return { reason: NOT_SIGNED };
  const gone = plan.searchResidue ? removedIdentifiers(before, decisions) : null;
  const finding = firstFinding(plan, before, after.instance, resolutions, gone, now);
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
  gone: RemovedIdentifiers | null,
  now: number,
): Reason | null {
  const decider = new Decider(plan, instance);
  const visit = (dataSet: DataSet): Reason | null => {
    for (const element of dataSet.elements) {
      if (dataSet.item === null && plan.stamps !== null && STAMPED.has(element.tag)) continue;
      if (
        dataSet.item === null &&
        plan.encryptedAttributesFor !== null &&
        element.tag === ENCRYPTED_ATTRIBUTES_SEQUENCE
      )
        continue;
      const decision = decider.decide(element);
      const { action, readAs } = decision;
      if (!handlerOf(action).holds(action, { instance, element: readAs, plan, now, source }, resolutions))
        return ruleNotHeld(action.kind, element);
      // What a person must look at before the instance leaves is theirs to find; where such instances are released, nobody looks.
      const isLeft = action.kind === 'keep' || (action.kind === 'review' && plan.doubtfulText === 'release');
      if (isLeft && element.items === null && gone !== null && holdsAny(instance, readAs, gone))
        return residueFound(element);
      for (const item of decidedItems(instance, decision)) {
        const found = visit(item);
        if (found !== null) return found;
      }
    }
    return null;
  };
  return visit(instance.dataSet);
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
  message: 'The output has not the stamps or the file meta information that the plan wants',
  hint: 'This is a defect of Lethe: report it with the code.',
};

function residueFound(element: Element): Reason {
  return {
    code: 'RESIDUE_FOUND',
    message: 'An identifying value that was removed elsewhere stands in the text of this element',
    hint: 'Add a rule for the element, or clean descriptors.',
    path: formatPath(element),
  };
}
