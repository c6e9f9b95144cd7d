import { type DataSet, formatPath } from '../../layers/dicom/element.ts';
import type { ParsedInstance } from '../../layers/dicom/parse.ts';
import { isRegisteredUid } from '../../layers/dicom/standard/uid.ts';
import { isLoaded, valuesOf } from '../../layers/dicom/values.ts';

/** An instance as it came and as it left. */
export interface Pair {
  readonly name: string;
  readonly before: ParsedInstance;
  readonly after: ParsedInstance;
}

/** What became of the references within a set of instances. */
export interface Followed {
  /** References to an instance of the set that lead to that instance's new UID. */
  readonly kept: readonly string[];
  /** Those that are no more, with what they stood in. */
  readonly gone: readonly string[];
  /** Those that lead elsewhere, or are written differently in two places: a line for each. */
  readonly broken: readonly string[];
}

const SOP_INSTANCE_UID = '(0008,0018)';

/** Follows every UID of a set that is also somebody's SOP Instance UID; any other UID must be the same one wherever it stands. */
export function followReferences(pairs: readonly Pair[]): Followed {
  const values = pairs.map(({ name, before, after }) => ({
    name,
    before: uidsByPath(before),
    after: uidsByPath(after),
  }));
  const instances = new Map<string, string>();
  for (const { before, after } of values)
    instances.set(before.get(SOP_INSTANCE_UID)?.[0] ?? '', after.get(SOP_INSTANCE_UID)?.[0] ?? '');
  const replacements = new Map<string, string>(instances);
  const [kept, gone, broken]: [string[], string[], string[]] = [[], [], []];
  for (const { name, before, after } of values)
    for (const [path, uids] of before)
      uids.forEach((uid, index) => {
        if (uid === '' || isRegisteredUid(uid) || path === SOP_INSTANCE_UID) return;
        const place = `${name} ${path}`;
        const now = after.get(path)?.[index];
        const isReference = instances.has(uid);
        if (now === undefined) {
          if (isReference) gone.push(place);
          return;
        }
        const wanted = replacements.get(uid);
        if (wanted === undefined) replacements.set(uid, now);
        else if (wanted !== now) broken.push(place);
        if (isReference && wanted === now) kept.push(place);
      });
  return { kept, gone, broken };
}

function uidsByPath(instance: ParsedInstance): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const visit = (dataSet: DataSet): void => {
    for (const element of dataSet.elements) {
      for (const item of element.items ?? []) visit(item);
      if (element.vr === 'UI' && element.items === null && isLoaded(instance, element))
        found.set(formatPath(element), valuesOf(instance, element));
    }
  };
  visit(instance.dataSet);
  return found;
}
