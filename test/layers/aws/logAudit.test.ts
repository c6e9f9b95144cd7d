import { LogAudit } from '../../../layers/aws/logAudit.ts';
import { describeAuditTrailContract } from '../../contracts/auditTrailContract.ts';
import { faultOf } from '../../contracts/faults.ts';
import { brokenConnection, faultyClient, type Interference } from '../../contracts/faultyClient.ts';
import { auditRecord } from '../../contracts/samples.ts';
import { heldInEachTest } from '../../support/clock.ts';
import { FakeLogs, logsError } from './fakes/logs.ts';

heldInEachTest();

const PLACE = { logGroup: 'audit', logStream: 'one' };

function auditOver(fake: FakeLogs, interference: Interference = {}): LogAudit {
  return new LogAudit(faultyClient(fake.client, interference), PLACE);
}
const names = (fake: FakeLogs) => fake.calls.map(({ name }) => name);
const keysIn = (fake: FakeLogs) =>
  fake.events('audit').map(({ message }) => JSON.parse(message).source.key as string);

describeAuditTrailContract('a log group', async () => {
  const fake = new FakeLogs('audit');
  return {
    trail: auditOver(fake),
    text: async () =>
      fake
        .events('audit')
        .map(({ message }) => `${message}\n`)
        .join(''),
    broken: async () =>
      auditOver(fake, {
        before: () => {
          throw brokenConnection();
        },
      }),
    dispose: async () => {},
  };
});

describe('LogAudit', () => {
  it('costs one call a record that comes alone, and one for all that come meanwhile', async () => {
    const fake = new FakeLogs('audit');
    const audit = auditOver(fake);
    await audit.record(auditRecord('1'));
    await audit.record(auditRecord('2'));
    expect(names(fake)).toEqual(['CreateLogStream', 'PutLogEvents', 'PutLogEvents']);
    await Promise.all(['3', '4', '5', '6'].map((key) => audit.record(auditRecord(key))));
    expect(names(fake).slice(3)).toEqual(['PutLogEvents', 'PutLogEvents']);
    expect(keysIn(fake)).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('gives an event the time of its record, and CloudWatch the order it asks for', async () => {
    const fake = new FakeLogs('audit');
    const audit = auditOver(fake);
    const at = (time: string) => audit.record({ ...auditRecord(time), time });
    // The clock was set back while the first call was under way.
    await Promise.all([
      at('2026-11-21T10:00:00.000Z'),
      at('2026-11-21T10:00:02.500Z'),
      at('2026-11-21T10:00:01.000Z'),
    ]);
    expect(fake.events('audit').map(({ timestamp }) => timestamp)).toEqual([
      Date.UTC(2026, 10, 21, 10, 0, 0),
      Date.UTC(2026, 10, 21, 10, 0, 1),
      Date.UTC(2026, 10, 21, 10, 0, 2, 500),
    ]);
  });

  it('rejects every record of a call that failed, and no other', async () => {
    const fake = new FakeLogs('audit');
    const audit = auditOver(fake, {
      before: (name, nth) => {
        if (name === 'PutLogEvents' && nth === 2) throw logsError('ThrottlingException');
      },
    });
    await audit.record(auditRecord('1'));
    const outcomes = await Promise.allSettled(['2', '3', '4'].map((key) => audit.record(auditRecord(key))));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(keysIn(fake)).toEqual(['1', '3', '4']);
  });

  it('writes into a stream that is there, and makes one anew that was deleted', async () => {
    const fake = new FakeLogs('audit');
    fake.groups.get('audit')?.set('one', []);
    const audit = auditOver(fake);
    await audit.record(auditRecord('1'));
    fake.groups.get('audit')?.delete('one');
    expect(await faultOf(audit.record(auditRecord('2')))).toEqual({
      code: 'AUDIT_UNAVAILABLE',
      transient: true,
    });
    await audit.record(auditRecord('2'));
    expect(keysIn(fake)).toEqual(['2']);
  });

  it('does not take a line for written that CloudWatch refused for its time', async () => {
    const fake = new FakeLogs('audit');
    const client = {
      send: async (command: object) =>
        command.constructor.name === 'PutLogEventsCommand'
          ? { rejectedLogEventsInfo: { tooOldLogEventEndIndex: 0 } }
          : {},
    } as unknown as typeof fake.client;
    expect(await faultOf(new LogAudit(client, PLACE).record(auditRecord('1')))).toMatchObject({
      code: 'AUDIT_UNAVAILABLE',
    });
  });

  it.each([
    ['AccessDeniedException', 400, false],
    ['ThrottlingException', 400, true],
    ['ServiceUnavailableException', 503, true],
    ['InvalidParameterException', 400, false],
  ])('says of %s whether it passes, and nothing of what AWS says', async (name, status, transient) => {
    const audit = auditOver(new FakeLogs('audit'), {
      before: () => {
        throw logsError(name, status);
      },
    });
    expect(await faultOf(audit.record(auditRecord('1')))).toEqual({ code: 'AUDIT_UNAVAILABLE', transient });
  });

  it('does not hang on a mistake of its own', async () => {
    const audit = auditOver(new FakeLogs('audit'), {
      before: () => {
        throw new TypeError('not a function');
      },
    });
    await expect(audit.record(auditRecord('1'))).rejects.toThrow(TypeError);
  });

  it('keeps a line within what a log event holds, and says what it left out', async () => {
    const fake = new FakeLogs('audit');
    const findings = Array.from({ length: 5000 }, (_, index) => ({
      severity: 'doubt' as const,
      path: `(0040,a730)[${index}](0040,a160)`,
      code: 'TEXT_DOUBTFUL_NUMBER' as const,
      message: 'A long number in a text that people write',
    }));
    await auditOver(fake).record({ ...auditRecord('hash'), findings });
    const [{ message } = { message: '' }] = fake.events('audit');
    expect(Buffer.byteLength(message)).toBeLessThan(256 * 1024);
    const record = JSON.parse(message);
    const kept = record.findings;
    expect(kept.slice(0, -1)).toEqual(findings.slice(0, kept.length - 1));
    expect(kept.at(-1)).toMatchObject({ code: 'MORE_FINDINGS' });
    expect(kept.at(-1).message).toContain(String(5000 - (kept.length - 1)));
    expect(kept.length).toBeGreaterThan(1000);
    // Logs Insights reads the first 200 fields of a line.
    expect(Object.keys(record).at(-1)).toBe('findings');
  });
});
