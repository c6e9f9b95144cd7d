import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Entropy } from '../../layers/engine/ports.ts';

/** The duties of a `Clock`. */
export function describeClockContract(name: string, clock: Clock): void {
  describe(`${name} as a Clock`, () => {
    it('tells milliseconds since the epoch', () => {
      expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1000);
    });

    it('measures elapsed milliseconds and never runs back', async () => {
      const readings = [clock.elapsed()];
      for (let index = 0; index < 1000; index += 1) readings.push(clock.elapsed());
      expect(readings.toSorted((a, b) => a - b)).toEqual(readings);
      const before = clock.elapsed();
      await sleep(30);
      const passed = clock.elapsed() - before;
      expect(passed).toBeGreaterThan(20);
      expect(passed).toBeLessThan(5_000);
    });
  });
}

/** The duties of an `Entropy`. */
export function describeEntropyContract(name: string, entropy: Entropy): void {
  describe(`${name} as an Entropy`, () => {
    it.each([0, 1, 16, 32, 1000])('gives %i bytes', (count) => {
      expect(entropy.bytes(count)).toHaveLength(count);
    });

    it('gives others every time', () => {
      const drawn = Array.from({ length: 1000 }, () => Buffer.from(entropy.bytes(16)).toString('hex'));
      expect(new Set(drawn).size).toBe(1000);
    });
  });
}
