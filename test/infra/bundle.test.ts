import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { bundle } from '../../infra/bundle.ts';
import type { Bundle } from '../../infra/code.ts';
import { FUNCTIONS, SHIPPED_WITH } from '../../infra/functions.ts';
import { ENGINE_VERSION } from '../../layers/engine/version.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** What a cold start parses: code costs a millisecond for some 30 kB. */
const MOST_BYTES_AT_START = 1_880_000;

let folder: string;
let code: Bundle;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-bundle-test-'));
  code = await bundle(FUNCTIONS, folder, SHIPPED_WITH);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Every file below a folder with its text, by its path. */
function textsOf(of: string): Record<string, string> {
  const files = readdirSync(of, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [path.slice(of.length + 1), readFileSync(path, 'utf8')]),
  );
}

/** A module with all that it imports at once, by path. */
function filesAtStart(path: string, found = new Map<string, string>()): ReadonlyMap<string, string> {
  if (found.has(path)) return found;
  const text = readFileSync(path, 'utf8');
  found.set(path, text);
  for (const [, imported = ''] of text.matchAll(/^(?:import|\}|export) [^;()]*?"(\.[^"]+)";$/gm))
    filesAtStart(resolve(dirname(path), imported), found);
  return found;
}

/** Runs the function's module as Lambda does, apart from the repository and its packages. */
function runModule(expression: string, variables: Record<string, string>, name = 'ingest'): string {
  const task = mkdtempSync(join(tmpdir(), 'lethe-task-'));
  const opt = mkdtempSync(join(tmpdir(), 'lethe-opt-'));
  try {
    cpSync(code.functionFolders[name] ?? '', task, { recursive: true });
    cpSync(code.layerFolder, opt, { recursive: true });
    const program = `const { handler } = await import(${JSON.stringify(join(task, 'index.mjs'))}); console.log(${expression});`;
    return execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: task,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { NODE_PATH: join(opt, 'nodejs', 'node_modules'), AWS_REGION: 'us-east-1', ...variables },
    });
  } finally {
    for (const each of [task, opt]) rmSync(each, { recursive: true });
  }
}

