import type { ByteSource } from '../dicom/byteSource.ts';
import { type Edits, editAt } from '../dicom/edit.ts';
import { type DataSet, type Element, elementWith, withVr } from '../dicom/element.ts';
import { DicomError } from '../dicom/errors.ts';
import { withoutPadding } from '../dicom/padding.ts';
import { DEFAULT_LIMITS, type ParsedInstance, parseInstance } from '../dicom/parse.ts';
import { isOfStandard } from '../dicom/standard/uidKinds.ts';
import { vrOfTag } from '../dicom/standard/vrOfTag.ts';
import { asTag, type Tag } from '../dicom/tag.ts';
import { characterSetIn, isLoaded, textOf, valuesOf } from '../dicom/values.ts';
import { handlerOf } from './actions/index.ts';
import { decide } from './decide/decide.ts';
import { planForDevice } from './decide/reviewedValues.ts';
import { passesThrough } from './decide/screen.ts';
import type { EngineServices } from './deidentify.ts';
import { cleanKeyWith } from './identities/cleanKey.ts';
import { Phi } from './phi.ts';
import type { ObjectNames } from './ports.ts';
import { withoutTraces } from './preview.ts';
import type { Reason } from './reason.ts';
import { Refusal, reasonOf } from './refusal.ts';
import type { LookupTable } from './resolve/lookupTable.ts';
import type { Request } from './resolve/requests.ts';
import { resolve } from './resolve/resolve.ts';
import { ValueReader } from './resolve/valueReader.ts';
import { rewrite } from './rewrite/rewrite.ts';

/** What identifies an instance, or what it refers to: a UID (VR UI), or a Patient ID (0010,0020). */
export type NamedKind = 'uid' | 'patientId';

/** What something is called in the source, and in the output. */
export interface Pair {
  readonly kind: NamedKind;
  /** It stands in the root data set, so it is in every output that these rules and identities made. */
  readonly isRoot: boolean;
  readonly before: Phi;
  readonly after: string;
}

/** What the rules make of the UIDs and Patient IDs of one instance. */
export interface Paired {
  readonly pairs: readonly Pair[];
  /** What its output is called. */
  readonly cleanKey: string;
}

/**
 * Derives what the rules make of the UIDs and Patient IDs of an instance, at every depth, by the engine's own decisions and edits; whatever the
 * method, since identities that were given are looked up. None is given, and nothing is stored. UIDs that PS3.6 lists are left out. Whether the
 * instance was released is not known here: hold the pairs against its output (`valuesNamed`). Rejects with `FaultError`.
 */
export async function pairsOf(
  source: ByteSource,
  names: ObjectNames,
  services: EngineServices,
): Promise<Paired | { readonly reason: Reason }> {
  const { keys, identities, entropy, keyScope, lookups = NO_LOOKUPS } = withoutTraces(services);
  const now = services.clock.now();
  try {
    const acceptsNoPreamble = services.plan.screening.noPreamble === 'accept';
    const instance = await parseInstance(source, { ...DEFAULT_LIMITS, acceptsNoPreamble });
    const plan = planForDevice(services.plan, instance);
    const isUntouched = passesThrough(plan, instance);
    const decisions = isUntouched
      ? []
      : decide(plan, instance).filter(({ readAs }) => kindOf(readAs) !== null);
    const requests: Request[] = [];
    for (const { readAs, action } of decisions)
      for (const request of handlerOf(action).needs(action, { instance, element: readAs, plan, now }))
        requests.push(request);
    const values = new ValueReader(instance, source);
    const resolutions = await resolve(requests, { keys, identities, entropy, keyScope, lookups, values });
    const edits = isUntouched ? null : rewrite(plan, instance, decisions, resolutions, now, null);
    const pairs: Pair[] = [];
    for (const [element, kind] of namedElements(instance.dataSet))
      pairs.push(...pairsIn(instance, edits, element, kind));
    const rootAfter = (tag: Tag): string => {
      const element = elementWith(instance.dataSet, tag);
      return element === undefined ? '' : (valuesAfter(instance, edits, element, 'uid')?.[0] ?? '');
    };
    return { pairs, cleanKey: await cleanKeyWith(rootAfter, names, { keys, keyScope }) };
  } catch (error) {
    if (error instanceof DicomError || error instanceof Refusal) return { reason: reasonOf(error) };
    throw error;
  }
}

/** The UIDs and Patient IDs of an instance, at every depth. Null: it cannot be read. */
export async function valuesNamed(
  source: ByteSource,
): Promise<Readonly<Record<NamedKind, ReadonlySet<string>>> | null> {
  try {
    const instance = await parseInstance(source, { ...DEFAULT_LIMITS, acceptsNoPreamble: true });
    const found = { uid: new Set<string>(), patientId: new Set<string>() };
    for (const [element, kind] of namedElements(instance.dataSet))
      for (const value of valuesBefore(instance, element, kind)) found[kind].add(value);
    return found;
  } catch (error) {
    if (error instanceof DicomError) return null;
    throw error;
  }
}

const NO_LOOKUPS: ReadonlyMap<string, LookupTable> = new Map();
const PATIENT_ID = asTag(0x00100020);

function* namedElements({ elements }: DataSet): Generator<readonly [Element, NamedKind]> {
  for (const element of elements) {
    const kind = kindOf(element);
    if (kind !== null) yield [element, kind];
    for (const item of element.items ?? []) yield* namedElements(item);
  }
}

/** Null: neither. Some files write UIDs under another VR. */
function kindOf(element: Element): NamedKind | null {
  if (element.items !== null) return null;
  if (element.tag === PATIENT_ID) return 'patientId';
  return element.vr === 'UI' || vrOfTag(element.tag) === 'UI' ? 'uid' : null;
}

function pairsIn(
  instance: ParsedInstance,
  edits: Edits | null,
  element: Element,
  kind: NamedKind,
): readonly Pair[] {
  const before = valuesBefore(instance, element, kind);
  const after = valuesAfter(instance, edits, element, kind) ?? [];
  // Several values that became one have it in common.
  const at = (index: number) => (before.length === after.length ? after[index] : after[0]);
  return before.flatMap((value, index): readonly Pair[] => {
    const made = at(index) ?? '';
    if (value === '' || made === '' || (kind === 'uid' && isOfStandard(element.tag, value))) return [];
    return [{ kind, isRoot: element.dataSet.item === null, before: new Phi(value), after: made }];
  });
}

function valuesBefore(instance: ParsedInstance, element: Element, kind: NamedKind): readonly string[] {
  if (!isLoaded(instance, element)) return [];
  return kind === 'uid'
    ? valuesOf(instance, withVr(element, 'UI'))
    : [withoutPadding(textOf(instance, element))];
}

/** Null: nothing is left of the element. */
function valuesAfter(
  instance: ParsedInstance,
  edits: Edits | null,
  element: Element,
  kind: NamedKind,
): readonly string[] | null {
  const edit = edits === null ? undefined : editAt(edits.elements, element.start);
  if (edit === undefined) return valuesBefore(instance, element, kind);
  if (edit.kind !== 'replace' || !(edit.by.value instanceof Uint8Array)) return null;
  const bytes = edit.by.value;
  return kind === 'uid'
    ? Buffer.from(bytes).toString('latin1').split('\\').map(withoutPadding)
    : [withoutPadding(characterSetIn(instance, element.dataSet).decode(bytes, 'text'))];
}
