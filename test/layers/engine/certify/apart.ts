import { memorySource, type Segment } from '../../../../layers/dicom/byteSource.ts';
import { type Edit, type Edits, elementEdits, type NewDataSet } from '../../../../layers/dicom/edit.ts';
import type { DataSet, Element } from '../../../../layers/dicom/element.ts';
import { DEFAULT_LIMITS } from '../../../../layers/dicom/parse.ts';
import { gather, splice } from '../../../../layers/dicom/splice.ts';
import { handlerOf } from '../../../../layers/engine/actions/index.ts';
import { certify } from '../../../../layers/engine/certify/certify.ts';
import { removedIdentifiers } from '../../../../layers/engine/certify/removed.ts';
import { decide } from '../../../../layers/engine/decide/decide.ts';
import type { LookupTable } from '../../../../layers/engine/resolve/lookupTable.ts';
import { resolve } from '../../../../layers/engine/resolve/resolve.ts';
import { ValueReader } from '../../../../layers/engine/resolve/valueReader.ts';
import { rewrite } from '../../../../layers/engine/rewrite/rewrite.ts';
import { systemEntropy } from '../../../../layers/local/system.ts';
import type { RulePlan } from '../../../../rules/plan.ts';
import { basicProfilePlan } from '../../../../rules/ps315/basicProfile.ts';
import { parsed } from '../../dicom/indexed.ts';
import { TEST_CLOCK, testIdentities, testKeys } from '../harness.ts';

/** The engine, taken apart after its edits: what a broken handler would have done is done to them here. */
export async function takenApart(
  bytes: Uint8Array,
  plan: RulePlan = basicProfilePlan(),
  lookups: ReadonlyMap<string, LookupTable> = new Map(),
  encrypted: NewDataSet | null = null,
) {
  const before = await parsed(bytes);
  const now = TEST_CLOCK.now();
  const decisions = decide(plan, before);
  const requests = decisions.flatMap(({ action, readAs }) =>
    handlerOf(action).needs(action, { instance: before, element: readAs, plan, now }),
  );
  const resolutions = await resolve(requests, {
    keys: testKeys(),
    identities: testIdentities(),
    entropy: systemEntropy,
    keyScope: '',
    lookups,
    values: new ValueReader(before, memorySource(bytes)),
  });
  const gone = plan.searchResidue ? removedIdentifiers(plan, before, decisions) : null;
  const edits = rewrite(plan, before, decisions, resolutions, now, gone);
  const evidence = { gone, unread: new Map<number, boolean>(), encrypted, claimsPixels: false };
  const verdict = (changed: Edits, segments: readonly Segment[] = splice(before, changed)) =>
    certify(plan, before, resolutions, gather(segments, before.metaBytes), DEFAULT_LIMITS, now, evidence);
  const judge = (changed: Edits, segments?: readonly Segment[]): string | null => {
    const found = verdict(changed, segments);
    return 'reason' in found ? found.reason.code : null;
  };
  return { before, edits, verdict, judge };
}

/** At every depth. */
export function elementsOf({ elements }: DataSet): Element[] {
  return elements.flatMap((element) => [element, ...(element.items ?? []).flatMap(elementsOf)]);
}

/** Edits without that of one element. */
export function leaving(edits: Edits, element: Element): Edits {
  const { starts, edits: all } = edits.elements;
  const left = new Map(starts.map((start, index) => [start, all[index] as Edit]));
  left.delete(element.start);
  return { ...edits, elements: elementEdits(left) };
}
