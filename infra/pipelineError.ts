/**
 * `EXISTING_UNFIT`: a resource that is there already does not fit; `PIPELINE_PLACE`: where the pipeline stands; `PIXELS_WEIGHTS` and `PACKAGE_MISSING`: what is needed is
 * not there.
 */
export type PipelineErrorCode = 'EXISTING_UNFIT' | 'PIPELINE_PLACE' | 'PIXELS_WEIGHTS' | 'PACKAGE_MISSING';

/** What is wrong with a pipeline of somebody's app. Its message begins with the code. */
export class PipelineError extends Error {
  /** A word that does not change. */
  readonly code: PipelineErrorCode;
  /** All that is wrong, not the first alone, with what to do. */
  readonly problems: readonly string[];

  /**
   * @param code what kind it is of
   * @param problems all that is wrong, a sentence each
   */
  constructor(code: PipelineErrorCode, problems: readonly string[]) {
    super(`${code}: ${problems.join('; ')}`);
    this.name = 'PipelineError';
    this.code = code;
    this.problems = problems;
  }
}
