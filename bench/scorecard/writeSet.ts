import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fontsHere } from './fonts.ts';
import { writeSet } from './score.ts';
import { writeAnswers } from './set/answers.ts';
import { generateSet } from './set/generate.ts';
import { realFiles } from './set/real.ts';

/** `npm run scorecard:set -- --seed N --out FOLDER`: the files of a seed, and its answer key as JSON and as SQLite, for a tool or a judge of one's own. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    patients: { type: 'string', default: '4' },
    out: { type: 'string' },
  },
});
const out = values.out;
if (out === undefined) throw new Error('Say where: --out FOLDER');
mkdirSync(out, { recursive: true });
const set = generateSet(Number(values.seed), {
  patients: Number(values.patients),
  fonts: fontsHere(),
  real: realFiles(process.env.LETHE_CORPUS),
});
writeSet(set, join(out, 'files'));
writeFileSync(join(out, 'answers.json'), `${JSON.stringify(set.key, null, 1)}\n`);
writeAnswers(join(out, 'answers.db'), set.key);
console.log(`${set.files.length} files in ${join(out, 'files')}`);
