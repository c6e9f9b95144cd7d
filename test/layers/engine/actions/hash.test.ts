import { createHmac } from 'node:crypto';
import { VR_FACTS, type Vr } from '../../../../layers/dicom/vr.ts';
import type { Action } from '../../../../rules/plan.ts';
import { el, fragments, pixels, sq, TRANSFER_SYNTAX } from '../../../support/build.ts';
import { clean, refusal, testKeys } from '../harness.ts';
import { cleaned, fragmentsOf, made, planWith, raw, text, values } from './valuePlan.ts';

const KEY = 'a key of the rules';
const hash = (rest: Partial<Action & { kind: 'hash' }> = {}): Action => ({
  kind: 'hash',
  key: { from: 'rules', text: KEY },
  algorithm: 'sha256',
  matchLength: false,
  ...rest,
});
const hmac = (value: string | Uint8Array, algorithm = 'sha256') =>
  createHmac(algorithm, KEY).update(value).digest('hex');

const PATIENT_ID = 0x00100020;
const utf8 = (value: string) => new Uint8Array(Buffer.from(value, 'utf8'));

describe('text', () => {
  test('is hashed value by value, as written less the padding at its end', async () => {
    const instance = await cleaned([[PATIENT_ID, hash()]], [el(PATIENT_ID, 'LO', ' A \\B  ')]);
    expect(values(instance, PATIENT_ID)).toEqual([hmac(' A '), hmac('B')]);
  });

  test('that is empty stays so, but an empty value among others has a hash', async () => {
    const instance = await cleaned(
      [
        [PATIENT_ID, hash()],
        [0x00101000, hash()],
      ],
      [el(PATIENT_ID, 'LO', ''), el(0x00101000, 'LO', 'A\\\\B')],
    );
    expect(values(instance, PATIENT_ID)).toEqual([]);
    expect(values(instance, 0x00101000)).toEqual([hmac('A'), hmac(''), hmac('B')]);
  });

  test('of one value has no delimiter: the backslash is hashed with it', async () => {
    const instance = await cleaned([[0x00102182, hash()]], [el(0x00102182, 'ST', '  A\\B')]);
    expect(text(instance, 0x00102182)).toBe(hmac('  A\\B'));
  });

  test('has one hash in every character set', async () => {
    const latin = made([el(0x00080005, 'CS', 'ISO_IR 100'), el(0x00100010, 'PN', 'Müller^Jörg')], {
      text: (value) => new Uint8Array(Buffer.from(value, 'latin1')),
    });
    const unicode = made([el(0x00080005, 'CS', 'ISO_IR 192'), el(0x00100010, 'PN', 'Müller^Jörg')], {
      text: utf8,
    });
    for (const object of [latin, unicode]) {
      const instance = await cleaned([[0x00100010, hash()]], object);
      expect(values(instance, 0x00100010)).toEqual([hmac('Müller^Jörg')]);
    }
  });

  test.each([
    TRANSFER_SYNTAX.implicitLittleEndian,
    TRANSFER_SYNTAX.explicitBigEndian,
    TRANSFER_SYNTAX.deflated,
  ])('is hashed under transfer syntax %s, in items too', async (transferSyntax) => {
    const object = made(
      [sq(0x00081140, [[el(PATIENT_ID, 'LO', 'A')], [sq(0x00081140, [[el(PATIENT_ID, 'LO', 'B')]])]])],
      { transferSyntax },
    );
    const instance = await cleaned([[PATIENT_ID, hash()]], object);
    expect(values(instance, 0x00081140, 0, PATIENT_ID)).toEqual([hmac('A')]);
    expect(values(instance, 0x00081140, 1, 0x00081140, 0, PATIENT_ID)).toEqual([hmac('B')]);
  });

  test.each(['sha384', 'sha512'] as const)('by %s', async (algorithm) => {
    const instance = await cleaned([[PATIENT_ID, hash({ algorithm })]], [el(PATIENT_ID, 'LO', 'A')]);
    expect(values(instance, PATIENT_ID)).toEqual([hmac('A', algorithm)]);
  });

  test('as digits is a number of as many', async () => {
    const lengths = [1, 2, 9, 10, 18, 19, 40, 64];
    const object = [el(PATIENT_ID, 'LO', lengths.map((length) => 'x'.repeat(length)).join('\\'))];
    const instance = await cleaned([[PATIENT_ID, hash({ matchLength: true })]], object);
    const numbers = values(instance, PATIENT_ID) ?? [];
    expect(numbers.map((number) => number.length)).toEqual(lengths);
    for (const number of numbers) expect(number).toMatch(/^(\d|[1-9]\d+)$/);
  });

  test('of more than 10,240 characters becomes no number', async () => {
    const plan = planWith([[0x0040a160, hash({ matchLength: true })]]);
    expect(await refusal(made([el(0x0040a160, 'UT', 'x'.repeat(10_241))]), { plan })).toBe('VALUE_INVALID');
  });

  test('too long for the length field refuses the instance', async () => {
    const object = made([el(PATIENT_ID, 'LO', Array(1100).fill('A').join('\\'))]);
    expect(await refusal(object, { plan: planWith([[PATIENT_ID, hash()]]) })).toBe('VALUE_TOO_LONG');
  });
});

