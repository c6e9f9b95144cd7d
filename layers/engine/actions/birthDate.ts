import {
  anniversaryMs,
  type Day,
  type Instant,
  isOlderThan,
  parseDate,
  placeholderDays,
} from '../../dicom/dateTime.ts';
import { asTag } from '../../dicom/tag.ts';
import { rootText } from '../../dicom/values.ts';
import type { Subject } from './handler.ts';

export const PATIENT_BIRTH_DATE = asTag(0x00100030);

const STUDY_DATE = asTag(0x00080020);

/**
 * Whether somebody born then is over an age: more than so many years before now, or before the instance's own Study Date where that is later, as a clock
 * that runs ahead may have it. HIPAA asks that no date tell such an age, at whatever time (45 CFR 164.514(b)(2)(i)(C)).
 */
export function tellsAgeOver(
  birth: Pick<Instant, 'day' | 'time' | 'zone'>,
  years: number,
  { instance, source = instance, now }: Pick<Subject, 'instance' | 'source' | 'now'>,
): boolean {
  const study = studyDayOf(source);
  const at = study === null ? now : Math.max(now, anniversaryMs(study, 0));
  return isOlderThan(birth, years, at);
}

/** The day of the study as it came; null: none is said, or a placeholder. */
function studyDayOf(instance: Subject['instance']): Day | null {
  const day = parseDate(rootText(instance, STUDY_DATE));
  return day === null || placeholderDays(undefined).has(day) ? null : day;
}
