import { readFileSync, statSync } from 'node:fs';
import { findNodeAtLocation, getNodeValue, type Node, type ParseError, parseTree } from 'jsonc-parser';
import { OTHER_VERSION, VERSION_KEY, versionProblem } from '../rules/forLethe.ts';
import { formatProblem, nearestWord, positionsIn } from '../rules/source.ts';
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
  const written = findNodeAtLocation(root, [VERSION_KEY]);
  // What a file for another Lethe says besides may mean something else here.
  if (written !== undefined) checkVersion(written, text, file);
  const problems = (root.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    if (key === undefined || value === undefined || key.value === VERSION_KEY) return [];
    const problem = problemOf(String(key.value), value);
    return problem === null ? [] : [`${at(property.offset)} ${problem}`];
  });
  if (problems.length > 0) throw new SettingsError(problems);
  const { [VERSION_KEY]: _written, ...settings } = getNodeValue(root) as Config;
  return settings;
}

function checkVersion({ value, offset }: Node, text: string, file: string): void {
  const problem = versionProblem(value);
  if (problem === null) return;
  const told = { severity: 'error', dialect: 'lethe', code: OTHER_VERSION, ...problem } as const;
  const said = formatProblem({ name: file, text }, { ...told, ...positionsIn(text)(offset) });
  // A full stop follows.
  throw new SettingsError([said.replace(/\.$/, '')]);
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

/** What to say of a name that no setting has. */
export function noSetting(name: string): string {
  const meant = nearestWord(name, SETTING_NAMES);
  return `"${name}" is not a setting. ${meant === undefined ? `Settings are: ${SETTING_NAMES.join(', ')}` : `Did you mean "${meant}"?`}`;
}
