import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { CONFIG_FILE, noSetting, readConfigFile } from '../../infra/config.ts';
import { type Config, kindOf, type Settings, SettingsError, settingsFrom } from '../../infra/settings.ts';
import type { Synthesized } from '../../infra/synthesis.ts';
import { UsageError } from '../exit.ts';
import { settingOf } from '../init/questions.ts';

interface DeployCall {
  readonly config?: string;
  readonly set?: Config;
  readonly dryRun: boolean;
  readonly diff: boolean;
  readonly out?: string;
  readonly profile?: string;
  readonly yes: boolean;
  readonly json: boolean;
}

/** `lethe deploy`. */
export function deployCommand(): Command {
  return new Command('deploy')
    .description('Deploy into your AWS account what lethe init wrote down, or show what that would be.')
    .argument('[words...]', 'options of the CDK, behind --')
    .option('--config <file>', `the settings (default: ${CONFIG_FILE}, if there is one)`)
    .option('--set <setting=value>', 'a setting that counts more than the file; may be repeated', setting)
    .option('--dry-run', 'write the template and say what is in it; AWS is not called', false)
    .option('--diff', 'say what a deployment would change, and change nothing', false)
    .option('--out <folder>', 'keep what is deployed in this folder, which must be new or empty')
    .option('--profile <name>', 'the profile of AWS whose credentials are taken')
    .option('-y, --yes', 'do not ask before rights are widened', false)
    .option('--json', 'print the result as JSON; what the CDK says goes to standard error', false)
    .addHelpText('after', HELP)
    .action(deploy);
}

const HELP = `
Needs the CDK beside Lethe, once: npm install aws-cdk aws-cdk-lib constructs. And once an account and Region, by
whoever may make roles: npx cdk bootstrap. Nothing else is fetched or built: the functions come with the package.

What a stack stores outlives it, unless its stage is dev, and a stack that stores cannot be deleted by one command.
docs/operations/deploying.md says how to take one down.

Exit status: that of the CDK, 0 when it is done; 2 when the call or the settings are wrong.

Examples:
  lethe deploy --dry-run
  lethe deploy --diff
  lethe deploy
  lethe deploy --config trial.config.json --set memoryMb=3008 --yes --json
  lethe deploy -- --role-arn arn:aws:iam::111122223333:role/deployer`;

