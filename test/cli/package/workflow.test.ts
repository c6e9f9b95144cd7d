import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** `.github/workflows/release.yml`, which nothing here runs. What holds for every workflow is in `test/workflows.test.ts`. */

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
  readonly environment?: string;
  readonly container?: { readonly image: string };
  readonly steps: readonly Step[];
}
const workflow = parse(text) as {
  readonly on: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
};
const jobs = Object.entries(workflow.jobs);
const [ready, build, sign, publish, announce] = ['ready', 'build', 'sign', 'publish', 'announce'].map(
  (name) => workflow.jobs[name] as Job,
);
it('is started by the tag of a version alone', () => {
  expect(workflow.on).toEqual({ push: { tags: ['v[0-9]+.[0-9]+.[0-9]+'] } });
});

it('shows its key to one job alone, and asks a person before it is used and before anything leaves', () => {
  const withKey = jobs.filter(([, job]) => JSON.stringify(job).includes('secrets.'));
  expect(withKey.map(([name]) => name)).toEqual(['sign']);
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

it('takes nothing from a cache that another run has filled', () => {
  const nodes = jobs.flatMap(([, { steps }]) =>
    steps.filter(({ uses = '' }) => uses.startsWith('actions/setup-node@')),
  );
  expect(nodes.length).toBeGreaterThan(1);
  for (const { with: given } of nodes) expect(given?.['package-manager-cache']).toBe(false);
  expect(text).not.toContain('actions/cache');
});

it('builds with the Node that package.json names', () => {
  const { node } = manifest.optionalDependencies;
  expect(ready?.container?.image).toBe(`node:${node}-bookworm`);
  const versions = jobs.flatMap(([, { steps }]) =>
    steps.flatMap((step) => step.with?.['node-version'] ?? []),
  );
  expect(new Set(versions)).toEqual(new Set([node]));
});
