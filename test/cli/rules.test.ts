import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { Command, CommanderError } from 'commander';
import { EXIT_WRONG_CALL, UsageError } from '../../cli/exit.ts';
import { rulesCommand } from '../../cli/rules/command.ts';
import { RULE_DIALECTS } from '../../rules/compile.ts';
import { basicProfilePlan } from '../../rules/ps315/basicProfile.ts';
import { el, instance } from '../support/build.ts';

/** `lethe rules …` and the rules of `lethe deid`, as a user calls them. */

const HOME = join(import.meta.dirname, '../..');
const root = mkdtempSync(join(tmpdir(), 'lethe-rules-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const at = (...names: readonly string[]) => join(root, ...names);

interface Ended {
  readonly status: number;
  readonly said: string;
  readonly complained: string;
}

/** Runs the command as a user does. */
function spawned(...options: readonly string[]): Promise<Ended> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      ['--no-warnings', 'cli/lethe.mjs', ...options],
      { cwd: HOME, maxBuffer: 1 << 26 },
      (error, said, complained) =>
        done({ status: typeof error?.code === 'number' ? error.code : 0, said, complained }),
    );
  });
}

/** Runs `lethe rules` in this process, which costs no start. */
async function lethe(name: 'rules', ...options: readonly string[]): Promise<Ended> {
  const heard = { said: '', complained: '' };
  const listen = (stream: NodeJS.WriteStream, to: keyof typeof heard) =>
    jest.spyOn(stream, 'write').mockImplementation((text) => {
      heard[to] += String(text);
      return true;
    });
  const spies = [listen(process.stdout, 'said'), listen(process.stderr, 'complained')];
  const command = rulesCommand();
  for (const one of [command, ...command.commands]) one.exitOverride();
  process.exitCode = undefined;
  try {
    await new Command('lethe').addCommand(command).parseAsync([name, ...options], { from: 'user' });
    return { status: Number(process.exitCode ?? 0), ...heard };
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof CommanderError)) throw error;
    return { status: EXIT_WRONG_CALL, said: heard.said, complained: `${heard.complained}${error.message}` };
  } finally {
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
}

function file(name: string, content: object | string): string {
  writeFileSync(at(name), typeof content === 'string' ? content : JSON.stringify(content));
  return at(name);
}

const { digest } = basicProfilePlan();

describe('check', () => {
  test('ok, with the digest', async () => {
    const ended = await lethe('rules', 'check', file('empty.json', {}));
    expect(ended).toEqual({ status: 0, said: `ok ${digest} (lethe, 851 rules)\n`, complained: '' });
    expect((await lethe('rules', 'check', 'basic')).said).toBe(`ok ${digest} (ps3.15, 851 rules)\n`);
  });

  test('every error and status 2, and nothing on standard output', async () => {
    const { status, said, complained } = await lethe(
      'rules',
      'check',
      file('wrong.json', '{ "profil": "basic",\n "rules": [{ "select": "PatientNmae", "action": "kep" }] }'),
    );
    expect([status, said]).toEqual([2, '']);
    const codes = [...complained.matchAll(/wrong\.json:(\d+):\d+: error (\w+)/g)].map(
      ([, line, code]) => `${code} ${line}`,
    );
    expect(codes).toEqual(['UNKNOWN_KEY 1', 'UNKNOWN_KEYWORD 2', 'UNKNOWN_WORD 2']);
  });

  test('warnings do not stop it', async () => {
    const warned = await lethe(
      'rules',
      'check',
      file('warned.json', { rules: [{ select: 'PatientName', action: 'keep' }] }),
    );
    expect(warned.status).toBe(0);
    expect(warned.complained).toContain('warning WEAKENS_PROFILE');
    expect(warned.said).toMatch(
      /^ok .*\n113100 .*: not written: .*Patient's Name \(0010,0010\).*warned\.json:1:/,
    );
    expect(warned.said).toMatch(/^Patient Identity Removed \(0012,0062\): NO: /m);
  });

  test('what is set where it stands is noted, and nowhere else', async () => {
    const rules = file('noted.json', { rules: [{ select: 'StudyID', action: 'set', value: '1' }] });
    const checked = await lethe('rules', 'check', rules);
    expect([checked.status, checked.said.split('\n').length]).toEqual([0, 2]);
    expect(checked.complained).toContain('noted.json:1:');
    expect(checked.complained).toContain('note SET_WHEN_ABSENT');
    expect((await lethe('rules', 'show', rules)).complained).toBe('');
  });

  test.each([
    ['a file that is not there', ['check', '/nowhere/rules.json']],
    ['no file', ['check']],
    ['no such command', ['chek']],
    ['no such dialect', ['check', 'basic', '--dialect', 'latin']],
    ['an unknown target', ['convert', 'basic', '--to', 'microsoft']],
    ['no example', ['example', 'latin']],
  ])('%s is a wrong call', async (_name, options) => {
    const { status, said } = await lethe('rules', ...options);
    expect([status, said]).toEqual([2, '']);
  });

  test('status and streams, as a shell has them', async () => {
    const [right, wrong, unknown] = await Promise.all([
      spawned('rules', 'check', 'basic'),
      spawned('rules', 'check', file('spawned.json', { optoins: [] })),
      spawned('rules', 'check'),
    ]);
    expect(right).toEqual({ status: 0, said: `ok ${digest} (ps3.15, 851 rules)\n`, complained: '' });
    expect([wrong?.status, wrong?.said]).toEqual([2, '']);
    expect(wrong?.complained).toContain('UNKNOWN_KEY');
    expect([unknown?.status, unknown?.said]).toEqual([2, '']);
  });
});

