import type { LogLine } from '../../functions/log.ts';
import { manifestHandler } from '../../functions/manifest/lambda.ts';
import type { MetricLine } from '../../functions/metrics.ts';
import { FaultError } from '../../layers/engine/faults.ts';
import { MemoryAudit, MemoryShelf, released, signer } from '../layers/engine/audit/manifest/support.ts';

const TIME = '2026-11-22T01:30:00Z';

function seal(prepare?: () => Promise<never>) {
  const lines: LogLine[] = [];
  const metrics: MetricLine[] = [];
  const audit = new MemoryAudit();
  const shelf = new MemoryShelf();
  const handler = manifestHandler(
    prepare ?? (async () => ({ audit, shelf, signer })),
    (line) => void lines.push(line),
    (line) => void metrics.push(line),
    'test',
    () => Date.parse(TIME),
  );
  return { handler, lines, metrics, audit, shelf };
}

describe('the manifest function', () => {
  it('seals the day before the one that the schedule names, or before now', async () => {
    for (const time of [TIME, undefined, 'no time']) {
      const { handler, lines, audit, shelf } = seal();
      audit.add('2026-11-21T10:00:00.000Z', released('aa'));
      await handler(time === undefined ? {} : { time });
      expect(await shelf.keys('')).toEqual(['manifests/2026-11-21.jsonl', 'segments/2026-11-21/10.jsonl.gz']);
      const until = '2026-11-22T00:00:00.000Z';
      expect(lines).toEqual([
        { level: 'info', event: 'sealed', days: ['2026-11-21'], until, isFinished: true },
      ]);
    }
  });

  it('stops before its time is over, and the next run goes on', async () => {
    const { handler, lines, audit, shelf } = seal();
    for (const hour of [10, 11]) audit.add(`2026-11-21T${hour}:00:00.000Z`, released('aa'));
    let left = 80_000;
    const invocation = { getRemainingTimeInMillis: () => (left -= 400) };
    await handler({ time: TIME }, invocation);
    expect(await shelf.keys('')).toEqual([]);
    expect(lines).toEqual([
      expect.objectContaining({
        event: 'sealed',
        days: [],
        isFinished: false,
        until: '2026-11-21T06:00:00.000Z',
      }),
    ]);
    await handler({ time: TIME });
    expect(await shelf.keys('manifests/')).toEqual(['manifests/2026-11-21.jsonl']);
  });

  it('measures how far it is behind, also where it stops or fails', async () => {
    const lagOf = (metrics: readonly MetricLine[]) => metrics.map(({ SealLag }) => SealLag);
    const done = seal();
    await done.handler({ time: TIME });
    expect(lagOf(done.metrics)).toEqual([90 * 60_000]);
    expect(done.metrics[0]).toMatchObject({ Stage: 'test' });

    const late = seal();
    await late.handler({ time: TIME }, { getRemainingTimeInMillis: () => 60_000 });
    expect(lagOf(late.metrics)).toEqual([25.5 * 3_600_000]);

    const failing = seal();
    const { lines } = failing.audit;
    failing.audit.lines = (fromMs, toMs) => {
      if (fromMs < Date.parse('2026-11-21T02:00:00Z')) return lines.call(failing.audit, fromMs, toMs);
      throw new FaultError('AUDIT_UNAVAILABLE', true, 'No answer', 'Try again');
    };
    await expect(failing.handler({ time: TIME })).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    expect(lagOf(failing.metrics)).toEqual([23.5 * 3_600_000]);
    expect(failing.lines).toMatchObject([{ event: 'not-sealed', until: '2026-11-21T02:00:00.000Z' }]);
  });

  it('fails by a code and nothing else', async () => {
    const fault = new FaultError('KEY_FORBIDDEN', false, 'The key refuses', 'Allow kms:Sign');
    const { handler, lines } = seal(() => Promise.reject(fault));
    await expect(handler({})).rejects.toThrow('The audit was not sealed: KEY_FORBIDDEN');
    expect(lines).toMatchObject([{ level: 'error', event: 'not-sealed', code: 'KEY_FORBIDDEN' }]);
    const bug = seal(() => Promise.reject(new TypeError('quotes Müller^Anna')));
    await expect(bug.handler({})).rejects.toThrow('The audit was not sealed: UNEXPECTED');
    expect(JSON.stringify(bug.lines)).not.toContain('Anna');
  });
});
