import { LogGroupReader } from '../../../layers/aws/auditLog.ts';
import type { AuditLine } from '../../../layers/engine/audit/manifest/ports.ts';
import { faultOf } from '../../contracts/faults.ts';
import { faultyClient } from '../../contracts/faultyClient.ts';
import { heldInEachTest } from '../../support/clock.ts';
import { FakeLogs, logsError } from './fakes/logs.ts';

heldInEachTest();

const FROM = Date.UTC(2026, 10, 21, 10);
const TO = FROM + 3_600_000;

async function linesOf(reader: LogGroupReader): Promise<readonly AuditLine[]> {
  const lines: AuditLine[] = [];
  for await (const page of reader.lines(FROM, TO)) lines.push(...page);
  return lines;
}

describe('LogGroupReader', () => {
  it('gives every line of the time asked for, over all streams and pages', async () => {
    const fake = new FakeLogs('audit');
    const events = (...times: readonly number[]) =>
      times.map((timestamp) => ({ timestamp, message: `line at ${timestamp - FROM}` }));
    fake.groups.get('audit')?.set('one', events(FROM - 1, FROM, FROM + 5, TO - 1));
    fake.groups.get('audit')?.set('two', events(FROM + 1, FROM + 2, TO, TO + 1));
    const lines = await linesOf(new LogGroupReader(fake.client, 'audit'));
    expect(lines.map(({ text }) => text).sort()).toEqual(
      [0, 1, 2, 5, 3_599_999].map((after) => `line at ${after}`).sort(),
    );
    for (const { text, timeMs } of lines) expect(text).toBe(`line at ${timeMs - FROM}`);
    expect(fake.calls.length).toBeGreaterThan(2);
  });

  it('asks for a page again that it was turned away from, for a while', async () => {
    const fake = new FakeLogs('audit');
    fake.groups.get('audit')?.set('one', [{ timestamp: FROM, message: 'line' }]);
    const turnedAway = (times: number) =>
      faultyClient(fake.client, {
        before: (_name, nth) => {
          if (nth <= times) throw logsError('ThrottlingException');
        },
      });
    expect(await linesOf(new LogGroupReader(turnedAway(19), 'audit'))).toHaveLength(1);
    expect(await faultOf(linesOf(new LogGroupReader(turnedAway(20), 'audit')))).toMatchObject({
      code: 'AUDIT_UNAVAILABLE',
    });
  });

  it.each([
    ['ThrottlingException', true],
    ['AccessDeniedException', false],
    ['ResourceNotFoundException', false],
  ])('says of %s whether it passes', async (name, transient) => {
    const client = faultyClient(new FakeLogs('audit').client, {
      before: () => {
        throw logsError(name);
      },
    });
    expect(await faultOf(linesOf(new LogGroupReader(client, 'audit')))).toEqual({
      code: 'AUDIT_UNAVAILABLE',
      transient,
    });
  });
});