describe('show', () => {
  test('every rule in a row, with what the plan is', async () => {
    const { said } = await lethe('rules', 'show', 'basic');
    const rows = said.split('\n').filter((line) => line.endsWith('PS3.15 2026d Table E.1-1'));
    expect(rows).toHaveLength(657);
    expect(said).toContain(`digest                                     ${digest}`);
    expect(said).toMatch(
      /^\(0010,0010\) +Patient's Name +replace by a pseudonym +Patient's Name: Z +PS3\.15/m,
    );
    expect(said).toMatch(/^dates +No date or time is shifted\. Instances say REMOVED\.$/m);
    expect(said).toMatch(/Date: _+ {2}Name: _+ {2}Signature: _+/);
  });

  test('what instances say, and why', async () => {
    const rules = file('claims.json', {
      options: ['retainUids', 'cleanDescriptors'],
      rules: [{ select: 'StudyDescription', action: 'keep' }],
    });
    const { said } = await lethe('rules', 'show', rules);
    expect(said).toMatch(/^113100 DCM .* {2}not written: the profile is weakened: .*claims\.json:1:\d+/m);
    expect(said).toMatch(/^113105 DCM .* {2}not written: cleanDescriptors is asked for, and not done/m);
    expect(said).toMatch(/^113110 DCM .* {2}written: /m);
    expect(said).toMatch(/^Longitudinal Temporal Information Modified \(0028,0303\) +REMOVED: /m);
    const shown = JSON.parse((await lethe('rules', 'show', rules, '--json')).said);
    expect(shown.claims.codes).toContainEqual(
      expect.objectContaining({
        value: '113105',
        isWritten: false,
        why: expect.stringContaining('(0008,1030)'),
      }),
    );
    expect((await lethe('rules', 'diff', rules, 'basic')).said).toMatch(/^instances say$/m);
  });

  test('for machines', async () => {
    const { said } = await lethe('rules', 'show', file('two.json', TWO), '--json');
    const shown = JSON.parse(said);
    expect(shown.rules[0]).toEqual({
      attribute: '(0010,0010)',
      name: "Patient's Name",
      action: 'set to "X"',
      why: 'a reason',
      rule: `${at('two.json')}:1:28`,
      does: { kind: 'set', values: ['X'] },
    });
    expect(shown.digest).toMatch(/^[0-9a-f]{64}$/);
  });
});

const TWO = {
  profile: 'none',
  rules: [
    { select: 'PatientName', action: 'set', value: 'X', why: 'a reason' },
    { select: 'ReferencedStudySequence/StudyDate', action: 'shift' },
  ],
};

