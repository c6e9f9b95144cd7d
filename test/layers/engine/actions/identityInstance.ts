import { type DataSet, formatPath } from '../../../../layers/dicom/element.ts';
import { textOf } from '../../../../layers/dicom/values.ts';
import type { RulePlan } from '../../../../rules/plan.ts';
import { el, instance, type Node } from '../../../support/build.ts';
import { type CleanOptions, clean, cleanBytes, parsed } from '../harness.ts';

/** Instances with patients of their own, and what becomes of them. */

export const PATIENT_NAME = 0x00100010;
export const PATIENT_ID = 0x00100020;
export const ISSUER = 0x00100021;
export const QUALIFIERS = 0x00100024;
export const STUDY = 0x0020000d;

/** An instance with these elements beside its SOP class and UIDs, in tag order. */
export function instanceOf(nodes: readonly Node[]): Uint8Array {
  const own = [
    el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
    el(0x00080018, 'UI', '1.2.3.4'),
    el(STUDY, 'UI', '1.2.3'),
    el(0x0020000e, 'UI', '1.2.3.1'),
  ];
  const tag = (node: Node) => ('tag' in node && node.tag !== undefined ? node.tag : 0x7fe00010);
  const given = new Set(nodes.map(tag));
  return instance({
    elements: [...own.filter((node) => !given.has(tag(node))), ...nodes].sort((a, b) => tag(a) - tag(b)),
  });
}

/** An instance of a patient with ID and name. */
export const patient = (id: string, name = 'Doe^Jane', ...others: readonly Node[]) =>
  instanceOf([el(PATIENT_NAME, 'PN', name), el(PATIENT_ID, 'LO', id), ...others]);

export type Texts = Readonly<Record<string, string>>;

/** The text of every element of an object and its items, by path. */
export async function texts(bytes: Uint8Array): Promise<Texts> {
  const whole = await parsed(bytes);
  const found: Record<string, string> = {};
  const visit = (dataSet: DataSet): void => {
    for (const element of dataSet.elements)
      if (element.items === null) found[formatPath(element)] = textOf(whole, element);
      else element.items.forEach(visit);
  };
  visit(whole.dataSet);
  return found;
}

/** The texts of what comes out. */
export const cleaned = async (
  bytes: Uint8Array,
  plan: RulePlan,
  options: Omit<CleanOptions, 'plan'> = {},
): Promise<Texts> => texts(await cleanBytes(bytes, { plan, ...options }));

/** Code and path of why nothing comes out; null if something does. */
export async function refused(
  bytes: Uint8Array,
  plan: RulePlan,
  options: Omit<CleanOptions, 'plan'> = {},
): Promise<readonly [code: string, path: string | undefined] | null> {
  const result = await clean(bytes, { plan, ...options });
  return 'reason' in result ? [result.reason.code, result.reason.path] : null;
}
