import type { Node } from 'jsonc-parser';
import type { KeyChoice } from '../plan.ts';
import type { Problems } from '../problems.ts';
import { nearestWord, type RuleSource } from '../source.ts';
import { type Member, membersOf, textOf } from './json.ts';

/** Settings by their names in small letters; of two spellings of one name the later counts. */
export type Settings = ReadonlyMap<string, Member>;

/** Settings whose values are secrets, by their names in small letters. */
const KEYS: ReadonlySet<string> = new Set(['cryptohashkey', 'encryptkey', 'dateshiftkey']);
/** What says, in the place of a key, that the key ring has it: in the cloud, KMS. */
const KMS = 'kms';

/** The members of an object of settings; null: it is not an object. */
export function settingsIn(node: Node, problems: Problems): Settings | null {
  if (node.type === 'null') return new Map();
  if (node.type !== 'object') return null;
  return new Map(membersOf(node, problems).map((member) => [member.name.toLowerCase(), member]));
}

/**
 * A section of named settings, `defaultSettings` or `customSettings`: an object, or a list of objects as the tool's documentation has it. Of
 * settings with one name the last counts.
 */
export function readSection(section: Member | undefined, problems: Problems): Map<string, Member> {
  if (section === undefined || section.value.type === 'null') return new Map();
  const { name, value } = section;
  const objects = value.type === 'array' ? (value.children ?? []) : [value];
  const found = new Map<string, Member>();
  for (const node of objects) {
    if (node.type === 'object')
      for (const member of membersOf(node, problems)) found.set(member.name, member);
    else
      problems.error(
        'MS_1001',
        node.offset,
        `Failed to parse configuration file: "${name}" does not hold an object`,
        `Write "${name}": { "name": { ... } }.`,
      );
  }
  return found;
}

/** Says of every key in a section, or in a rule's params, that it stands there: at a desk a warning, in the cloud an error. */
export function reportKeys(settings: Settings, place: RuleSource['place'], problems: Problems): void {
  for (const [name, { name: written, value }] of settings) {
    // A number is a key as good as a text.
    if (!KEYS.has(name) || value.type === 'null' || isKms(value)) continue;
    if (place === 'cloud')
      problems.error(
        'MS_KEY_IN_FILE',
        value.offset,
        `"${written}" holds a key, and whoever can read the rules could undo what it does`,
        `Write "${written}": "${KMS}": the key then comes from KMS.`,
      );
    else
      problems.warning(
        'MS_KEY_IN_FILE',
        value.offset,
        `"${written}" holds a key: whoever reads this file can undo what it does`,
        `Keep the file secret, or write "${written}": "${KMS}" to use the key ring.`,
      );
  }
}

function isKms(node: Node): boolean {
  return String(node.value).toLowerCase() === KMS;
}

/** Reads the settings of one rule by name; what is there under no name that the method knows was reported. */
export class SettingsReader {
  readonly #settings: Settings;
  readonly #rule: Node;
  readonly #problems: Problems;

  constructor(settings: Settings, rule: Node, problems: Problems) {
    this.#settings = settings;
    this.#rule = rule;
    this.#problems = problems;
  }

  /** A number, which may be written as a string. */
  number(name: string, absent: number, allowed: (value: number) => boolean, what: string): number {
    const value = this.#value(name);
    if (value === null) return absent;
    const text = value.type === 'number' || value.type === 'string' ? String(value.value).trim() : '';
    const number = text === '' ? Number.NaN : Number(text);
    if (Number.isFinite(number) && allowed(number)) return number;
    return this.#wrong(name, value, what, absent);
  }

  flag(name: string, absent: boolean): boolean {
    const value = this.#value(name);
    if (value === null) return absent;
    const text = String(value.value).trim().toLowerCase();
    if ((value.type === 'boolean' || value.type === 'string') && (text === 'true' || text === 'false'))
      return text === 'true';
    return this.#wrong(name, value, 'is true or false', absent);
  }

  /** One of some words, in any case. */
  word<W>(name: string, words: Readonly<Record<string, W>>, absent: W): W {
    const value = this.#value(name);
    if (value === null) return absent;
    const text = (textOf(value) ?? '').trim();
    const found = Object.keys(words).find((word) => word.toLowerCase() === text.toLowerCase());
    if (found !== undefined) return words[found] as W;
    const near = nearestWord(text, Object.keys(words));
    const hint = near === undefined ? '' : `: did you mean ${near}?`;
    return this.#wrong(name, value, `is one of ${Object.keys(words).join(', ')}${hint}`, absent);
  }

  text(name: string, absent: string): string {
    const value = this.#value(name);
    if (value === null) return absent;
    return textOf(value) ?? this.#wrong(name, value, 'is a text', absent);
  }

  /** A key of the file's own; `kms` or none: the key ring's. */
  key(name: string): KeyChoice {
    const value = this.#value(name);
    if (value === null || (value.type === 'string' && isKms(value))) return { from: 'ring' };
    const text = textOf(value);
    return text === null ? this.#wrong(name, value, 'is a text', { from: 'ring' }) : { from: 'rules', text };
  }

  /** Whether a name is there with a value. */
  has(name: string): boolean {
    return this.#value(name) !== null;
  }

  /** Says that a setting is wrong, in the place where it stands. */
  fail(name: string, message: string, hint: string): void {
    this.#problems.error(
      'MS_1006',
      (this.#settings.get(name.toLowerCase())?.value ?? this.#rule).offset,
      message,
      hint,
    );
  }

  #value(name: string): Node | null {
    const value = this.#settings.get(name.toLowerCase())?.value;
    return value === undefined || value.type === 'null' ? null : value;
  }

  #wrong<T>(name: string, value: Node, what: string, instead: T): T {
    this.#problems.error(
      'MS_1006',
      value.offset,
      `Failed to parse rule setting: "${name}" ${what}`,
      'Correct the value, or leave it out for the default.',
    );
    return instead;
  }
}
