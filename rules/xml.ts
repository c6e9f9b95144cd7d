import { SaxesParser } from 'saxes';
import type { Problems } from './problems.ts';

/** An element of an XML file and where it stands. */
export interface XmlElement {
  /** Without a namespace's prefix. */
  readonly name: string;
  /** Of its `<`. */
  readonly offset: number;
  readonly attributes: readonly XmlText[];
  readonly children: readonly XmlElement[];
  /** All text directly in it, CDATA sections included, without the spaces round it. */
  readonly text: string;
  /** Where its text begins. */
  readonly textOffset: number;
}

/** An attribute, or a processing instruction. */
export interface XmlText {
  readonly name: string;
  readonly value: string;
  readonly offset: number;
}

export interface XmlFile {
  readonly root: XmlElement;
  readonly instructions: readonly XmlText[];
}

/** Deeper than any rules file: what follows may go down the tree by itself. */
const MOST_LEVELS = 32;

const SPACES = /\s*/y;

interface Draft {
  readonly name: string;
  readonly offset: number;
  readonly attributes: XmlText[];
  readonly children: XmlElement[];
  text: string;
  textOffset: number | null;
}

/**
 * Reads an XML file strictly. A document type declaration is refused, and with it every entity but the five of XML: nothing can be included and
 * nothing can grow. Undefined: it cannot be read as such XML, which was reported.
 */
export function readXml(text: string, problems: Problems): XmlFile | undefined {
  const parser = new SaxesParser();
  const open: Draft[] = [];
  const instructions: XmlText[] = [];
  let root: XmlElement | undefined;
  let hasFailed = false;
  let lastEnd = 0;
  const fail = (code: string, offset: number, message: string, hint: string): void => {
    if (!hasFailed) problems.error(code, offset, message, hint);
    hasFailed = true;
  };
  const addText = (piece: string): void => {
    const top = open.at(-1);
    if (top === undefined || piece.trim() === '') return;
    if (top.textOffset === null) {
      SPACES.lastIndex = lastEnd;
      SPACES.test(text);
      top.textOffset = SPACES.lastIndex;
    }
    top.text += piece;
  };

  parser.on('error', (error) =>
    fail(
      'XML_SYNTAX',
      parser.position,
      `This is not XML here: ${reasonOf(error)}`,
      'Correct the file with an XML editor.',
    ),
  );
  parser.on('doctype', () =>
    fail(
      'XML_DOCTYPE',
      text.indexOf('<!DOCTYPE'),
      'A document type declaration',
      'Remove it: rules files have none, and it could make the reader include or invent text.',
    ),
  );
  parser.on('processinginstruction', ({ target, body }) => {
    instructions.push({
      name: target,
      value: body,
      offset: text.lastIndexOf(`<?${target}`, parser.position - target.length - 2),
    });
  });
  parser.on('opentagstart', ({ name }) => {
    const offset = text.lastIndexOf(`<${name}`, parser.position - name.length - 1);
    if (open.length === MOST_LEVELS)
      fail('XML_TOO_DEEP', offset, `More than ${MOST_LEVELS} levels`, 'This is not a rules file.');
    lastEnd = offset + name.length + 1;
    open.push({ name: localName(name), offset, attributes: [], children: [], text: '', textOffset: null });
  });
  parser.on('attribute', ({ name, value }) => {
    const offset = text.indexOf(name, lastEnd);
    lastEnd = parser.position;
    // Declarations of namespaces, and what is xml's and xsi's own, say nothing of rules.
    if (!/^(xmlns|xml|xsi)(:|$)/.test(name))
      open.at(-1)?.attributes.push({ name: localName(name), value, offset });
  });
  parser.on('opentag', () => {
    lastEnd = parser.position;
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    lastEnd = parser.position;
    const draft = open.pop();
    if (draft === undefined) return;
    const { textOffset, ...rest } = draft;
    const element = { ...rest, text: draft.text.trim(), textOffset: textOffset ?? draft.offset };
    const parent = open.at(-1);
    if (parent === undefined) root ??= element;
    else parent.children.push(element);
  });
  parser.write(text).close();
  return hasFailed || root === undefined ? undefined : { root, instructions };
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** saxes puts line and column before its reason. */
function reasonOf({ message }: Error): string {
  return message.replace(/^(?:\d+:)+\s*/, '').replace(/\.$/, '');
}
