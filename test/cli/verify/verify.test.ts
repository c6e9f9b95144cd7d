import { createVerify } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ReportSignature } from '../../../cli/verify/signature.ts';
import type { DecisionFile } from '../../../layers/verify/cohort/decisions.ts';
import type { VerifyReport } from '../../../layers/verify/report/model.ts';
import { el } from '../../support/build.ts';
import { burnedInPixels, ultrasound } from '../../support/burnedIn.ts';
import { describeHits, findNeedles } from '../../support/needles.ts';
import { expectPrivate } from '../../support/posix.ts';
import { syntheticStudy } from '../../support/study.ts';
import { lethe } from '../run.ts';

/** `lethe verify` as a user starts it. */

const { files, planted } = syntheticStudy(5);
let root: string;
const at = (...parts: string[]) => join(root, ...parts);

function writeFiles(
  folder: string,
  wanted: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): void {
  for (const { name, bytes } of wanted) {
    mkdirSync(dirname(at(folder, name)), { recursive: true });
    writeFileSync(at(folder, name), bytes);
  }
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lethe-verify-'));
  writeFiles('source', files);
  const leaky = files.filter(({ expected }) => expected === 'released');
  // Folders that are called as the patient is, as exports have them.
  const named = planted.map(({ text }) => text).find((text) => /^KH-\d{7}$/.test(text));
  expect(named).toBeDefined();
  writeFiles(
    'leaky',
    leaky.map(({ name, bytes }) => ({ name: `${named}/${name}`, bytes })),
  );
  const run = await lethe([
    'deid',
    at('source'),
    '--out',
    at('clean'),
    '--key',
    at('key'),
    '--audit',
    at('audit.jsonl'),
  ]);
  expect(run.status).toBe(1);
  symlinkSync(at('clean'), at('link'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('lethe verify', () => {
  it('ends with 0 where nothing is found, and says what was not checked', async () => {
    const { status, stdout, stderr } = await lethe([
      'verify',
      at('clean'),
      '--source',
      at('source'),
      '--rules',
      'basic',
      '--audit',
      at('audit.jsonl'),
    ]);
    expect(stderr.toString()).toBe('');
    expect(stdout.toString()).toMatch(/^11 instances, 11 paired with their source\nNothing was found/);
    expect(stdout.toString()).toContain('text in the pixels: no detector was asked (--look)');
    expect(status).toBe(0);
  });

  it('ends with 1 over findings, and nothing that it writes or prints holds a value of the source', async () => {
    const { status, stdout, stderr } = await lethe([
      'verify',
      at('leaky'),
      '--source',
      at('source'),
      '--report',
      at('leaky.html'),
      '--index',
      at('leaky.index'),
      '--decisions',
      at('leaky.decisions.json'),
      '--json',
      '--k',
      '3',
      '--values',
      '1000',
    ]);
    expect(status).toBe(1);
    const report = JSON.parse(stdout.toString()) as VerifyReport;
    expect(report.verdict).toBe('findings');
    expect(report.counts.error).toBeGreaterThan(100);
    expect(report.byCode.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['RISK_BELOW_K', 'NAME_IN_FILE_NAME']),
    );
    expect(report.identifiers.find(({ letter }) => letter === 'A')?.state).toBe('found');
    // What the report of honest outputs says, too, is a word of the report.
    const honest = await lethe([
      'verify',
      at('clean'),
      '--source',
      at('source'),
      '--json',
      '--values',
      '1000',
      '--report',
      at('honest.html'),
    ]);
    const ownWords = Buffer.concat([
      honest.stdout,
      readFileSync(at('honest.html')),
      readFileSync('docs/verify.md'),
    ]);
    const known = new Set(findNeedles(ownWords, planted).map(({ needle }) => needle.where));
    const found = (bytes: Uint8Array) =>
      describeHits(findNeedles(bytes, planted).filter(({ needle }) => !known.has(needle.where)));
    expect(planted.filter(({ where }) => !known.has(where)).length).toBeGreaterThan(100);
    for (const file of ['leaky.html', 'leaky.json', 'leaky.index', 'leaky.decisions.json']) {
      const bytes = readFileSync(at(file));
      expect([file, found(bytes)]).toEqual([file, []]);
      expectPrivate(at(file));
    }
    expect(found(stdout)).toEqual([]);
    expect(found(stderr)).toEqual([]);
  });

  it('signs what it says, so that openssl can verify it, and keeps the key', async () => {
    const call = () =>
      lethe(['verify', at('clean'), '-q', '--report', at('signed.html'), '--sign-key', at('officer.pem')]);
    await call();
    const key = readFileSync(at('officer.pem'), 'utf8');
    expectPrivate(at('officer.pem'));
    await call();
    expect(readFileSync(at('officer.pem'), 'utf8')).toBe(key);
    const [line = '', signed = ''] = readFileSync(at('signed.json'), 'utf8').split('\n');
    const { publicKey, signature, algorithm } = JSON.parse(signed) as ReportSignature;
    expect(algorithm).toBe('ECDSA_SHA_256');
    const holds = (text: string) =>
      createVerify('sha256').update(text).verify(publicKey, signature, 'base64');
    expect(holds(line)).toBe(true);
    expect(holds(line.replace('nothing-found', 'findings'))).toBe(false);
  });

  it('keeps decisions, and asks for those that are missing', async () => {
    const file = at('decisions.json');
    const call = () => lethe(['verify', at('clean'), '--source', at('source'), '-q', '--decisions', file]);
    expect((await call()).status).toBe(1);
    const decided = (decision: 'accept' | 'refuse') => {
      const { format, values } = JSON.parse(readFileSync(file, 'utf8')) as DecisionFile;
      expect(values.length).toBeGreaterThan(10);
      writeFileSync(
        file,
        JSON.stringify({ format, values: values.map((value) => ({ ...value, decision })) }),
      );
    };
    decided('accept');
    expect((await call()).status).toBe(0);
    decided('refuse');
    expect((await call()).status).toBe(1);
    writeFileSync(file, '{}');
    const wrong = await call();
    expect([wrong.status, wrong.stderr.toString()]).toEqual([2, expect.stringContaining('WRONG_CALL')]);
  });

  it('looks at values and risk again, by the index alone', async () => {
    expect((await lethe(['verify', at('clean'), '-q', '--index', at('again.index')])).status).toBe(0);
    const { status, stdout } = await lethe(['verify', at('again.index'), '--k', '1']);
    expect(stdout.toString()).toContain('11 instances');
    expect(stdout.toString()).toMatch(/risk +\d+ patients, k is 1/);
    expect(status).toBe(0);
    expect((await lethe(['verify', at('again.index'), '-q', '--k', '3'])).status).toBe(1);
  });

  it('looks for text in the pixels where it is asked to, and holds a claim against it', async () => {
    const claim = el(0x00280301, 'CS', 'NO');
    writeFiles('shown', [
      { name: '1.dcm', bytes: ultrasound({ number: 1, image: burnedInPixels('DOE JANE') }) },
      { name: '2.dcm', bytes: ultrasound({ number: 2, image: burnedInPixels('DOE JANE'), more: [claim] }) },
      { name: '3.dcm', bytes: ultrasound({ number: 3, image: burnedInPixels('') }) },
    ]);
    const { stdout } = await lethe(['verify', at('shown'), '--look', '--json']);
    const report = JSON.parse(stdout.toString()) as VerifyReport;
    const seen = report.findings.filter(({ code }) => code === 'TEXT_IN_PIXELS');
    expect(seen.map(({ instance, severity }) => [instance, severity])).toEqual([
      ['#2', 'error'],
      ['#1', 'warning'],
    ]);
    expect(stdout.toString()).not.toMatch(/\b(?:jane|doe)\b/i);
    expect(report.checked).toContain('text in the pixels, by a detector');
    expect(
      report.notChecked.map(({ what }) => what).filter((what) => /text|frames/.test(what)),
    ).not.toContain('text in the pixels');
  });

  it('finds nothing in what Lethe cleaned of text in the pixels, and says that they changed by the rules', async () => {
    writeFileSync(at('pixels.json'), '{ "profile": "basic", "options": ["cleanPixelData"] }');
    writeFiles('burned', [
      { name: '1.dcm', bytes: ultrasound({ number: 1, image: burnedInPixels('DOE JANE') }) },
    ]);
    const call = ['--rules', at('pixels.json'), '-q'];
    expect(
      (await lethe(['deid', at('burned'), '--out', at('blanked'), '--key', at('key'), ...call])).status,
    ).toBe(0);
    expect((await lethe(['verify', at('blanked'), '--source', at('burned'), '--look', ...call])).status).toBe(
      0,
    );
    // Of a source that is another one there is no pair.
    const report = await lethe(['verify', at('blanked'), '--source', at('clean'), '--json']);
    expect((JSON.parse(report.stdout.toString()) as VerifyReport).byCode.map(({ code }) => code)).toContain(
      'NO_PAIR',
    );
  });

  it.each([
    ['a folder that is not there', ['nowhere'], 'INPUT_MISSING'],
    ['a report among the instances', ['clean', '--report', 'clean/report.html'], 'NOT_IN_THE_CLEAN_FOLDER'],
    [
      'a report that a link leads among them',
      ['clean', '--report', 'link/report.html'],
      'NOT_IN_THE_CLEAN_FOLDER',
    ],
    [
      'a key to sign with among the instances',
      ['clean', '--report', 'r.html', '--sign-key', 'clean/k.pem'],
      'NOT_IN_THE_CLEAN_FOLDER',
    ],
    [
      'a report whose JSON is the file of decisions',
      ['clean', '--report', 'd.html', '--decisions', 'd.json'],
      'PLACES_OVERLAP',
    ],
    [
      'a report whose JSON is the rules',
      ['clean', '--report', 'r.html', '--rules', 'r.json'],
      'PLACES_OVERLAP',
    ],
    ['a signature of nothing', ['clean', '--sign-key', 'k.pem'], 'WRONG_CALL'],
    ['a report that is not a page', ['clean', '--report', 'report.pdf'], 'WRONG_CALL'],
    ['an index that is something else', ['clean', '--index', 'audit.jsonl'], 'FILE_EXISTS'],
    ['a key that is not one', ['clean', '--report', 'r.html', '--sign-key', 'audit.jsonl'], 'WRONG_CALL'],
    ['a k of nobody', ['clean', '--k', '0'], 'WRONG_CALL'],
  ])('ends with 2 over %s', async (_name, args, code) => {
    const placed = args.map((arg) => (/^--|^\d/.test(arg) ? arg : at(arg)));
    const { status, stderr } = await lethe(['verify', ...placed, '-q']);
    expect(stderr.toString()).toContain(`lethe: ${code}: `);
    expect(status).toBe(2);
    expect(existsSync(at('clean/report.html'))).toBe(false);
  });
});
