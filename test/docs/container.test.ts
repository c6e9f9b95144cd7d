import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { ownDockerfile, ROOT } from '../package/dockerfile.ts';
import { letheProblems } from './commandChecks.ts';
import { blocksIn, commandsIn, wordsOf } from './commandLines.ts';

/** docs/container.md: how the image is run. Every way of it is as closed as the others. */

const PAGE = readFileSync(join(ROOT, 'docs/container.md'), 'utf8');
const BLOCKS = blocksIn(join(ROOT, 'docs')).filter(({ page }) => page === 'container.md');
const COMMANDS = BLOCKS.filter(({ info }) => info === 'sh').flatMap(({ text }) => commandsIn(text));
const [COMPOSE = '', KUBERNETES = ''] = BLOCKS.filter(({ info }) => info === 'yaml').map(({ text }) => text);
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** Options of `docker run` that stand alone. */
const ALONE = new Set(['-d', '-it', '--rm', '--read-only', '--no-healthcheck']);

interface Call {
  readonly options: ReadonlyMap<string, readonly (string | true)[]>;
  readonly image: string;
  readonly args: readonly string[];
}

function dockerRun(words: readonly string[]): Call {
  const options = new Map<string, (string | true)[]>();
  let at = 0;
  for (; words[at]?.startsWith('-'); at += 1) {
    const name = words[at] as string;
    const value = ALONE.has(name) ? true : (words[++at] as string);
    options.set(name, [...(options.get(name) ?? []), value]);
  }
  return { options, image: words[at] ?? '', args: words.slice(at + 1) };
}

const RUNS = COMMANDS.filter(([program, verb]) => program === 'docker' && verb === 'run').map(
  ([, , ...rest]) => dockerRun(rest),
);

describe('the calls of docker run', () => {
  it('are there for each of the three', () => {
    expect(RUNS.map(({ args: [verb = 'listen'] }) => verb)).toEqual(['listen', 'deid', 'review']);
  });

  it.each(RUNS)('are closed: $args', ({ options, image, args }) => {
    expect(image).toBe('lethe');
    expect(options.get('--read-only')).toEqual([true]);
    expect(options.get('--tmpfs')).toEqual(['/tmp']);
    expect(options.get('--user')).toEqual(['10001:10001']);
    expect(options.get('--cap-drop')).toEqual(['ALL']);
    expect(options.get('--security-opt')).toEqual(['no-new-privileges']);
    expect(options.has('--privileged')).toBe(false);
    expect(letheProblems(args.length > 0 ? args : ['listen'])).toEqual([]);
    // The page of the review is for this machine.
    if (args[0] === 'review')
      expect([options.get('--network'), options.get('-p')]).toEqual([['host'], undefined]);
    if (args[0] === 'deid') expect(options.get('--network')).toEqual(['none']);
  });

  it('have other commands beside them that are there', () => {
    for (const [program = '', ...words] of COMMANDS) {
      if (program === 'npm' && words[0] === 'run') expect(Object.keys(scripts)).toContain(words[1]);
      else if (program === 'docker' && words[0] === 'exec')
        expect([words[1], words[2], letheProblems(words.slice(3))]).toEqual(['lethe', 'lethe', []]);
      else expect(`${program} ${words[0]}`).toMatch(/^(?:npm pack|docker (?:build|buildx|run|logs|stop))$/);
    }
    for (const [, line = ''] of PAGE.matchAll(/`lethe ((?!deid`|review`)[a-z]+[^`]*)`/g))
      expect([line, letheProblems(wordsOf(line), false)]).toEqual([line, []]);
  });

  it('build targets that the Dockerfile has', () => {
    const targets = COMMANDS.flatMap((words) =>
      words.includes('--target') ? [words[words.indexOf('--target') + 1]] : [],
    );
    expect(targets).toEqual(['full']);
    const stages = ownDockerfile().stages.map(({ name }) => name);
    for (const target of [...targets, 'lethe']) expect(stages).toContain(target);
  });
});

describe('the other ways', () => {
  it('of Compose are closed as well', () => {
    const { lethe } = parse(COMPOSE).services;
    expect(lethe).toMatchObject({
      user: '10001:10001',
      read_only: true,
      tmpfs: ['/tmp'],
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      ulimits: { core: 0 },
    });
    const [gateway] = RUNS;
    expect(lethe.volumes).toEqual(gateway?.options.get('-v'));
    expect(lethe.ports).toEqual(gateway?.options.get('-p'));
  });

  it('of Kubernetes are closed as well, and ask the gateway by a command', () => {
    const { spec } = parse(KUBERNETES).spec.template;
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001 });
    const [container] = spec.containers;
    expect(container.securityContext).toEqual({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
    const [program, ...words] = container.readinessProbe.exec.command;
    expect([program, letheProblems(words)]).toEqual(['lethe', []]);
  });

  it('lead to pages that are there', () => {
    for (const [, target = ''] of PAGE.matchAll(/\]\((?!https?:)([^)#]+)/g))
      expect([target, existsSync(join(dirname(join(ROOT, 'docs/container.md')), target))]).toEqual([
        target,
        true,
      ]);
  });
});
