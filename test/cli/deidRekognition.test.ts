import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsEndpoint } from '../reliability/cloud/endpoint.ts';
import { ultrasound } from '../support/burnedIn.ts';
import { auditLines, filesBelow, lethe } from './run.ts';

/** `lethe deid` with rules that want Rekognition to look as well. */

let root: string;
let aws: AwsEndpoint;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lethe-rekognition-'));
  mkdirSync(join(root, 'in'));
  const image = Uint8Array.from({ length: 160 * 320 }, (_, at) => (at % 320) % 200);
  writeFileSync(join(root, 'in', 'a'), ultrasound({ number: 1, image }));
  writeFileSync(
    join(root, 'asking.json'),
    '{ "options": ["cleanPixelData"], "pixels": { "detector": "rekognition" } }',
  );
  writeFileSync(join(root, 'alone.json'), '{ "options": ["cleanPixelData"] }');
  aws = await AwsEndpoint.start([], 'none');
});
afterAll(async () => {
  await aws.stop();
  rmSync(root, { recursive: true, force: true });
});

const HERE = { AWS_REGION: 'eu-central-1', AWS_EC2_METADATA_DISABLED: 'true', HOME: '/nonexistent' };
const SIGNED_IN = { ...HERE, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

async function run(name: string, rules: string, env: Readonly<Record<string, string>>) {
  const [out, audit] = [join(root, name), join(root, `${name}.jsonl`)];
  const args = ['--rules', join(root, rules), '--key', join(root, 'key'), '--audit', audit, '--jobs', '1'];
  const ran = await lethe(['deid', join(root, 'in'), '--out', out, ...args], {
    AWS_ENDPOINT_URL: aws.url,
    ...env,
  });
  return { ...ran, lines: auditLines(audit), files: existsSync(out) ? [...filesBelow(out).keys()] : [] };
}

test('asks it by the credentials that are there, and what it reads goes', async () => {
  const { status, lines } = await run('asked', 'asking.json', SIGNED_IN);
  expect([status, lines.map(({ outcome }) => outcome)]).toEqual([0, ['released']]);
  expect(lines[0]?.findings.map(({ code }) => code)).toEqual(['TEXT_IN_PIXELS']);
  expect(aws.rekognition.pictures).toHaveLength(1);
});

test('without credentials nothing comes out, and nothing is kept: the line says what is missing', async () => {
  const { status, lines, files } = await run('nobody', 'asking.json', HERE);
  expect(status).not.toBe(0);
  expect(lines).toMatchObject([{ outcome: 'fault', reason: { code: 'AWS_CREDENTIALS_MISSING' } }]);
  expect(files).toEqual([]);
  expect(aws.rekognition.pictures).toHaveLength(1);
});

test('asks nobody under rules that do not name it', async () => {
  const { lines } = await run('alone', 'alone.json', SIGNED_IN);
  expect(lines).toMatchObject([{ outcome: 'released', findings: [] }]);
  expect(aws.rekognition.pictures).toHaveLength(1);
});