async function deploy(words: readonly string[], call: DeployCall): Promise<void> {
  requireSensible(words, call);
  const settings = settingsOf(call);
  const folder = folderFor(call);
  try {
    // Whoever only asks for help or for a template does not wait for the rest.
    const { cdkCommand, runCdk } = await import('./cdk.ts');
    const command = call.dryRun ? null : cdkCommand();
    const made = await synthesized(folder, settings, call);
    if (command === null) return sayDry(made, call);
    const outputs = join(folder, 'outputs.json');
    const common = [made.stack, '--app', folder, '--no-notices', ...profileOf(call), ...words];
    const status = call.diff
      ? await runCdk(command, ['diff', ...common], 'both')
      : await runCdk(
          command,
          ['deploy', ...common, '--outputs-file', outputs, ...approvalOf(call)],
          call.json ? 'stderr' : 'both',
        );
    process.exitCode = status;
    if (status === 0 && !call.diff) sayDeployed(made, outputs, call);
  } finally {
    if (call.out === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function requireSensible(words: readonly string[], { dryRun, diff, json }: DeployCall): void {
  if (words.length > 0 && !process.argv.includes('--'))
    throw new UsageError(
      `deploy takes options and no other words: ${JSON.stringify(words[0])}. Options of the CDK stand behind --.`,
    );
  if (dryRun && diff)
    throw new UsageError('--dry-run does not call AWS, and --diff asks it. Give one of the two.');
  if (diff && json) throw new UsageError('--diff is for people to read. Leave --json out.');
  if (dryRun && words.length > 0)
    throw new UsageError('--dry-run does without the CDK’s command. Leave its options out.');
}

function settingsOf({ config, set, dryRun }: DeployCall): Settings {
  try {
    const file = readConfigFile(config ?? CONFIG_FILE);
    if (file === null && config !== undefined)
      throw new UsageError(`--config: there is no file ${JSON.stringify(config)}. Check the path.`);
    // A folder that is the wrong one would deploy another stack than was meant.
    if (file === null && set === undefined && !dryRun)
      throw new UsageError(
        `there is no ${CONFIG_FILE} in this folder. Go where it is, or let lethe init write it.`,
      );
    return settingsFrom((name) => set?.[name] ?? file?.[name]);
  } catch (error) {
    if (error instanceof SettingsError) throw new UsageError(error.message, error.code);
    throw error;
  }
}

/** Where what is deployed is put together. */
function folderFor({ out }: DeployCall): string {
  if (out === undefined) return mkdtempSync(join(tmpdir(), 'lethe-deploy-'));
  const folder = resolve(out);
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new UsageError(
      `--out ${JSON.stringify(out)} holds something already. Name a folder that is new or empty.`,
      'FILE_EXISTS',
    );
  return folder;
}

async function synthesized(
  folder: string,
  settings: Settings,
  { profile }: DeployCall,
): Promise<Synthesized> {
  // The Region of a profile is for the CDK to read.
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const region = profile === undefined ? (AWS_REGION ?? AWS_DEFAULT_REGION ?? '') : '';
  const { synthesizeInto } = await import('../../infra/synthesis.ts');
  const { PipelineError } = await import('../../infra/pipelineError.ts');
  try {
    return synthesizeInto(folder, settings, region);
  } catch (error) {
    if (error instanceof SettingsError) throw new UsageError(error.message, error.code);
    if (error instanceof PipelineError) throw new UsageError(`${error.problems.join('; ')}.`, error.code);
    throw error;
  }
}

function profileOf({ profile }: DeployCall): readonly string[] {
  return profile === undefined ? [] : ['--profile', profile];
}

function approvalOf({ yes }: DeployCall): readonly string[] {
  return yes ? ['--require-approval', 'never'] : [];
}

function sayDry({ templateFile, ...made }: Synthesized, { out, json }: DeployCall): void {
  const template = out === undefined ? null : templateFile;
  if (json) process.stdout.write(`${JSON.stringify({ ...made, template })}\n`);
  else process.stdout.write(dryText({ ...made, templateFile }, template));
}

function dryText({ stack, account, region, resources }: Synthesized, template: string | null): string {
  const lines = Object.entries(resources).map(([type, count]) => `${String(count).padStart(5)}  ${type}`);
  return [
    `${stack}, in the account ${account ?? 'of your credentials'}, in the Region ${region ?? 'of your credentials'}:`,
    ...lines,
    ...(template === null ? [] : [`Template: ${template}`]),
    'Nothing was deployed. Without --dry-run it is.',
    '',
  ].join('\n');
}

function sayDeployed({ stack }: Synthesized, outputsFile: string, { json, config }: DeployCall): void {
  const outputs = JSON.parse(readFileSync(outputsFile, 'utf8')) as Readonly<Record<string, unknown>>;
  if (json) process.stdout.write(`${JSON.stringify({ stack, outputs: outputs[stack] ?? {} })}\n`);
  else
    process.stdout.write(
      `Deployed ${stack}. Next: lethe doctor${config === undefined ? '' : ` --config ${config}`}\n`,
    );
}

function setting(text: string, known: Config = {}): Config {
  const at = text.indexOf('=');
  const name = text.slice(0, at);
  if (at < 1) throw new InvalidArgumentError('Write it as name=value.');
  if (kindOf(name) === null) throw new InvalidArgumentError(`${noSetting(name)}.`.replace(/\?\.$/, '?'));
  return { ...known, [name]: settingOf(name, text.slice(at + 1)) };
}
