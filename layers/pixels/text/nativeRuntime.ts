import { createRequire } from 'node:module';

/** Not a dependency: its install script fetches from places that many networks do not reach. */
export const NATIVE_PACKAGE = 'onnxruntime-node';

/** Whether somebody has installed it beside Lethe. `from`: a module of Lethe's. */
export function isNativeInstalled(from: string = import.meta.url): boolean {
  try {
    createRequire(from).resolve(NATIVE_PACKAGE);
    return true;
  } catch {
    return false;
  }
}
