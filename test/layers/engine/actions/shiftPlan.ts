import type { DataSet } from '../../../../layers/dicom/element.ts';
import { formatPath } from '../../../../layers/dicom/element.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import { textOf } from '../../../../layers/dicom/values.ts';
import type { Vr } from '../../../../layers/dicom/vr.ts';
import {
  type Action,
  EMPTY_PLAN,
  type Rule,
  type RulePlan,
  type Selector,
  type Shift,
  sealPlan,
} from '../../../../rules/plan.ts';
import { el, instance, type Node } from '../../../support/build.ts';
import { cleanBytes, parsed } from '../harness.ts';

/** Plans and instances for the tests of dates, times and ages. */

export type ShiftAction = Action & { kind: 'shift' };

export function shiftBy(by: Shift, options: Partial<Omit<ShiftAction, 'kind' | 'by'>> = {}): ShiftAction {
  return {
    kind: 'shift',
    by,
    whenInvalid: 'empty',
    dropOlderThanYears: null,
    timeOfDay: 'keep',
    ...options,
  };
}

export const seconds = (count: number): Shift => ({ kind: 'fixed', seconds: count });
export const byPatient = (
  minDays = 1,
  maxDays = 365,
  direction: (Shift & { kind: 'patient' })['direction'] = 'back',
): Shift => ({ kind: 'patient', minDays, maxDays, direction });

/** Which elements, as a tag or a VR. */
export type On = number | Vr;

/** A plan that keeps all but these. */
export function planOf(...rules: readonly (readonly [on: On, action: Action])[]): RulePlan {
  const { digest: _digest, ...draft } = EMPTY_PLAN;
  return sealPlan({
    ...draft,
    rules: rules.map(([on, action]): Rule => ({ selector: selectorOf(on), action, origin: ORIGIN })),
  });
}

const ORIGIN = { source: 'test', line: null, column: null, reason: 'test' };

function selectorOf(on: On): Selector {
  return typeof on === 'number' ? { kind: 'tag', tag: asTag(on) } : { kind: 'vr', vr: on };
}

/** A plan that shifts every date and time. */
export const shiftAll = (action: ShiftAction): RulePlan =>
  planOf(['DA', action], ['TM', action], ['DT', action]);

/** An instance of one patient with these elements, in tag order. */
export function instanceWith(nodes: readonly Node[], patientId = 'P1'): Uint8Array {
  const own = [
    el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
    el(0x00080018, 'UI', '1.2.3.4'),
    el(0x00100020, 'LO', patientId),
    el(0x0020000d, 'UI', '1.2.3'),
    el(0x0020000e, 'UI', '1.2.3.1'),
  ];
  const tag = (node: Node) => ('tag' in node && node.tag !== undefined ? node.tag : 0x7fe00010);
  const given = new Set(nodes.map(tag));
  const elements = [...own.filter((node) => !given.has(tag(node))), ...nodes].sort((a, b) => tag(a) - tag(b));
  return instance({ elements });
}

/** The text of every element of the root and its items that is not a UID, by its path. */
export async function textsOf(bytes: Uint8Array): Promise<Record<string, string>> {
  const whole = await parsed(bytes);
  const texts: Record<string, string> = {};
  const visit = (dataSet: DataSet): void => {
    for (const element of dataSet.elements) {
      if (element.items !== null) element.items.forEach(visit);
      else if (element.vr !== 'UI') texts[formatPath(element)] = textOf(whole, element);
    }
  };
  visit(whole.dataSet);
  return texts;
}

/** What becomes of values of one attribute under an action. */
export async function resultOf(
  tag: number,
  vr: Vr,
  value: string,
  plan: RulePlan,
): Promise<string | undefined> {
  const path = `(${(tag >>> 16).toString(16).toUpperCase().padStart(4, '0')},${(tag & 0xffff).toString(16).toUpperCase().padStart(4, '0')})`;
  return (await textsOf(await cleanBytes(instanceWith([el(tag, vr, value)]), { plan })))[path];
}
