import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** `.github/workflows/release.yml`, which runs on GitHub alone: what can be held to without it. */

const ROOT = join(import.meta.dirname, '../../..');
const text = readFileSync(join(ROOT, '.github/workflows/release.yml'), 'utf8');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly needs?: string | readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly container?: string;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}
const workflow = parse(text) as {
  readonly on: unknown;
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, Job>>;
};
const jobs = Object.entries(workflow.jobs);
const [ready, build, sign, publish, announce] = ['ready', 'build', 'sign', 'publish', 'announce'].map(
  (name) => workflow.jobs[name] as Job,
);
const may = (permission: string, what: string) =>
  jobs.filter(([, { permissions }]) => permissions?.[permission] === what).map(([name]) => name);

it('is started by the tag of a version alone', () => {
  expect(workflow.on).toEqual({ push: { tags: ['v[0-9]+.[0-9]+.[0-9]+'] } });
});

it('gives each job what it must do and no more', () => {
  expect(workflow.permissions).toEqual({});
  for (const [name, job] of jobs)
    expect([name, job.permissions, job['timeout-minutes']]).not.toContain(undefined);
  expect(may('id-token', 'write')).toEqual(['publish']);
  expect(may('attestations', 'write')).toEqual(['publish']);
  expect(may('contents', 'write')).toEqual(['announce']);
  expect(jobs.filter(([, job]) => JSON.stringify(job).includes('secrets.')).map(([name]) => name)).toEqual([
    'sign',
  ]);
  // A person is asked before a key is used, and before anything leaves.
  expect([sign?.environment, publish?.environment]).toEqual(['release', 'release']);
});

it('publishes what was checked, compared and signed, in this order', () => {
  expect([ready?.needs, build?.needs]).toEqual([undefined, undefined]);
  expect([sign?.needs, publish?.needs, announce?.needs]).toEqual([['ready', 'build'], 'sign', 'publish']);
  const said = (job: Job | undefined) => (job?.steps ?? []).map(({ run = '' }) => run).join('\n');
  expect(said(ready)).toMatch(/cli\/package\/ready\.ts[\s\S]*npm audit signatures[\s\S]*bash \.ci\/run/);
  expect(said(build)).toMatch(/npm ci[\s\S]*npm run release/);
  expect(said(sign)).toMatch(/diff --recursive[\s\S]*-Y sign[\s\S]*-Y verify[\s\S]*sha256sum --check/);
  expect(said(publish)).toMatch(/npm publish .*--provenance/);
  expect(said(announce)).toMatch(/gh release create/);
});

it('runs no code of the repository or its dependencies where it can sign, publish or write', () => {
  for (const job of [sign, publish, announce])
    for (const { run = '' } of job?.steps ?? [])
      expect(run).not.toMatch(/npm (ci|install|run|test)|node |\.ci/);
  for (const job of [publish, announce])
    expect(job?.steps.filter(({ uses = '' }) => uses.startsWith('actions/checkout@'))).toEqual([]);
});

it('names every action by its commit, and leaves no credentials with the sources', () => {
  const used = jobs.flatMap(([, { steps }]) => steps.filter(({ uses }) => uses !== undefined));
  expect(used.length).toBeGreaterThan(8);
  for (const { uses = '', with: given } of used) {
    expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    expect(text).toMatch(new RegExp(`${uses} # v\\d+\\.\\d+\\.\\d+\n`));
    if (uses.startsWith('actions/checkout@')) expect(given?.['persist-credentials']).toBe(false);
    if (uses.startsWith('actions/setup-node@')) expect(given?.['package-manager-cache']).toBe(false);
  }
});

it('puts nothing that others can name into a script', () => {
  for (const [, { steps }] of jobs) for (const { run = '' } of steps) expect(run).not.toContain('${{');
});

it('builds with the Node that package.json names', () => {
  const { node } = manifest.optionalDependencies;
  expect(ready?.container).toBe(`node:${node}-bookworm`);
  const versions = jobs.flatMap(([, { steps }]) =>
    steps.flatMap((step) => step.with?.['node-version'] ?? []),
  );
  expect(new Set(versions)).toEqual(new Set([node]));
});
