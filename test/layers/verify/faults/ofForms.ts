import { createHash } from 'node:crypto';
import type { ByteFault, Fault } from './kinds.ts';
import { ascii, find, one, put, textOf } from './tree.ts';

/** Identifiers of the source in forms that people and programs give them. */

const SOFTWARE = 0x00181020;
const PATIENT_ID = 0x00100020;

const idOf = ({ source }: Fault): string => textOf(find(source.dataSet, PATIENT_ID));
const partsOf = ({ source }: Fault): readonly string[] =>
  (textOf(find(source.dataSet, 0x00100010)).split('=')[0] ?? '').split('^');

const says = (fault: Fault, text: string): true => {
  put(fault.output.dataSet, one(SOFTWARE, 'UT', text));
  return true;
};
const isPlain = (text: string | undefined): text is string => /^[A-Za-z]{5,}$/.test(text ?? '');

/** A form of the number of the patient. */
const ofId = (name: string, form: (id: string) => string): ByteFault => ({
  name,
  codes: ['TOKEN_ENCODED'],
  spoil: (fault) => idOf(fault).length > 5 && says(fault, form(idOf(fault))),
});

/** A form of the family name and the initial of the given one. */
const ofName = (name: string, form: (family: string, given: string) => string): ByteFault => ({
  name,
  codes: ['TOKEN_LEFT'],
  spoil: (fault) => {
    const [family, given] = partsOf(fault);
    return isPlain(family) && isPlain(given) && says(fault, form(family, given));
  },
});

const ofBirth = (name: string, form: (year: string, month: string, day: string) => string): ByteFault => ({
  name,
  codes: ['TOKEN_LEFT'],
  spoil: (fault) => {
    const [, year, month, day] =
      /^(\d{4})(\d{2})(\d{2})$/.exec(textOf(find(fault.source.dataSet, 0x00100030))) ?? [];
    return (
      year !== undefined && month !== undefined && day !== undefined && says(fault, form(year, month, day))
    );
  },
});

const ofDigest = (name: string, algorithm: string, encoding: 'hex' | 'base64'): ByteFault => ({
  name,
  codes: ['TOKEN_DERIVED'],
  spoil: (fault) => {
    put(
      fault.output.dataSet,
      one(PATIENT_ID, 'LO', createHash(algorithm).update(idOf(fault)).digest(encoding)),
    );
    return idOf(fault).length > 5;
  },
});

const each = (text: string, form: (code: number) => string) =>
  [...text].map((letter) => form(letter.charCodeAt(0))).join('');
const hex = (code: number, digits = 2) => code.toString(16).padStart(digits, '0');

export const FORM_KINDS: readonly ByteFault[] = [
  ofName('the initial and the family name, as users are called', (family, given) =>
    `login ${given.slice(0, 1)}${family}`.toLowerCase(),
  ),
  ofName('the family name and the initial, as users are called', (family, given) =>
    `by ${family}${given.slice(0, 1)}01`.toLowerCase(),
  ),
  ofId('a number in hexadecimal, with colons', (id) => each(id, (code) => `${hex(code)}:`)),
  ofId('a number in hexadecimal, with spaces', (id) => `0x${each(id, (code) => `${hex(code)} `)}`),
  ofId('a number in references of XML', (id) => `<id>${each(id, (code) => `&#${code};`)}</id>`),
  ofId(
    'a number in hexadecimal references of XML',
    (id) => `<id>${each(id, (code) => `&#x${hex(code)};`)}</id>`,
  ),
  ofId('a number in escapes of JSON', (id) => `{"id":"${each(id, (code) => `\\u${hex(code, 4)}`)}"}`),
  ofId(
    'a number in quoted-printable',
    (id) => `=?UTF-8?Q?${each(id, (code) => `=${hex(code).toUpperCase()}`)}?=`,
  ),
  ofId('a number in base64 that goes over a line', (id) => {
    const packed = Buffer.from(`report of ${id} today`).toString('base64');
    return `${packed.slice(0, 18)}\r\n${packed.slice(18)}`;
  }),
  {
    name: 'a number within a longer one',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => {
      const digits = idOf(fault).replace(/\D/g, '');
      return digits.length >= 7 && says(fault, `77${digits}31`);
    },
  },
  ofBirth('the birth date in Japanese', (year, month, day) =>
    Buffer.from(`${year}年${Number(month)}月${Number(day)}日生`).toString('latin1'),
  ),
  ofBirth(
    'the birth date with a year of two digits',
    (year, month, day) => `geb. ${day}.${month}.${year.slice(2)}`,
  ),
  ofBirth(
    'the birth date with an English month and a year of two digits',
    (year, month, day) =>
      `DOB ${day}-${['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][Number(month) - 1]}-${year.slice(2)}`,
  ),
  ofDigest('the SHA-256 of the patient’s number as the new one', 'sha256', 'hex'),
  ofDigest('the MD5 of the patient’s number as the new one', 'md5', 'hex'),
  ofDigest('the SHA-1 of the patient’s number, in base64', 'sha1', 'base64'),
  {
    name: 'a UID of the source with one component more',
    codes: ['UID_KEPT', 'TOKEN_LEFT'],
    spoil: ({ output, source }) => {
      const uid = textOf(find(source.dataSet, 0x0020000e));
      put(output.dataSet, one(0x0020000e, 'UI', `${uid}.1`));
      return uid !== '' && uid.length < 62;
    },
  },
  {
    name: 'the birth date as a component of a new UID',
    codes: ['TOKEN_LEFT'],
    spoil: ({ output, source }) => {
      const birth = textOf(find(source.dataSet, 0x00100030));
      put(output.dataSet, one(0x00080018, 'UI', `1.2.826.0.1.3680043.10.474.${birth}.4`));
      const media = find(output.meta, 0x00020003);
      if (media !== undefined) media.value = ascii(`1.2.826.0.1.3680043.10.474.${birth}.4`);
      return /^\d{8}$/.test(birth);
    },
  },
  {
    name: 'a name behind the end of a text',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => isPlain(partsOf(fault)[0]) && says(fault, `3.1\0\0${partsOf(fault)[0]}`),
  },
  {
    name: 'a name in a command',
    codes: ['TOKEN_LEFT'],
    spoil: (fault) => {
      put(fault.output.dataSet, one(0x00000902, 'LO', partsOf(fault)[0] ?? ''));
      return isPlain(partsOf(fault)[0]);
    },
  },
];
