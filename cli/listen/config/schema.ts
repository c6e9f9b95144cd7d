import { schemaOf } from '../../../rules/lethe/object.ts';
import type { JsonSchema } from '../../../rules/lethe/shape.ts';
import { FILE_FIELDS } from './file.ts';

/** The JSON Schema of `lethe.listen.json`, made of the reader's own tables. */
export function listenSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Lethe on the network',
    description: 'What lethe listen takes from whom, and where it goes. See docs/network.md.',
    ...schemaOf(FILE_FIELDS),
  };
}

/** As `cli/listen/lethe.listen.schema.json` has it. */
export function listenSchemaText(): string {
  return `${JSON.stringify(listenSchema(), null, 2)}\n`;
}
