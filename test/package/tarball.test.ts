import { type ChildProcess, execFileSync, type StdioOptions, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { COMMAND_NAMES } from '../../cli/commands.ts';
import { SBOM, THIRD_PARTY } from '../../cli/package/account.ts';
import { nameAt } from '../../cli/package/closure.ts';
import { npm } from '../../cli/package/npm.ts';
import { ENGINE_VERSION } from '../../layers/engine/version.ts';
import { WEIGHTS_PACKAGE } from '../../layers/pixels/text/weights.ts';
import { schemaErrors } from '../cli/package/cyclonedx.ts';
import { ultrasound } from '../support/burnedIn.ts';
import { findNeedles } from '../support/search.ts';
import { syntheticStudy } from '../support/study.ts';
import { commandIn, linkAnswers, nodeIn, surroundings, withoutWarning } from './installed.ts';
import { emptyProject, installInto, tarballs } from './packed.ts';

/**
 * The package as a stranger has it: packed, installed into an empty folder by npm, and run there, apart from the repository, by Node 24 and by
 * Node 22. `npm run test:package` runs this folder: it asks npm's registry, which the other tests do not.
 */

/** What `npm install lethe` may bring, all in all. */
const MOST_INSTALLED_BYTES = 30e6;
/** The other Node that the package promises to run by; the exact one, so that a run can be repeated. */
const NODE_22 = 'node@22.23.3';

const folder = mkdtempSync(join(tmpdir(), 'lethe-package-'));
const at = (...names: readonly string[]) => join(folder, ...names);
const home = at('home');
const installed = at('empty');
const OWN = `Node ${process.versions.node.split('.')[0]}`;
const nodes: Record<string, string> = {
  [OWN]: process.execPath,
  // npm has none for macOS on ARM: there each run of the workflow has one.
  ...(process.platform === 'darwin' ? {} : { 'Node 22': nodeIn(at('node22')) }),
  // One that is named besides, as that of a machine of the workflow.
  ...(process.env.LETHE_NODE === undefined ? {} : { LETHE_NODE: process.env.LETHE_NODE }),
};
const study = syntheticStudy();
const started = new Set<ChildProcess>();
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

beforeAll(() => {
  mkdirSync(home);
  installInto(installed);
  if ('Node 22' in nodes) {
    emptyProject(at('node22'));
    npm(at('node22'), 'install', '--no-audit', '--no-fund', NODE_22);
  }
  for (const { name, bytes } of study.files) {
    mkdirSync(dirname(at('study', name)), { recursive: true });
    writeFileSync(at('study', name), bytes);
  }
  mkdirSync(at('pixels'));
  const image = Uint8Array.from({ length: 160 * 320 }, (_, pixel) => (pixel % 320) % 200);
  writeFileSync(at('pixels', 'a.dcm'), ultrasound({ number: 1, image }));
  writeFileSync(at('pixels.json'), '{ "options": ["cleanPixelData"] }');
  writeFileSync(
    at('asking.json'),
    '{ "options": ["cleanPixelData"], "pixels": { "detector": "rekognition" } }',
  );
});

/** The installed command. */
function lethe(by: string, ...args: readonly string[]) {
  const node = nodes[by] as string;
  const { program: file, first } = commandIn(installed, node);
  const { status, stdout, stderr } = spawnSync(file, [...first, ...args], {
    cwd: installed,
    env: surroundings(node, home),
    encoding: 'utf8',
  });
  return { status, stdout, stderr: withoutWarning(stderr) };
}

/** The installed command, going on. */
function starting(by: string, stdio: StdioOptions, ...args: readonly string[]): ChildProcess {
  const node = nodes[by] as string;
  const { program: file, first } = commandIn(installed, node);
  const child = spawn(file, [...first, ...args], { cwd: installed, env: surroundings(node, home), stdio });
  started.add(child);
  return child;
}

/** The files of the package that a call loads. */
function loadedFor(by: string, ...args: readonly string[]): readonly string[] {
  const own = realpathSync(join(installed, 'node_modules/lethe'));
  spawnSync(nodes[by] as string, [join(own, 'cli/lethe.mjs'), ...args], {
    env: {
      ...surroundings(nodes[by] as string, home),
      LOADED: at('loaded.json'),
      NODE_OPTIONS: `--import=${new URL('../support/loaded.mjs', import.meta.url).href}`,
    },
  });
  return JSON.parse(readFileSync(at('loaded.json'), 'utf8')).map((url: string) =>
    relative(own, fileURLToPath(url)).split(sep).join('/'),
  );
}

function program(by: string, text: string): string {
  const file = join(installed, 'program.mjs');
  writeFileSync(file, text);
  return execFileSync(nodes[by] as string, [file], {
    cwd: installed,
    env: surroundings(nodes[by] as string, home),
    encoding: 'utf8',
  });
}

const sizeOf = (of: string) =>
  readdirSync(of, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((total, { parentPath, name }) => total + statSync(join(parentPath, name)).size, 0);

const audit = (file: string) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('what is installed', () => {
  it('is small, and has no client of AWS, no CDK, no dcmjs, no runtime and no weights', () => {
    const names = readdirSync(join(installed, 'node_modules'));
    expect(names).toContain('lethe');
    for (const heavy of [
      '@aws-sdk',
      '@smithy',
      'aws-cdk-lib',
      'dcmjs',
      'dcmjs-codecs',
      'onnxruntime-web',
      WEIGHTS_PACKAGE,
    ])
      expect(names).not.toContain(heavy);
    expect(sizeOf(join(installed, 'node_modules'))).toBeLessThan(MOST_INSTALLED_BYTES);
  });

  it('is JavaScript with maps, holds nothing of tests, and says nothing of where it was built', () => {
    const of = join(installed, 'node_modules/lethe');
    const files = readdirSync(of, { recursive: true, encoding: 'utf8' }).map((name) =>
      name.replaceAll('\\', '/'),
    );
    expect(files.filter((name) => /(?<!\.d)\.tsx?$/.test(name) || /^(test|bench)\//.test(name))).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining([
        'layers/library/lethe.d.ts',
        'cli/program.js',
        'cli/program.js.map',
        'LICENSE',
        // What messages lead to.
        'docs/rules.md',
      ]),
    );
    const root = join(import.meta.dirname, '../..');
    for (const name of files.filter((each) => /\.(js|map|json|mjs|d\.ts)$/.test(each))) {
      const text = readFileSync(join(of, name), 'utf8');
      expect([name, text.includes(root)]).toEqual([name, false]);
      if (name.endsWith('.js'))
        expect([name, /new URL\(['"]\.[^'"]*\.ts['"]/.test(text)]).toEqual([name, false]);
    }
  });
});

describe('the account of what is installed', () => {
  const of = (name: string) => join(installed, 'node_modules/lethe', name);

  it('is a valid bill, whose digests are those of the files, and names what npm installed', () => {
    const bill = JSON.parse(readFileSync(of(SBOM), 'utf8'));
    expect(schemaErrors(bill)).toEqual([]);
    const files: { readonly name: string; readonly hashes: readonly { readonly content: string }[] }[] =
      bill.components
        .flatMap(({ components = [] }) => components)
        .filter(({ type }: { readonly type: string }) => type === 'file');
    expect(files.length).toBeGreaterThan(12);
    for (const { name, hashes } of files)
      expect([name, hashes[0]?.content]).toEqual([
        name,
        createHash('sha256')
          .update(readFileSync(of(name)))
          .digest('hex'),
      ]);
    // The code of functions that is bundled from packages says so, and so does the bill.
    const bundled = bill.components.filter(({ properties = [] }) =>
      properties.some(({ name }: { readonly name: string }) => name === 'lethe:within'),
    );
    expect(bundled.length).toBeGreaterThan(30);
    const names = bill.components.map((each: { readonly name: string }) => each.name);
    const { packages } = JSON.parse(readFileSync(join(installed, 'package-lock.json'), 'utf8'));
    for (const place of Object.keys(packages).filter((each) => each !== '' && each !== 'node_modules/lethe'))
      expect(names).toContain(nameAt(place));
  });

  it('has the texts of the licences', () => {
    expect(readFileSync(of(THIRD_PARTY), 'utf8')).toMatch(/^commander \d+\.\d+\.\d+ \(MIT\)$/m);
  });
});

describe.each(Object.keys(nodes))('by %s', (by) => {
  const out = (name: string) => at(`${name}-${by.replace(' ', '')}`);

  it('is called by its name', () => {
    const env = surroundings(nodes[by] as string, home);
    expect(linkAnswers(installed, env, '--version').trim()).toBe(ENGINE_VERSION);
  });

  it('says which version it is, and of what', () => {
    expect(lethe(by, '--version')).toEqual({ status: 0, stdout: `${ENGINE_VERSION}\n`, stderr: '' });
    // The time that it takes is that of what it loads.
    expect(loadedFor(by, '--version')).toEqual(['cli/lethe.mjs']);
    const { status, stdout } = lethe(by, '--version', '--json');
    const told = JSON.parse(stdout);
    expect([status, told.lethe, told.engine, told.edition]).toEqual([
      0,
      ENGINE_VERSION,
      ENGINE_VERSION,
      '2026d',
    ]);
    // The commit of a tree with changes is nobody's.
    expect(told.commit).toEqual(headOrNull());
  });

  it('has every command, without what only some of them need', () => {
    expect(COMMAND_NAMES.length).toBeGreaterThan(10);
    for (const name of COMMAND_NAMES) {
      const { status, stderr } = lethe(by, name, '--help');
      expect([name, status, stderr]).toEqual([name, 0, '']);
    }
  });

  it('de-identifies a folder in two processes, and verifies it', () => {
    const { status, stderr } = lethe(
      by,
      ...[
        'deid',
        at('study'),
        '--jobs',
        '2',
        '--out',
        out('clean'),
        '--key',
        out('key'),
        '--audit',
        out('audit'),
        '--quiet',
      ],
    );
    const lines = audit(out('audit'));
    expect([status, stderr]).toEqual([1, '']);
    const wanted = study.files.map(({ name, expected }) => [name, expected]).sort();
    expect(lines.map(({ source, outcome, reason }) => [source.key, reason?.code ?? outcome]).sort()).toEqual(
      wanted,
    );
    const clean = readdirSync(out('clean'), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(clean).toHaveLength(wanted.filter(([, expected]) => expected === 'released').length);
    for (const { parentPath, name } of clean)
      expect(findNeedles(readFileSync(join(parentPath, name)), study.planted)).toEqual([]);
    const verified = lethe(by, 'verify', out('clean'), '--source', at('study'), '--quiet', '--json');
    const report = JSON.parse(verified.stdout);
    expect([verified.status, verified.stderr]).toEqual([0, '']);
    // dcmjs is not installed, so nobody has read the outputs a second time.
    expect(report).toMatchObject({ counts: { error: 0 }, tally: { pairs: clean.length, readTwice: 0 } });
  });

  it('prints examples that its compiler takes', () => {
    for (const dialect of ['lethe', 'microsoft', 'tcia']) {
      const { status, stdout } = lethe(by, 'rules', 'example', dialect);
      writeFileSync(out('rules'), stdout);
      expect([status, lethe(by, 'rules', 'check', out('rules')).status]).toEqual([0, 0]);
    }
  });

  it('listens, and stops when it is told to', async () => {
    const child = starting(
      by,
      ['ignore', 'ignore', 'pipe'],
      ...['listen', '--port', '0', '--aet', 'LETHE', '--out', out('received')],
      ...['--key', out('key'), '--audit', out('heard')],
    );
    const ended = new Promise((resolve) => child.once('exit', (status) => resolve(status)));
    const events: string[] = [];
    for await (const line of createInterface({ input: child.stderr as Readable })) {
      if (withoutWarning(`${line}\n`) === '') continue;
      if (!line.startsWith('{')) throw new Error(line);
      events.push(JSON.parse(line).event);
      if (events.at(-1) !== 'listening') continue;
      // Windows has no signal that a process hears.
      if (process.platform === 'win32') lethe(by, 'listen', 'drain', '--out', out('received'));
      else child.kill('SIGTERM');
    }
    expect([await ended, events.includes('listening')]).toEqual([0, true]);
    started.delete(child);
  });

  it('serves the page of the review', async () => {
    mkdirSync(`${out('clean')}.kept`, { recursive: true });
    const child = starting(
      by,
      ['ignore', 'pipe', 'inherit'],
      ...['review', '--kept', `${out('clean')}.kept`, '--port', '0', '--no-open'],
    );
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const lines = createInterface({ input: child.stdout as Readable })[Symbol.asyncIterator]();
    const { value: address } = await lines.next();
    const answer = await fetch(new URL('/page.js', address));
    expect([answer.status, (await answer.text()).length]).toEqual([200, sizeOfPage()]);
    child.kill('SIGTERM');
    await ended;
    started.delete(child);
  });

  it('has the codecs and their process, without the package that they come from', () => {
    const opener = join(installed, 'node_modules/lethe/layers/pixels/openReader.js');
    const shape = { rows: 16, columns: 16, samplesPerPixel: 1, photometric: 'MONOCHROME2', isPlanar: false };
    const bits = { bitsAllocated: 8, bitsStored: 8, highBit: 7, isSigned: false, frames: 1 };
    const raster = { width: 16, height: 16, samplesPerPixel: 1, bytesPerSample: 1 };
    // JPEG-LS and JPEG 2000, both lossless.
    const text = program(
      by,
      `import { openReader } from ${JSON.stringify(pathToFileURL(opener).href)};
       const reader = openReader();
       const bytes = Uint8Array.from({ length: 256 }, (_, at) => (at * 7) % 256);
       for (const end of ['80', '90']) {
         const format = { syntax: '1.2.840.10008.1.2.4.' + end, shape: ${JSON.stringify({ ...shape, ...bits })} };
         const drawn = { raster: { ...${JSON.stringify(raster)}, bytes }, photometric: 'MONOCHROME2' };
         const frame = await reader.encode(drawn, format);
         const { raster } = await reader.decode(frame, format);
         console.log(Buffer.compare(raster.bytes, bytes), Buffer.compare(frame, bytes) !== 0);
       }
       await reader.close();`,
    );
    expect(text).toBe('0 true\n0 true\n');
  });

  it('is a library', () => {
    const text = program(
      by,
      `import { readFileSync } from 'node:fs';
       import { basicProfile, compile, deidentify, keysOf, RulesError, verify } from 'lethe';
       const bytes = readFileSync(${JSON.stringify(at('study', 'ct/slice-1.dcm'))});
       const secret = new Uint8Array(32).fill(7);
       const one = await deidentify(bytes, basicProfile(), secret);
       const same = await deidentify(bytes, compile('{}'), keysOf(secret));
       const { errors, pairs } = await verify([{ path: 'a', bytes: one.bytes }], [{ path: 'b', bytes }]);
       let code = '';
       try { compile('{ "profil": 1 }'); } catch (error) { if (error instanceof RulesError) code = error.code; }
       const wrong = await deidentify(new Uint8Array(9), basicProfile(), secret);
       console.log(JSON.stringify([one.outcome, Buffer.compare(one.bytes, same.bytes), errors, pairs, code, wrong.reason.code, Object.keys(wrong)]));`,
    );
    expect(JSON.parse(text)).toEqual([
      'released',
      0,
      0,
      1,
      'RULES_WRONG',
      'NOT_DICOM',
      ['outcome', 'reason'],
    ]);
  });
});

describe('docs/library.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/library.md'), 'utf8');
  const [, example = ''] = /```js\n([\s\S]*?)```/.exec(page) ?? [];

  it('has an example that does what it says', () => {
    writeFileSync(join(installed, 'secret.hex'), `${'07'.repeat(32)}\n`);
    writeFileSync(join(installed, 'slice.dcm'), readFileSync(at('study', 'ct/slice-1.dcm')));
    expect(program(OWN, example)).toBe('released\n');
    expect(existsSync(join(installed, 'out.dcm'))).toBe(true);
  });

  it('has one whose types hold, and whose mistakes the types see', () => {
    const tsc = (text: string) => {
      writeFileSync(join(installed, 'typed.mts'), text);
      const root = join(import.meta.dirname, '../..');
      const { status, stdout } = spawnSync(
        process.execPath,
        [
          join(root, 'node_modules/typescript/bin/tsc'),
          ...['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'],
          ...['--typeRoots', join(root, 'node_modules/@types'), join(installed, 'typed.mts')],
        ],
        { cwd: installed, encoding: 'utf8' },
      );
      return { status, stdout };
    };
    expect(tsc(example)).toEqual({ status: 0, stdout: '' });
    expect(tsc(example.replace(', secret)', ", 'secret')")).stdout).toContain('TS2345');
  });
});

