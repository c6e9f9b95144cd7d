import { backoffMs } from '../../../../cli/listen/outbox/backoff.ts';

test('waits double up to five minutes, and chance takes up to a half off', () => {
  const waits = [1, 2, 3, 8, 9, 10, 1000, 2 ** 40].map((failures) => backoffMs(failures, 0));
  expect(waits).toEqual([1_000, 2_000, 4_000, 128_000, 256_000, 300_000, 300_000, 300_000]);
  expect([backoffMs(1, 0.5), backoffMs(1, 1), backoffMs(10, 1)]).toEqual([750, 500, 150_000]);
});
