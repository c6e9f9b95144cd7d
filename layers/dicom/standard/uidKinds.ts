import { asTag, isPrivate, type Tag } from '../tag.ts';
import { isOfContextGroups, isRegisteredUid, isWellKnownUid } from './uid.ts';
import { vrOfTag } from './vrOfTag.ts';

/**
 * Public attributes whose UIDs name a kind and no instance: SOP classes, transfer syntaxes, coding schemes, context groups, mapping resources,
 * implementations, and who registers them (PS3.6, PS3.3 8, C.12.1, PS3.7 E, PS3.10 7.1). They may be private, but never name an instance.
 */
export const KIND_UIDS: readonly Tag[] = [
  0x00000002, 0x00000003, 0x00020002, 0x00020010, 0x00020012, 0x00020032, 0x00020100, 0x00041510, 0x00041512,
  0x0004151a, 0x00080016, 0x0008001a, 0x0008001b, 0x00080062, 0x0008010c, 0x0008010d, 0x00080117, 0x00080118,
  0x0008040e, 0x00081150, 0x0008115a, 0x00083002, 0x00340003, 0x04000010, 0x04000510, 0x30100052, 0x30100053,
].map(asTag);

const KINDS: ReadonlySet<Tag> = new Set(KIND_UIDS);

/** Attributes whose UID may be of anything: UID of a content item (PS3.3 C.17.3.2), Selector UI Value (PS3.3 C.23.4). */
const OF_ANYTHING: ReadonlySet<Tag> = new Set([0x0040a124, 0x0072007f].map(asTag));

/** Context UID (PS3.3 8.6). */
const CONTEXT_UID = asTag(0x00080117);

/** Whether the UIDs of an attribute name a kind. */
export function namesKind(tag: Tag): boolean {
  return KINDS.has(tag);
}

/**
 * Whether a UID of an attribute is the standard's, so identifies nobody and is never replaced. In an attribute that names an instance, study, series,
 * frame of reference or anything else that somebody made, only the well-known UIDs of PS3.6 count; in any other, every UID that PS3.6 lists.
 */
export function isOfStandard(tag: Tag, uid: string): boolean {
  if (tag === CONTEXT_UID && isOfContextGroups(uid)) return true;
  return namesThing(tag) ? isWellKnownUid(uid) : isRegisteredUid(uid);
}

/** Whether PS3.6 has the attribute as the UID of something that somebody made. Of a private or unknown attribute nobody can say. */
function namesThing(tag: Tag): boolean {
  return !KINDS.has(tag) && !OF_ANYTHING.has(tag) && !isPrivate(tag) && vrOfTag(tag) === 'UI';
}

/**
 * Whether a value without its padding may be meant as a UID: only digits and points. Real files have UIDs that are too long, have leading zeros, or
 * an unregistered root, against PS3.5 9.1. Anything else is a text, whatever its VR says.
 */
export function isLikeUid(value: string): boolean {
  return /^[0-9.]+$/.test(value);
}
