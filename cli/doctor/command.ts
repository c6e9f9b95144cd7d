import { Command, InvalidArgumentError, Option } from 'commander';
import { CONFIG_FILE, readConfigFile } from '../../infra/config.ts';
import { type Settings, SettingsError, settingsFrom } from '../../infra/settings.ts';
import { UsageError } from '../exit.ts';

interface DoctorCall {
  readonly stack?: string;
  readonly config?: string;
  readonly region?: string;
  readonly synthetic?: boolean;
  readonly wait: number;
  readonly json: boolean;
}

/** Something does not work, or does not protect. */
const EXIT_PROBLEMS = 1;
const POLL_MS = 1_000;

/** `lethe doctor`. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Check a deployment, send a synthetic instance through it, and say what to do.')
    .option('--stack <name>', 'the stack; default: Lethe-<stage> from the configuration')
    .option('--config <file>', `the configuration of the deployment (${CONFIG_FILE}, if there is one)`)
    .option(
      '--region <region>',
      'the Region of the stack; default: from the configuration or your credentials',
      regionNamed,
    )
    .addOption(new Option('--synthetic', 'send the instance also where something of it stays'))
    .addOption(new Option('--no-synthetic', 'send nothing: look only'))
    .option('--wait <seconds>', 'how long the instance may take', seconds, 180)
    .option('--json', 'print the result as JSON', false)
    .addHelpText('after', HELP)
    .action(async ({ stack, config, region, synthetic, wait, json }: DoctorCall) => {
      const settings = settingsOf(config);
      const place = region ?? settings.region;
      // What every client of the SDK looks at.
      if (place !== '') process.env.AWS_REGION = place;
      // Other commands do without the SDK, which takes longer to load than they.
      const [{ examine }, { examinationText }] = await Promise.all([import('./run.ts'), import('./text.ts')]);
      const examination = await examine(
        stack ?? `Lethe-${settings.stage}`,
        { wanted: synthetic, waitMs: 1000 * wait, pollMs: POLL_MS },
        settings.account,
      );
      process.stdout.write(json ? `${JSON.stringify(examination)}\n` : examinationText(examination));
      if (examination.findings.some(({ status }) => status === 'problem')) process.exitCode = EXIT_PROBLEMS;
    });
}

const HELP = `
The synthetic instance is below lethe-doctor/ in the ingest bucket for a moment. It and its output are removed
again, except for its audit line. It is not sent if the rules would give its patient a number or keep the original,
or if the clean bucket is locked, unless you write --synthetic. If you lack a permission to check something, the
result names the permission, and everything else is still checked.

Exit status: 0 no problem was found (there may be warnings), 1 problems were found, 2 the call is wrong or there is no such deployment.

Examples:
  lethe doctor
  lethe doctor --stack Lethe-trial --region eu-central-1 --no-synthetic --json`;

function settingsOf(file: string | undefined): Settings {
  try {
    const config = readConfigFile(file ?? CONFIG_FILE);
    if (config === null && file !== undefined)
      throw new UsageError(`--config: there is no file ${JSON.stringify(file)}. Check the path.`);
    return settingsFrom((name) => config?.[name]);
  } catch (error) {
    if (error instanceof SettingsError) throw new UsageError(error.message, error.code);
    throw error;
  }
}

/** A wrong Region has an address that nobody answers at, which would say nothing of it. */
function regionNamed(text: string): string {
  if (/^[a-z]{2}(-[a-z]+)+-\d$/.test(text)) return text;
  throw new InvalidArgumentError('AWS has no such Region. Give one such as eu-central-1.');
}

function seconds(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 1 || value > 3600)
    throw new InvalidArgumentError('Give seconds, from 1 to 3600.');
  return value;
}
