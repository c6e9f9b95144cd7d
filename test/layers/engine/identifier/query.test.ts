import { cleanMessage } from '../../../../layers/engine/identifier/cleanMessage.ts';
import {
  answerForModality,
  type QueryServices,
  queryForServer,
} from '../../../../layers/engine/identifier/query.ts';
import type { Restorer } from '../../../../layers/engine/identifier/restorer.ts';
import type { Original } from '../../../../layers/engine/originals/reidentify.ts';
import { Phi } from '../../../../layers/engine/phi.ts';
import { el, type Node, sq } from '../../../support/build.ts';
import { byPatient, planOf, shiftBy } from '../actions/shiftPlan.ts';
import { testIdentities } from '../harness.ts';
import {
  answerElements,
  bare,
  planIn,
  queryElements,
  queryServices,
  STEP_KEYS,
  SYNTAXES,
  services,
  textsOf,
} from './worklist.ts';

const SYNTAX = '1.2.840.10008.1.2.1';
const PSEUDONYM = 'BDYWSQVR8YEQK732';
const PSEUDONYM_OF_NAME = 'PATIENT^ZMEH3GWY61XZ667S';

/** A restorer that knows these, and what it was asked. */
function restorer(
  known: Readonly<Record<string, Partial<Record<'original' | 'PatientID' | 'PatientName', string>>>>,
) {
  const asked: string[] = [];
  const restore: Restorer['restore'] = async (identities) => {
    asked.push(...identities);
    return new Map(
      Object.entries(known).flatMap(([identity, { original, ...patient }]): [string, Original][] =>
        identities.has(identity)
          ? [
              [
                identity,
                {
                  original: original === undefined ? null : new Phi(original),
                  patient: Object.fromEntries(
                    Object.entries(patient).map(([name, text]) => [name, new Phi(text)]),
                  ),
                },
              ],
            ]
          : [],
      ),
    );
  };
  return { asked, restore };
}

async function sent(elements: readonly Node[], over: Partial<QueryServices> = {}, syntax: string = SYNTAX) {
  const query = await queryForServer(bare(elements, syntax), queryServices(over));
  if ('refusal' in query) return `${query.refusal} ${query.path}`;
  if ('reason' in query) return query.reason.code;
  return textsOf({ bytes: query.bytes, transferSyntaxUid: syntax });
}

const withKey = (node: Node) => queryElements({ [('tag' in node ? node.tag : 0) as number]: node });

describe('keys that the answers leave as they are', () => {
  test.each(SYNTAXES)('go on, and what tells whose an answer is is asked for too, in %s', async (syntax) => {
    expect(await sent(queryElements(), {}, syntax)).toMatchObject({
      '(0010,0010)': '',
      '(0010,0020)': '',
      '(0010,0030)': '',
      '(0020,000D)': '',
      '(0040,0100)[0](0008,0060)': 'CT',
      '(0040,0100)[0](0040,0001)': 'CT1',
      '(0040,0100)[0](0040,0002)': '20261130-20261201',
    });
  });

  test('an empty query asks for no more than those', async () => {
    expect(Object.keys((await sent([sq(0x00400100, [])])) as object)).toEqual([
      '(0010,0010)',
      '(0010,0020)',
      '(0010,0030)',
      '(0020,000D)',
      '(0040,0100)',
    ]);
  });

  test('go by the rules of this direction', async () => {
    const keys = services(
      planIn(
        '{ "profile": "none", "otherwise": { "public": "keep" }, "rules": [{ "select": "ScheduledStationAETitle", "action": "set", "value": "CT9" }] }',
      ),
    );
    expect(await sent(queryElements(), { keys })).toMatchObject({ '(0040,0100)[0](0040,0001)': 'CT9' });
  });

  test('that the rules take away refuse the query: it would match more than was asked', async () => {
    const keys = services(
      planIn(
        '{ "profile": "none", "otherwise": { "public": "keep" }, "rules": [{ "select": "ScheduledStationAETitle", "action": "empty" }] }',
      ),
    );
    expect(await sent(queryElements(), { keys })).toBe('KEY_NOT_SENT (0040,0100)[0](0040,0001)');
    const whole = services(
      planIn(
        '{ "profile": "none", "otherwise": { "public": "keep" }, "rules": [{ "select": "ScheduledProcedureStepSequence", "action": "remove" }] }',
      ),
    );
    expect(await sent(queryElements(), { keys: whole })).toBe('KEY_NOT_SENT (0040,0100)[0](0008,0060)');
  });
});

