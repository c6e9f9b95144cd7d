import { readFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import { CannotRun, isGate, withoutIt } from '../cloud/machine.ts';
import { type JestReport, partOf } from '../cloud/whole.ts';
import { DIFFERENCES, type Difference, differencesTable } from './differences.ts';
import { isNewEnough } from './goProgram.ts';
import { IMPLEMENTATIONS } from './implementations.ts';
import { verdictOf } from './verdict.ts';

const DIFFERENCE: Difference = {
  implementation: 'one',
  test: 'a store keeps all',
  does: 'forgets',
  documented: 'keeps',
};

function report(tests: Readonly<Record<string, string>>, status = 'passed'): JestReport {
  return {
    testResults: [
      {
        name: '/t/s3.cloud.test.ts',
        status,
        message: 'afterAll broke\nat',
        assertionResults: Object.entries(tests).map(([fullName, outcome]) => ({
          fullName,
          status: outcome,
          failureMessages: outcome === 'failed' ? ['Error: other\nat'] : [],
        })),
      },
    ],
  };
}

describe('a second opinion', () => {
  const verdict = (tests: Readonly<Record<string, string>>, status?: string) =>
    verdictOf('one', report(tests, status), [DIFFERENCE]).wrong;

  it('is as the list says', () => {
    const tests = { 'a store keeps all': 'failed', 'a store lists': 'passed' };
    expect(verdictOf('one', report(tests), [DIFFERENCE])).toEqual({ passed: 1, differing: 1, wrong: [] });
  });

  it.each([
    [
      'a test fails that is not listed',
      { 'a store keeps all': 'failed', b: 'failed', c: 'passed' },
      /"b" fails: Error: other$/,
    ],
    ['a listed one passes', { 'a store keeps all': 'passed', c: 'passed' }, /passes: take it off/],
    ['a listed one is not there', { c: 'passed' }, /there is no test "a store keeps all"/],
    [
      'a test is left out',
      { 'a store keeps all': 'failed', b: 'pending', c: 'passed' },
      /"b" was not run \(pending\)/,
    ],
    ['none passes', { 'a store keeps all': 'failed' }, /no test passed/],
    ['no test was run', {}, /ran no test: afterAll broke/],
  ])('is wrong where %s', (_, tests, words) => {
    expect(verdict(tests as Readonly<Record<string, string>>).join('\n')).toMatch(words);
  });

  it('is wrong where a file fails beside its tests', () => {
    const wrong = verdictOf('two', report({ c: 'passed' }, 'failed'), [DIFFERENCE]).wrong;
    expect(wrong).toEqual(['/t/s3.cloud.test.ts fails beside its tests: afterAll broke']);
  });

  it('is listed in docs/architecture.md with everything it differs in', () => {
    const page = readFileSync('docs/architecture.md', 'utf8');
    expect(page).toContain(differencesTable());
    for (const { name, about } of IMPLEMENTATIONS) expect(page).toContain(`| ${name} | ${about} |`);
    for (const { implementation } of DIFFERENCES)
      expect(IMPLEMENTATIONS.map(({ name }) => name)).toContain(implementation);
  });

  it('is asked with a Go that can build it', () => {
    expect(['go1.19.8', 'go1.24.4', 'go1.25.0', 'go1.26.8', 'go2.0', 'devel'].map(isNewEnough)).toEqual([
      false,
      false,
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('a run that the machine cannot do', () => {
  it('is skipped where somebody looks on, and fails where it is a gate', () => {
    const said: string[] = [];
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said.push(String(text));
      return true;
    });
    const codes = [{}, { CI: 'false' }, { CI: 'true' }].map((each) =>
      withoutIt(new CannotRun('no Python'), each),
    );
    write.mockRestore();
    expect(codes).toEqual([0, 0, 1]);
    expect(said[0]).toBe('skipped: no Python\n');
    expect(said[2]).toMatch(/^not run: no Python\./);
    expect(isGate({ CI: 'true' })).toBe(true);
  });

  it('knows a whole run from a part', () => {
    const files = ['s3.cloud.test.ts'];
    expect(partOf(report({ a: 'passed' }), files)).toBeNull();
    expect(partOf(report({ a: 'passed' }), [...files, 'kms.cloud.test.ts'])).toBe(
      '1 of 2 test files did not run',
    );
    expect(partOf(report({ a: 'passed', b: 'pending' }), files)).toBe(
      '1 of 2 tests did not pass or did not run',
    );
    expect(partOf(report({}), files)).toBe('a test file ran no test');
  });
});
