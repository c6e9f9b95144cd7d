import { createHmac } from 'node:crypto';
import { formatAge } from '../../../layers/dicom/dateTime/age.ts';
import type { Vr } from '../../../layers/dicom/vr.ts';
import { el, privateBlock, sq } from '../../support/build.ts';
import { codesOf, compile, ct, rule, run } from './tool.ts';

/** The vectors of Microsoft's tool by their numbers: pinned by its own tests or expected files, or computed with the same formula. */

const KEY_123 = { cryptoHash: { cryptoHashKey: '123' } };

describe('perturb', () => {
  const fixed = (span: number, roundTo = 2) => ({ span: String(span), roundTo, rangeType: 'Fixed' });

  /** The same rule on the same value of many instances: as many draws. */
  async function draws(tag: number, vr: Vr, value: string | number[], params: object): Promise<unknown[]> {
    const config = { rules: [rule(tag.toString(16).padStart(8, '0'), 'perturb', params)] };
    return Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const output = await run(config, [el(0x00080018, 'UI', `1.2.3.${index}`), el(tag, vr, value)]);
        return vr === 'UL' ? output.raw(tag)?.readUInt32LE(0) : output.values(tag)?.[0];
      }),
    );
  }

  test.each([
    [1000, 'D', '002Y'],
    [2000, 'M', '166Y'],
    [1000, 'Y', null],
  ] as const)('23: %i %s as an age is %s', (count, unit, text) => {
    expect(formatAge({ count, unit })).toBe(text);
  });

  test('23: an age over 999 is written in years, or not at all', async () => {
    // Fixed noise of 0 cannot lift an age over 999: the span is so wide that some draws do.
    const config = { rules: [rule('AS', 'perturb', fixed(4000, 0))] };
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const object = [el(0x00080018, 'UI', `1.2.3.${index}`), el(0x00101010, 'AS', '999M')];
        const output = await run(config, object);
        return output.values(0x00101010)?.[0] ?? '';
      }),
    );
    const years = outcomes.filter((text) => text.endsWith('Y')).map((text) => Number(text.slice(0, 3)));
    expect(years.length).toBeGreaterThan(0);
    expect(years.every((value) => value >= 83 && value <= 250)).toBe(true);
    expect(outcomes.every((text) => /^\d{3}[MY]$/.test(text))).toBe(true);
    const tooOld = Array.from({ length: 30 }, async (_, index) => {
      const object = [el(0x00080018, 'UI', `1.2.3.${index}`), el(0x00101010, 'AS', '999Y')];
      return run(config, object).then(
        () => null,
        (error: Error) => error.message,
      );
    });
    expect(await Promise.all(tooOld)).toContain('not released: VALUE_INVALID (0010,1010)');
  });

  test('26: a DS stays within half the span, with two decimals', async () => {
    const values = (await draws(0x00101030, 'DS', '1234.5', fixed(1000))) as string[];
    for (const text of values) {
      expect(Number(text)).toBeGreaterThanOrEqual(734.5);
      expect(Number(text)).toBeLessThanOrEqual(1734.5);
      expect(text).toMatch(/^\d+(\.\d{1,2})?$/);
    }
    expect(new Set(values).size).toBeGreaterThan(30);
  });

  test('27: a UL does not go below 0', async () => {
    const values = (await draws(0x00186016, 'UL', [12345], fixed(100000))) as number[];
    for (const value of values) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(62345);
    }
    expect(values.filter((value) => value === 0).length).toBeGreaterThan(0);
  });

  test('28: a span of 0 leaves 5 as 5', async () => {
    const values = await draws(0x00101030, 'DS', '5', fixed(0));
    expect(new Set(values)).toEqual(new Set(['5']));
  });
});

describe('refreshUID and substitute', () => {
  test('29: one UID has one new one', async () => {
    const config = { rules: [rule('(0008,0014)', 'refreshUID'), rule('(0008,0016)', 'refreshuid')] };
    const output = await run(config, [
      el(0x00080014, 'UI', '1234567890'),
      el(0x00080016, 'UI', '1234567890'),
    ]);
    const [creator] = output.values(0x00080014) ?? [];
    expect(creator).toMatch(/^2\.25\.\d+$/);
    expect(output.values(0x00080016)).toEqual([creator]);
  });

  test('30: a tag, a number and a name are written in the form of the VR', async () => {
    const config = {
      rules: [
        rule('AT', 'substitute', { replaceWith: '0001,0001' }),
        rule('OW', 'substitute', { replaceWith: '20' }),
        rule('PN', 'substitute', { replaceWith: 'Name=Name=Name' }),
      ],
    };
    const output = await run(config, [
      el(0x00280009, 'AT', [0x00181063]),
      el(0x00100010, 'PN', 'Doe^John'),
      el(0x00281201, 'OW', [1, 2]),
    ]);
    expect(output.raw(0x00280009)?.toString('hex')).toBe('01000100');
    expect(output.raw(0x00281201)?.readUInt16LE(0)).toBe(20);
    expect(output.raw(0x00281201)).toHaveLength(2);
    expect(output.values(0x00100010)).toEqual(['Name=Name=Name']);
  });
});

