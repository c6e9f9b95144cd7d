import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import type { ShippedFile } from '../layers/pixels/shipped.ts';
import type { Bundle } from './code.ts';
import { packed } from './codeFile.ts';
import { FUNCTIONS, SHIPPED_WITH } from './functions.ts';

/** Of shared modules, relative to the repository: the names that each exports. */
type Exports = ReadonlyMap<string, readonly string[]>;

/** The repository. */
const ROOT = resolve(import.meta.dirname, '..');
const REQUIRE = createRequire(import.meta.url);
/** What the functions share: the layer. */
const SHARED = ['layers', 'rules'];
/** The package that the layer brings. */
const PACKAGE = 'lethe-engine';
/** Before a function's name: the module of all that it imports from the layer. */
const ALL_OF = 'all-of-';

/**
 * The AWS SDK is bundled: its version stays the one that was tested, whatever the runtime brings. Nothing is minified: a
 * stack trace is read without a source map.
 */
const COMMON: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  outExtension: { '.js': '.mjs' },
  // ASCII alone: V8 keeps one byte a character, and Node decodes nothing.
  charset: 'ascii',
  logLevel: 'warning',
  // CommonJS packages inside an ES module still call `require` for Node's own modules.
  banner: { js: 'const require = process.getBuiltinModule;' },
};

/**
 * Bundles the functions (name -> file that exports `handler`, relative to the repository) and the layer of what they
 * import from `layers/` and `rules/`, into folders of `outFolder`. What a function opens by its place (`shippedWith`) lies in its own folder, so that no other
 * function has to carry it.
 */
export async function bundle(
  entries: Readonly<Record<string, string>>,
  outFolder: string,
  shippedWith: Readonly<Record<string, readonly ShippedFile[]>> = {},
): Promise<Bundle> {
  const layerFolder = join(outFolder, 'layer');
  const shared = new Map<string, readonly string[]>();
  for (const [name, entry] of Object.entries(entries)) shared.set(name, await sharedModules(entry));
  const exports = await exportsOf([...new Set([...shared.values()].flat())]);
  await buildLayer(shared, exports, join(layerFolder, 'nodejs', 'node_modules', PACKAGE));

  const functionFolders: Record<string, string> = {};
  for (const [name, entry] of Object.entries(entries)) {
    const folder = join(outFolder, name);
    const plugins = [fromLayer(name, exports)];
    await build({ ...COMMON, entryPoints: { index: entry }, outdir: folder, plugins });
    for (const file of shippedWith[name] ?? []) await ship(file, folder);
    functionFolders[name] = folder;
  }
  return { layerFolder, functionFolders, version: await packageVersion() };
}

/** Puts a file beside a function's module. A module is bundled whole: a process shares nothing with the module that starts it. */
async function ship({ name, kind, from }: ShippedFile, folder: string): Promise<void> {
  const to = join(folder, name);
  await mkdir(dirname(to), { recursive: true });
  if (kind === 'module') {
    const { outExtension: _names, ...options } = COMMON;
    await build({ ...options, entryPoints: [from], outfile: to });
  } else await copyFile(/^(layers|rules)\//.test(from) ? join(ROOT, from) : REQUIRE.resolve(from), to);
}

/** The modules of `layers/` and `rules/` that a function imports, relative to the repository. */
async function sharedModules(entry: string): Promise<readonly string[]> {
  const found = new Set<string>();
  const collect: Plugin = {
    name: 'collect-shared-modules',
    setup: ({ onResolve }) => {
      onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir }) => {
        const module = sharedModule(path, resolveDir);
        if (module === null) return null;
        found.add(module);
        return { path, external: true };
      });
    },
  };
  await build({ ...COMMON, entryPoints: [entry], write: false, plugins: [collect] });
  return [...found].sort();
}

/** What each of these modules exports. */
async function exportsOf(modules: readonly string[]): Promise<Exports> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [...modules],
    outdir: ROOT,
    format: 'esm',
    write: false,
    metafile: true,
  });
  return new Map(
    Object.values(metafile.outputs).map(({ entryPoint = '', exports }) => [entryPoint, exports] as const),
  );
}

/**
 * Builds the layer's package: for each function one module with all that it imports, since every file costs a cold start about half a
 * millisecond. What several functions import is in chunks, once.
 */