describe('what is not installed', () => {
  const deid = (name: string, rules: string) =>
    lethe(
      OWN,
      ...[
        'deid',
        at('pixels'),
        '--rules',
        at(rules),
        '--out',
        at(name),
        '--key',
        at('key'),
        '--audit',
        at(`${name}.jsonl`),
      ],
    );

  it('is named, with the call that installs it, where a command needs it', () => {
    const { status, stdout, stderr } = lethe(OWN, 'doctor');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^lethe: PACKAGE_MISSING: [^\n]*"npm install [^\n]*@aws-sdk\/client-s3@3[^\n"]*"\.\n$/,
    );
  });

  it('ends in a fault where rules need it, and nothing is released', () => {
    const { status, stdout } = deid('asked', 'asking.json');
    expect([status, existsSync(at('asked')) ? readdirSync(at('asked')) : []]).toEqual([1, []]);
    expect(audit(at('asked.jsonl'))).toMatchObject([
      { outcome: 'fault', reason: { code: 'PACKAGE_MISSING' } },
    ]);
    expect(stdout).toContain('"npm install ');
  });

  it('so for the weights, which the pixels are read by once they are installed', () => {
    const { status, stdout } = deid('unweighed', 'pixels.json');
    expect(status).toBe(1);
    expect(audit(at('unweighed.jsonl'))).toMatchObject([
      { outcome: 'fault', reason: { code: 'PIXELS_WEIGHTS' } },
    ]);
    expect(stdout).toContain(`npm install ${WEIGHTS_PACKAGE}`);
    npm(installed, 'install', '--no-audit', '--no-fund', tarballs()[1]);
    expect(deid('weighed', 'pixels.json').status).toBe(0);
    expect(audit(at('weighed.jsonl'))).toMatchObject([{ outcome: 'released' }]);
  });
});

describe('a Node that is too old', () => {
  it('is told which one the package wants, in one line', () => {
    writeFileSync(at('old.cjs'), "Object.defineProperty(process.versions, 'node', { value: '22.12.0' });\n");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--require', at('old.cjs'), join(installed, 'node_modules/lethe/cli/lethe.mjs'), '--version'],
      { encoding: 'utf8' },
    );
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^lethe: NODE_TOO_OLD: [^\n]*22\.13 [^\n]*22\.12\.0[^\n]*Node 22 or 24[^\n]*\n$/);
  });
});

/** The commit, where no file differs from it. */
function headOrNull(): string | null {
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim();
  return git('status', '--porcelain') === '' ? git('rev-parse', 'HEAD') : null;
}

function sizeOfPage(): number {
  return readFileSync(join(installed, 'node_modules/lethe/web/built/page.js'), 'utf8').length;
}
