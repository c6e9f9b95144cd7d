import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FINDING_CODES } from '../../../layers/verify/findings.ts';
import { findNeedles } from '../../support/needles.ts';
import { syntheticStudy } from '../../support/study.ts';
import { type Release, releaseOf, verified } from './harness.ts';

/** The whole of it: honest outputs, outputs that are their source, and what is said without a source. */

const SEEDS = [1, 2, 3] as const;
let releases: readonly Release[];

beforeAll(async () => {
  releases = await Promise.all(SEEDS.map((seed) => releaseOf(seed)));
});

describe('honest outputs', () => {
  it.each(SEEDS.map((_, at) => at))('have no findings, with the source: %i', async (at) => {
    const { outputs, sources } = releases[at] as Release;
    const { alarms, tally } = await verified(outputs, sources);
    expect(alarms).toEqual([]);
    expect(tally.pairs).toBe(outputs.length);
    expect(tally.outputsRead).toBe(outputs.length);
  });

  it('have none without it', async () => {
    const { outputs } = releases[0] as Release;
    expect((await verified(outputs, null)).alarms).toEqual([]);
  });

  it('of all patients together have none', async () => {
    const all = releases.flatMap(({ outputs, sources }, at) => [
      { outputs: outputs.map((each) => ({ ...each, name: `${at}/${each.name}` })), sources },
    ]);
    const { alarms } = await verified(
      all.flatMap(({ outputs }) => outputs),
      all.flatMap(({ sources }) => sources),
    );
    expect(alarms).toEqual([]);
  });
});

describe('outputs that are their source', () => {
  it('are found out in every instance, and no finding holds a value of theirs', async () => {
    const { files, planted } = syntheticStudy(1);
    const sources = files.filter(({ expected }) => expected === 'released');
    const result = await verified(sources, sources);
    expect(result.instancesWithFindings.size).toBe(sources.length);
    const codes = new Set(result.alarms.map(({ code }) => code));
    for (const code of ['TOKEN_LEFT', 'UID_KEPT', 'PROFILE_KEPT', 'PRIVATE_PRESENT'] as const)
      expect(codes).toContain(code);
    const said = Buffer.from(JSON.stringify([result.findings.all, [...result.findings.counts]]));
    expect(findNeedles(said, planted)).toEqual([]);
    // What would be listed of them is withheld where a finding says that it is the source's.
    const listed = JSON.stringify(result.rows.flatMap(({ texts }) => texts));
    expect(listed).toContain('withheld');
  });
});

describe('docs/verify.md', () => {
  it('explains every code, in the words of the report', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/verify.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `([A-Z0-9_]+)` \| (.*) \|$/gm)].map(([, code, says]) => [code, says]);
    expect(Object.fromEntries(rows)).toEqual(FINDING_CODES);
  });
});
