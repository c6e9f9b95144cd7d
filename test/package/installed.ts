import { spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';

/** The installed command, on each system as it is called there. */

const IS_WINDOWS = process.platform === 'win32';

/** The Node that npm's package `node` brings. */
export function nodeIn(folder: string): string {
  return join(folder, 'node_modules', 'node', 'bin', IS_WINDOWS ? 'node.exe' : 'node');
}

/** Of the environment nothing that leads back to the repository; of Windows what no process starts without. */
export function surroundings(node: string, home: string): Record<string, string> {
  const ofWindows = ['SystemRoot', 'TEMP', 'ComSpec', 'PATHEXT'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...(IS_WINDOWS ? { ...Object.fromEntries(ofWindows), USERPROFILE: home } : {}),
    HOME: home,
    PATH: [dirname(node), ...(IS_WINDOWS ? [] : ['/usr/bin', '/bin'])].join(delimiter),
    AWS_REGION: 'eu-central-1',
  };
}

/** As npm linked it. On Windows that is a script of `cmd`, which no process starts without a shell: what the script calls is called instead. */
export function commandIn(
  folder: string,
  node: string,
): { readonly program: string; readonly first: readonly string[] } {
  const own = join(folder, 'node_modules', 'lethe', 'cli', 'lethe.mjs');
  return IS_WINDOWS
    ? { program: node, first: [own] }
    : { program: join(folder, 'node_modules', '.bin', 'lethe'), first: [] };
}

/** What npm's link answers by itself, called as a person calls it. */
export function linkAnswers(folder: string, env: Record<string, string>, ...args: readonly string[]): string {
  const link = join('node_modules', '.bin', IS_WINDOWS ? 'lethe.cmd' : 'lethe');
  return spawnSync(link, args, { cwd: folder, env, encoding: 'utf8', shell: IS_WINDOWS }).stdout;
}

/** Without the warning that Windows alone gives. */
export function withoutWarning(stderr: string): string {
  return IS_WINDOWS ? stderr.replace(/^lethe: PLACES_OPEN: .*\r?\n/gm, '') : stderr;
}
