import { METRICS } from '../../functions/environment.ts';
import { type BatchFigures, countLine, type MetricLine, metricLines } from '../../functions/metrics.ts';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { auditRecord } from '../contracts/samples.ts';

const NOW = Date.UTC(2026, 10, 21, 10);

function released(overrides: Partial<AuditRecord> = {}): AuditRecord {
  return { ...auditRecord('hash'), outcome: 'released', reason: null, findings: [], ...overrides };
}
function quarantined(code: string): AuditRecord {
  return { ...auditRecord('hash'), reason: { code, message: 'm', hint: 'h' } };
}
const figures = (overrides: Partial<BatchFigures> = {}): BatchFigures => ({
  records: [],
  returned: [],
  postponed: 0,
  handedOver: 0,
  sentMs: [],
  ...overrides,
});

/** What CloudWatch makes of a line, read as its specification says: {dimensions, metric, unit, values}. */
function extracted(lines: readonly MetricLine[]) {
  return lines.flatMap((line) =>
    line._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
      Dimensions.flatMap((names) =>
        Metrics.map(({ Name, Unit }) => {
          const dimensions = Object.fromEntries(names.map((name) => [name, line[name]]));
          for (const value of Object.values(dimensions)) expect(typeof value).toBe('string');
          const values = [line[Name]].flat();
          expect([Namespace, line._aws.Timestamp]).toEqual(['Lethe', NOW]);
          expect(values.length).toBeGreaterThan(0);
          expect(values.length).toBeLessThanOrEqual(100);
          for (const value of values) expect(typeof value).toBe('number');
          return { dimensions, metric: Name, unit: Unit, values };
        }),
      ),
    ),
  );
}

function valuesOf(lines: readonly MetricLine[], metric: string, dimensions: Record<string, string> = {}) {
  return extracted(lines)
    .filter((each) => each.metric === metric)
    .filter((each) => JSON.stringify(each.dimensions) === JSON.stringify({ Stage: 'prod', ...dimensions }))
    .flatMap(({ values }) => values);
}

describe('the metrics of a batch', () => {
  const lines = metricLines(
    figures({
      records: [
        released({ source: { key: 'a', sizeBytes: 1000 }, actions: { remove: 3, keep: 1 }, durationMs: 12 }),
        released({ source: { key: 'b', sizeBytes: 24 }, actions: { remove: 4 }, durationMs: 30 }),
        quarantined('RULE_NOT_HELD'),
        quarantined('NOT_DICOM'),
      ],
      returned: ['STORE_UNAVAILABLE', 'STORE_UNAVAILABLE'],
      sentMs: [NOW - 1500, NOW - 90_000],
    }),
    'prod',
    NOW,
  );

  it.each([
    [METRICS.instances, {}, [4]],
    [METRICS.instances, { Outcome: 'released' }, [2]],
    [METRICS.instances, { Outcome: 'quarantined' }, [2]],
    [METRICS.bytes, {}, [1024 + 2 * 1234]],
    [METRICS.instanceTime, {}, [12, 30, 1.5, 1.5]],
    [METRICS.messageAge, {}, [1500, 90_000]],
    [METRICS.returned, {}, [2]],
    [METRICS.verificationFailures, {}, [1]],
    [METRICS.elements, { Action: 'remove' }, [7 + 2 * 12]],
    [METRICS.elements, { Action: 'keep' }, [1]],
    [METRICS.errors, { Code: 'RULE_NOT_HELD' }, [1]],
    [METRICS.errors, { Code: 'STORE_UNAVAILABLE' }, [2]],
  ])('%s %j', (metric, dimensions, values) => {
    expect(valuesOf(lines, metric, dimensions)).toEqual(values);
  });

  it('have no dimension but the stage, the outcome, the action and the code', () => {
    const dimensions = new Set(extracted(lines).flatMap((each) => Object.keys(each.dimensions)));
    expect([...dimensions].sort()).toEqual(['Action', 'Code', 'Outcome', 'Stage']);
    // No more stands in a line than what a metric or a dimension of it names.
    for (const { _aws, ...members } of lines) {
      const named = _aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) => [
        ...Dimensions.flat(),
        ...Metrics.map(({ Name }) => Name),
      ]);
      expect(Object.keys(members).sort()).toEqual(named.sort());
    }
  });

  it.each(['RULE_NOT_HELD', 'OUTPUT_UNREADABLE', 'RESIDUE_FOUND'])(
    'count %s as what the certificate refused',
    (code) => {
      const some = metricLines(
        figures({ records: [quarantined(code), quarantined('NOT_DICOM')] }),
        'prod',
        NOW,
      );
      expect(valuesOf(some, METRICS.verificationFailures)).toEqual([1]);
    },
  );

  it('name a code that is not ours by no more than that', () => {
    const odd = metricLines(figures({ returned: ['Müller^Anna', 'x'.repeat(99), 'DEADLINE'] }), 'prod', NOW);
    expect(valuesOf(odd, METRICS.errors, { Code: 'OTHER' })).toEqual([2]);
    expect(JSON.stringify(odd)).not.toContain('Anna');
  });

  it('are zeroes, not gaps, where nothing came to an end', () => {
    const none = metricLines(figures({ returned: ['KEY_UNAVAILABLE'] }), 'prod', NOW);
    expect(valuesOf(none, METRICS.instances)).toEqual([0]);
    expect(valuesOf(none, METRICS.verificationFailures)).toEqual([0]);
    expect(valuesOf(none, METRICS.instanceTime)).toEqual([]);
  });

  it('take several lines where there are more values than one holds', () => {
    const many = metricLines(
      figures({ records: Array.from({ length: 250 }, (_, index) => released({ durationMs: index })) }),
      'prod',
      NOW,
    );
    expect(valuesOf(many, METRICS.instanceTime)).toEqual(Array.from({ length: 250 }, (_, index) => index));
  });

  it('do not let a message be younger than now, whatever the clocks say', () => {
    expect(valuesOf(metricLines(figures({ sentMs: [NOW + 5000] }), 'prod', NOW), METRICS.messageAge)).toEqual(
      [0],
    );
  });
});

describe('a count', () => {
  it('is one metric of the stage', () => {
    expect(extracted([countLine(METRICS.unmarked, 1, 'prod', NOW)])).toEqual([
      { dimensions: { Stage: 'prod' }, metric: 'Unmarked', unit: 'Count', values: [1] },
    ]);
  });
});
