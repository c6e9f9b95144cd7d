/**
 * Lethe as a part of somebody's own CDK app. It needs `aws-cdk-lib` and `constructs` beside it; `docs/operations/deploying.md` shows an app.
 *
 * @module lethe/cdk
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as ofPipeline from './pipeline.ts';
import { PipelineError } from './pipelineError.ts';
import type * as ofStack from './stack.ts';

export type { Bundle } from './code.ts';
export type { ExistingResources } from './existing.ts';
export type { Person } from './people.ts';
export type { LethePipelineProps } from './pipeline.ts';
export type { PipelineErrorCode } from './pipelineError.ts';
export type { Settings } from './settings.ts';
export { SettingsError } from './settings.ts';
export type { LetheStackProps } from './stack.ts';
export { PipelineError };

/**
 * The constructs are required and not imported, since an import of what is not installed fails before anything here could
 * say what to install; and an app of CommonJS can require this module, which awaits nothing.
 */
const load = createRequire(import.meta.url);
requireInstalled('aws-cdk-lib', 'constructs');
const loaded = load(fileURLToPath(new URL('./pipeline.ts', import.meta.url))) as typeof ofPipeline;
const loadedStack = load(fileURLToPath(new URL('./stack.ts', import.meta.url))) as typeof ofStack;

/**
 * One Lethe within a stack of yours, with what is there already: buckets, keys, a network and a topic, as constructs.
 *
 * @class
 * @example
 * ```ts
 * import { App, Stack } from 'aws-cdk-lib';
 * import { LethePipeline, PipelineError } from 'lethe/cdk';
 *
 * const stack = new Stack(new App(), 'Imaging');
 * const lethe = new LethePipeline(stack, 'Lethe', { settings: { stage: 'trial' } });
 * console.log(lethe.node.path); // Imaging/Lethe
 *
 * try {
 *   new LethePipeline(stack, 'Another');
 * } catch (error) {
 *   if (error instanceof PipelineError) console.log(error.code); // PIPELINE_PLACE
 * }
 * ```
 */
export const LethePipeline = loaded.LethePipeline;
export type LethePipeline = ofPipeline.LethePipeline;
/**
 * A stack with one Lethe and nothing else, as `lethe deploy` makes it. Where `env` does not say where it goes, the settings `account` and `region` do.
 *
 * @class
 * @example
 * ```ts
 * import { App } from 'aws-cdk-lib';
 * import { LetheStack } from 'lethe/cdk';
 *
 * const { stackName, pipeline } = new LetheStack(new App(), 'Lethe-trial', { settings: { stage: 'trial' } });
 * console.log(stackName, pipeline.node.id); // Lethe-trial Default
 * ```
 */
export const LetheStack = loadedStack.LetheStack;
export type LetheStack = ofStack.LetheStack;

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
