/** A data element tag as the number 0xGGGGEEEE (PS3.5 7.1). Always unsigned. */
export type Tag = number & { readonly __tag: unique symbol };

/** The tag of a group and an element number. */
export function tagOf(group: number, element: number): Tag {
  return (((group << 16) | element) >>> 0) as Tag;
}

/** A tag written as one hexadecimal number, e.g. `asTag(0x00100010)`. */
export function asTag(value: number): Tag {
  return (value >>> 0) as Tag;
}

export function groupOf(tag: Tag): number {
  return tag >>> 16;
}

export function elementOf(tag: Tag): number {
  return tag & 0xffff;
}

/** Odd groups are private (PS3.5 7.8). */
export function isPrivate(tag: Tag): boolean {
  return (tag & 0x10000) !== 0;
}

/**
 * An overlay's or a curve's (retired): the even groups 6000 to 60FE and 5000 to 50FE. PS3.5 7.6 has those to 601E and 501E; what stands in 6020 is an
 * overlay to whoever wrote it.
 */
export function isRepeatingGroup(tag: Tag): boolean {
  const family = tag >>> 24;
  return (family === 0x60 || family === 0x50) && !isPrivate(tag);
}

/** (gggg,0010-00FF) of an odd group reserves a block (PS3.5 7.8.1). */
export function isPrivateCreator(tag: Tag): boolean {
  const element = tag & 0xffff;
  return (tag & 0x10000) !== 0 && element >= 0x10 && element <= 0xff;
}

/** (gggg,0000): retired outside groups 0000 and 0002 (PS3.5 7.2). */
export function isGroupLength(tag: Tag): boolean {
  return (tag & 0xffff) === 0;
}

/** The creator tag (gggg,00bb) that reserves the block of a private element (gggg,bbee) (PS3.5 7.8.1). */
export function creatorTagOf(tag: Tag): Tag {
  return tagOf(groupOf(tag), elementOf(tag) >>> 8);
}

/** `(0010,0010)`. */
export function formatTag(tag: Tag): string {
  return `(${hex4(groupOf(tag))},${hex4(elementOf(tag))})`;
}

/** `00100010`. */
export function hexTag(tag: Tag): string {
  return tag.toString(16).toUpperCase().padStart(8, '0');
}

function hex4(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0');
}

export const ITEM = asTag(0xfffee000);
export const ITEM_DELIMITATION = asTag(0xfffee00d);
export const SEQUENCE_DELIMITATION = asTag(0xfffee0dd);
