import type { SimpleAction } from '../../../rules/plan.ts';
import { memorySource } from '../../dicom/byteSource.ts';
import { type DataSet, elementWith } from '../../dicom/element.ts';
import { DicomError } from '../../dicom/errors.ts';
import { type ParsedInstance, parseInstance } from '../../dicom/parse.ts';
import { cleanInstance, type EngineServices } from '../deidentify.ts';
import type { Finding, Reason } from '../reason.ts';
import { reasonOf } from '../refusal.ts';
import { asObject, type BareDataSet, edited, joined, without } from './bareDataSet.ts';
import { type ContextValue, newElementOf } from './context.ts';
import { messagePlan } from './messagePlan.ts';
import { type RequestedKeys, unrequested } from './requestedKeys.ts';

/** What the rules make of a data set beside the data set itself. */
export interface MessageOptions {
  /** What the message says outside its data set, or said before: the rules see it as if it stood in the root, and none of it leaves. */
  readonly context?: readonly ContextValue[];
  /** What may leave; absent: all that the rules leave. */
  readonly requested?: RequestedKeys;
  /** Elements that are settled whatever the rules say, by their paths. */
  readonly settled?: ReadonlyMap<string, SimpleAction>;
}

/** A data set that may leave. */
export interface CleanMessage {
  readonly bytes: Uint8Array;
  /** The index of what was certified: with the context, and with what nobody asked for. */
  readonly instance: ParsedInstance;
}

/** What a data set of a message goes by: an instance has frames and reviews beside. */
export type MessageServices = Omit<EngineServices, 'pixels' | 'detector' | 'review'>;

/**
 * Takes a data set of a message through the engine: every element is decided, resolved, rewritten and certified as in an instance, and gets what the
 * instances of the same patient and study get. What a person would have to look at leaves empty: while a modality waits, nobody can. Answers the
 * reason where the rules do not fit it; rejects with `FaultError` where keys or identities cannot be asked. Nothing of the source leaves in either case.
 */
export async function cleanMessage(
  message: BareDataSet,
  services: MessageServices,
  { context = [], requested, settled = NOTHING_SETTLED }: MessageOptions = {},
): Promise<CleanMessage | { readonly reason: Reason }> {
  try {
    const { object, added } = await withContext(asObject(message), context);
    const clean = await cleaned(object, services, settled);
    if ('reason' in clean) return clean;
    const { output, instance } = clean;
    const { dataSet } = instance;
    const goes = new Set(requested === undefined ? [] : unrequested(dataSet, requested));
    for (const { tag } of added) {
      const element = elementWith(dataSet, tag);
      if (element !== undefined) goes.add(element);
    }
    const leaving = without(output, instance, [...goes]);
    return { bytes: leaving.subarray(instance.bodyStart), instance };
  } catch (error) {
    if (error instanceof DicomError) return { reason: reasonOf(error) };
    throw error;
  }
}

const NOTHING_SETTLED: ReadonlyMap<string, SimpleAction> = new Map();

/** Once as the rules say, and where that leaves doubts once more, without what is doubtful. */
async function cleaned(
  object: Uint8Array,
  services: MessageServices,
  settled: ReadonlyMap<string, SimpleAction>,
): Promise<{ readonly output: Uint8Array; readonly instance: ParsedInstance } | { readonly reason: Reason }> {
  const plan = messagePlan(services.plan);
  let decided = settled;
  for (let round = 0; round < 2; round++) {
    const clean = await cleanInstance(memorySource(object), {
      ...services,
      plan: decided.size === 0 ? plan : { ...plan, decided },
    });
    if ('reason' in clean) return clean;
    if (clean.outcome === 'released')
      return { output: joined(clean.segments, object), instance: clean.instance };
    decided = new Map([
      ...decided,
      ...clean.findings.filter(isDoubt).map(({ path }) => [path, EMPTY] as const),
    ]);
  }
  return { reason: STILL_DOUBTFUL };
}

const EMPTY: SimpleAction = { kind: 'empty' };

function isDoubt({ severity }: Finding): boolean {
  return severity === 'doubt';
}

const STILL_DOUBTFUL: Reason = {
  code: 'DOUBTFUL',
  message: 'The rules leave something that a person must look at, and nobody can look at a message',
  hint: 'Give the attribute a rule that needs nobody: remove, empty or pseudonym.',
};

/** The object with what is said of it elsewhere, where it does not say it itself. */
async function withContext(
  object: Uint8Array,
  context: readonly ContextValue[],
): Promise<{ readonly object: Uint8Array; readonly added: readonly ContextValue[] }> {
  if (context.length === 0) return { object, added: context };
  const instance = await parseInstance(memorySource(object));
  const root = instance.dataSet;
  const added = context.filter(({ tag }) => elementWith(root, tag) === undefined);
  if (added.length === 0) return { object, added };
  const inserts = new Map([[root as DataSet, added.map((each) => newElementOf(each, instance))]]);
  return { object: edited(object, instance, { inserts }), added };
}
