import type { Clock, Entropy } from '../../layers/engine/ports.ts';

/** The duties of a `Clock`. */
export function describeClockContract(name: string, clock: Clock): void {
  describe(`${name} as a Clock`, () => {
    it('tells milliseconds since the epoch', () => {
      const before = Date.now();
      const now = clock.now();
      expect([before <= now, now <= Date.now()]).toEqual([true, true]);
    });

    it('measures elapsed milliseconds and never runs back', () => {
      const readings = [clock.elapsed()];
      for (let index = 0; index < 1000; index += 1) readings.push(clock.elapsed());
      expect(readings.toSorted((a, b) => a - b)).toEqual(readings);
      // What passes on it lies between what passes on the machine's, read before and after.
      const [outer, inner] = [performance.now(), clock.elapsed()];
      while (clock.elapsed() === inner);
      const passed = clock.elapsed() - inner;
      expect(passed).toBeGreaterThan(0);
      expect(passed).toBeLessThanOrEqual(performance.now() - outer);
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
