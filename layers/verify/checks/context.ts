import type { FindingCode, FindingList, Severity } from '../findings.ts';
import type { RuleBook, RuleWord } from '../ports.ts';
import { type Placed, placedElements, type ReadInstance } from '../reader/model.ts';
import { firstValue } from '../reader/values.ts';
import { type Claims, claimsSince } from '../standard/claims.ts';

/** An output and what it was made of, laid side by side. */
export interface Side {
  readonly instance: ReadInstance;
  readonly placed: readonly Placed[];
  readonly byPath: ReadonlyMap<string, Placed>;
}

export interface Looked {
  /** As the report names it. */
  readonly name: string;
  readonly output: Side;
  /** Null: there is no source, or none that fits. */
  readonly source: Side | null;
  readonly claims: Claims;
  readonly sopClassUid: string;
  readonly rules: RuleBook | null;
  /** Paths of sequences whose items are not those of the source one by one: what is in them cannot be compared place by place. */
  readonly reordered: ReadonlySet<string>;
  /** Whether what is claimed includes the Basic Profile: what it asks for is then an error and not a doubt. */
  readonly claimsBasic: boolean;
  find(code: FindingCode, severity: Severity, path: string, message?: string): void;
  says(placed: Placed): RuleWord;
  /** Whether the rules make something else of it, or move it. */
  isChangedByRule(placed: Placed): boolean;
}

const SOP_CLASS = 0x00080016;

export function sideOf(instance: ReadInstance): Side {
  const placed = [...placedElements(instance)];
  return { instance, placed, byPath: new Map(placed.map((each) => [each.path, each])) };
}

export function looked(
  name: string,
  output: Side,
  source: Side | null,
  rules: RuleBook | null,
  findings: FindingList,
): Looked {
  const claims = claimsSince(output.instance.dataSet, source?.instance.dataSet ?? null);
  const sopClassUid = firstValue(output.instance.dataSet, SOP_CLASS);
  const says = ({ element, sequences }: Placed): RuleWord =>
    rules === null
      ? 'silent'
      : rules.says({
          tag: element.tag,
          vr: element.vr,
          creator: element.creator,
          path: sequences,
          sopClassUid,
        });
  return {
    name,
    output,
    source,
    claims,
    sopClassUid,
    rules,
    reordered: source === null ? new Set() : reorderedIn(output, source),
    claimsBasic: claims.codes.has('113100'),
    find: (code, severity, path, message) =>
      findings.add({ code, severity, path, instance: name, ...(message === undefined ? {} : { message }) }),
    says,
    isChangedByRule: (placed) => ['changes', 'shifts', 'removes'].includes(says(placed)),
  };
}

function reorderedIn(output: Side, source: Side): ReadonlySet<string> {
  const reordered = new Set<string>();
  for (const { path, element } of output.placed) {
    const before = source.byPath.get(path)?.element.items;
    if (element.items !== null && before !== undefined && before?.length !== element.items.length)
      reordered.add(path);
  }
  return reordered;
}

/** Whether a place lies in a sequence whose items cannot be laid side by side. */
export function isReordered({ reordered }: Looked, path: string): boolean {
  if (reordered.size === 0) return false;
  for (const sequence of reordered) if (path.startsWith(`${sequence}[`)) return true;
  return false;
}

/** Whether a value has anything in it. */
export function hasValue({ element }: Placed): boolean {
  if (element.items !== null) return element.items.length > 0;
  if (element.fragments !== null) return element.fragments.length > 0;
  if (element.value !== null) return element.value.some((byte) => byte !== 0 && byte !== 0x20);
  return element.end > element.start;
}
