/** What `lethe/cdk` exports. */
export type { Bundle } from './code.ts';
export type { ExistingResources } from './existing.ts';
export type { Person } from './people.ts';
export { LethePipeline, type LethePipelineProps } from './pipeline.ts';
export { PipelineError, type PipelineErrorCode } from './pipelineError.ts';
export { type Settings, SettingsError } from './settings.ts';
export { LetheStack, type LetheStackProps } from './stack.ts';
