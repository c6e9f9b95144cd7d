import type { LogLine } from '../../functions/log.ts';
import { manifestHandler } from '../../functions/manifest/lambda.ts';
import { FaultError } from '../../layers/engine/faults.ts';
import { MemoryAudit, MemoryShelf, released, signer } from '../layers/engine/audit/manifest/support.ts';

const TIME = '2026-11-22T01:30:00Z';

function seal(prepare?: () => Promise<never>) {
  const lines: LogLine[] = [];
  const audit = new MemoryAudit();
  const shelf = new MemoryShelf();
  const handler = manifestHandler(
    prepare ?? (async () => ({ audit, shelf, signer })),
    (line) => void lines.push(line),
    () => Date.parse(TIME),
  );
  return { handler, lines, audit, shelf };
}

describe('the manifest function', () => {
  it('seals the day before the one that the schedule names, or before now', async () => {
    for (const time of [TIME, undefined, 'no time']) {
      const { handler, lines, audit, shelf } = seal();
      audit.add('2026-11-21T10:00:00.000Z', released('aa'));
      await handler(time === undefined ? {} : { time });
      expect(await shelf.keys('')).toEqual(['manifests/2026-11-21.jsonl', 'segments/2026-11-21/10.jsonl.gz']);
      expect(lines).toEqual([{ level: 'info', event: 'sealed', days: ['2026-11-21'] }]);
    }
  });

  it('stops before its time is over, fails so that it is called again, and then goes on', async () => {
    const { handler, lines, audit, shelf } = seal();
    audit.add('2026-11-21T10:00:00.000Z', released('aa'));
    let left = 125_000;
    const invocation = { getRemainingTimeInMillis: () => (left -= 400) };
    await expect(handler({ time: TIME }, invocation)).rejects.toMatchObject({ code: 'MANIFEST_UNFINISHED' });
    expect(await shelf.keys('')).toEqual(['segments/2026-11-21/10.jsonl.gz']);
    expect(lines).toMatchObject([{ level: 'error', event: 'not-sealed', code: 'MANIFEST_UNFINISHED' }]);
    await handler({ time: TIME });
    expect(await shelf.keys('manifests/')).toEqual(['manifests/2026-11-21.jsonl']);
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
