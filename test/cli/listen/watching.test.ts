import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { METRICS, metricsText } from '../../../cli/listen/status/metrics.ts';
import type { Picture } from '../../../cli/listen/status/picture.ts';
import { statusText } from '../../../cli/listen/status/text.ts';
import { expectPrivate } from '../../support/posix.ts';
import { lethe, simple } from '../run.ts';
import { type Desk, killAll, listenTo, newDesk, removeDesk, send, sendable } from './listening.ts';

const desks: Desk[] = [];
afterAll(() => {
  killAll();
  desks.forEach(removeDesk);
});

function desk(): Desk {
  const made = newDesk();
  desks.push(made);
  return made;
}

const PICTURE: Picture = {
  pid: 17,
  since: '2026-11-30T10:00:00.000Z',
  isStopping: false,
  associations: 2,
  spool: { instances: 5, bytes: 2_650_000, freeBytes: 5e9, waiting: 2, faulted: 1, oldestSeconds: 61.4 },
  counts: {
    associations: { opened: 3, closed: 1 },
    stores: { '0000': 7, a700: 1 },
    outcomes: { released: 4, quarantined: 1 },
    faults: { IDENTITY_UNAVAILABLE: 2 },
    receivedBytes: 3_700_000,
    deliveries: { pacs: { delivered: 1, failed: 3 } },
  },
  outbox: {
    deliveries: [
      {
        delivery: 'pacs',
        waiting: 3,
        held: 1,
        oldestMs: 0,
        pausedUntilMs: null,
        isConfigured: true,
      },
    ],
    troubled: [
      {
        delivery: 'pacs',
        receipt: 'aa',
        sopInstanceUid: '2.25.1',
        isHeld: true,
        attempts: 1,
        code: 'DELIVERY_REFUSED',
        message: 'The receiver does not want it.',
        addedMs: 0,
      },
    ],
  },
};

it('metrics are in the text format of Prometheus, and each has its row on the page', () => {
  const text = metricsText(PICTURE);
  const names = METRICS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const line of text.trimEnd().split('\n'))
    expect(line).toMatch(
      /^(?:# (?:HELP|TYPE) lethe_listen_\w+ .+|lethe_listen_\w+(?:\{\w+="[^"]*"(?:,\w+="[^"]*")*\})? \d+(?:\.\d+)?)$/,
    );
  expect(text).toContain('lethe_listen_stores_total{status="a700"} 1\n');
  expect(text).toContain('lethe_listen_deliveries_total{delivery="pacs",result="failed"} 3\n');
  expect(text).toContain('lethe_listen_spool_oldest_seconds 61.4\n');
  const page = readFileSync(join(import.meta.dirname, '../../../docs/network/watching.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `(lethe_listen_\w+)` \| (\w+) \| (.*) \|$/gm)];
  expect(rows.map(([, name, type, help]) => [name, type, help])).toEqual(
    METRICS.map(({ name, type, help }) => [name, type, help]),
  );
});

it('the status says what waits, and why', () => {
  expect(statusText(PICTURE, PICTURE.outbox)).toBe(`Process 17, since 2026-11-30T10:00:00.000Z
Associations  2 open
Received      7 instances, 3.7 MB
Outcomes      4 released, 1 quarantined
Spool         5 instances, 2.6 MB; 5.0 GB free on its disk
To be done    2 instances, the oldest for 61 s; 1 tried in vain
To pacs: 3 waiting, 1 held
Held for pacs: DELIVERY_REFUSED: The receiver does not want it. (1)
`);
});

describe('a gateway that runs', () => {
  it('is asked by whoever can read its spool, and by nobody else', async () => {
    const at = desk();
    const gateway = listenTo(at);
    const port = await gateway.port();
    await send(port, [await sendable(simple(1))]);
    const { stdout } = await lethe(['listen', 'status', '--out', at.out, '--json']);
    const picture = JSON.parse(stdout.toString()) as Picture;
    expect(picture.pid).toBe(gateway.pid);
    expect(picture.counts.stores).toEqual({ '0000': 1 });

    const watch = `http://127.0.0.1:${(await gateway.line('listening')).watch}`;
    const answers = await Promise.all(
      ['/health', '/metrics', '/status', '/', '/../control.json'].map((path) => fetch(`${watch}${path}`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 401, 404, 404]);
    const wrong = { authorization: `Bearer ${'0'.repeat(64)}` };
    const asked = [
      fetch(`${watch}/status`, { headers: wrong }),
      fetch(`${watch}/drain`, { method: 'POST', headers: wrong }),
    ];
    for (const answer of await Promise.all(asked)) expect(answer.status).toBe(401);
    expectPrivate(join(at.spool, 'control.json'));
    expect(await gateway.stop()).toBe(0);
  });

  it('is drained, and whoever asked waits for its end', async () => {
    const at = desk();
    const gateway = listenTo(at);
    await send(await gateway.port(), await Promise.all([1, 2, 3].map((number) => sendable(simple(number)))));
    expect((await lethe(['listen', 'drain', '--spool', at.spool])).status).toBe(0);
    expect((await gateway.ended).status).toBe(0);
    expect(gateway.log.at(-1)).toMatchObject({ event: 'stopped', left: 0 });
    const after = await lethe(['listen', 'status', '--spool', at.spool]);
    expect([after.status, after.stdout.toString()]).toEqual([1, 'No gateway answers for this spool.\n']);
    const again = await lethe(['listen', 'drain', '--spool', at.spool]);
    expect([again.status, again.stderr.toString()]).toEqual([2, expect.stringMatching('LISTEN_NOT_RUNNING')]);
  });
});
