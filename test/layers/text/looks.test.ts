import fc from 'fast-check';
import { IPV4, IPV6, type Look, MACHINE_LOOKS } from '../../../layers/text/machines.ts';
import { NATIONAL_LOOKS, PLATES } from '../../../layers/text/nationalNumbers.ts';
import { holds } from '../../support/properties.ts';

/** A pattern is tried only where a text has what it needs: whatever it would find must have that. */

const LOOKS: readonly Look[] = [...MACHINE_LOOKS, IPV4, IPV6, ...NATIONAL_LOOKS, ...PLATES];

/** What these patterns are made of, and what they must not be cut by. */
const PARTS =
  'user login logon userid uid operator opid account ip host server node addr by tech USER Login jdoe jdoe1 é K ſ PACSSRV WS RAD pc nas console home users mnt export srv media volumes data nfs local lan internal intranet corp localdomain lokal hospital plate Plates PLATE Kennzeichen Immatriculation targa Kenteken matrícula car Vehicle AB M HD XY CDE BCD A a E z 1 2 8 12 85 05 34 56 078 006 123 1234 12345678 010190 65 180585 901 678 2a fe80 ff dead 0 255 10'.split(
    ' ',
  );
const SIGNS = [
  ' ',
  ' ',
  '',
  '.',
  ':',
  '::',
  '-',
  '_',
  '/',
  '\\',
  '\\\\',
  '@',
  '?',
  '=',
  '#',
  ',',
  '+',
  '(',
  '\n',
];

const anything = fc
  .array(fc.tuple(fc.constantFrom(...PARTS), fc.constantFrom(...SIGNS)), { minLength: 1, maxLength: 9 })
  .map((parts) => parts.flat().join(''));

/** Hexadecimal digits are an address only with colons between them. */
const counts = (found: string, pattern: RegExp) => pattern !== IPV6.pattern || /.:./.test(found);

it('what a pattern finds has what it needs', () => {
  holds(
    fc.property(anything, (text) => {
      for (const { needs, pattern } of LOOKS) {
        const found = Array.from(text.matchAll(pattern), ([whole]) => whole);
        const counted = found.filter((whole) => counts(whole, pattern));
        if (counted.length > 0) expect([pattern.source, needs.test(text)]).toEqual([pattern.source, true]);
      }
    }),
    { runs: 20_000 },
  );
});

it.each([
  ['C:\\Users\\jdoe\\a.dcm', 0],
  ['\\\\server\\share\\jdoe', 1],
  ['see /home/jdoe/data', 2],
  ['pacs01.hospital.local', 3],
  ['ip 8.8.8.8', 4],
  ['user: jdoe', 5],
  ['login jdoe', 6],
  ['by jdoe1', 7],
  ['jdoe@hospital', 8],
  ['PACSSRV01', 9],
  ['a@b', 10],
  ['pacs/viewer?accession=12345', 11],
  ['at 10.1.2.3', 12],
  ['fe80::1:2:3', 13],
  ['AB 12 34 56 C', 14],
  ['1 85 05 78 006 084 36', 15],
  ['12 345 678 901', 16],
  ['65 180585 M 012', 17],
  ['123.456.789-09', 18],
  ['010190-123A', 19],
  ['12345678 Z', 20],
  ['Plate: AB 12', 21],
  ['HD-AB 1234', 22],
  ['AB-123-CD', 23],
  ['12-ABC-3', 24],
  ['7ABC123', 25],
  ['AB12 CDE', 26],
  ['AB 123 CD', 27],
  ['1234 BCD', 28],
])('%s', (text, at) => {
  const { needs, pattern } = LOOKS[at] as Look;
  expect([needs.test(text), [...text.matchAll(pattern)].length]).toEqual([true, 1]);
});

it('each has its line here', () => expect(LOOKS).toHaveLength(29));
