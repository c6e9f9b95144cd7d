import { type LineWriter, LogAudit } from '../../../layers/aws/logAudit.ts';
import { describeAuditTrailContract } from '../../contracts/auditTrailContract.ts';
import { auditRecord } from '../../contracts/samples.ts';

function collector(): { readonly write: LineWriter; readonly text: () => string } {
  let text = '';
  return {
    write: (line, done) => {
      setImmediate(() => {
        text += line;
        done();
      });
    },
    text: () => text,
  };
}

describeAuditTrailContract('the log of a function', async () => {
  const { write, text } = collector();
  return {
    trail: new LogAudit(write),
    text: async () => text(),
    broken: async () => new LogAudit((_line, done) => done(new Error('EPIPE'))),
    dispose: async () => {},
  };
});

describe('LogAudit', () => {
  it('writes to standard output', async () => {
    const lines: string[] = [];
    const original = process.stdout.write;
    process.stdout.write = ((line: string, done: () => void) => {
      lines.push(line);
      done();
      return true;
    }) as typeof process.stdout.write;
    try {
      await new LogAudit().record(auditRecord('hash'));
    } finally {
      process.stdout.write = original;
    }
    expect(lines.map((line) => JSON.parse(line).source.key)).toEqual(['hash']);
  });

  it('keeps a line within what a log event holds, and says what it left out', async () => {
    const { write, text } = collector();
    const findings = Array.from({ length: 5000 }, (_, index) => ({
      severity: 'doubt' as const,
      path: `(0040,a730)[${index}](0040,a160)`,
      code: 'DOUBTFUL_TEXT',
      message: 'A long number in a text that people write',
    }));
    await new LogAudit(write).record({ ...auditRecord('hash'), findings });
    expect(Buffer.byteLength(text())).toBeLessThan(256 * 1024);
    const kept = JSON.parse(text()).findings;
    expect(kept.slice(0, -1)).toEqual(findings.slice(0, kept.length - 1));
    expect(kept.at(-1)).toMatchObject({ code: 'MORE_FINDINGS' });
    expect(kept.at(-1).message).toContain(String(5000 - (kept.length - 1)));
    expect(kept.length).toBeGreaterThan(1000);
  });
});
