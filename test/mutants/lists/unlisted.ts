import { type Mutant, mutantsOf } from '../mutant.ts';

/** What no table lists, and what options retain of devices in items. */

const SEARCHED = ['test/layers/engine/certify/searched.test.ts'];
const UNLISTED = ['test/rules/ps315/unlistedEngine.test.ts'];

export const UNLISTED_MUTANTS: readonly Mutant[] = [
  ...mutantsOf('layers/engine/certify/removed.ts', SEARCHED, [
    {
      name: 'unlisted-retained-uids',
      replace: '!isRegisteredUid(uid) && !retained.has(uid)',
      by: '!isRegisteredUid(uid)',
      why: 'The UID of a device that an option retains is looked for, because the report that goes names it.',
    },
    {
      name: 'unlisted-retained-persons',
      replace: "return kind === 'device' || kind === 'place';",
      by: 'return kind !== undefined;',
      why: 'An identifier that a rule keeps in one item is no longer looked for anywhere.',
    },
  ]),
  ...mutantsOf('layers/dicom/standard/vrOfTag.ts', UNLISTED, [
    {
      name: 'unlisted-unknown-stays',
      replace: 'return !isPrivate(tag) && vrOfTag(tag) === undefined;',
      by: 'return isPrivate(tag) && vrOfTag(tag) === undefined;',
      why: 'What PS3.6 does not have leaves as it came, in implicit VR with whole sequences.',
    },
  ]),
  ...mutantsOf('rules/ps315/unlistedRules.ts', UNLISTED, [
    {
      name: 'unlisted-descriptors-stay',
      replace: "if (!options.has('cleanDescriptors') ||",
      by: "if (options.has('cleanDescriptors') ||",
      why: 'The label of a segment keeps the name in it where descriptions are cleaned.',
    },
  ]),
];
