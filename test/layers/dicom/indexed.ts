import { type ByteSource, memorySource } from '../../../layers/dicom/byteSource.ts';
import { type DataSet, type Element, formatPath } from '../../../layers/dicom/element.ts';
import { DicomError } from '../../../layers/dicom/errors.ts';
import {
  DEFAULT_LIMITS,
  type ParsedInstance,
  type ParseLimits,
  parseInstance,
} from '../../../layers/dicom/parse.ts';

/** An object's index, from memory. */
export function parsed(bytes: Uint8Array, limits: Partial<ParseLimits> = {}): Promise<ParsedInstance> {
  return parseInstance(memorySource(bytes), { ...DEFAULT_LIMITS, ...limits });
}

/** Why an object has no index. Fails the test if it has one, or if the reason has no code. */
export async function refusalOf(
  bytes: Uint8Array,
  limits: Partial<ParseLimits> = {},
): Promise<Pick<DicomError, 'code' | 'offset' | 'path' | 'message'>> {
  try {
    await parsed(bytes, limits);
  } catch (error) {
    if (error instanceof DicomError) return error;
    throw error;
  }
  throw new Error('the object was indexed');
}

/** The elements of a data set and all below it, in file order. */
export function* elementsOf(dataSet: DataSet): Generator<Element> {
  for (const element of dataSet.elements) {
    yield element;
    for (const item of element.items ?? []) yield* elementsOf(item);
  }
}

/** The element with this path, as `formatPath` writes it. */
export function at(instance: ParsedInstance, path: string): Element {
  for (const dataSet of [instance.fileMeta, instance.dataSet])
    for (const element of elementsOf(dataSet)) if (formatPath(element) === path) return element;
  throw new Error(`no element ${path}`);
}

/**
 * A line for each element: path, VR (and as read where that differs), length of the value, `undefined` for an undefined length, how many
 * items or fragments.
 */
export function outline(dataSet: DataSet): string[] {
  return [...elementsOf(dataSet)].map((element) => {
    const read = element.vrAsRead === element.vr ? '' : `<${element.vrAsRead ?? '-'}`;
    return [
      `${formatPath(element)} ${element.vr}${read} ${element.valueEnd - element.valueStart}`,
      ...(element.undefinedLength ? ['undefined'] : []),
      ...(element.items === null ? [] : [`${element.items.length} items`]),
      ...(element.fragments === null ? [] : [`${element.fragments.length} fragments`]),
    ].join(' ');
  });
}

/** The paths and VRs alone: what two encodings of one data set have in common. */
export function attributes(dataSet: DataSet): string[] {
  return [...elementsOf(dataSet)].map((element) => `${formatPath(element)} ${element.vr}`);
}

/** A source that remembers what was read of it. */
export function recorded(bytes: Uint8Array): ByteSource & { readonly reads: readonly [number, number][] } {
  const reads: [number, number][] = [];
  const source = memorySource(bytes);
  return {
    ...source,
    reads,
    read: (start, end) => {
      reads.push([start, end]);
      return source.read(start, end);
    },
  };
}
