import { createHmac, createSecretKey } from 'node:crypto';
import { drawn, NoiseStream } from '../../../../layers/engine/resolve/noise.ts';

const key = createSecretKey(Buffer.alloc(32, 7));
const place = { sopInstanceUid: '1.2.3', path: '(0010,1030)', index: 0 };
const value = new Uint8Array(Buffer.from('72'));

test('a seed is the HMAC of what it is for, where and of what', () => {
  expect(drawn(key, 'perturb', place, value).toString('hex')).toBe(
    createHmac('sha256', Buffer.alloc(32, 7))
      .update('perturb\x1f1.2.3\x1f(0010,1030)\x1f0\x1f72')
      .digest('hex'),
  );
});

test('a seed is another for each of them', () => {
  const seeds = [
    drawn(key, 'perturb', place, value),
    drawn(key, 'iv', place, value),
    drawn(key, 'iv', { ...place, sopInstanceUid: '1.2.4' }, value),
    drawn(key, 'iv', { ...place, path: '(0010,1020)' }, value),
    drawn(key, 'iv', { ...place, index: 1 }, value),
    drawn(key, 'iv', place, new Uint8Array(0)),
  ];
  expect(new Set(seeds.map((seed) => seed.toString('hex'))).size).toBe(seeds.length);
});

test('numbers are the same for one seed, uniform, and within half of one', () => {
  const stream = new NoiseStream(drawn(key, 'perturb', place, value));
  const again = new NoiseStream(drawn(key, 'perturb', place, value));
  const count = 40_000;
  const bins = new Array<number>(10).fill(0);
  let sum = 0;
  let product = 0;
  let last = 0;
  let isSame = true;
  let isWithin = true;
  for (let index = 0; index < count; index++) {
    const number = stream.next();
    isSame &&= again.next() === number;
    isWithin &&= number >= -0.5 && number < 0.5;
    bins[Math.floor((number + 0.5) * 10)]! += 1;
    sum += number;
    product += number * last;
    last = number;
  }
  expect([isSame, isWithin]).toEqual([true, true]);
  // Five standard deviations: 60 in a bin, 0.0014 of the mean, 0.0004 of the product of neighbours.
  for (const bin of bins) expect(Math.abs(bin - count / 10)).toBeLessThan(300);
  expect(Math.abs(sum / count)).toBeLessThan(0.0072);
  expect(Math.abs(product / count)).toBeLessThan(0.0021);
});
