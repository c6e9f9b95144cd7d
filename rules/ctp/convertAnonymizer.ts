import { lookupTag, vrOfTag } from '../../layers/dicom/standard/dictionary.ts';
import { isPrivate, type Tag } from '../../layers/dicom/tag.ts';
import { formatSelector } from '../lethe/selector.ts';
import type { Json } from '../lethe/shape.ts';
import { inLine } from '../lethe/write.ts';
import { type Problems, problemsIn, withoutByteOrderMark } from '../problems.ts';
import { positionsIn } from '../source.ts';
import { type AnonymizerScript, readAnonymizerScript, type ScriptElement } from './anonymizerScript.ts';
import type { ConvertedScript } from './convert.ts';
import { type FileAction, meaningOf } from './meaning.ts';
import { remark } from './remark.ts';
import { isSaidByStamps, optionsOf, stampsOf } from './stamps.ts';

/**
 * Writes what a script of CTP's DicomAnonymizer says as a Lethe rule file (docs/dialects/ctp.md). Of an element whose script has no equal the file removes the attribute, so that
 * nothing comes out by mistake; it is an error with its place, and a remark in the file.
 */
export function convertAnonymizerScript(
  { name, text: given }: { readonly name: string; readonly text: string },
  profile: 'none' | 'basic' = 'none',
): ConvertedScript {
  const text = withoutByteOrderMark(given);
  const problems = problemsIn('ctp', text);
  const script = readAnonymizerScript(text, problems);
  if (script === undefined) return { text: null, problems: problems.all() };
  const isWhatIsThere = script.elements.length + script.removes.size > 0;
  if (!isWhatIsThere)
    problems.error(
      'NOTHING_ON',
      0,
      'Nothing in it is switched on',
      'In a script of CTP’s, en="T" switches an element on.',
    );
  const positionOf = positionsIn(text);
  const lineOf = (offset: number): number => positionOf(offset).line;
  const rules = isWhatIsThere ? rulesOf(script, lineOf, problems) : [];
  return {
    text: isWhatIsThere ? fileText(name, script, profile, rules, problems) : null,
    problems: problems.all(),
  };
}

/** A rule as the file has it. */
type FileRule = { readonly select: string; readonly why: string } & FileAction;

function rulesOf(
  script: AnonymizerScript,
  lineOf: (offset: number) => number,
  problems: Problems,
): readonly FileRule[] {
  const seen = new Set<string>();
  warnOfItems(script, problems);
  return [
    // CTP takes overlays away before it looks for a script.
    ...globally(script.removes.has('overlays'), '(60xx,xxxx)', 'remove', 'overlays are removed'),
    ...script.elements.flatMap((element) => {
      const select = selectorOf(element);
      if (seen.has(select))
        problems.error(
          'ELEMENT_TWICE',
          element.offset,
          'The element has a script already, and CTP takes either of them',
          'Leave one; until then the first is taken.',
        );
      if (seen.has(select) || isSaidByStamps(element)) return [];
      seen.add(select);
      return rulesOfElement(element, select, script, lineOf(element.offset), problems);
    }),
    ...globalRules(script),
  ];
}

/** Once for all sequences that a script keeps. */
function warnOfItems({ elements, removes }: AnonymizerScript, problems: Problems): void {
  const kept = elements.find(
    ({ tag, script }) => tag !== null && vrOfTag(tag) === 'SQ' && /^@keep\(\)$/.test(script),
  );
  if (kept === undefined || !removes.has('unspecifiedelements')) return;
  problems.warning(
    'ITEMS_BY_RULES',
    kept.offset,
    'CTP keeps the items of a sequence as they are; here rules apply in them, too, and what has no rule goes',
    'Write a rule for each attribute that the items of kept sequences need, e.g. ReferencedSOPClassUID.',
  );
}

function selectorOf({ tag, private: named = '' }: ScriptElement): string {
  return tag === null ? named : formatSelector({ kind: 'tag', tag });
}

const SPECIFIC_CHARACTER_SET = 0x00080005;

function rulesOfElement(
  element: ScriptElement,
  select: string,
  script: AnonymizerScript,
  line: number,
  problems: Problems,
): readonly FileRule[] {
  const { tag, offset } = element;
  const why = remark(`line ${line}: ${element.script}`);
  const meaning = meaningOf(element, script);
  if (tag !== null && tag >>> 16 === 0x0002) {
    problems.warning(
      'FILE_META_FOLLOWS',
      offset,
      'No rule applies to the file meta information: it follows the data set',
      'Leave it out.',
    );
    return [];
  }
  if (tag === SPECIFIC_CHARACTER_SET && ('code' in meaning || meaning.action.action !== 'keep')) {
    problems.error(
      'NO_EQUAL',
      offset,
      'Another Specific Character Set: the text of the instance would become unreadable',
      'Keep it; Lethe writes text in the character set of the instance.',
    );
    return [{ select, action: 'keep', why }];
  }
  if ('code' in meaning) {
    problems.error(meaning.code, meaning.offset ?? offset, meaning.message, meaning.hint);
    return [{ select, action: 'remove', why: `NOT CONVERTED, ${why}` }];
  }
  const { action, inItems, adds, doubt } = meaning;
  if (doubt !== undefined) problems.warning(doubt.code, offset, doubt.message, doubt.hint);
  const added = adds && action.action === 'set' && canAdd(tag) ? { ...action, whenAbsent: 'add' } : action;
  if (adds && added === action)
    problems.warning(
      'NOT_ADDED',
      offset,
      'CTP adds it where it is absent; here it stays absent',
      tag !== null && !isPrivate(tag)
        ? 'To have it in every instance, set it: { "action": "set", "value": "…", "whenAbsent": "add" }.'
        : 'Lethe adds no private attributes: take a public one, e.g. of the Clinical Trial Subject Module (0012,xxxx).',
    );
  if (inItems === undefined) return [{ select, ...added, why }];
  return [
    { select: `/${select}`, ...added, why },
    { select, ...inItems, why },
  ];
}

