import type { ReviewedValue, RulePlan } from '../../../rules/plan.ts';
import { type Element, tagPath } from '../../dicom/element.ts';
import { fitsPath } from '../../dicom/fitsPath.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag, elementOf, groupOf, isPrivateCreator } from '../../dicom/tag.ts';
import { privateCreatorOf, rootText } from '../../dicom/values.ts';

const MANUFACTURER = asTag(0x00080070);
const MODEL = asTag(0x00081090);

/** Plans with the reviewed values of some devices alone, so that each has one index, however many instances it is for. */
const PLANS = new WeakMap<RulePlan, Map<string, RulePlan>>();

/** The plan with those of its reviewed values that are about the instance's device: what is asked of the output, too, goes by the device of the source. */
export function planForDevice(plan: RulePlan, instance: ParsedInstance): RulePlan {
  const { reviewed } = plan;
  if (reviewed === undefined || reviewed.every(({ device }) => device === undefined)) return plan;
  const [manufacturer, model] = [rootText(instance, MANUFACTURER), rootText(instance, MODEL)];
  const known = PLANS.get(plan) ?? new Map<string, RulePlan>();
  PLANS.set(plan, known);
  const fitting = reviewed.filter(
    ({ device }) => device === undefined || (device.manufacturer === manufacturer && device.model === model),
  );
  const name = fitting.map((each) => reviewed.indexOf(each)).join();
  const made = known.get(name) ?? { ...plan, reviewed: fitting };
  known.set(name, made);
  return made;
}

/** What somebody has said of an attribute, whatever value it has; null: nothing. */
export function reviewedOf(
  { reviewed }: RulePlan,
  instance: ParsedInstance,
  element: Element,
): Reviewed | null {
  if (reviewed === undefined || isPrivateCreator(element.tag)) return null;
  const about = reviewed.filter(({ selector }) => isAbout(selector, instance, element));
  if (about.length === 0) return null;
  return {
    isCleared: about.some(({ clear }) => clear === true),
    confirmed: new Set(about.flatMap(({ confirm }) => confirm ?? [])),
  };
}

export interface Reviewed {
  readonly isCleared: boolean;
  readonly confirmed: ReadonlySet<string>;
}

function isAbout(selector: ReviewedValue['selector'], instance: ParsedInstance, element: Element): boolean {
  const { tag } = element;
  const isOfTag =
    selector.kind === 'tag'
      ? selector.tag === tag
      : selector.group === groupOf(tag) &&
        selector.element === (elementOf(tag) & 0xff) &&
        privateCreatorOf(instance, element) === selector.creator;
  return isOfTag && (selector.path === undefined || fitsPath(selector.path, tagPath(element).slice(0, -1)));
}
