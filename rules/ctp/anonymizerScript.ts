import { tagOfKeyword } from '../../layers/dicom/standard/dictionary.ts';
import { asTag, type Tag } from '../../layers/dicom/tag.ts';
import type { Problems } from '../problems.ts';
import { readXml, type XmlElement } from '../xml.ts';

/** What a script does with one element. Offsets are of the file. */
export interface ScriptElement {
  /** Null: a private attribute that is named by its creator. */
  readonly tag: Tag | null;
  /** As a Lethe rule selects it. */
  readonly private?: string;
  readonly script: string;
  readonly offset: number;
}

export interface Param {
  readonly value: string;
  readonly offset: number;
}

/** The parts of a script of CTP's DicomAnonymizer that are switched on. */
export interface AnonymizerScript {
  readonly params: ReadonlyMap<string, Param>;
  readonly elements: readonly ScriptElement[];
  /** What scripts call an element: a name of the dcm4che of its time, which need not be the keyword of PS3.6. */
  readonly named: ReadonlyMap<string, Tag>;
  readonly keptGroups: readonly number[];
  readonly keepsSafePrivate: boolean;
  readonly removes: ReadonlySet<Removal>;
}

const REMOVALS = ['curves', 'overlays', 'privategroups', 'unspecifiedelements'] as const;
export type Removal = (typeof REMOVALS)[number];

/** Reads a script. Undefined: it is not one, which was reported. */
export function readAnonymizerScript(text: string, problems: Problems): AnonymizerScript | undefined {
  const file = readXml(text, problems);
  if (file === undefined) return undefined;
  if (file.root.name !== 'script') {
    problems.error(
      'NO_SCRIPT',
      file.root.offset,
      'This is not a script of CTP’s DicomAnonymizer: it does not begin with <script>',
      'Name the file that the stage DicomAnonymizer of your config.xml names, e.g. scripts/DicomAnonymizer.script.',
    );
    return undefined;
  }
  const params = new Map<string, Param>();
  const elements: ScriptElement[] = [];
  const named = new Map<string, Tag>();
  const keptGroups: number[] = [];
  const removes = new Set<Removal>();
  let keepsSafePrivate = false;
  for (const part of file.root.children) {
    const t = attribute(part, 't');
    const isOn = attribute(part, 'en') === 'T';
    if (part.name === 'p') params.set(t, { value: part.text, offset: part.offset });
    else if (part.name === 'e') {
      const place = placeOf(t);
      if (place === null) unknown(part, problems, `"${t}" is not a tag`, 'Write eight hexadecimal digits.');
      else {
        if (place.tag !== null) named.set(attribute(part, 'n'), place.tag);
        if (isOn) elements.push({ ...place, script: part.text, offset: part.textOffset });
      }
    } else if (part.name === 'k' && isOn) {
      if (t.startsWith('safe')) keepsSafePrivate = true;
      else if (/^[0-9A-Fa-f]{1,4}$/.test(t)) keptGroups.push(Number.parseInt(t, 16));
      else unknown(part, problems, `"${t}" is not a group`, 'Write four hexadecimal digits.');
    } else if (part.name === 'r' && isOn) {
      const removal = REMOVALS.find((known) => known === t);
      if (removal !== undefined) removes.add(removal);
      else unknown(part, problems, `"${t}" is nothing that CTP removes`, `It is ${REMOVALS.join(', ')}.`);
    } else if (part.name !== 'k' && part.name !== 'r')
      unknown(part, problems, `<${part.name}> is not a part of a script`, 'It is p, e, k or r.');
  }
  return { params, elements, named, keptGroups, keepsSafePrivate, removes };
}

function attribute({ attributes }: XmlElement, name: string): string {
  return attributes.find((each) => each.name === name)?.value.trim() ?? '';
}

function unknown({ offset }: XmlElement, problems: Problems, message: string, hint: string): void {
  problems.error('SCRIPT_SYNTAX', offset, message, hint);
}

/** `00100010`, or `0029[SIEMENS MEDCOM HEADER]40`. */
function placeOf(t: string): Pick<ScriptElement, 'tag' | 'private'> | null {
  const digits = t.replace(/[\s,()]|^\[|\]$/g, '');
  if (/^[0-9A-Fa-f]{8}$/.test(digits)) return { tag: asTag(Number.parseInt(digits, 16)) };
  const [, group, creator, element] = /^([0-9A-Fa-f]{4}),?\[([^\]]+)\]([0-9A-Fa-f]{2})$/.exec(t) ?? [];
  if (group === undefined || creator === undefined || Number.parseInt(group, 16) % 2 === 0) return null;
  return { tag: null, private: `(${group},"${creator.trim().replaceAll('"', '""')}",${element})` };
}

/** The element that an argument of a function names; null: none that is known. */
export function elementNamed(name: string, { named }: AnonymizerScript): Tag | null {
  const digits = name.replace(/[\s,()[\]]/g, '');
  if (/^[0-9A-Fa-f]{8}$/.test(digits)) return asTag(Number.parseInt(digits, 16));
  return named.get(name.trim()) ?? tagOfKeyword(name.trim()) ?? null;
}
