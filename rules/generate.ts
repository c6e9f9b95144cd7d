/**
 * Writes what is made of the compiler's own tables: `docs/options.md`, the tables within `docs/rules.md`, and the JSON Schema of rule files. `npm run docs`.
 * What it writes is committed, and a test holds it to the tables.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { rulesPage } from './lethe/rulesPage.ts';
import { letheSchemaText } from './lethe/schema.ts';
import { optionsPage } from './ps315/optionsPage.ts';

const at = (path: string): URL => new URL(`../${path}`, import.meta.url);

writeFileSync(at('docs/options.md'), optionsPage());
writeFileSync(at('docs/rules.md'), rulesPage(readFileSync(at('docs/rules.md'), 'utf8')));
writeFileSync(at('rules/lethe.schema.json'), letheSchemaText());
