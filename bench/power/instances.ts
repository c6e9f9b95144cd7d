import { el, instance, inTagOrder, privateBlock, sq } from '../../test/support/build.ts';
import type { MadeObject } from '../../test/support/countingAws.ts';

/** Kinds of instances that are measured; all of it is invented. */
export const KINDS = {
  'CT of 0.5 MB': { pixelBytes: 512 * 512 * 2, frames: 0 },
  '10 MB': { pixelBytes: 10_000_000, frames: 0 },
  '10 MB, 1,000 frames': { pixelBytes: 9_500_000, frames: 1_000 },
  '100 MB': { pixelBytes: 100_000_000, frames: 0 },
  '100 MB, 1,000 frames': { pixelBytes: 100_000_000, frames: 1_000 },
} as const;

export type Kind = keyof typeof KINDS;

/** The instance that the number makes its own: its UIDs are of no other. Its pixels are zeros, which are sent and not kept. */
export function made(kind: Kind, number: number): MadeObject {
  const { pixelBytes, frames } = KINDS[kind];
  const head = instance({
    elements: inTagOrder([
      el(0x00080005, 'CS', 'ISO_IR 100'),
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
      el(0x00080018, 'UI', `2.25.1.${kind.length}.${number}`),
      el(0x00080020, 'DA', '20240314'),
      el(0x00080030, 'TM', '091533.427118'),
      el(0x00080050, 'SH', 'ACC998877665'),
      el(0x00080080, 'LO', 'Klinikum Nordhafen'),
      el(0x00080090, 'PN', 'Halvorsen^Tormod'),
      el(0x00081030, 'LO', 'CT Thorax'),
      sq(0x00081140, [reference(`2.25.9.${number}.1`), reference(`2.25.9.${number}.2`)]),
      el(0x00100010, 'PN', 'Bergstrom^Oriane'),
      el(0x00100020, 'LO', 'KH-1234567'),
      el(0x00100030, 'DA', '19610914'),
      el(0x00181000, 'LO', 'SN998877'),
      el(0x0020000d, 'UI', `2.25.2.${number % 20}`),
      el(0x0020000e, 'UI', `2.25.3.${number % 20}`),
      el(0x00200052, 'UI', `2.25.4.${number % 20}`),
      el(0x00280010, 'US', [512]),
      el(0x00280011, 'US', [512]),
      ...[0x0009, 0x0019, 0x0021, 0x0027, 0x0043].flatMap((group) =>
        privateBlock(
          group,
          0x10,
          'GEMS_PARM_01',
          Array.from({ length: 40 }, (_, index) => [index + 1, 'SS', [index]] as const),
        ),
      ),
      ...(frames === 0
        ? []
        : [
            sq(
              0x52009230,
              Array.from({ length: frames }, (_, index) => [
                sq(0x00089124, [[sq(0x00082112, [reference(`2.25.5.${number}.${index}`)])]]),
              ]),
            ),
          ]),
      el(0x7fe00010, 'OW', new Uint8Array(), { length: pixelBytes }),
    ]),
  });
  return { head, sizeBytes: head.length + pixelBytes };
}

function reference(uid: string) {
  return [el(0x00081150, 'UI', '1.2.840.10008.5.1.4.1.1.2'), el(0x00081155, 'UI', uid)];
}
