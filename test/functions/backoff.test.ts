import fc from 'fast-check';
import { backoffSeconds } from '../../functions/ingest/backoff.ts';
import { settingsFrom } from '../../infra/settings.ts';
import { holds } from '../support/properties.ts';

/** What one message waits, attempt after attempt, until it is a dead letter. */
const waitsOf = (maxReceives: number, messageId = 'message') =>
  Array.from({ length: maxReceives - 1 }, (_, index) => backoffSeconds(index + 1, maxReceives, messageId));
const HOUR = 3600;

describe('the wait after an attempt', () => {
  it('is seconds at first, and grows to hours', () => {
    const { maxReceives } = settingsFrom(() => undefined);
    const ids = Array.from({ length: 200 }, (_, index) => `message-${index}`);
    const spans = waitsOf(maxReceives).map((_wait, index) => {
      const waits = ids.map((id) => backoffSeconds(index + 1, maxReceives, id));
      return [Math.min(...waits), Math.max(...waits)];
    });
    expect(spans).toEqual([
      [4, 6],
      [10, 15],
      [25, 37],
      [61, 91],
      [152, 227],
      [377, 565],
      [938, 1398],
      [2333, 3466],
      [5767, 8627],
    ]);
  });

  it('is for each message another, and for one always the same', () => {
    const waits = Array.from({ length: 100 }, (_, index) => backoffSeconds(6, 10, `message-${index}`));
    expect(new Set(waits).size).toBeGreaterThan(50);
    expect(waitsOf(10)).toEqual(waitsOf(10));
  });

  it('never shrinks, never exceeds what SQS takes, and in sum outlasts an outage of an hour and a half, however many attempts there are', () => {
    holds(
      fc.property(fc.integer({ min: 3, max: 40 }), fc.string({ maxLength: 8 }), (maxReceives, id) => {
        const waits = waitsOf(maxReceives, id);
        // A jitter of a fifth up and one of a fifth down.
        for (const [index, wait] of waits.slice(1).entries())
          expect(wait).toBeGreaterThan(0.6 * (waits[index] ?? 0) - 1);
        for (const wait of waits) {
          expect(wait).toBeGreaterThan(0);
          expect(wait).toBeLessThanOrEqual(12 * HOUR);
        }
        expect(waits[0]).toBeLessThanOrEqual(6);
        expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(1.5 * HOUR);
      }),
    );
  });

  it('is seconds where there is one alone, and the longest where a message comes more often than it should', () => {
    expect(waitsOf(2)).toEqual([expect.closeTo(5, -0.5)]);
    expect(backoffSeconds(99, 10, 'message')).toBeGreaterThan(1.5 * HOUR);
    expect(backoffSeconds(0, 10, 'message')).toBeLessThanOrEqual(6);
  });
});