async function buildLayer(
  shared: ReadonlyMap<string, readonly string[]>,
  exports: Exports,
  folder: string,
): Promise<void> {
  await build({
    ...COMMON,
    entryPoints: Object.fromEntries([...shared.keys()].map((name) => [name, `${ALL_OF}${name}`])),
    outdir: folder,
    splitting: true,
    chunkNames: 'chunks/[hash]',
    plugins: [allOf(shared, exports), PLAIN_SCHEMAS],
  });
  await mkdir(folder, { recursive: true });
  const manifest = { name: PACKAGE, version: await packageVersion(), private: true, type: 'module' };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Makes the module of a function. */
function allOf(shared: ReadonlyMap<string, readonly string[]>, exports: Exports): Plugin {
  return {
    name: 'all-of-a-function',
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: new RegExp(`^${ALL_OF}`) }, ({ path }) => ({ path, namespace: 'layer' }));
      onLoad({ filter: /./, namespace: 'layer' }, ({ path }) => ({
        resolveDir: ROOT,
        contents: (shared.get(path.slice(ALL_OF.length)) ?? [])
          .map((module) => {
            const names = (exports.get(module) ?? []).map((name) => `${name} as ${inLayer(module, name)}`);
            return `export { ${names.join(', ')} } from ${JSON.stringify(`./${module}`)};`;
          })
          .join('\n'),
      }));
    },
  };
}

/** What a function's module calls an export of a shared module: two may export the same name. */
function inLayer(module: string, name: string): string {
  return `${module.replace(/\.ts$/, '').replace(/\W/g, '_')}_${name}`;
}

/**
 * Lets esbuild leave out what no command of ours uses of the SDK's schemas. It keeps whatever has a key that is a name, `{ [_hH]: 1 }`, or a sum,
 * `64 | 0`, since to make out either might do something. The names are those of constant strings above: each is written as its string, each sum as
 * its number.
 */
const PLAIN_SCHEMAS: Plugin = {
  name: 'plain-schemas',
  setup: ({ onLoad }) => {
    onLoad(
      { filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/]\w+\.js$/ },
      async ({ path }) => {
        const source = await readFile(path, 'utf8');
        const strings = new Map(
          Array.from(source.matchAll(/^const (\w+) = ("[^"\\\n]*");$/gm), ([, name, text]) => [name, text]),
        );
        return {
          contents: source
            .replace(/\[(\w+)\]:/g, (key, name) => `${strings.get(name) ?? key.slice(0, -1)}:`)
            .replace(/\b(\d+) \| (\d+)\b/g, (_sum, type, of) => `${Number(type) | Number(of)}`),
        };
      },
    );
  },
};

/**
 * Lets a function take shared modules from the layer.
 *
 * Lambda mounts a layer at /opt and puts /opt/nodejs/node_modules on NODE_PATH. `require` reads NODE_PATH; `import` does
 * not, so an ES module in /var/task cannot import a package of a layer by its name. An absolute path would work, and bind
 * the code to where AWS mounts layers: emulators mount them elsewhere. So the file is found as `require` finds it and
 * loaded as `import` loads it.
 */
function fromLayer(name: string, exports: Exports): Plugin {
  return {
    name: 'from-layer',
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir }) => {
        const module = sharedModule(path, resolveDir);
        return module === null ? null : { path: module, namespace: 'layer' };
      });
      onResolve({ filter: new RegExp(`^${ALL_OF}`) }, ({ path }) => ({ path, namespace: 'layer' }));
      onLoad({ filter: /./, namespace: 'layer' }, ({ path }) => ({
        resolveDir: ROOT,
        contents: path.startsWith(ALL_OF)
          ? [
              "import { createRequire } from 'node:module';",
              "import { pathToFileURL } from 'node:url';",
              `const file = createRequire(import.meta.url).resolve(${JSON.stringify(`${PACKAGE}/${name}.mjs`)});`,
              'export const layer = await import(pathToFileURL(file).href);',
            ].join('\n')
          : [
              `import { layer } from ${JSON.stringify(ALL_OF + name)};`,
              ...(exports.get(path) ?? []).map(
                (each) => `export const ${each} = layer.${inLayer(path, each)};`,
              ),
            ].join('\n'),
      }));
    },
  };
}

/** The module that an import names, relative to the repository, if it is a shared one. */
function sharedModule(path: string, resolveDir: string): string | null {
  const module = relative(ROOT, resolve(resolveDir, path)).split(sep).join('/');
  return SHARED.some((folder) => module.startsWith(`${folder}/`)) ? module : null;
}

async function packageVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  return version;
}

/**
 * `node infra/bundle.ts FOLDER [FILE]`: the code as the package has it, and that as one file. What functions open by their places is in the package or comes with the weights, but for
 * the modules.
 */
if (import.meta.main) {
  const [, , folder = '', file] = process.argv;
  const modules = Object.entries(SHIPPED_WITH).map(([name, files]) => [
    name,
    files.filter(({ kind }) => kind === 'module'),
  ]);
  await bundle(FUNCTIONS, folder, Object.fromEntries(modules));
  if (file !== undefined) await writeFile(file, packed(folder));
}
