import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { syntheticStudy } from '../support/study.ts';
import { awsProblems, letheProblems } from './commandChecks.ts';
import { blocksIn, commandsIn, wordsOf } from './commandLines.ts';

/** docs/controls.md: every control has its parts, and every evidence is a command that prints something. */

const ROOT = join(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/controls.md'), 'utf8');
const [CONTROLS = '', EVIDENCE = ''] = PAGE.split('\n## Evidence\n');
const BLOCKS = blocksIn(join(ROOT, 'docs')).filter(({ page }) => page === 'controls.md');
const DESK = BLOCKS.filter(({ info }) => info === 'sh desk').flatMap(({ text }) => text.trim().split('\n'));

/** The cells of every row of every table, without the heads. */
const ROWS = [...CONTROLS.matchAll(/^\|(.+)\|$/gm)]
  .map(([, row = '']) => row.split('|').map((cell) => cell.trim()))
  .filter(([first = '']) => /^(?:[A-R](?:[, ]|$)|\(|Art|recital|\d)/.test(first));

describe('the controls', () => {
  it('have all of Safe Harbor, the technical safeguards, and rows of GDPR and ISO/IEC 27001', () => {
    const letters = ROWS.map(([first = '']) => first)
      .filter((first) => /^[A-R](?:, [A-R])*$|^[A-R] to [A-R]$/.test(first))
      .flatMap((cell) => {
        const [from = '', to] = cell.split(' to ');
        if (to === undefined) return cell.split(', ');
        const [low, high] = [from.charCodeAt(0), to.charCodeAt(0)];
        return Array.from({ length: high - low + 1 }, (_, at) => String.fromCharCode(low + at));
      });
    expect(letters).toEqual([...'ABCDEFGHIJKLMNOPQR']);
    const firsts = ROWS.map(([first = '']) => first).join(' ');
    for (const control of [
      '(a)(1)',
      '(a)(2)(i)',
      '(a)(2)(ii)',
      '(a)(2)(iii)',
      '(a)(2)(iv)',
      '(c)(2)',
      '(e)(1)',
    ])
      expect(firsts).toContain(control);
    for (const article of ['4(5)', '5(1)(c)', '17', '25', '30', '32', '33', '35', '89(1)'])
      expect(firsts.replace('(b), (c)', '(c)')).toContain(`Art. ${article}`);
    for (const control of ['8.10', '8.11', '8.12', '8.15', '8.24', '8.28']) expect(firsts).toContain(control);
  });

  it('each say what Lethe does, and lead to evidence that is there', () => {
    const anchors = [...EVIDENCE.matchAll(/^### (.+)$/gm)].map(([, name = '']) => name.toLowerCase());
    const used = new Set<string>();
    for (const row of ROWS) {
      expect([row[0], row.length, row[2] !== '']).toEqual([row[0], 5, true]);
      const named = [...(row[4] ?? '').matchAll(/\[[^\]]+\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
      for (const anchor of named) {
        expect(anchors).toContain(anchor);
        used.add(anchor);
      }
      // What is not covered, or is said elsewhere, needs none.
      const needs = !/^not covered|^see |not looked into|^what needs one/.test(row[2] ?? '');
      expect([row[0], named.length > 0]).toEqual([row[0], needs]);
    }
    expect(anchors.filter((anchor) => !used.has(anchor))).toEqual([]);
  });
});

describe('the evidence', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Readonly<Record<string, string>>;
  };
  const elsewhere = BLOCKS.filter(({ info }) => info === 'sh').flatMap(({ text }) => commandsIn(text));

  it.each(elsewhere.map((words) => [words.join(' '), words] as const))(
    '%s: has the options that it has',
    (_line, [program = '', ...rest]) => {
      if (program === 'npm') expect(scripts[rest[1] ?? '']).toBeDefined();
      else expect((program === 'aws' ? awsProblems : letheProblems)(rest)).toEqual([]);
    },
  );

  it('has nothing but commands of Lethe at a desk', () => {
    expect(DESK.length).toBeGreaterThan(10);
    for (const line of DESK) expect(line).toMatch(/^lethe /);
  });

  it('prints something at a desk, line by line as it stands there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lethe-controls-'));
    try {
      for (const { name, bytes } of syntheticStudy()
        .files.filter(({ expected }) => expected === 'released')
        .slice(0, 3)) {
        mkdirSync(dirname(join(folder, 'export', name)), { recursive: true });
        writeFileSync(join(folder, 'export', name), bytes);
      }
      // Something that is not released, so that there is something to list.
      writeFileSync(join(folder, 'export/letter.txt'), 'Dear colleague');
      writeFileSync(join(folder, 'rules.json'), '{ "profile": "basic" }');
      for (const line of DESK) {
        // The day on the page is an example; the run was today.
        const words = wordsOf(
          line.replace(/\d{4}-\d{2}-\d{2}/, () => dayOf(join(folder, 'audit.jsonl'))),
        ).slice(1);
        const { status, stdout, stderr } = spawnSync(
          process.execPath,
          [join(ROOT, 'cli/lethe.mjs'), ...words],
          {
            cwd: folder,
            encoding: 'utf8',
          },
        );
        const isRun = line.startsWith('lethe deid');
        expect([line, status, stdout.trim() === '']).toEqual([line, isRun ? 1 : 0, false]);
        if (!isRun) expect([line, stderr]).toEqual([line, '']);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** The day of the first line of an audit. */
function dayOf(audit: string): string {
  const [line = ''] = readFileSync(audit, 'utf8').split('\n');
  return (JSON.parse(line) as { time: string }).time.slice(0, 10);
}
