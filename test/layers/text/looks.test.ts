import fc from 'fast-check';
import { IPV4, IPV6, type Look, MACHINE_LOOKS } from '../../../layers/text/machines.ts';
import { ACCOUNTS, CARDS, NATIONAL_LOOKS, PLATES } from '../../../layers/text/nationalNumbers.ts';
import { POSTCODE_LOOKS, UK_POSTCODES } from '../../../layers/text/postcodes.ts';
import { holds } from '../../support/properties.ts';

/** A pattern is tried only where a text has what it needs: whatever it would find must have that. */

const LOOKS: readonly Look[] = [
  ...MACHINE_LOOKS,
  IPV4,
  IPV6,
  ...NATIONAL_LOOKS,
  ...PLATES,
  ACCOUNTS,
  CARDS,
  ...POSTCODE_LOOKS,
  UK_POSTCODES,
];

/** What these patterns are made of, and what they must not be cut by. */
const PARTS =
  'user login logon userid uid operator opid account ip host server node addr by tech USER Login jdoe jdoe1 é K ſ PACSSRV WS RAD pc nas console home users mnt export srv media volumes data nfs local lan internal intranet corp localdomain lokal hospital plate Plates PLATE Kennzeichen Immatriculation targa Kenteken matrícula car Vehicle AB M HD XY CDE BCD A a E z 1 2 8 12 85 05 34 56 078 006 123 1234 12345678 010190 65 180585 901 678 2a fe80 ff dead 0 255 10 3A 44 1b44 DESKTOP WIN 9QK2LMN hostname station aet orion2 k 1EG4 TE5 MK73 2123 45670 DE89 3704 postcode PLZ zip Box postfach K1A 0B1 D CH 80331 IL SW1A 2AA'.split(
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
  ['mac 00:1B:44:11:3A:B7', 11],
  ['001b.4411.3ab7', 12],
  ['DESKTOP-9QK2LMN', 13],
  ['ip-10-0-3-4', 14],
  ['hostname orion', 15],
  ['host orion2', 16],
  ['pacs/viewer?accession=12345', 17],
  ['at 10.1.2.3', 18],
  ['fe80::1:2:3', 19],
  ['AB 12 34 56 C', 20],
  ['1 85 05 78 006 084 36', 21],
  ['12 345 678 901', 22],
  ['65 180585 M 012', 23],
  ['123.456.789-09', 24],
  ['12.345.678-5', 25],
  ['1EG4-TE5-MK73', 26],
  ['010190-123A', 27],
  ['12345678 Z', 28],
  ['Plate: AB 12', 29],
  ['HD-AB 1234', 30],
  ['AB-123-CD', 31],
  ['12-ABC-3', 32],
  ['7ABC123', 33],
  ['AB12 CDE', 34],
  ['AB 123 CD', 35],
  ['1234 BCD', 36],
  ['DE89 3704 0044 0532 0130 00', 37],
  ['2123 45670 1', 38],
  ['PLZ 80331', 39],
  ['PO Box 1187', 40],
  ['K1A 0B1', 41],
  ['D-80331', 42],
  ['IL 60614', 43],
  ['SW1A 2AA', 44],
])('%s', (text, at) => {
  const { needs, pattern } = LOOKS[at] as Look;
  expect([needs.test(text), [...text.matchAll(pattern)].length]).toEqual([true, 1]);
});

it('each has its line here', () => expect(LOOKS).toHaveLength(45));