describe('explain', () => {
  test('which rule wins, and why', async () => {
    const rules = file('two.json', TWO);
    const { said } = await lethe('rules', 'explain', rules, 'PatientName');
    expect(said).toContain('set to "X"');
    expect(said).toContain('because a reason');
    expect(said).toContain(`two.json:1:28`);
    expect((await lethe('rules', 'explain', rules, 'ReferencedStudySequence/StudyDate')).said).toContain(
      'shift by 1 to 365 days back',
    );
    expect((await lethe('rules', 'explain', rules, 'StudyDate')).said).toContain('no rule is about it');
  });

  test('the SOP class settles the type', async () => {
    const { said } = await lethe(
      'rules',
      'explain',
      'basic',
      'StationName',
      '--sop-class',
      '1.2.840.10008.5.1.4.1.1.2',
    );
    expect(said.split('\n')[1]).toBe('  remove');
    expect(said).toContain('is 3');
    expect((await lethe('rules', 'explain', 'basic', 'StationName')).said).toContain('--sop-class');
    expect((await lethe('rules', 'explain', 'basic', 'StationName', '--sop-class', 'CT')).status).toBe(2);
  });

  test('what becomes of doubts in its text', async () => {
    const rules = file('texts.json', {
      options: ['cleanDescriptors'],
      freeText: { default: 'clean', PatientComments: 'hold' },
    });
    const doubtsIn = async (attribute: string) =>
      /Doubts in it: (.*)/.exec((await lethe('rules', 'explain', rules, attribute)).said)?.[1];
    expect(await doubtsIn('PatientComments')).toBe('hold the instance.');
    expect(await doubtsIn('StudyDescription')).toBe('listed in the audit.');
    expect(await doubtsIn('StudyDate')).toBeUndefined();
  });

  test('one attribute at a time', async () => {
    expect((await lethe('rules', 'explain', 'basic', 'vr:PN')).status).toBe(2);
    const { status, complained } = await lethe('rules', 'explain', 'basic', 'PatientNmae');
    expect([status, complained.includes('PatientName')]).toEqual([2, true]);
  });
});

describe('diff', () => {
  test('the same', async () => {
    expect(await lethe('rules', 'diff', 'basic', file('empty.json', {}))).toEqual({
      status: 0,
      said: 'the same\n',
      complained: '',
    });
  });

  test('what differs, and status 1', async () => {
    const own = file('own.json', {
      rules: [
        { select: 'StationName', action: 'empty' },
        { select: 'Modality', action: 'empty' },
      ],
      searchResidue: false,
    });
    const { status, said } = await lethe('rules', 'diff', 'basic', own);
    expect(status).toBe(1);
    expect(said).toContain(
      '(0008,1010) Station Name\n- type 1, unknown: replace by a dummy; type 2: empty; type 3: remove\n+ empty\n',
    );
    expect(said).toContain('(0008,0060) Modality\n- no rule\n+ empty\n');
    expect(said).toContain('output searched for removed identifiers\n- yes\n+ no\n');
    expect(said).not.toContain("Patient's Name");
  });

  test('policies of texts that only one of the two has', async () => {
    const options = ['cleanDescriptors'];
    const before = file('before.json', { options });
    const after = file('after.json', { options, freeText: { default: 'clean', PatientComments: 'hold' } });
    expect((await lethe('rules', 'diff', before, after)).said).toContain(
      'but in some attributes\n- none\n+ hold the instance: Patient Comments\n',
    );
    expect((await lethe('rules', 'diff', after, before)).said).toContain(
      'but in some attributes\n- hold the instance: Patient Comments\n+ none\n',
    );
  });

  test('safe private attributes that differ only where a file has another VR are said once', async () => {
    const before = file('before.json', { options: ['retainSafePrivate'] });
    const after = file('after.json', { options: ['retainSafePrivate', 'retainLongitudinalFullDates'] });
    const { said } = await lethe('rules', 'diff', before, after);
    expect(said).toMatch(
      /\n\d+ private attributes, where a file has another VR than their lists\n- dates and times: remove; .*\n\+ dates and times, .*keep/,
    );
    expect(said).not.toContain('SIEMENS MR HEADER');
  });

  test('another order', async () => {
    const [first, second] = [
      { select: 'vr:PN', action: 'empty' },
      { select: 'PatientName', action: 'remove' },
    ];
    const before = file('before.json', { profile: 'none', rules: [first, second] });
    const after = file('after.json', { profile: 'none', rules: [second, first] });
    const { status, said } = await lethe('rules', 'diff', before, after);
    expect([status, said.includes('another order')]).toEqual([1, true]);
  });
});

describe('convert, example and schema', () => {
  test('a Lethe file of other rules has the same digest', async () => {
    const source = join(HOME, 'rules/examples/microsoft.json');
    const { said } = await lethe('rules', 'convert', source, '--to', 'lethe');
    const before = await lethe('rules', 'check', source);
    const after = await lethe('rules', 'check', file('converted.json', said));
    expect(after.said.split(' ')[1]).toBe(before.said.split(' ')[1]);
    expect(after.said).toContain('(lethe,');
  });

  test('an example of each dialect is its file', async () => {
    for (const dialect of RULE_DIALECTS) {
      const name =
        readdirSync(join(HOME, 'rules/examples')).find((one) => one.startsWith(`${dialect}.`)) ?? '';
      expect((await lethe('rules', 'example', dialect)).said).toBe(
        readFileSync(join(HOME, 'rules/examples', name), 'utf8'),
      );
    }
  });

  test('the schema is the one that is published', async () => {
    expect((await lethe('rules', 'schema')).said).toBe(
      readFileSync(join(HOME, 'rules/lethe.schema.json'), 'utf8'),
    );
  });
});

