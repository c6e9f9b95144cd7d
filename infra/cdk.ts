import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as constructs from './constructs.ts';
import { PipelineError } from './pipelineError.ts';

/**
 * Entry point of somebody's own CDK app: `lethe/cdk`. The constructs are required and not imported, since an import of what is not installed fails before anything here could
 * say what to install; and an app of CommonJS can require this module, which awaits nothing.
 */
const load = createRequire(import.meta.url);
requireInstalled('aws-cdk-lib', 'constructs');
export const { LethePipeline, LetheStack, SettingsError } = load(
  fileURLToPath(new URL('./constructs.ts', import.meta.url)),
) as typeof constructs;
export { PipelineError };

/** Throws where npm left an optional peer out, with the call that installs all that are missing. */
function requireInstalled(...names: readonly string[]): void {
  const missing = names.filter((name) => {
    try {
      load.resolve(name);
      return false;
    } catch {
      return true;
    }
  });
  if (missing.length === 0) return;
  const own = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    readonly peerDependencies?: Readonly<Record<string, string>>;
  };
  const wanted = missing.map((name) => `${name}@${(own.peerDependencies?.[name] ?? '2').replace('^', '')}`);
  throw new PipelineError('PACKAGE_MISSING', [
    `lethe/cdk needs what Lethe does not bring by itself; this installs it beside your app: "npm install ${wanted.join(' ')}"`,
  ]);
}
