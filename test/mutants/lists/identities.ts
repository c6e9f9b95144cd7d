import { type Mutant, mutantsOf } from '../mutant.ts';

/** What the keys compute: same key, same identity, for ever. */

const ENGINE = 'layers/engine';
const TESTS = 'test/layers/engine';
const GOLDEN = `${TESTS}/identities/golden.test.ts`;

export const IDENTITY_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(
    `${ENGINE}/identities/cleanKey.ts`,
    [`${TESTS}/identities/cleanKey.test.ts`],
    [
      {
        name: 'clean-key-of-no-uid',
        replace: "uid === '' || isValidUid(uid) ? uid : hashedName(key, uid)",
        by: 'uid',
        why: 'A name that stands where a UID should, and that rules kept, is the name of a clean object.',
      },
      {
        name: 'clean-key-without-uid',
        replace: '|| (names.former ?? names).version}.dcm`',
        by: "|| 'no-instance'}.dcm`",
        why: 'All instances without a UID have one key: one of them is left.',
      },
      {
        name: 'clean-key-scope',
        replace: 'await objectNameKey(keys, keyScope)',
        by: "await objectNameKey(keys, '')",
        why: 'Clean keys of two projects can be linked.',
        tests: [`${TESTS}/identities/cleanKey.test.ts`, GOLDEN],
      },
      {
        name: 'clean-key-no-study',
        replace: "|| 'no-study'",
        by: "|| ''",
        why: 'Keys begin with a slash.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/identities/objectNames.ts`,
    [`${TESTS}/identities/objectNames.test.ts`, GOLDEN],
    [
      {
        name: 'names-version-left-out',
        replace: "hashedName(key, `${source}\\x1f${ref.versionId ?? ''}`)",
        by: 'hashedName(key, source)',
        why: 'What was kept of an older version is overwritten by the newer one’s.',
      },
      {
        name: 'names-container-left-out',
        replace: '`${ref.container}\\x1f${ref.key.reveal()}`',
        by: 'ref.key.reveal()',
        why: 'Objects of one key in two buckets or folders are taken for one source.',
      },
      {
        name: 'names-path-ignored',
        replace: 'ref.path?.reveal() ??',
        by: 'false ||',
        why: 'At a desk a file has another name from each folder that it is found from: it conflicts with itself.',
      },
      {
        name: 'names-shorter',
        replace: "toString('hex', 0, 16)",
        by: "toString('hex', 0, 8)",
        why: 'Names of kept and released objects change with an update.',
      },
      {
        name: 'names-another-purpose',
        replace: "purposeLabel('object-name', keyScope)",
        by: "purposeLabel('identity-map', keyScope)",
        why: 'All names of objects change with an update, and share the key of identities.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/identities/identityKey.ts`,
    [GOLDEN],
    [
      {
        name: 'identity-kind-left-out',
        replace: '`${kind}\\x1f${original}`',
        by: 'original',
        why: 'A UID and a patient of one text share a row of the identity map, and all rows are lost with the update.',
      },
      {
        name: 'identity-scope-left-out',
        replace: "return keyScope === '' ? kind : `${kind}/${keyScope}`;",
        by: 'return kind;',
        why: 'Numbers of patients of two projects are one series.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/identities/patientIdentity.ts`,
    [`${TESTS}/actions/patientIdHash.test.ts`, `${TESTS}/actions/allocate.test.ts`],
    [
      {
        name: 'identity-issuer',
        replace: 'return `${id}^^^${namespace}${universal}^${type}`',
        by: 'return `${id}^^^${universal}^${type}`',
        why: 'Two patients of two hospitals with one ID become one.',
      },
      {
        name: 'identity-escapes',
        replace: 'return text.replace(/[\\\\~&^|]/g, (delimiter) => ESCAPES[delimiter] as string);',
        by: 'return text;',
        why: 'An ID that holds a delimiter is taken for another patient’s.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/crypto.ts`,
    [GOLDEN],
    [
      {
        name: 'mac-of-another-text',
        replace: "update(text, 'utf8').digest('binary')",
        by: "update(text, 'latin1').digest('binary')",
        why: 'Identities of texts that are not ASCII change with an update, and differ between adapters.',
      },
      {
        name: 'uuid-version',
        replace: '& 0x0f) | (version << 4)',
        by: '& 0x0f) | (4 << 4)',
        why: 'All UIDs change with an update: studies fall apart.',
      },
      {
        name: 'uuid-variant',
        replace: '& 0x3f) | 0x80',
        by: '& 0x3f) | 0xc0',
        why: 'As above.',
      },
      {
        name: 'uid-root',
        replace: '`2.25.${BigInt(',
        by: '`2.25.1${BigInt(',
        why: 'As above, and the UIDs are no UUIDs.',
      },
      {
        name: 'pseudonym-alphabet',
        replace: "'0123456789ABCDEFGHJKMNPQRSTVWXYZ'",
        by: "'0123456789ABCDEFGHIJKMNPQRSTVWXY'",
        why: 'All pseudonyms change with an update: no patient is found again.',
      },
      {
        name: 'pseudonym-bytes',
        replace: '(bytes[i] as number) & 0x1f',
        by: '(bytes[i] as number) >>> 3',
        why: 'As above.',
      },
      {
        name: 'remembered-one-for-all',
        replace: 'const known = answers.get(text);',
        by: 'const known = answers.values().next().value;',
        why: 'All UIDs become one.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/ports.ts`,
    [GOLDEN],
    [
      {
        name: 'label-version',
        replace: '`lethe/v1/${purpose}',
        by: '`lethe/v2/${purpose}',
        why: 'Every identity changes with an update.',
      },
      {
        name: 'label-scope',
        replace: "${scope === '' ? '' : `/${scope}`}`;",
        by: '`;',
        why: 'Projects that should not be linkable share their keys.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/resolve/answers/pseudonym.ts`,
    [GOLDEN],
    [
      {
        name: 'pseudonym-domain',
        replace: '`${domain}\\x1f${original.reveal()}`',
        by: '`${original.reveal()}`',
        why: 'Equal values of two attributes get one pseudonym, and all pseudonyms change.',
      },
      {
        name: 'pseudonym-name',
        replace: '`PATIENT^${text}`',
        by: '`Patient^${text}`',
        why: 'All pseudonymous names change.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/resolve/answers/shiftAmount.ts`,
    [GOLDEN],
    [
      {
        name: 'shift-of-patient',
        replace: 'return drawn < count ? -(least + drawn) : least + drawn - count;',
        by: 'return drawn < count ? -(least + drawn) + 1 : least + drawn - count;',
        why: 'Dates of a patient move by another amount than those of last year: intervals are lost. Some do not move at all.',
      },
      {
        name: 'shift-scope-in-hash',
        replace: '`${scope}\\x1f${whose}`',
        by: 'whose',
        why: 'As above, for shifts by study.',
      },
      {
        name: 'shift-uniform',
        replace: 'if (word < limit) return word % count;',
        by: 'return word % count;',
        why: 'Small shifts are likelier than large ones.',
        excused:
          'One word in 4 million and fewer is beyond the limit for the ranges that rules can ask for: no test that is not as long could see it.',
      },
      {
        name: 'shift-seconds-of-day',
        replace: 'return 1 + uniform(key, `time of day\\x1f${whose}`, SECONDS_PER_DAY - 1);',
        by: 'return uniform(key, `time of day\\x1f${whose}`, SECONDS_PER_DAY);',
        why: 'Times of day move by another amount than before, and sometimes by none.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/resolve/answers/shift.ts`,
    [
      `${TESTS}/actions/shiftAmounts.test.ts`,
      `${TESTS}/actions/shift.test.ts`,
      `${TESTS}/actions/shiftIntervals.test.ts`,
      `${TESTS}/actions/timeOfDay.test.ts`,
      GOLDEN,
    ],
    [
      {
        name: 'shift-sign-of-day',
        replace: 'return seconds < 0 ? seconds - ofDay : seconds + ofDay;',
        by: 'return seconds + ofDay;',
        why: 'A shift into the past is shorter than was asked for.',
      },
      {
        name: 'shift-amount-shared',
        replace: 'const name = `${request.timeOfDay}\\x1f${whose}`;',
        by: 'const name = whose;',
        why: 'The first rule’s amount is taken for another rule’s.',
      },
      {
        name: 'shift-without-time',
        replace: 'time === null ? null : parseTime(time.reveal())',
        by: 'null',
        why: 'A date is not carried over midnight with its time: intervals are off by a day.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/resolve/shiftScope.ts`,
    [`${TESTS}/actions/shift.test.ts`, GOLDEN],
    [
      {
        name: 'scope-issuer',
        replace: '\\x1f${wholeText(instance, ISSUER_OF_PATIENT_ID)}`',
        by: '`',
        why: 'Two patients of two hospitals with one ID move by one amount, and every amount changes.',
      },
      {
        name: 'scope-nobody',
        replace: 'throw new Refusal(',
        by: "return '';\n  throw new Refusal(",
        why: 'All who have no ID move by one amount: whoever knows one knows all.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/resolve/answers/fantasy.ts`,
    [GOLDEN],
    [
      {
        name: 'fantasy-salt',
        replace: "birthDate.reveal(), salt].join('\\x1f')",
        by: "birthDate.reveal()].join('\\x1f')",
        why: 'Two trials get one made-up person for a patient, and all of them change.',
      },
      {
        name: 'fantasy-same-day',
        replace: 'return formatDate(drawn >= day ? drawn + 1 : drawn);',
        by: 'return formatDate(drawn);',
        why: 'A birth date may become itself.',
        tests: [`${TESTS}/actions/fantasy.test.ts`, GOLDEN],
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/resolve/noise.ts`,
    [GOLDEN, `${TESTS}/resolve/noise.test.ts`],
    [
      {
        name: 'noise-place',
        replace: '${place.path}\\x1f${place.index}\\x1f`',
        by: '${place.index}\\x1f`',
        why: 'Two attributes of one value get one noise: their difference tells both.',
      },
      {
        name: 'noise-sop',
        replace: '`${use}\\x1f${place.sopInstanceUid}\\x1f',
        by: '`${use}\\x1f',
        why: 'All instances get one noise and one initialisation vector.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/resolve/lookupTable.ts`,
    [`${TESTS}/resolve/lookupTable.test.ts`, GOLDEN],
    [
      {
        name: 'lookup-key-of-another',
        replace: 'if (table.keyId !== keyId || table.keyScope !== keyScope)',
        by: 'if (table.keyId !== keyId)',
        why: 'A table of another project has nothing for anybody, and nobody is told.',
      },
      {
        name: 'lookup-spelling',
        replace: '`lookup\\x1f${compose(original)}`',
        by: '`lookup\\x1f${original}`',
        why: 'Müller in another spelling of Unicode is not in the table.',
        tests: [`${TESTS}/actions/lookup.test.ts`],
      },
      {
        name: 'lookup-kind',
        replace: '`lookup\\x1f${compose(original)}`',
        by: 'compose(original)',
        why: 'Tables that were made before have nothing for anybody.',
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/resolve/requests.ts`,
    [`${TESTS}/resolve/requests.test.ts`],
    [
      {
        name: 'request-domain',
        replace: 'return `pseudonym\\n${request.domain}`;',
        by: "return 'pseudonym';",
        why: 'Equal values of two attributes get one pseudonym.',
      },
      {
        name: 'request-time',
        replace: "\\n${time?.reveal() ?? ''}\\n${whose.reveal()}`",
        by: '\\n${whose.reveal()}`',
        why: 'Two dates of one day with different times are carried over midnight together.',
      },
      {
        name: 'request-place',
        replace: 'return `${path}\\n${index}\\n${originalIdentity(original)}`;',
        by: 'return originalIdentity(original);',
        why: 'Equal values share their noise or their initialisation vector.',
      },
      {
        name: 'request-key',
        replace: "return key.from === 'ring' ? 'ring' : `rules ${key.text}`;",
        by: 'return key.from;',
        why: 'Two rules with keys of their own share one.',
      },
    ],
  ),
];
