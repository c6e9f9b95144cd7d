import { createHash } from 'node:crypto';
import { isValidUid } from '../../dicom/standard/uid.ts';
import { isOfStandard, namesKind } from '../../dicom/standard/uidKinds.ts';
import { asTag } from '../../dicom/tag.ts';
import { isPrivateTag } from '../reader/model.ts';
import { firstValue, valuesOf } from '../reader/values.ts';
import { conceptStays } from '../standard/content.ts';
import { askedOf, rowOf } from '../standard/profile.ts';
import { isReordered, type Looked } from './context.ts';

const SOP_CLASS = 0x00080016;
const SOP_INSTANCE = 0x00080018;
const MEDIA_CLASS = 0x00020002;
const MEDIA_INSTANCE = 0x00020003;
const IMPLEMENTATION = 0x00020012;

/** Which new UID each old one became, over all instances. */
export interface UidGraph {
  /** Null: as before, or the first time. */
  record(
    old: string,
    made: string,
    isIdentity: boolean,
  ): 'UID_TWO_NEW' | 'UID_TWO_OLD' | 'REFERENCE_BROKEN' | null;
  /** What an old UID became, where it was met. */
  newOf(old: string): string | undefined;
  readonly size: number;
}

/** Old UIDs are held as digests: originals are not in memory for hours. */
export function uidGraph(): UidGraph {
  const forward = new Map<string, { readonly made: string; readonly isIdentity: boolean }>();
  const backward = new Map<string, string>();
  return {
    record: (old, made, isIdentity) => {
      const key = digest(old);
      const before = forward.get(key);
      if (before !== undefined && before.made !== made)
        return before.isIdentity !== isIdentity ? 'REFERENCE_BROKEN' : 'UID_TWO_NEW';
      const other = backward.get(made);
      if (other !== undefined && other !== key) return 'UID_TWO_OLD';
      if (before === undefined || (isIdentity && !before.isIdentity)) forward.set(key, { made, isIdentity });
      backward.set(made, key);
      return null;
    },
    newOf: (old) => forward.get(digest(old))?.made,
    get size() {
      return forward.size;
    },
  };
}

function digest(uid: string): string {
  return createHash('sha256').update(uid).digest('base64').slice(0, 22);
}

/** UIDs of an output, by themselves and against the source's. `isOfSource`: of an instance, series or study there; `isOfPair`: of anything in its own source. `graph`: null where the pair is not sure. */
export function checkUids(
  looked: Looked,
  graph: UidGraph | null,
  isOfSource: (uid: string) => boolean,
  isOfPair: (uid: string) => boolean,
): void {
  checkMeta(looked);
  const { codes } = looked.claims;
  for (const placed of looked.output.placed) {
    const { element, dataSet, path, isMeta } = placed;
    if (element.vr !== 'UI' || element.tag === IMPLEMENTATION) continue;
    const isKind = namesKind(asTag(element.tag));
    const before = isReordered(looked, path) ? undefined : looked.source?.byPath.get(path);
    const olds = before === undefined ? [] : valuesOf(before.element, before.dataSet);
    const row = rowOf(element.tag);
    const mayStay = (row !== undefined && askedOf(row, codes) === 'K') || conceptStays(dataSet, codes);
    for (const [at, value] of valuesOf(element, dataSet).entries()) {
      const uid = value.trim();
      if (uid === '' || isOfStandard(asTag(element.tag), uid)) continue;
      const old = olds[at]?.trim();
      if (!isKind && !isValidUid(uid) && uid !== old) looked.find('UID_INVALID', 'warning', path);
      if (isKind) continue;
      const isKept = uid === old;
      const isListed = row !== undefined || isMeta || isOfSource(uid);
      // A rule may keep it, but not where the table lists it and a claim says otherwise.
      const isRuled = looked.says(placed) === 'keeps' && !(looked.claimsBasic && isListed);
      const isOld = (one: string) => isOfSource(one) || isOfPair(one);
      if (!mayStay && (isKept || isOld(uid) || isContinued(uid, isOld)) && !isRuled)
        looked.find('UID_KEPT', isListed ? 'error' : isPrivateTag(element.tag) ? 'note' : 'warning', path);
      if (graph === null || old === undefined || old === '' || isOfStandard(asTag(element.tag), old))
        continue;
      if (isMeta || looked.says(placed) === 'keeps') continue;
      const wrong = graph.record(old, uid, element.tag === SOP_INSTANCE && placed.sequences.length === 0);
      if (wrong !== null) looked.find(wrong, 'error', path);
    }
  }
}

/** Whether a UID is one of the source with components behind it, by which it can be found there again. */
function isContinued(uid: string, isOld: (uid: string) => boolean): boolean {
  for (let end = uid.lastIndexOf('.'); end >= LEAST_UID; end = uid.lastIndexOf('.', end - 1))
    if (isOld(uid.slice(0, end))) return true;
  return false;
}
/** A shorter one is the root of an organization, under which there are others' UIDs as well. */
const LEAST_UID = 24;

/** PS3.10 7.1: the file meta information names what is in the data set. */
function checkMeta(looked: Looked): void {
  const { meta, dataSet } = looked.output.instance;
  if (meta.elements.length === 0) return;
  for (const [inMeta, inData] of [
    [MEDIA_CLASS, SOP_CLASS],
    [MEDIA_INSTANCE, SOP_INSTANCE],
  ] as const) {
    const [named, own] = [firstValue(meta, inMeta), firstValue(dataSet, inData)];
    if (named !== '' && own !== '' && named !== own)
      looked.find('UID_META_DIFFERS', 'error', inMeta === MEDIA_CLASS ? '(0002,0002)' : '(0002,0003)');
  }
}
