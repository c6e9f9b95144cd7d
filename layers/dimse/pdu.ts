import { type AssociateAc, type AssociateRq, encodeAssociateAc, encodeAssociateRq } from './associatePdu.ts';
import type { Rejection } from './errors.ts';

/** PDU types (PS3.8 9.3). */
export const PDU_TYPE = {
  associateRq: 0x01,
  associateAc: 0x02,
  associateRj: 0x03,
  pData: 0x04,
  releaseRq: 0x05,
  releaseRp: 0x06,
  abort: 0x07,
} as const;

/** Type, reserved, length (PS3.8 9.3.1). */
export const PDU_HEADER_BYTES = 6;
/** Length, presentation context id, message control header (PS3.8 9.3.5.1, Annex E). */
export const PDV_HEADER_BYTES = 6;
/** Of the body of A-ASSOCIATE-RJ, A-RELEASE-RQ, A-RELEASE-RP and A-ABORT. */
export const SHORT_BODY_BYTES = 4;

export function associateRqPdu(request: AssociateRq): Uint8Array {
  return pdu(PDU_TYPE.associateRq, encodeAssociateRq(request));
}

export function associateAcPdu(answer: AssociateAc): Uint8Array {
  return pdu(PDU_TYPE.associateAc, encodeAssociateAc(answer));
}

export function associateRjPdu({ result, source, reason }: Rejection): Uint8Array {
  return pdu(PDU_TYPE.associateRj, Uint8Array.of(0, result, source, reason));
}

export function releaseRqPdu(): Uint8Array {
  return pdu(PDU_TYPE.releaseRq, new Uint8Array(SHORT_BODY_BYTES));
}

export function releaseRpPdu(): Uint8Array {
  return pdu(PDU_TYPE.releaseRp, new Uint8Array(SHORT_BODY_BYTES));
}

/** Source 0: service-user, whose reason says nothing; 2: service-provider (PS3.8 9.3.8). */
export function abortPdu(source: 0 | 2, reason: number): Uint8Array {
  return pdu(PDU_TYPE.abort, Uint8Array.of(0, 0, source, reason));
}

/** What stands before the one value of a P-DATA-TF: the headers of the PDU and of the PDV. */
export function pDataHeader(
  contextId: number,
  isCommand: boolean,
  isLast: boolean,
  valueBytes: number,
): Uint8Array {
  const bytes = Buffer.allocUnsafe(PDU_HEADER_BYTES + PDV_HEADER_BYTES);
  bytes.writeUInt16BE(PDU_TYPE.pData << 8, 0);
  bytes.writeUInt32BE(PDV_HEADER_BYTES + valueBytes, 2);
  // The PDV's length counts the two bytes behind it.
  bytes.writeUInt32BE(2 + valueBytes, 6);
  bytes[10] = contextId;
  bytes[11] = Number(isCommand) | (Number(isLast) << 1);
  return bytes;
}

function pdu(type: number, body: Uint8Array): Uint8Array {
  const header = Buffer.allocUnsafe(PDU_HEADER_BYTES);
  header.writeUInt16BE(type << 8, 0);
  header.writeUInt32BE(body.length, 2);
  return Buffer.concat([header, body]);
}
