import { data } from 'dcmjs';
import { isVr } from '../../../layers/dicom/vr.ts';
import { el, type Item, type Node, sq, type Value } from '../build.ts';

/** An element by its PS3.6 keyword, in the VR that dcmjs's dictionary has for it. */
export function attr(keyword: string, value: Value = ''): Node {
  const { tag, vr } = entryOf(keyword);
  if (!isVr(vr)) throw new Error(`${keyword} has several VRs: give one with el()`);
  return el(tag, vr, value);
}

/** A sequence by its keyword. */
export function items(keyword: string, ...nodes: readonly Item[]): Node {
  return sq(entryOf(keyword).tag, nodes);
}

/** A sequence whose length and whose items' lengths are undefined. */
export function openItems(keyword: string, ...nodes: readonly Item[]): Node {
  return sq(entryOf(keyword).tag, nodes, { undefinedLength: true, undefinedItems: true });
}

/** A coded concept (PS3.3 Table 8.8-1). */
export function code(value: string, scheme: string, meaning: string): readonly Node[] {
  return [attr('CodeValue', value), attr('CodingSchemeDesignator', scheme), attr('CodeMeaning', meaning)];
}

function entryOf(keyword: string): { readonly tag: number; readonly vr: string } {
  const entry = data.DicomMetaDictionary.nameMap[keyword];
  if (entry === undefined) throw new Error(`dcmjs does not know ${keyword}: give its tag with el()`);
  return { tag: Number.parseInt(entry.tag.replace(/[(),]/g, ''), 16), vr: entry.vr };
}
