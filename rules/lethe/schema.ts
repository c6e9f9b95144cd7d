import { ACTION_KINDS, actionSchema, bareWords, SIMPLE_KINDS } from './actions.ts';
import { FILE } from './file.ts';
import { schemaOf } from './object.ts';
import { SAFE_OBJECT } from './privateAttributes.ts';
import type { JsonSchema } from './shape.ts';

/** The JSON Schema of a Lethe rule file, made of the compiler's own tables. */
export function letheSchema(): JsonSchema {
  const { properties, ...file } = schemaOf(FILE);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Lethe rule file',
    description: 'Rules by which Lethe de-identifies DICOM instances. See docs/rules.md.',
    ...file,
    properties: {
      ...properties,
      rules: {
        type: 'array',
        items: { $ref: '#/$defs/rule' },
        description: 'rules of your own: they win over the profile, and the first that matches wins',
      },
    },
    $defs: {
      selector: {
        type: 'string',
        minLength: 1,
        description:
          'a keyword, a tag, a mask such as (50xx,xxxx), vr:PN, (gggg,"CREATOR",ee), or private; after a path where only elements there are meant',
      },
      rule: actionSchema(
        ACTION_KINDS,
        {
          select: {
            oneOf: [
              { $ref: '#/$defs/selector' },
              { type: 'array', items: { $ref: '#/$defs/selector' }, minItems: 1 },
            ],
            description: 'which attributes',
          },
          why: { type: 'string', description: 'the reason, for the person who signs the rules' },
        },
        ['select'],
      ),
      action: { oneOf: [{ enum: bareWords(ACTION_KINDS) }, actionSchema(ACTION_KINDS)] },
      simpleAction: { oneOf: [{ enum: bareWords(SIMPLE_KINDS) }, actionSchema(SIMPLE_KINDS)] },
      safePrivate: schemaOf(SAFE_OBJECT),
    },
  };
}

/** As `rules/lethe.schema.json` has it. */
export function letheSchemaText(): string {
  return `${JSON.stringify(letheSchema(), null, 2)}\n`;
}
