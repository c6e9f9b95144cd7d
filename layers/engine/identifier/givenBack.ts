import type { RulePlan, SimpleAction } from '../../../rules/plan.ts';
import { type Edit, type Edits, elementEdits, type NewElement } from '../../dicom/edit.ts';
import { type DataSet, type Element, elementWith, formatPath } from '../../dicom/element.ts';
import { asciiValue, padded } from '../../dicom/encode.ts';
import { DicomError } from '../../dicom/errors.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag } from '../../dicom/tag.ts';
import { characterSetIn, isLoaded, valuesOf } from '../../dicom/values.ts';
import { vrFacts } from '../../dicom/vr.ts';
import { isText } from '../actions/textOnly.ts';
import { decidedItems } from '../decide/cleaning.ts';
import { Decider } from '../decide/decide.ts';
import { ISSUING } from './matching.ts';
import { originalFor, type Restorer, spellingsOf } from './restorer.ts';

/** An element with a value, and whether the other side sees that value otherwise than it is, or not at all. */
export interface Said {
  readonly element: Element;
  /** Null: it is not text, so no identity. */
  readonly values: readonly string[] | null;
  readonly isMapped: boolean;
  /** The other side sees an identity that the rules issue. */
  readonly isIssued: boolean;
}

/**
 * The values of a message from the side that sees only what the rules leave (`plan`), with what those rules make of each attribute: where they keep it the
 * text is what it says; where they change or take it the text can only be an identity that they issued.
 */
export function saidBy(instance: ParsedInstance, plan: RulePlan): readonly Said[] {
  const decider = new Decider(plan, instance);
  const said: Said[] = [];
  const visit = ({ elements }: DataSet, isHidden: boolean): void => {
    for (const element of elements) {
      const decision = decider.decide(element);
      if (element.items !== null) {
        const seen = new Set(isHidden ? [] : decidedItems(instance, decision));
        for (const item of element.items) visit(item, !seen.has(item));
      } else if (element.valueEnd > element.valueStart && element.tag !== SPECIFIC_CHARACTER_SET) {
        const isReadable = isText(element) && isLoaded(instance, element);
        const values = isReadable ? valuesOf(instance, element) : null;
        const isMapped = isHidden || decision.action.kind !== 'keep';
        const isIssued = !isHidden && ISSUING.has(decision.action.kind);
        if (values?.some((value) => value !== '') !== false)
          said.push({ element, values, isMapped, isIssued });
      }
    }
  };
  visit(instance.dataSet, false);
  return said;
}

const SPECIFIC_CHARACTER_SET = asTag(0x00080005);

/** Originals in the place of identities that were issued. */
export interface GivenBack {
  readonly edits: Pick<Edits, 'elements' | 'inserts'>;
  /** By their paths: rules for what goes to the other side leave them alone. */
  readonly settled: ReadonlyMap<string, SimpleAction>;
}

/**
 * Puts the originals of identities that Lethe issued in their place, value by value; what it did not issue stays for the rules. Throws
 * `VALUE_NOT_ENCODABLE` where the message's character set has no place for an original. Rejects with `FaultError`.
 */
export async function giveBack(
  instance: ParsedInstance,
  said: readonly Said[],
  restorer: Restorer | null,
): Promise<GivenBack> {
  const mapped = said.flatMap(({ element, values, isMapped }) =>
    isMapped && values !== null ? [{ element, values }] : [],
  );
  if (restorer === null || mapped.length === 0) return NOTHING_GIVEN;
  const asked = new Set(
    mapped.flatMap(({ element, values }) => values.flatMap((value) => spellingsOf(element.vr, value))),
  );
  const originals = await restorer.restore(asked);
  if (originals.size === 0) return NOTHING_GIVEN;
  const texts = new Map<Element, string>();
  for (const { element, values } of mapped) {
    const after = values.map((value) => {
      const known = spellingsOf(element.vr, value).find((spelling) => originals.has(spelling));
      const original = known === undefined ? undefined : originals.get(known);
      return original === undefined ? null : originalFor(element.tag, original);
    });
    // Half of a list would be neither what was asked nor what is meant.
    if (after.every((text) => text !== null)) texts.set(element, after.join('\\'));
  }
  return written(instance, texts);
}

const NOTHING_GIVEN: GivenBack = {
  edits: { elements: { starts: [], edits: [] }, inserts: new Map() },
  settled: new Map(),
};
const KEEP: SimpleAction = { kind: 'keep' };

function written(instance: ParsedInstance, texts: ReadonlyMap<Element, string>): GivenBack {
  const isPlain = [...texts].every(([element, text]) => encoded(instance, element, text) !== null);
  const utf8 = isPlain ? null : unicodeOf(instance);
  const edits = new Map<number, Edit>(utf8?.edits ?? []);
  for (const [element, text] of texts) {
    const { tag, vr } = element;
    const value = utf8 === null ? encoded(instance, element, text) : padded(Buffer.from(text, 'utf8'), vr);
    edits.set(element.start, { kind: 'replace', by: { tag, vr, value: value as Uint8Array } });
  }
  return {
    edits: { elements: elementEdits(edits), inserts: utf8?.inserts ?? new Map() },
    settled: new Map([...texts.keys()].map((element) => [formatPath(element), KEEP])),
  };
}

/** The bytes of a text; null: the character set has no place for some of it. */
function encoded(instance: ParsedInstance, { vr, dataSet }: Element, text: string): Uint8Array | null {
  if (vrFacts(vr).content !== 'text') return asciiValue(text, vr);
  const bytes = characterSetIn(instance, dataSet).encode(text, vr === 'PN' ? 'name' : 'text');
  return bytes === null ? null : padded(bytes, vr);
}

/**
 * A modality that saw only pseudonyms had no need to say a character set: its message becomes one of UTF-8 (ISO_IR 192, PS3.3 C.12.1.1.2), of which its
 * own ASCII is a part. One that said another has other text in it, too.
 */
function unicodeOf({ dataSet }: ParsedInstance): {
  readonly edits: ReadonlyMap<number, Edit>;
  readonly inserts: ReadonlyMap<DataSet, readonly NewElement[]>;
} {
  const declared = elementWith(dataSet, SPECIFIC_CHARACTER_SET);
  const by: NewElement = { tag: SPECIFIC_CHARACTER_SET, vr: 'CS', value: asciiValue('ISO_IR 192', 'CS') };
  if (declared === undefined) return { edits: new Map(), inserts: new Map([[dataSet, [by]]]) };
  if (declared.valueEnd === declared.valueStart)
    return { edits: new Map([[declared.start, { kind: 'replace', by }]]), inserts: new Map() };
  throw new DicomError(
    'VALUE_NOT_ENCODABLE',
    { path: formatPath(declared) },
    'The character set of the message has no place for an original',
    'Let the modality ask in UTF-8, or without a character set.',
  );
}
