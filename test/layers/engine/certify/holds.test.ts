import { createHash, type KeyObject } from 'node:crypto';
import { type Edit, editAt, withEdits } from '../../../../layers/dicom/edit.ts';
import { type Element, elementWith, formatPath } from '../../../../layers/dicom/element.ts';
import { asciiValue } from '../../../../layers/dicom/encode.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import type { Vr } from '../../../../layers/dicom/vr.ts';
import { purposeLabel } from '../../../../layers/engine/ports.ts';
import { hashLookup } from '../../../../layers/engine/resolve/lookupTable.ts';
import { loadCleaner } from '../../../../layers/text/lazyCleaner.ts';
import { compileRules } from '../../../../rules/compile.ts';
import { RULE_DIALECTS } from '../../../../rules/dialects.ts';
import { type RulePlan, type SimpleAction, sealPlan } from '../../../../rules/plan.ts';
import { planNamed } from '../../../fuzz/plans.ts';
import { exampleNamed } from '../../../rules/harness.ts';
import { el, type Node, sq } from '../../../support/build.ts';
import { syntheticStudy } from '../../../support/study.ts';
import { byPatient, instanceWith, planOf, shiftBy } from '../actions/shiftPlan.ts';
import { testKeys } from '../harness.ts';
import { elementsOf, leaving, takenApart } from './apart.ts';

// The engine does so itself; these take its steps by themselves.
beforeAll(async () => {
  await loadCleaner();
});

/**
 * What every action leaves is checked by its own `holds`, whatever the profile or dialect that asked for it: what is left as it came, and what is another
 * value than it should be, is no clean instance. The plans here search for nothing, so that no search catches what a check lets pass.
 */

/** `keep-valid` is settled to keep or remove before it is anybody's action; a look-up may still come to it, below. */
type Checked = Exclude<SimpleAction['kind'], 'keep' | 'review' | 'keep-valid'>;

interface Case {
  readonly action: SimpleAction;
  /** What the action is about, and what it wants beside it. */
  readonly on: Node;
  readonly beside?: readonly Node[];
  /** A value that the action would not leave; none: there is hardly any that it cannot leave. */
  readonly other?: readonly [vr: Vr, text: string];
}

const TABLE = createHash('sha256').update('a table').digest('hex');
const RING = { from: 'ring' } as const;
const NAME = el(0x00100010, 'PN', 'Zwieback^Oriane');
const DESCRIPTION = el(0x00081030, 'LO', 'Seen by Dr. Halvorsen');
const ID = el(0x00100020, 'LO', 'KH-1234567');
const code = (value: string) => [
  el(0x00080100, 'SH', value),
  el(0x00080102, 'SH', 'DCM'),
  el(0x00080104, 'LO', 'Meaning'),
];

