import { table } from '../markdown.ts';
import type { ActionKind } from '../plan.ts';
import { ACTION_FORMS, ACTION_KINDS } from './actions.ts';
import { DATES } from './dates.ts';
import { FILE } from './file.ts';
import { byAttributeTable } from './freeText.ts';
import { IDENTITIES } from './identities.ts';
import { entriesOf, type Field, type Fields } from './object.ts';
import { DEVICE, PIXELS } from './pixels.ts';
import { PRIVATE_ATTRIBUTES } from './privateAttributes.ts';
import { REVIEWED_VALUE } from './reviewed.ts';
import type { Json, JsonSchema } from './shape.ts';
import { HOUSEKEEPING, SCREENING } from './surroundings.ts';

/** The tables within docs/rules.md, by name, made of what the compiler reads by. */
export const RULES_TABLES: Readonly<Record<string, () => string>> = {
  keys: () => fieldTable(FILE),
  actions: actionTable,
  identities: () => fieldTable(IDENTITIES),
  dates: () => fieldTable(DATES),
  'private attributes': () => fieldTable(PRIVATE_ATTRIBUTES),
  screening: () => fieldTable(SCREENING),
  pixels: () => fieldTable(PIXELS),
  devices: () => fieldTable(DEVICE),
  housekeeping: () => fieldTable(HOUSEKEEPING),
  'free text': byAttributeTable,
  reviewed: () => fieldTable(REVIEWED_VALUE),
};

const START = /<!-- table: ([a-z ]+) -->\n/g;
const END = '<!-- end of table -->';

/** A page with its tables made anew. Throws where a table has no name that is known, or no end. */
export function withTables(page: string): string {
  let text = '';
  let from = 0;
  for (const { 0: start, 1: name = '', index } of page.matchAll(START)) {
    const make = RULES_TABLES[name];
    const end = page.indexOf(END, index);
    if (make === undefined || end < 0)
      throw new RangeError(`docs/rules.md: table "${name}" is not known, or has no end`);
    text += `${page.slice(from, index)}${start}${make()}\n`;
    from = end;
  }
  return text + page.slice(from);
}

/** A row for each key. */
function fieldTable<T extends object, C>(fields: Fields<T, C>): string {
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

function actionTable(): string {
  return table(
    ['action', 'what it does', 'parameters'],
    ACTION_KINDS.map((kind) => [`\`${kind}\``, ACTION_FORMS[kind].doc, parameterText(kind)]),
  );
}

function parameterText(kind: ActionKind): string {
  const params = ACTION_FORMS[kind].params as unknown as Fields<object, unknown>;
  return entriesOf(params)
    .map(([, field, key]) => {
      const missing = absentText(field);
      return `\`${key}\`: ${field.doc}${missing === '' ? '' : ` (${missing})`}`;
    })
    .join('; ');
}

function absentText<C>({ absent, shape }: Field<unknown, C>): string {
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
