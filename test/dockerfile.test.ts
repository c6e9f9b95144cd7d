import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { letheProblems } from './docs/commandChecks.ts';
import {
  given,
  healthOf,
  listOf,
  ownDockerfile,
  parseDockerfile,
  ROOT,
  withAbove,
} from './package/dockerfile.ts';

/** What the Dockerfile says; what it makes is seen by test/package/image.test.ts. */

const file = ownDockerfile();
const repository = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const every = (name: string) =>
  file.stages.flatMap(({ instructions }) =>
    instructions.filter((each) => each.name === name).map(({ text }) => text),
  );

describe('the reader of Dockerfiles', () => {
  it('refuses what it does not know', () => {
    expect(() => parseDockerfile('FROM node')).toThrow('a stage without a name');
    expect(() => parseDockerfile('RUN true')).toThrow('before the first stage');
    expect(() => parseDockerfile('FROM a AS b\nwhatever')).toThrow('not an instruction');
  });

  it('sees arguments, stages and what they are built on', () => {
    const read = parseDockerfile(
      'ARG NODE=node:1\n# why\nFROM --platform=x ${NODE} AS a\nRUN one \\\n  two\nFROM a AS b\nUSER 1\n',
    );
    expect(read.stages.map(({ name, from }) => [name, from])).toEqual([
      ['a', 'node:1'],
      ['b', 'a'],
    ]);
    expect(given(read, 'b', 'RUN')).toEqual(['one   two']);
    expect(withAbove(read, 'b')).toHaveLength(2);
  });
});

describe('the Dockerfile', () => {
  it('begins with the Node that is tested, by a tag that does not move on', () => {
    const images = file.stages.map(({ from }) => from).filter((from) => from.includes(':'));
    expect(images.length).toBeGreaterThan(1);
    expect(new Set(images)).toEqual(new Set([`node:${repository.optionalDependencies.node}-bookworm-slim`]));
  });

  it('takes the packages and nothing else, and downloads nothing by itself', () => {
    expect(every('ADD')).toEqual([]);
    for (const text of every('COPY'))
      expect(text).toMatch(
        /^(?:dist\/lethe(?:-weights)?-\$\{VERSION\}\.tgz|--from=packages(?:-full)? \/opt\/lethe) \S+$/,
      );
    for (const text of every('RUN')) expect(text).not.toMatch(/https?:|\b(?:curl|wget|apt-get|git)\b/);
    for (const text of every('RUN').filter((each) => each.includes('npm install')))
      expect(text).toContain('--ignore-scripts');
    const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').replace(/^#.*\n/gm, '');
    expect(ignored).toBe('*\n!dist/lethe-*.tgz\n');
  });

  it('names the version of the package, in its label too', () => {
    expect(file.defaults.VERSION).toBe(repository.version);
    for (const stage of ['lethe', 'full']) {
      const labels = given(file, stage, 'LABEL').join(' ');
      expect(labels).toContain('org.opencontainers.image.version="${VERSION}"');
      expect(labels).toContain('org.opencontainers.image.revision="${COMMIT}"');
      expect(labels).toContain(`org.opencontainers.image.licenses="${repository.license}"`);
    }
  });

  it.each(['lethe', 'full'])(
    'has a target %s that runs by a number without rights, and through no shell',
    (stage) => {
      expect(given(file, stage, 'USER')).toEqual(['10001:10001']);
      expect(listOf(given(file, stage, 'ENTRYPOINT').at(-1))).toEqual(['lethe']);
      expect(letheProblems(listOf(given(file, stage, 'CMD').at(-1)))).toEqual([]);
      const [program, ...words] = healthOf(file, stage);
      expect([program, letheProblems(words)]).toEqual(['lethe', []]);
      // A volume that nobody named would hold originals under a name that nobody knows.
      expect(given(file, stage, 'VOLUME')).toEqual([]);
      expect(given(file, stage, 'ENV').join(' ')).toContain('HOME=/nonexistent');
    },
  );

  it('ends with what is built where no target is named', () => {
    expect(file.stages.at(-1)?.name).toBe('lethe');
  });
});
