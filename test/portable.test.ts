import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { letheProblems } from './docs/commandChecks.ts';
import { commandsIn } from './docs/commandLines.ts';

/** What only some systems have is asked for in one place each, so that a new line of code cannot forget the others (docs/platforms.md). */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FILES = ['cli', 'layers', 'rules'].flatMap((area) =>
  readdirSync(join(ROOT, area), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!generated)\.(?:ts|mjs)$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    // What developers run.
    .filter((file) => !/(?:^|\/)generate\.ts$|^cli\/package\//.test(file)),
);

function code(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<=\s)\/\/[^\n]*/g, '');
}

interface Assumption {
  readonly pattern: RegExp;
  readonly instead: string;
  /** Where it may stand. */
  readonly may?: readonly string[];
}

const ASSUMPTIONS: Readonly<Record<string, Assumption>> = {
  'that a rename succeeds while somebody looks at the file': {
    pattern: /\brenameSync\b|import \{[^}]*\brename\b[^}]*\} from 'node:fs/,
    instead: 'renameFile of layers/local/rename.ts',
    may: ['layers/local/rename.ts'],
  },
  'that a folder can be opened and synced': {
    pattern: /openSync\([^)]*, 'r'\)[^}]*\bfsyncSync|open\([^)]*, 'r'\)[^}]*\.sync\(/,
    instead: 'syncFolder of layers/local/durable.ts',
    may: ['layers/local/durable.ts', 'cli/listen/spool/files.ts'],
  },
  'that the bits of a mode mean something': {
    pattern: /\bmode & (?!SET_GROUP)/,
    instead: 'isOpenTo of layers/local/rights.ts',
    may: ['layers/local/rights.ts'],
  },
  'that users have numbers': { pattern: /\bget(?:e?[ug]id|groups)\(/, instead: 'process.getuid?.()' },
  'that a user has a name': {
    pattern: /\buserInfo\b/,
    instead: 'callerName of cli/callerName.ts',
    may: ['cli/callerName.ts'],
  },
  'that SIGTERM reaches a command': {
    pattern: /process\.(?:on|once)\('SIG|\['SIG(?:INT|TERM)'/,
    instead: 'stopSignals of cli/stopSignals.ts',
    may: ['cli/deid/worker.ts', 'cli/firstProcess.ts', 'cli/stopSignals.ts', 'layers/pixels/worker/serve.ts'],
  },
  'where files of the system lie': { pattern: /['"`]\/(?:tmp|dev|proc|etc|var|usr)\b/, instead: 'node:os' },
  'that a place of a module is a path': {
    pattern: /import\.meta\.url\)?\.pathname/,
    instead: 'fileURLToPath, or the URL itself',
  },
  'that a program is a file that can be started': {
    pattern: /\bshell: true|spawn(?:Sync)?\('(?:npm|npx|sh|bash)'/,
    instead: 'process.execPath',
  },
  'a socket in the file system': { pattern: /\.sock\b|listen\(\{ ?path/, instead: 'a port of 127.0.0.1' },
};

it('knows what it is held to', () => {
  expect(FILES.length).toBeGreaterThan(500);
  expect(FILES).toContain('cli/lethe.mjs');
});

describe.each(Object.entries(ASSUMPTIONS))('nothing assumes %s', (_name, { pattern, instead, may = [] }) => {
  it(`but by ${instead}`, () => {
    expect(FILES.filter((file) => !may.includes(file) && pattern.test(code(file)))).toEqual([]);
    // A place that needs no exception any more is no exception.
    expect(may.filter((file) => !pattern.test(code(file)))).toEqual([]);
  });
});

describe('docs/platforms.md', () => {
  const page = readFileSync(join(ROOT, 'docs/platforms.md'), 'utf8');

  it('has commands that are there', () => {
    const [, block = ''] = /^```bat\n([\s\S]*?)^```$/m.exec(page) ?? [];
    const lines = block.split('\n').filter((line) => line !== '');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['mkdir', 'icacls', 'lethe']);
    // Backslashes are not what a shell makes of them.
    for (const [program, ...words] of commandsIn(block.replaceAll('\\', '/')))
      if (program === 'lethe') expect(letheProblems(words)).toEqual([]);
  });

  it('says the same of each system in every row', () => {
    const rows = page.split('\n').filter((line) => /^\|/.test(line));
    expect(rows.length).toBeGreaterThan(15);
    for (const row of rows) expect([row, row.split(/(?<!\\)\|/).length - 2]).toEqual([row, 4]);
  });
});
