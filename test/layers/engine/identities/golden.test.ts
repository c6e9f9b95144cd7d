import type { KeyObject } from 'node:crypto';
import { cleanKeyOf } from '../../../../layers/engine/identities/cleanKey.ts';
import { type IdentityKind, identityKey } from '../../../../layers/engine/identities/identityKey.ts';
import { namesOf } from '../../../../layers/engine/identities/objectNames.ts';
import { Phi } from '../../../../layers/engine/phi.ts';
import { type KeyPurpose, type ObjectRef, purposeLabel } from '../../../../layers/engine/ports.ts';
import { microsoftOffset } from '../../../../layers/engine/resolve/answers/shiftAmount.ts';
import { formatLookup, hashLookup } from '../../../../layers/engine/resolve/lookupTable.ts';
import type { Action } from '../../../../rules/plan.ts';
import { el, type Node } from '../../../support/build.ts';
import { instanceWith, planOf, shiftBy } from '../actions/shiftPlan.ts';
import { cleanBytes, parsed, testKeys } from '../harness.ts';
import GOLDEN from './golden.json' with { type: 'json' };

/**
 * Same key, same identity, for ever: what Lethe computed of these values with this root key, it must compute in every later version. Studies that are
 * years apart meet by it, clean objects are found and replaced by it, and no table says what was computed before.
 *
 * The values of golden.json MUST NEVER CHANGE. A change that makes this test red splits the patients, studies and objects of everybody who has used
 * Lethe; it is no reason to write the file anew. A new kind of identity adds rows, and leaves the others as they are.
 */

const KEYS = testKeys('the golden root key');
const PROJECT = 'trial-7';

async function subkey(purpose: KeyPurpose, scope = ''): Promise<KeyObject> {
  const label = purposeLabel(purpose, scope);
  return (await KEYS.subkeys([label])).get(label) as KeyObject;
}

/** What an action makes of one attribute of an instance, as text. */
async function made(
  node: Node,
  action: Action,
  keyScope = '',
  beside: readonly Node[] = [],
): Promise<string> {
  const tag = (node as Node & { readonly tag: number }).tag;
  const object = instanceWith([el(0x00080005, 'CS', 'ISO_IR 192'), ...beside, node], 'KH-1234567');
  const bytes = await cleanBytes(object, { plan: planOf([tag, action]), keys: KEYS, keyScope });
  const index = await parsed(bytes);
  const element = index.dataSet.elements.find((each) => each.tag === tag);
  if (element === undefined) return 'absent';
  const value = index.bodyBytes.view(element.valueStart, element.valueEnd);
  const isText = !['OB', 'UN', 'US'].includes(element.vr);
  return isText
    ? Buffer.from(value)
        .toString('utf8')
        .replace(/[ \0]+$/, '')
    : Buffer.from(value).toString('hex');
}

const utf8 = (text: string) =>
  new Uint8Array(Buffer.from(text.padEnd(text.length + (Buffer.byteLength(text) % 2)), 'utf8'));
const uid = (value: string) => el(0x00200052, 'UI', value);
const name = (value: string) => el(0x00100010, 'PN', utf8(value));
const id = (value: string) => el(0x00100020, 'LO', utf8(value));
const KEYED_UID: Action = { kind: 'replace-uid', method: 'keyed' };
const PSEUDONYM: Action = { kind: 'pseudonym' };
const RING = { from: 'ring' } as const;
const patientDays = (direction: 'back' | 'forward' | 'either') =>
  shiftBy({ kind: 'patient', minDays: 1, maxDays: 365, direction });
const DATE = el(0x00080020, 'DA', '20190304');
const ISSUER = el(0x00100021, 'LO', 'Nordhafen');
const noise = (span: number, roundTo: number): Action => ({ kind: 'perturb', span, range: 'fixed', roundTo });

