import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measure } from './measure.ts';

/**
 * `npm run bench:power [-- --write]`: what the function asks of AWS and how much processor it takes, by size of the instance. `--write` puts the figures
 * where `lethe cost` and docs/cost.md (`npm run docs`) take them from.
 */
const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
const { requests, times } = await measure();
if (values.write)
  for (const [name, figures] of Object.entries({ requests, times }))
    writeFileSync(
      new URL(`../../cli/cost/${name}.generated.json`, import.meta.url),
      `${JSON.stringify(figures, null, 2)}\n`,
    );
console.log(JSON.stringify({ requests, times }, null, 2));
