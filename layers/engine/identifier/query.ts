import type { RulePlan } from '../../../rules/plan.ts';
import { type Edit, elementEdits, withEdits } from '../../dicom/edit.ts';
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
import { type CleanMessage, cleanMessage, type MessageServices } from './cleanMessage.ts';
import { ASKED_ALWAYS } from './context.ts';
import { type GivenBack, giveBack, type Said, saidBy } from './givenBack.ts';
import { isMatched, type KeyToMatch, keyToMatch } from './matching.ts';
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
  /** Keys that the server was not asked: whoever answers holds each answer against them. */
  readonly matches: readonly KeyToMatch[];
}

/** Why a query is not asked. Nothing of it names a value. */
export type QueryRefusal = {
  /**
   * `KEY_NOT_SINGLE`: a wildcard, a range or a list on what the answers have changed: nothing that was issued can be matched by a part of it.
   * `KEY_UNKNOWN`: a value in a key that the answers change otherwise than by an identity, and no rule of this direction says what becomes of it: to match it
   * with originals would tell them, one guess at a time, and how far a date was moved.
   * `KEY_NOT_SENT`: a value that the rules take away: without it the query would match more than was asked.
   */
  readonly refusal: 'KEY_NOT_SINGLE' | 'KEY_UNKNOWN' | 'KEY_NOT_SENT';
  readonly path: string;
};

/**
 * The query of a modality as the worklist's server is to be asked (PS3.4 K.4.1.1, C.2.2.2). Keys that the answers leave as they are go on, by the rules of this
 * direction. A key that the answers change can only hold an identity that was issued: it is given back where the store can, else goes on as a rule of this
 * direction says, if one does, else answers are held against it here, once they have identities of their own. Wildcards, ranges and lists on it are refused, for they
 * would be matched with originals and so tell them. Keys that tell whose an answer is are asked for as well, and taken out of it again. Rejects with `FaultError`.
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
    const open = withoutRule(said, settled, instance, keys);
    const unknown = open.find(({ isIssued }) => !isIssued);
    if (unknown !== undefined) return { refusal: 'KEY_UNKNOWN', path: formatPath(unknown.element) };
    const emptied = new Map(open.map(({ element }) => [element.start, emptyOf(element)]));
    const restored = edited(object, instance, { ...edits, elements: withEdits(edits.elements, emptied) });
    const sent = await cleanMessage(bareOf(restored, instance, query), withoutTraces(keys), { settled });
    if ('reason' in sent)
      return isOfNobody(sent.reason) ? { refusal: 'KEY_UNKNOWN', path: sent.reason.path } : sent;
    const lost = firstLost(
      said.filter((key) => !open.includes(key)),
      sent.instance,
    );
    if (lost !== null) return { refusal: 'KEY_NOT_SENT', path: lost };
    return {
      bytes: await withKeysOfAll({ ...query, bytes: sent.bytes }),
      requested,
      matches: open.map(({ element, values }) => keyToMatch(element, values?.[0] ?? '')),
    };
  } catch (error) {
    if (error instanceof DicomError) return { reason: reasonOf(error) };
    throw error;
  }
}

/**
 * An answer of the server as the modality gets it: by the rules of that direction, and what was asked for alone; null: it is not one of those that were asked
 * for. Rejects with `FaultError`.
 */
export async function answerForModality(
  answer: BareDataSet,
  { requested, matches }: Pick<ServerQuery, 'requested' | 'matches'>,
  { answers }: Pick<QueryServices, 'answers'>,
): Promise<CleanMessage | null | { readonly reason: Reason }> {
  const clean = await cleanMessage(answer, answers, { requested });
  return 'reason' in clean || isMatched(clean.instance, matches) ? clean : null;
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
      if (isUniversal(instance, element)) edits.set(element.start, emptyOf(element));
    }
  };
  visit(instance.dataSet);
  if (edits.size === 0) return { object, instance };
  const emptied = edited(object, instance, { elements: elementEdits(edits) });
  return { object: emptied, instance: await indexOfObject(emptied, limits) };
}

function emptyOf({ tag, vr }: Element): Edit {
  return { kind: 'replace', by: { tag, vr, value: new Uint8Array(0) } };
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

/** Services that give no number to whom somebody asks for, and keep nothing: a query is about nobody until it is answered. */
function withoutTraces({ plan, identities, ...services }: MessageServices): MessageServices {
  return {
    ...services,
    plan: plan.reidentification === 'off' ? plan : askingPlan(plan),
    identities: {
      claim: async (claims) => {
        const known = await identities.known(claims);
        return claims.map(({ candidate }, at) => known[at] ?? candidate);
      },
      known: (keys) => identities.known(keys),
      allocate: async (claim) => {
        const [known = null] = await identities.known([claim]);
        return known === null ? null : Number(known);
      },
      close: async () => {},
    },
  };
}

const ASKING = new WeakMap<RulePlan, RulePlan>();

function askingPlan(plan: RulePlan): RulePlan {
  const known = ASKING.get(plan) ?? { ...plan, reidentification: 'off' };
  ASKING.set(plan, known);
  return known;
}

/** What a number that nobody has is refused with: there is no room for another patient. */
function isOfNobody(reason: Reason): reason is Reason & { readonly path: string } {
  return reason.code === 'PLACEHOLDER_EXHAUSTED' && reason.path !== undefined;
}

/** Keys that the answers change, that were not given back, and that no rule of the modality's direction is about. */
function withoutRule(
  said: readonly Said[],
  settled: GivenBack['settled'],
  instance: ParsedInstance,
  { plan }: MessageServices,
): readonly Said[] {
  const decider = new Decider(messagePlan(plan), instance);
  return said.filter(
    ({ element, isMapped }) =>
      isMapped && !settled.has(formatPath(element)) && decider.decide(element).rule === null,
  );
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