const IDENTITIES: Readonly<Record<string, () => Promise<string>>> = {
  'UID, keyed': () => made(uid('1.2.3.4.5'), KEYED_UID),
  'UID, keyed, another': () => made(uid('1.2.826.0.1.3680043.9.7'), KEYED_UID),
  'UID, keyed, in a project': () => made(uid('1.2.3.4.5'), KEYED_UID, PROJECT),
  'UID, keyed, two values': () => made(uid('1.2.3.4.5\\1.2.3.4.6'), KEYED_UID),
  'UID, md5': () => made(uid('1.2.3.4.5'), { kind: 'replace-uid', method: 'md5' }),
  'no UID where one should be': () => made(uid('Zwieback'), KEYED_UID),
  'Patient ID': () => made(id('KH-1234567'), PSEUDONYM),
  'Patient ID, in a project': () => made(id('KH-1234567'), PSEUDONYM, PROJECT),
  'Patient ID, not ASCII': () => made(id('Mü-7'), PSEUDONYM),
  "Patient's Name": () => made(name('Zwieback^Oriane'), PSEUDONYM),
  "Patient's Name, not ASCII": () => made(name('Müller^Zoë'), PSEUDONYM),
  'Accession Number': () => made(el(0x00080050, 'SH', 'KH-1234567'), PSEUDONYM),
  'Accession Number, empty, by study': () =>
    made(el(0x00080050, 'SH', ''), { kind: 'pseudonym', whenEmpty: 'dummy' }),
  'Patient ID, UUID, keyed': () =>
    made(el(0x00100020, 'LO', 'KH-1234567'), { kind: 'patient-id-hash', keyed: true }),
  'Patient ID, UUID, keyed, with its issuer': () =>
    made(el(0x00100020, 'LO', 'KH-1234567'), { kind: 'patient-id-hash', keyed: true }, '', [ISSUER]),
  'Patient ID, UUID, md5': () => made(el(0x00100020, 'LO', 'KH-1234567'), { kind: 'patient-id-hash' }),
  'a made-up name': () =>
    made(name('Zwieback^Oriane'), { kind: 'fantasy', part: 'name', salt: '', keepSex: false }),
  'a made-up name, salted': () =>
    made(name('Zwieback^Oriane'), { kind: 'fantasy', part: 'name', salt: 'trial', keepSex: false }),
  'a made-up name of a woman': () =>
    made(name('Zwieback^Oriane'), { kind: 'fantasy', part: 'name', salt: '', keepSex: true }, '', [
      el(0x00100040, 'CS', 'F'),
    ]),
  'a made-up date of birth': () =>
    made(el(0x00100030, 'DA', '19610914'), { kind: 'fantasy', part: 'birth-date', salt: '', keepSex: false }),
  'a date, back by patient': () => made(DATE, patientDays('back')),
  'a date, forward by patient': () => made(DATE, patientDays('forward')),
  'a date, either way by patient': () => made(DATE, patientDays('either')),
  'a date, back by patient, with an issuer': () => made(DATE, patientDays('back'), '', [ISSUER]),
  'a date, back by patient, in a project': () => made(DATE, patientDays('back'), PROJECT),
  'a date of nobody, by study': () => made(DATE, patientDays('back'), '', [el(0x00100020, 'LO', '')]),
  'a date, by study': () => made(DATE, shiftBy({ kind: 'scoped', key: RING, rangeDays: 50, scope: 'study' })),
  'a date, by series': () =>
    made(DATE, shiftBy({ kind: 'scoped', key: RING, rangeDays: 50, scope: 'series' })),
  'a time of day, by patient': () =>
    made(
      el(0x00080030, 'TM', '101112'),
      shiftBy({ kind: 'patient', minDays: 1, maxDays: 365, direction: 'back' }, { timeOfDay: 'shift' }),
    ),
  'days of a scope, Microsoft’s': async () => String(microsoftOffset('1.2.3', '123', 50)),
  'a hash': () =>
    made(id('KH-1234567'), { kind: 'hash', key: RING, algorithm: 'sha256', matchLength: false }),
  'a hash, SHA-512': () =>
    made(id('KH-1234567'), { kind: 'hash', key: RING, algorithm: 'sha512', matchLength: false }),
  'a hash, as long as the text': () =>
    made(id('KH-1234567'), { kind: 'hash', key: RING, algorithm: 'sha256', matchLength: true }),
  'a hash, not ASCII': () =>
    made(id('Mü-7'), { kind: 'hash', key: RING, algorithm: 'sha256', matchLength: false }),
  'a hash of bytes': () =>
    made(el(0x00282000, 'OB', Uint8Array.of(1, 2, 3, 4)), {
      kind: 'hash',
      key: RING,
      algorithm: 'sha256',
      matchLength: false,
    }),
  'an encrypted text': () => made(id('KH-1234567'), { kind: 'encrypt', key: RING, asciiOnly: false }),
  'an encrypted text in another attribute': () =>
    made(el(0x00080050, 'SH', 'KH-1234567'), { kind: 'encrypt', key: RING, asciiOnly: false }),
  'a number with noise': () => made(el(0x00101030, 'DS', '71.5'), noise(10, 3)),
  'a number with noise in another attribute': () => made(el(0x00101020, 'DS', '71.5'), noise(10, 3)),
  'a binary number with noise': () => made(el(0x00280106, 'US', [500]), noise(1_000, 0)),
  'a number with noise in another instance': () =>
    made(el(0x00101030, 'DS', '71.5'), noise(10, 3), '', [el(0x00080018, 'UI', '1.2.3.5')]),

  'a table of substitutes': async () => {
    const rows = [
      { original: 'KH-1234567', substitute: 'P-1' },
      { original: 'Müller', substitute: 'P-2' },
    ];
    const text = formatLookup(hashLookup(rows, await subkey('identity-map')), 'golden', '');
    return text.replaceAll(/\s+/g, '');
  },
  ...Object.fromEntries(
    (['uid', 'patient', 'original', 'sealed', 'step'] satisfies readonly IdentityKind[]).flatMap((kind) =>
      ['', PROJECT].map((scope) => [
        `a row of the identity map: ${kind}${scope === '' ? '' : ', in a project'}`,
        async () => {
          const row = identityKey(await subkey('identity-map', scope), kind, 'KH-1234567', scope);
          return `${row.scope} ${row.key}`;
        },
      ]),
    ),
  ),
  ...Object.fromEntries(
    Object.entries({
      'an object of S3': { versionId: 'v1' },
      'an object of S3, another version': { versionId: 'v2' },
      'an object of S3 without versions': {},
      'a file at a desk': { path: new Phi('/data/Müller/1.dcm') },
    } satisfies Record<string, Partial<ObjectRef>>).map(([what, more]) => [
      `names of ${what}`,
      async () => {
        const ref: ObjectRef = { container: 'ingest', key: new Phi('Müller/1.dcm'), ...more };
        const { source, version } = await namesOf(ref, { keys: KEYS });
        return `${source} ${version}`;
      },
    ]),
  ),
  'a clean key of what are no UIDs': () => cleanKey(''),
  'a clean key of what are no UIDs, in a project': () => cleanKey(PROJECT),
};

