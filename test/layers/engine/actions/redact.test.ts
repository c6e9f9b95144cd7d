import { elementWith } from '../../../../layers/dicom/element.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import type { Vr } from '../../../../layers/dicom/vr.ts';
import { redact } from '../../../../layers/engine/actions/redact.ts';
import { Questions, Resolutions } from '../../../../layers/engine/resolve/requests.ts';
import type { Action } from '../../../../rules/plan.ts';
import { el, fragments, instance, sq, TRANSFER_SYNTAX } from '../../../support/build.ts';
import { clean, cleanBytes, parsed, refusal } from '../harness.ts';
import { instanceWith, planOf, resultOf } from './shiftPlan.ts';

/** The action `redact`, as Microsoft's tool has it (vectors A1.7). The clock of these tests says 2026-11-21. */

type RedactAction = Action & { kind: 'redact' };

const whole: RedactAction = { kind: 'redact', partialDates: false, partialAges: false, microsoftNoon: false };
const partial: RedactAction = { kind: 'redact', partialDates: true, partialAges: true, microsoftNoon: false };

const TAGS = { DA: 0x00080020, DT: 0x0008002a, AS: 0x00101010 } as const;
const redacted = (vr: keyof typeof TAGS, value: string, action: RedactAction) =>
  resultOf(TAGS[vr], vr, value, planOf([TAGS[vr], action]));

describe('parts that stay', () => {
  const DATE_TIMES = '20210320202020.20+0800\\20210320202020.00654\\20210320202020+1400\\19000320202020+1400';

  test.each([
    [true, '20210101000000.000000+0800\\20210101120000.000000\\20210101000000.000000+1400'],
    [false, '20210101000000.000000+0800\\20210101000000.000000\\20210101000000.000000+1400'],
  ])('vector 20: of DT the year; noon without a zone: %s', async (microsoftNoon, expected) => {
    expect(await redacted('DT', DATE_TIMES, { ...partial, microsoftNoon })).toBe(expected);
  });

  test('vector 21: of DA the year', async () => {
    expect(await redacted('DA', '20210320\\19110101\\20200101', partial)).toBe('20210101\\20200101');
  });

  test('vector 22: ages up to 89', async () => {
    expect(await redacted('AS', '010D\\010W\\100M\\010Y\\090Y', partial)).toBe('010D\\010W\\100M\\010Y');
    expect(await redacted('AS', '090Y', partial)).toBe('');
    expect(await redacted('AS', '089Y', partial)).toBe('089Y');
  });

  test('a date just under 89 years back leaves its year, though the first of January is over', async () => {
    expect(await redacted('DA', '19371121\\19371120\\19371231', partial)).toBe('19370101\\19370101');
    expect(await redacted('DT', '19371231235960.999999-1200', partial)).toBe('19370101000000.000000-1200');
  });

  test('an empty value among others goes', async () => {
    expect(await redacted('DA', '20210320\\\\20200101', partial)).toBe('20210101\\20200101');
  });

  test('only if the rule says so', async () => {
    expect(await redacted('DA', '20210320', { ...partial, partialDates: false })).toBe('');
    expect(await redacted('DT', '20210320202020', { ...partial, partialDates: false })).toBe('');
    expect(await redacted('AS', '010Y', { ...partial, partialAges: false })).toBe('');
  });

  test('bytes stay as they came where all of a value may', async () => {
    const object = instanceWith([el(TAGS.DA, 'DA', '20210101'), el(TAGS.AS, 'AS', '010Y')]);
    const plan = planOf([TAGS.DA, partial], [TAGS.AS, partial]);
    expect(Buffer.compare(await cleanBytes(object, { plan }), object)).toBe(0);
  });
});

describe('vector 24: a value that its VR does not allow fails the file', () => {
  const NOT_VALID = [
    ['DA', '2021'],
    ['DA', '199001'],
    ['DA', '20000000'],
    ['DA', '2000-01-01'],
    ['DA', '2000.01.01'],
    ['DA', '200001011212'],
    ['DT', '202111100101'],
    ['DT', '20211111010101.'],
    ['DT', '20211111010101.1234567'],
    ['DT', '20211111010101+08:00'],
    ['AS', '10Y'],
    ['AS', '0455'],
    ['AS', '010y'],
  ] as const;

  test.each(NOT_VALID)('%s %s', async (vr, value) => {
    for (const action of [whole, partial]) {
      const result = await clean(instanceWith([el(TAGS[vr], vr, value)]), {
        plan: planOf([TAGS[vr], action]),
      });
      expect(result).toMatchObject({ reason: { code: 'VALUE_INVALID' } });
      expect(JSON.stringify(result)).not.toContain(value);
    }
  });

  test('one of several', async () => {
    const object = instanceWith([el(TAGS.DA, 'DA', '20200101\\2021')]);
    expect(await refusal(object, { plan: planOf([TAGS.DA, partial]) })).toBe('VALUE_INVALID');
  });
});

