import { type Mutant, mutantsOf } from '../mutant.ts';

/** What a second opinion sees. */

const VERIFY = 'layers/verify';
const TESTS = 'test/layers/verify';
const FAULTS = [`${TESTS}/faults/faults.test.ts`];
const HONEST = [`${TESTS}/verify.test.ts`, ...FAULTS];

export const VERIFY_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(`${VERIFY}/checks/residue.ts`, FAULTS, [
    {
      name: 'verify-glued-words',
      replace: 'if (/[a-z][A-Z]/.test(text))',
      by: 'if (/[A-Z]{40}/.test(text))',
      why: 'A name that is glued to another word is not found.',
    },
    {
      name: 'verify-joined-numbers',
      replace: 'const MOST_JOINED = 8;',
      by: 'const MOST_JOINED = 1;',
      why: 'A number with other separators is not found.',
    },
    {
      name: 'verify-runs',
      replace: 'if (compact.includes(run)) return token;',
      by: 'if (compact === run) return token;',
      why: 'A name in a script without spaces is not found within other text.',
      tests: [`${TESTS}/tokens.test.ts`],
    },
    {
      name: 'verify-others',
      replace: "looked.find('TOKEN_OF_ANOTHER', 'warning', placed.path);\n    }",
      by: '{}\n    }',
      why: 'The name of another patient is not told of.',
    },
    {
      name: 'verify-deflated-body',
      replace: '  if (instance.isDeflated)\n',
      by: '  if (instance.rest !== null)\n',
      why: 'The bytes of a deflated data set are not searched.',
      tests: [`${TESTS}/tokens.test.ts`],
    },
  ]),
  ...mutantsOf(`${VERIFY}/checks/textDates.ts`, FAULTS, [
    {
      name: 'verify-date-in-text',
      replace: 'return c.length === 4 ? [c + y + x, c + x + y] : [];',
      by: 'return [];',
      why: 'A birth date as people write it is not found.',
    },
    {
      name: 'verify-short-year',
      replace: "return ['19', '20'].flatMap",
      by: "return ['18'].flatMap",
      why: 'A birth date with two digits of the year is not found.',
    },
  ]),
  ...mutantsOf(`${VERIFY}/checks/unpacked.ts`, FAULTS, [
    {
      name: 'verify-base64-lines',
      replace: "Buffer.from(run.replace(/\\s/g, ''), 'base64')",
      by: "Buffer.from('', 'base64')",
      why: 'Base64 that goes over a line is not found.',
    },
  ]),
  ...mutantsOf(`${VERIFY}/checks/derived.ts`, FAULTS, [
    {
      name: 'verify-derived',
      replace: "starts.add(startOf(digest.toString('hex'))).add(startOf(digest.toString('base64')));",
      by: "starts.add(startOf(digest.toString('hex')));",
      why: 'A hash in base64 that anybody can make passes for a pseudonym.',
    },
  ]),
  ...mutantsOf(`${VERIFY}/checks/patients.ts`, FAULTS, [
    {
      name: 'verify-two-patients',
      replace: 'const isWord = backward.size === 1;',
      by: 'const isWord = true;',
      why: 'Two patients with one new Patient ID hold no release.',
      tests: [`${TESTS}/beyond.test.ts`],
    },
    {
      name: 'verify-twice',
      replace: 'if (instances.has(key)) {',
      by: "if (key === '') {",
      why: 'An instance that is there twice is not told of.',
    },
  ]),
  ...mutantsOf(`${VERIFY}/checks/byteSearch.ts`, FAULTS, [
    {
      name: 'verify-base64',
      replace: 'return [0, 1, 2].map((before) => {',
      by: 'return [0].map((before) => {',
      why: 'Base64 is found in one of three places.',
      tests: [`${TESTS}/tokens.test.ts`],
    },
    {
      name: 'verify-pieces',
      replace: 'const last = at < end ? bytes.length - longest : bytes.length - LEAST_BYTES;',
      by: 'const last = bytes.length - 1;',
      why: 'What stands across two pieces of a large file is not found.',
      tests: [`${TESTS}/tokens.test.ts`],
    },
  ]),
  ...mutantsOf(`${VERIFY}/checks/profile.ts`, HONEST, [
    {
      name: 'verify-senders',
      replace: 'if (isMeta) checkSender(looked, placed);',
      by: '',
      why: 'Who sent the file is not looked at.',
    },
    {
      name: 'verify-removed-by-rule',
      replace: "const isRemoved = word === 'removes';",
      by: 'const isRemoved = false;',
      why: 'A value where a rule removes one passes.',
    },
    {
      name: 'verify-dates-that-stay',
      replace: "looked.find('DATE_KEPT', 'error', path);",
      by: "looked.find('DATE_KEPT', 'note', path);",
      why: 'A date that did not move holds no release.',
    },
  ]),
  ...mutantsOf(`${VERIFY}/checks/uids.ts`, FAULTS, [
    {
      name: 'verify-two-old',
      replace: "if (other !== undefined && other !== key) return 'UID_TWO_OLD';",
      by: '',
      why: 'Two instances that became one pass.',
    },
    {
      name: 'verify-two-new',
      replace: 'if (before !== undefined && before.made !== made)',
      by: 'if (before !== undefined && before.made === `${made} `)',
      why: 'One study that became two passes.',
    },
    {
      name: 'verify-meta',
      replace: '  checkMeta(looked);\n',
      by: '',
      why: 'File meta information that names another instance passes.',
    },
  ]),
  ...mutantsOf(`${VERIFY}/checks/dates.ts`, FAULTS, [
    {
      name: 'verify-shift',
      replace: '(same !== undefined && same !== seconds) ||',
      by: '(same !== undefined && Math.abs(same - seconds) > 100_000) ||',
      why: 'A date that is off by one passes.',
    },
  ]),
  ...mutantsOf(`${VERIFY}/checks/changes.ts`, FAULTS, [
    {
      name: 'verify-lost',
      replace: "looked.find('ELEMENT_LOST', severityOf(looked, placed), placed.path);",
      by: "looked.find('ELEMENT_LOST', 'note', placed.path);",
      why: 'An attribute that was lost holds no release.',
    },
    {
      name: 'verify-changed',
      replace: "looked.find('CHANGE_UNEXPLAINED', severityOf(looked, placed), placed.path);",
      by: "looked.find('CHANGE_UNEXPLAINED', 'note', placed.path);",
      why: 'A number that changed holds no release.',
    },
  ]),
  ...mutantsOf(`${VERIFY}/checks/pixels.ts`, FAULTS, [
    {
      name: 'verify-pixels',
      replace: 'const isSaid =\n    blanked !== null ||',
      by: 'const isSaid =\n    digest !== null ||',
      why: 'A pixel that changed passes.',
    },
  ]),
  ...mutantsOf(
    `${VERIFY}/checks/blanked.ts`,
    [`${TESTS}/blanked.test.ts`],
    [
      {
        name: 'verify-outside-of-boxes',
        replace: "if (isOther && isIn === 0 && knowsWhere) return 'elsewhere';",
        by: '',
        why: 'Beside an area that somebody blanked others can be filled alike.',
      },
      {
        name: 'verify-not-blank',
        replace: "verdict = 'not-blank';\n      }",
        by: "verdict = 'as-said';\n      }",
        why: 'An area that is said to be blanked may show what it showed.',
      },
      {
        name: 'verify-other-frames',
        replace: "else if (digest(made, after, frame) !== digest(was, before, frame)) return 'elsewhere';",
        by: '',
        why: 'A compressed frame that nobody blanked may be another.',
      },
    ],
  ),
  ...mutantsOf(
    `${VERIFY}/reader/dataSet.ts`,
    [`${TESTS}/beyond.test.ts`],
    [
      {
        name: 'verify-unknown-vr',
        replace: "const known = vr === 'UN' ? dictionaryVr(tag) : vr;",
        by: 'const known = vr;',
        why: 'Of a source that says UN no name is looked for.',
      },
    ],
  ),
  ...mutantsOf(`${VERIFY}/checks/privateData.ts`, FAULTS, [
    {
      name: 'verify-no-creator',
      replace: "if (element.creator === null || element.creator === '') {",
      by: "if (element.creator === 'nobody') {",
      why: 'A private attribute without a creator is not told as one.',
    },
  ]),
  ...mutantsOf(
    `${VERIFY}/cohort/row.ts`,
    ['test/cli/verify/verify.test.ts'],
    [
      {
        name: 'verify-withheld',
        replace: 'if (flagged.size === 0) return false;',
        by: 'return false;',
        why: 'Values of the source are in the report, where a finding says that they are.',
      },
    ],
  ),
  ...mutantsOf(
    `${VERIFY}/risk/risk.ts`,
    [`${TESTS}/risk.test.ts`],
    [
      {
        name: 'verify-below',
        replace: 'if (patients.length < asked) below += patients.length;',
        by: 'if (patients.length <= asked) below += patients.length;',
        why: 'Patients of a class that is large enough count as below it.',
      },
      {
        name: 'verify-steps',
        replace: 'const low = Math.floor(value / step + 1e-9) * step;',
        by: 'const low = Math.round(value / step) * step;',
        why: 'An age of 33 is one of 35 to 40.',
      },
    ],
  ),
  ...mutantsOf(
    `${VERIFY}/reader/read.ts`,
    [`${TESTS}/reader.test.ts`],
    [
      {
        name: 'verify-behind-deflated',
        replace: 'const isOver = file.sizeBytes - end > 1;',
        by: 'const isOver = false;',
        why: 'What stands behind a deflated data set is not seen.',
      },
    ],
  ),
];
