import { DeliveryError } from '../outbox/outgoing.ts';

/** 0000, or a warning: the receiver has the instance (PS3.7 Annex C, PS3.4 B.2.3). */
export function isStored(status: number): boolean {
  return (
    status === 0x0000 || status === 0x0001 || status === 0x0107 || status === 0x0116 || status >> 12 === 0xb
  );
}

/** What the standard calls a status of storing (PS3.4 Table B.2-1, PS3.7 Annex C, PS3.18 Table 10.5.3-1); null: it has no name there. */
export function statusName(status: number): string | null {
  const [name] = NAMES.flatMap(([first, last, text]) => (status >= first && status <= last ? [text] : []));
  return name ?? null;
}

const NAMES: readonly (readonly [first: number, last: number, name: string])[] = [
  [0x0000, 0x0000, 'success'],
  [0x0107, 0x0107, 'attribute list error'],
  [0x0110, 0x0110, 'processing failure'],
  [0x0111, 0x0111, 'duplicate SOP instance'],
  [0x0116, 0x0116, 'attribute value out of range'],
  [0x0117, 0x0117, 'invalid SOP instance'],
  [0x0118, 0x0118, 'no such SOP class'],
  [0x0119, 0x0119, 'class-instance conflict'],
  [0x0122, 0x0122, 'SOP class not supported'],
  [0x0124, 0x0124, 'not authorized'],
  [0x0210, 0x0210, 'duplicate invocation'],
  [0x0211, 0x0211, 'unrecognized operation'],
  [0x0212, 0x0212, 'mistyped argument'],
  [0x0213, 0x0213, 'resource limitation'],
  [0xa700, 0xa7ff, 'out of resources'],
  [0xa900, 0xa9ff, 'data set does not match SOP class'],
  [0xb000, 0xb000, 'coercion of data elements'],
  [0xb006, 0xb006, 'elements discarded'],
  [0xb007, 0xb007, 'data set does not match SOP class, and stored'],
  [0xc122, 0xc122, 'transfer syntax not supported'],
  [0xc000, 0xcfff, 'cannot understand'],
];

/** A status as four hexadecimal digits, as the standard writes them. */
export function statusText(status: number): string {
  return status.toString(16).toUpperCase().padStart(4, '0');
}

/** What a status of failure means for what is sent again. */
export function statusError(status: number): DeliveryError {
  const name = statusName(status);
  const said = `The receiver answered ${statusText(status)}${name === null ? '' : `, "${name}"`}`;
  if (status >> 8 === 0xa7 || status === 0x0213)
    return new DeliveryError('DELIVERY_BUSY', said, 'It has no room or no time now');
  if (status === 0x0124)
    return new DeliveryError('DELIVERY_FORBIDDEN', said, 'Let the receiver allow what Lethe sends');
  if (status === 0x0122 || status === 0x0118 || status === 0xc122)
    return new DeliveryError(
      'DELIVERY_NOT_ACCEPTED',
      said,
      'Let the receiver accept this SOP class and transfer syntax, which Lethe does not change; then send again',
    );
  if (status === 0x0111)
    return new DeliveryError(
      'DELIVERY_CONFLICT',
      said,
      'Look whether the receiver has this very instance; if it has another, remove the wrong one and send again',
    );
  if (status >> 8 === 0xa9 || status >> 12 === 0xc || status === 0x0117 || status === 0x0119)
    return new DeliveryError('DELIVERY_REFUSED', said, 'The log of the receiver says what it does not like');
  return new DeliveryError('DELIVERY_FAILED', said, 'The log of the receiver says what went wrong');
}
