import type { Node } from 'jsonc-parser';
import { nearestHint } from '../nearestWords.ts';

/** What can be written in JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
/** A JSON Schema of draft 2020-12, or a part of one. */
export type JsonSchema = { readonly [key: string]: Json };

/** Where a reader says what is wrong; `at` counts characters within a string's value. */
export interface Report {
  error(code: string, node: Node, message: string, hint: string, at?: number): void;
  warning(code: string, node: Node, message: string, hint: string): void;
  /** What is worth knowing to the person who checks the rules, and right as it is. */
  note(code: string, node: Node, message: string, hint: string): void;
}

/**
 * One form that a value in a rule file has: how it is read, how it is written, and its JSON Schema, in one place so that they agree.
 * `C` is what reading needs to know beyond the value.
 */
export interface Shape<T, C> {
  /** The value; undefined where it is wrong, which was reported. */
  read(node: Node, context: C): T | undefined;
  write(value: T): Json;
  readonly schema: JsonSchema;
}

export type Reading = { readonly report: Report };

/** A shape that is known only once all are: for those that hold themselves. */
export function later<T, C>(schema: JsonSchema, shape: () => Shape<T, C>): Shape<T, C> {
  return {
    read: (node, context) => shape().read(node, context),
    write: (value) => shape().write(value),
    schema,
  };
}

export function flag<C extends Reading>(): Shape<boolean, C> {
  return {
    read: (node, { report }) =>
      node.type === 'boolean' ? (node.value as boolean) : wrongType(report, node, 'true or false'),
    write: (value) => value,
    schema: { type: 'boolean' },
  };
}

/** A flag that a plan has as `true` or not at all. */
export function onlyTrue<C extends Reading>(): Shape<true, C> {
  return {
    read: (node, { report }) => (node.value === true ? true : wrongType(report, node, 'true, or left out')),
    write: (value) => value,
    schema: { const: true },
  };
}

/** One of some words; each with what it means. */
export function word<W extends string, C extends Reading>(words: Readonly<Record<W, string>>): Shape<W, C> {
  const known = Object.keys(words) as W[];
  return {
    read: (node, { report }) => {
      if (node.type !== 'string') return wrongType(report, node, `one of ${known.join(', ')}`);
      const text = node.value as string;
      if (Object.hasOwn(words, text)) return text as W;
      unknownWord(report, node, text, known);
      return undefined;
    },
    write: (value) => value,
    schema: {
      oneOf: known.map((value) => ({ const: value, description: words[value] })),
    },
  };
}

export function unknownWord(report: Report, node: Node, text: string, known: readonly string[]): void {
  report.error('UNKNOWN_WORD', node, `${JSON.stringify(text)} is not known here`, nearestHint(text, known));
}

export function text<C extends Reading>(description = 'a string'): Shape<string, C> {
  return {
    read: (node, { report }) =>
      node.type === 'string' ? (node.value as string) : wrongType(report, node, description),
    write: (value) => value,
    schema: { type: 'string' },
  };
}

/** A number; `whole`: without a fraction. */
export function number<C extends Reading>(
  least: number,
  most: number,
  whole: 'whole' | 'any' = 'whole',
): Shape<number, C> {
  const wanted = `a ${whole === 'whole' ? 'whole ' : ''}number from ${least} to ${most}`;
  return {
    read: (node, { report }) => {
      if (node.type !== 'number') return wrongType(report, node, wanted);
      const value = node.value as number;
      if (value >= least && value <= most && (whole === 'any' || Number.isInteger(value))) return value;
      report.error('OUT_OF_RANGE', node, `${value} is not ${wanted}`, `Write ${wanted}.`);
      return undefined;
    },
    write: (value) => value,
    schema: { type: whole === 'whole' ? 'integer' : 'number', minimum: least, maximum: most },
  };
}

export function nullable<T, C>(shape: Shape<T, C>): Shape<T | null, C> {
  return {
    read: (node, context) => (node.type === 'null' ? null : shape.read(node, context)),
    write: (value) => (value === null ? null : shape.write(value)),
    schema: { oneOf: [{ type: 'null' }, shape.schema] },
  };
}

/** Every member is read, whatever is wrong with others. */
export function list<T, C extends Reading>(member: Shape<T, C>): Shape<readonly T[], C> {
  return {
    read: (node, context) => {
      if (node.type !== 'array') return wrongType(context.report, node, 'a list');
      const values = (node.children ?? []).map((child) => member.read(child, context));
      return values.includes(undefined) ? undefined : (values as T[]);
    },
    write: (values) => values.map((value) => member.write(value)),
    schema: { type: 'array', items: member.schema },
  };
}

/** A list whose only member may stand by itself. */
export function oneOrMore<T, C extends Reading>(member: Shape<T, C>): Shape<readonly T[], C> {
  const many = list(member);
  return {
    read: (node, context) => {
      if (node.type === 'array') return many.read(node, context);
      const value = member.read(node, context);
      return value === undefined ? undefined : [value];
    },
    write: (values) => (values.length === 1 ? member.write(values[0] as T) : many.write(values)),
    schema: { oneOf: [member.schema, many.schema] },
  };
}

export function wrongType(report: Report, node: Node, wanted: string): undefined {
  report.error(
    'WRONG_TYPE',
    node,
    `${article(node.type)} stands where ${wanted} belongs`,
    `Write ${wanted}.`,
  );
  return undefined;
}

function article(type: Node['type']): string {
  return type === 'null' ? 'null' : `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}
