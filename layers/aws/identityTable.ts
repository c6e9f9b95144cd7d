import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { FaultError } from '../engine/faults.ts';
import type { IdentityKey } from '../engine/ports.ts';
import { describeFailure, sdkFailure } from './sdkErrors.ts';

/** An item of the identity table: partition key `pk`, attribute `value`; counters have `waiting` besides. */
export type TableItem = Readonly<Record<string, AttributeValue>>;

/** scope#key. The key is hexadecimal, so the last `#` parts them. */
export function partitionKey({ scope, key }: IdentityKey): string {
  return `${scope}#${key}`;
}

/** Where a scope's next number stands: no key is called so. */
export function counterKey(scope: string): string {
  return `${scope}#next`;
}

export function tableItem(pk: string, value: string): Record<string, AttributeValue> {
  return { pk: { S: pk }, value: { S: value } };
}

/** Throws `FaultError` for an item that Lethe did not write. */
export function storedValue(item: TableItem | undefined): string {
  const value = item?.value?.S;
  if (value !== undefined) return value;
  throw new FaultError(
    'IDENTITY_UNAVAILABLE',
    false,
    'The identity table holds an item without a value',
    'Check that nothing but Lethe writes to the table',
  );
}

export function identityTableFault(error: unknown): FaultError {
  if (error instanceof FaultError) return error;
  const failure = sdkFailure(error);
  return new FaultError(
    'IDENTITY_UNAVAILABLE',
    failure.passes,
    `The identity table could not be used (${describeFailure(failure)})`,
    failure.passes
      ? 'It will be tried again'
      : 'Check that the table exists, and that the role allows dynamodb:BatchGetItem, dynamodb:PutItem and dynamodb:UpdateItem on it',
  );
}

export function busyFault(what: string): FaultError {
  return new FaultError(
    'IDENTITY_UNAVAILABLE',
    true,
    what,
    'It will be tried again; raise the capacity of the table if this continues',
  );
}