describe('the bundle', () => {
  it('has no layer where NODE_PATH does not name it as in Lambda', () => {
    expect(() => runModule('typeof handler', { NODE_PATH: '' })).toThrow(/Cannot find module 'lethe-engine/);
  });

  it.each(Object.keys(FUNCTIONS))('has all that %s imports', (name) => {
    expect(runModule('typeof handler', {}, name).trim()).toBe('function');
  });

  it('returns every message, with a coded line in the log, where the stack gave it no variables', () => {
    const event = { Records: [{ messageId: '7', body: '{}', attributes: {} }] };
    const lines = runModule(`JSON.stringify(await handler(${JSON.stringify(event)}))`, {})
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({
      level: 'error',
      event: 'not-ready',
      code: 'ENVIRONMENT_INCOMPLETE',
    });
    expect(lines.filter((line) => line._aws !== undefined).length).toBeGreaterThan(1);
    expect(lines.at(-1)).toEqual({ batchItemFailures: [{ itemIdentifier: '7' }] });
  });

  it('keeps in the function what is the function’s own, and in the layer what functions share', () => {
    const own = Object.values(textsOf(code.functionFolders.ingest ?? ''))
      .join('')
      .match(/^\/\/ \S+:?\S+$/gm);
    const outside = own?.filter((line) => !/^\/\/ (functions\/|layer:)/.test(line));
    expect(outside).toEqual([]);
    expect(own).toContain('// functions/ingest/batch.ts');
    const shared = Object.values(textsOf(code.layerFolder)).join('');
    expect(shared).toContain('\n// layers/engine/deidentify.ts\n');
    expect(shared).not.toMatch(/^\/\/ (functions|infra|cli|test)\//m);
  });

  it('keeps apart what two modules of the layer give the same name', async () => {
    const of = mkdtempSync(join(tmpdir(), 'lethe-bundle-names-'));
    const engine = relative(of, join(ROOT, 'layers/engine'));
    const entry = join(of, 'entry.ts');
    writeFileSync(
      entry,
      [
        `import { cleanText as one } from '${engine}/../text/clean.ts';`,
        `import { cleanText as other } from '${engine}/actions/cleanText.ts';`,
        'export const handler = [typeof one, typeof other, one === other];',
      ].join('\n'),
    );
    try {
      const { functionFolders, layerFolder } = await bundle({ names: entry }, of);
      const program = `console.log((await import(${JSON.stringify(join(functionFolders.names ?? '', 'index.mjs'))})).handler.join())`;
      const said = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
        encoding: 'utf8',
        env: { NODE_PATH: join(layerFolder, 'nodejs', 'node_modules') },
      });
      expect(said.trim()).toBe('function,object,false');
    } finally {
      rmSync(of, { recursive: true });
    }
  });

  it('has each shared class once, whichever functions and modules import it', () => {
    const shared = Object.values(textsOf(code.layerFolder)).join('');
    for (const name of ['FaultError', 'Phi', 'DicomError', 'S3Source', 'KMSClient'])
      expect(shared.match(new RegExp(`(class ${name}|${name} = class)\\b`, 'g'))).toHaveLength(1);
  });

  it('reads little at a cold start: few files, and of the SDK’s schemas what its commands use', () => {
    const modules = join(code.layerFolder, 'nodejs/node_modules/lethe-engine');
    const read = filesAtStart(join(modules, 'ingest.mjs'));
    // One of them is what it shares with the pixels function, four are what it shares with the cleaner of texts, which it reads when there is a text.
    expect(read.size).toBeLessThan(33);
    expect([...read.values()].reduce((total, text) => total + text.length, 0)).toBeLessThan(
      MOST_BYTES_AT_START,
    );
    const schemas = [...read.values()].join('');
    expect(schemas).toContain('var PutObject$ = ');
    // HPKE comes with the first original that is kept.
    expect(schemas).not.toContain('// node_modules/@hpke');
    expect(Object.values(textsOf(code.layerFolder)).join('')).toContain('// node_modules/@hpke');
    // So does the cleaner of texts, with its words, with the first text that is cleaned.
    expect(schemas).not.toContain('// layers/text/clean.ts');
    expect(schemas).not.toContain('// layers/text/words/generated');
    expect(schemas).not.toMatch(/var (Select|PutBucket|Analytics|DescribeLogGroups|CreateGrant)\w*\$ = /);
  });

  it('loads Rekognition’s client with the first frame that it is asked about, and in no function before that', () => {
    const modules = join(code.layerFolder, 'nodejs/node_modules/lethe-engine');
    const client = /var DetectText\$ = /;
    for (const name of Object.keys(FUNCTIONS))
      expect([name, client.test([...filesAtStart(join(modules, `${name}.mjs`)).values()].join(''))]).toEqual([
        name,
        false,
      ]);
    const layer = Object.values(textsOf(code.layerFolder)).join('');
    expect(layer).toMatch(client);
    expect(layer).not.toMatch(/var (DetectFaces|IndexFaces|SearchFaces)\w*\$ = /);
    expect(textsOf(code.functionFolders.ingest ?? '')['index.mjs']).not.toContain('rekognitionOnDemand');
  });

  it('names the engine as the audit does', () => {
    const manifest = JSON.parse(
      readFileSync(join(code.layerFolder, 'nodejs/node_modules/lethe-engine/package.json'), 'utf8'),
    );
    expect([code.version, manifest.version]).toEqual([ENGINE_VERSION, ENGINE_VERSION]);
  });

  it('is the same every time, and says nothing of the machine it was made on', async () => {
    const again = mkdtempSync(join(tmpdir(), 'lethe-bundle-again-'));
    try {
      await bundle(FUNCTIONS, again, SHIPPED_WITH);
      const first = textsOf(folder);
      expect(Object.keys(textsOf(again))).toEqual(Object.keys(first));
      for (const [path, text] of Object.entries(textsOf(again))) {
        expect(text === first[path]).toBe(true);
        expect(text.includes(ROOT)).toBe(false);
      }
    } finally {
      rmSync(again, { recursive: true });
    }
  });
});
