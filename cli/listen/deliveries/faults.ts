import { DicomError } from '../../../layers/dicom/errors.ts';
import { FaultError, OutputConflictError } from '../../../layers/engine/faults.ts';
import { type DeliveryCode, DeliveryError } from '../outbox/outgoing.ts';

/** What an error of reading the spool's file is to the outbox; an error of another kind comes back as it is. */
export function sourceError(error: unknown): unknown {
  if (error instanceof DicomError)
    return new DeliveryError(
      'DELIVERY_SOURCE_LOST',
      `The file in the spool is not a DICOM file (${error.code})`,
      'Something else than Lethe wrote it, or the disk is damaged',
    );
  if (!(error instanceof FaultError)) return error;
  const isLost = error.code === 'SOURCE_GONE' || error.code === 'SOURCE_CHANGED';
  return new DeliveryError(isLost ? 'DELIVERY_SOURCE_LOST' : 'DELIVERY_SOURCE', whatOf(error), error.hint);
}

/** What a fault of a store, or of its source, is to the outbox. */
export function storeError(error: unknown): unknown {
  if (error instanceof OutputConflictError) return conflict();
  if (!(error instanceof FaultError)) return error;
  if (error.code.startsWith('SOURCE_')) return sourceError(error);
  return new DeliveryError(codeOf(error), whatOf(error), error.hint);
}

export function conflict(): DeliveryError {
  return new DeliveryError(
    'DELIVERY_CONFLICT',
    'Something else stands under the same SOP Instance UID',
    'Compare the two and remove the wrong one; lethe listen retry sends again',
  );
}

function codeOf({ code, transient }: FaultError): DeliveryCode {
  if (code === 'STORE_FORBIDDEN' || code.startsWith('AWS_')) return 'DELIVERY_FORBIDDEN';
  return transient ? 'DELIVERY_BUSY' : 'DELIVERY_FAILED';
}

/** The sentence before the hint. */
function whatOf({ message, hint }: FaultError): string {
  return message.endsWith(`. ${hint}`) ? message.slice(0, -hint.length - 2) : message;
}