describe('bytes', () => {
  test('of OB and UN are hashed as they are', async () => {
    const bytes = Uint8Array.from({ length: 300 }, (_, index) => index & 0xff);
    const instance = await cleaned(
      [
        [0x00281221, hash()],
        [0x00091001, hash()],
      ],
      [el(0x00090010, 'LO', 'ACME'), el(0x00091001, 'UN', bytes), el(0x00281221, 'OB', bytes)],
    );
    expect(raw(instance, 0x00281221).toString('hex')).toBe(hmac(bytes));
    expect(raw(instance, 0x00091001).toString('hex')).toBe(hmac(bytes));
  });

  test('that the index left where they are are read for the rule, and for no other', async () => {
    const bulk = new Uint8Array(20 * 1024 * 1024).map((_, index) => index * 7);
    const object = made([el(0x00100010, 'PN', 'Doe'), pixels(bulk, 'OB')]);
    let readBytes = 0;
    const source = {
      size: object.length,
      read: async (start: number, end: number) => {
        readBytes += end - start;
        return object.subarray(start, end);
      },
      close: async () => {},
    };
    const result = await clean(source, { plan: planWith([[0x7fe00010, hash()]]) });
    if ('reason' in result) throw new Error(result.reason.code);
    expect(raw(result.instance, 0x7fe00010).toString('hex')).toBe(hmac(bulk));
    expect(readBytes).toBeLessThan(bulk.length + 1024 * 1024);
    readBytes = 0;
    await clean(source, { plan: planWith([[0x00100010, hash()]]) });
    expect(readBytes).toBeLessThan(128 * 1024);
  });

  test('of fragments are hashed one by one, in few reads, and the offset table goes', async () => {
    const frames = Array.from({ length: 500 }, (_, index) => [new Uint8Array(1000).fill(index)]);
    const object = made([fragments(frames, { offsetTable: 'frames' }), el(0x7ff00010, 'UN', 'after')], {
      transferSyntax: TRANSFER_SYNTAX.jpegBaseline,
    });
    let reads = 0;
    const source = {
      size: object.length,
      read: async (start: number, end: number) => {
        reads += 1;
        return object.subarray(start, end);
      },
      close: async () => {},
    };
    await clean(source, { plan: planWith([]) });
    const walked = reads;
    const result = await clean(source, { plan: planWith([[0x7fe00010, hash()]]) });
    if ('reason' in result) throw new Error(result.reason.code);
    expect(fragmentsOf(result.instance, 0x7fe00010).map((bytes) => bytes.toString('hex'))).toEqual([
      '',
      ...frames.map(([bytes]) => hmac(bytes as Uint8Array)),
    ]);
    expect(raw(result.instance, 0x7ff00010).toString('latin1')).toBe('after\0');
    expect(reads - 2 * walked).toBeLessThan(5);
  });

  test('that are absent stay absent', async () => {
    const object = made([fragments([], { offsetTable: 'empty' }), el(0x00281221, 'OB', '')], {
      transferSyntax: TRANSFER_SYNTAX.jpegBaseline,
    });
    const instance = await cleaned(
      [
        [0x7fe00010, hash()],
        [0x00281221, hash()],
      ],
      object,
    );
    expect(fragmentsOf(instance, 0x7fe00010)).toEqual([Buffer.alloc(0)]);
    expect(raw(instance, 0x00281221)).toHaveLength(0);
  });
});

describe('VRs', () => {
  const hashed: readonly Vr[] = [
    ...(['AE', 'AS', 'CS', 'DA', 'DS', 'DT', 'IS', 'LO', 'LT', 'OB', 'PN'] as const),
    ...(['SH', 'ST', 'TM', 'UC', 'UI', 'UN', 'UR', 'UT'] as const),
  ];

  test.each(Object.keys(VR_FACTS) as Vr[])('%s', async (vr) => {
    const node =
      vr === 'SQ'
        ? sq(0x00091001, [[el(PATIENT_ID, 'LO', 'A')]])
        : el(0x00091001, vr, new Uint8Array(8).fill(0x31));
    const object = made([el(0x00090010, 'LO', 'ACME'), node]);
    const code = await refusal(object, { plan: planWith([[0x00091001, hash()]]) });
    expect(code).toBe(hashed.includes(vr) ? null : 'ACTION_NOT_FOR_VR');
  });
});

describe('the key ring', () => {
  const ring = hash({ key: { from: 'ring' } });
  const hashedBy = async (options: Parameters<typeof cleaned>[2], uid = '1.2.3') =>
    values(
      await cleaned([[PATIENT_ID, ring]], [el(0x00080018, 'UI', uid), el(PATIENT_ID, 'LO', 'A')], options),
      PATIENT_ID,
    );

  test('gives one hash everywhere and for ever, and another for another key or project', async () => {
    const first = await hashedBy({});
    expect(first).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(await hashedBy({}, '1.2.4')).toEqual(first);
    expect(await hashedBy({ keys: testKeys('another root') })).not.toEqual(first);
    expect(await hashedBy({ keyScope: 'project' })).not.toEqual(first);
  });
});
