import { createHash, createHmac, createSecretKey } from 'node:crypto';
import { digitsOf, hashText, MOST_DIGITS } from '../../../../layers/engine/resolve/valueHash.ts';

const key = createSecretKey(Buffer.from('123'));
const digestOf = (text: string) => createHmac('sha256', '123').update(text).digest();

describe('a number as long as a text', () => {
  // By hand: the first four bytes, low byte first, as a share of 2^32, of the numbers with as many digits.
  test.each([
    ['00000000', 1, '0'],
    ['ffffffff', 1, '9'],
    ['00000080', 1, '4'],
    ['00000000', 2, '10'],
    ['ffffffff', 2, '99'],
    ['00000080', 2, '54'],
    ['00000080', 4, '5499'],
    ['ffffffff', 18, '999999999999999999'],
    ['00000000', 18, '100000000000000000'],
  ])('digest %s…, %i digits: %s', (first, count, expected) => {
    expect(digitsOf(Buffer.concat([Buffer.from(first, 'hex'), Buffer.alloc(28)]), count)).toBe(expected);
  });

  test('longer ones take the whole digest, and more of it', () => {
    const digest = digestOf('a patient');
    const least = 10n ** 19n;
    expect(digitsOf(digest, 20)).toBe(String(least + (BigInt(`0x${digest.toString('hex')}`) % (9n * least))));
    const more = createHash('sha512').update(digest).digest();
    const most = 10n ** 79n;
    // 9 x 10^79 is 34 bytes long, so 68 bytes are drawn.
    const drawn = BigInt(`0x${Buffer.concat([digest, more]).subarray(0, 68).toString('hex')}`);
    expect(digitsOf(digest, 80)).toBe(String(most + (drawn % (9n * most))));
  });

  test('no number of more digits than a long text', () => {
    expect(digitsOf(digestOf('a'), MOST_DIGITS)).toHaveLength(MOST_DIGITS);
    expect(() => digitsOf(digestOf('a'), MOST_DIGITS + 1)).toThrow(RangeError);
  });

  test('of nothing is nothing', () => {
    expect(hashText('', key, 'sha256', true)).toBe('');
  });
});
