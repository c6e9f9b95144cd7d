import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';

/** The schemas as OWASP publishes them: for these files alone `@cyclonedx/cyclonedx-library` is a dependency of the tests. */
const SCHEMAS = join(
  dirname(createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json')),
  'res/schema',
);
const schema = (name: string) =>
  JSON.parse(readFileSync(join(SCHEMAS, `${name}.SNAPSHOT.schema.json`), 'utf8'));

const ajv = new Ajv({
  strict: false,
  allErrors: true,
  formats: {
    'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
    'idn-email': /^\S+@\S+$/,
    uri: /^[a-z][a-z0-9+.-]*:\S+$/i,
    'iri-reference': /^\S*$/,
  },
});
// The bill's schema refers to them by these addresses.
for (const name of ['spdx', 'jsf-0.82'])
  ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
const validate = ajv.compile(schema('bom-1.5'));

/** What the schema of CycloneDX 1.5 has against a bill. */
export function schemaErrors(bill: unknown): readonly ErrorObject[] {
  validate(bill);
  return validate.errors ?? [];
}
