import { type Mutant, mutantsOf } from '../mutant.ts';

/** Bytes and the standard's vocabulary. */

const DICOM = 'layers/dicom';
const TESTS = 'test/layers/dicom';
const FRAGMENTS = [`${TESTS}/fragments.test.ts`, `${TESTS}/oddFragments.test.ts`, `${TESTS}/walk.test.ts`];
const DATES = [
  `${TESTS}/dateTime.test.ts`,
  `${TESTS}/dateTimeCalendar.test.ts`,
  `${TESTS}/dateTimeBounds.test.ts`,
];

export const DICOM_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(`${DICOM}/fragments.ts`, FRAGMENTS, [
    {
      name: 'fragment-of-undefined-length',
      replace: 'if (tag !== ITEM || length === UNDEFINED_LENGTH)',
      by: 'if (tag !== ITEM)',
      why: 'A fragment of undefined length, which the standard does not have, is taken for one of 4 GB.',
    },
    {
      name: 'fragment-not-an-item',
      replace: 'if (tag !== ITEM || length === UNDEFINED_LENGTH)',
      by: 'if (length === UNDEFINED_LENGTH)',
      why: 'Damaged pixel data are walked on through what they are not.',
    },
    {
      name: 'fragment-beyond',
      replace: 'if (valueStart + length > limit) throw tooFar(value, position);',
      by: '',
      why: 'A fragment that reaches beyond its item takes the elements behind it along, unseen.',
    },
    {
      name: 'fragment-header-beyond',
      replace: 'if (position + 8 > limit) throw tooFar(value, position);',
      by: 'if (position > limit) throw tooFar(value, position);',
      why: 'Pixel data without their end are read beyond what they lie in.',
    },
    {
      name: 'table-width',
      replace:
        'if (end === start || (end - start) % width !== 0 || end - start > MAX_TABLE_BYTES) return null;',
      by: 'if (end === start || end - start > MAX_TABLE_BYTES) return null;',
      why: 'A table that is no list of numbers ends the function with an error.',
    },
    {
      name: 'table-too-long',
      replace: '|| end - start > MAX_TABLE_BYTES) return null;',
      by: ') return null;',
      why: 'A hostile table fills the memory.',
    },
    {
      name: 'table-rising',
      replace: 'if (offset <= last || (last === -1 && offset !== 0)) return null;',
      by: 'if (last === -1 && offset !== 0) return null;',
      why: 'A table that goes back is believed.',
    },
    {
      name: 'table-first',
      replace: 'if (offset <= last || (last === -1 && offset !== 0)) return null;',
      by: 'if (offset <= last) return null;',
      why: 'A table whose first frame is not the first is believed.',
    },
    {
      name: 'table-extended-beside-basic',
      replace:
        'const isExtended = frames === tableStart && extended !== undefined && element.tag === PIXEL_DATA;',
      by: 'const isExtended = extended !== undefined && element.tag === PIXEL_DATA;',
      why: 'Of two tables the wrong one is believed.',
    },
    {
      name: 'table-extended-of-others',
      replace: 'extended !== undefined && element.tag === PIXEL_DATA;',
      by: 'extended !== undefined;',
      why: 'The table of the pixels is taken for that of another encapsulated value.',
    },
    {
      name: 'table-beyond',
      replace: 'return last > limits.readCostBytes && frames + last + 8 <= limit ? frames + last : null;',
      by: 'return last > limits.readCostBytes ? frames + last : null;',
      why: 'A table that points beyond the object makes it unreadable.',
    },
    {
      name: 'table-of-no-item',
      replace: '!== ITEM || frames > limit) return null;',
      by: '!== ITEM) return null;',
      why: 'A table that is longer than the object makes it unreadable.',
    },
    {
      name: 'table-wrong-is-fatal',
      replace: 'if (!(error instanceof DicomError)) throw error;',
      by: 'throw error;',
      why: 'An object whose table is wrong, as many are, is refused over a network and accepted at a desk.',
    },
    {
      name: 'table-no-frame',
      replace: 'if (lastFrame.length > 0) {',
      by: 'if (lastFrame.length >= 0) {',
      why: 'A table that points at the end is believed.',
    },
  ]),
  ...mutantsOf(
    `${DICOM}/walk.ts`,
    [`${TESTS}/walk.test.ts`, `${TESTS}/parse.test.ts`],
    [
      {
        name: 'walk-item-beyond',
        replace: 'if (item.limit > frame.limit) throw this.#overrun(frame, position, ITEM);',
        by: '',
        why: 'An item that is longer than its sequence hides elements.',
      },
      {
        name: 'walk-element-beyond',
        replace: 'if (valueEnd > limit) throw this.#overrun(frame, position, tag);\n      const element',
        by: 'const element',
        why: 'An element that is longer than its item hides others.',
      },
      {
        name: 'walk-not-zero',
        replace: 'if (found >= 0) {',
        by: 'if (found > 0) {',
        why: 'What begins with a byte that is not zero passes for padding: it is not searched by anybody.',
      },
      {
        name: 'walk-depth',
        replace: 'if (++this.#depth > this.#limits.maxDepth)',
        by: 'if (++this.#depth > 10_000)',
        why: 'A hostile object nests until the memory is full.',
      },
      {
        name: 'walk-elements',
        replace: 'if (++this.#elements > this.#limits.maxElements)',
        by: 'if (++this.#elements > 1e9)',
        why: 'A hostile object of many elements fills the memory.',
      },
      {
        name: 'walk-fatal',
        replace:
          "error instanceof DicomError && (error.code === 'TOO_DEEP' || error.code === 'TOO_MANY_ELEMENTS');",
        by: 'false;',
        why: 'A bound that is met while a value is tried as a sequence is not met.',
        tests: [`${TESTS}/walk.test.ts`, `${TESTS}/oddFragments.test.ts`],
      },
      {
        name: 'walk-un-implicit',
        replace:
          'const candidates = asRead === null ? [frame.encoding] : [IMPLICIT_LITTLE_ENDIAN, frame.encoding];',
        by: 'const candidates = [frame.encoding];',
        why: 'Sequences that say UN are not read as such: nobody decides what is in them.',
      },
      {
        name: 'walk-un-explicit',
        replace:
          'const candidates = asRead === null ? [frame.encoding] : [IMPLICIT_LITTLE_ENDIAN, frame.encoding];',
        by: 'const candidates = [asRead === null ? frame.encoding : IMPLICIT_LITTLE_ENDIAN];',
        why: 'As above, for writers that left them in explicit VR.',
      },
      {
        name: 'walk-unreadable-sequence',
        replace: 'if (known) throw unreadableSequence(frame, element);\n    element.vr',
        by: 'element.vr',
        why: 'A sequence that cannot be read is taken for a value.',
      },
      {
        name: 'walk-vr-unknown',
        replace: 'if (vrAsRead === null && !(isLetter(first) && isLetter(second)))',
        by: 'if (false)',
        why: 'Damaged headers are walked on through.',
      },
      {
        name: 'walk-undefined-length',
        replace: 'if (undefinedLength)\n        throw',
        by: 'if (false)\n        throw',
        why: 'An undefined length where none may be takes the rest of the object along, unseen.',
      },
      {
        name: 'walk-implicit-in-explicit',
        replace:
          'if (explicitVr) return isLetter(first) && isLetter(second) ? frame.encoding : IMPLICIT_LITTLE_ENDIAN;',
        by: 'if (explicitVr) return frame.encoding;',
        why: 'Objects of some writers are refused.',
      },
      {
        name: 'walk-delimiter',
        replace: 'if (tag === ITEM_DELIMITATION && !frame.definedLength && frame !== base) {',
        by: 'if (tag === ITEM_DELIMITATION && frame !== base) {',
        why: 'A delimiter in an item of defined length ends it early: what follows is taken for something else.',
        tests: [`${TESTS}/walk.test.ts`, `${TESTS}/oddFragments.test.ts`],
      },
      {
        name: 'walk-bulk',
        replace:
          "return known === undefined || known === vr || !['text', 'ascii'].includes(vrFacts(known).content);",
        by: 'return true;',
        why: 'A UID that says that it is binary is not read, and so not replaced.',
        tests: [`${TESTS}/window.test.ts`],
      },
    ],
  ),
  ...mutantsOf(
    `${DICOM}/parse.ts`,
    [`${TESTS}/parse.test.ts`],
    [
      {
        name: 'parse-inflated-ratio',
        replace: 'const maxBytes = Math.min(maxInflatedBytes, rated);',
        by: 'const maxBytes = maxInflatedBytes;',
        why: 'A small object inflates to half a gigabyte.',
      },
      {
        name: 'parse-no-preamble',
        replace: 'if (!hasPreamble && !((yield* looksLikeDataSet(window)) && limits.acceptsNoPreamble))',
        by: 'if (!hasPreamble && !(yield* looksLikeDataSet(window)))',
        why: 'A data set without file meta information is read though the rules refuse such.',
      },
      {
        name: 'parse-transfer-syntax',
        replace: 'if (transferSyntax === undefined)\n    throw',
        by: 'if (false)\n    throw',
        why: 'An object in an unknown transfer syntax ends the function with an error.',
      },
    ],
  ),
  ...mutantsOf(
    `${DICOM}/splice.ts`,
    [`${TESTS}/splice.test.ts`],
    [
      {
        name: 'splice-preamble',
        replace: 'out.own(new Uint8Array(128));\n    out.span(128, PREFIX_END);',
        by: 'out.span(0, PREFIX_END);',
        why: 'The preamble, in which anything may stand, goes out.',
      },
      {
        name: 'splice-padding',
        replace: 'new Splicer(instance.bodyBytes, cursor, out).dataSet(dataSet);\n    if (!dropsPadding)',
        by: 'new Splicer(instance.bodyBytes, cursor, out).dataSet(dataSet);\n    if (true)',
        why: 'What stands behind the last element goes out.',
      },
      {
        name: 'splice-length',
        replace: 'segmentsLength(content.segments), littleEndian);\n      this.#out.own(bytes);',
        by: 'segmentsLength(content.segments), true);\n      this.#out.own(bytes);',
        why: 'Big endian sequences have wrong lengths.',
      },
      {
        name: 'splice-same-memory',
        replace: 'const bytes = new Uint8Array(this.#bytes.view(header.start, header.end));',
        by: 'const bytes = this.#bytes.view(header.start, header.end);',
        why: 'The source’s own bytes are changed under whoever reads them.',
      },
      {
        name: 'splice-deflated-even',
        replace: 'if (deflated.length % 2 !== 0) out.own(new Uint8Array(1));',
        by: '',
        why: 'Objects of odd length, which the standard forbids.',
      },
      {
        name: 'splice-meta-length',
        replace: 'segmentsLength(rest.segments), true);',
        by: '(fileMeta.end - fileMeta.start), true);',
        why: 'The group length of file meta information is wrong: readers lose their place.',
      },
      {
        name: 'splice-insert-order',
        replace: '.toSorted((a, b) => a.tag - b.tag);',
        by: ';',
        why: 'New elements are out of order.',
      },
      {
        name: 'splice-un-items',
        replace: "(element.vrAsRead === 'UN' ? IMPLICIT_LITTLE_ENDIAN : element.dataSet.encoding);",
        by: 'element.dataSet.encoding;',
        why: 'Items that are added to a sequence that says UN cannot be read.',
      },
      {
        name: 'gather-unread',
        replace: 'maxSpanBytes && loaded.has(segment.start, segment.end))',
        by: 'maxSpanBytes)',
        why: 'A short span that was not read ends the function with an error.',
      },
    ],
  ),
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
    `${DICOM}/encode.ts`,
    [`${TESTS}/encode.test.ts`],
    [
      {
        name: 'encode-too-long',
        replace: 'if (explicitVr && !long && value.length > 0xffff)',
        by: 'if (false)',
        why: 'A new value that is too long for its header makes the output unreadable.',
      },
      {
        name: 'encode-padding',
        replace: 'even[bytes.length] = vrFacts(vr).padding;',
        by: 'even[bytes.length] = 0x20;',
        why: 'UIDs end in a space.',
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
