import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** CHANGELOG.md has the form of Keep a Changelog 1.1.0, so that people and release notes find a version's part. */

const ROOT = join(import.meta.dirname, '../..');
const CHANGELOG = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

const KINDS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
const VERSION = /^\[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})$/;

/** What is wrong with a changelog; none: it has the form. */
function problemsOf(text: string, current: string): readonly string[] {
  const problems: string[] = [];
  const [, ...versions] = text.split(/^## /m).map((part) => [part.split('\n')[0] as string, part] as const);
  const [unreleased, ...released] = versions;
  if (unreleased?.[0] !== '[Unreleased]') problems.push('the first part is [Unreleased]');
  let before: readonly number[] = [Number.POSITIVE_INFINITY];
  let until = '9999-12-31';
  for (const [heading] of released) {
    const [, number = '', date = ''] = VERSION.exec(heading) ?? [];
    if (number === '') problems.push(`${heading}: [1.2.3] - YYYY-MM-DD`);
    const parts = number.split('.').map(Number);
    if (!isBefore(parts, before)) problems.push(`${heading}: newer than the one above`);
    if (new Date(date).toJSON()?.slice(0, 10) !== date || date > until) problems.push(`${heading}: the date`);
    [before, until] = [parts, date];
  }
  // What is being worked on is never older than what was released last.
  const newest = VERSION.exec(released[0]?.[0] ?? '')?.[1] ?? '0.0.0';
  if (isBefore(current.split('.').map(Number), newest.split('.').map(Number)))
    problems.push(`package.json has ${current}, and ${newest} is released`);
  for (const [heading, part] of versions) {
    const kinds = [...part.matchAll(/^### (.+)$/gm)].map(([, kind]) => kind as string);
    const ordered = KINDS.filter((kind) => kinds.includes(kind));
    if (kinds.join() !== ordered.join())
      problems.push(`${heading}: ${kinds.join()} is not of ${KINDS.join()}`);
    if (heading !== '[Unreleased]' && kinds.length === 0) problems.push(`${heading}: says nothing`);
    for (const section of part.split(/^### /m).slice(1))
      if (!/^\* \S/m.test(section)) problems.push(`${heading}: ${section.split('\n')[0]} has no entry`);
    const name = /^\[[^\]]+\]/.exec(heading)?.[0] ?? heading;
    if (!text.includes(`\n${name}: `)) problems.push(`${heading}: leads nowhere`);
  }
  return problems;
}

function isBefore(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((part, index) => part !== other[index]);
  return at >= 0 && (one[at] as number) < (other[at] as number);
}

test('has the form of Keep a Changelog', () => {
  expect(problemsOf(CHANGELOG, version)).toEqual([]);
  expect(CHANGELOG).toContain('(https://keepachangelog.com/en/1.1.0/)');
  expect(CHANGELOG).toContain('(https://semver.org/spec/v2.0.0.html)');
  expect(CHANGELOG).toContain('(docs/versioning.md)');
});

describe('of others', () => {
  const GOOD = `# Changelog

## [Unreleased]

## [0.2.0] - 2027-02-03

### Added

* One.

### Fixed

* Two.

## [0.1.0] - 2027-01-02

### Added

* All.

[Unreleased]: x
[0.2.0]: y
[0.1.0]: z
`;

  test('one that has the form is let be', () => {
    expect(problemsOf(GOOD, '0.3.0')).toEqual([]);
  });

  test.each([
    ['[Unreleased]', '[Next]'],
    ['## [0.2.0] - 2027-02-03', '## 0.2.0 (unreleased)'],
    ['2027-02-03', '2027-02-31'],
    ['2027-02-03', '2026-02-03'],
    ['[0.2.0] -', '[0.0.9] -'],
    ['### Fixed', '### Mended'],
    ['* Two.', 'Two.'],
    ['[0.1.0]: z', ''],
  ])('%s as %s is seen', (good, bad) => {
    expect(problemsOf(GOOD.replace(good, bad), '0.3.0')).not.toEqual([]);
  });

  test('a version that is behind the last one is seen', () => {
    expect(problemsOf(GOOD, '0.1.9')).not.toEqual([]);
  });
});
