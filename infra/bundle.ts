import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';

/** Folders with the code as it is deployed. */
export interface Bundle {
  /** Of the layer: what is mounted at /opt. */
  readonly layerFolder: string;
  /** Of each function, by name: an `index.mjs` that exports `handler`. */
  readonly functionFolders: Readonly<Record<string, string>>;
  /** Of the package. */
  readonly version: string;
}

/** The repository. */
const ROOT = resolve(import.meta.dirname, '..');
/** What the functions share: the layer. */
const SHARED = ['layers', 'rules'];
/** The package that the layer brings. */
const PACKAGE = 'lethe-engine';

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
  charset: 'utf8',
  logLevel: 'warning',
  // CommonJS packages inside an ES module still call `require` for Node's own modules.
  banner: {
    js: "import { createRequire as letheCreateRequire } from 'node:module'; const require = letheCreateRequire(import.meta.url);",
  },
};

/**
 * Bundles the functions (name -> file that exports `handler`, relative to the repository) and the layer of what they
 * import from `layers/` and `rules/`, into folders of `outFolder`.
 */
export async function bundle(entries: Readonly<Record<string, string>>, outFolder: string): Promise<Bundle> {
  const layerFolder = join(outFolder, 'layer');
  const shared = await sharedModules(Object.values(entries));
  const exports = await buildLayer(shared, join(layerFolder, 'nodejs', 'node_modules', PACKAGE));

  const functionFolders: Record<string, string> = {};
  for (const [name, entry] of Object.entries(entries)) {
    const folder = join(outFolder, name);
    await build({ ...COMMON, entryPoints: { index: entry }, outdir: folder, plugins: [fromLayer(exports)] });
    functionFolders[name] = folder;
  }
  return { layerFolder, functionFolders, version: await packageVersion() };
}

/** The modules of `layers/` and `rules/` that functions import, relative to the repository. */
async function sharedModules(entries: readonly string[]): Promise<readonly string[]> {
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
  await build({ ...COMMON, entryPoints: [...entries], outdir: ROOT, write: false, plugins: [collect] });
  return [...found].sort();
}

/** Builds the layer's package; answers what each of its modules exports. Code that modules share is in chunks, once. */
async function buildLayer(
  modules: readonly string[],
  folder: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { metafile } = await build({
    ...COMMON,
    entryPoints: [...modules],
    outbase: ROOT,
    outdir: folder,
    splitting: true,
    chunkNames: 'chunks/[hash]',
    metafile: true,
  });
  await mkdir(folder, { recursive: true });
  const manifest = { name: PACKAGE, version: await packageVersion(), private: true, type: 'module' };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return new Map(
    Object.values(metafile.outputs).flatMap(({ entryPoint, exports }) =>
      entryPoint === undefined ? [] : [[entryPoint, exports] as const],
    ),
  );
}

/**
 * Lets a function take a shared module from the layer.
 *
 * Lambda mounts a layer at /opt and puts /opt/nodejs/node_modules on NODE_PATH. `require` reads NODE_PATH; `import` does
 * not, so an ES module in /var/task cannot import a package of a layer by its name. An absolute path would work, and bind
 * the code to where AWS mounts layers: emulators mount them elsewhere. So the file is found as `require` finds it and
 * loaded as `import` loads it. The names that the module exports are known from the layer's build.
 */
function fromLayer(exports: ReadonlyMap<string, readonly string[]>): Plugin {
  return {
    name: 'from-layer',
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir }) => {
        const module = sharedModule(path, resolveDir);
        return module === null ? null : { path: module, namespace: 'layer' };
      });
      onLoad({ filter: /./, namespace: 'layer' }, ({ path: module }) => {
        const file = `${PACKAGE}/${module.replace(/\.ts$/, '.mjs')}`;
        return {
          resolveDir: ROOT,
          contents: [
            "import { createRequire } from 'node:module';",
            "import { pathToFileURL } from 'node:url';",
            `const file = createRequire(import.meta.url).resolve(${JSON.stringify(file)});`,
            `export const { ${(exports.get(module) ?? []).join(', ')} } = await import(pathToFileURL(file).href);`,
          ].join('\n'),
        };
      });
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
