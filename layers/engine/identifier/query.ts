import { type Edit, elementEdits } from '../../dicom/edit.ts';
import { type DataSet, type Element, formatPath } from '../../dicom/element.ts';
import { DicomError } from '../../dicom/errors.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { isLoaded, valuesOf } from '../../dicom/values.ts';
import type { Vr } from '../../dicom/vr.ts';
import { isText } from '../actions/textOnly.ts';
import { Decider } from '../decide/decide.ts';
import type { Reason } from '../reason.ts';
import { reasonOf } from '../refusal.ts';
import { asObject, type BareDataSet, edited, indexOfObject } from './bareDataSet.ts';
import { cleanMessage, type MessageServices } from './cleanMessage.ts';
import { ASKED_ALWAYS } from './context.ts';
import { type GivenBack, giveBack, type Said, saidBy } from './givenBack.ts';
import { messagePlan } from './messagePlan.ts';
import { missingFrom, type RequestedKeys, requestedKeys } from './requestedKeys.ts';
import type { Restorer } from './restorer.ts';

/** What queries and their answers go by, each direction with rules of its own, under one key. */
export interface QueryServices {
  /** From the modality to the server: what becomes of keys that no identity store gives back. */
  readonly keys: MessageServices;
  /** From the server to the modality. */
  readonly answers: MessageServices;
  /** Null: no original is ever given back. */
  readonly restorer: Restorer | null;
}

/** A query as the server is asked, and what of its answers may leave. */
export interface ServerQuery {
  readonly bytes: Uint8Array;
  readonly requested: RequestedKeys;
}

/** Why a query is not asked. Nothing of it names a value. */
export type QueryRefusal = {
  /**
   * `KEY_NOT_SINGLE`: a wildcard, a range or a list on what the answers have changed: nothing that was issued can be matched by a part of it.
   * `KEY_UNKNOWN`: a value in such a key that was not issued, and no rule of this direction says what becomes of it: to match it with originals would tell
   * them, one guess at a time, and how far a date was moved.
   * `KEY_NOT_SENT`: a value that the rules take away: without it the query would match more than was asked.
   */
  readonly refusal: 'KEY_NOT_SINGLE' | 'KEY_UNKNOWN' | 'KEY_NOT_SENT';
  readonly path: string;
};

/**
 * The query of a modality as the worklist's server is to be asked (PS3.4 K.4.1.1, C.2.2.2). Keys that the answers leave as they are go on, by the rules of this
 * direction. A key that the answers change can only hold an identity that was issued: it is given back where the store can, else goes on as a rule of this
 * direction says, if one does; wildcards, ranges and lists on it are refused, for they would be matched with originals and so tell them. Keys that tell whose an
 * answer is are asked for as well, and taken out of it again. Rejects with `FaultError`.
 */
export async function queryForServer(
  query: BareDataSet,
  { keys, answers, restorer }: QueryServices,
): Promise<ServerQuery | QueryRefusal | { readonly reason: Reason }> {
  try {
    const given = asObject(query);
    const asked = await indexOfObject(given, keys.limits);
    const requested = requestedKeys(asked.dataSet);
    const { object, instance } = await withoutUniversal(given, asked, keys);
    const said = saidBy(instance, messagePlan(answers.plan));
    const refused = said.find((key) => key.isMapped && !isSingle(key));
    if (refused !== undefined) return { refusal: 'KEY_NOT_SINGLE', path: formatPath(refused.element) };
    const { edits, settled } = await giveBack(instance, said, restorer);
    const unknown = firstWithoutRule(said, settled, instance, keys);
    if (unknown !== null) return { refusal: 'KEY_UNKNOWN', path: unknown };
    const restored = edited(object, instance, edits);
    const sent = await cleanMessage(bareOf(restored, instance, query), keys, { settled });
    if ('reason' in sent) return sent;
    const lost = firstLost(said, sent.instance);
    if (lost !== null) return { refusal: 'KEY_NOT_SENT', path: lost };
    return { bytes: await withKeysOfAll({ ...query, bytes: sent.bytes }), requested };
  } catch (error) {
    if (error instanceof DicomError) return { reason: reasonOf(error) };
    throw error;
  }
}

