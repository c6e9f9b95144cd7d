import { type Mutant, mutantsOf } from '../mutant.ts';

/** What actions do to values. */

const ACTIONS = 'layers/engine/actions';
const TESTS = 'test/layers/engine/actions';

export const ACTION_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(
    `${ACTIONS}/dummy.ts`,
    [`${TESTS}/dummy.test.ts`, 'test/cases/cases.test.ts', 'test/layers/engine/references.test.ts'],
    [
      {
        name: 'dummy-private',
        replace: 'return !isPrivate(tag) && !isGroupLength(tag) && tag !== SPECIFIC_CHARACTER_SET;',
        by: 'return !isGroupLength(tag) && tag !== SPECIFIC_CHARACTER_SET;',
        why: 'Private elements of an item stay in its dummy, with their creator.',
      },
      {
        name: 'dummy-group-length',
        replace: 'return !isPrivate(tag) && !isGroupLength(tag) && tag !== SPECIFIC_CHARACTER_SET;',
        by: 'return !isPrivate(tag) && tag !== SPECIFIC_CHARACTER_SET;',
        why: 'A wrong group length stands in a dummied item.',
      },
      {
        name: 'dummy-character-set',
        replace: 'return !isPrivate(tag) && !isGroupLength(tag) && tag !== SPECIFIC_CHARACTER_SET;',
        by: 'return !isPrivate(tag) && !isGroupLength(tag);',
        why: 'A dummied item has a character set that is none, and cannot be read.',
      },
      {
        name: 'dummy-all-items',
        replace: 'return items.every(isReference) ? items : items.slice(0, 1);',
        by: 'return items;',
        why: 'How many requests or persons there were is told.',
      },
      {
        name: 'dummy-references',
        replace: 'return items.every(isReference) ? items : items.slice(0, 1);',
        by: 'return items.slice(0, 1);',
        why: 'A drawing loses all images but the first.',
      },
      {
        name: 'dummy-structural',
        replace: 'if (STRUCTURAL.has(element.tag)) return hasFormOfVr(instance, element);',
        by: 'if (STRUCTURAL.has(element.tag)) return true;',
        why: 'A name in the place of a number of the structure stays.',
      },
      {
        name: 'dummy-uids-at-depth',
        replace: 'for (const inner of dummiedItems(element)) visit(element.tag, inner);',
        by: '',
        why: 'UIDs deep in a dummied item have no replacement: the instance is refused.',
      },
      {
        name: 'dummy-uid-kept',
        replace: "const isKept = action?.kind === 'keep' && valuesOf(instance, element).every(isValidUid);",
        by: "const isKept = action?.kind === 'keep';",
        why: 'A name in the place of a UID that rules keep stays in a dummied item.',
      },
      {
        name: 'dummy-count',
        replace: 'const count = vrFacts(element.vr).multiple ? leastCount(element.tag) : 1;',
        by: 'const count = 1;',
        why: 'Attributes of three values get one, which readers refuse.',
      },
    ],
  ),
  ...mutantsOf(
    `${ACTIONS}/capAge.ts`,
    [`${TESTS}/capAge.test.ts`, `${TESTS}/ageBounds.test.ts`],
    [
      {
        name: 'cap-bound',
        replace: 'return yearsOf(age) > maxYears ? classOver(maxYears) : text;',
        by: 'return yearsOf(age) > maxYears + 1 ? classOver(maxYears) : text;',
        why: 'An age of 90 in other units stays exact.',
      },
      {
        name: 'cap-bound-below',
        replace: 'return yearsOf(age) > maxYears ? classOver(maxYears) : text;',
        by: 'return yearsOf(age) >= maxYears ? classOver(maxYears) : text;',
        why: 'An age of 89, which may stay, goes.',
      },
      {
        name: 'cap-class',
        replace: "formatAge({ count: maxYears + 1, unit: 'Y' })",
        by: "formatAge({ count: maxYears, unit: 'Y' })",
        why: 'Those of 90 and older are told as 89.',
      },
      {
        name: 'cap-no-age',
        replace: "if (age === null) return '';",
        by: 'if (age === null) return text;',
        why: 'A text in the place of an age stays.',
      },
      {
        name: 'cap-no-date',
        replace: 'return day === null || tellsAgeOver',
        by: 'if (day === null) return text;\n  return tellsAgeOver',
        why: 'A text in the place of a date of birth stays.',
      },
    ],
  ),
  ...mutantsOf(
    `${ACTIONS}/birthDate.ts`,
    [`${TESTS}/capAge.test.ts`, `${TESTS}/ageBounds.test.ts`],
    [
      {
        name: 'birth-study-later',
        replace: 'const at = study === null ? now : Math.max(now, anniversaryMs(study, 0));',
        by: 'const at = now;',
        why: 'A study whose date is later than the clock tells an age over 89.',
      },
      {
        name: 'birth-study-placeholder',
        replace: 'return day === null || placeholderDays(undefined).has(day) ? null : day;',
        by: 'return day;',
        why: 'A study of 9999-12-31 makes everybody old: all birth dates go.',
      },
    ],
  ),
  ...mutantsOf(
    `${ACTIONS}/redact.ts`,
    [`${TESTS}/redact.test.ts`, `${TESTS}/ageBounds.test.ts`],
    [
      {
        name: 'redact-bound',
        replace: 'return partialAges && yearsOf(age) <= MOST_YEARS ? text : null;',
        by: 'return partialAges && yearsOf(age) < MOST_YEARS ? text : null;',
        why: 'An age of 89, which may stay, goes.',
      },
      {
        name: 'redact-bound-above',
        replace: 'return partialAges && yearsOf(age) <= MOST_YEARS ? text : null;',
        by: 'return partialAges && yearsOf(age) <= MOST_YEARS + 1 ? text : null;',
        why: 'An age of 90 stays.',
      },
      {
        name: 'redact-old-date',
        replace:
          "const isLeft = partialDates && !isOlderThan({ day, time: null, zone: '' }, MOST_YEARS, now);",
        by: 'const isLeft = partialDates;',
        why: 'The year of a birth more than 89 years ago stays.',
      },
      {
        name: 'redact-full-form',
        replace: 'const age = text.length === 4 ? parseAge(text) : null;',
        by: 'const age = parseAge(text);',
        why: 'A value that is not what it seems passes for an age.',
      },
      {
        name: 'redact-invalid',
        replace: 'if (some === undefined) throw invalid(element);',
        by: 'if (some === undefined) return [text];',
        why: 'A text in the place of a date stays.',
      },
    ],
  ),
  ...mutantsOf(
    `${ACTIONS}/shift.ts`,
    [
      `${TESTS}/shiftAmounts.test.ts`,
      `${TESTS}/shift.test.ts`,
      `${TESTS}/placeholders.test.ts`,
      `${TESTS}/ageBounds.test.ts`,
    ],
    [
      {
        name: 'shift-placeholder',
        replace: 'if (placeholdersOf(action).has(day)) return PLACEHOLDER;',
        by: '',
        why: 'A moved placeholder tells how far all of a patient’s dates have.',
      },
      {
        name: 'shift-placeholder-time',
        replace: 'return day !== null && placeholdersOf(action).has(day) ? PLACEHOLDER : null;',
        by: 'return null;',
        why: 'The moved time of a placeholder tells by how much.',
      },
      {
        name: 'shift-placeholder-instant',
        replace: 'if (isAmong(instant, placeholdersOf(action))) return PLACEHOLDER;',
        by: '',
        why: 'As above, for instants.',
      },
      {
        name: 'shift-capped',
        replace: 'return tellsAgeOver(instant, plan.capAgeYears, subject) ? CAPPED : null;',
        by: 'return null;',
        why: 'A moved birth date tells an age over 89.',
        tests: [`${TESTS}/capAge.test.ts`, `${TESTS}/ageBounds.test.ts`],
      },
      {
        name: 'shift-old',
        replace: 'if (years !== null && isOlderThan(instant, years, now)) return DROPPED;',
        by: '',
        why: 'Values that rules want dropped for their age stay.',
      },
      {
        name: 'shift-invalid',
        replace: "if (action.whenInvalid === 'quarantine' && !isWritten(reading)) throw invalid(element);",
        by: '',
        why: 'What rules want refused is emptied.',
      },
      {
        name: 'shift-one-date-many-times',
        replace: '(dates.length === 1 ? dates[0] : dates[index])',
        by: 'dates[index]',
        why: 'The second time of a placeholder date is moved, and tells by how much.',
      },
    ],
  ),
  ...mutantsOf(
    `${ACTIONS}/replaceUid.ts`,
    [`${TESTS}/refusedValues.test.ts`, `${TESTS}/replaceUid.test.ts`],
    [
      {
        name: 'uid-own',
        replace: "return uid !== '' && !isOfStandard(element.tag, uid);",
        by: "return uid !== '' && isOfStandard(element.tag, uid);",
        why: 'UIDs stay, and SOP classes are replaced.',
      },
      {
        name: 'uid-one-for-all',
        replace: "return oneForAll && uids.some((uid) => isOwn(uid, subject)) ? [uids.join('\\\\')] : uids;",
        by: 'return uids;',
        why: 'Parity with a system that makes one UID of several is lost.',
      },
      {
        name: 'uid-not-for-vr',
        replace:
          "if (element.vr !== 'UI' && vrOfTag(element.tag) !== 'UI') throw notForVr('replace-uid', element);",
        by: '',
        why: 'A text that a rule takes for a UID is made one.',
      },
    ],
  ),
  ...mutantsOf(
    `${ACTIONS}/pseudonym.ts`,
    [`${TESTS}/pseudonym.test.ts`],
    [
      {
        name: 'pseudonym-of-nobody',
        replace: "if (value !== '' || whenEmpty === undefined) return value;",
        by: "if (value !== '') return value;",
        why: 'An empty Patient ID becomes one: patients are made of studies.',
      },
      {
        name: 'pseudonym-one-for-nobody',
        replace: "return study === '' ? '' : `${OF_STUDY}${study}`;",
        by: 'return OF_STUDY;',
        why: 'All who have no accession number become one.',
      },
      {
        name: 'pseudonym-of-attribute',
        replace: "domain: `${vr === 'PN' ? 'name' : 'id'}/${hexTag(tag)}`,",
        by: "domain: vr === 'PN' ? 'name/' : 'id/',",
        why: 'Equal values of two attributes get one pseudonym.',
      },
    ],
  ),
  ...mutantsOf(
    `${ACTIONS}/cleanGraphics.ts`,
    [`${TESTS}/refusedValues.test.ts`, `${TESTS}/cleanGraphics.test.ts`],
    [
      {
        name: 'graphics-data',
        replace:
          'if (elementOf(element.tag) === DATA) return showsNoText(instance, element) ? null : REMOVE;',
        by: 'if (elementOf(element.tag) === DATA) return null;',
        why: 'Drawings, which may show a name, stay.',
      },
      {
        name: 'graphics-unknown',
        replace:
          'if (known === undefined || element.vr !== vrOfTag(element.tag) || element.fragments !== null) return REMOVE;',
        by: 'if (known === undefined) return REMOVE;',
        why: 'Of a curve stays what is written in another VR than it should.',
      },
      {
        name: 'graphics-un',
        replace: "if (element.vr === 'UN') return REMOVE;",
        by: '',
        why: 'An overlay’s text of VR UN stays.',
      },
    ],
  ),
  ...mutantsOf(
    `${ACTIONS}/cleanText.ts`,
    [`${TESTS}/refusedValues.test.ts`, `${TESTS}/cleanText.test.ts`],
    [
      {
        name: 'text-bytes',
        replace: "if (element.vr === 'OB') return { kind: 'remove' };",
        by: "if (element.vr === 'OB') return null;",
        why: 'A maker’s notes, which nobody can read, stay.',
      },
      {
        name: 'text-of-source',
        replace: 'const own = identifiersOf(subject.source ?? subject.instance);',
        by: 'const own = identifiersOf(subject.instance);',
        why: 'The certificate holds texts against an output that has no names any more: it finds nothing.',
        tests: [
          `${TESTS}/cleanText.test.ts`,
          'test/layers/engine/certify/holds.test.ts',
          'test/layers/engine/certify/cleanedText.test.ts',
        ],
      },
      {
        name: 'text-cut',
        replace: 'return settled.text === fitting ? settled : { text: REMOVED, doubts: [] };',
        by: 'return { text: fitting, doubts: [] };',
        why: 'What a cut made look like an identifier stays, and the certificate refuses the instance.',
        excused:
          'No text was found in which a cut makes an identifier of what was none: the line is for a recogniser still to come.',
      },
      {
        name: 'text-code-string',
        replace: 'return { text: text === value ? value : REMOVED_CODE, doubts: [] };',
        by: 'return { text, doubts: [] };',
        why: 'A code string has brackets, which the standard does not allow.',
      },
    ],
  ),
  ...mutantsOf(
    `${ACTIONS}/copy.ts`,
    [`${TESTS}/copy.test.ts`],
    [
      {
        name: 'copy-of-source',
        replace: 'if (edit === null) return textOf(instance, element);',
        by: 'if (edit !== undefined) return textOf(instance, element);',
        why: 'The original of another attribute is copied, not what it became.',
      },
      {
        name: 'copy-circle',
        replace: 'for (let tag = from; !seen.has(tag); ) {',
        by: 'for (let tag = from; seen.size < 1; ) {',
        why: 'A copy of a copy is empty.',
      },
    ],
  ),
  ...mutantsOf(
    `${ACTIONS}/keyedValue.ts`,
    [`${TESTS}/hash.test.ts`, `${TESTS}/encrypt.test.ts`],
    [
      {
        name: 'keyed-fragments-skipped',
        replace: "if (element.fragmentsSkipped) throw new RangeError('fragments that were not looked at');",
        by: '',
        why: 'Of pixels that are hashed some stay as they are.',
        excused:
          '`wantFragments` has the object indexed again before: this is for a mistake of ours, and no object gets here.',
      },
      {
        name: 'keyed-table-hashed',
        replace: '(element.fragments ?? []).slice(1)',
        by: '(element.fragments ?? [])',
        why: 'The offset table is hashed, and one fragment more written.',
      },
    ],
  ),
  ...mutantsOf(
    `${ACTIONS}/fantasy.ts`,
    [`${TESTS}/fantasy.test.ts`],
    [
      {
        name: 'fantasy-no-date',
        replace: "return text !== '' && (action.part === 'name' || parseDate(text) !== null);",
        by: "return text !== '';",
        why: 'A text in the place of a date ends the function with an error.',
      },
    ],
  ),
  ...mutantsOf(
    'layers/engine/resolve/perturbation.ts',
    ['test/layers/engine/resolve/perturbation.test.ts', `${TESTS}/perturb.test.ts`],
    [
      {
        name: 'perturb-clamped',
        replace: 'clamped(whole(words.getUint16(at, little), how, noise), 0, 0xffff)',
        by: 'whole(words.getUint16(at, little), how, noise)',
        why: 'A number with noise goes once round its range.',
      },
      {
        name: 'perturb-length',
        replace: 'if (wordBytes === 0 || value.length % wordBytes !== 0) return null;',
        by: '',
        why: 'A value of half words ends the function with an error.',
      },
      {
        name: 'perturb-finite',
        replace: 'return Number.isFinite(value) ? decimalString(value) : null;',
        by: 'return decimalString(value);',
        why: 'Infinity is written as a decimal string.',
      },
    ],
  ),
];
