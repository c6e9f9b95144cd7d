import { birthDateOf, digitForms, holdsBirthDate } from '../../../../layers/engine/certify/birthDates.ts';
import { atomize } from '../../../../layers/text/atoms.ts';

const BORN = { year: 1961, month: 9, day: 14 };
const holds = (text: string) => holdsBirthDate(atomize(text), [BORN]);

it.each(['19610914', '1961.09.14', '1961-09-14', '19610914101112'])('%s is a date of birth', (text) => {
  expect(birthDateOf(text)).toEqual(BORN);
});

it.each(['19000101', '19700101', '99991231', '1961', '19611314', '19610932', 'Zwieback'])(
  '%s is nobody’s',
  (text) => {
    expect(birthDateOf(text)).toBeNull();
  },
);

it('has three forms that are digits alone', () => {
  expect(digitForms(BORN)).toEqual(['19610914', '14091961', '09141961']);
});

it.each([
  'on 14091961.',
  'on 09141961.',
  '19610914101112',
  '14.09.1961',
  '14.09.61',
  '14-9-61',
  '09/14/1961',
  'September 14, 1961',
  '14 Sept 1961',
  '14 Sep 61',
  '14th of September 1961',
  '1961 Sep 14',
  '1961-14-09',
])('%s holds it', (text) => {
  expect(holds(text)).toBe(true);
});

it.each(['14.09.1962', '13.09.1961', '14 09 61', '1.14.9.1961.3', '196109141011123', '14 Oct 1961', '9 14'])(
  '%s does not',
  (text) => {
    expect(holds(text)).toBe(false);
  },
);
