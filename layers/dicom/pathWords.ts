import { lookupTag } from './standard/dictionary.ts';
import { asTag, isPrivate } from './tag.ts';

/** Element paths as `formatPath` writes them, and tags by themselves. */
const PATHS = /(?:\([0-9A-Fa-f]{4},[0-9A-Fa-f]{4}\)\[\d+\])*\([0-9A-Fa-f]{4},[0-9A-Fa-f]{4}\)/g;
const STEP = /\(([0-9A-Fa-f]{4}),([0-9A-Fa-f]{4})\)(?:\[(\d+)\])?/g;

/**
 * An element path as people read it, `RequestAttributesSequence (0040,0275)[1] > AccessionNumber (0008,0050)`: keywords beside tags, items
 * counted from 1. Machines have `formatPath`.
 */
export function pathWords(path: string): string {
  return [...path.matchAll(STEP)]
    .map(([, group = '', element = '', item]) => {
      const name = tagWords(group, element);
      return item === undefined ? name : `${name}[${Number(item) + 1}]`;
    })
    .join(' > ');
}

/** A text for people with every element path in it so written. */
export function withPathWords(text: string): string {
  return text.replace(PATHS, pathWords);
}

function tagWords(group: string, element: string): string {
  const tag = asTag(Number.parseInt(`${group}${element}`, 16));
  const keyword = isPrivate(tag) ? '' : (lookupTag(tag)?.keyword ?? '');
  return `${keyword} (${group},${element})`.trimStart();
}
