import { elementWith } from '../../../layers/dicom/element.ts';
import { concat, encodeElement } from '../../../layers/dicom/encode.ts';
import {
  IMPLEMENTATION_CLASS_UID,
  IMPLEMENTATION_VERSION_NAME,
} from '../../../layers/dicom/implementation.ts';
import { withoutPadding } from '../../../layers/dicom/padding.ts';
import { DEFAULT_LIMITS, PREFIX_END } from '../../../layers/dicom/parse.ts';
import { asTag } from '../../../layers/dicom/tag.ts';
import type { Vr } from '../../../layers/dicom/vr.ts';
import { walkDataSet } from '../../../layers/dicom/walk.ts';
import { ByteWindow } from '../../../layers/dicom/window.ts';

/** What the spool has to know of an instance, as it stands in the file meta information (PS3.10 7.1): no file beside it says more. */
export interface SpooledMeta {
  readonly sopClassUid: string;
  /** The original's: it is an identifier. */
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** Sending Application Entity Title (0002,0017): who called. */
  readonly callingAeTitle: string;
  /** Receiving Application Entity Title (0002,0018), and Source (0002,0016), since this file is ours: who was called. */
  readonly calledAeTitle: string;
}

const EXPLICIT_LITTLE_ENDIAN = { explicitVr: true, littleEndian: true } as const;
const GROUP_LENGTH = asTag(0x00020000);
const SOP_CLASS = asTag(0x00020002);
const SOP_INSTANCE = asTag(0x00020003);
const TRANSFER_SYNTAX = asTag(0x00020010);
const SENDING_AE = asTag(0x00020017);
const RECEIVING_AE = asTag(0x00020018);

/** The bytes before the data set of a Part 10 file: preamble, prefix and file meta information. */
export function fileMetaBytes(meta: SpooledMeta): Uint8Array {
  const group = concat([
    element(0x00020001, 'OB', Uint8Array.of(0, 1)),
    element(SOP_CLASS, 'UI', meta.sopClassUid),
    element(SOP_INSTANCE, 'UI', meta.sopInstanceUid),
    element(TRANSFER_SYNTAX, 'UI', meta.transferSyntaxUid),
    element(0x00020012, 'UI', IMPLEMENTATION_CLASS_UID),
    element(0x00020013, 'SH', IMPLEMENTATION_VERSION_NAME),
    element(0x00020016, 'AE', meta.calledAeTitle),
    element(SENDING_AE, 'AE', meta.callingAeTitle),
    element(RECEIVING_AE, 'AE', meta.calledAeTitle),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(group.length);
  const prefix = Buffer.alloc(PREFIX_END);
  prefix.write('DICM', PREFIX_END - 4, 'latin1');
  return concat([prefix, element(GROUP_LENGTH, 'UL', length), group]);
}

/**
 * Reads them back from the first bytes of a spooled file; answers them and where the data set begins. Null: the bytes are not such a file's. Where
 * another wrote it, an AE title may be empty.
 */
export function readFileMeta(head: Uint8Array): { meta: SpooledMeta; bodyStart: number } | null {
  if (
    head.length < PREFIX_END ||
    Buffer.from(head.subarray(PREFIX_END - 4, PREFIX_END)).toString('latin1') !== 'DICM'
  )
    return null;
  const end = Number.MAX_SAFE_INTEGER;
  const window = new ByteWindow(end, DEFAULT_LIMITS);
  window.add(0, head);
  try {
    const isDataSet = (tag: number) => tag >>> 16 !== 0x0002;
    const step = walkDataSet(
      window,
      PREFIX_END,
      end,
      EXPLICIT_LITTLE_ENDIAN,
      DEFAULT_LIMITS,
      isDataSet,
    ).next();
    if (step.done !== true) return null;
    const { dataSet } = step.value;
    const text = (tag: number): string => {
      const found = elementWith(dataSet, asTag(tag));
      return found === undefined ? '' : withoutPadding(window.latin1(found.valueStart, found.valueEnd));
    };
    const meta = {
      sopClassUid: text(SOP_CLASS),
      sopInstanceUid: text(SOP_INSTANCE),
      transferSyntaxUid: text(TRANSFER_SYNTAX),
      callingAeTitle: text(SENDING_AE),
      calledAeTitle: text(RECEIVING_AE),
    };
    return { meta, bodyStart: dataSet.end };
  } catch {
    return null;
  }
}

/** A UI is padded with a NUL, an AE with a space (PS3.5 6.2). */
function element(tag: number, vr: Vr, value: string | Uint8Array): Uint8Array {
  const bytes =
    typeof value === 'string'
      ? Buffer.from(value.length % 2 === 0 ? value : `${value}${vr === 'UI' ? '\0' : ' '}`, 'latin1')
      : value;
  return encodeElement({ tag: asTag(tag), vr, value: bytes }, EXPLICIT_LITTLE_ENDIAN);
}
