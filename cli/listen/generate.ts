/** Writes what is made of the tables that `lethe listen` goes by: `npm run docs`. What it writes is committed, and tests hold it to the tables. */
import { readFileSync, writeFileSync } from 'node:fs';
import { configurationPage } from './config/page.ts';
import { listenSchemaText } from './config/schema.ts';
import { conformancePage } from './conformance.ts';

const at = (path: string): URL => new URL(`../../${path}`, import.meta.url);
const pages = { 'docs/network/configuration.md': configurationPage, 'docs/conformance.md': conformancePage };

writeFileSync(at('cli/listen/lethe.listen.schema.json'), listenSchemaText());
for (const [path, made] of Object.entries(pages))
  writeFileSync(at(path), made(readFileSync(at(path), 'utf8')));
