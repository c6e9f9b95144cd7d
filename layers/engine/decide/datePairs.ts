import { type Action, canonicalJson, type RulePlan } from '../../../rules/plan.ts';
import { parseTime } from '../../dicom/dateTime.ts';
import { type DataSet, elementWith } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag, type Tag } from '../../dicom/tag.ts';
import { isLoaded, valuesOf } from '../../dicom/values.ts';
import { Decider } from './decide.ts';

/**
 * The DA and the TM attributes that say one instant together, in one data set (PS3.6, by their names; dcm4che's 41 and six that it
 * lacks: 0014,0102, 0014,3076, 0014,407E, 0040,A023, 0040,A110, 0040,A192).
 */
export const DATE_PAIRS: readonly (readonly [date: Tag, time: Tag])[] = (
  [
    [0x00080012, 0x00080013],
    [0x00080020, 0x00080030],
    [0x00080021, 0x00080031],
    [0x00080022, 0x00080032],
    [0x00080023, 0x00080033],
    [0x00080024, 0x00080034],
    [0x00080025, 0x00080035],
    [0x00100030, 0x00100032],
    [0x00140102, 0x00140103],
    [0x00143076, 0x00143077],
    [0x0014407e, 0x0014407c],
    [0x00181012, 0x00181014],
    [0x00181200, 0x00181201],
    [0x0018700c, 0x0018700e],
    [0x00203403, 0x00203405],
    [0x00320032, 0x00320033],
    [0x00320034, 0x00320035],
    [0x00321000, 0x00321001],
    [0x00321010, 0x00321011],
    [0x00321040, 0x00321041],
    [0x00321050, 0x00321051],
    [0x0038001a, 0x0038001b],
    [0x0038001c, 0x0038001d],
    [0x00380020, 0x00380021],
    [0x00380030, 0x00380032],
    [0x00400002, 0x00400003],
    [0x00400004, 0x00400005],
    [0x00400244, 0x00400245],
    [0x00400250, 0x00400251],
    [0x00402004, 0x00402005],
    [0x0040a023, 0x0040a024],
    [0x0040a110, 0x0040a112],
    [0x0040a121, 0x0040a122],
    [0x0040a192, 0x0040a193],
    [0x00700082, 0x00700083],
    [0x21000040, 0x21000050],
    [0x30060008, 0x30060009],
    [0x30080024, 0x30080025],
    [0x30080162, 0x30080164],
    [0x30080166, 0x30080168],
    [0x30080250, 0x30080251],
    [0x300a0006, 0x300a0007],
    [0x300a022c, 0x300a022e],
    [0x300e0004, 0x300e0005],
    [0x40080100, 0x40080101],
    [0x40080108, 0x40080109],
    [0x40080112, 0x40080113],
  ] as const
).map(([date, time]) => [asTag(date), asTag(time)]);

const TIME_OF_DATE: ReadonlyMap<Tag, Tag> = new Map(DATE_PAIRS);
const DATE_OF_TIME: ReadonlyMap<Tag, Tag> = new Map(DATE_PAIRS.map(([date, time]) => [time, date]));

type Shift = Action & { readonly kind: 'shift' };
type Place = { readonly tag: Tag; readonly dataSet: DataSet };

/** The times of day in a data set that move, as values; an invalid one is empty. */
type MovingTimes = ReadonlyMap<Tag, { readonly shift: Shift; readonly values: readonly string[] }>;

/** One look over a data set, however many dates are in it. */
const MOVING_TIMES = new WeakMap<DataSet, { readonly plan: RulePlan; readonly times: MovingTimes }>();

/** Whether a shift may carry a date over midnight: one by whole days never does. */
export function carriesOver({ by, timeOfDay }: Shift): boolean {
  return by.kind === 'fixed' || timeOfDay === 'shift';
}

/**
 * The values of the time that belongs to a date and moves by the same amount, value by value; empty without such a time, or
 * the rules keep it, or move it otherwise.
 */
export function timesMovingWith(
  date: Place,
  shift: Shift,
  plan: RulePlan,
  instance: ParsedInstance,
): readonly string[] {
  const time = TIME_OF_DATE.get(date.tag);
  if (time === undefined) return NONE;
  const moving = movingTimesIn(date.dataSet, plan, instance).get(time);
  return moving !== undefined && isSameAmount(moving.shift, shift) ? moving.values : NONE;
}

/** The values of the date that a time belongs to, whatever the rules make of it; empty without such a date. */
export function datesBeside(time: Place, instance: ParsedInstance): readonly string[] {
  const tag = DATE_OF_TIME.get(time.tag);
  const date = tag === undefined ? undefined : elementWith(time.dataSet, tag);
  if (date?.vr !== 'DA' || date.items !== null || date.fragments !== null) return NONE;
  return isLoaded(instance, date) ? valuesOf(instance, date) : NONE;
}

const NONE: readonly string[] = [];

/** Whether two shifts move by as much. What becomes of the time of day afterwards is another question. */
function isSameAmount(one: Shift, other: Shift): boolean {
  if ((one.timeOfDay === 'shift') !== (other.timeOfDay === 'shift')) return false;
  return one.by === other.by || canonicalJson(one.by) === canonicalJson(other.by);
}

function movingTimesIn(dataSet: DataSet, plan: RulePlan, instance: ParsedInstance): MovingTimes {
  const known = MOVING_TIMES.get(dataSet);
  if (known?.plan === plan) return known.times;
  const times = new Map<Tag, { shift: Shift; values: readonly string[] }>();
  let decider: Decider | null = null;
  for (const element of dataSet.elements) {
    if (!DATE_OF_TIME.has(element.tag) || times.has(element.tag)) continue;
    if (element.vr !== 'TM' || element.items !== null || element.fragments !== null) continue;
    decider ??= new Decider(plan, instance);
    const { action } = decider.decide(element);
    if (action.kind !== 'shift' || !carriesOver(action)) continue;
    const values = valuesOf(instance, element).map((value) => (parseTime(value) === null ? '' : value));
    times.set(element.tag, { shift: action, values });
  }
  MOVING_TIMES.set(dataSet, { plan, times });
  return times;
}
