/**
 * `EXISTING_UNFIT`: a resource that is there already does not fit; `PIPELINE_PLACE`: where the pipeline stands; `PIXELS_WEIGHTS` and `PACKAGE_MISSING`: what is needed is
 * not there.
 */
export type PipelineErrorCode = 'EXISTING_UNFIT' | 'PIPELINE_PLACE' | 'PIXELS_WEIGHTS' | 'PACKAGE_MISSING';

/**
 * What is wrong with a pipeline of somebody's app, with what to do.
 *
 * @hideconstructor
 */
export class PipelineError extends Error {
  /** What kind of problem it is. */
  readonly code: PipelineErrorCode;
  /** All of them, not the first. */
  readonly problems: readonly string[];

  constructor(code: PipelineErrorCode, problems: readonly string[]) {
    super(`${code}: ${problems.join('; ')}`);
    this.name = 'PipelineError';
    this.code = code;
    this.problems = problems;
  }
}