/** Whether a rule may add it: public, not of the file meta information, and of one VR that text can be written in. */
function canAdd(tag: Tag | null): boolean {
  if (tag === null || isPrivate(tag)) return false;
  const vrs = lookupTag(tag)?.vrs ?? [];
  return vrs.length === 1 && !vrs.some((vr) => vr === 'SQ' || vr === 'OB' || vr === 'UN');
}

function globally(
  isOn: boolean,
  select: string,
  action: 'keep' | 'remove',
  why: string,
): readonly FileRule[] {
  return isOn ? [{ select, action, why: `in the script ${why}` }] : [];
}

/** What CTP keeps of attributes without a script where it removes them: Modality and Series Instance UID are not among it. */
const ALWAYS_KEPT = ['SOPClassUID', 'SOPInstanceUID', 'StudyInstanceUID', '(0028,xxxx)', '(7FE0,xxxx)'];

function globalRules({ removes, keptGroups }: AnonymizerScript): readonly FileRule[] {
  const isList = removes.has('unspecifiedelements');
  const groups = keptGroups.filter((group) => isList || (group % 2 === 1 && removes.has('privategroups')));
  const hex = (group: number) => group.toString(16).toUpperCase().padStart(4, '0');
  return [
    ...globally(removes.has('curves'), '(50xx,xxxx)', 'remove', 'curves are removed'),
    ...groups.flatMap((group) => globally(true, `(${hex(group)},xxxx)`, 'keep', 'the group is kept')),
    ...ALWAYS_KEPT.flatMap((select) => globally(isList, select, 'keep', 'CTP always keeps it')),
    // Nothing could be read without it.
    ...globally(isList, 'SpecificCharacterSet', 'keep', 'nothing is said of it'),
    ...globally(isList && !removes.has('overlays'), '(60xx,xxxx)', 'keep', 'overlays are not removed'),
    ...globally(isList && !removes.has('curves'), '(50xx,xxxx)', 'keep', 'curves are not removed'),
  ];
}

function fileText(
  name: string,
  script: AnonymizerScript,
  profile: 'none' | 'basic',
  rules: readonly FileRule[],
  problems: Problems,
): string {
  const keys = profile === 'none' ? keysAlone(script, problems) : keysOverProfile(script, rules, problems);
  const missing = problems.all().filter(({ severity }) => severity === 'error');
  return [
    `// What ${remark(name)}, a script of CTP's DicomAnonymizer, says.`,
    profile === 'none'
      ? '// What it does not name is treated as CTP does; --profile basic puts the profile of the standard beneath.'
      : '// What it does not name goes by the profile of the standard.',
    ...(missing.length === 0 ? [] : ['// Not converted; such attributes are removed until you decide:']),
    ...missing.map(({ code, line, message }) => `//   line ${line}: ${code}: ${remark(message)}`),
    '{',
    `  "name": ${JSON.stringify(remark(name.split(/[\\/]/).at(-1) ?? name))},`,
    ...Object.entries(keys).map(([key, value]) => `  ${JSON.stringify(key)}: ${inLine(value)},`),
    '  "rules": [',
    rules.map((rule) => `    ${inLine(rule)}`).join(',\n'),
    '  ]',
    '}',
    '',
  ].join('\n');
}

type Keys = Readonly<Record<string, Json>>;

/** CTP's own knowledge of private attributes came from The Cancer Imaging Archive. */
const SAFE_PRIVATE = { privateAttributes: { dispositions: 'tcia' } };

function keysAlone(script: AnonymizerScript, problems: Problems): Keys {
  const { removes, keepsSafePrivate } = script;
  const isList = removes.has('unspecifiedelements');
  const isPrivateGone = isList || removes.has('privategroups');
  const stamps = stampsOf(script, problems);
  return {
    profile: 'none',
    otherwise: { public: isList ? 'remove' : 'keep', private: isPrivateGone ? 'remove' : 'keep' },
    ...(keepsSafePrivate && isPrivateGone ? SAFE_PRIVATE : {}),
    ...(stamps === null ? {} : { stamps }),
  };
}

function keysOverProfile(script: AnonymizerScript, rules: readonly FileRule[], problems: Problems): Keys {
  const { removes, keepsSafePrivate } = script;
  const options = [
    ...new Set([...optionsOf(script, problems), ...(keepsSafePrivate ? ['retainSafePrivate'] : [])]),
  ];
  return {
    profile: 'basic',
    ...(options.length === 0 ? {} : { options }),
    ...datesOf(options, rules),
    ...(removes.has('unspecifiedelements') ? { otherwise: { public: 'remove' } } : {}),
    ...(options.includes('retainSafePrivate') ? SAFE_PRIVATE : {}),
  };
}

/** Dates that the script does not name move as those that it does: intervals stay. */
function datesOf(options: readonly string[], rules: readonly FileRule[]): Keys {
  const by = rules.find(({ action }) => action === 'shift')?.by;
  return by === undefined || !options.includes('retainLongitudinalModifiedDates')
    ? {}
    : { dates: { shift: by } };
}
