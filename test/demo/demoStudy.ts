import { usWithName } from '../support/study/burnedIn.ts';
import { studyOf } from '../support/study/patient.ts';
import { planter } from '../support/study/plant.ts';
import { type SyntheticStudy, syntheticStudy } from '../support/study.ts';

const SEED = 1;

/** Shows the patient's name in its pixels, and no attribute says so. */
export const NAME_IN_PICTURE = 'us/name-in-picture.dcm';

/** The synthetic study, and one ultrasound loop of the same patient with the name burned in. */
export function demoStudy(): SyntheticStudy {
  const { files, planted } = syntheticStudy(SEED);
  const identifiers = planter(SEED);
  const bytes = usWithName(studyOf(identifiers, ['ISO_IR 100']));
  const known = new Set(planted.map(({ text }) => text));
  return {
    files: [...files, { name: NAME_IN_PICTURE, bytes, expected: 'released' }],
    planted: [...planted, ...identifiers.planted().filter(({ text }) => !known.has(text))],
  };
}
