import type { Environment } from 'aws-cdk-lib';
import { otherRegions, type Settings, SettingsError } from './settings.ts';

/**
 * Where the stack goes. `credentials`: the account of whoever deploys, as the CDK's command finds it; undefined: it found none, as at a synthesis without
 * AWS, and then the account in the template keeps a deployment to itself. `defaultRegion`: where the command deploys to if the settings do not say. Throws
 * `SettingsError` where the settings pin another account, or name buckets of another Region.
 */
export function placeOf(
  settings: Settings,
  credentials: string | undefined,
  defaultRegion = '',
): Environment {
  const { account, region } = settings;
  if (account !== '' && credentials !== undefined && credentials !== '' && credentials !== account)
    throw new SettingsError([
      `account is ${account}, but your credentials are of ${credentials}; take those of ${account} (AWS_PROFILE)`,
    ]);
  const problems = region === '' ? otherRegions(settings, defaultRegion) : [];
  if (problems.length > 0) throw new SettingsError(problems);
  return { ...(account === '' ? {} : { account }), ...(region === '' ? {} : { region }) };
}
