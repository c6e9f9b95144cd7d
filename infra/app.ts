import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks } from 'cdk-nag';
import { bundle } from './bundle.ts';
import { CONFIG_FILE, readConfigFile } from './config.ts';
import { FUNCTIONS, SHIPPED_WITH } from './functions.ts';
import { placeOf } from './place.ts';
import { type Config, readSettings, SettingsError } from './settings.ts';
import { LetheStack } from './stack.ts';

/**
 * The CDK app. It looks nothing up, so that it synthesizes without AWS. The code is bundled here and not by CDK, which
 * leaves bundling out when it thinks that a command does not need it (`cdk bootstrap`), and then stages whatever it finds.
 */
const app = new App();
const settings = readSettings(app.node, configNamed(app.node.tryGetContext('config')));
const folder = mkdtempSync(join(tmpdir(), 'lethe-bundle-'));
try {
  new LetheStack(app, `Lethe-${settings.stage}`, {
    description: 'Lethe: de-identifies DICOM',
    env: placeOf(settings, process.env.CDK_DEFAULT_ACCOUNT, process.env.CDK_DEFAULT_REGION),
    settings,
    // CDK copies assets into its own output as they are declared.
    bundle: await bundle(FUNCTIONS, folder, SHIPPED_WITH),
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new HIPAASecurityChecks(app));
  app.synth();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** `-c config=FILE`: a deployment of its own beside others; `-c config=`: none. */
function configNamed(name: unknown): Config {
  if (name === undefined) return readConfigFile(CONFIG_FILE) ?? {};
  if (name === '') return {};
  const config = readConfigFile(String(name));
  if (config === null) throw new SettingsError([`there is no file ${JSON.stringify(name)}`]);
  return config;
}
