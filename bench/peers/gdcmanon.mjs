// `node gdcmanon.mjs CERTIFICATE SOURCE TARGET`: gdcmanon over a folder in one call, so that UIDs stay consistent. A file that it cannot de-identify ends a call in
// spite of --continue: then that one is left out, and all others are done anew.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';

const [certificate, source, target] = process.argv.slice(2);
const left = `${target}.kept-sources`;
cpSync(source, left, { recursive: true });
for (;;) {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target);
  const args = ['-e', '-c', certificate, '--continue', '-r', '-i', left, '-o', target];
  const { stdout, stderr } = spawnSync('gdcmanon', args, { encoding: 'utf8' });
  const failed = /Could not De-indentify : (.*)/.exec(stdout + stderr)?.[1];
  if (failed === undefined) break;
  rmSync(failed);
  process.exitCode = 1;
}
rmSync(left, { recursive: true });
