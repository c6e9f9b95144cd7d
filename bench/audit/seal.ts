import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ManifestSigner } from '../../layers/engine/audit/manifest/ports.ts';
import { sealDays } from '../../layers/engine/audit/manifest/seal.ts';
import { verifyManifests } from '../../layers/engine/audit/manifest/verify.ts';
import { ManifestFolder } from '../../layers/local/manifestFolder.ts';
import { madeAudit } from './lines.ts';

/**
 * `npm run bench:seal -- LINES`: an hour of so many audit lines (10 million, where nothing is said) is sealed into a folder and verified, in runs of a quarter of an
 * hour as the function has them. Says the time and the memory of each, and fails where more than 512 MB were needed, or as many as are said after the lines.
 */
const DAY = '2026-11-21';
const HOUR = Date.parse(`${DAY}T10:00:00.000Z`);
const lines = Number(process.argv[2] ?? 10_000_000);
const mostMb = Number(process.argv[3] ?? 512);

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const signer: ManifestSigner = {
  sign: async (text) => ({
    algorithm: 'ECDSA_SHA_256',
    key: 'bench',
    signature: sign('sha256', Buffer.from(text), privateKey).toString('base64'),
  }),
};
const audit = madeAudit(lines, HOUR, 3_600_000);
const folder = mkdtempSync(join(tmpdir(), 'lethe-seal-'));
const shelf = new ManifestFolder(folder);
const peakMb = () => Math.round(process.resourceUsage().maxRSS / 1024);
const say = (fields: object) => process.stdout.write(`${JSON.stringify(fields)}\n`);

const RUN_MS = 825_000;
try {
  for (let [run, isFinished] = [1, false]; !isFinished; run += 1) {
    const begun = Date.now();
    const sealed = await sealDays(Date.parse('2026-11-22T01:30:00Z'), {
      audit,
      shelf,
      signer,
      hasTime: () => Date.now() - begun < RUN_MS,
    });
    isFinished = sealed.isFinished;
    say({ run, lines, seconds: Math.round((Date.now() - begun) / 1000), peakMb: peakMb(), isFinished });
  }
  const objects = await shelf.keys('');
  const begun = Date.now();
  const { lines: agreeing, discrepancies } = await verifyManifests(shelf, publicKey, audit);
  const seconds = Math.round((Date.now() - begun) / 1000);
  say({
    verified: agreeing,
    discrepancies: discrepancies.length,
    seconds,
    peakMb: peakMb(),
    objects: objects.length,
  });
  process.exitCode = agreeing === lines && discrepancies.length === 0 && peakMb() <= mostMb ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
