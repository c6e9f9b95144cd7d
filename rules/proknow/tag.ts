import { elementOf, groupOf, isGroupLength, isPrivate, type Tag, tagOf } from '../../layers/dicom/tag.ts';

/** What the Tag of an element names. */
export type NamedTag =
  | { readonly kind: 'public'; readonly tag: Tag }
  /** `element` is the byte ee of (gggg,bbee): the block is the Private Creator's. */
  | { readonly kind: 'private'; readonly group: number; readonly element: number };

/**
 * The Tag of an element: eight hexadecimal digits, with or without parentheses, comma and spaces. A private one as it stands in some file
 * (gggg,bbee), or without its block (gggg,00ee) or (gggg,xxee). Undefined: it names no attribute that a data set can have.
 */
export function readTag(text: string): NamedTag | undefined {
  const parts = /^\(?([0-9A-F]{4}),?([0-9A-FX]{2})([0-9A-F]{2})\)?$/.exec(
    text.replace(/\s/g, '').toUpperCase(),
  );
  if (parts === null) return undefined;
  const [, group = '', block = '', element = ''] = parts;
  if (/X/.test(block) && block !== 'XX') return undefined;
  const tag = tagOf(
    Number.parseInt(group, 16),
    Number.parseInt(`${block === 'XX' ? '00' : block}${element}`, 16),
  );
  if (isPrivate(tag)) return privateTag(tag);
  return block === 'XX' || groupOf(tag) < 2 || groupOf(tag) > 0xfffd || isGroupLength(tag)
    ? undefined
    : { kind: 'public', tag };
}

/** Blocks are 10 to FF, and a block's elements begin at (gggg,1000) (PS3.5 7.8.1): what is below 0100 has no block named. */
function privateTag(tag: Tag): NamedTag | undefined {
  const [group, element] = [groupOf(tag), elementOf(tag)];
  // 0001 to 0007 and FFFF are not private groups (PS3.5 7.1).
  if (group < 9 || group === 0xffff || (element > 0xff && element < 0x1000)) return undefined;
  return { kind: 'private', group, element: element & 0xff };
}
