import { spawnSync } from 'node:child_process';
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
import { dirname, join } from 'node:path';
import { parse } from 'jsonc-parser';
import { debian, describeWith, freePort } from '../support/network/programs.ts';
import { syntheticStudy } from '../support/study.ts';
import { letheProblems } from './commandChecks.ts';
import { blocksIn, commandsIn, wordsOf } from './commandLines.ts';

/** docs/network.md and the pages below it: every command is one, and what can be run is run. */

const ROOT = join(import.meta.dirname, '../..');
const PAGES = [
  'docs/network.md',
  ...readdirSync(join(ROOT, 'docs/network')).map((name) => `docs/network/${name}`),
];
const BLOCKS = [
  ...blocksIn(join(ROOT, 'docs')).filter(({ page }) => page === 'network.md'),
  ...blocksIn(join(ROOT, 'docs/network')),
];
const blockOf = (info: string) => BLOCKS.find((block) => block.info === info)?.text ?? '';

/** Programs of others, as they stand on the pages. */
const OTHERS = new Set(['openssl', 'curl', 'systemctl', 'journalctl']);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-network-docs-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the commands of the pages about the network', () => {
  const commands = BLOCKS.filter(({ info }) => /^sh\b/.test(info)).flatMap(({ page, info, text }) =>
    info === 'sh desk' ? [] : commandsIn(text).map((words) => [page, words.join(' '), words] as const),
  );

  it.each(commands)('%s: %s', (_page, _line, [program = '', ...rest]) => {
    expect(
      program === 'lethe' ? letheProblems(rest) : OTHERS.has(program) ? [] : [`nobody knows ${program}`],
    ).toEqual([]);
  });

  it.each(PAGES)('in the text of %s have options that are there', (page) => {
    const text = readFileSync(join(ROOT, page), 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
    for (const [, line = ''] of text.matchAll(/`lethe ([^`]+)`/g))
      expect([line, letheProblems(wordsOf(line), false)]).toEqual([line, []]);
  });

  it.each(PAGES)('%s names only pages that are there', (page) => {
    for (const [, target = ''] of readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g))
      expect([target, existsSync(join(ROOT, dirname(page), target))]).toEqual([target, true]);
  });
});

describe('five minutes', () => {
  it('are enough: every line works as it stands there, but for the port', async () => {
    for (const { name, bytes } of syntheticStudy()
      .files.filter(({ expected }) => expected === 'released')
      .slice(0, 3)) {
      mkdirSync(dirname(join(folder, 'export', name)), { recursive: true });
      writeFileSync(join(folder, 'export', name), bytes);
    }
    const desk = BLOCKS.filter(({ info }) => info === 'sh desk');
    expect(desk.map(({ page }) => page)).toEqual(['network.md', 'network.md']);
    const port = String(await freePort());
    const lines = desk
      .map(({ text }) => text)
      .join('')
      .replaceAll('11112', port);
    const script = `set -e\nlethe() { '${process.execPath}' '${join(ROOT, 'cli/lethe.mjs')}' "$@"; }\n${lines}`;
    // The key is made in the home of whoever calls.
    const env = { ...process.env, HOME: folder };
    const { status, stdout, stderr } = spawnSync('sh', ['-c', script], {
      cwd: folder,
      encoding: 'utf8',
      env,
    });
    expect([status, status === 0 ? '' : stdout + stderr]).toEqual([0, '']);
    const clean = readdirSync(join(folder, 'clean'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.dcm'),
    );
    expect(clean).toHaveLength(3);
    expect(readFileSync(join(folder, 'audit.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(3);
  });
});

describe('the configurations', () => {
  it('are parts of one that is read', () => {
    const config = parse(blockOf('json')) as Record<string, unknown>;
    const file = join(folder, 'lethe.listen.json');
    writeFileSync(file, JSON.stringify(config));
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, 'cli/lethe.mjs'), 'listen', 'check', '--config', file],
      { encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([0, '']);
    for (const { text } of BLOCKS.filter(({ info }) => info === 'json'))
      expect(parse(text)).toEqual(expect.any(Object));
  });
});

describe('the unit of systemd', () => {
  const unit = blockOf('ini');

  it('starts what is there, and ends the first process alone', () => {
    const [, program = '', script = '', rest = ''] = /^ExecStart=(\S+) (\S+) (.*)$/m.exec(unit) ?? [];
    expect(existsSync(join(ROOT, program.replace('/opt/lethe/', '')))).toBe(true);
    expect(existsSync(join(ROOT, script.replace('/opt/lethe/', '')))).toBe(true);
    expect(letheProblems(wordsOf(rest))).toEqual([]);
    // Workers that were told to end by systemd would leave their instances.
    expect(unit).toMatch(/^KillMode=mixed$/m);
    expect(unit).not.toMatch(/^MemoryDenyWriteExecute=/m);
  });

  describeWith(debian('systemd-analyze', 'systemd'), () => {
    it('is one that it has nothing against, and hardened', () => {
      const path = join(folder, 'lethe-listen.service');
      writeFileSync(path, unit.replaceAll('/opt/lethe', ROOT).replace(/^(User|Group)=lethe$/gm, '$1=root'));
      const verified = spawnSync('systemd-analyze', ['verify', '--man=no', path], { encoding: 'utf8' });
      expect(verified.stderr.split('\n').filter((line) => line.includes('lethe-listen'))).toEqual([]);
      writeFileSync(path, unit);
      const judged = spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=20', path], {
        encoding: 'utf8',
      });
      expect([judged.status, judged.status === 0 ? '' : judged.stdout + judged.stderr]).toEqual([0, '']);
    });
  });
});
