import { asTag } from '../../layers/dicom/tag.ts';
import type { DeviceRegions } from '../pixelPolicy.ts';
import { KNOWN_DEVICES } from './generated/knownDevices.generated.ts';

let devices: readonly DeviceRegions[] | null = null;

/** Devices that the lists of CTP and deid know, those of them that say the size of the image. */
export function knownDevices(): readonly DeviceRegions[] {
  devices ??= KNOWN_DEVICES.map(([conditions, size, blank]) => ({
    when: conditions.map(([tag, ...anyOf]) => ({ tag: asTag(tag), anyOf })),
    size,
    blank,
  }));
  return devices;
}
