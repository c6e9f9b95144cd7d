import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { WEIGHTS } from './text/weights.ts';

/** A file that a bundle must have beside its modules, because code opens it by its place. */
export interface ShippedFile {
  /** Its name in the bundle: in the folder of the module that opens it, or in one above. */
  readonly name: string;
  /** A module is bundled with what it imports; anything else is copied. */
  readonly kind: 'module' | 'file';
  /** Where it comes from: relative to the repository, or the specifier of a package's file. */
  readonly from: string;
}

export const WORKER: ShippedFile = {
  name: 'pixelsWorker.mjs',
  kind: 'module',
  from: 'layers/pixels/worker/worker.ts',
};

export const WATCH: ShippedFile = {
  name: 'pixelsWatch.mjs',
  kind: 'module',
  from: 'layers/pixels/worker/watch.ts',
};

/** A dependency for this one file: every codec of the standard's syntaxes, in WASM, so that nothing is compiled where Lethe runs. Its script needs dcmjs and is not loaded. */
export const CODECS: ShippedFile = {
  name: 'dcmjs-native-codecs.wasm',
  kind: 'file',
  from: 'dcmjs-codecs/build/dcmjs-native-codecs.wasm',
};

/** Of the third parties whose code the codecs hold. */
export const NOTICES: ShippedFile = {
  name: 'CODECS-NOTICES.txt',
  kind: 'file',
  from: 'layers/pixels/codecs/CODECS-NOTICES.txt',
};

/** What text is looked for with, and its notices. */
const FOR_TEXT: readonly ShippedFile[] = [
  ...Object.values(WEIGHTS).map(({ file }) => file),
  'LICENSE',
  'NOTICE-ocrspine.txt',
  'NOTICE-rapidocr.md',
].map((file) => ({ name: `weights/${file}`, kind: 'file', from: `layers/pixels/text/weights/${file}` }));

/** ONNX Runtime, which opens these two beside the worker, whose bundle has the rest of its code. */
const RUNTIME: readonly ShippedFile[] = ['ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'].map(
  (file) => ({ name: file, kind: 'file', from: `onnxruntime-web/${file}` }),
);

/** All that a bundle with `openReader` must have. */
export const SHIPPED: readonly ShippedFile[] = [WORKER, WATCH, CODECS, NOTICES, ...FOR_TEXT, ...RUNTIME];

/** Where the worker and the codecs are: as the sources and the package lie, or beside the bundled module `from`, or above it, or in a folder that is said. */
export function placesOf(
  folder: string | null,
  from: string = import.meta.url,
): { readonly workerFile: URL; readonly watchFile: URL; readonly wasmFile: string } {
  if (folder === null) {
    const [suffix] = /\.\w+$/.exec(from) ?? [''];
    const workerFile = new URL(`./worker/worker${suffix}`, from);
    // In the package the codecs lie where the notices do, since what they came with is not installed.
    if (existsSync(workerFile)) {
      const packed = new URL(`./codecs/${CODECS.name}`, from);
      return {
        workerFile,
        watchFile: new URL(`./worker/watch${suffix}`, from),
        wasmFile: existsSync(packed) ? fileURLToPath(packed) : createRequire(from).resolve(CODECS.from),
      };
    }
  }
  const folders =
    folder === null ? ['./', '../', '../../'].map((up) => new URL(up, from)) : [asFolder(folder)];
  const place = ({ name }: ShippedFile): URL => {
    const [first] = folders.map((each) => new URL(name, each)).filter((file) => existsSync(file));
    // A fault of the bundle, not of an instance.
    if (first === undefined) throw new Error(`${name} is not in the bundle`);
    return first;
  };
  return { workerFile: place(WORKER), watchFile: place(WATCH), wasmFile: fileURLToPath(place(CODECS)) };
}

function asFolder(path: string): URL {
  return pathToFileURL(path.endsWith('/') ? path : `${path}/`);
}
