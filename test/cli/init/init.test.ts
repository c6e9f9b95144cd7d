import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { UsageError } from '../../../cli/exit.ts';
import { initCommand } from '../../../cli/init/command.ts';
import { interview, problemsWith, QUESTIONS, settingOf } from '../../../cli/init/questions.ts';
import { onTerminal } from '../../../cli/init/terminal.ts';
import { SETTING_NAMES, settingsFrom } from '../../../infra/settings.ts';
import { lethe } from '../run.ts';

const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-init-'));
  file = join(folder, 'lethe.config.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const written = () => JSON.parse(readFileSync(file, 'utf8'));

/** Answers by name; Return to everything else. What was asked is kept. */
function answering(answers: Readonly<Record<string, readonly string[]>>) {
  const asked: string[] = [];
  const left = new Map(Object.entries(answers).map(([name, each]) => [name, [...each]]));
  const prompt = async (text: string) => {
    const name = text.slice(0, text.indexOf(':'));
    asked.push(name);
    return left.get(name)?.shift() ?? '';
  };
  return { asked, prompt };
}

describe('the questions', () => {
  it('take what is offered, and make a deployment’s settings', async () => {
    const { asked, prompt } = answering({});
    const config = await interview({}, {}, prompt, () => {});
    const dependent = ['ingestKeyArn', 'cleanKeyArn', 'quarantineKeyArn', 'vpcSubnetIds'];
    expect(asked).toEqual(QUESTIONS.map(({ name }) => name).filter((name) => !dependent.includes(name)));
    expect(config).toEqual(
      Object.fromEntries(
        asked.map((name) => [
          name,
          settingsFrom(() => undefined)[name as keyof ReturnType<typeof settingsFrom>],
        ]),
      ),
    );
  });

  it('ask again where an answer cannot be, and for the key of a bucket of another account', async () => {
    const said: string[] = [];
    const { asked, prompt } = answering({
      stage: ['Prod!', 'trial'],
      ingestExpiryDays: ['soon', '7'],
      vpc: ['perhaps', 'yes'],
      cleanBucketName: ['research-clean'],
      cleanKeyArn: ['alias/clean', KEY],
    });
    const config = await interview({}, {}, prompt, (text) => said.push(text));
    expect(config).toMatchObject({
      stage: 'trial',
      ingestExpiryDays: 7,
      vpc: true,
      cleanBucketName: 'research-clean',
      cleanKeyArn: KEY,
    });
    expect(asked.filter((name) => asked.indexOf(name) !== asked.lastIndexOf(name))).toEqual([
      ...[
        'stage',
        'stage',
        'ingestExpiryDays',
        'ingestExpiryDays',
        'vpc',
        'vpc',
        'cleanKeyArn',
        'cleanKeyArn',
      ],
    ]);
    expect(said.filter((text) => /must/.test(text))).toHaveLength(4);
    // A clean bucket of another account is locked there.
    expect(asked).not.toContain('cleanLockDays');
    expect(problemsWith(config)).toEqual([]);
  });

  it('offer what was known, empty it by a dash, and leave what was given unasked', async () => {
    const { asked, prompt } = answering({ alarmEmail: ['-'] });
    const known = { stage: 'trial', alarmEmail: 'on-call@example.org', memoryMb: 3008 };
    const config = await interview(known, { vpc: true }, prompt, () => {});
    expect(config).toMatchObject({ stage: 'trial', alarmEmail: '', memoryMb: 3008, vpc: true });
    expect(asked).not.toContain('vpc');
  });

  it('are read from a terminal, and end with it', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const asked = onTerminal(async (prompt) => [await prompt('one: '), await prompt('two: ')], input, output);
    output.on('data', (chunk: Buffer) => input.write(chunk.includes('one') ? '1\n' : '2\n'));
    expect(await asked).toEqual(['1', '2']);
    const [closing, nowhere] = [new PassThrough(), new PassThrough()];
    const never = onTerminal((prompt) => prompt('one: '), closing, nowhere);
    closing.end();
    await expect(never).rejects.toThrow(UsageError);
  });

  it('read what people write', () => {
    expect(
      [
        ['vpc', 'Yes'],
        ['vpc', 'n'],
        ['vpc', 'so'],
        ['memoryMb', '2048'],
        ['memoryMb', 'much'],
        ['stage', '5'],
      ].map(([name = '', text = '']) => settingOf(name, text)),
    ).toEqual([true, false, 'so', 2048, 'much', '5']);
  });
});

