import { Fn, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { settingsGiven } from './config.ts';
import { LethePipeline, type LethePipelineProps } from './pipeline.ts';
import { placeOf } from './place.ts';
import { isPassing, tagsOf } from './settings.ts';

/** What a stack with a pipeline is made by. */
export interface LetheStackProps extends StackProps, LethePipelineProps {}

/**
 * A stack with one Lethe and nothing else, as `lethe deploy` makes it. Where `env` does not say where it goes, the settings `account` and `region` do. It throws what
 * `LethePipeline` throws.
 *
 * @example
 * ```ts
 * import { App } from 'aws-cdk-lib';
 * import { LetheStack } from 'lethe/cdk';
 *
 * const { stackName, pipeline } = new LetheStack(new App(), 'Lethe-trial', { settings: { stage: 'trial' } });
 * console.log(stackName, pipeline.node.id); // Lethe-trial Default
 * ```
 */
export class LetheStack extends Stack {
  /** What is in it. */
  readonly pipeline: LethePipeline;

  /**
   * @param scope the app
   * @param id the name of the stack; `lethe` looks for `Lethe-` and the stage
   * @param props those of a stack and those of a pipeline
   */
  constructor(scope: Construct, id: string, props: LetheStackProps = {}) {
    const settings = settingsGiven(props.settings ?? {});
    super(scope, id, {
      description: 'Lethe: de-identifies DICOM',
      terminationProtection: !isPassing(settings.stage),
      env: placeOf(settings, process.env.CDK_DEFAULT_ACCOUNT, process.env.CDK_DEFAULT_REGION),
      ...props,
    });
    // CDK leaves this name out of logical ids: what a deployed stack stores keeps those that it has.
    this.pipeline = new LethePipeline(this, 'Default', props);
    for (const [name, value] of tagsOf(settings)) Tags.of(this).add(name, value);
  }

  /** As where the place of a stack is not known: the CDK would look those of a known one up, which takes credentials. */
  override get availabilityZones(): string[] {
    return [0, 1].map((index) => Fn.select(index, Fn.getAzs()));
  }
}
