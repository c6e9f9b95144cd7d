import { table } from '../markdown.ts';
import { entriesOf, type Field, type Fields } from './object.ts';
import type { Json, JsonSchema } from './shape.ts';

/** A row for each key. */
export function fieldTable<T extends object, C>(fields: Fields<T, C>): string {
  return table(
    ['key', 'value', 'left out', 'meaning'],
    entriesOf(fields).map(([, field, key]) => [
      `\`${key}\``,
      valueText(field.shape.schema),
      absentText(field),
      field.doc,
    ]),
  );
}

export function absentText<C>({ absent, shape }: Field<unknown, C>): string {
  if (absent === 'error') return 'needed';
  if (absent === 'nothing' || 'from' in absent) return '';
  const text = JSON.stringify(shape.write(absent.is));
  return text.length > 40 ? 'as below' : `\`${text}\``;
}

/** `"a"` or `"b"`: the words of a schema, or its type. */
function valueText(schema: JsonSchema): string {
  const {
    oneOf,
    enum: words,
    const: only,
    type,
  } = schema as {
    readonly oneOf?: readonly JsonSchema[];
    readonly enum?: readonly Json[];
    readonly const?: Json;
    readonly type?: string;
  };
  if (only !== undefined) return `\`${JSON.stringify(only)}\``;
  if (words !== undefined) return words.map((word) => `\`${JSON.stringify(word)}\``).join(', ');
  if (oneOf !== undefined) return [...new Set(oneOf.map(valueText))].filter((text) => text !== '').join(', ');
  if (typeof schema.$ref === 'string') return 'an action';
  return TYPES[type ?? ''] ?? '';
}

const TYPES: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: '`true`, `false`',
  integer: 'a whole number',
  null: '`null`',
  number: 'a number',
  object: 'an object',
  string: 'a string',
};
