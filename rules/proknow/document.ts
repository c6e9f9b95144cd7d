import { knownWords, type Problems } from '../problems.ts';
import type { XmlElement, XmlFile } from '../xml.ts';
import { type Instructions, readInstructions } from './instructions.ts';
import { PROPERTIES, type Property, plainName } from './vocabulary.ts';

/** A property as the file has it. */
export interface Written {
  readonly text: string;
  readonly offset: number;
}

/** One element of the rules file: what it says of one attribute. */
export interface FileElement {
  readonly offset: number;
  readonly properties: ReadonlyMap<Property, Written>;
  /** For messages: its Name, else its Tag, else its place. */
  readonly label: string;
}

export interface RulesFile extends Instructions {
  readonly elements: readonly FileElement[];
  /** The global date/time shift. */
  readonly shift: Written | undefined;
}

/** Names that say nothing of rules: a file may have them anywhere. */
const HARMLESS: ReadonlySet<string> = new Set(['comment', 'description', 'version']);
const PROPERTY_WORDS = ['Name', 'Tag', 'VR', 'Rule', 'Value', 'PrivateCreator'] as const;

/** A name and a text, whether it was an element or an attribute. */
interface Leaf extends Written {
  readonly name: string;
  /** Of the name. */
  readonly nameOffset: number;
}

/**
 * Reads a rules file whatever its elements are called, since their names are not public: what has a Tag or a Rule is an element of the list, and
 * what outside of those is called a shift, or looks like one, is the shift. Nothing else may say anything.
 */
export function readRulesFile({ root, instructions }: XmlFile, problems: Problems): RulesFile {
  const elements: FileElement[] = [];
  const shifts: Written[] = [];
  const visit = (element: XmlElement): void => {
    if (isFileElement(element)) elements.push(readElement(element, elements.length + 1, problems));
    else if (plainName(element.name).includes('shift')) shifts.push(readShift(element));
    else if (isShift(element.text)) shifts.push({ text: element.text, offset: element.textOffset });
    else {
      for (const leaf of attributesOf(element)) visitLeaf(leaf, element === root);
      if (element.children.length === 0 && element.attributes.length === 0)
        visitLeaf(leafOf(element), element === root);
      else if (element.text !== '') reportText(element, problems);
      element.children.forEach(visit);
    }
  };
  const visitLeaf = (leaf: Leaf, isOfRoot: boolean): void => {
    const name = plainName(leaf.name);
    if (name.includes('shift') || isShift(leaf.text)) shifts.push(leaf);
    else if (leaf.text !== '' && !HARMLESS.has(name) && !(isOfRoot && name === 'name'))
      problems.error(
        'UNKNOWN_SETTING',
        leaf.nameOffset,
        `${leaf.name} is neither a rule nor the shift`,
        'Remove it, or put it where it belongs: a rule has a Tag and a Rule.',
      );
  };
  visit(root);
  for (const shift of shifts.slice(1))
    problems.error(
      'SHIFT_TWICE',
      shift.offset,
      'A second date/time shift',
      'The shift is one for all: leave one.',
    );
  return { elements, shift: shifts[0], ...readInstructions(instructions, problems) };
}

function isShift(text: string): boolean {
  return /^[+-]?\d{11}$/.test(text);
}

/** Text by itself, or the one thing in it that has any. */
function readShift(element: XmlElement): Written {
  const leaves = [leafOf(element), ...attributesOf(element), ...element.children.map(leafOf)];
  const [only = leafOf(element), ...others] = leaves.filter(({ text }) => text !== '');
  return others.length === 0 ? only : { text: '', offset: element.offset };
}

function leafOf({ name, offset, text, textOffset }: XmlElement): Leaf {
  return { name, text, offset: textOffset, nameOffset: offset };
}

function attributesOf({ attributes }: XmlElement): readonly Leaf[] {
  return attributes.map(({ name, value, offset }) => ({
    name,
    text: value.trim(),
    offset,
    nameOffset: offset,
  }));
}

function isLeaf({ attributes, children }: XmlElement): boolean {
  return attributes.length === 0 && children.length === 0;
}

/** Whether a Tag or a Rule is said in it: one that lacks the other is a mistake, and no container. */
function isFileElement(element: XmlElement): boolean {
  return [...attributesOf(element), ...element.children.filter(isLeaf)].some(({ name }) =>
    ['tag', 'rule'].includes(plainName(name)),
  );
}

function readElement(element: XmlElement, place: number, problems: Problems): FileElement {
  const properties = new Map<Property, Written>();
  const leaves = [...attributesOf(element), ...element.children.map(leafOf)];
  const textOf = (property: Property) =>
    leaves.find(({ name, text }) => PROPERTIES.get(plainName(name)) === property && text !== '')?.text;
  const label = textOf('name') ?? textOf('tag') ?? `element ${place}`;
  const say = (code: string, offset: number, what: string, hint: string) =>
    problems.error(code, offset, `${label}: ${what}`, hint);

  for (const child of element.children)
    if (!isLeaf(child))
      say('UNKNOWN_PROPERTY', child.offset, `${child.name} holds more than a text`, PROPERTY_HINT);
  if (element.text !== '')
    say('UNEXPECTED_TEXT', element.textOffset, 'text between properties', PROPERTY_HINT);
  for (const { name, text, offset, nameOffset } of leaves) {
    const property = PROPERTIES.get(plainName(name));
    if (property === undefined)
      say('UNKNOWN_PROPERTY', nameOffset, `${name} is not a property`, knownWords(name, PROPERTY_WORDS));
    else if (properties.has(property))
      say('PROPERTY_TWICE', nameOffset, `${name} stands twice`, 'Leave one of the two.');
    // An empty one is as good as none: programs write them for what they have not.
    else if (text !== '') properties.set(property, { text, offset });
  }
  return { offset: element.offset, properties, label };
}

const PROPERTY_HINT = `The properties of an element are ${PROPERTY_WORDS.join(', ')}, each a text.`;

function reportText(element: XmlElement, problems: Problems): void {
  problems.error(
    'UNEXPECTED_TEXT',
    element.textOffset,
    `Text beside elements in ${element.name}`,
    'Remove it, or make it a comment: <!-- … -->.',
  );
}
