import type { Action, ActionKind, SimpleAction } from '../plan.ts';
import { nearestWord } from '../source.ts';
import { type ActionForm, type ActionForms, actionForms } from './actionForms.ts';
import type { Context } from './context.ts';
import { entriesOf, membersOf, readFields, schemaOf, writeFields } from './object.ts';
import { type Json, type JsonSchema, later, type Shape, unknownWord, wrongType } from './shape.ts';

/** Every action as a rule file has it. */
export const ACTION_FORMS: ActionForms = actionForms(
  later({ $ref: '#/$defs/simpleAction' }, () => SIMPLE_ACTION),
);

export const ACTION_KINDS = Object.keys(ACTION_FORMS) as readonly ActionKind[];
/** Those that may stand within another. */
export const SIMPLE_KINDS = ACTION_KINDS.filter((kind) => kind !== 'by-type' && kind !== 'by-vr');

function formOf(kind: ActionKind): ActionForm<never> {
  // The table pairs every kind with its own parameters, which the type of a look-up by a union cannot say.
  return ACTION_FORMS[kind] as unknown as ActionForm<never>;
}

/** The keys of an action's parameters. */
export function paramKeys(kind: ActionKind): readonly string[] {
  return entriesOf(formOf(kind).params).map(([, , key]) => key);
}

/** An action among keys that are not its own: `{ "select": …, "action": "set", "value": … }`. */
export function actionWithin<A extends Action>(
  kinds: readonly A['kind'][],
  otherKeys: readonly string[],
): Shape<A, Context> & {
  members(node: Parameters<Shape<A, Context>['read']>[0], context: Context): ReturnType<typeof membersOf>;
} {
  const members: ReturnType<typeof actionWithin>['members'] = (node, { report }) => {
    const given = node.type === 'object' ? (node.children ?? []) : [];
    const kind = given.find(({ children }) => children?.[0]?.value === 'action')?.children?.[1]
      ?.value as unknown;
    const params =
      typeof kind === 'string' && Object.hasOwn(ACTION_FORMS, kind) ? paramKeys(kind as ActionKind) : null;
    // Whose parameters they are is not known: what belongs to no action at all is still wrong.
    const allowed = params ?? [...new Set(ACTION_KINDS.flatMap(paramKeys))];
    const known = [...otherKeys, 'action', ...allowed];
    if (params !== null) return membersOf(node, known, report);
    const hintOf = (key: string) => {
      // Of short words any is near to any.
      const meant = key.length > 4 ? nearestWord(key, [...otherKeys, 'action']) : undefined;
      return meant === undefined ? ACTION_FIRST : `Did you mean "${meant}"?`;
    };
    return membersOf(node, known, report, hintOf);
  };
  return {
    members,
    read: (node, context) => {
      const found = members(node, context);
      if (found === undefined) return undefined;
      const word = found.get('action');
      if (word === undefined) {
        context.report.error('MISSING_KEY', node, '"action" is missing', 'Add "action".');
        return undefined;
      }
      const kind = readKind(word, kinds, context);
      if (kind === undefined) return undefined;
      const params = readFields(node, found, formOf(kind).params, context);
      return params === undefined ? undefined : ({ kind, ...(params as object) } as A);
    },
    write: (action) => {
      const { kind, ...params } = action;
      return { action: kind, ...writeFields(params as never, formOf(kind).params) } as Json;
    },
    schema: {},
  };
}

const ACTION_FIRST = 'Correct the action first: what may stand beside it goes by that.';

function readKind<K extends ActionKind>(
  node: Parameters<Shape<K, Context>['read']>[0],
  kinds: readonly K[],
  { report }: Context,
): K | undefined {
  if (node.type !== 'string') return wrongType(report, node, 'the word of an action, such as "remove"');
  const found = kinds.find((kind) => kind === node.value);
  if (found === undefined) unknownWord(report, node, node.value as string, kinds);
  return found;
}

/** An action by itself: its word, or an object with its word and parameters. */
function action<A extends Action>(kinds: readonly A['kind'][], schema: JsonSchema): Shape<A, Context> {
  const within = actionWithin<A>(kinds, []);
  return {
    read: (node, context) => {
      if (node.type === 'object') return within.read(node, context);
      const kind = readKind(node, kinds, context);
      if (kind === undefined) return undefined;
      const params = readFields(node, new Map(), formOf(kind).params, context);
      return params === undefined ? undefined : ({ kind, ...(params as object) } as A);
    },
    write: (value) => {
      const written = within.write(value) as { readonly [key: string]: Json };
      return Object.keys(written).length === 1 ? (written.action as Json) : written;
    },
    schema,
  };
}

export const SIMPLE_ACTION: Shape<SimpleAction, Context> = action<SimpleAction>(SIMPLE_KINDS, {
  $ref: '#/$defs/simpleAction',
});
export const ACTION: Shape<Action, Context> = action<Action>(ACTION_KINDS, { $ref: '#/$defs/action' });

/** What may stand for an action: a word whose parameters all have defaults, or an object. */
export function actionSchema(
  kinds: readonly ActionKind[],
  alsoKeys: JsonSchema = {},
  required: readonly string[] = [],
): JsonSchema {
  return {
    oneOf: kinds.map((kind) => {
      const { properties, required: needed } = schemaOf(formOf(kind).params);
      return {
        type: 'object',
        description: ACTION_FORMS[kind].doc,
        properties: { ...alsoKeys, action: { const: kind }, ...properties },
        required: [...required, 'action', ...needed],
        additionalProperties: false,
      };
    }),
  };
}

/** The words that stand for an action by themselves. */
export function bareWords(kinds: readonly ActionKind[]): readonly ActionKind[] {
  return kinds.filter((kind) =>
    entriesOf(formOf(kind).params).every(([, field]) => field.absent !== 'error'),
  );
}
