/**
 * `npm run demo`: a study with known identifiers goes through the real ingest handler at a desk, and what comes out is shown. Nothing
 * leaves the machine. `npm run demo -- FOLDER` puts it elsewhere than in ./demo-out.
 */
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { styleText } from 'node:util';
import { writeHtmlReport } from './htmlReport.ts';
import { ingestStudy } from './ingestStudy.ts';
import { isAsExpected, report } from './report.ts';

const OWN_FOLDER = 'demo-out';
const folder = process.argv[2] ?? OWN_FOLDER;
// What an earlier version of Lethe wrote there has other stamps, and would be in conflict with all of this.
if (folder === OWN_FOLDER)
  for (const name of ['clean', 'clean.kept', 'pictures'])
    rmSync(join(folder, name), { recursive: true, force: true });
const result = await ingestStudy(resolve(folder));
await writeHtmlReport(result);
// styleText leaves the text alone unless the stream is a terminal that wants colours.
const lines = await report(
  result,
  (colour, text) => styleText(colour, text, { stream: process.stdout }),
  process.stdout.columns ?? 140,
);
process.stdout.write(`${lines.join('\n')}\n`);
if (!isAsExpected(result)) {
  process.stdout.write('\nThis is not what should have come out.\n');
  process.exitCode = 1;
}