const CASES: { readonly [K in Checked]: readonly (Case & { readonly action: { readonly kind: K } })[] } = {
  remove: [{ action: { kind: 'remove' }, on: DESCRIPTION, other: ['LO', ''] }],
  empty: [
    { action: { kind: 'empty' }, on: DESCRIPTION, other: ['LO', 'x'] },
    { action: { kind: 'empty' }, on: sq(0x00081115, [[DESCRIPTION]]) },
  ],
  dummy: [
    { action: { kind: 'dummy' }, on: DESCRIPTION, other: ['LO', 'ANOTHER'] },
    { action: { kind: 'dummy' }, on: el(0x00080020, 'DA', '20190304'), other: ['DA', '20190305'] },
    { action: { kind: 'dummy' }, on: sq(0x00081115, [[DESCRIPTION]]) },
    { action: { kind: 'dummy' }, on: el(0x00200052, 'UI', '1.2.3.9'), other: ['UI', '1.2.3.10'] },
  ],
  set: [{ action: { kind: 'set', values: ['Knee'] }, on: DESCRIPTION, other: ['LO', 'Elbow'] }],
  copy: [
    {
      action: { kind: 'copy', from: asTag(0x00080060) },
      on: DESCRIPTION,
      beside: [el(0x00080060, 'CS', 'CT')],
      other: ['LO', 'MR'],
    },
  ],
  'replace-uid': [
    {
      action: { kind: 'replace-uid', method: 'keyed' },
      on: el(0x00200052, 'UI', '1.2.3.9'),
      other: ['UI', '1.2.3.10'],
    },
    {
      action: { kind: 'replace-uid', method: 'md5' },
      on: el(0x00200052, 'UI', '1.2.3.9'),
      other: ['UI', '1.2.3.10'],
    },
  ],
  pseudonym: [
    { action: { kind: 'pseudonym' }, on: ID, other: ['LO', 'KH-1'] },
    { action: { kind: 'pseudonym', whenEmpty: 'dummy' }, on: NAME, other: ['PN', 'Roe^Richard'] },
    {
      action: { kind: 'pseudonym', whenEmpty: 'dummy' },
      on: el(0x00080050, 'SH', ''),
      other: ['SH', '4711'],
    },
  ],
  allocate: [
    {
      action: { kind: 'allocate', template: 'TRIAL-{###}', whenNoPatientId: 'quarantine' },
      on: ID,
      other: ['LO', 'TRIAL-999'],
    },
  ],
  lookup: [
    { action: { kind: 'lookup', table: TABLE, whenMissing: 'quarantine' }, on: ID, other: ['LO', 'P-2'] },
    {
      action: { kind: 'lookup', table: TABLE, whenMissing: { kind: 'empty' } },
      on: DESCRIPTION,
      other: ['LO', 'P-2'],
    },
    // A text that is no number.
    {
      action: { kind: 'lookup', table: TABLE, whenMissing: { kind: 'keep-valid' } },
      on: el(0x00200013, 'IS', 'Zwieback'),
    },
  ],
  'patient-id-hash': [{ action: { kind: 'patient-id-hash', keyed: true }, on: ID, other: ['LO', 'KH-1'] }],
  fantasy: [
    {
      action: { kind: 'fantasy', part: 'name', salt: '', keepSex: false },
      on: NAME,
      other: ['PN', 'Roe^Richard'],
    },
    {
      action: { kind: 'fantasy', part: 'birth-date', salt: '', keepSex: false },
      on: el(0x00100030, 'DA', '19610914'),
      other: ['DA', '19610915'],
    },
  ],
  shift: [
    { action: shiftBy(byPatient()), on: el(0x00080020, 'DA', '20190304'), other: ['DA', '20190305'] },
    {
      action: shiftBy(byPatient(), { timeOfDay: 'shift' }),
      on: el(0x00080030, 'TM', '101112'),
      other: ['TM', '101113'],
    },
    {
      action: shiftBy(byPatient()),
      on: el(0x0008002a, 'DT', '20190304101112'),
      other: ['DT', '20190305101112'],
    },
    // Neither a placeholder nor what is no date stays.
    { action: shiftBy(byPatient()), on: el(0x00080020, 'DA', '19000101') },
    { action: shiftBy(byPatient()), on: el(0x00080020, 'DA', 'Zwieback') },
  ],
  'cap-age': [
    { action: { kind: 'cap-age', maxYears: 89 }, on: el(0x00101010, 'AS', '095Y'), other: ['AS', '091Y'] },
    {
      action: { kind: 'cap-age', maxYears: 89 },
      on: el(0x00100030, 'DA', '19200101'),
      other: ['DA', '19210101'],
    },
  ],
  redact: [
    {
      action: { kind: 'redact', partialDates: true, partialAges: true, microsoftNoon: false },
      on: el(0x00080020, 'DA', '20190304'),
      other: ['DA', '20190305'],
    },
    {
      action: { kind: 'redact', partialDates: true, partialAges: true, microsoftNoon: false },
      on: el(0x0008002a, 'DT', '20190304101112'),
      other: ['DT', '20190101101112'],
    },
    {
      action: { kind: 'redact', partialDates: true, partialAges: true, microsoftNoon: false },
      on: el(0x00101010, 'AS', '095Y'),
      other: ['AS', '090Y'],
    },
    {
      action: { kind: 'redact', partialDates: false, partialAges: false, microsoftNoon: false },
      on: DESCRIPTION,
      other: ['LO', 'x'],
    },
  ],
  perturb: [
    {
      action: { kind: 'perturb', span: 10, range: 'fixed', roundTo: 3 },
      on: el(0x00101030, 'DS', '71.5'),
      other: ['DS', '71.6'],
    },
    { action: { kind: 'perturb', span: 1_000, range: 'fixed', roundTo: 0 }, on: el(0x00280106, 'US', [500]) },
  ],
  hash: [
    {
      action: { kind: 'hash', key: RING, algorithm: 'sha256', matchLength: true },
      on: ID,
      other: ['LO', '1234567890'],
    },
    {
      action: { kind: 'hash', key: RING, algorithm: 'sha256', matchLength: false },
      on: el(0x00282000, 'OB', Uint8Array.of(1, 2, 3, 4)),
    },
  ],
  encrypt: [
    { action: { kind: 'encrypt', key: RING, asciiOnly: false }, on: ID, other: ['LO', 'KH-1'] },
    {
      action: { kind: 'encrypt', key: RING, asciiOnly: false },
      on: el(0x00282000, 'OB', Uint8Array.of(1, 2, 3, 4)),
    },
  ],
  'clean-text': [
    { action: { kind: 'clean-text' }, on: DESCRIPTION, other: ['LO', 'Read by Dr. Halvorsen'] },
    { action: { kind: 'clean-text' }, on: NAME, other: ['PN', 'Roe^Richard'] },
    { action: { kind: 'clean-text' }, on: el(0x00282000, 'OB', Uint8Array.of(1, 2, 3, 4)) },
  ],
  'clean-content': [
    {
      action: {
        kind: 'clean-content',
        concepts: [
          { value: '121008', scheme: 'DCM', meaning: 'Person Observer Name', valueType: 'TEXT', action: 'X' },
        ],
        dates: null,
      },
      on: sq(0x0040a730, [
        [el(0x0040a040, 'CS', 'TEXT'), sq(0x0040a043, [code('121008')]), el(0x0040a160, 'UT', 'knee')],
        [el(0x0040a040, 'CS', 'TEXT'), sq(0x0040a043, [code('121071')]), el(0x0040a160, 'UT', 'knee')],
      ]),
    },
  ],
  'clean-graphics': [
    {
      action: { kind: 'clean-graphics' },
      on: el(0x60003000, 'OW', new Uint8Array(8)),
      beside: [el(0x60000040, 'CS', 'G')],
    },
    {
      action: { kind: 'clean-graphics' },
      on: el(0x60004000, 'LT', 'Seen by Dr. Halvorsen'),
      other: ['LT', 'Read by Dr. Halvorsen'],
    },
  ],
};

