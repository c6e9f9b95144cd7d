import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { el, instance } from '../support/build.ts';

/** `lethe deid --validate-input` and `--validate-output`, as a user of Microsoft's rules calls them. */

const root = mkdtempSync(join(tmpdir(), 'lethe-validate-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Summary {
  readonly outcomes: { readonly released: number };
  readonly reasons: Readonly<Record<string, number>>;
  readonly plan: { readonly digest: string };
}

function deid(out: string, ...flags: readonly string[]): Promise<{ status: number; summary: Summary }> {
  const options = ['deid', join(root, 'in'), '--out', join(root, out), '--key', join(root, 'key'), '--json'];
  const rules = ['--rules', join(root, 'rules.json')];
  return new Promise((done) => {
    execFile(
      process.execPath,
      ['--no-warnings', 'cli/lethe.mjs', ...options, ...rules, ...flags],
      { cwd: join(import.meta.dirname, '../..') },
      (error, said) =>
        done({ status: typeof error?.code === 'number' ? error.code : 0, summary: JSON.parse(said) }),
    );
  });
}

beforeAll(() => {
  mkdirSync(join(root, 'in'));
  const rules = { rules: [{ tag: 'AccessionNumber', method: 'cryptoHash' }] };
  writeFileSync(join(root, 'rules.json'), JSON.stringify(rules));
  const file = (name: string, uid: string, accessionNumber: string) =>
    writeFileSync(
      join(root, 'in', name),
      instance({
        elements: [
          el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
          el(0x00080018, 'UI', uid),
          el(0x00080050, 'SH', accessionNumber),
        ],
      }),
    );
  file('short.dcm', '1.2.3', 'A1');
  file('empty.dcm', '1.2.4', '');
  file('long.dcm', '1.2.5', 'longer than sixteen');
});

test('what is too long before or after the rules stays in, where that is asked for', async () => {
  const [plain, input, output] = await Promise.all([
    deid('plain'),
    deid('input', '--validate-input'),
    deid('output', '--validate-output'),
  ]);
  expect([plain.status, plain.summary.outcomes.released]).toEqual([0, 3]);
  expect([input.status, input.summary.reasons]).toEqual([1, { NOT_VALID_BEFORE: 1 }]);
  expect([output.status, output.summary.reasons]).toEqual([1, { NOT_VALID_AFTER: 2 }]);
  const digests = [plain, input, output].map(({ summary }) => summary.plan.digest);
  expect(new Set(digests).size).toBe(3);
});
