import { writeFileSync } from 'node:fs';
import { costPage } from './page.ts';

/** Writes docs/cost.md. `npm run docs`. What it writes is committed, and a test holds it to the model. */
writeFileSync(new URL('../../docs/cost.md', import.meta.url), costPage());
