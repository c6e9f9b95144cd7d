import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type CrewOptions, runCrew, writeCohort } from './crew.ts';
import { differences, FLAWLESS, judge } from './verdict.ts';

const folder = mkdtempSync(join(tmpdir(), 'lethe-crew-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A modest run; `npm run stress:identities` is the large one. */
describe('identities in many processes, killed at random', () => {
  it('are one for each original, without gaps, and the same in a second run', async () => {
    const cohort = { instances: 200, patients: 20 };
    const file = join(folder, 'identities.sqlite');
    const run = (output: string, kills: number): CrewOptions => ({
      place: { kind: 'sqlite', file },
      cohort,
      folder,
      output: join(folder, output),
      processes: 8,
      lanes: 1,
      kills,
      deliveries: 2,
    });
    writeCohort(folder, cohort);
    const first = await runCrew(run('first', 8));
    expect(first.killed).toBeGreaterThan(0);
    expect(judge(first.done, cohort)).toMatchObject({ ...FLAWLESS, patients: 20 });
    const second = await runCrew({ ...run('second', 0), processes: 2, deliveries: 1 });
    expect(judge(second.done, cohort)).toMatchObject(FLAWLESS);
    expect(differences(first.done, second.done)).toEqual([]);

    // A process of the second run may still be closing it.
    const database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
    const { next } = database.prepare('SELECT next FROM counter').get() as { readonly next: number };
    const { mapped } = database
      .prepare("SELECT count(*) AS mapped FROM identity WHERE scope = 'patient'")
      .get() as { readonly mapped: number };
    database.close();
    expect([next, mapped]).toEqual([20, 20]);
  });
});
