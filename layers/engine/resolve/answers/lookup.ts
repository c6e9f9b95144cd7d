import { FaultError } from '../../faults.ts';
import type { Resolver } from '../answerer.ts';
import { substituteFor } from '../lookupTable.ts';
import type { Request } from '../requests.ts';

/** The answer where a table has nothing: no table has an empty substitute. */
export const LOOKUP_MISSED = '';

/**
 * Answers look-ups by `settle`, and gives the other requests: those that were there, and what the missed look-ups want instead. Only so is
 * nothing allocated for what a table has. Throws the refusal of a look-up that must not miss; rejects with `FaultError` if a table is not loaded.
 */
export async function settleLookups(
  requests: readonly Request[],
  resolver: Resolver,
  settle: (request: Request, answer: string) => void,
): Promise<readonly Request[]> {
  const others: Request[] = [];
  const open = [...requests];
  // What is pushed on the way is met, too. Not by `shift`, which moves all the others of a long list.
  for (const request of open) {
    if (request.kind !== 'lookup') {
      others.push(request);
      continue;
    }
    const answer = await substitute(request, resolver);
    settle(request, answer);
    if (answer === LOOKUP_MISSED) open.push(...request.whenMissing());
  }
  return others;
}

async function substitute(
  { table, original }: Request & { kind: 'lookup' },
  { lookups, subkey }: Resolver,
): Promise<string> {
  const loaded = lookups.get(table);
  if (loaded === undefined)
    throw new FaultError(
      'LOOKUP_UNAVAILABLE',
      false,
      `The table ${table.slice(0, 12)} that the rules name is not loaded`,
      'Give the table to the run or the deployment along with the rules',
    );
  return substituteFor(loaded, original.reveal(), await subkey('identity-map')) ?? LOOKUP_MISSED;
}
