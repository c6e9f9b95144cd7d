import { optionsNamed } from '../overProfile.ts';
import type { Problems } from '../problems.ts';
import type { OptionColumn } from '../ps315/table.ts';
import type { XmlText } from '../xml.ts';

/** What a file asks of Lethe alone, in processing instructions, which other readers pass over: `<?lethe profile="basic"?>`. */
export interface Instructions {
  /** Of patients without a Patient ID. */
  readonly whenNoPatientId: 'quarantine' | 'study';
  /** The options of the Basic Profile that holds for what the file does not list; null: what it does not list stays. */
  readonly profile: ReadonlySet<OptionColumn> | null;
}

/** What each may say; `null`: any words. */
const ASKED: ReadonlyMap<string, readonly string[] | null> = new Map([
  ['when-no-patient-id', ['quarantine', 'study']],
  ['profile', ['none', 'basic']],
  ['options', null],
]);

export function readInstructions(instructions: readonly XmlText[], problems: Problems): Instructions {
  const asked = new Map<string, XmlText>();
  for (const { name: target, value, offset } of instructions) {
    if (target !== 'lethe') continue;
    const parts = [...value.matchAll(/\s*([\w-]+)\s*=\s*(["'])(.*?)\2\s*/gy)];
    const isRead = parts.length > 0 && parts.map(([all]) => all).join('') === value;
    for (const [, name = '', , text = ''] of parts) {
      const known = ASKED.get(name);
      if (known === undefined || (known !== null && !known.includes(text))) report(offset, problems);
      else if (asked.has(name))
        problems.error('UNKNOWN_SETTING', offset, `${name} is given to Lethe twice`, 'Leave one of the two.');
      else asked.set(name, { name, value: text, offset });
    }
    if (!isRead) report(offset, problems);
  }
  return {
    whenNoPatientId: asked.get('when-no-patient-id')?.value === 'study' ? 'study' : 'quarantine',
    profile: readProfile(asked.get('profile')?.value === 'basic', asked.get('options'), problems),
  };
}

function report(offset: number, problems: Problems): void {
  problems.error(
    'UNKNOWN_SETTING',
    offset,
    'A processing instruction for Lethe that it does not know',
    'Write <?lethe when-no-patient-id="study"?>, <?lethe profile="basic" options="retainUids"?>, or leave it out.',
  );
}

function readProfile(
  isBasic: boolean,
  options: XmlText | undefined,
  problems: Problems,
): ReadonlySet<OptionColumn> | null {
  if (options === undefined) return isBasic ? new Set() : null;
  const { offset, value } = options;
  if (!isBasic)
    problems.error('PROFILE', offset, 'Options without a profile', 'Write profile="basic" before options.');
  const words = value.split(/[\s,]+/).filter((text) => text !== '');
  const named = optionsNamed(words.map((text) => ({ text, offset })));
  for (const { message, hint } of named.wrong) problems.error('PROFILE', offset, message, hint);
  return named.options;
}