describe('lethe deid', () => {
  const ct = (name: string) =>
    instance({
      elements: [
        el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
        el(0x00080018, 'UI', `1.2.3.${name.length}`),
        el(0x00081010, 'SH', 'STATION-7'),
        el(0x00100020, 'LO', 'MRN-1'),
      ],
    });
  const put = (folder: string, name: string) => {
    mkdirSync(at(folder), { recursive: true });
    writeFileSync(at(folder, name), ct(name));
  };
  const common = () => ['--key', at('key'), '--jobs', '1', '--json'];
  const clean = (out: string) =>
    readdirSync(at(out), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.dcm'))
      .map((name) => readFileSync(at(out, name), 'latin1'));

  test('by rules; its digest is in the summary', async () => {
    put('in', 'a.dcm');
    const rules = file('station.json', {
      profile: 'none',
      rules: [{ select: 'StationName', action: 'set', value: 'S' }],
    });
    const { status, said } = await spawned(
      'deid',
      at('in'),
      '--out',
      at('out'),
      '--rules',
      rules,
      ...common(),
    );
    expect(status).toBe(0);
    const checked = await lethe('rules', 'check', rules);
    expect(JSON.parse(said).plan.digest).toBe(checked.said.split(' ')[1]);
    expect(clean('out').join()).not.toContain('STATION-7');
    expect(clean('out').join()).toContain('MRN-1');
  });

  test('wrong rules stop it before the first instance', async () => {
    put('in', 'a.dcm');
    const rules = file('broken.json', {
      rules: [{ select: 'StationNam', action: 'keep' }],
      options: ['cleanRecognizableVisualFeatures'],
    });
    const { status, complained } = await spawned(
      'deid',
      at('in'),
      '--out',
      at('none'),
      '--rules',
      rules,
      ...common(),
    );
    expect(status).toBe(2);
    expect(complained).toContain('UNKNOWN_KEYWORD');
    expect(complained).toContain('PIXELS_NOT_CLEANED');
    expect(existsSync(at('none'))).toBe(false);
  });

  test('a table of the user’s', async () => {
    put('in', 'a.dcm');
    writeFileSync(at('ids.csv'), 'original,new\nMRN-1,SUBJECT-1\n');
    const rules = file('table.json', {
      profile: 'none',
      rules: [{ select: 'PatientID', action: 'lookup', table: 'ids.csv' }],
    });
    expect(
      (await spawned('deid', at('in'), '--out', at('tabled'), '--rules', rules, ...common())).status,
    ).toBe(0);
    expect(clean('tabled').join()).toContain('SUBJECT-1');
  });

  test('by routes: each its rules and folder; what has none is quarantined', async () => {
    put('routed/a', 'a.dcm');
    put('routed/bb', 'bb.dcm');
    put('routed/other', 'other.dcm');
    file('a.json', { profile: 'none', rules: [{ select: 'PatientID', action: 'set', value: 'ROUTE-A' }] });
    const routes = file('lethe.routes.json', {
      routes: [
        { prefix: 'a/', rules: 'a.json', cleanPrefix: 'project-a/' },
        { prefix: 'bb/', rules: 'basic' },
      ],
    });
    const { status, said } = await spawned(
      'deid',
      at('routed'),
      '--out',
      at('byroute'),
      '--routes',
      routes,
      ...common(),
    );
    expect(status).toBe(1);
    expect(JSON.parse(said)).toMatchObject({
      outcomes: { released: 2, quarantined: 1 },
      reasons: { NO_ROUTE: 1 },
    });
    expect(readdirSync(at('byroute'))).toContain('project-a');
    expect(clean('byroute/project-a').join()).toContain('ROUTE-A');
  });

  test('routes and rules are one too many, and broken routes stop it', async () => {
    const routes = file('bad.routes.json', { routes: [{ prefix: '', rules: 'broken.json' }] });
    file('broken.json', { rules: [{ select: 'StationNam', action: 'keep' }] });
    expect(
      (await spawned('deid', at('in'), '--out', at('none'), '--routes', routes, '--rules', 'basic')).status,
    ).toBe(2);
    const { status, complained } = await spawned('deid', at('in'), '--out', at('none'), '--routes', routes);
    expect([status, complained.includes('UNKNOWN_KEYWORD')]).toEqual([2, true]);
    expect(existsSync(at('none'))).toBe(false);
  });
});