async function cleanKey(keyScope: string): Promise<string> {
  const object = instanceWith([
    el(0x00080018, 'UI', 'Zwieback'),
    el(0x0020000d, 'UI', '1.2.3'),
    el(0x0020000e, 'UI', 'Zwieback'),
  ]);
  return cleanKeyOf(await parsed(object), { source: 's', version: 'v' }, { keys: KEYS, keyScope });
}

it.each(Object.entries(IDENTITIES))('%s', async (what, compute) => {
  expect({ [what]: await compute() }).toEqual({ [what]: (GOLDEN as Readonly<Record<string, string>>)[what] });
});

it('the table has a row for each, and no other', () => {
  expect(Object.keys(GOLDEN)).toEqual(Object.keys(IDENTITIES));
});

it('values that must differ do', () => {
  const rows = Object.entries(GOLDEN).filter(
    ([what]) => !/Microsoft|a date|noise|time of day|not ASCII/.test(what),
  );
  expect(new Set(rows.map(([, value]) => value)).size).toBe(rows.length);
});

it('purposes have the labels that every root key was asked for', () => {
  const purposes: readonly KeyPurpose[] = [
    'uid',
    'pseudonym',
    'date-shift',
    'identity-map',
    'object-name',
    'value-hash',
    'value-encryption',
    'encrypted-attributes',
    'performed-step',
    'source-path',
    'review',
    'noise',
    'receipt',
  ];
  expect(purposes.map((purpose) => purposeLabel(purpose, PROJECT))).toEqual(
    purposes.map((purpose) => `lethe/v1/${purpose}/trial-7`),
  );
  expect(purposeLabel('uid')).toBe('lethe/v1/uid');
});
