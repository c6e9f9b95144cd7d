/**
 * `npm run demo`: a study with known identifiers goes through the real ingest handler at a desk, and what comes out is shown. Nothing
 * leaves the machine. `npm run demo -- FOLDER` puts it elsewhere than in ./demo-out.
 */
import { resolve } from 'node:path';
import { styleText } from 'node:util';
import { ingestStudy } from './ingestStudy.ts';
import { isAsExpected, report } from './report.ts';

const result = await ingestStudy(resolve(process.argv[2] ?? 'demo-out'));
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
