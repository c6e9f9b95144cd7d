import { encodeWithFallback } from '../../dicom/characterSet.ts';
import { type DataSet, formatPath } from '../../dicom/element.ts';
import { asciiValue, concat, padded } from '../../dicom/encode.ts';
import { DicomError } from '../../dicom/errors.ts';
import { encodeNumber } from '../../dicom/numberText.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { characterSetIn } from '../../dicom/values.ts';
import { type Vr, vrFacts } from '../../dicom/vr.ts';
import type { Subject } from './handler.ts';

/**
 * The bytes of values given as text, for the element's VR: text in the data set's own character set, or as plain ASCII where that has
 * no place for a character; numbers in the VR's binary form and the data set's byte order. Throws `VALUE_NOT_ENCODABLE`.
 */
export function encodeValues(
  { instance, element }: Pick<Subject, 'instance' | 'element'>,
  values: readonly string[],
): Uint8Array {
  return encodeValuesAs(element.vr, values, instance, element.dataSet, () => formatPath(element));
}

/** As `encodeValues`, for an attribute that a data set has or will have; `path`: its, for the error. */
export function encodeValuesAs(
  vr: Vr,
  values: readonly string[],
  instance: ParsedInstance,
  dataSet: DataSet,
  path: () => string,
): Uint8Array {
  const { content } = vrFacts(vr);
  if (content === 'text') {
    const text = values.join('\\');
    return padded(
      encodeWithFallback(characterSetIn(instance, dataSet), text, vr === 'PN' ? 'name' : 'text'),
      vr,
    );
  }
  if (content === 'ascii') return asciiValue(values.join('\\'), vr);
  // One empty text counts as no value, not as the number 0.
  if (values.length === 1 && values[0] === '') return new Uint8Array(0);
  return padded(
    concat(
      values.map((value) => {
        const bytes = encodeNumber(value, vr, dataSet.encoding.littleEndian);
        if (bytes !== null) return bytes;
        throw new DicomError(
          'VALUE_NOT_ENCODABLE',
          { path: path() },
          `A value that VR ${vr} has no form for`,
          'Use a value of that VR, or another action.',
        );
      }),
    ),
    vr,
  );
}
