import type { Vr } from '../../../layers/dicom/vr.ts';
import { el, type Node, privateBlock, sq, type Value } from '../../../test/support/build.ts';
import { attr, items } from '../../../test/support/study/attribute.ts';
import type { Action, Category, Check } from '../key.ts';

/** An element of an instance with what the answer key says of it. */
export interface Part {
  readonly node: Node & { readonly tag: number };
  readonly checks: readonly Check[];
}

/** What must become of an element. `text`: the part of its value that is meant. */
export interface Claim {
  readonly action: Action;
  readonly category: Category;
  readonly text?: string;
}

const claim =
  (action: Action, usual: Category) =>
  (category: Category = usual, text?: string): Claim => ({
    action,
    category,
    ...(text === undefined ? {} : { text }),
  });

/** The element is there, empty or not. */
export const stays = claim('tag_retained', 'IOD');
/** It is there and has a value. */
export const filled = claim('text_notnull', 'IOD');
export const keeps = claim('text_retained', 'OPTIONS');
export const removes = claim('text_removed', 'HIPAA');
export const shifts = claim('date_shifted', 'BASIC');
export const changes = claim('uid_changed', 'BASIC');
export const maps = claim('uid_consistent', 'BASIC');

/** An attribute by its keyword. */
export function part(keyword: string, value: string, ...claims: readonly Claim[]): Part {
  return claimed(attr(keyword, value) as Part['node'], keyword, value, claims);
}

/** Numbers of a binary VR, whose text is read as numbers with a backslash between them. */
export function numbers(
  keyword: string,
  vr: Vr,
  tag: number,
  value: readonly number[],
  ...claims: readonly Claim[]
): Part {
  return claimed(el(tag, vr, value) as Part['node'], keyword, value.join('\\'), claims);
}

/** A sequence by its keyword; what its items claim is claimed at their paths. */
export function nested(keyword: string, ...contents: readonly (readonly Part[])[]): Part {
  const node = items(keyword, ...contents.map(nodesOf)) as Part['node'];
  return { node, checks: belowOf(node.tag, contents) };
}

/** A private block with its creator. Its names in the key are those of creator and element. */
export function privateParts(
  group: number,
  creator: string,
  elements: readonly {
    readonly element: number;
    readonly vr: Vr;
    readonly value: Value;
    /** As the key has it, where the value is bytes. */
    readonly text?: string;
    readonly claims: readonly Claim[];
  }[],
  block = 0x10,
): Part[] {
  const [owner, ...nodes] = privateBlock(
    group,
    block,
    creator,
    elements.map(({ element, vr, value }) => [element, vr, value] as const),
  );
  return [
    { node: owner as Part['node'], checks: [] },
    ...nodes.map((node, at) => {
      const { element, vr, value, text, claims } = elements[at] as (typeof elements)[number];
      const name = `${creator} ${element.toString(16).padStart(2, '0')}`;
      const shown = text ?? (typeof value === 'string' ? value : (value as readonly number[]).join('\\'));
      const made = claimed(node as Part['node'], name, shown, claims);
      return { ...made, checks: made.checks.map((check) => ({ ...check, vr })) };
    }),
  ];
}

/** A private sequence with its creator. */
export function privateSequence(
  group: number,
  creator: string,
  element: number,
  contents: readonly (readonly Part[])[],
): Part[] {
  const node = sq(group * 0x10000 + 0x1000 + element, contents.map(nodesOf)) as Part['node'];
  return [
    { node: el(group * 0x10000 + 0x10, 'LO', creator) as Part['node'], checks: [] },
    { node, checks: belowOf(node.tag, contents) },
  ];
}

/** An attribute of which nothing is said. */
export function plain(node: Node): Part {
  return { node: node as Part['node'], checks: [] };
}

const nodesOf = (parts: readonly Part[]): readonly Node[] =>
  [...parts].sort((one, other) => one.node.tag - other.node.tag).map(({ node }) => node);

const hex = (tag: number) => tag.toString(16).toUpperCase().padStart(8, '0');

function belowOf(tag: number, contents: readonly (readonly Part[])[]): readonly Check[] {
  return contents.flatMap((item, at) =>
    item.flatMap(({ checks }) => checks.map((one) => ({ ...one, path: `${hex(tag)}/${at}/${one.path}` }))),
  );
}

function claimed(node: Part['node'], name: string, value: string, claims: readonly Claim[]): Part {
  const path = hex(node.tag);
  return {
    node,
    checks: claims.map(({ action, category, text }) => ({
      action,
      category,
      path,
      name,
      value,
      text: text ?? value,
    })),
  };
}
