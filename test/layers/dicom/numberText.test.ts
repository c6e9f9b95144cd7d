import { encodeNumber, isNumberOf } from '../../../layers/dicom/numberText.ts';
import type { Vr } from '../../../layers/dicom/vr.ts';

/** The last number of each VR, and the first beyond it, which would be written as another. */

it.each<readonly [Vr, readonly [least: string, most: string], readonly string[]]>([
  ['US', ['0', '65535'], ['-1', '65536']],
  ['SS', ['-32768', '32767'], ['-32769', '32768']],
  ['UL', ['0', '4294967295'], ['-1', '4294967296']],
  ['SL', ['-2147483648', '2147483647'], ['-2147483649', '2147483648']],
  ['UV', ['0', '18446744073709551615'], ['-1', '18446744073709551616']],
  ['SV', ['-9223372036854775808', '9223372036854775807'], ['-9223372036854775809', '9223372036854775808']],
  ['OB', ['0', '255'], ['-1', '256']],
  ['OW', ['0', '65535'], ['-1', '65536']],
  ['AT', ['00000000', '(FFFF,FFFF)'], ['1234567', 'GGGG0000']],
  ['FL', ['-1.5', '1e30'], ['', ' ', 'x', '1e999']],
])('%s', (vr, within, beyond) => {
  expect([...within, ...beyond].filter((text) => isNumberOf(vr, text))).toEqual(within);
  expect([...within, ...beyond].filter((text) => encodeNumber(text, vr, true) !== null)).toEqual(within);
});
