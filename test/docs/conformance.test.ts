import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Admissions, MESSAGE_SYNTAXES, SERVICE_CLASSES } from '../../cli/listen/admission.ts';
import {
  COMMITMENT_STATUSES,
  CONFORMANCE_TABLES,
  conformancePage,
  STORE_STATUSES,
} from '../../cli/listen/conformance.ts';
import { UID_ROWS } from '../../layers/dicom/standard/generated/uids.generated.ts';
import { FIELD_SEPARATOR, rowsOf } from '../../layers/dicom/standard/rows.ts';
import { isStorageSopClass, lookupUid } from '../../layers/dicom/standard/uid.ts';
import { VERIFICATION } from '../../layers/dimse/association.ts';
import { STATUS } from '../../layers/dimse/statuses.ts';

/** docs/conformance.md says what a gateway does, no more and no less. */

const ROOT = join(import.meta.dirname, '../..');
const source = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const PAGE = source('docs/conformance.md');

/** The UIDs of a table of the page, by its name. */
function uidsIn(name: string): readonly string[] {
  const table = PAGE.split(`<!-- table: ${name} -->`)[1]?.split('<!-- end of table -->')[0] ?? '';
  return [...table.matchAll(/\| `([0-9.]+)` \|/g)].map(([, uid]) => uid as string);
}

const any = { calling: ['*'], called: ['*'] };
const admission = new Admissions({
  aet: ['LETHE'],
  limits: { associationsOfPeer: 1 },
  privateSopClasses: [],
  routes: [any],
  worklists: [any],
  peers: [
    {
      name: 'all',
      aet: ['*'],
      addresses: ['127.0.0.1'],
      certificates: [],
      may: ['store', 'commit', 'worklist', 'mpps'],
    },
  ],
}).admit(
  {
    callingAeTitle: 'A',
    calledAeTitle: 'LETHE',
    address: '127.0.0.1',
    contexts: [],
    implementation: { classUid: '1.2', versionName: '' },
  },
  [],
);
const accepts = (abstractSyntax: string, transferSyntax: string) =>
  'rejects' in admission
    ? null
    : admission.accepts({ id: 1, abstractSyntax, transferSyntaxes: [transferSyntax] });

test('is what npm run docs writes', () => {
  expect(PAGE).toBe(conformancePage(PAGE));
  for (const name of Object.keys(CONFORMANCE_TABLES)) expect(PAGE).toContain(`<!-- table: ${name} -->`);
});

test('every storage class of the page is accepted in every transfer syntax of the page', () => {
  const [classes, syntaxes] = [uidsIn('storage classes'), uidsIn('storage syntaxes')];
  expect([classes.length > 150, syntaxes.length > 55]).toEqual([true, true]);
  expect(new Set(classes).size).toBe(classes.length);
  const wrong = classes.flatMap((uid) => syntaxes.filter((syntax) => accepts(uid, syntax) !== syntax));
  expect(wrong).toEqual([]);
});

test('no other class of PS3.6 is accepted, in no other transfer syntax', () => {
  const registered = rowsOf(UID_ROWS).map((row) => `1.2.840.10008.${row.split(FIELD_SEPARATOR)[0]}`);
  expect(registered.length).toBeGreaterThan(400);
  const onPage = new Set([...uidsIn('storage classes'), ...uidsIn('services')]);
  expect([...SERVICE_CLASSES.keys(), VERIFICATION].filter((uid) => !onPage.has(uid))).toEqual([]);
  const accepted = registered.filter((uid) => typeof accepts(uid, '1.2.840.10008.1.2') === 'string');
  expect(accepted.filter((uid) => !onPage.has(uid))).toEqual([]);
  expect(accepted.length).toBe(onPage.size);
  const syntaxes = new Set(uidsIn('storage syntaxes'));
  const inOther = registered.filter(
    (uid) => !syntaxes.has(uid) && accepts('1.2.840.10008.5.1.4.1.1.2', uid) === uid,
  );
  expect(inOther).toEqual([]);
  const messages = uidsIn('message syntaxes');
  expect(messages).toEqual(MESSAGE_SYNTAXES);
  expect(registered.filter((uid) => accepts(VERIFICATION, uid) === uid).toSorted()).toEqual(
    messages.toSorted(),
  );
});

test('Storage Commitment and DICOMDIR are not storage', () => {
  for (const uid of ['1.2.840.10008.1.20.1', '1.2.840.10008.1.3.10'])
    expect(isStorageSopClass(uid)).toBe(false);
  expect(lookupUid('1.2.840.10008.1.20.1')?.name).toContain('Storage Commitment');
});

/** The statuses that files name. */
function statusesIn(paths: readonly string[]): readonly number[] {
  const names = paths.flatMap((path) =>
    [...source(path).matchAll(/\bSTATUS\.(\w+)/g)].map(([, name]) => name as keyof typeof STATUS),
  );
  return [...new Set(names.map((name) => STATUS[name]))];
}
// What a service throws is answered with it (PS3.7 C.5.22).
const OF_A_DEFECT = STATUS.processingFailure;

test('the statuses of C-STORE are those of the code', () => {
  const spool = readdirSync(join(ROOT, 'cli/listen/spool')).map((name) => `cli/listen/spool/${name}`);
  const used = [...statusesIn(['cli/listen/store.ts', ...spool]), OF_A_DEFECT];
  expect([...new Set(used)].sort()).toEqual(STORE_STATUSES.map(([status]) => status).sort());
});

test('the statuses of N-ACTION are those of the code', () => {
  const used = [...statusesIn(['cli/listen/commitment/commitments.ts']), 0x0115, OF_A_DEFECT];
  expect([...new Set(used)].sort()).toEqual(COMMITMENT_STATUSES.map(([status]) => status).sort());
});