/** An answer of the server as the modality gets it: by the rules of that direction, and what was asked for alone. Rejects with `FaultError`. */
export function answerForModality(
  answer: BareDataSet,
  requested: RequestedKeys,
  { answers }: Pick<QueryServices, 'answers'>,
) {
  return cleanMessage(answer, answers, { requested });
}

function bareOf(
  object: Uint8Array,
  { bodyStart }: ParsedInstance,
  { transferSyntaxUid }: BareDataSet,
): BareDataSet {
  return { bytes: object.subarray(bodyStart), transferSyntaxUid };
}

/** Without the asterisks that match everything (PS3.4 C.2.2.2.3): an empty key asks the same, and rules have nothing to change in it. */
async function withoutUniversal(object: Uint8Array, instance: ParsedInstance, { limits }: MessageServices) {
  const edits = new Map<number, Edit>();
  const visit = ({ elements }: DataSet): void => {
    for (const element of elements) {
      for (const item of element.items ?? []) visit(item);
      if (isUniversal(instance, element))
        edits.set(element.start, {
          kind: 'replace',
          by: { tag: element.tag, vr: element.vr, value: new Uint8Array(0) },
        });
    }
  };
  visit(instance.dataSet);
  if (edits.size === 0) return { object, instance };
  const emptied = edited(object, instance, { elements: elementEdits(edits) });
  return { object: emptied, instance: await indexOfObject(emptied, limits) };
}

function isUniversal(instance: ParsedInstance, element: Element): boolean {
  if (!MAY_HAVE_WILDCARDS.has(element.vr) || !isText(element) || !isLoaded(instance, element)) return false;
  const values = valuesOf(instance, element);
  return values.length > 0 && values.every((value) => /^\*+$/.test(value));
}

/** PS3.4 C.2.2.2.4. */
const MAY_HAVE_WILDCARDS: ReadonlySet<Vr> = new Set<Vr>([
  'AE',
  'CS',
  'LO',
  'LT',
  'PN',
  'SH',
  'ST',
  'UC',
  'UR',
  'UT',
]);
/** PS3.4 C.2.2.2.5. */
const MAY_BE_RANGES: ReadonlySet<Vr> = new Set<Vr>(['DA', 'DT', 'TM']);

function isSingle({ element: { vr }, values }: Said): boolean {
  if (values === null || values.length > 1) return false;
  const [value = ''] = values;
  if (MAY_BE_RANGES.has(vr)) return !value.includes('-');
  return !MAY_HAVE_WILDCARDS.has(vr) || !/[*?]/.test(value);
}

/** The first key that the answers change, that was not given back, and that no rule of the modality's direction is about; null: there is none. */
function firstWithoutRule(
  said: readonly Said[],
  settled: GivenBack['settled'],
  instance: ParsedInstance,
  { plan }: MessageServices,
): string | null {
  const decider = new Decider(messagePlan(plan), instance);
  const open = said.filter(({ element, isMapped }) => isMapped && !settled.has(formatPath(element)));
  const unknown = open.find(({ element }) => decider.decide(element).rule === null);
  return unknown === undefined ? null : formatPath(unknown.element);
}

/** The first key with a value that has none in what is sent; null: there is none. Items keep their places: rules take a sequence whole, or leave its items. */
function firstLost(said: readonly Said[], sent: ParsedInstance): string | null {
  const valued = new Set<string>();
  const visit = ({ elements }: DataSet): void => {
    for (const element of elements) {
      for (const item of element.items ?? []) visit(item);
      if (element.items === null && element.valueEnd > element.valueStart) valued.add(formatPath(element));
    }
  };
  visit(sent.dataSet);
  return said.map(({ element }) => formatPath(element)).find((path) => !valued.has(path)) ?? null;
}

async function withKeysOfAll(query: BareDataSet): Promise<Uint8Array> {
  const object = asObject(query);
  const instance = await indexOfObject(object);
  const root = instance.dataSet;
  const missing = new Set(
    missingFrom(
      root,
      ASKED_ALWAYS.map(([tag]) => tag),
    ),
  );
  if (missing.size === 0) return query.bytes;
  const added = ASKED_ALWAYS.filter(([tag]) => missing.has(tag)).map(([tag, vr]) => ({
    tag,
    vr,
    value: new Uint8Array(0),
  }));
  return edited(object, instance, { inserts: new Map([[root, added]]) }).subarray(instance.bodyStart);
}
