import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { el } from '../support/build.ts';
import { expectRights } from '../support/posix.ts';
import { auditLines, filesBelow, lethe, simple } from './run.ts';

/** Each test starts processes of its own, and the machine may have others. */

const root = mkdtempSync(join(tmpdir(), 'lethe-same-run-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const at = (...names: readonly string[]) => join(root, ...names);
let runs = 0;

const KERNEL = 'B70f of Hugin';
const patient = (number: number) =>
  simple(number, el(0x00100010, 'PN', 'Needlemeyer^Zita'), el(0x00100020, 'LO', 'NDL-1'));
const doubtful = (number: number) =>
  simple(
    number,
    el(0x00181210, 'SH', KERNEL),
    el(0x00100010, 'PN', 'Needlemeyer^Zita'),
    el(0x00100020, 'LO', 'NDL-1'),
  );

/** Rules that hold what a person must look at, in a project of their own. */
const RULES = {
  profile: 'basic',
  name: 'Trial 7',
  identities: { project: 'trial-7' },
  freeText: 'hold',
  rules: [{ select: 'ConvolutionKernel', action: 'review' }],
};

/** A run whose second instance is held, and how the quarantine is called about it. */
async function held(rules: object = RULES, more: readonly string[] = [], besides: readonly string[] = []) {
  const run = at(`run-${runs++}`);
  const [input, out, key, file] = ['in', 'out', 'key', 'rules.json'].map((name) => join(run, name)) as [
    string,
    string,
    string,
    string,
  ];
  mkdirSync(input, { recursive: true });
  writeFileSync(join(input, 'a.dcm'), patient(1));
  writeFileSync(join(input, 'b.dcm'), doubtful(2));
  writeFileSync(file, JSON.stringify(rules));
  const flags = [
    '--out',
    out,
    '--key',
    key,
    ...(more.length === 0 ? ['--rules', file] : more),
    ...besides,
    '--quiet',
  ];
  const { status, stderr } = await lethe(['deid', input, ...flags]);
  expect([status, String(stderr)]).toEqual([1, '']);
  const quarantine = async (command: string, ...options: readonly string[]) => {
    const ran = await lethe(['quarantine', command, '--dir', out, ...options]);
    return { status: ran.status, said: String(ran.stdout), complained: String(ran.stderr) };
  };
  const notes = () => {
    const folder = join(`${out}.kept`, 'held');
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  };
  return { run, input, out, key, file, quarantine, notes };
}
const patientIdsIn = (out: string) =>
  [...filesBelow(out).values()].map((bytes) => {
    const start = bytes.indexOf(Buffer.from([0x10, 0, 0x20, 0, 0x4c, 0x4f]));
    return bytes.toString('latin1', start + 8, start + 8 + bytes.readUInt16LE(start + 6)).trim();
  });

describe('a kept instance', () => {
  it('remembers its run', async () => {
    const { input, key, file, notes } = await held();
    expect(notes()).toEqual([
      {
        source: { folder: input, key: 'b.dcm', sizeBytes: expect.any(Number) },
        findings: expect.arrayContaining([
          expect.objectContaining({ path: '(0018,1210)', code: 'UNHANDLED_TAG' }),
        ]),
        run: {
          plan: { name: 'Trial 7', digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
          rules: { path: file, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
          keyId: expect.stringMatching(/^file:/),
          keyScope: 'trial-7',
          cleanPrefix: '',
          engine: expect.stringMatching(/^\d+\.\d+\.\d+$/),
          desk: { key, identities: null, sealFor: null },
        },
      },
    ]);
  });

  it('is held again by a retry that names nothing, and released under other rules that are named, in its own project', async () => {
    const { run, out, quarantine } = await held();
    const again = await quarantine('retry', '--all', '--json');
    expect([again.status, JSON.parse(again.said).outcome]).toEqual([1, 'held']);
    expect(filesBelow(out).size).toBe(1);
    const milder = join(run, 'milder.json');
    writeFileSync(milder, JSON.stringify({ profile: 'basic', name: 'Milder' }));
    const named = await quarantine('retry', '--all', '--json', '--rules', milder);
    expect([named.status, JSON.parse(named.said).outcome]).toEqual([0, 'released']);
    expect(named.complained).toMatch(/Trial 7 \([0-9a-f]{12}\), retried under Milder/);
    // The same patient as the instance beside it, which the run released.
    const [one, other] = patientIdsIn(out);
    expect(one).toBe(other);
    expect((await quarantine('list')).said).toBe('');
  });

  it('is refused where the rules have changed since, with what to do', async () => {
    const { file, quarantine } = await held();
    writeFileSync(file, JSON.stringify({ ...RULES, rules: [] }));
    const changed = await quarantine('retry', '--all');
    expect([changed.status, changed.said]).toEqual([2, '']);
    expect(changed.complained).toMatch(/^lethe: RULES_CHANGED: [^\n]*--rules[^\n]*\n$/);
    rmSync(file);
    const gone = await quarantine('retry', '--all');
    expect([gone.status, gone.complained]).toEqual([2, expect.stringContaining('RULES_CHANGED')]);
    writeFileSync(file, JSON.stringify({ ...RULES, rules: [] }));
    expect((await quarantine('retry', '--all', '--rules', file)).status).toBe(0);
  });

  it('is refused under another key, unless that is named', async () => {
    const { run, key, quarantine } = await held();
    await lethe(['deid', join(run, 'in'), '--out', join(run, 'x'), '--key', join(run, 'other'), '--quiet']);
    writeFileSync(key, readFileSync(join(run, 'other')));
    const replaced = await quarantine('retry', '--all');
    expect([replaced.status, replaced.said]).toEqual([2, '']);
    expect(replaced.complained).toMatch(
      /^lethe: KEY_DIFFERS: [^\n]*file:[0-9a-f]{16}[^\n]*file:[0-9a-f]{16}[^\n]*--key/,
    );
    const named = await quarantine('retry', '--all', '--key', join(run, 'other'), '--json');
    expect([named.status, JSON.parse(named.said).outcome]).toEqual([1, 'held']);
    expect(named.complained).toMatch(/kept under the key file:\w+, retried under file:\w+/);
    rmSync(key);
    expect((await quarantine('retry', '--all', '--key', key)).status).toBe(2);
  });

  it('is refused under rules of another project, unless that is named too', async () => {
    const { run, quarantine } = await held();
    const other = join(run, 'other.json');
    writeFileSync(other, JSON.stringify({ profile: 'basic', identities: { project: 'trial-8' } }));
    const refused = await quarantine('retry', '--all', '--rules', other);
    expect([refused.status, refused.complained]).toEqual([2, expect.stringContaining('KEY_SCOPE_DIFFERS')]);
    expect(refused.complained).toContain('trial-7');
    expect((await quarantine('retry', '--all', '--rules', other, '--key-scope', 'trial-8')).status).toBe(0);
  });

  it('takes the route that it came by: rules, scope and clean prefix', async () => {
    const run = at(`routes-${runs}`);
    mkdirSync(run);
    writeFileSync(join(run, 'ct.json'), JSON.stringify({ ...RULES, identities: {} }));
    const routes = join(run, 'routes.json');
    writeFileSync(
      routes,
      JSON.stringify({
        routes: [{ prefix: '', rules: 'ct.json', keyScope: 'site-a', cleanPrefix: 'site-a/ct/' }],
      }),
    );
    const { out, notes, quarantine } = await held({}, ['--routes', routes]);
    expect(notes()[0].run).toMatchObject({
      rules: { path: join(run, 'ct.json'), route: { file: routes, prefix: '' } },
      keyScope: 'site-a',
      cleanPrefix: 'site-a/ct/',
    });
    expect((await quarantine('retry', '--all')).status).toBe(1);
    expect((await quarantine('retry', '--all', '--rules', 'basic')).status).toBe(0);
    const [one, other] = patientIdsIn(out);
    expect(one).toBe(other);
    for (const path of filesBelow(out).keys()) expect(path).toMatch(/^site-a\/ct\//);
  });

  it('has the flags, the identities and the sealing key of its run', async () => {
    const [secret, open] = [at('seal.key.pem'), at('seal.pem')];
    await lethe(['reidentify', 'init', '--public', open, '--private', secret]);
    const rules = at('sealed.json');
    writeFileSync(
      rules,
      JSON.stringify({
        ...RULES,
        reidentification: 'on',
        identities: { ...RULES.identities, patientId: { action: 'allocate', template: 'Site{####}' } },
      }),
    );
    const shared = at('shared', 'identities.sqlite');
    const flags = ['--rules', rules, '--seal-for', open, '--identities', shared, '--validate-output'];
    const { notes, out, quarantine } = await held({}, flags);
    expect(notes()[0].run).toMatchObject({
      rules: { validate: { input: false, output: true } },
      desk: { identities: shared, sealFor: open },
    });
    const { status, said } = await quarantine('retry', '--all', '--json');
    expect([status, JSON.parse(said).outcome]).toEqual([1, 'held']);
    expect(readdirSync(join(`${out}.kept`, 'state'))).not.toContain('identities.sqlite');
  });

  it('is tried only where all that were chosen may be', async () => {
    const { out, quarantine, file } = await held();
    writeFileSync(file, JSON.stringify({ ...RULES, rules: [] }));
    const audit = at('none.jsonl');
    expect((await quarantine('retry', '--all', '--audit', audit)).status).toBe(2);
    expect(filesBelow(out).size).toBe(1);
  });
});

describe('show', () => {
  /** What a terminal gets: `script` gives the command one (util-linux). */
  const onTerminal = (args: readonly string[], typed = ''): Promise<{ status: number; seen: string }> =>
    new Promise((done) => {
      const words = [process.execPath, '--no-warnings', 'cli/lethe.mjs', ...args];
      const command = words.map((word) => `'${word}'`).join(' ');
      const child = execFile(
        'script',
        ['--quiet', '--return', '--command', command, '/dev/null'],
        { cwd: join(import.meta.dirname, '../..') },
        (error, seen) => done({ status: typeof error?.code === 'number' ? error.code : 0, seen }),
      );
      child.stdin?.end(typed);
    });

  it('says what the output would be, by keyword; values on a terminal alone, and nothing is stored', async () => {
    const { out, quarantine } = await held();
    const name = (await quarantine('list')).said.split(' ')[0] ?? '';
    const piped = await quarantine('show', name);
    expect([piped.status, piped.complained]).toEqual([0, '']);
    expect(piped.said).toMatch(/^output +held again$/m);
    expect(piped.said).toMatch(/^doubt +ConvolutionKernel \(0018,1210\) UNHANDLED_TAG$/m);
    expect(piped.said).not.toContain('Hugin');
    const json = await quarantine('show', name, '--json');
    expect(json.said).not.toContain('Hugin');
    const { seen } = await onTerminal(['quarantine', 'show', '--dir', out, name]);
    expect(seen).toMatch(/before +B70f of Hugin/);
    expect(seen).toMatch(/after +B70f of Hugin/);
    const asJson = await onTerminal(['quarantine', 'show', '--dir', out, name, '--json']);
    expect(asJson.seen).not.toContain('Hugin');
    expect(filesBelow(out).size).toBe(1);
    expect(readdirSync(join(`${out}.kept`, 'state')).filter((file) => file.startsWith('identities'))).toEqual(
      [],
    );
  });

  it('shows no character that moves a terminal', async () => {
    const { out, input, key, file, quarantine } = await held();
    writeFileSync(
      join(input, 'c.dcm'),
      simple(
        3,
        el(0x00181210, 'SH', 'a\u001b[2Jb'),
        el(0x00100010, 'PN', 'X^Y'),
        el(0x00100020, 'LO', 'Q-1'),
      ),
    );
    await lethe(['deid', input, '--out', out, '--key', key, '--rules', file, '--quiet']);
    const names = (await quarantine('list')).said
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0] ?? '');
    const { seen } = await onTerminal(['quarantine', 'show', '--dir', out, ...names]);
    expect(seen).toContain('a\\x1B[2Jb');
    expect(seen).not.toContain('\u001b[2J');
  });

  it('says why where the run cannot be had again', async () => {
    const { file, quarantine } = await held();
    rmSync(file);
    const name = (await quarantine('list')).said.split(' ')[0] ?? '';
    const { status, said } = await quarantine('show', name);
    expect(status).toBe(0);
    expect(said).toMatch(/^output +not known: the rules of the run/m);
  });

  it('export-original asks on a terminal, and does it for a yes alone', async () => {
    const { run, out, quarantine } = await held();
    const name = (await quarantine('list')).said.split(' ')[0] ?? '';
    const to = join(run, 'given');
    const call = ['quarantine', 'export-original', to, name, '--dir', out, '--reason', 'ticket 4711'];
    const no = await onTerminal(call, 'n\n');
    expect(no.seen).toContain('[y/N]');
    expect(no.seen).toContain('Nothing in them is de-identified');
    expect([no.status, no.seen]).toEqual([1, expect.stringContaining('nothing was exported')]);
    expect(readdirSync(run)).not.toContain('given');
    const yes = await onTerminal(call, 'y\n');
    expect(yes.status).toBe(0);
    expectRights(join(to, readdirSync(to)[0] ?? ''), 0o600);
    const audit = join(`${out}.kept`, 'state', 'quarantine.jsonl');
    expect(auditLines(audit)).toMatchObject([{ event: 'original-export', outcome: 'exported' }]);
  });
});

describe('the audit of a retry', () => {
  const HASHED = /^[0-9a-f]{32}$/;
  const lineIn = (out: string) => auditLines(join(`${out}.kept`, 'state', 'quarantine.jsonl')).at(-1);

  it('names the source by its path, or by the keyed hash that is asked for', async () => {
    const { out, quarantine } = await held();
    await quarantine('retry', '--all');
    expect(lineIn(out)?.source.key).toBe('b.dcm');
    await quarantine('retry', '--all', '--audit-names', 'hashed');
    expect(lineIn(out)?.source.key).toMatch(HASHED);
    expect((await quarantine('retry', '--all', '--audit-names', 'none')).status).toBe(2);
  });

  it('names it as the run did, where nothing is asked for, and by the same hash', async () => {
    const audit = at(`hashed-${runs}.jsonl`);
    const { out, quarantine } = await held(RULES, [], ['--audit-names', 'hashed', '--audit', audit]);
    await quarantine('retry', '--all');
    const { key } = lineIn(out)?.source ?? {};
    expect(key).toMatch(HASHED);
    expect(auditLines(audit).map(({ source }) => source.key)).toContain(key);
    await quarantine('retry', '--all', '--audit-names', 'plain');
    expect(lineIn(out)?.source.key).toBe('b.dcm');
  });
});

describe('remove at a desk', () => {
  it('deletes what is kept, leaves the source, and the audit says who and why', async () => {
    const { input, out, quarantine } = await held();
    const [line = ''] = (await quarantine('list', '--json')).said.split('\n');
    const { name } = JSON.parse(line);
    const removed = await quarantine('remove', name, '--reason', 'ticket 4711', '--yes');
    expect([removed.status, removed.said]).toEqual([0, expect.stringMatching(/ {2}removed$/m)]);
    expect([...filesBelow(`${out}.kept`).keys()].filter((path) => path.startsWith('held/'))).toEqual([]);
    expect(filesBelow(input).size).toBe(2);
    const text = readFileSync(join(`${out}.kept`, 'state', 'quarantine.jsonl'), 'utf8');
    expect(JSON.parse(text.trim())).toMatchObject({
      event: 'original-removal',
      outcome: 'removed',
      name,
      reason: 'ticket 4711',
    });
    const again = await quarantine('remove', name, '--destroy', '--reason', 'ticket 4711', '--yes');
    expect([again.status, again.complained]).toEqual([1, expect.stringContaining('nothing is kept')]);
  });

  it('does nothing where nobody confirms it', async () => {
    const { quarantine } = await held();
    const unasked = await quarantine('remove', '--all', '--destroy', '--reason', 'x');
    expect([unasked.status, unasked.complained]).toEqual([
      2,
      expect.stringContaining('CONFIRMATION_MISSING'),
    ]);
    expect((await quarantine('list')).said).not.toBe('');
  });
});
