import { type DataSet, type Element, elementWith } from '../../../../layers/dicom/element.ts';
import { DEFAULT_LIMITS, type ParsedInstance } from '../../../../layers/dicom/parse.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import { bytesOf, textOf, valuesOf } from '../../../../layers/dicom/values.ts';
import { type Action, EMPTY_PLAN, type RulePlan, type Selector, sealPlan } from '../../../../rules/plan.ts';
import { el, type InstanceOptions, instance, inTagOrder, type Node } from '../../../support/build.ts';
import { type CleanOptions, cleanBytes, parsed } from '../harness.ts';

/** Plans of a few rules, and instances that they are tried on. */

export type RuleList = readonly (readonly [on: number | Selector, action: Action])[];

/** Everything that no rule is about stays. */
export function planWith(rules: RuleList, rest: Partial<RulePlan> = {}): RulePlan {
  const { digest: _digest, ...empty } = EMPTY_PLAN;
  return sealPlan({
    ...empty,
    ...rest,
    rules: rules.map(([on, action]) => ({
      selector: typeof on === 'number' ? { kind: 'tag', tag: asTag(on) } : on,
      action,
      origin: { source: 'test', line: null, column: null, reason: '' },
    })),
  });
}

export const SOP_INSTANCE_UID = '1.2.3.4.5';

/** An instance of these elements, with a SOP Instance UID unless they have one. */
export function made(elements: readonly Node[], options: Partial<InstanceOptions> = {}): Uint8Array {
  const hasUid = elements.some((node) => 'tag' in node && node.tag === 0x00080018);
  return instance({
    elements: inTagOrder([...(hasUid ? [] : [el(0x00080018, 'UI', SOP_INSTANCE_UID)]), ...elements]),
    ...options,
  });
}

/** What comes out, indexed, bulk values read. */
export async function cleaned(
  rules: RuleList,
  object: Uint8Array | readonly Node[],
  options: CleanOptions = {},
): Promise<ParsedInstance> {
  const bytes = object instanceof Uint8Array ? object : made(object);
  const out = await cleanBytes(bytes, { plan: planWith(rules), ...options });
  return parsed(out, { ...DEFAULT_LIMITS, firstReadBytes: out.length });
}

/** The element of a path of tags and item numbers: `at(instance, 0x00081140, 0, 0x00081155)`. */
export function at(instance: ParsedInstance, ...path: readonly number[]): Element | undefined {
  let dataSet: DataSet | undefined = instance.dataSet;
  let element: Element | undefined;
  path.forEach((step, index) => {
    if (index % 2 === 0) element = dataSet && elementWith(dataSet, asTag(step));
    else dataSet = element?.items?.[step];
  });
  return element;
}

export function values(instance: ParsedInstance, ...path: readonly number[]): readonly string[] | undefined {
  const element = at(instance, ...path);
  return element && valuesOf(instance, element);
}

export function text(instance: ParsedInstance, ...path: readonly number[]): string | undefined {
  const element = at(instance, ...path);
  return element && textOf(instance, element);
}

export function raw(instance: ParsedInstance, ...path: readonly number[]): Buffer {
  const element = at(instance, ...path);
  return element === undefined ? Buffer.alloc(0) : Buffer.from(bytesOf(instance, element));
}

export function fragmentsOf(instance: ParsedInstance, tag: number): Buffer[] {
  return (at(instance, tag)?.fragments ?? []).map(({ start, end }) =>
    Buffer.from(instance.bodyBytes.view(start, end)),
  );
}