const lookups = async () => {
  const label = purposeLabel('identity-map', '');
  const subkey = (await testKeys().subkeys([label])).get(label) as KeyObject;
  return new Map([[TABLE, hashLookup([{ original: 'KH-1234567', substitute: 'P-1' }], subkey)]]);
};

describe.each(Object.entries(CASES))('%s', (_kind, cases) => {
  it('does not hold for what is left as it came, nor for another value', async () => {
    for (const { action, on, beside = [], other } of cases) {
      const tag = (on as Node & { readonly tag: number }).tag;
      const plan = planOf([tag, action]);
      const { before, edits, judge } = await takenApart(instanceWith([...beside, on]), plan, await lookups());
      const element = elementWith(before.dataSet, asTag(tag)) as Element;
      const said = [formatPath(element), action, judge(edits)];
      expect(said).toEqual([formatPath(element), action, null]);
      const isEdited = editAt(edits.elements, element.start) !== undefined;
      if (isEdited) expect([action, judge(leaving(edits, element))]).toEqual([action, 'RULE_NOT_HELD']);
      expect(isEdited || other !== undefined).toBe(true);
      if (other === undefined) continue;
      const by = { tag: asTag(tag), vr: other[0], value: asciiValue(other[1], other[0]) };
      const over = new Map<number, Edit>([[element.start, { kind: 'replace', by }]]);
      expect([action, judge({ ...edits, elements: withEdits(edits.elements, over) })]).toEqual([
        action,
        'RULE_NOT_HELD',
      ]);
    }
  });
});

const PLANS: readonly (readonly [string, () => RulePlan])[] = [
  ...RULE_DIALECTS.map(
    (dialect) =>
      [
        `the example of ${dialect}`,
        () => {
          const file = { dcm4chee: 'dcm4chee.txt', proknow: 'proknow.xml' } as Partial<
            Record<string, string>
          >;
          const { plan } = compileRules(exampleNamed(file[dialect] ?? `${dialect}.json`));
          if (plan === null) throw new Error(`the example of ${dialect} has no plan`);
          return plan;
        },
      ] as const,
  ),
  ['every option of the profile', () => planNamed('options')],
];

/** A slice of the synthetic CT, and its report: real values of every kind. */
const FILES = syntheticStudy().files.filter(({ name }) => ['ct/slice-1.dcm', 'sr/report.dcm'].includes(name));

describe('an edit that is left out is seen', () => {
  it.each(PLANS)('under %s', async (_what, planOfIt) => {
    const { digest: _digest, ...draft } = planOfIt();
    const plan = sealPlan({ ...draft, searchResidue: false });
    const missed: string[] = [];
    let tried = 0;
    for (const { name, bytes } of FILES) {
      const { edits, judge, before } = await takenApart(bytes, plan);
      expect([name, judge(edits)]).toEqual([name, null]);
      for (const element of elementsOf(before.dataSet)) {
        if (editAt(edits.elements, element.start) === undefined) continue;
        tried += 1;
        if (judge(leaving(edits, element)) === null) missed.push(`${name} ${formatPath(element)}`);
      }
    }
    expect(tried).toBeGreaterThan(5);
    expect(missed).toEqual([]);
  });
});
