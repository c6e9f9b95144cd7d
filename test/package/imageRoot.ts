import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Dockerfile, filled, type Stage, withAbove } from './dockerfile.ts';

/**
 * The steps of the Dockerfile without Docker, into a folder that a process is then shut into (`container.ts`). What stands for the image of Node is Node, the libraries
 * that it is linked with, `env`, and npm where that image has it. The programs of a step (`sh`, `rm`, `install`) are lent by this machine while it runs, and are gone
 * afterwards. It takes root's rights, as Docker does.
 */

/** What this machine lends to a step. */
const LENT = ['/usr/bin', '/usr/sbin', '/usr/lib', '/usr/lib64', '/etc', '/dev', '/proc'];
export const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** Instructions that change no file. */
const SAYING = new Set(['ENV', 'LABEL', 'USER', 'EXPOSE', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD']);

interface State {
  readonly file: Dockerfile;
  readonly folder: string;
  readonly context: string;
  readonly root: string;
  readonly values: Record<string, string>;
  cwd: string;
}

/** Carries out a stage, and those that it is built on and copies from; answers the folder that is its root. `context`: what `COPY` copies from. */
export function buildRoot(file: Dockerfile, name: string, folder: string, context: string): string {
  const root = join(folder, name);
  if (existsSync(root)) return root;
  const image = join(folder, 'image-of-node');
  if (!existsSync(image)) nodeImage(image);
  link(image, root);
  const state: State = { file, folder, context, root, values: {}, cwd: '/' };
  for (const stage of withAbove(file, name)) carryOut(stage, state);
  return root;
}

function carryOut({ instructions }: Stage, state: State): void {
  for (const { name, text } of instructions) {
    const line = filled(text, state.values);
    if (name === 'ARG') state.values[text] = state.file.defaults[text] as string;
    else if (name === 'WORKDIR') {
      state.cwd = line;
      mkdirSync(join(state.root, line), { recursive: true });
    } else if (name === 'COPY') copy(line, state);
    else if (name === 'RUN') run(text, state);
    else if (!SAYING.has(name)) throw new Error(`${name} is not carried out here`);
  }
}

/** One source and one place. */
function copy(line: string, { file, folder, context, root }: State): void {
  const [, stage, from = '', to = ''] = /^(?:--from=(\S+) )?(\S+) (\S+)$/.exec(line) ?? [];
  const target = to.endsWith('/') ? join(root, to, from.split('/').at(-1) as string) : join(root, to);
  mkdirSync(dirname(target), { recursive: true });
  if (stage === undefined) cpSync(join(context, from), target);
  else link(join(buildRoot(file, stage, folder, context), from), target);
}

/** Steps make files anew or remove them: one that two stages have is kept once. */
function link(from: string, to: string): void {
  execFileSync('cp', ['-al', from, to]);
}

function run(script: string, { root, cwd, values }: State): void {
  const lending = LENT.map((each) => `mkdir -p "$0${each}" && mount --rbind ${each} "$0${each}"`);
  const inside = `exec chroot "$0" /bin/sh -ec 'cd "$0" && eval "$STEP"' "$1"`;
  execFileSync(
    'unshare',
    ['--mount', '--propagation', 'private', 'sh', '-ec', [...lending, inside].join('\n'), root, cwd],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...ofTheNetwork(), ...values, STEP: script, HOME: '/root', PATH },
    },
  );
}

/** How this machine reaches npm's registry. */
function ofTheNetwork(): Record<string, string> {
  const said = Object.entries(process.env).filter(([name]) =>
    /^(?:NODE_EXTRA_CA_CERTS|(?:https?|no)_proxy)$/i.test(name),
  );
  const settings = ['registry', 'cafile'].flatMap((name) => {
    const value = execFileSync('npm', ['config', 'get', name], { encoding: 'utf8' }).trim();
    return value === 'null' ? [] : [[`npm_config_${name}`, value] as const];
  });
  return Object.fromEntries([...said, ...settings, ['npm_config_update_notifier', 'false']]) as Record<
    string,
    string
  >;
}

/** As much of the image of Node as the steps and Lethe use. */
function nodeImage(root: string): void {
  for (const name of [
    'usr/bin',
    'usr/lib',
    'usr/lib64',
    'usr/sbin',
    'usr/local/bin',
    'tmp',
    'etc',
    'dev',
    'proc',
  ])
    mkdirSync(join(root, name), { recursive: true });
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) symlinkSync(`usr/${name}`, join(root, name));
  chmodSync(join(root, 'tmp'), 0o1777);
  const node = join(root, 'usr/local/bin/node');
  cpSync(process.execPath, node);
  cpSync('/usr/bin/env', join(root, 'usr/bin/env'));
  for (const library of librariesOf(node, '/usr/bin/env')) {
    mkdirSync(join(root, dirname(library)), { recursive: true });
    cpSync(realpathSync(library), join(root, library));
  }
  // It has no row for the user of the container.
  writeFileSync(
    join(root, 'etc/passwd'),
    'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n',
  );
  writeFileSync(join(root, 'etc/hosts'), '127.0.0.1 localhost\n');
  const npm = join(root, 'usr/local/lib/node_modules/npm');
  const [own] = execFileSync('which', ['npm'], { encoding: 'utf8' }).split('\n');
  cpSync(join(realpathSync(own as string), '../..'), npm, { recursive: true });
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'));
}

function librariesOf(...programs: readonly string[]): readonly string[] {
  const lines = programs.flatMap((each) => execFileSync('ldd', [each], { encoding: 'utf8' }).split('\n'));
  return [...new Set(lines.flatMap((line) => /(?:=> |^\s*)(\/\S+) \(/.exec(line)?.[1] ?? []))];
}
