import type { Environment } from 'aws-cdk-lib';
import { type Settings, SettingsError } from './settings.ts';

/**
 * Where the stack goes. `credentials`: the account of whoever deploys, as the CDK's command finds it; undefined: it found none, as at a synthesis without
 * AWS, and then the account in the template keeps a deployment to itself. Throws `SettingsError` where the settings pin another account.
 */
export function placeOf(
  { account, region }: Pick<Settings, 'account' | 'region'>,
  credentials: string | undefined,
): Environment {
  if (account !== '' && credentials !== undefined && credentials !== '' && credentials !== account)
    throw new SettingsError([
      `account is ${account}, but your credentials are of ${credentials}; take those of ${account} (AWS_PROFILE)`,
    ]);
  return { ...(account === '' ? {} : { account }), ...(region === '' ? {} : { region }) };
}