describe('keys that the answers change', () => {
  const known = restorer({
    [PSEUDONYM]: { original: 'PAT-40711', PatientID: 'PAT-40711' },
    [PSEUDONYM_OF_NAME]: { original: 'Zwieback^Oriane' },
  });

  test.each([
    ['as it was issued', el(0x00100020, 'LO', PSEUDONYM), '(0010,0020)', 'PAT-40711'],
    ['in small letters', el(0x00100020, 'LO', PSEUDONYM.toLowerCase()), '(0010,0020)', 'PAT-40711'],
    ['padded', el(0x00100020, 'LO', `  ${PSEUDONYM}  `), '(0010,0020)', 'PAT-40711'],
    ['a name', el(0x00100010, 'PN', PSEUDONYM_OF_NAME), '(0010,0010)', 'Zwieback^Oriane'],
    [
      'a name with delimiters',
      el(0x00100010, 'PN', `${PSEUDONYM_OF_NAME}^^^==`),
      '(0010,0010)',
      'Zwieback^Oriane',
    ],
    [
      'a name in small letters',
      el(0x00100010, 'PN', PSEUDONYM_OF_NAME.toLowerCase()),
      '(0010,0010)',
      'Zwieback^Oriane',
    ],
    [
      'a name in its second group',
      el(0x00100010, 'PN', `=${PSEUDONYM_OF_NAME}`),
      '(0010,0010)',
      'Zwieback^Oriane',
    ],
  ])('are given back: %s', async (_how, key, path, original) => {
    expect(await sent(withKey(key), { restorer: known })).toMatchObject({ [path]: original });
  });

  test.each([
    ['a number, by the ID of the patient', el(0x00100020, 'LO', 'CHEST-000012'), '(0010,0020)', 'PAT-40711'],
    [
      'a number, by the name of the patient',
      el(0x00100010, 'PN', 'CHEST-000012'),
      '(0010,0010)',
      'Zwieback^Oriane',
    ],
    ['a hash over ID and issuer, by the ID', el(0x00100020, 'LO', 'ab12'), '(0010,0020)', 'PAT-40711'],
  ])('are given back: %s', async (_how, key, path, original) => {
    const patient = { PatientID: 'PAT-40711', PatientName: 'Zwieback^Oriane' };
    const numbers = restorer({ 'CHEST-000012': patient, ab12: { ...patient, original: 'PAT-40711^^^HOSP' } });
    expect(await sent(withKey(key), { restorer: numbers })).toMatchObject({ [path]: original });
  });

  test('an original beyond ASCII makes the query one of UTF-8', async () => {
    const umlaut = restorer({ [PSEUDONYM_OF_NAME]: { original: 'Müller^Jürg' } });
    const key = el(0x00100010, 'PN', PSEUDONYM_OF_NAME);
    expect(await sent(withKey(key), { restorer: umlaut })).toMatchObject({
      '(0008,0005)': 'ISO_IR 192',
      '(0010,0010)': 'Müller^Jürg',
    });
    const latin = queryElements({ 1048592: key, 524293: el(0x00080005, 'CS', 'ISO_IR 100') });
    expect(await sent(latin, { restorer: umlaut })).toMatchObject({
      '(0008,0005)': 'ISO_IR 100',
      '(0010,0010)': 'Müller^Jürg',
    });
    const greek = queryElements({ 1048592: key, 524293: el(0x00080005, 'CS', 'ISO_IR 126') });
    expect(await sent(greek, { restorer: umlaut })).toBe('VALUE_NOT_ENCODABLE');
  });

  test('what is given back is beyond the rules of this direction', async () => {
    const keys = services(
      planIn(
        '{ "profile": "basic", "rules": [{ "select": "ScheduledProcedureStepSequence/**/vr:DA", "action": "keep" }, { "select": "ScheduledStationAETitle", "action": "keep" }] }',
      ),
    );
    expect(await sent(withKey(el(0x00100020, 'LO', PSEUDONYM)), { keys, restorer: known })).toMatchObject({
      '(0010,0020)': 'PAT-40711',
    });
  });

  test('what nobody issued goes on as the rules say', async () => {
    const rules = (action: string) =>
      services(
        planIn(`{ "profile": "none", "otherwise": { "public": "keep" }, "rules": [
          { "select": "AccessionNumber", "action": "empty" }, { "select": "PatientID", "action": "${action}" }] }`),
      );
    const query = withKey(el(0x00100020, 'LO', 'UNKNOWN'));
    expect(await sent(query, { keys: rules('keep'), restorer: known })).toMatchObject({
      '(0010,0020)': 'UNKNOWN',
    });
    expect(await sent(query, { keys: rules('pseudonym') })).toMatchObject({
      '(0010,0020)': expect.stringMatching(/^[0-9A-Z]{16}$/),
    });
    expect(await sent(query, { keys: rules('remove') })).toBe('KEY_NOT_SENT (0010,0020)');
  });

  test.each([
    ['a birth date', el(0x00100030, 'DA', '19610914'), '(0010,0030)'],
    ['a word of a description', el(0x00321060, 'LO', 'Zwieback'), '(0032,1060)'],
  ])('%s is not found by guessing where no rule says that it may be', async (_what, key, path) => {
    expect(await sent(withKey(key), { restorer: known })).toBe(`KEY_UNKNOWN ${path}`);
  });

  test('a query gives nobody a number, and keeps no original', async () => {
    const plan = planIn(`{ "profile": "basic", "reidentification": "on", "rules": [
      { "select": ["ScheduledStationAETitle", "ScheduledProcedureStepStartDate"], "action": "keep" }],
      "identities": { "patientId": { "action": "allocate", "template": "P{###}" } } }`);
    const identities = testIdentities();
    const keys = services(plan, { identities });
    const query = withKey(el(0x00100020, 'LO', 'PAT-40711'));
    expect(await sent(query, { keys })).toBe('KEY_UNKNOWN (0010,0020)');
    const answered = await cleanMessage(
      bare(answerElements()),
      services({ ...plan, reidentification: 'off' }, { identities }),
    );
    expect('reason' in answered).toBe(false);
    expect(await sent(query, { keys })).toMatchObject({ '(0010,0020)': 'P000' });
  });

  test('an identity that nobody gives back is not asked for: answers are held against it', async () => {
    const step = [el(0x00400009, 'SH', 'hyr6dwn79y83a8rv ')];
    const elements = queryElements({ 1048592: el(0x00100010, 'PN', `${PSEUDONYM_OF_NAME}^`) }, step);
    const query = await queryForServer(bare(elements), queryServices());
    if (!('matches' in query)) throw new Error('not asked');
    expect(await textsOf({ bytes: query.bytes, transferSyntaxUid: SYNTAX })).toMatchObject({
      '(0010,0010)': '',
      '(0040,0100)[0](0040,0009)': '',
    });
    const answered = async (answer: readonly Node[]) =>
      (await answerForModality(bare(answer), query, queryServices())) !== null;
    expect(await answered(answerElements())).toBe(true);
    const renamed = answerElements().map((node) =>
      'tag' in node && node.tag === 0x00100010 ? el(0x00100010, 'PN', 'Other^Name') : node,
    );
    expect(await answered(renamed)).toBe(false);
    const withoutStep = answerElements().filter((node) => !('tag' in node) || node.tag !== 0x00400100);
    expect(await answered(withoutStep)).toBe(false);
    const originals = queryElements({ 1048592: el(0x00100010, 'PN', 'Zwieback^Oriane') }, []);
    const byOriginal = await queryForServer(bare(originals), queryServices());
    if (!('matches' in byOriginal)) throw new Error('not asked');
    expect(await answerForModality(bare(answerElements()), byOriginal, queryServices())).toBeNull();
  });

  test('nor is how far dates are moved', async () => {
    const answers = services(planOf(['DA', shiftBy(byPatient())]));
    const step = [el(0x00400002, 'DA', '20261130')];
    expect(await sent(queryElements({}, step), { answers })).toBe('KEY_UNKNOWN (0040,0100)[0](0040,0002)');
    expect(await sent(queryElements({}, [el(0x00400002, 'DA', '')]), { answers })).toMatchObject({
      '(0040,0100)[0](0040,0002)': '',
    });
  });

  test.each<[string, Node]>([
    ['KEY_NOT_SINGLE (0010,0010)', el(0x00100010, 'PN', 'Zwie*')],
    ['KEY_NOT_SINGLE (0010,0010)', el(0x00100010, 'PN', 'PATIENT^ZMEH3GWY61XZ667?')],
    ['KEY_NOT_SINGLE (0010,0020)', el(0x00100020, 'LO', '*0711')],
    ['KEY_NOT_SINGLE (0010,0030)', el(0x00100030, 'DA', '19610101-19611231')],
    ['KEY_NOT_SINGLE (0010,0030)', el(0x00100030, 'DA', '-19611231')],
    ['KEY_NOT_SINGLE (0020,000D)', el(0x0020000d, 'UI', '1.2.3\\1.2.4')],
    ['KEY_NOT_SINGLE (0008,0050)', el(0x00080050, 'SH', 'A?')],
  ])('%s: neither wildcards nor ranges nor lists', async (refusal, key) => {
    expect(await sent(withKey(key), { restorer: known })).toBe(refusal);
  });

  test('nor in items, nor in private attributes, nor in what is no text', async () => {
    const step = [
      ...STEP_KEYS.filter((node) => 'tag' in node && node.tag !== 0x00400009),
      el(0x00400009, 'SH', 'SPS*'),
    ];
    expect(await sent(queryElements({}, step))).toBe('KEY_NOT_SINGLE (0040,0100)[0](0040,0009)');
    const own = [el(0x00290010, 'LO', 'ACME'), el(0x00291001, 'UN', Buffer.from('Zwie*   '))];
    expect(
      await sent([
        ...queryElements().filter((node) => 'tag' in node && (node.tag ?? 0) < 0x00290000),
        ...own,
      ]),
    ).toBe('KEY_NOT_SINGLE (0029,1001)');
  });

  test('nor in a sequence that the answers do not have, whatever they keep elsewhere', async () => {
    const answers = services(
      planIn(
        '{ "profile": "none", "otherwise": { "public": "keep" }, "rules": [{ "select": "ScheduledProcedureStepSequence", "action": "remove" }] }',
      ),
    );
    expect(await sent(queryElements({}, [el(0x00400007, 'LO', 'THORAX*')]), { answers })).toBe(
      'KEY_NOT_SINGLE (0040,0100)[0](0040,0007)',
    );
  });

  test('asterisks alone match everything, so they ask for nothing', async () => {
    expect(await sent(withKey(el(0x00100010, 'PN', '*')), { restorer: known })).toMatchObject({
      '(0010,0010)': '',
    });
  });

  test('only what the answers change is looked for', async () => {
    const spy = restorer({});
    await sent(withKey(el(0x00100020, 'LO', 'abc')), { restorer: spy });
    expect(new Set(spy.asked)).toEqual(new Set(['abc', 'ABC']));
  });
});

test('a query that cannot be read is refused', async () => {
  const { bytes } = bare(queryElements());
  const query = await queryForServer(
    { bytes: bytes.subarray(0, bytes.length - 1), transferSyntaxUid: SYNTAX },
    queryServices(),
  );
  expect('reason' in query && query.reason.code).toBe('TRUNCATED');
});