describe('lethe init', () => {
  const run = (...options: readonly string[]) => lethe(['init', '--file', file, ...options]);

  it('has an option for every setting', () => {
    const options = initCommand().options.map((option) => option.attributeName());
    expect(options).toEqual(expect.arrayContaining([...SETTING_NAMES]));
  });

  it('writes what was given, in the order of the settings, and says what is next', async () => {
    const { status, stdout } = await run(
      '--yes',
      '--vpc',
      'true',
      '--stage',
      'trial',
      '--ingest-expiry-days',
      '7',
    );
    expect(status).toBe(0);
    expect(stdout.toString()).toContain('lethe deploy --config ');
    expect(readFileSync(file, 'utf8')).toBe(
      '{\n  "stage": "trial",\n  "ingestExpiryDays": 7,\n  "vpc": true\n}\n',
    );
  });

  it('switches the reading of frames on, and a deployment takes it', async () => {
    expect((await run('--yes', '--pixels', 'on')).status).toBe(0);
    expect(written()).toEqual({ pixels: 'on' });
    expect(settingsFrom((name) => written()[name]).pixels).toBe('on');
    const wrong = await run('--yes', '--force', '--pixels', 'perhaps');
    expect([wrong.status, wrong.stderr.toString()]).toEqual([2, expect.stringContaining('pixels')]);
    expect(written()).toEqual({ pixels: 'on' });
  });

  it('prints JSON to machines', async () => {
    const { status, stdout } = await run('--json', '--stage', 'trial');
    expect(status).toBe(0);
    expect(JSON.parse(stdout.toString())).toEqual({ file, settings: { stage: 'trial' } });
    expect(written()).toEqual({ stage: 'trial' });
  });

  it('replaces no file without --force, and keeps what it says with it', async () => {
    writeFileSync(file, '{ "stage": "trial", "memoryMb": 3008 }');
    const refused = await run('--yes', '--stage', 'prod');
    expect(refused.status).toBe(2);
    expect(refused.stderr.toString()).toContain('--force');
    expect(written()).toEqual({ stage: 'trial', memoryMb: 3008 });
    expect((await run('--yes', '--force', '--stage', 'prod')).status).toBe(0);
    expect(written()).toEqual({ stage: 'prod', memoryMb: 3008 });
  });

  it('replaces no file that it cannot read', async () => {
    writeFileSync(file, '{ "stgae": "trial" }');
    const { status, stderr } = await run('--yes', '--force');
    expect(status).toBe(2);
    expect(stderr.toString()).toContain('Did you mean "stage"?');
    expect(readFileSync(file, 'utf8')).toBe('{ "stgae": "trial" }');
  });

  it('writes nothing that a deployment would refuse, and says all of it', async () => {
    const { status, stderr } = await run(
      '--yes',
      '--stage',
      'Prod!',
      '--memory-mb',
      'much',
      '--clean-key-arn',
      KEY,
    );
    expect(status).toBe(2);
    for (const name of ['stage', 'memoryMb', 'cleanBucketName']) expect(stderr.toString()).toContain(name);
    expect(existsSync(file)).toBe(false);
  });

  it('asks nobody where there is no terminal', async () => {
    const { status, stderr } = await run();
    expect(status).toBe(2);
    expect(stderr.toString()).toContain('--yes');
    expect(existsSync(file)).toBe(false);
  });
});
