import { parseDate } from '../../../../layers/dicom/dateTime.ts';
import {
  FAMILY_BEGINNINGS,
  FAMILY_ENDINGS,
  GIVEN_NAMES_F,
  GIVEN_NAMES_M,
} from '../../../../layers/engine/resolve/fantasyNames.ts';
import type { Action } from '../../../../rules/plan.ts';
import { el, type Node, sq } from '../../../support/build.ts';
import { clean, testKeys } from '../harness.ts';
import { cleaned, instanceOf, refused } from './identityInstance.ts';
import { planOf } from './shiftPlan.ts';

const NAME = 0x00100010;
const BIRTH_DATE = 0x00100030;
const SEX = 0x00100040;

const planWith = (salt = '', keepSex = false) => {
  const made = (part: 'name' | 'birth-date'): Action => ({ kind: 'fantasy', part, salt, keepSex });
  return planOf([NAME, made('name')], [BIRTH_DATE, made('birth-date')]);
};

const patient = (name: string, birthDate: string, ...others: readonly Node[]) =>
  instanceOf([el(NAME, 'PN', name), el(BIRTH_DATE, 'DA', birthDate), ...others]);

async function person(bytes: Uint8Array, plan = planWith(), keys = testKeys()) {
  const texts = await cleaned(bytes, plan, { keys });
  return { name: texts['(0010,0010)'], birthDate: texts['(0010,0030)'] };
}

describe('who it is', () => {
  test('the same for the same name and birth date, and somebody else for any other notation', async () => {
    const jane = await person(patient('Doe^Jane', '19700131'));
    expect(await person(patient('Doe^Jane', '19700131'))).toEqual(jane);
    const others = await Promise.all([
      person(patient('DOE^JANE', '19700131')),
      person(patient('Doe^Jane^', '19700131')),
      person(patient('Doe^Jane', '19700130')),
      person(patient('Doe^Jane', '')),
    ]);
    expect(new Set([jane, ...others].map(({ name }) => name)).size).toBe(5);
  });

  test('another under another salt, and under another key', async () => {
    const people = await Promise.all([
      person(patient('Doe^Jane', '19700131')),
      person(patient('Doe^Jane', '19700131'), planWith('pepper')),
      person(patient('Doe^Jane', '19700131'), planWith(), testKeys('another root')),
    ]);
    expect(new Set(people.map(({ name }) => name)).size).toBe(3);
    expect(new Set(people.map(({ birthDate }) => birthDate)).size).toBe(3);
  });

  test('a family, a given and a middle name of the lists', async () => {
    const { name = '' } = await person(patient('Doe^Jane', '19700131'));
    const [, family = '', given = '', middle = ''] = /^(\w+)\^(\w+)\^(\w+)$/.exec(name) ?? [];
    const beginning = FAMILY_BEGINNINGS.filter((word) => family.startsWith(word)).sort(
      (a, b) => b.length - a.length,
    );
    expect(beginning.some((word) => FAMILY_ENDINGS.includes(family.slice(word.length)))).toBe(true);
    for (const word of [given, middle]) expect([...GIVEN_NAMES_F, ...GIVEN_NAMES_M]).toContain(word);
  });
});

describe('the sex of the name', () => {
  const givenOf = async (sex: string, index: number, keepSex: boolean) => {
    const object = patient(`Doe^${index}`, '19700131', el(SEX, 'CS', sex));
    return (await person(object, planWith('', keepSex))).name?.split('^')[1] ?? '';
  };
  const many = (sex: string, keepSex: boolean) =>
    Promise.all(Array.from({ length: 24 }, (_, index) => givenOf(sex, index, keepSex)));

  test('fits where it is kept', async () => {
    for (const name of await many('F', true)) expect(GIVEN_NAMES_F).toContain(name);
    for (const name of await many('M', true)) expect(GIVEN_NAMES_M).toContain(name);
  });

  test('says nothing where it is not kept, or is neither', async () => {
    const names = await many('F', false);
    expect(await many('M', false)).toEqual(names);
    expect(await many('O', true)).toEqual(names);
    expect(names.some((name) => GIVEN_NAMES_F.includes(name))).toBe(true);
    expect(names.some((name) => GIVEN_NAMES_M.includes(name))).toBe(true);
  });
});

describe('the birth date', () => {
  test.each(['19700101', '19791231', '20000229', '19040407', '00010101', '99991231'])(
    'of %s is another day of its decade',
    async (original) => {
      const people = await Promise.all(
        Array.from({ length: 60 }, (_, index) => person(patient(`Doe^${index}`, original))),
      );
      for (const { birthDate = '' } of people) {
        expect(parseDate(birthDate)).not.toBeNull();
        expect(birthDate).toHaveLength(8);
        expect(birthDate.slice(0, 3)).toBe(original.slice(0, 3));
        expect(birthDate).not.toBe(original);
      }
      expect(new Set(people.map(({ birthDate }) => birthDate)).size).toBeGreaterThan(50);
    },
  );

  test('that is not a date is emptied, with a note', async () => {
    const object = patient('Doe^Jane', 'unknown');
    expect((await person(object)).birthDate).toBe('');
    const result = await clean(object, { plan: planWith() });
    expect('findings' in result && result.findings).toEqual([
      expect.objectContaining({ severity: 'note', code: 'DATE_INVALID', path: '(0010,0030)' }),
    ]);
  });
});

describe('what is not there', () => {
  test('is not made up', async () => {
    expect(await person(patient('', ''))).toEqual({ name: '', birthDate: '' });
    expect(await person(patient('', '19700131'))).toMatchObject({ name: '' });
    expect(await person(instanceOf([]))).toEqual({ name: undefined, birthDate: undefined });
  });

  test('an item that repeats the name is the same person, with the birth date of the root', async () => {
    const texts = await cleaned(
      patient(
        'Doe^Jane',
        '19700131',
        sq(0x00400275, [[el(NAME, 'PN', 'Doe^Jane')], [el(NAME, 'PN', 'Roe^Rick')]]),
      ),
      planWith(),
    );
    expect(texts['(0040,0275)[0](0010,0010)']).toBe(texts['(0010,0010)']);
    expect(texts['(0040,0275)[1](0010,0010)']).not.toBe(texts['(0010,0010)']);
  });

  test('what is neither name nor date refuses the instance', async () => {
    const plan = planOf([0x00100020, { kind: 'fantasy', part: 'name', salt: '', keepSex: false }]);
    expect(await refused(instanceOf([el(0x00100020, 'LO', '12345')]), plan)).toEqual([
      'ACTION_NOT_FOR_VR',
      '(0010,0020)',
    ]);
  });
});

test('there are 64 names of each kind, and no two alike', () => {
  for (const names of [FAMILY_BEGINNINGS, FAMILY_ENDINGS, GIVEN_NAMES_F, GIVEN_NAMES_M])
    expect(new Set(names).size).toBe(64);
  expect(new Set([...GIVEN_NAMES_F, ...GIVEN_NAMES_M]).size).toBe(128);
});
