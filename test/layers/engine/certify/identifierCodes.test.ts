import { GramFilter } from '../../../../layers/engine/certify/gramFilter.ts';
import { type CodeKind, IdentifierCodes } from '../../../../layers/engine/certify/identifierCodes.ts';
import type { Place } from '../../../../layers/engine/certify/place.ts';
import { atomize } from '../../../../layers/text/atoms.ts';

function found(
  codes: readonly (readonly [value: string, kind: CodeKind])[],
  text: string,
  place: Place = 'text',
): boolean {
  const filter = new GramFilter();
  const all = new IdentifierCodes();
  for (const [value, kind] of codes) all.add(value, kind, filter);
  const isIn = all.isIn(atomize(text), place);
  // The filter may find too much, and never too little.
  if (isIn) expect(filter.mayHold(text.toLowerCase())).toBe(true);
  return isIn;
}

it.each([
  ['without the zeros before it', '0048213', 'no 48213.'],
  ['the number alone of a longer identifier', 'PX-7731942-K', 'scan 7731942'],
  ['within a longer number', '7731942', 'lot 94773194217'],
  ['with other signs between', 'PX-7731942-K', 'px 7731942_k'],
])('an identifier is found %s', (_what, value, text) => {
  expect(found([[value, 'person']], text)).toBe(true);
});

it.each([
  ['without its country', '+49 30 9018-2077', '030 9018 2077'],
  ['without its trunk', '+49 (0)30 9018-2077', '30 9018 2077'],
  ['with parentheses', '030 9018-2077', '(030) 9018 2077'],
])('a telephone number is found %s', (_what, value, text) => {
  expect(found([[value, 'phone']], text)).toBe(true);
});

it('what a number is of tells where it counts', () => {
  expect(found([['RC301', 'order']], 'RC301', 'own code')).toBe(false);
  expect(found([['RC301', 'person']], 'RC301', 'own code')).toBe(true);
  expect(found([['L03-02246', 'device']], 'L03-02246', 'station')).toBe(false);
  expect(found([['L03-02246', 'person']], 'L03-02246', 'station')).toBe(true);
});

it('a number that is a person’s as well counts as a person’s, whichever came first', () => {
  expect(
    found(
      [
        ['L03-02246', 'person'],
        ['L03-02246', 'device'],
      ],
      'L03-02246',
      'station',
    ),
  ).toBe(true);
  expect(
    found(
      [
        ['L03-02246', 'device'],
        ['L03-02246', 'person'],
      ],
      'L03-02246',
      'station',
    ),
  ).toBe(true);
});

it('a decimal string is one where it is of five digits and not round', () => {
  const codes = new IdentifierCodes();
  for (const value of ['65536', '7731942', '0048213', '12345', '77300'])
    codes.add(value, 'person', new GramFilter());
  const numbers = ['7731942', '7731942.0', '48213', '65536', '12345', '77300', '7731943'];
  expect(numbers.filter((value) => codes.isNumber(value))).toEqual(['7731942', '7731942.0', '48213']);
});
