import { type Mutant, mutantsOf } from '../mutant.ts';

/** The standard’s values: their forms, dates, numbers, UIDs, characters. */

const DICOM = 'layers/dicom';
const TESTS = 'test/layers/dicom';
const DATES = [
  `${TESTS}/dateTime.test.ts`,
  `${TESTS}/dateTimeCalendar.test.ts`,
  `${TESTS}/dateTimeBounds.test.ts`,
];

export const VALUE_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(
    `${DICOM}/valueForm.ts`,
    [`${TESTS}/valueForm.test.ts`],
    [
      {
        name: 'form-of-un',
        replace: "if (element.fragments !== null || vr === 'UN' || vr === 'UR' || vr === 'SQ') return false;",
        by: "if (element.fragments !== null || vr === 'UR' || vr === 'SQ') return false;",
        why: 'Of a value of VR UN nobody knows what it is, and it stays.',
      },
      {
        name: 'form-of-uri',
        replace: "if (element.fragments !== null || vr === 'UN' || vr === 'UR' || vr === 'SQ') return false;",
        by: "if (element.fragments !== null || vr === 'UN' || vr === 'SQ') return false;",
        why: 'A URI, which names a host, stays.',
      },
      {
        name: 'form-of-words',
        replace: "if (lengthBytes % (vr === 'AT' ? 4 : wordBytes) !== 0) return false;",
        by: '',
        why: 'A binary value of half words stays.',
      },
      {
        name: 'form-of-text',
        replace:
          'return lengthBytes > MOST_TEXT_BYTES || !isLoaded(instance, element) || !isText(instance, element);',
        by: 'return true;',
        why: 'A name in the place of numbers stays.',
      },
      {
        name: 'form-of-utf16',
        replace:
          'UTF_16.some((encoding) => isWritten(utf16(bytes, encoding), TWO_LETTERS_OR_FOUR_DIGITS)) ||',
        by: '',
        why: 'A name in UTF-16 stays in the place of bytes.',
      },
      {
        name: 'form-of-other-sets',
        replace: 'setsFor(instance, element, bytes).some(',
        by: '[].some(',
        why: 'A name in another character set stays in the place of bytes.',
      },
      {
        name: 'form-between-zeros',
        replace: "isWritten(text?.replaceAll('\\0', ' ') ?? null, THREE_LETTERS) ||",
        by: '',
        why: 'Names between zeros stay in the place of bytes.',
      },
      {
        name: 'form-of-uid',
        replace:
          "element.vr === 'UI' ? DIGITS_AND_DOTS.test(value) : invalidityOfText(element.vr, value) === null,",
        by: "element.vr === 'UI' || invalidityOfText(element.vr, value) === null,",
        why: 'A name in the place of a UID stays.',
      },
    ],
  ),
  ...mutantsOf(
    `${DICOM}/validate.ts`,
    [`${TESTS}/validate.test.ts`],
    [
      {
        name: 'valid-age',
        replace: 'value.length === 4 && parseAge(value) !== null',
        by: 'parseAge(value) !== null',
        why: 'Ages that are no AS pass.',
      },
      {
        name: 'valid-integer-most',
        replace: 'Number(value) < 2 ** 31',
        by: 'Number(value) <= 2 ** 31',
        why: 'A number beyond 32 bits passes.',
      },
      {
        name: 'valid-depth',
        replace: 'const found = firstInvalid(instance, item);',
        by: 'const found = null as Invalidity | null;',
        why: 'Nothing in sequences is validated.',
      },
      {
        name: 'valid-zone',
        replace: "!value.endsWith('-0000')",
        by: 'true',
        why: 'A zone that the standard forbids passes.',
      },
      {
        name: 'valid-name-groups',
        replace:
          "if (groups.some((group) => [...group].length > 64)) return 'more than 64 characters in a component group';",
        by: '',
        why: 'Names that are too long pass.',
      },
    ],
  ),
  ...mutantsOf(`${DICOM}/dateTime/age.ts`, DATES, [
    {
      name: 'age-of-days',
      replace: 'D: 365, W: 52,',
      by: 'D: 366, W: 53,',
      why: 'Ages in days and weeks are a year too low at the bound: 90 years stay.',
    },
    {
      name: 'age-three-digits',
      replace: 'if (age.count <= 999)',
      by: 'if (age.count <= 9999)',
      why: 'An age of four digits is written, which AS does not have.',
    },
  ]),
  ...mutantsOf(`${DICOM}/dateTime/instant.ts`, DATES, [
    {
      name: 'older-than-zone',
      replace: '- zoneMinutes(zone) * 60_000 < nowMs',
      by: '+ zoneMinutes(zone) * 60_000 < nowMs',
      why: 'An age at the bound is judged by the wrong side of the globe.',
    },
    {
      name: 'older-than-bound',
      replace: '- zoneMinutes(zone) * 60_000 < nowMs',
      by: '- zoneMinutes(zone) * 60_000 <= nowMs',
      why: 'A value goes on the day of its anniversary, not after it.',
    },
    {
      name: 'zone-east',
      replace: 'minutes <= 14 * 60',
      by: 'minutes < 14 * 60',
      why: 'Instants of Kiribati are no dates, and go.',
    },
    {
      name: 'among-year',
      replace:
        'for (const other of days) if (other >= day && other <= last + 3 && isSame(other)) return true;',
      by: '',
      why: 'A placeholder’s year alone is moved, and tells how far.',
      tests: ['test/layers/engine/actions/placeholders.test.ts', ...DATES],
    },
  ]),
  ...mutantsOf(`${DICOM}/dateTime/calendar.ts`, DATES, [
    {
      name: 'leap-century',
      replace: '(year % 100 !== 0 || year % 400 === 0)',
      by: '(year % 100 !== 0)',
      why: '29 February 2000 is no date.',
    },
    {
      name: 'anniversary-leap',
      replace: 'const day = Math.min(date.day, daysInMonth(year, date.month));',
      by: 'const day = date.day;',
      why: 'The anniversary of a 29 February is a day late.',
    },
  ]),
  ...mutantsOf(
    `${DICOM}/dateTime/move.ts`,
    [...DATES, 'test/layers/engine/actions/shift.test.ts'],
    [
      {
        name: 'move-beyond',
        replace: 'return day < 0 || day > LAST_DAY ? null : day;',
        by: 'return day;',
        why: 'A date that would leave the calendar ends the function with an error.',
      },
      {
        name: 'move-without-time',
        replace: '? Math.trunc(seconds / SECONDS_PER_DAY)',
        by: '? Math.floor(seconds / SECONDS_PER_DAY)',
        why: 'A date without a time moves back by a day too many.',
      },
      {
        name: 'move-precision',
        replace: 'day: firstOf(day, datePrecision),',
        by: 'day,',
        why: 'A year or month that moves is written by another day than its first: later moves go astray.',
      },
    ],
  ),
  ...mutantsOf(
    `${DICOM}/numberText.ts`,
    [`${TESTS}/encode.test.ts`, `${TESTS}/validate.test.ts`, `${TESTS}/numberText.test.ts`],
    [
      {
        name: 'number-range',
        replace: 'return BigInt(text) >= range[0] && BigInt(text) <= range[1];',
        by: 'return BigInt(text) >= range[0];',
        why: 'A number beyond its VR is written as another one.',
      },
      {
        name: 'number-empty',
        replace: "return text.trim() !== '' && Number.isFinite(Number(text));",
        by: 'return Number.isFinite(Number(text));',
        why: 'An empty text is written as 0.',
      },
    ],
  ),
  ...mutantsOf(
    `${DICOM}/standard/uid.ts`,
    [`${TESTS}/standard/uid.test.ts`],
    [
      {
        name: 'uid-registered-by-root',
        replace: 'return suffix !== null && (typesOfSuffixes().has(suffix) || isContextGroup(suffix));',
        by: 'return suffix !== null;',
        why: 'UIDs of instances that a scanner made under the standard’s root stay.',
      },
      {
        name: 'uid-context-groups',
        replace: 'contextGroupRuns().some(([first, last]) => first <= number && number <= last)',
        by: 'contextGroupRuns().some(([first]) => first <= number)',
        why: 'As above, under the root of context groups.',
      },
    ],
  ),
  ...mutantsOf(
    `${DICOM}/values.ts`,
    [`${TESTS}/values.test.ts`],
    [
      {
        name: 'values-set-of-item',
        replace: ': characterSetIn(instance, dataSet.item.sequence.dataSet);',
        by: ': characterSetOf([]);',
        why: 'Texts in items are read in another set than they are written in: names are not found.',
      },
      {
        name: 'values-creator-of-another',
        replace: 'const creator = elementWith(dataSet, creatorTagOf(tag));',
        by: 'const creator = elementWith(instance.dataSet, creatorTagOf(tag));',
        why: 'A private element in an item is taken for that of a maker of the root.',
      },
    ],
  ),
  ...mutantsOf(
    `${DICOM}/characterSets/fallback.ts`,
    [`${TESTS}/characterSet.test.ts`],
    [
      {
        name: 'fallback-delimiters',
        replace: 'return !/[\\p{Cc}\\\\^=]/u.test(text);',
        by: 'return !/[\\p{Cc}]/u.test(text);',
        why: 'A character that folds to a delimiter makes two values, or two parts of a name, of one.',
        tests: [`${TESTS}/characterSet.test.ts`, `${TESTS}/characterSetProperties.test.ts`],
      },
      {
        name: 'fallback-syllables',
        replace: "return /^\\?+$/.test(folded) ? '?' : folded;",
        by: 'return folded;',
        why: 'A Korean syllable that a set does not have takes three characters, which may not fit.',
      },
    ],
  ),
];
