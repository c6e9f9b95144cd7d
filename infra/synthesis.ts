import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { placeOf } from './place.ts';
import { type Settings, SettingsError } from './settings.ts';
import { LetheStack } from './stack.ts';

/** A stack as it would be deployed. */
export interface Synthesized {
  readonly stack: string;
  /** The one that is pinned; null: that of the credentials of whoever deploys. */
  readonly account: string | null;
  readonly region: string | null;
  /** The template, as JSON. */
  readonly templateFile: string;
  /** How many there are of each type. */
  readonly resources: Readonly<Record<string, number>>;
}

/** As the CDK's own command sets them, so that the template is that of `npm run deploy` in a checkout. */
const CONTEXT = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };

/**
 * Synthesizes the stack of the settings into `folder`, out of the code that comes with the package; AWS is not called. `defaultRegion`: where the credentials lead to, if
 * that is known. Throws `SettingsError` and `PipelineError`.
 */
export function synthesizeInto(folder: string, settings: Settings, defaultRegion: string): Synthesized {
  // Where nothing says the Region, nobody can tell whether a bucket of another account is in the same.
  const isSomewhere = settings.region !== '' || defaultRegion !== '';
  if (!isSomewhere && (settings.cleanKeyArn !== '' || settings.quarantineKeyArn !== ''))
    throw new SettingsError([
      'region is empty, and cleanBucketName and quarantineBucketName want it said: they must be in the same one',
    ]);
  const app = new App({ outdir: folder, autoSynth: false, analyticsReporting: false, context: CONTEXT });
  const stack = new LetheStack(app, `Lethe-${settings.stage}`, {
    settings,
    env: placeOf(settings, undefined, defaultRegion),
  });
  const { stacks } = app.synth();
  const templateFile = stacks[0]?.templateFullPath ?? '';
  const { Resources } = JSON.parse(readFileSync(templateFile, 'utf8')) as {
    readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
  };
  const resources: Record<string, number> = {};
  for (const { Type } of Object.values(Resources)) resources[Type] = (resources[Type] ?? 0) + 1;
  return {
    stack: stack.stackName,
    account: settings.account === '' ? null : settings.account,
    region: settings.region === '' ? null : settings.region,
    templateFile,
    resources: Object.fromEntries(Object.entries(resources).toSorted()),
  };
}
