import type { Vr } from '../../../../layers/dicom/vr.ts';
import { VR_FACTS } from '../../../../layers/dicom/vr.ts';
import type { Action } from '../../../../rules/plan.ts';
import { el, fragments, pixels, sq, TRANSFER_SYNTAX, type Value } from '../../../support/build.ts';
import { clean, cleanBytes, refusal, testKeys } from '../harness.ts';
import { cleaned, made, planWith, raw, values } from './valuePlan.ts';

const perturb = (span: number, rest: Partial<Action & { kind: 'perturb' }> = {}): Action => ({
  kind: 'perturb',
  span,
  range: 'fixed',
  roundTo: 2,
  ...rest,
});

const SIZE = 0x00101020;
const PRIVATE = 0x00091001;
const creator = el(0x00090010, 'LO', 'ACME');

describe('numbers as text', () => {
  test('have noise each of their own; empty values stay in their place', async () => {
    const instance = await cleaned([[SIZE, perturb(10)]], [el(SIZE, 'DS', '100\\\\100')]);
    const [first, second, third] = values(instance, SIZE) ?? [];
    expect(second).toBe('');
    expect(first).not.toBe(third);
    for (const text of [first, third]) expect(Math.abs(Number(text) - 100)).toBeLessThanOrEqual(5);
  });

  test.each<[Vr, string]>([
    ['DS', '1,5'],
    ['DS', 'NaN'],
    ['DS', '0x10'],
    ['IS', '1.5'],
    ['IS', 'nought'],
    ['AS', '45Y'],
    ['AS', '045'],
  ])('%s %s is none, and refuses', async (vr, text) => {
    const plan = planWith([[PRIVATE, perturb(1)]]);
    const result = await clean(made([creator, el(PRIVATE, vr, text)]), { plan });
    expect(result).toMatchObject({ reason: { code: 'VALUE_INVALID', path: '(0009,1001)' } });
    expect(JSON.stringify(result)).not.toContain(text);
  });
});

describe('binary numbers', () => {
  const cases: readonly [Vr, Value, (bytes: Buffer, at: number) => number | bigint, number][] = [
    ['FL', [1000, 1000], (bytes, at) => bytes.readFloatLE(at), 4],
    ['OF', [1000, 1000], (bytes, at) => bytes.readFloatLE(at), 4],
    ['FD', [1000, 1000], (bytes, at) => bytes.readDoubleLE(at), 8],
    ['OD', [1000, 1000], (bytes, at) => bytes.readDoubleLE(at), 8],
    ['SS', [-1000, -1000], (bytes, at) => -bytes.readInt16LE(at), 2],
    ['US', [1000, 1000], (bytes, at) => bytes.readUInt16LE(at), 2],
    ['OW', [1000, 1000], (bytes, at) => bytes.readUInt16LE(at), 2],
    ['SL', [-1000, -1000], (bytes, at) => -bytes.readInt32LE(at), 4],
    ['UL', [1000, 1000], (bytes, at) => bytes.readUInt32LE(at), 4],
    ['OL', [1000, 1000], (bytes, at) => bytes.readUInt32LE(at), 4],
    ['SV', [-1000n, -1000n], (bytes, at) => -bytes.readBigInt64LE(at), 8],
    ['UV', [1000n, 1000n], (bytes, at) => bytes.readBigUInt64LE(at), 8],
    ['OV', [1000n, 1000n], (bytes, at) => bytes.readBigUInt64LE(at), 8],
  ];

  test.each(cases)('of %s have noise each of their own', async (vr, value, read, size) => {
    const instance = await cleaned([[PRIVATE, perturb(500)]], [creator, el(PRIVATE, vr, value)]);
    const bytes = raw(instance, PRIVATE);
    expect(bytes).toHaveLength(2 * size);
    const numbers = [Number(read(bytes, 0)), Number(read(bytes, size))];
    for (const number of numbers) expect(Math.abs(number - 1000)).toBeLessThanOrEqual(250);
    expect(numbers[0]).not.toBe(numbers[1]);
  });

  test('are read and written in big endian where the data set is', async () => {
    const object = made([el(0x00280010, 'US', [1000])], {
      transferSyntax: TRANSFER_SYNTAX.explicitBigEndian,
    });
    const instance = await cleaned([[0x00280010, perturb(10)]], object);
    expect(Math.abs(raw(instance, 0x00280010).readUInt16BE(0) - 1000)).toBeLessThanOrEqual(5);
  });

  test('of bulk values are read for it', async () => {
    const bulk = new Uint8Array(new Uint16Array(100_000).fill(1000).buffer);
    const instance = await cleaned([[0x7fe00010, perturb(100)]], [pixels(bulk, 'OW')]);
    const pixel = new Uint16Array(new Uint8Array(raw(instance, 0x7fe00010)).buffer);
    expect(pixel).toHaveLength(100_000);
    expect(pixel.every((value) => value >= 950 && value <= 1050)).toBe(true);
    // Uniform over 100 whole numbers: each about a hundredth of them.
    const counts = new Map<number, number>();
    for (const value of pixel) counts.set(value, (counts.get(value) ?? 0) + 1);
    for (let value = 951; value < 1050; value++) {
      expect(counts.get(value)).toBeGreaterThan(800);
      expect(counts.get(value)).toBeLessThan(1200);
    }
  });

  test('of a broken length refuse', async () => {
    const plan = planWith([[PRIVATE, perturb(1)]]);
    const object = made([creator, el(PRIVATE, 'UL', Uint8Array.of(1, 2, 3, 4, 5, 6))]);
    expect(await refusal(object, { plan })).toBe('VALUE_INVALID');
  });
});

