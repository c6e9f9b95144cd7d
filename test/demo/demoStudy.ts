import { attr } from '../support/study/attribute.ts';
import { usWithName } from '../support/study/burnedIn.ts';
import { studyOf } from '../support/study/patient.ts';
import { planter } from '../support/study/plant.ts';
import { type SyntheticStudy, syntheticStudy } from '../support/study.ts';

const SEED = 1;

/** Shows the patient's name in its pixels, and no attribute says so. */
export const NAME_IN_PICTURE = 'us/name-in-picture.dcm';

/** Says something that no rule can settle, in an attribute that the profile leaves. */
const FOR_REVIEW = 'us/for-review.dcm';

/** The synthetic study, and two ultrasound loops of the same patient with the name burned in, one of which a person must look at. */
export function demoStudy(): SyntheticStudy {
  const { files, planted } = syntheticStudy(SEED);
  const identifiers = planter(SEED);
  const study = studyOf(identifiers, ['ISO_IR 100']);
  const bytes = usWithName(study);
  const view = attr('ViewName', `4C ${study.family}`);
  const doubtful = usWithName(study, 'us for review', view);
  const known = new Set(planted.map(({ text }) => text));
  return {
    files: [
      ...files,
      { name: NAME_IN_PICTURE, bytes, expected: 'released' },
      { name: FOR_REVIEW, bytes: doubtful, expected: 'DOUBTFUL' },
    ],
    planted: [...planted, ...identifiers.planted().filter(({ text }) => !known.has(text))],
  };
}
