import { memorySource } from '../../layers/dicom/byteSource.ts';
import type { DataSet } from '../../layers/dicom/element.ts';
import { DicomError } from '../../layers/dicom/errors.ts';
import { parseInstance } from '../../layers/dicom/parse.ts';
import type { ElementSpan, Seed } from './mutate.ts';

/** An object to make mutants of, with the places of its elements. */
export async function seedOf(bytes: Uint8Array): Promise<Seed> {
  try {
    const { dataSet, fileMeta, inflated } = await parseInstance(memorySource(bytes));
    const elements = [...spansOf(fileMeta), ...(inflated === null ? spansOf(dataSet) : [])];
    return { bytes, elements };
  } catch (error) {
    if (error instanceof DicomError) return { bytes, elements: [] };
    throw error;
  }
}

function* spansOf(dataSet: DataSet): Generator<ElementSpan> {
  const { explicitVr } = dataSet.encoding;
  for (const { start, valueStart, valueEnd, end, items } of dataSet.elements) {
    yield { start, valueStart, valueEnd, end, explicitVr };
    for (const item of items ?? []) yield* spansOf(item);
  }
}
