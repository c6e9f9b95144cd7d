#!/usr/bin/env node
// This file alone is JavaScript, and in words that a Node of years ago reads: it must be able to say which one it wants.
// The compile cache also keeps what TypeScript was turned into, so that a run need not load what turns it.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package holds JavaScript, and the repository TypeScript, which Node 24 reads. SQLite is there without a flag since Node 22.13. */
const PROGRAM = existsSync(fileURLToPath(new URL('./program.js', import.meta.url)))
  ? 'program.js'
  : 'program.ts';
const WANTED = PROGRAM === 'program.js' ? '22.13' : '24';
const EXIT_WRONG_CALL = 2;

/** Buffers of what passes through a gateway are freed with the young generation (V8): with 1 MB of it a GiB took 110 MB, with the usual 16 MB 170. */
const YOUNG_GENERATION = '--max-semi-space-size=1';

if (!isAtLeast(process.versions.node.split('.'), WANTED.split('.'))) useAnother();
else if (process.argv.length === 3 && ['--version', '-V'].indexOf(process.argv[2]) >= 0) sayVersion();
else start();

/** Asked for by whatever wants to know whether Lethe is there, and often: no other module is loaded for it. */
function sayVersion() {
  const own = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  // Whoever asked may be gone.
  process.stdout.on('error', () => {});
  process.stdout.write(`${own.version}\n`);
}

function start() {
  // V8 takes it before anything else or never; the process stays the same one. Windows cannot, and does with more memory.
  if (process.argv[2] === 'listen' && process.execve && process.execArgv.indexOf(YOUNG_GENERATION) < 0)
    process.execve(
      process.execPath,
      [process.execPath, YOUNG_GENERATION].concat(process.execArgv, process.argv.slice(1)),
    );
  // Node 22 says of SQLite that it may change, in every run; what Lethe uses of it is the same in Node 24.
  if (!isAtLeast(process.versions.node.split('.'), ['24'])) {
    const warn = process.emitWarning;
    process.emitWarning = (...said) => {
      if (String(said[0]).indexOf('SQLite is an experimental feature') < 0) warn.apply(process, said);
    };
  }
  // Most of a short run is reading sources: what was compiled once is kept. It is code and nothing else; a folder that cannot be written is done without.
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  nodeModule.enableCompileCache(join(cache, 'lethe', 'code'));
  import(`./${PROGRAM}`);
}

/**
 * Called by the name of an installed command, nobody chose this Node: the one that Lethe brings is taken, if it is there. Whoever
 * named a Node is told.
 */
function useAnother() {
  const own = fileURLToPath(import.meta.url);
  const brought = join(own, '..', '..', 'node_modules', 'node', 'bin', 'node');
  if (isInstalledCommand(own) && existsSync(brought)) {
    const ended = spawnSync(brought, [own].concat(process.argv.slice(2)), { stdio: 'inherit' });
    if (!ended.error) {
      if (ended.signal) process.kill(process.pid, ended.signal);
      process.exit(ended.status === null ? EXIT_WRONG_CALL : ended.status);
    }
  }
  process.stderr.write(
    'lethe: NODE_TOO_OLD: Lethe wants Node ' +
      WANTED +
      ' or later, and this is ' +
      process.versions.node +
      (PROGRAM === 'program.js'
        ? '. Install Node 22 or 24, from nodejs.org or by your version manager.\n'
        : '. Install it, or call npm run lethe, which takes the Node that npm ci brings.\n'),
  );
  process.exitCode = EXIT_WRONG_CALL;
}

/** Major and minor version. */
function isAtLeast(own, wanted) {
  const major = Number(own[0]) - Number(wanted[0]);
  return major > 0 || (major === 0 && Number(own[1]) >= Number(wanted[1] || 0));
}

/** Whether the call went by a link to this file, as npm makes one for an installed command. */
function isInstalledCommand(own) {
  try {
    return process.argv[1] !== own && realpathSync(process.argv[1]) === realpathSync(own);
  } catch (_error) {
    return false;
  }
}