describe('the noise', () => {
  const weighed = async (uid: string, options: Parameters<typeof cleaned>[2] = {}) => {
    const elements = [
      el(0x00080018, 'UI', uid),
      el(SIZE, 'DS', '100'),
      sq(0x00081140, [[el(SIZE, 'DS', '100')], [el(SIZE, 'DS', '100')]]),
    ];
    const instance = await cleaned([[SIZE, perturb(10, { roundTo: 8 })]], elements, options);
    return [
      values(instance, SIZE)?.[0],
      values(instance, 0x00081140, 0, SIZE)?.[0],
      values(instance, 0x00081140, 1, SIZE)?.[0],
    ];
  };

  test('is the same for the same event', async () => {
    const object = made([el(SIZE, 'DS', '100'), el(0x00280010, 'US', [5])]);
    const plan = planWith([
      [SIZE, perturb(10)],
      [0x00280010, perturb(10)],
    ]);
    expect(await cleanBytes(object, { plan })).toEqual(await cleanBytes(object, { plan }));
  });

  test('is another in each instance, item and under each key', async () => {
    const all = [
      ...(await weighed('1.2.3')),
      ...(await weighed('1.2.4')),
      ...(await weighed('1.2.3', { keys: testKeys('another root') })),
    ];
    expect(new Set(all).size).toBe(9);
  });
});

describe('VRs', () => {
  const takes: readonly Vr[] = [
    ...([
      'AS',
      'DS',
      'IS',
      'FL',
      'FD',
      'OF',
      'OD',
      'SL',
      'SS',
      'US',
      'OW',
      'UL',
      'OL',
      'UV',
      'OV',
      'SV',
    ] as const),
  ];

  test.each(Object.keys(VR_FACTS) as Vr[])('%s', async (vr) => {
    const value = vr === 'AS' ? '031D' : new Uint8Array(8).fill(0x31);
    const node = vr === 'SQ' ? sq(PRIVATE, []) : el(PRIVATE, vr, value);
    const code = await refusal(made([creator, node]), { plan: planWith([[PRIVATE, perturb(0)]]) });
    expect(code).toBe(takes.includes(vr) ? null : 'ACTION_NOT_FOR_VR');
  });

  test('no encapsulated value', async () => {
    const object = made([fragments([[Uint8Array.of(1, 2)]])], {
      transferSyntax: TRANSFER_SYNTAX.jpegBaseline,
    });
    expect(await refusal(object, { plan: planWith([[0x7fe00010, perturb(1)]]) })).toBe('ACTION_NOT_FOR_VR');
  });

  test('empty ones stay', async () => {
    const instance = await cleaned(
      [
        [SIZE, perturb(1)],
        [0x00280010, perturb(1)],
      ],
      [el(SIZE, 'DS', ''), el(0x00280010, 'US', [])],
    );
    expect([values(instance, SIZE), raw(instance, 0x00280010).length]).toEqual([[], 0]);
  });
});
