import { type Config, kindOf, type Settings, SettingsError, settingsFrom } from '../../infra/settings.ts';
import { SETTING_WORDS } from '../../infra/settingWords.ts';

/** One thing that a deployment should have been asked once. The other settings have defaults that fit most. */
interface Question {
  readonly name: keyof Settings;
  /** Asked only then. */
  readonly when?: (answers: Config) => boolean;
}

const isSet = (name: keyof Settings) => (answers: Config) => Boolean(answers[name]);

export const QUESTIONS: readonly Question[] = [
  { name: 'stage' },
  { name: 'region' },
  { name: 'account' },
  { name: 'tags' },
  { name: 'permissionsBoundaryArn' },
  { name: 'ingestExpiryDays' },
  { name: 'reservedConcurrency' },
  { name: 'pixels' },
  { name: 'alarmEmail' },
  { name: 'vpc' },
  { name: 'vpcId', when: (answers) => !isSet('vpc')(answers) },
  { name: 'vpcSubnetIds', when: isSet('vpcId') },
  { name: 'storageKeyArn' },
  { name: 'ingestBucketName' },
  { name: 'ingestKeyArn', when: isSet('ingestBucketName') },
  { name: 'cleanBucketName' },
  { name: 'cleanKeyArn', when: isSet('cleanBucketName') },
  { name: 'quarantineBucketName' },
  { name: 'quarantineKeyArn', when: isSet('quarantineBucketName') },
  { name: 'cleanLockDays', when: (answers) => !isSet('cleanBucketName')(answers) },
  { name: 'lockMode' },
];

/** Reads a line in answer to a text. */
export type Prompt = (text: string) => Promise<string>;

/**
 * Asks what was not given, and again where an answer cannot be; nothing in answer takes what is offered: what was known before, or the
 * default. Answers everything that was known, given or asked.
 */
export async function interview(
  known: Config,
  given: Config,
  prompt: Prompt,
  say: (text: string) => void,
): Promise<Config> {
  const defaults = settingsFrom(() => undefined);
  let answers: Config = { ...known, ...given };
  say('Press Return to accept the value in brackets; - means empty.');
  for (const { name, when } of QUESTIONS) {
    if (name in given || when?.(answers) === false) continue;
    const offered = answers[name] ?? defaults[name];
    for (;;) {
      const text = (await prompt(`${name}: ${SETTING_WORDS[name]} [${offered}] `)).trim();
      const value = text === '' ? offered : settingOf(name, text === '-' ? '' : text);
      const [problem] = problemsWith({ ...answers, [name]: value }, name);
      if (problem === undefined) {
        answers = { ...answers, [name]: value };
        break;
      }
      say(`  ${problem}`);
    }
  }
  return answers;
}

/** A setting as a command line or a person writes it; anything else stays text, for `settingsFrom` to refuse. */
export function settingOf(name: string, text: string): unknown {
  const kind = kindOf(name);
  if (kind === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (kind === 'flag' && /^(true|y|yes)$/i.test(text)) return true;
  if (kind === 'flag' && /^(false|n|no)$/i.test(text)) return false;
  return text;
}

/** What is wrong with settings; about this one alone, if one is named: what goes with it may be asked later. */
export function problemsWith(config: Config, about?: string): readonly string[] {
  try {
    settingsFrom((name) => config[name]);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.filter((problem) => about === undefined || isAbout(problem, about));
  }
}

/** A bucket wants a key that is asked for next. */
function isAbout(problem: string, name: string): boolean {
  return problem.startsWith(`${name} must`);
}
