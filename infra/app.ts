import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks } from 'cdk-nag';
import { CONFIG_FILE, readConfigFile } from './config.ts';
import { type Config, readSettings, SettingsError } from './settings.ts';
import { LetheStack } from './stack.ts';

/** The CDK app of a checkout: the stack that `lethe deploy` makes, held to the rules of cdk-nag. It looks nothing up, so that it synthesizes without AWS. */
const app = new App();
const settings = readSettings(app.node, configNamed(app.node.tryGetContext('config')));
new LetheStack(app, `Lethe-${settings.stage}`, { settings });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new HIPAASecurityChecks(app));
app.synth();

/** `-c config=FILE`: a deployment of its own beside others; `-c config=`: none. */
function configNamed(name: unknown): Config {
  if (name === undefined) return readConfigFile(CONFIG_FILE) ?? {};
  if (name === '') return {};
  const config = readConfigFile(String(name));
  if (config === null) throw new SettingsError([`there is no file ${JSON.stringify(name)}`]);
  return config;
}
