/** Writes what is made of the tables that `lethe listen` goes by: `npm run docs`. What it writes is committed, and tests hold it to the tables. */
import { readFileSync, writeFileSync } from 'node:fs';
import { configurationPage } from './config/page.ts';
import { listenSchemaText } from './config/schema.ts';

const at = (path: string): URL => new URL(`../../${path}`, import.meta.url);
const CONFIGURATION = at('docs/network/configuration.md');

writeFileSync(at('cli/listen/lethe.listen.schema.json'), listenSchemaText());
writeFileSync(CONFIGURATION, configurationPage(readFileSync(CONFIGURATION, 'utf8')));
