import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { type CrewOptions, runCrew, writeCohort } from '../concurrency/crew.ts';
import { differences, FLAWLESS, judge } from '../concurrency/verdict.ts';
import { dynamo } from './contracts/live.ts';
import { tableOfIdentities } from './contracts/table.ts';

const folder = mkdtempSync(join(tmpdir(), 'lethe-crew-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const table = tableOfIdentities();

describe('identities in DynamoDB, 64 workers at once, processes killed at random', () => {
  it('are one for each original of 2,000 instances, without gaps, and the same in a second run', async () => {
    const cohort = { instances: 2000, patients: 200 };
    const run = (output: string): CrewOptions => ({
      place: { kind: 'dynamodb', table: table.name },
      cohort,
      folder,
      output: join(folder, output),
      // Each lane has an identity map of its own: 8 times 8 workers that know nothing of each other.
      processes: 8,
      lanes: 8,
      kills: 24,
      deliveries: 2,
    });
    writeCohort(folder, cohort);
    const first = await runCrew(run('first'));
    expect(first.killed).toBeGreaterThan(0);
    expect(judge(first.done, cohort)).toMatchObject({ ...FLAWLESS, patients: 200 });
    const second = await runCrew({ ...run('second'), kills: 0, deliveries: 1 });
    expect(judge(second.done, cohort)).toMatchObject(FLAWLESS);
    expect(differences(first.done, second.done)).toEqual([]);

    const counter = await dynamo.send(
      new GetItemCommand({ TableName: table.name, Key: { pk: { S: 'patient#next' } }, ConsistentRead: true }),
    );
    expect(counter.Item?.value?.S).toBe('200');
    process.stderr.write(
      `identities: ${first.done.length} deliveries in ${first.seconds.toFixed(1)} s, ${first.killed} processes killed with ` +
        `${first.interrupted} in hand, ${first.faults} faults that passed; second run ${second.seconds.toFixed(1)} s\n`,
    );
  }, 900_000);
});
