import { writeFileSync } from 'node:fs';
import { costPage } from './page.ts';
import { pricesSchema } from './pricesFile.ts';

/** Writes docs/cost.md and the schema of a file of prices. `npm run docs`. What it writes is committed, and a test holds it to the model. */
writeFileSync(new URL('../../docs/cost.md', import.meta.url), costPage());
writeFileSync(
  new URL('../../docs/prices.schema.json', import.meta.url),
  `${JSON.stringify(pricesSchema(), null, 2)}\n`,
);
