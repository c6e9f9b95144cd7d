/**
 * Lethe in a CDK app of one's own. It needs `aws-cdk-lib` and `constructs` beside it; docs/operations/deploying.md shows an app.
 *
 * @module lethe/cdk
 */
export type { Bundle } from './code.ts';
export type { ExistingResources } from './existing.ts';
export type { Person } from './people.ts';
export { LethePipeline, type LethePipelineProps } from './pipeline.ts';
export { PipelineError, type PipelineErrorCode } from './pipelineError.ts';
export { type Settings, SettingsError } from './settings.ts';
export { LetheStack, type LetheStackProps } from './stack.ts';
