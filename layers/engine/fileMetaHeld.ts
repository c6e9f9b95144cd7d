import type { RulePlan } from '../../rules/plan.ts';
import { type DataSet, elementWith } from '../dicom/element.ts';
import type { ParsedInstance } from '../dicom/parse.ts';
import { asTag, type Tag } from '../dicom/tag.ts';
import { bytesOf } from '../dicom/values.ts';
import { META_KEPT } from './rewrite.ts';

/** Attributes of the file meta information that say what others of the data set do (PS3.10 7.1). */
const FOLLOWERS: readonly (readonly [Tag, Tag])[] = [
  [asTag(0x00020002), asTag(0x00080016)],
  [asTag(0x00020003), asTag(0x00080018)],
];

/** Whether the file meta information of an output follows its data set, if the plan wants that, and says nothing else. */
export function fileMetaHolds(plan: RulePlan, instance: ParsedInstance): boolean {
  if (plan.housekeeping.fileMeta === 'keep') return true;
  const { fileMeta, dataSet } = instance;
  const tags = fileMeta.elements.map(({ tag }) => tag);
  const agrees = ([follower, followed]: readonly [Tag, Tag]) =>
    Buffer.compare(valueIn(instance, fileMeta, follower), valueIn(instance, dataSet, followed)) === 0;
  return (
    tags.every((tag) => META_KEPT.has(tag)) && new Set(tags).size === tags.length && FOLLOWERS.every(agrees)
  );
}

function valueIn(instance: ParsedInstance, dataSet: DataSet, tag: Tag): Uint8Array {
  const element = elementWith(dataSet, tag);
  return element === undefined || element.items !== null || element.fragments !== null
    ? new Uint8Array(0)
    : bytesOf(instance, element);
}
