import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { CONFIG_FILE, readConfigFile } from '../../infra/config.ts';
import { type Config, kindOf, SETTING_NAMES, type Settings, SettingsError } from '../../infra/settings.ts';
import { SETTING_WORDS } from '../../infra/settingWords.ts';
import { UsageError } from '../exit.ts';
import { writing } from '../readText.ts';
import { interview, type Prompt, problemsWith, settingOf } from './questions.ts';
import { onTerminal } from './terminal.ts';

interface InitCall extends Readonly<Record<string, unknown>> {
  readonly file: string;
  readonly yes: boolean;
  readonly force: boolean;
  readonly json: boolean;
}

/** `lethe init`. */
export function initCommand(): Command {
  const command = new Command('init')
    .description(`Ask for the settings of a deployment, and write ${CONFIG_FILE}, which lethe deploy reads.`)
    .option('--file <file>', 'the file to write', CONFIG_FILE)
    .option('-y, --yes', 'ask nothing: settings that are not given keep their value or their default', false)
    .option('--force', 'replace an existing file', false)
    .option('--json', 'print what was written as JSON; asks nothing', false)
    .addHelpText('after', HELP);
  for (const name of SETTING_NAMES)
    command.option(`--${optionOf(name)} <value>`, SETTING_WORDS[name as keyof Settings], (text) =>
      settingOf(name, text),
    );
  return command.action(async (call: InitCall) => {
    const path = resolve(call.file);
    const isThere = existsSync(path);
    const asks = !call.yes && !call.json;
    if (asks && !process.stdin.isTTY)
      throw new UsageError('there is no terminal to ask on. Write --yes, and settings as options.');
    if (isThere && !asks && !call.force)
      throw new UsageError(
        `${JSON.stringify(call.file)} is there already. Write --force to replace it.`,
        'FILE_EXISTS',
      );
    const known = isThere ? knownOf(call.file) : {};
    const given = Object.fromEntries(
      SETTING_NAMES.filter((name) => call[name] !== undefined).map((name) => [name, call[name]]),
    );
    const config = asks
      ? await onTerminal((prompt) => ask(prompt, call, isThere, known, given))
      : { ...known, ...given };
    if (config === null)
      throw new UsageError('nothing was written. The existing file stays as it is.', 'NOTHING_WRITTEN');
    const problems = problemsWith(config);
    if (problems.length > 0)
      throw new UsageError(
        `nothing was written. Correct these settings:\n${problems.map((each) => `  ${each}`).join('\n')}`,
        'SETTINGS_INVALID',
      );
    writing(JSON.stringify(call.file), () => writeFileSync(path, textOf(config)));
    process.stdout.write(
      call.json ? `${JSON.stringify({ file: path, settings: ordered(config) })}\n` : nextSteps(call.file),
    );
  });
}

const HELP = `
An existing file is never replaced without a yes or --force; its settings are kept unless you change them. Settings
that are left out have the defaults in docs/operations/settings.md. AWS is not called.

Exit status: 0 written, 2 not written.

Examples:
  lethe init
  lethe init --yes --stage trial --region eu-central-1 --alarm-email on-call@example.org`;

function optionOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Null: the file that is there is to stay. */
async function ask(
  prompt: Prompt,
  { file, force }: InitCall,
  isThere: boolean,
  known: Config,
  given: Config,
): Promise<Config | null> {
  if (isThere && !force) {
    const answer = await prompt(
      `${JSON.stringify(file)} is there already. Replace it? What it says is offered. [no] `,
    );
    if (!/^y(es)?$/i.test(answer.trim())) return null;
  }
  return interview(known, given, prompt, (text) => process.stderr.write(`${text}\n`));
}

function knownOf(file: string): Config {
  try {
    return readConfigFile(file) ?? {};
  } catch (error) {
    if (error instanceof SettingsError)
      throw new UsageError(`${error.problems.join('\n')}\nCorrect or remove it first.`, error.code);
    throw error;
  }
}

/** In the order of the settings. */
function ordered(config: Config): Config {
  const names = SETTING_NAMES.filter((name) => name in config && kindOf(name) !== null);
  return Object.fromEntries(names.map((name) => [name, config[name]]));
}

function textOf(config: Config): string {
  return `${JSON.stringify(ordered(config), null, 2)}\n`;
}

function nextSteps(file: string): string {
  const named = file === CONFIG_FILE ? '' : ` --config ${file}`;
  return `Wrote ${file}. Next:
  npm install aws-cdk aws-cdk-lib constructs    once, unless they are there
  npx cdk bootstrap                             once an account and Region
  lethe deploy${named}
  lethe doctor${named}
`;
}
