import { table, withTables } from '../markdown.ts';
import type { ActionKind } from '../plan.ts';
import { ACTION_FORMS, ACTION_KINDS } from './actions.ts';
import { DATES } from './dates.ts';
import { absentText, fieldTable } from './fieldTable.ts';
import { FILE } from './file.ts';
import { byAttributeTable } from './freeText.ts';
import { IDENTITIES } from './identities.ts';
import { entriesOf, type Fields } from './object.ts';
import { DEVICE, PIXELS } from './pixels.ts';
import { PRIVATE_ATTRIBUTES } from './privateAttributes.ts';
import { REVIEWED_VALUE } from './reviewed.ts';
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

/** docs/rules.md with its tables made anew. */
export function rulesPage(page: string): string {
  return withTables(page, RULES_TABLES);
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
