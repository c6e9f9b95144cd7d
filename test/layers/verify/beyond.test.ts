import { ruleBookOf } from '../../../cli/verify/ruleBook.ts';
import { planOf } from './faults/honest.ts';
import { find, one, put, spoilable, textOf, written } from './faults/tree.ts';
import { type NamedBytes, type Release, releaseOf, verified } from './harness.ts';

/** What a newcomer found that nothing looked for. */

let release: Release;
beforeAll(async () => {
  release = await releaseOf(4);
});
const first = () => release.outputs[0] as NamedBytes;
const madeOf = () => spoilable((release.made[0] as NamedBytes).bytes);

describe('rules that ask for more than the profile', () => {
  const strict = planOf(
    '{ "profile": "basic", "rules": [{ "select": "SliceThickness", "action": "remove", "why": "a test" }] }',
  );

  it('are held against what is there', async () => {
    const { alarms } = await verified([first()], release.sources, ruleBookOf(strict));
    expect(alarms.map(({ code, path }) => [code, path])).toEqual([['RULE_NOT_APPLIED', '(0018,0050)']]);
  });

  it('are satisfied by what they made', async () => {
    const { outputs, sources } = await releaseOf(4, strict);
    expect((await verified(outputs, sources, ruleBookOf(strict))).alarms).toEqual([]);
  });
});

describe('a date of the source in another place, where dates are removed', () => {
  it.each([
    ['the birth date as the date of the study', '', 'error'],
    ['the day after', '1', null],
  ])('%s', async (_name, after, severity) => {
    const output = spoilable(first().bytes);
    const birth = textOf(find(madeOf().dataSet, 0x00100030));
    put(output.dataSet, one(0x00080020, 'DA', after === '' ? birth : String(Number(birth) + 1)));
    const { alarms } = await verified([{ name: '1.dcm', bytes: written(output) }], release.sources);
    const found = alarms.find(({ code, path }) => code === 'TOKEN_LEFT' && path === '(0008,0020)');
    expect(found?.severity ?? null).toBe(severity);
  });
});

it('a file may be called by a number that the rules keep', async () => {
  const keeping = planOf(
    '{ "profile": "basic", "rules": [{ "select": "PatientID", "action": "keep", "why": "a test" }] }',
  );
  const { outputs, sources, made } = await releaseOf(4, keeping);
  const id = textOf(find(spoilable((made[0] as NamedBytes).bytes).dataSet, 0x00100020));
  expect(id).toMatch(/\d{6}/);
  const named = [{ bytes: (outputs[0] as NamedBytes).bytes, name: `${id}/1.dcm` }];
  const { alarms } = await verified(named, sources, ruleBookOf(keeping));
  expect(alarms.filter(({ code }) => code === 'NAME_IN_FILE_NAME')).toEqual([]);
});

it('names are looked for where the source says UN of every attribute', async () => {
  const output = spoilable(first().bytes);
  const source = madeOf();
  const family = textOf(find(source.dataSet, 0x00100010)).split(/[\^-]/)[0] ?? '';
  expect(family.length).toBeGreaterThan(4);
  put(output.dataSet, one(0x00181020, 'LO', `3.1 ${family}`));
  for (const element of source.dataSet) if (element.vr === 'PN' || element.vr === 'LO') element.vr = 'UN';
  const { findings } = await verified(
    [{ name: '1.dcm', bytes: written(output) }],
    [{ name: 'a.dcm', bytes: written(source) }],
  );
  expect(findings.all.map(({ code, path }) => `${code} ${path}`)).toContain('TOKEN_LEFT (0018,1020)');
});

describe('patients who get one Patient ID', () => {
  const told = async (...ids: readonly string[]) => {
    const made = release.outputs.map(({ name, bytes }, at) => {
      const output = spoilable(bytes);
      put(output.dataSet, one(0x00100020, 'LO', ids[at] ?? ids.at(-1) ?? ''));
      return { name, bytes: written(output) };
    });
    const { findings } = await verified(made, release.sources);
    return findings.all
      .filter(({ code }) => code.startsWith('PATIENT_'))
      .map(({ code, severity }) => [code, severity]);
  };

  it('are mixed up', async () => {
    const own = release.made.map(({ bytes }) => textOf(find(spoilable(bytes).dataSet, 0x00100020)));
    const [patient] = own;
    const others = own.findIndex((id) => id !== patient);
    expect(others).toBeGreaterThan(0);
    // The last instance of the first patient is given out as somebody else's, and everybody else's.
    const ids = own.map((id) => (id === patient ? 'P1' : 'P2'));
    expect(await told(...ids)).toEqual([]);
    expect(await told(...ids.map((id, at) => (at === 0 ? 'P2' : id)))).toEqual(
      expect.arrayContaining([
        ['PATIENT_TWO_NEW', 'warning'],
        ['PATIENT_TWO_OLD', 'warning'],
      ]),
    );
  });

  it('are nobody where it is one word for all', async () => {
    expect(await told('ANON')).toEqual([['PATIENT_TWO_OLD', 'note']]);
  });
});

describe('without a source', () => {
  it.each([
    ['Miller_Anna/1.dcm', 1],
    ['anna-thomas.dcm', 1],
    ['ct_thorax/series-4/1.dcm', 0],
    ['clean/head and neck/IM1.dcm', 0],
    ['2.25.1/2.25.2/2.25.3.dcm', 0],
  ])('the name of a file is looked at: %s', async (name, times) => {
    const { alarms } = await verified([{ ...first(), name }], null);
    expect(alarms.filter(({ code }) => code === 'NAME_IN_FILE_NAME')).toHaveLength(times);
  });
});
