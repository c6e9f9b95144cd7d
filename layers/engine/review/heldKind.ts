import { createHmac, type KeyObject } from 'node:crypto';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag } from '../../dicom/tag.ts';
import { rootText } from '../../dicom/values.ts';
import type { HeldKind } from './types.ts';

const MODALITY = asTag(0x00080060);
const MANUFACTURER = asTag(0x00080070);
const MODEL = asTag(0x00081090);
const STUDY_INSTANCE_UID = asTag(0x0020000d);
const SERIES_INSTANCE_UID = asTag(0x0020000e);

/** What a held instance is filtered by; study and series as short keyed hashes, since a filter may stand in an address. */
export function heldKind(instance: ParsedInstance, key: KeyObject): HeldKind {
  const short = (what: string, uid: string): string =>
    createHmac('sha256', key).update(`${what}\x1f${uid}`).digest('hex').slice(0, 8);
  const text = (tag: number): string => rootText(instance, asTag(tag));
  return {
    modality: text(MODALITY).slice(0, 16),
    manufacturer: text(MANUFACTURER),
    model: text(MODEL),
    device: `${text(MANUFACTURER)} ${text(MODEL)}`.trim(),
    study: short('study', text(STUDY_INSTANCE_UID)),
    series: short('series', text(SERIES_INSTANCE_UID)),
  };
}
