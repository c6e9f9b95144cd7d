import type { Node } from 'jsonc-parser';
import { nearestHint } from '../nearestWords.ts';
import { canonicalJson } from '../plan.ts';
import { type Json, type JsonSchema, type Reading, type Report, type Shape, wrongType } from './shape.ts';

/** What a key that is not there means: an error, nothing, a value, or one that the rest of the file settles. */
export type Absent<T, C> = 'error' | 'nothing' | { readonly is: T } | { readonly from: (context: C) => T };

/** One key of an object. */
export interface Field<T, C> {
  readonly shape: Shape<T, C>;
  readonly doc: string;
  readonly absent: Absent<T, C>;
  /** As the file has it, where that is not the plan's name. */
  readonly key?: string;
}

/** A field for every property: a property without one is a type error. */
export type Fields<T, C> = { readonly [K in keyof T]-?: Field<Exclude<T[K], undefined>, C> };

/** An object with these keys and no others. */
export function object<T extends object, C extends Reading>(
  fields: Fields<T, C>,
  alsoKnown: readonly string[] = [],
): Shape<T, C> {
  const entries = entriesOf(fields);
  return {
    read: (node, context) => {
      const nodes = membersOf(node, [...entries.map(([, , key]) => key), ...alsoKnown], context.report);
      return nodes === undefined ? undefined : readFields(node, nodes, fields, context);
    },
    write: (value) => writeFields(value, fields),
    schema: schemaOf(fields),
  };
}

/** The values by key; undefined if it is not an object. Unknown keys and keys that are there twice are reported. */
export function membersOf(
  node: Node,
  known: readonly string[],
  report: Report,
  hintOf: (key: string) => string = (key) => nearestHint(key, known, { all: 'Its keys are' }),
): ReadonlyMap<string, Node> | undefined {
  if (node.type !== 'object') return wrongType(report, node, 'an object { … }');
  const members = new Map<string, Node>();
  for (const property of node.children ?? []) {
    const [keyNode, valueNode] = property.children as [Node, Node | undefined];
    const key = keyNode.value as string;
    if (!known.includes(key)) unknownKey(report, keyNode, key, hintOf(key));
    else if (members.has(key))
      report.error('DUPLICATE_KEY', keyNode, `"${key}" appears twice`, 'Leave one of them.');
    else if (valueNode !== undefined) members.set(key, valueNode);
  }
  return members;
}

function unknownKey(report: Report, node: Node, key: string, hint: string): void {
  report.error('UNKNOWN_KEY', node, `"${key}" is not a key of this object`, hint);
}

/** The properties from their members; what is not there is as its field says. */
export function readFields<T extends object, C extends Reading>(
  node: Node,
  members: ReadonlyMap<string, Node>,
  fields: Fields<T, C>,
  context: C,
): T | undefined {
  const value: Record<string, unknown> = {};
  let isWhole = true;
  for (const [property, field, key] of entriesOf(fields)) {
    const member = members.get(key);
    const read = member === undefined ? absent(field, key, node, context) : field.shape.read(member, context);
    if (read !== undefined) value[property] = read;
    else if (member !== undefined || field.absent === 'error') isWhole = false;
  }
  return isWhole ? (value as T) : undefined;
}

function absent<T, C extends Reading>(
  field: Field<T, C>,
  key: string,
  node: Node,
  context: C,
): T | undefined {
  if (field.absent === 'nothing') return undefined;
  if (field.absent !== 'error') return 'is' in field.absent ? field.absent.is : field.absent.from(context);
  context.report.error('MISSING_KEY', node, `"${key}" is missing`, `Add "${key}": ${field.doc}.`);
  return undefined;
}

/** What is not as it would be if it were not there. */
export function writeFields<T extends object, C>(value: T, fields: Fields<T, C>): { [key: string]: Json } {
  const written: { [key: string]: Json } = {};
  for (const [property, { shape, absent: missing }, key] of entriesOf(fields)) {
    const part = (value as Record<string, unknown>)[property];
    if (part === undefined) continue;
    if (typeof missing === 'object' && 'is' in missing && canonicalJson(missing.is) === canonicalJson(part))
      continue;
    written[key] = shape.write(part);
  }
  return written;
}

export function schemaOf<T extends object, C>(
  fields: Fields<T, C>,
): {
  readonly type: 'object';
  readonly properties: JsonSchema;
  readonly required: readonly string[];
  readonly additionalProperties: false;
} {
  const entries = entriesOf(fields);
  return {
    type: 'object',
    properties: Object.fromEntries(
      entries.map(([, { shape, doc, absent: missing }, key]) => [
        key,
        {
          ...shape.schema,
          description: doc,
          ...(typeof missing === 'object' && 'is' in missing ? { default: shape.write(missing.is) } : {}),
        },
      ]),
    ),
    required: entries.filter(([, field]) => field.absent === 'error').map(([, , key]) => key),
    additionalProperties: false,
  };
}

type Entry<C> = readonly [string, Field<unknown, C>, string];

const ENTRIES = new WeakMap<object, readonly Entry<never>[]>();

/** Property, field, and key of the file. */
export function entriesOf<T extends object, C>(fields: Fields<T, C>): readonly Entry<C>[] {
  const known = ENTRIES.get(fields);
  if (known !== undefined) return known as readonly Entry<C>[];
  const entries = (Object.entries(fields) as [string, Field<unknown, C>][]).map(
    ([property, field]): Entry<C> => [property, field, field.key ?? property],
  );
  ENTRIES.set(fields, entries as readonly Entry<never>[]);
  return entries;
}