describe('everything else is emptied', () => {
  test.each([
    ['LO', 0x00081030, 'Head of Mrs Smith'],
    ['TM', 0x00080030, 'any text'],
    ['US', 0x00280010, [512]],
    ['UN', 0x00091001, Uint8Array.of(1, 2, 3, 4)],
  ] as const)('%s', async (vr, tag, value) => {
    const object = await parsed(
      await cleanBytes(instanceWith([el(tag, vr as Vr, value)]), { plan: planOf([tag, partial]) }),
    );
    const element = elementWith(object.dataSet, asTag(tag));
    expect(element?.vr).toBe(vr);
    expect(element?.end).toBe(element?.valueStart);
  });

  test.each([true, false])(
    'vector 25: a sequence keeps no items (undefined length: %s)',
    async (undefinedLength) => {
      const object = instanceWith([sq(0x00081140, [[el(0x00081155, 'UI', '1.2.3')]], { undefinedLength })]);
      const after = await parsed(await cleanBytes(object, { plan: planOf([0x00081140, whole]) }));
      expect(elementWith(after.dataSet, asTag(0x00081140))?.items).toEqual([]);
    },
  );

  test('vector 25: fragments become a value of defined length 0', async () => {
    const object = instance({
      transferSyntax: TRANSFER_SYNTAX.jpegBaseline,
      elements: [el(0x00080018, 'UI', '1.2.3'), fragments([[Uint8Array.of(1, 2)]])],
    });
    const after = await parsed(await cleanBytes(object, { plan: planOf([0x7fe00010, whole]) }));
    expect(elementWith(after.dataSet, asTag(0x7fe00010))).toMatchObject({
      vr: 'OB',
      fragments: null,
      undefinedLength: false,
    });
    expect(
      Buffer.from((await cleanBytes(object, { plan: planOf([0x7fe00010, whole]) })).slice(-12)).toString(
        'hex',
      ),
    ).toBe(
      // (7FE0,0010) OB, two reserved bytes, length 0
      'e07f10004f42000000000000',
    );
  });
});

describe('what certify asks', () => {
  test.each([
    ['AS', '089Y', partial, true],
    ['AS', '090Y', partial, false],
    ['AS', '089Y', whole, false],
    ['AS', 'old', partial, false],
    ['DA', '20210101', partial, true],
    ['DA', '20210101', whole, false],
    ['DA', '20210320', partial, false],
    ['DA', '19360101', partial, false],
    ['DA', '19370101', partial, true],
    ['DA', 'May', partial, false],
    ['DT', '20210101000000.000000', partial, true],
    ['DT', '20210101120000.000000', partial, false],
    ['DT', '20210101120000.000000', { ...partial, microsoftNoon: true }, true],
    ['DT', '19360101000000.000000', partial, false],
    ['DT', '20210101', partial, false],
    ['DT', '', whole, true],
  ] as const)('%s %s: %j %s', async (vr, value, action, expected) => {
    const object = await parsed(instanceWith([el(TAGS[vr], vr, value)]));
    const element = elementWith(object.dataSet, asTag(TAGS[vr]));
    if (element === undefined) throw new Error('no such element');
    const subject = { instance: object, element, plan: planOf(), now: Date.UTC(2026, 10, 21) };
    expect(redact.holds(action, subject, new Resolutions(new Questions()))).toBe(expected);
  });

  test('text in an element that is emptied whole', async () => {
    const object = await parsed(instanceWith([el(0x00081030, 'LO', 'a')]));
    const element = elementWith(object.dataSet, asTag(0x00081030));
    if (element === undefined) throw new Error('no such element');
    const subject = { instance: object, element, plan: planOf(), now: 0 };
    expect(redact.holds(partial, subject, new Resolutions(new Questions()))).toBe(false);
  });
});
