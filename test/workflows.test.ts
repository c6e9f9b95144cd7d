import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The workflows of GitHub, which nothing here runs: what they call is there, and what they may do is the least. */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(ROOT, '.github/workflows');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly environment?: string;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> };
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

const TEXTS: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]),
);
const WORKFLOWS = Object.entries(TEXTS).map(([name, text]) => [name, parse(text) as Workflow] as const);
const JOBS = WORKFLOWS.flatMap(([file, { jobs }]) =>
  Object.entries(jobs).map(([name, job]) => [`${file} ${name}`, job] as const),
);
const STEPS = JOBS.flatMap(([name, { steps }]) => steps.map((step) => [name, step] as const));

/** What a job may write, and no other: a release on GitHub, an image, and the word that GitHub gives for a build. */
const MAY_WRITE: Readonly<Record<string, readonly string[]>> = {
  'image.yml image': ['attestations', 'id-token', 'packages'],
  'release.yml publish': ['attestations', 'id-token'],
  'release.yml announce': ['contents'],
};
/** Secrets of the repository, by the file that may have them. */
const SECRETS: Readonly<Record<string, readonly string[]>> = { 'release.yml': ['RELEASE_SIGNING_KEY'] };

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

it('knows what it is held to', () => {
  expect(Object.keys(TEXTS)).toEqual(expect.arrayContaining(['ci.yml', 'image.yml']));
  expect(STEPS.length).toBeGreaterThan(10);
});

describe.each(WORKFLOWS)('%s', (file, { on, permissions }) => {
  it('may do nothing that a job does not say, and is not started by a stranger’s code with rights', () => {
    expect(permissions).toEqual({});
    expect(Object.keys(on).filter((event) => /pull_request_target|workflow_run/.test(event))).toEqual([]);
  });

  it('has no secret but those that are meant for it', () => {
    const named = [...(TEXTS[file] as string).matchAll(/secrets\.(\w+)/g)].map(([, name]) => name);
    expect([...new Set(named)]).toEqual(SECRETS[file] ?? []);
  });
});

describe.each(JOBS)('%s', (name, job) => {
  it('has the least rights, and an end', () => {
    const writes = Object.entries(job.permissions ?? { all: 'write' })
      .filter(([, right]) => right !== 'read' && right !== 'none')
      .map(([what]) => what);
    expect(writes.sort()).toEqual(MAY_WRITE[name] ?? []);
    // A person is asked before anything is published.
    if (writes.includes('id-token')) expect(job.environment).toBe('release');
    expect(job['timeout-minutes']).toBeGreaterThan(0);
  });
});

describe('the steps', () => {
  it('use actions by their commits, with the version beside it', () => {
    const used = Object.values(TEXTS).flatMap((text) => text.match(/^ *-? ?uses: .*$/gm) ?? []);
    expect(used.length).toBe(STEPS.filter(([, { uses }]) => uses !== undefined).length);
    for (const line of used) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('take the sources without the credentials that brought them', () => {
    for (const [name, { uses = '', with: given = {} }] of STEPS)
      if (uses.startsWith('actions/checkout@'))
        expect([name, given['persist-credentials']]).toEqual([name, false]);
  });

  it('put nothing into a script that it would be run as', () => {
    for (const [name, { run = '' }] of STEPS) expect([name, run.includes('${{')]).toEqual([name, false]);
  });

  it('call what is there', () => {
    const called = STEPS.flatMap(([, { run = '' }]) => [
      ...[...run.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, script = '']) => [script, script in scripts]),
      ...[...run.matchAll(/\b(?:node|bash) ((?:cli|test|\.ci)\/[\w./-]+)/g)].map(([, path = '']) => [
        path,
        existsSync(join(ROOT, path)),
      ]),
    ]);
    expect(called.length).toBeGreaterThan(1);
    expect(called.filter(([, isThere]) => !isThere)).toEqual([]);
  });
});

describe('the package', () => {
  it('is run on three systems, by both versions of Node that it promises', () => {
    const job = JOBS.find(([name]) => name === 'ci.yml package')?.[1];
    const { system = [], node = [] } = job?.strategy?.matrix ?? {};
    expect(system.map((each) => each.split('-')[0])).toEqual(['ubuntu', 'macos', 'windows']);
    expect(node).toEqual(['22', '24']);
    const [, only = ''] =
      /test:package -- (\w+)/.exec(job?.steps.map(({ run }) => run ?? '').join('\n') ?? '') ?? [];
    expect(existsSync(join(ROOT, `test/package/${only}.test.ts`))).toBe(true);
  });
});
