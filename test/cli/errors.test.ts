import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorText, framesOf } from '../../cli/sayError.ts';
import { FaultError } from '../../layers/engine/faults.ts';
import { IDENTIFIER } from '../contracts/faults.ts';
import { lethe, simple } from './run.ts';

/** What ends a command is one coded line with a hint, and exit status 2. */

const root = mkdtempSync(join(tmpdir(), 'lethe-errors-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const at = (...names: readonly string[]) => join(root, ...names);

/** No credentials, no Region, no configuration, and nobody to ask for any. */
const NO_AWS = {
  HOME: at('home'),
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_REGION: '',
  AWS_DEFAULT_REGION: '',
  AWS_PROFILE: '',
  AWS_ACCESS_KEY_ID: '',
  AWS_SECRET_ACCESS_KEY: '',
  AWS_CONFIG_FILE: at('none'),
  AWS_SHARED_CREDENTIALS_FILE: at('none'),
};

beforeAll(() => {
  mkdirSync(at('in'));
  mkdirSync(at('home'));
  writeFileSync(at('in', 'a.dcm'), simple(1));
  const key = `lethe-key-v1:${'1a'.repeat(32)}\n`;
  for (const [name, mode, text] of [
    ['key', 0o600, key],
    ['open-key', 0o644, key],
    ['short-key', 0o600, 'lethe-key-v1:abc\n'],
    ['a.csv', 0o600, 'A,B\n'],
    ['not.pem', 0o644, 'no key'],
  ] as const) {
    writeFileSync(at(name), text);
    chmodSync(at(name), mode);
  }
  writeFileSync(at('foreign.txt'), 'FORMAT dicom\n%header\nBLANK PatientName\n');
});

/** A call that goes wrong, and its code; `@` stands for the test's folder. */
const deid = ['deid', '@in', '--out', '@out', '--key', '@key'];
const WRONG: readonly (readonly [code: string, call: readonly string[]])[] = [
  ['WRONG_CALL', ['docter']],
  ['WRONG_CALL', ['deid', '@in']],
  ['WRONG_CALL', ['deid', '@in', '--out', '@out', '--anonymise']],
  ['WRONG_CALL', ['deid', '@in', '--out', '@out', '--jobs', 'two']],
  ['WRONG_CALL', ['deid', '', '--out', '@out']],
  ['WRONG_CALL', ['deid', '@in', '--out', '@out', '--audit-names', 'secret']],
  ['WRONG_CALL', ['withdraw', '--log-group', 'audit', '--dry-run']],
  ['WRONG_CALL', ['withdraw', '--stack', 'lethe', '--released-under', 'basic']],
  ['WRONG_CALL', ['withdraw', '--stack', 'lethe', '--from', 'yesterday']],
  ['REASON_MISSING', ['withdraw', '--clean-bucket', 'c', '--log-group', 'audit', '--yes']],
  ['WRONG_CALL', ['send', '@in', '--to', 'PACS']],
  ['WRONG_CALL', ['send', '@in', '--to', 'PACS@host:104', '--jobs', '17']],
  ['WRONG_CALL', ['send', 's3://', '--to', 'PACS@host:104', '--state', '@s']],
  ['INPUT_MISSING', ['send', '@nothing', '--to', 'PACS@host:104', '--state', '@s']],
  ['FILE_UNREADABLE', ['send', '@in', '--to', 'PACS@host:104', '--ca', '@nothing', '--state', '@s']],
  ['FILE_UNWRITABLE', ['send', '@in', '--to', 'PACS@host:104', '--report', '@no/r', '--state', '@s']],
  ['FILE_UNWRITABLE', ['send', '@in', '--to', 'PACS@host:104', '--state', '@in']],
  ['WRONG_CALL', ['rules', 'explain', 'basic', 'vr:PN']],
  ['WRONG_CALL', ['rules', 'check', 'basic', '--dialect', 'latin']],
  ['WRONG_CALL', ['audit', 'object', 'x']],
  ['WRONG_CALL', ['quarantine', 'list']],
  ['WRONG_CALL', ['backfill', '--status', 'x', '--machine', 'x']],
  ['WRONG_CALL', ['cost', '--region', 'mars-1']],
  ['WRONG_CALL', ['doctor', '--region', 'mars-1']],
  ['WRONG_CALL', ['reidentify', 'X', '--identities', '@nowhere']],
  ['INPUT_MISSING', ['deid', '@nowhere', '--out', '@out']],
  ['INPUT_UNREADABLE', ['deid', `@${'n'.repeat(300)}`, '--out', '@out']],
  ['OUTPUT_UNUSABLE', ['deid', '@in', '--out', '@a.csv', '--key', '@key']],
  ['OUTPUT_UNUSABLE', ['deid', '@in', '--out', '@a.csv/below', '--key', '@key']],
  ['OUTPUT_UNUSABLE', ['deid', '@in', '--out', '@out', '--kept', '@a.csv', '--key', '@key']],
  ['OUT_EMPTY', ['deid', '@in', '--out', '', '--key', '@key']],
  ['OUT_EMPTY', ['example', '']],
  ['FILE_UNWRITABLE', ['example', '@a.csv']],
  ['PLACES_OVERLAP', ['deid', '@in', '--out', '@in/out', '--key', '@key']],
  ['FOLDER_MISSING', ['quarantine', 'list', '--dir', '@nowhere']],
  ['REASON_MISSING', ['quarantine', 'export-original', '@x', '--all', '--dir', '@in', '--yes']],
  ['REASON_MISSING', ['quarantine', 'remove', '--all', '--dir', '@in', '--yes']],
  ['COMMAND_RENAMED', ['quarantine', 'release-to', '@x', '--all', '--dir', '@in']],
  ['KEY_FORBIDDEN', ['deid', '@in', '--out', '@out', '--key', '@open-key']],
  ['KEY_UNAVAILABLE', ['deid', '@in', '--out', '@out', '--key', '@short-key']],
  ['KEY_UNAVAILABLE', ['deid', '@in', '--out', '@out', '--key', '@in']],
  ['KEY_UNAVAILABLE', ['deid', '@in', '--out', '@out', '--key', '/dev/zero']],
  ['KEY_UNAVAILABLE', ['deid', '@in', '--out', '@out', '--key', '@key/below']],
  ['AUDIT_UNAVAILABLE', [...deid, '--audit', '@nowhere/audit.jsonl']],
  ['AUDIT_UNAVAILABLE', [...deid, '--audit', '@in']],
  // The first line fails, behind the first instance.
  ['AUDIT_UNAVAILABLE', ['deid', '@in', '--out', '@begun', '--key', '@key', '--audit', '/dev/full']],
  ['FILE_UNREADABLE', [...deid, '--rules', '/dev/zero']],
  ['FILE_UNREADABLE', [...deid, '--rules', '@in']],
  ['FILE_UNREADABLE', [...deid, '--rules', '@nowhere.json']],
  ['FILE_UNREADABLE', [...deid, '--routes', '/dev/zero']],
  ['RULES_WRONG', [...deid, '--rules', '@foreign.txt']],
  ['RULES_WRONG', ['rules', 'check', '@a.csv']],
  ['AUDIT_UNAVAILABLE', ['audit', 'rules', '--file', '@nowhere']],
  ['FILE_UNREADABLE', ['audit', 'verify', '-m', '@in', '--public-key', '@nowhere']],
  ['WRONG_CALL', ['audit', 'verify', '-m', '@in', '--public-key', '@not.pem']],
  ['FILE_UNREADABLE', ['table', '/dev/zero', '--out', '@t.json', '--key', '@key']],
  ['FILE_UNWRITABLE', ['table', '@a.csv', '--out', '@nowhere/t.json', '--key', '@key']],
  ['FILE_EXISTS', ['table', '@a.csv', '--out', '@key', '--key', '@key']],
  ['KEY_FORBIDDEN', ['table', '@a.csv', '--out', '@t.json', '--key', '@open-key']],
  ['SETTINGS_INVALID', ['doctor', '--config', '/dev/zero']],
  ['FILE_UNWRITABLE', ['init', '--yes', '--file', '@nowhere/c.json']],
  ['SETTINGS_INVALID', ['init', '--yes', '--file', '@c.json', '--region', 'mars-1']],
  ['FILE_EXISTS', ['init', '--yes', '--file', '@key']],
  ['KEY_FORBIDDEN', ['reidentify', 'init', '--public', '@a.csv', '--private', '@p.pem']],
];

/** The clouds' commands, each as it would be called. */
const QUEUE = 'https://sqs.eu-central-1.amazonaws.com/123456789012/dead';
const MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:x';
const CLOUD: readonly (readonly string[])[] = [
  ['doctor', '--stack', 'Lethe-x'],
  ['redrive', '--queue', QUEUE],
  ['backfill', 's3://a-bucket/x', '--dry-run'],
  ['backfill', '--status', 'x', '--machine', MACHINE],
  ['quarantine', 'list', '--bucket', 'a-bucket'],
  ['quarantine', 'show', '--bucket', 'a-bucket', '0123456789abcdef0123456789abcdef'],
  ['audit', 'object', 'x', '--log-group', 'g'],
  ['audit', 'object', 's3://b/k', '--log-group', 'g', '--root-key', 'r'],
  ['audit', 'rules', '--log-group', 'g'],
  ['audit', 'verify', '-m', 's3://manifests', '--signing-key', 'arn:x'],
  ['table', '@a.csv', '--out', '@t.json', '--root-key', 'r'],
];

const called = (call: readonly string[]) =>
  call.map((word) => (word.startsWith('@') ? at(word.slice(1)) : word));
async function said(call: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = await lethe(called(call), { ...NO_AWS, ...env });
  return { status, out: String(stdout), lines: String(stderr).split('\n') };
}

describe('a wrong call', () => {
  it.each(WRONG)('%s: %j', async (code, call) => {
    const { status, out, lines } = await said(call);
    expect([status, out]).toEqual([2, '']);
    // What happened, and what to do: two sentences at least. Rules have their errors behind it.
    expect(lines[0]).toMatch(new RegExp(`^lethe: ${code}: .+[.?)] .+[.:)]$`));
    if (code !== 'RULES_WRONG' && code !== 'SETTINGS_INVALID') expect(lines.slice(1)).toEqual(['']);
    expect(lines.filter((line) => /^\s+at /.test(line))).toEqual([]);
    expect(existsSync(at('out'))).toBe(false);
  });

  it('without a command gets the help, and the same line', async () => {
    const { status, lines } = await said([]);
    expect(status).toBe(2);
    expect(lines.at(-2)).toMatch(/^lethe: WRONG_CALL: /);
  });

  it('says where it was thrown with --debug alone, before or behind the command, and no message twice', async () => {
    for (const call of [
      ['--debug', 'deid', '@nowhere', '--out', '@out'],
      ['deid', '@nowhere', '--out', '@out', '--debug'],
    ]) {
      const { status, lines } = await said(call);
      expect([status, lines[0]?.startsWith('lethe: INPUT_MISSING: '), lines[1]]).toEqual([
        2,
        true,
        'UsageError',
      ]);
      expect(lines.slice(2, -1).every((line) => line.startsWith('    at '))).toBe(true);
    }
  });
});

describe('a command of the cloud', () => {
  it.each(CLOUD.map((call) => [call.slice(0, 2).join(' '), call] as const))(
    '%s says that there is no Region, that there are no credentials, and that a Region does not exist',
    async (_name, call) => {
      const nowhere = await said(call);
      expect([nowhere.status, nowhere.lines.length, nowhere.lines[0]]).toEqual([
        2,
        2,
        expect.stringMatching(/^lethe: AWS_REGION_MISSING: .*AWS_REGION/),
      ]);
      const nobody = await said(call, { AWS_REGION: 'eu-central-1' });
      expect([nobody.status, nobody.lines.length, nobody.lines[0]]).toEqual([
        2,
        2,
        expect.stringMatching(/^lethe: AWS_CREDENTIALS_MISSING: .*AWS_PROFILE/),
      ]);
      expect(existsSync(at('t.json'))).toBe(false);
    },
  );
});

describe('what is said of an error', () => {
  it('that nobody foresaw is its class and its place, never its message', () => {
    const error = new TypeError(`cannot read ${IDENTIFIER}`, { cause: new Error(`of ${IDENTIFIER}`) });
    expect(errorText(error)).toMatch(
      /^lethe: DEFECT: TypeError was thrown at errors\.test\.ts:\d+\. .*--debug.*\.\n$/,
    );
    expect(errorText('a text')).toMatch(/^lethe: DEFECT: Something was thrown\. /);
    const frames = framesOf(error);
    expect(frames).toMatch(/^TypeError\n {4}at [\s\S]*caused by Error\n {4}at /);
    expect(errorText(error) + frames).not.toContain(IDENTIFIER);
  });

  it('of the system is its code', () => {
    const error = Object.assign(new Error(`ENOSPC: ${IDENTIFIER}`), { code: 'ENOSPC' });
    expect(errorText(error)).toMatch(/^lethe: SYSTEM_ERROR: the system answered ENOSPC at .*\.\n$/);
    expect(errorText(error)).not.toContain(IDENTIFIER);
  });

  it('of AWS is its code and status, or that it was never asked', () => {
    const error = Object.assign(new Error(IDENTIFIER), {
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
    expect(errorText(error)).toMatch(/^lethe: AWS_REFUSED: AWS refused a call \(AccessDenied, HTTP 403\)\. /);
    const nobody = Object.assign(new Error(IDENTIFIER), { name: 'CredentialsProviderError' });
    expect(errorText(nobody)).toMatch(/^lethe: AWS_CREDENTIALS_MISSING: /);
    expect(errorText(error) + errorText(nobody)).not.toContain(IDENTIFIER);
    expect(errorText(Object.assign(new Error(''), { $metadata: {} }))).not.toContain('Unknown');
  });

  it('that is a fault is its code, its words and a full stop', () => {
    expect(errorText(new FaultError('KEY_UNAVAILABLE', true, 'It broke', 'Mend it'))).toBe(
      'lethe: KEY_UNAVAILABLE: It broke. Mend it.\n',
    );
  });
});
