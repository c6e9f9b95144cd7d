import { createHash } from 'node:crypto';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { openReader } from '../../layers/pixels/openReader.ts';
import type { PixelReader } from '../../layers/pixels/reader.ts';
import { TOOLS } from '../peers/tools.ts';
import { CONTROLS } from './controls.ts';
import { fontsHere } from './fonts.ts';
import type { Row, Scorecard, Skipped } from './page/scorecard.ts';
import { readScorecard, writePageAgain, writeScorecard } from './page/write.ts';
import { scoreTool } from './score.ts';
import { type GeneratedSet, generateSet } from './set/generate.ts';
import { realFiles } from './set/real.ts';

/**
 * `npm run scorecard`: Lethe and other tools on generated sets of MIDI-B's shape, held against their answer key; writes docs/scorecard.md, its figures
 * and its data. Tools are installed into the user's cache on first use.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2' },
    /** Of Lethe alone. */
    unseen: { type: 'string', default: '7021,7022,7023,7024,7025,7026,7027,7028,7029,7030' },
    patients: { type: 'string', default: '4' },
    /** A part of a name: only tools that have it, and nothing is written. */
    tools: { type: 'string' },
    /** Rows that the data has stay; tools without one and the unseen seeds are run. */
    'keep-rows': { type: 'boolean', default: false },
    /** Only the page and its figures, of the data that is there. */
    page: { type: 'boolean', default: false },
  },
});

if (values.page) {
  writePageAgain();
  process.exit();
}

const numbers = (text: string) => text.split(',').filter(Boolean).map(Number);
const patients = Number(values.patients);
const fonts = fontsHere();
const real = realFiles(process.env.LETHE_CORPUS);
const setsOf = (seeds: readonly number[]) =>
  seeds.map((seed) => generateSet(seed, { patients, fonts, real }));
let open: PixelReader | null = null;
const reader = () => {
  open ??= openReader();
  return open;
};

const only = values.tools?.toLowerCase();
const seeds = numbers(values.seeds);
const sets = setsOf(seeds);
const kept = values['keep-rows'] ? readScorecard() : null;
const rows: Row[] = [...(kept?.rows ?? [])];
const skipped: Skipped[] = [...(kept?.skipped ?? [])];
const all = [...TOOLS, ...CONTROLS];
const placeOf = ({ tool, configuration }: Pick<Row, 'tool' | 'configuration'>): number =>
  all.findIndex((one) => one.name === tool && one.configuration === configuration);
const placesKept = new Set([...rows, ...skipped].map(placeOf));
const wanted = all.filter(
  ({ name }, place) => (only === undefined || name.toLowerCase().includes(only)) && !placesKept.has(place),
);
for (const tool of wanted) {
  const row = await scoreTool(tool, sets, reader);
  if ('skipped' in row) skipped.push(row);
  else rows.push(row);
  console.log(
    'skipped' in row
      ? `${row.tool}: skipped, ${row.skipped}`
      : `${row.tool} ${row.version}, ${row.configuration}`,
  );
}
rows.sort((a, b) => placeOf(a) - placeOf(b));
if (only !== undefined) console.log(JSON.stringify({ rows, skipped }, null, 2));
else {
  const unseen = numbers(values.unseen);
  const unseenSets = setsOf(unseen);
  const unseenRows: Row[] = [];
  for (const tool of TOOLS.filter(
    ({ name, configuration }) => name === 'Lethe' && configuration !== 'default',
  )) {
    const row = await scoreTool(tool, unseenSets, reader);
    if (!('skipped' in row)) unseenRows.push(row);
    console.log(`${tool.name}, ${tool.configuration}, on ${unseen.length} more seeds`);
  }
  const scorecard: Scorecard = {
    set: kept?.set ?? {
      seeds,
      patients,
      files: sets.reduce((sum, { files }) => sum + files.length, 0),
      checks: sets.reduce((sum, { key }) => sum + key.instances.flatMap(({ checks }) => checks).length, 0),
      realFiles: real.length,
      fonts: fonts.length,
      digest: digestOf(sets),
    },
    rows,
    skipped,
    unseen: { seeds: unseen, digest: digestOf(unseenSets), rows: unseenRows },
    machine: `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}; Node ${process.versions.node}`,
  };
  writeScorecard(scorecard);
}
// A reader has a worker, which waits for more.
process.exit();

function digestOf(all: readonly GeneratedSet[]): string {
  const hash = createHash('sha256');
  for (const { files } of all) for (const { bytes } of files) hash.update(bytes);
  return hash.digest('hex');
}
