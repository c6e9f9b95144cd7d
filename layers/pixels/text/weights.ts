import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { PixelsError } from '../errors.ts';

/** What text is looked for with. Where each comes from, and by which licence, stand beside them in `weights`. */
export const WEIGHTS = {
  detector: {
    file: 'PP-OCRv6_det_small.onnx',
    sha256: '090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f',
  },
  recogniser: {
    file: 'ppocrv5_rec.onnx',
    sha256: '22edcdb81193286bd1f2c34069d4dc4296d3ac268fc736b4a83bba3eaae26dbb',
  },
  characters: {
    file: 'ppocr_keys_v5.txt',
    sha256: '4941d35625bf15f7ef89fcbff443893e2fef40e25a7ecde885203994d4a9be25',
  },
} as const;

export type Weight = keyof typeof WEIGHTS;

/** One digest over all of them: part of what a result depends on. */
export const WEIGHTS_DIGEST = createHash('sha256')
  .update(
    Object.values(WEIGHTS)
      .map(({ sha256 }) => sha256)
      .join('\n'),
  )
  .digest('hex');

/** A package of its own: 26 MB that only rules which look for text want. It brings ONNX Runtime. */
export const WEIGHTS_PACKAGE = 'lethe-weights';

/** The folder that they lie in: beside this file, or where their package is installed. */
export const WEIGHTS_FOLDER = weightsFolder();

function weightsFolder(): URL {
  const beside = new URL('./weights/', import.meta.url);
  if (existsSync(beside)) return beside;
  try {
    return new URL(
      './weights/',
      pathToFileURL(createRequire(import.meta.url).resolve(`${WEIGHTS_PACKAGE}/package.json`)),
    );
  } catch {
    return beside;
  }
}

/** The bytes of one of them, held against its digest. Throws `PIXELS_WEIGHTS`. */
export function readWeights(weight: Weight, folder: URL = WEIGHTS_FOLDER): Uint8Array {
  const { file, sha256 } = WEIGHTS[weight];
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(new URL(file, folder));
  } catch {
    throw existsSync(folder)
      ? refused(`The weights ${file} cannot be read`)
      : new PixelsError(
          'PIXELS_WEIGHTS',
          'The rules look for text in pixels, and its weights are not installed',
          `Install them beside Lethe: npm install ${WEIGHTS_PACKAGE}`,
        );
  }
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw refused(`The weights ${file} are not those that Lethe was released with`);
  return bytes;
}

/**
 * The recogniser as ONNX Runtime's WASM reads it: its conversion says that the output has no dimensions, which native builds forgive. The empty shape (field 2 of
 * onnx.proto's TypeProto.Tensor) is made a field that nobody knows.
 */
export function withoutShape(model: Uint8Array): Uint8Array {
  const made = new Uint8Array(model);
  const bytes = Buffer.from(made.buffer);
  const at = bytes.indexOf(Buffer.from([0x08, 0x01, 0x12, 0x00]), bytes.lastIndexOf('fetch_name_0'));
  if (at >= 0) made[at + 2] = 0x7a;
  return made;
}

function refused(what: string): PixelsError {
  return new PixelsError('PIXELS_WEIGHTS', what, 'Install Lethe again: text is looked for with no others.');
}
