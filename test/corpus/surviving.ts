import { type DataSet, type Element, elementWith } from '../../layers/dicom/element.ts';
import { DicomError } from '../../layers/dicom/errors.ts';
import { isWellKnownUid } from '../../layers/dicom/standard/uid.ts';
import { asTag } from '../../layers/dicom/tag.ts';
import { textOf } from '../../layers/dicom/values.ts';
import { vrFacts } from '../../layers/dicom/vr.ts';
import type { ExpectedElement } from './files.ts';
import { valueIn, type WholeInstance } from './unchanged.ts';

/** How many of the expected elements were found in the source and judged. */
export interface Judged {
  readonly elements: number;
  /** A line with path and code for each whose value must go and did not. */
  readonly survivors: readonly string[];
}

/**
 * Holds an output against the elements that an independent reader found in the source: X must be absent, any other code must have
 * another value or none. Values are compared as bytes and, against the reader's own, as text.
 */
export function judge(
  expected: readonly ExpectedElement[],
  before: WholeInstance,
  after: WholeInstance,
): Judged {
  const survivors: string[] = [];
  let elements = 0;
  for (const wanted of expected) {
    const source = elementAt(before.instance.dataSet, wanted.path);
    if (source === undefined) continue;
    elements += 1;
    const output = elementAt(after.instance.dataSet, wanted.path);
    if (output === undefined) continue;
    const verdict = verdictOn(wanted, source, output, before, after);
    if (verdict !== null) survivors.push(`${wanted.path} ${wanted.basic}: ${verdict}`);
  }
  return { elements, survivors };
}

function verdictOn(
  wanted: ExpectedElement,
  source: Element,
  output: Element,
  before: WholeInstance,
  after: WholeInstance,
): string | null {
  if (wanted.basic === 'X') return 'is there';
  // U* keeps the sequence and replaces its UIDs, which have rows of their own.
  if (wanted.basic === 'X/Z/U*') return null;
  const original = valueIn(before, source);
  const value = valueIn(after, output);
  if (value.length === 0) return wanted.basic === 'D' && original.length > 0 ? 'is empty' : null;
  if (source.vr === 'UI') {
    const [old, uids] = [original, value].map((bytes) =>
      bytes
        .toString('latin1')
        .replace(/[\0 ]+$/, '')
        .split('\\'),
    );
    return (uids ?? []).some((uid) => uid !== '' && !isWellKnownUid(uid) && (old ?? []).includes(uid))
      ? 'keeps a UID'
      : null;
  }
  if (isDummy(value)) return null;
  if (original.length > 0 && value.equals(original)) return 'keeps its bytes';
  if (vrFacts(output.vr).content === 'text' && (wanted.value ?? '') !== '') {
    const text = decoded(after, output);
    if (text !== null && text !== '' && text === (wanted.value ?? '').slice(0, text.length))
      return 'keeps its text';
  }
  return null;
}

/** What Lethe writes for D may by chance be what was there: `0` in a binary value. */
function isDummy(value: Buffer): boolean {
  return value.every((byte) => byte === 0) || /^0 ?$/.test(value.toString('latin1'));
}

function decoded({ instance }: WholeInstance, element: Element): string | null {
  try {
    return textOf(instance, element);
  } catch (error) {
    if (error instanceof DicomError) return null;
    throw error;
  }
}

/** The element of `00321064/0/00100010`. */
function elementAt(root: DataSet, path: string): Element | undefined {
  const parts = path.split('/');
  let dataSet: DataSet | undefined = root;
  for (let at = 0; dataSet !== undefined; at += 2) {
    const element: Element | undefined = elementWith(dataSet, asTag(Number.parseInt(parts[at] ?? '', 16)));
    if (at === parts.length - 1) return element;
    dataSet = element?.items?.[Number(parts[at + 1])];
  }
  return undefined;
}
