import type { Node } from 'jsonc-parser';
import { lookupTag } from '../../layers/dicom/standard/dictionary.ts';
import { formatTag, isGroupLength, type Tag } from '../../layers/dicom/tag.ts';
import type { Vr } from '../../layers/dicom/vr.ts';
import type { Rule, Selector } from '../plan.ts';
import { knownWords, type Problems } from '../problems.ts';
import { nearestWord, positionAt, type RuleSource } from '../source.ts';
import type { KnownBug } from './compat.ts';
import { type Member, membersOf, textOf } from './json.ts';
import { METHOD_NAMES, type Method, methodNamed } from './methods.ts';
import { reportKeys, type Settings, SettingsReader, settingsIn } from './settings.ts';
import { readTag, readTagAsTheTool, tagHint } from './tagText.ts';

/** What every rule of a file goes by. */
export interface FileContext {
  readonly source: RuleSource;
  readonly problems: Problems;
  readonly bugs: ReadonlySet<KnownBug>;
  /** `defaultSettings` by the method's name in small letters, and `customSettings` by name. With `paramsLeak` they change from rule to rule. */
  readonly defaults: Map<string, Settings>;
  readonly customs: Map<string, Settings>;
}

/** Keys of a rule, in this case exactly. */
const RULE_KEYS = ['tag', 'method', 'setting', 'params'] as const;

/**
 * Reads one rule in the tool's order of checks, but to the end: method, setting, tag, the values of settings. Undefined: it has an error,
 * which was reported.
 */
export function readRule(node: Node, context: FileContext): Rule | undefined {
  const { problems, source, bugs } = context;
  if (node.type !== 'object') {
    problems.error(
      'MS_1001',
      node.offset,
      'Failed to parse configuration file: a rule is not an object',
      'Write { "tag": "...", "method": "..." }.',
    );
    return undefined;
  }
  const members = new Map(membersOf(node, problems).map((member) => [member.name, member]));
  for (const member of members.values()) reportUnknownKey(member, problems);
  const method = readMethod(members.get('method'), node, problems);
  const settings = method === undefined ? undefined : settingsOf(method, members, context);
  const selector = readSelector(members.get('tag'), node, context);
  if (method === undefined || settings === undefined || selector === undefined) return undefined;

  reportUnusedSettings(method, members.get('params'), problems);
  reportMisfit(method, selector, (members.get('tag') as Member).value, problems);
  const action = method.action(new SettingsReader(settings, node, problems), bugs);
  const { line, column } = positionAt(source, node.offset);
  const reason = `${textOf((members.get('tag') as Member).value)} ${method.name}`;
  return { selector, action, origin: { source: source.name, line, column, reason } };
}

function reportUnknownKey({ name, nameNode }: Member, problems: Problems): void {
  if ((RULE_KEYS as readonly string[]).includes(name)) return;
  problems.warning(
    'MS_UNKNOWN_KEY',
    nameNode.offset,
    `"${name}" is not a key of a rule, and is ignored`,
    knownWords(name, RULE_KEYS),
  );
}

function readMethod(member: Member | undefined, rule: Node, problems: Problems): Method | undefined {
  if (member === undefined) {
    problems.error(
      'MS_1002',
      rule.offset,
      "Missing a required field 'method' in rule config.",
      `Methods: ${METHOD_NAMES.join(', ')}.`,
    );
    return undefined;
  }
  const name = textOf(member.value) ?? '';
  const method = methodNamed(name);
  if (method !== undefined) return method;
  problems.error(
    'MS_1004',
    member.value.offset,
    `Anonymization method '${name}' is not supported.`,
    knownWords(name, METHOD_NAMES),
  );
  return undefined;
}

