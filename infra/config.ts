import { readFileSync, statSync } from 'node:fs';
import { getNodeValue, type Node, type ParseError, parseTree } from 'jsonc-parser';
import { nearestWord } from '../rules/source.ts';
import {
  type Config,
  kindOf,
  SETTING_NAMES,
  type Settings,
  SettingsError,
  settingsFrom,
} from './settings.ts';

/** What `lethe init` writes, and a deployment reads from the folder that it is started in. */
export const CONFIG_FILE = 'lethe.config.json';

/** The file's settings; null: there is none. Throws `SettingsError` with everything that is wrong with it. */
export function readConfigFile(path: string): Config | null {
  let text: string;
  try {
    // A device or a pipe may have no end.
    if (!statSync(path).isFile()) throw new SettingsError([`${path} is not a file`]);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new SettingsError([`${path} cannot be read (${(error as NodeJS.ErrnoException).code})`]);
  }
  return parseConfig(text, path);
}

/** The settings of a configuration: one JSON object, comments allowed. Bounds are `settingsFrom`'s to look at. Throws `SettingsError`. */
export function parseConfig(text: string, file: string): Config {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const at = (offset: number) => `${file}:${text.slice(0, offset).split('\n').length}:`;
  if (errors.length > 0 || root?.type !== 'object')
    throw new SettingsError([`${at(errors[0]?.offset ?? 0)} this is not a JSON object`]);
  const problems = (root.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    const problem = key === undefined || value === undefined ? null : problemOf(String(key.value), value);
    return problem === null ? [] : [`${at(property.offset)} ${problem}`];
  });
  if (problems.length > 0) throw new SettingsError(problems);
  return getNodeValue(root) as Config;
}

const TYPES = { text: 'string', number: 'number', flag: 'boolean' } as const;

function problemOf(name: string, value: Node): string | null {
  const kind = kindOf(name);
  if (kind !== null) return value.type === TYPES[kind] ? null : `"${name}" must be a ${TYPES[kind]}`;
  return noSetting(name);
}

/** All settings, of which a program names some. Throws `SettingsError` for other names too, since not every program is looked at by a compiler. */
export function settingsGiven(config: Partial<Settings>): Settings {
  const unknown = Object.keys(config).filter((name) => kindOf(name) === null);
  if (unknown.length > 0) throw new SettingsError(unknown.map(noSetting));
  return settingsFrom((name) => (config as Config)[name]);
}

/** What to say of a name that is none of a setting. */
export function noSetting(name: string): string {
  const meant = nearestWord(name, SETTING_NAMES);
  return `"${name}" is not a setting. ${meant === undefined ? `Settings are: ${SETTING_NAMES.join(', ')}` : `Did you mean "${meant}"?`}`;
}
