import type { Mutant } from '../mutant.ts';
import { mutantsOf } from '../mutant.ts';

/** The engine's own check of what it made: a mistake here is seen by nobody else. */

const ACTIONS = 'layers/engine/actions';
const CERTIFY = 'layers/engine/certify';
const TESTS = 'test/layers/engine/certify';

/** The check of an action's output, always true: whatever the action left would pass. */
const ALWAYS_TRUE = [
  'keepValid',
  'remove',
  'empty',
  'dummy',
  'set',
  'copy',
  'replaceUid',
  'pseudonym',
  'allocate',
  'lookup',
  'patientIdHash',
  'fantasy',
  'shift',
  'capAge',
  'redact',
  'perturb',
  'hash',
  'encrypt',
  'cleanText',
  'cleanContent',
  'cleanGraphics',
].flatMap((action) =>
  mutantsOf(
    `${ACTIONS}/${action}.ts`,
    [`${TESTS}/holds.test.ts`],
    [
      {
        name: `holds-${action}`,
        replace: '  holds: (',
        by: '  holds: () => true,\n  was: (',
        why: `What ${action} should have changed leaves as it came, and the certificate says that all is well.`,
      },
    ],
  ),
);

export const CERTIFY_MUTANTS: readonly Mutant[] = [
  ...ALWAYS_TRUE,
  ...mutantsOf(
    `${CERTIFY}/certify.ts`,
    [`${TESTS}/certify.test.ts`],
    [
      {
        name: 'certify-no-rules-held',
        replace: '      return ruleNotHeld(action.kind, element);',
        by: '      return null;',
        why: 'An element that its action left as it was goes out.',
      },
      {
        name: 'certify-unsigned',
        replace: '    !isSigned(plan, after.instance, claimsPixels) ||',
        by: '    false ||',
        why: 'An output without stamps counts as de-identified.',
      },
      {
        name: 'certify-no-encrypted-item',
        replace: '(encrypted !== null && !hasItem(after.instance, ENCRYPTED_ATTRIBUTES_SEQUENCE, encrypted))',
        by: 'false',
        why: 'The originals that were to be kept encrypted are lost, and nobody is told.',
      },
      {
        name: 'certify-not-searched-where-kept',
        replace: "    const isLeft = action.kind === 'keep' ||",
        by: "    const isLeft = action.kind === 'keep-valid' ||",
        why: 'A name in an attribute that the rules keep goes out.',
        tests: [`${TESTS}/residue.test.ts`],
      },
      {
        name: 'certify-review-searched-by-nobody',
        replace: "action.kind === 'review' && doubtfulTextOf(plan, element.tag) === 'release'",
        by: 'false',
        why: 'Where nothing is held for a person, what was for them to look at is searched by nobody.',
        tests: [`${TESTS}/searched.test.ts`],
      },
      {
        name: 'certify-issued-not-searched',
        replace: 'isTyped || isIssued(action)) && holdsRemoved(readAs)',
        by: 'isTyped) && holdsRemoved(readAs)',
        why: 'A table that gives the original back as its substitute leaks it.',
        tests: [`${TESTS}/residue.test.ts`, 'test/layers/engine/actions/lookup.test.ts'],
      },
      {
        name: 'certify-unread-is-clean',
        replace: 'return unread.get(sourceOffset(segments, element.valueStart)) !== false;',
        by: 'return unread.get(sourceOffset(segments, element.valueStart)) === true;',
        why: 'A long value that nobody searched counts as clean.',
        tests: [`${TESTS}/searched.test.ts`],
      },
      {
        name: 'certify-no-depth',
        replace: 'return firstOf(decidedItems(instance, decision), visit);',
        by: 'return null;',
        why: 'Nothing within sequences is checked.',
      },
      {
        name: 'certify-meta-not-searched',
        replace: "if (housekeeping.fileMeta === 'keep')",
        by: 'if (false)',
        why: 'A sender’s name in file meta information that the rules keep goes out.',
        tests: [`${TESTS}/searched.test.ts`],
      },
      {
        name: 'certify-preamble-not-searched',
        replace: "if (housekeeping.preamble === 'keep' && hasPreamble)",
        by: 'if (false)',
        why: 'A name in the preamble goes out.',
        tests: [`${TESTS}/searched.test.ts`],
      },
      {
        name: 'certify-unreadable-passes',
        replace: 'if (!(error instanceof DicomError) && !(error instanceof RangeError)) throw error;',
        by: 'if (!(error instanceof DicomError)) throw error;',
        why: 'An output that is cut off ends the function with an error instead of a reason.',
      },
    ],
  ),
  ...mutantsOf(
    `${CERTIFY}/residue.ts`,
    [`${TESTS}/searched.test.ts`, `${TESTS}/residue.test.ts`],
    [
      {
        name: 'residue-un-says-nothing',
        replace: "if (vrFacts(vr).content !== 'binary') return true;",
        by: "if (vr === 'UN') return false;\n  if (vrFacts(vr).content !== 'binary') return true;",
        why: 'A name in a value of VR UN, where makers put anything, goes out.',
      },
      {
        name: 'residue-pictures-everywhere',
        replace: 'return !(PICTURES.has(group) ||',
        by: 'return !(group > 0x20 ||',
        why: 'Binary values beyond the first groups are not searched.',
      },
      {
        name: 'residue-uid-values-not-searched',
        replace:
          'const text = textOf(instance, element);\n    if (isUids(text)) return holdsUid(text, gone.uids);',
        by: 'const text = textOf(instance, element);\n    if (isUids(text)) return false;',
        why: 'The old UID of an instance goes out in another attribute.',
      },
      {
        name: 'residue-uid-pieces-not-searched',
        replace: 'const text = latin1(bytes);\n    if (isUids(text)) return holdsUid(text, gone.uids);',
        by: 'const text = latin1(bytes);\n    if (isUids(text)) return false;',
        why: 'As above, in a long list of UIDs.',
        tests: [`${TESTS}/unread.test.ts`],
      },
      {
        name: 'residue-uid-in-text',
        replace: 'if (mayHoldUid && holdsUid(latin1(bytes), gone.uids)) return true;',
        by: '',
        why: 'The old UID goes out within a text.',
      },
      {
        name: 'residue-uid-stems',
        replace: 'if (uids.has(stem.slice(0, at))) return true;',
        by: 'if (at < 0) return true;',
        why: 'A UID that was made by adding to the old one goes out.',
      },
      {
        name: 'residue-stem-too-long',
        replace: 'const STEM_CHARACTERS = 20;',
        by: 'const STEM_CHARACTERS = 60;',
        why: 'As above, for UIDs of the usual length.',
      },
      {
        name: 'residue-percent',
        replace: 'if (isEscaped && search.whole(unescaped(latin1(bytes)))) return true;',
        by: '',
        why: 'A name in a URI, with its umlauts as octets, goes out.',
      },
      {
        name: 'residue-window',
        replace: 'const AROUND = 256;',
        by: 'const AROUND = 8;',
        why: 'Of a long value so little is looked at that longer names and addresses are not seen.',
      },
      {
        name: 'residue-blocks-share-nothing',
        replace: 'const block = text.slice(Math.max(0, at - AROUND), at + BLOCK);',
        by: 'const block = text.slice(at, at + BLOCK);',
        why: 'A name that lies over the edge of two blocks of a long text is not seen.',
      },
      {
        name: 'residue-numbers-as-DS',
        replace: 'this.#gone.codes.isNumber(trimmed)',
        by: 'false',
        why: 'A patient’s number goes out as a decimal string.',
      },
      {
        name: 'residue-birth-date',
        replace: "return (vr === 'DA' || vr === 'DT') && this.#isBirthDate(trimmed);",
        by: 'return false;',
        why: 'The date of birth goes out in a date that the rules keep.',
      },
      {
        name: 'residue-newborn',
        replace: 'return !isNewborn && births.some(',
        by: 'return births.some(',
        why: 'Every study of a newborn’s first day is quarantined.',
      },
      {
        name: 'residue-not-ascii',
        replace: 'return needsDecoding && readings(bytes, holder).some((text) => search.whole(text));',
        by: 'return false;',
        why: 'Names that are not ASCII go out.',
      },
      {
        name: 'residue-undeclared-utf8',
        replace: 'if (isUtf8(bytes))',
        by: 'if (false)',
        why: 'Names in UTF-8 that the data set does not declare go out.',
      },
      {
        name: 'residue-mostly-text',
        replace: 'return controls * 16 <= looked;',
        by: 'return controls === 0 && looked < 64;',
        why: 'Names with diacritics in a binary value of some length go out.',
      },
    ],
  ),
  ...mutantsOf(
    `${CERTIFY}/removed.ts`,
    [`${TESTS}/searched.test.ts`, `${TESTS}/residue.test.ts`],
    [
      {
        name: 'removed-items-not-collected',
        replace:
          'for (const item of items) if (!stays.has(item)) for (const each of item.elements) collection.add(each);',
        by: '{}',
        why: 'A name in a content item that was taken out is not looked for elsewhere.',
      },
      {
        name: 'removed-sequences-not-collected',
        replace: 'for (const item of element.items) for (const each of item.elements) this.add(each);',
        by: '',
        why: 'A name in a sequence that went as a whole is not looked for elsewhere.',
      },
      {
        name: 'removed-review-collected',
        replace: "if (decision.action.kind === 'review') continue;",
        by: '',
        why: 'What stays for a person to look at is looked for as if it had gone: nearly all is quarantined.',
      },
      {
        name: 'removed-lines-not-cut',
        replace: 'split(/[\\\\\\r\\n]+/)',
        by: 'split(/[\\\\]+/)',
        why: 'Of an address of several lines each line by itself is not looked for.',
      },
      {
        name: 'removed-concept-scheme',
        replace: "return text(0x00080102) === 'DCM' ? text(0x00080100) : '';",
        by: 'return text(0x00080100);',
        why: 'A code of another scheme is taken for the standard’s own.',
      },
      {
        name: 'removed-birth-concept',
        replace: "if (tag === DATE) return concept === BIRTH_DATE_CONCEPT ? 'birth' : null;",
        by: 'if (tag === DATE) return null;',
        why: 'The date of birth of a report’s content item is not looked for.',
      },
      {
        name: 'removed-registered-uids',
        replace: '!isRegisteredUid(uid) && !retained.has(uid)',
        by: '!retained.has(uid)',
        why: 'A SOP class in an item that went is looked for, and every instance of that class quarantined.',
      },
      {
        name: 'removed-retained-values',
        replace: "if (rule === null || action.kind !== 'keep' || decided) continue;",
        by: 'continue;',
        why: 'What an option retains is looked for, because it also stood in a sequence that went.',
      },
      {
        name: 'removed-retained-uids',
        replace: 'if (!this.#retained.uids) this.#addUids(element);',
        by: 'this.#addUids(element);',
        why: 'With UIDs retained, a UID in an item that went quarantines the instance.',
      },
      {
        name: 'removed-phone-attributes',
        replace: "...[...PHONES].map((tag) => [tag, 'phone'] as const),",
        by: '',
        why: 'Telephone numbers are not looked for.',
      },
      {
        name: 'removed-orders',
        replace: "...[...ORDERS].map((tag) => [tag, 'order'] as const),",
        by: '',
        why: 'Numbers of orders and visits are not looked for.',
      },
      {
        name: 'removed-names-made-of-ids',
        replace: "const mayName = kind === 'person' && PATIENT_IDS.has(element.tag);",
        by: 'const mayName = false;',
        why: 'A patient’s name that stands as the Patient ID is looked for as a place is.',
      },
    ],
  ),
  ...mutantsOf(
    `${CERTIFY}/stamped.ts`,
    [`${TESTS}/notWritten.test.ts`],
    [
      {
        name: 'stamped-second-of-its-tag',
        replace: 'part === undefined || elementWith(instance.dataSet, element.tag) !== element',
        by: 'part === undefined',
        why: 'A second copy of a stamp is taken for ours, whatever it says.',
      },
      {
        name: 'stamped-before-ours',
        replace: '...(at === 0 ? [] : [{ ...element, valueEnd: valueStart + at - 1, text: null }]),',
        by: '',
        why: 'What an earlier tool wrote before our method is not searched.',
      },
      {
        name: 'stamped-behind-ours',
        replace:
          '...(isLast ? [] : [{ ...element, valueStart: valueStart + at + own.length + 1, text: null }]),',
        by: '',
        why: 'What stands behind our method is not searched.',
      },
      {
        name: 'stamped-glued',
        replace: "if (!isFirst || !(isLast || rest.startsWith('\\\\'))) continue;",
        by: 'if (!isFirst) continue;',
        why: 'A name glued to our method goes out with it.',
      },
      {
        name: 'stamped-items',
        replace: 'elements.length === own.length &&\n    own.every(',
        by: 'own.every(',
        why: 'An item that has more than we wrote is taken for ours.',
      },
      {
        name: 'stamped-vr',
        replace: 'element.vr === vr &&\n    element.items === null',
        by: 'element.items === null',
        why: 'A stamp in another VR, which readers do not know, counts.',
      },
    ],
  ),
  ...mutantsOf(
    `${CERTIFY}/unread.ts`,
    [`${TESTS}/searched.test.ts`],
    [
      {
        name: 'unread-documents',
        replace: 'if (tag === ENCAPSULATED_DOCUMENT || tag === DATA_SET_TRAILING_PADDING) return true;',
        by: '',
        why: 'The text of an encapsulated document is searched by nobody.',
      },
      {
        name: 'unread-private',
        replace: 'return isPrivate(tag) || vrOfTag(tag) === undefined;',
        by: 'return vrOfTag(tag) === undefined && !isPrivate(tag);',
        why: 'A maker’s long values are searched by nobody.',
      },
      {
        name: 'unread-windows-share-nothing',
        replace: 'before = window.subarray(Math.max(0, window.length - SHARED_BYTES));',
        by: 'before = window.subarray(window.length);',
        why: 'A name that lies over the edge of two reads is not seen.',
        tests: [`${TESTS}/plantedResidue.test.ts`],
      },
      {
        name: 'unread-readable',
        replace: 'return readable * 4 >= bytes.length;',
        by: 'return readable >= bytes.length;',
        why: 'A value that begins with some numbers before its text is not searched.',
      },
      {
        name: 'unread-in-items',
        replace: 'for (const item of element.items) unreadIn(instance, item, found);',
        by: '{}',
        why: 'Long values in items are not searched, and so never released.',
      },
      {
        name: 'unread-kept-though-gone',
        replace: "else if (decision.action.kind === 'review') yield decision.readAs;",
        by: '',
        why: 'A long value that is left for review is searched by nobody.',
      },
    ],
  ),
  ...mutantsOf(
    `${CERTIFY}/birthDates.ts`,
    [`${TESTS}/birthDates.test.ts`],
    [
      {
        name: 'birth-nobodys',
        replace: 'if (NOBODYS.has(year + month + day)) return null;',
        by: '',
        why: 'Every date of 1 January 1900 that stays quarantines an instance.',
      },
      {
        name: 'birth-year-last',
        replace: 'return [y + m + d, d + m + y, m + d + y];',
        by: 'return [y + m + d];',
        why: '14091961 goes out.',
      },
      {
        name: 'birth-named-month',
        replace: 'const isMonth = (word: string) => MONTHS.get(word) === month ||',
        by: 'const isMonth = (word: string) =>',
        why: '14 Sept 1961 goes out.',
      },
      {
        name: 'birth-short-year',
        replace: 'word === four(year) || ((hasSigns || isNamed) && word === two(year % 100));',
        by: 'word === four(year);',
        why: '14.09.61 goes out.',
      },
      {
        name: 'birth-with-time',
        replace: 'if (word.length <= 14 && digits.has(word.slice(0, 8))) return true;',
        by: 'if (word.length === 8 && digits.has(word)) return true;',
        why: 'A date of birth with a time of day goes out.',
      },
      {
        name: 'birth-month-first',
        replace: '(isMonth(a) && isDay(b) && isYear(c, isNamed)) ||',
        by: '',
        why: '09/14/1961 and September 14, 1961 go out.',
      },
    ],
  ),
  ...mutantsOf(
    `${CERTIFY}/identifierCodes.ts`,
    [`${TESTS}/identifierCodes.test.ts`],
    [
      {
        name: 'codes-zeros',
        replace: "if (compact.startsWith('0')) this.#take(compact.replace(/^0+/, ''), kind, filter);",
        by: '',
        why: '7731942 goes out where the Patient ID was 007731942.',
      },
      {
        name: 'codes-subscribers',
        replace: 'for (const number of subscribersOf(value, compact)) this.#take(number, kind, filter);',
        by: '{}',
        why: 'A telephone number without its country’s prefix goes out.',
      },
      {
        name: 'codes-parts',
        replace:
          'if (part.length > 5 && part.length < compact.length && isNumber(part) && !isDateLike(part))',
        by: 'if (false)',
        why: '7731942 goes out where the Patient ID was PX-7731942-K.',
      },
      {
        name: 'codes-within',
        replace:
          "if (kind === 'digits' && this.#isWithin(word, longNumbers) && !isLongDotted(text, index)) return true;",
        by: '',
        why: 'The number within a longer one goes out.',
      },
      {
        name: 'codes-common-numbers',
        replace: 'bare.length > 4 && !isCommonNumber(bare)',
        by: 'bare.length > 4',
        why: 'A patient numbered 65536 has instances quarantined for a range of values.',
      },
      {
        name: 'codes-order-in-own-code',
        replace: "if (place === 'own code') return kind !== 'order';",
        by: "if (place === 'own code') return true;",
        why: 'An order that is numbered by its code is quarantined.',
      },
      {
        name: 'codes-person-wins',
        replace: "if (this.#codes.get(code) === 'person') return;",
        by: '',
        why: 'A person’s number that is also a device’s is looked for as a device’s.',
      },
      {
        name: 'codes-kept-by-station',
        replace: "if (place === 'station') return kind === 'person' || kind === 'phone';",
        by: "if (place === 'station') return true;",
        why: 'A station’s own number, which an option retains, quarantines the instance.',
      },
    ],
  ),
];