describe('rules', () => {
  test('31: the former rule wins', async () => {
    const config = {
      rules: [rule('AE', 'cryptohash'), rule('RetrieveAETitle', 'substitute')],
      defaultSettings: { ...KEY_123, substitute: { replaceWith: 'ANONYMOUS' } },
    };
    const output = await run(config, [el(0x00080054, 'AE', 'STORE')]);
    const expected = createHmac('sha256', '123').update('STORE').digest('hex');
    expect(output.values(0x00080054)).toEqual([expected]);
  });

  test('32: a mask is about every element of its group, what an archive needs included', async () => {
    const object = ct([
      el(0x00080008, 'CS', 'DERIVED\\PRIMARY'),
      el(0x00080060, 'CS', 'CT'),
      sq(0x00081140, [[el(0x00081155, 'UI', '1.2')]]),
      el(0x00100010, 'PN', 'NAME^NONE'),
    ]);
    const output = await run({ rules: [rule('(0008,xxxx)', 'redact')] }, object);
    for (const tag of [0x00080008, 0x00080016, 0x00080018, 0x00080060])
      expect(output.values(tag)).toEqual([]);
    expect(output.raw(0x00081140)).toHaveLength(0);
    expect(output.values(0x00100010)).toEqual(['NAME^NONE']);
  });

  test.each<[string, object, string]>([
    ['half a tag', rule('(0040)', 'redact'), 'MS_1003'],
    ['no VR', rule('DD', 'redact'), 'MS_1003'],
    ['no method', rule('(0010,0010)', 'invalid'), 'MS_1004'],
    ['a missing method', { tag: '(0010,0010)' }, 'MS_1002'],
    ['a missing tag', { method: 'redact' }, 'MS_1002'],
    ['a missing setting', { tag: 'DA', method: 'redact', setting: 'absent' }, 'MS_1005'],
  ])('33: %s is an error', (_what, entry, code) => {
    const { plan, problems } = compile({ rules: [entry] });
    expect(plan).toBeNull();
    expect(codesOf(problems)).toEqual([code]);
  });

  test.each([
    [{ tag: '(0040)', method: 'redact' }, 'MS_1003'],
    [{ tag: 'DD', method: 'redact' }, 'MS_1003'],
    [{ tag: 'PN', method: 'invalid' }, 'MS_1004'],
    [{ tag: 'PN' }, 'MS_1002'],
    [{ method: 'redact' }, 'MS_1002'],
    [{ tag: 'PN', method: 'redact', setting: 'unknown' }, 'MS_1005'],
  ])('33: %j is a config error', (rule, code) => {
    const { plan, problems } = compile({ rules: [rule] });
    expect([plan, codesOf(problems)]).toEqual([null, [code]]);
  });

  test('34: the sample rules for private groups remove them all, creators too, and nothing else', async () => {
    const groups = ['1', '3', '5', '7', '9', 'B', 'D', 'F'];
    const config = {
      rules: [
        ...['0001', '0003', '0005', '0007', 'FFFF'].map((group) => rule(`${group},xxxx`, 'keep')),
        ...groups.map((digit) => rule(`xxx${digit},xxxx`, 'remove')),
      ],
    };
    const kept = [el(0x00100010, 'PN', 'Doe^John'), el(0x00280010, 'US', [2])];
    const output = await run(config, [
      ...kept,
      ...[0x0009, 0x0011, 0x001b, 0x002d, 0x002f].flatMap((group) =>
        privateBlock(group, 0x10, 'ACME 1.1', [
          [0x01, 'LO', 'private'],
          [0x02, 'SQ', [[el(0x00100010, 'PN', 'Doe^John')]]],
        ]),
      ),
    ]);
    const untouched = await run({ rules: [rule('(0010,2110)', 'remove')] }, kept);
    expect(Buffer.from(output.bytes).equals(untouched.bytes)).toBe(true);
  });
});
