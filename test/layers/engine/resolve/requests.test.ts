import { Phi } from '../../../../layers/engine/phi.ts';
import { Questions, type Request } from '../../../../layers/engine/resolve/requests.ts';

/** Equal requests are asked once, and have one answer: what makes two of them different is part of what they are called. */

const original = new Phi('KH-1');
const text = { kind: 'text', text: original } as const;
const bytes = (start: number) => ({ kind: 'bytes', span: { start, end: start + 8 } }) as const;
const RING = { from: 'ring' } as const;
const OWN = (key: string) => ({ from: 'rules', text: key }) as const;
const place = { original: text, sopInstanceUid: new Phi('1.2.3'), path: '(0010,0020)', index: 0 } as const;
const shift = {
  kind: 'shift',
  by: { kind: 'patient', minDays: 1, maxDays: 365, direction: 'back' },
  timeOfDay: 'keep',
  whose: new Phi('patient\x1fKH-1\x1f'),
  vr: 'DA',
  original: new Phi('20190304'),
  time: null,
} as const satisfies Request;
const fantasy = {
  kind: 'fantasy',
  part: 'name',
  salt: '',
  sex: null,
  name: new Phi('Doe'),
  birthDate: new Phi(''),
  original: new Phi('Doe'),
} as const satisfies Request;
const hash = {
  kind: 'hash',
  key: RING,
  algorithm: 'sha256',
  matchLength: false,
  original: text,
} as const satisfies Request;
const encrypt = { kind: 'encrypt', key: RING, asciiOnly: false, ...place } as const satisfies Request;
const perturb = {
  kind: 'perturb',
  how: { span: 1, range: 'fixed', roundTo: 0 },
  vr: 'DS',
  littleEndian: true,
  ...place,
} as const satisfies Request;
const lookup = { kind: 'lookup', table: 'a', original, whenMissing: () => [] } as const satisfies Request;

/** Requests that have nothing in common but most of their parts. */
const DIFFERENT: readonly Request[] = [
  { kind: 'uid', method: 'keyed', original },
  { kind: 'uid', method: 'md5', original },
  { kind: 'uid', method: 'keyed', original: new Phi('KH-2') },
  { kind: 'pseudonym', domain: 'id/00100020', original },
  { kind: 'pseudonym', domain: 'id/00080050', original },
  { kind: 'pseudonym', domain: 'id/00100020', original: new Phi('KH-2') },
  { kind: 'number', template: 'A{###}', whose: original, path: '' },
  { kind: 'number', template: 'B{###}', whose: original, path: '' },
  { kind: 'number', template: 'A{###}', whose: new Phi('KH-2'), path: '' },
  { kind: 'patient-id-hash', keyed: true, original },
  { kind: 'patient-id-hash', keyed: false, original },
  fantasy,
  { ...fantasy, part: 'birth-date' },
  { ...fantasy, salt: 'x' },
  { ...fantasy, sex: 'F' },
  { ...fantasy, name: new Phi('Roe') },
  { ...fantasy, birthDate: new Phi('19610914') },
  { ...fantasy, original: new Phi('Roe') },
  lookup,
  { ...lookup, table: 'b' },
  { ...lookup, original: new Phi('KH-2') },
  shift,
  { ...shift, by: { ...shift.by, direction: 'forward' } },
  { ...shift, by: { ...shift.by, minDays: 2 } },
  { ...shift, by: { ...shift.by, maxDays: 366 } },
  { ...shift, by: { kind: 'fixed', seconds: 60 } },
  { ...shift, by: { kind: 'fixed', seconds: 61 } },
  { ...shift, by: { kind: 'scoped', key: RING, rangeDays: 50, scope: 'study' } },
  { ...shift, by: { kind: 'scoped', key: OWN('1'), rangeDays: 50, scope: 'study' } },
  { ...shift, by: { kind: 'scoped', key: OWN('2'), rangeDays: 50, scope: 'study' } },
  { ...shift, by: { kind: 'scoped', key: RING, rangeDays: 51, scope: 'study' } },
  { ...shift, by: { kind: 'scoped', key: RING, rangeDays: 50, scope: 'series' } },
  { ...shift, timeOfDay: 'shift' },
  { ...shift, whose: new Phi('patient\x1fKH-2\x1f') },
  { ...shift, vr: 'DT' },
  { ...shift, original: new Phi('20190305') },
  { ...shift, time: new Phi('2330') },
  hash,
  { ...hash, key: OWN('1') },
  { ...hash, key: OWN('2') },
  { ...hash, algorithm: 'sha512' },
  { ...hash, matchLength: true },
  { ...hash, original: { kind: 'text', text: new Phi('KH-2') } },
  { ...hash, original: bytes(100) },
  { ...hash, original: bytes(200) },
  encrypt,
  { ...encrypt, key: OWN('1') },
  { ...encrypt, asciiOnly: true },
  { ...encrypt, path: '(0008,0050)' },
  { ...encrypt, index: 1 },
  { ...encrypt, original: bytes(100) },
  perturb,
  { ...perturb, how: { span: 2, range: 'fixed', roundTo: 0 } },
  { ...perturb, how: { span: 1, range: 'proportional', roundTo: 0 } },
  { ...perturb, how: { span: 1, range: 'fixed', roundTo: 1 } },
  { ...perturb, path: '(0008,0050)' },
  { ...perturb, index: 1 },
];

function asked(requests: readonly Request[]): readonly Request[] {
  const questions = new Questions();
  for (const request of requests) questions.ask(request);
  return Array.from(questions.all(), ({ request }) => request);
}

it('different requests are different questions', () => {
  expect(new Set(asked(DIFFERENT))).toEqual(new Set(DIFFERENT));
  expect(asked(DIFFERENT)).toHaveLength(DIFFERENT.length);
});

it('equal ones are one question, and what is for a refusal alone makes no difference', () => {
  expect(asked([...DIFFERENT, ...DIFFERENT.map((request) => ({ ...request }))])).toHaveLength(
    DIFFERENT.length,
  );
  const number = {
    kind: 'number',
    template: 'A{###}',
    whose: original,
    path: '(0010,0020)',
  } as const satisfies Request;
  expect(asked([number, { ...number, path: '(0010,0010)' }])).toHaveLength(1);
});