/** The settings that `setting` names, or else the method's defaults, with `params` on top. */
function settingsOf(
  method: Method,
  members: ReadonlyMap<string, Member>,
  { customs, defaults, bugs, problems, source }: FileContext,
): Settings | undefined {
  const name = members.get('setting');
  const section = name === undefined ? defaults : customs;
  const key = name === undefined ? method.name.toLowerCase() : (textOf(name.value) ?? '');
  const base = section.get(key);
  if (name !== undefined && base === undefined) {
    const near = nearestWord(key, customs.keys());
    problems.error(
      'MS_1005',
      name.value.offset,
      `Customized setting ${key} not defined.`,
      near === undefined ? 'Add it to "customSettings".' : `Did you mean "${near}"?`,
    );
    return undefined;
  }
  const params = members.get('params');
  const own = params === undefined ? new Map() : settingsIn(params.value, problems);
  if (own === null) {
    problems.error(
      'MS_1006',
      (params as Member).value.offset,
      'Failed to parse rule setting: "params" is not an object',
      'Write "params": { "name": value }.',
    );
    return undefined;
  }
  reportKeys(own, source.place, problems);
  const merged: Settings = new Map([...(base ?? []), ...own]);
  if (bugs.has('paramsLeak') && base !== undefined) section.set(key, merged);
  return merged;
}

function readSelector(
  member: Member | undefined,
  rule: Node,
  { problems, bugs }: FileContext,
): Selector | undefined {
  if (member === undefined) {
    problems.error(
      'MS_1002',
      rule.offset,
      "Missing a required field 'tag' in rule config.",
      'Say which elements the rule is about: "tag": "(0010,0010)".',
    );
    return undefined;
  }
  const text = textOf(member.value) ?? '';
  const found = bugs.has('spacedTag') ? readTagAsTheTool(text) : readTag(text);
  if (found === null) {
    problems.error(
      'MS_1003',
      member.value.offset,
      `Invalid tag '${text}' in rule config.`,
      tagHint(text.trim()),
    );
    return undefined;
  }
  if (found.ignoredCreator)
    problems.warning(
      'MS_CREATOR_IGNORED',
      member.value.offset,
      'A private creator behind the tag of a public attribute is ignored',
      'Private attributes have an odd group.',
    );
  return bugs.has('rootOnly') ? { ...found.selector, path: [] } : found.selector;
}

/** Params that the method does not have. */
function reportUnusedSettings(method: Method, params: Member | undefined, problems: Problems): void {
  const known = new Set(method.settings.map((name) => name.toLowerCase()));
  for (const [key, { name, nameNode }] of params === undefined
    ? []
    : (settingsIn(params.value, problems) ?? [])) {
    if (known.has(key)) continue;
    const near = nearestWord(name, method.settings);
    problems.warning(
      'MS_UNUSED_SETTING',
      nameNode.offset,
      `"${name}" is not a setting of ${method.name}, and is ignored`,
      near !== undefined
        ? `Did you mean "${near}"?`
        : method.settings.length === 0
          ? `${method.name} has no settings.`
          : `Settings: ${method.settings.join(', ')}.`,
    );
  }
}

/** Says of a rule that it never applies, or that it refuses what it applies to. */
function reportMisfit(method: Method, selector: Selector, at: Node, problems: Problems): void {
  if (selector.kind === 'tag' && [0x0000, 0x0002].includes(selector.tag >>> 16))
    problems.warning(
      'MS_FILE_META',
      at.offset,
      `${formatTag(selector.tag)} is not part of a data set, so the rule never applies`,
      'File meta information follows the data set: it gets the new UID, and AE titles go.',
    );
  const vrs: readonly Vr[] =
    selector.kind === 'vr' ? [selector.vr] : selector.kind === 'tag' ? vrsOf(selector.tag) : [];
  if (vrs.length === 0 || vrs.some((vr) => method.vrs.has(vr))) return;
  const mayBeEncapsulated = method.fragments && vrs.some((vr) => vr.startsWith('O'));
  if (mayBeEncapsulated) return;
  problems.warning(
    'MS_1101',
    at.offset,
    `${method.name} is not supported for the item with VR ${vrs.join(' or ')}: an instance that has it is quarantined`,
    `${method.name} takes ${[...method.vrs].join(', ')}; remove, redact and keep take every VR.`,
  );
}

function vrsOf(tag: Tag): readonly Vr[] {
  return isGroupLength(tag) ? [] : (lookupTag(tag)?.vrs ?? []);
}
