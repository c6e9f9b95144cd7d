import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { settingRows } from '../../infra/settingWords.ts';
import { synthesize } from '../infra/synthesized.ts';
import { syntheticStudy } from '../support/study.ts';
import { awsProblems, letheProblems } from './commandChecks.ts';
import { blocksIn, commandsIn, wordsOf } from './commandLines.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'docs/operations');
const PAGES = readdirSync(FOLDER).filter((name) => name.endsWith('.md'));
const pageText = (page: string) => readFileSync(join(FOLDER, page), 'utf8');
const BLOCKS = blocksIn(FOLDER);
const COMMANDS = BLOCKS.filter(({ info }) => /^sh\b/.test(info)).flatMap(({ page, text }) =>
  commandsIn(text).map((words) => [page, words.join(' '), words] as const),
);
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly version: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};
/** As `npm pack` calls the package. */
const PACKED = `./lethe-${manifest.version}.tgz`;

/** What stands between other commands in a pipeline, or at a desk. */
const PLAIN = new Set(['base64', 'openssl', 'cp', 'mkdir', 'diff']);

const helps = new Map<string, string>();
/** What the CDK's own help says. */
function cdkHelp(command: string): string {
  const known = helps.get(command);
  if (known !== undefined) return known;
  const help = execFileSync(process.execPath, [join(ROOT, 'node_modules/.bin/cdk'), command, '--help'], {
    encoding: 'utf8',
    env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: '1' },
  });
  helps.set(command, help);
  return help;
}

function cdkProblems([command = '', ...rest]: readonly string[]): readonly string[] {
  const help = cdkHelp(command);
  if (!help.includes(`cdk ${command}`)) return [`there is no cdk ${command}`];
  return rest.filter((word) => /^--?[a-z]/.test(word) && !new RegExp(`(^|\\s)${word}\\b`, 'm').test(help));
}

function npmProblems([command = '', script = '', dashes, ...rest]: readonly string[]): readonly string[] {
  if (command === 'install')
    return [script, dashes ?? '', ...rest].filter(
      (name) => name !== '' && name !== PACKED && manifest.devDependencies[name] === undefined,
    );
  if (command === 'ci') return script === '' ? [] : [`npm ci takes no ${script}`];
  if (command !== 'run') return [`npm ${command} is not looked at`];
  const runs = manifest.scripts[script];
  if (runs === undefined) return [`there is no script ${script}`];
  if (dashes === undefined) return [];
  return dashes === '--' && runs.startsWith('cdk ')
    ? cdkProblems([runs.split(' ')[1] ?? '', ...rest])
    : [`npm run ${script} ${dashes}`];
}

/** `lethe deploy -- …` hands the words to the CDK. */
function behindDashes(words: readonly string[]): readonly string[] {
  const at = words.indexOf('--');
  return words[0] === 'deploy' && at > 0 ? cdkProblems(['deploy', ...words.slice(at + 1)]) : [];
}

function problemsOf([program = '', ...rest]: readonly string[]): readonly string[] {
  switch (program) {
    case 'lethe':
      return [...letheProblems(rest), ...behindDashes(rest)];
    case 'aws':
      return awsProblems(rest);
    case 'npm':
      return npmProblems(rest);
    case 'npx':
      return rest[0] === 'cdk' ? cdkProblems(rest.slice(1)) : [`npx ${rest[0]}`];
    case 'git':
      return /^checkout v\d+\.\d+\.\d+$/.test(rest.join(' ')) ? [] : [`git ${rest.join(' ')}`];
    default:
      return PLAIN.has(program) ? [] : [`nobody knows ${program}`];
  }
}

describe('the commands of docs/operations', () => {
  it('are many, in blocks that say what they are', () => {
    expect(PAGES.sort()).toEqual([
      'backfill.md',
      'deploying.md',
      'disaster-recovery.md',
      'incident.md',
      'key-rotation.md',
      'monitoring.md',
      'settings.md',
      'upgrade-and-rollback.md',
    ]);
    expect(COMMANDS.length).toBeGreaterThan(60);
    expect([...new Set(BLOCKS.map(({ info }) => info))].sort()).toEqual([
      'json',
      'sh',
      'sh desk',
      'ts',
      'yaml',
    ]);
  });

  it.each(COMMANDS)('%s: %s', (_page, _line, words) => {
    expect(problemsOf(words)).toEqual([]);
  });

  it.each(PAGES)('in the text of %s have options that are there', (page) => {
    const inline = [
      ...pageText(page)
        .replace(/^```[\s\S]*?^```$/gm, '')
        .matchAll(/`lethe ([^`]+)`/g),
    ];
    for (const [, line = ''] of inline)
      expect([line, letheProblems(wordsOf(line), false)]).toEqual([line, []]);
  });

  it('that lethe doctor says are AWS’s own', () => {
    const source = readdirSync(join(ROOT, 'cli/doctor/checks'))
      .map((file) => readFileSync(join(ROOT, 'cli/doctor/checks', file), 'utf8'))
      .join('\n');
    const said = [...source.matchAll(/\baws ([a-z0-9]+) ([a-z-]+)((?: --[a-z-]+(?: [A-Z$][^\s`']*)?)*)/g)];
    expect(said.length).toBeGreaterThan(5);
    for (const [line, service = '', operation = '', options = ''] of said)
      expect([line, awsProblems([service, operation, ...options.trim().split(/\s+/)])]).toEqual([line, []]);
  });

  it('are told apart from other words', () => {
    const wrong = [
      'lethe docter',
      'lethe audit object',
      'lethe audit released',
      'lethe audit rules --since 2026-01-01',
      'lethe rules explain rules.json',
      'lethe quarantine',
      'lethe redrive --queue URL now',
      'aws lambda update-event-source-mappings',
      'aws lambda update-event-source-mapping --id UUID',
      'aws s3api delete-objekt',
      'npm run deplay',
      'npm install left-pad',
      'lethe deploy --dryrun',
      'lethe deploy -- --revert-drifts',
      'npm run deploy -- --revert-drifts',
      'npx cdk differ',
      'git reset --hard',
      'rm -rf .',
    ];
    expect(wrong.filter((line) => problemsOf(wordsOf(line)).length === 0)).toEqual([]);
  });
});

describe('what can be done at a desk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lethe-operations-'));
    for (const { name, bytes } of syntheticStudy()
      .files.filter(({ expected }) => expected === 'released')
      .slice(0, 3)) {
      mkdirSync(dirname(join(folder, 'export', name)), { recursive: true });
      writeFileSync(join(folder, 'export', name), bytes);
    }
    writeFileSync(
      join(folder, 'rules.json'),
      '{ "profile": "basic", "identities": { "patientId": { "action": "allocate", "template": "Site{####}" } } }',
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const desk = BLOCKS.filter(({ info }) => info === 'sh desk');

  it.each(desk.map(({ page, text }) => [page, text.split('\n')[0], text] as const))(
    '%s: %s ... works as it stands there',
    (_page, _first, text) => {
      const script = `set -e\nlethe() { '${process.execPath}' '${join(ROOT, 'cli/lethe.mjs')}' "$@"; }\n${text}`;
      const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' });
      expect([status, status === 0 ? '' : stdout + stderr]).toEqual([0, '']);
    },
  );
});

describe('the pages', () => {
  it('have every setting with its default, as the stack has them', () => {
    const rows = pageText('settings.md')
      .split('\n')
      .filter((line) => /^\| `/.test(line));
    expect(rows).toEqual(settingRows());
  });

  it('say of every alarm what to do', () => {
    const alarms = Object.keys(synthesize().findResources('AWS::CloudWatch::Alarm')).map((id) =>
      id.replace(/^Alarms(\w+?)[0-9A-F]{8}$/, '$1'),
    );
    const rows = [...pageText('monitoring.md').matchAll(/^\| `(\w+)` \| [^|]+ \|/gm)].map(([, name]) => name);
    expect(rows.sort()).toEqual(alarms.sort());
  });

  it('name only pages and headings that are there', () => {
    for (const page of PAGES)
      for (const [, target = ''] of pageText(page).matchAll(/\]\((?!https?:)([^)#]+)/g))
        expect(() => readFileSync(join(FOLDER, target))).not.toThrow();
    const sources = [
      'infra/alarms.ts',
      'infra/closedBucket.ts',
      'cli/doctor/checks/events.ts',
      'cli/doctor/checks/queues.ts',
    ];
    for (const source of sources)
      for (const [, page = ''] of readFileSync(join(ROOT, source), 'utf8').matchAll(
        /docs\/operations\/([\w-]+\.md)/g,
      ))
        expect(PAGES).toContain(page);
    expect(pageText('disaster-recovery.md')).toContain(
      '\n## Something of the stack was changed or deleted\n',
    );
  });
});
