import { code } from '../../../test/support/study/attribute.ts';
import type { Series } from './attributes.ts';
import { changes, filled, keeps, maps, nested, type Part, part, plain, removes, shifts } from './parts.ts';
import { personOf, timeOf } from './people.ts';
import { plantedText } from './texts.ts';

interface Shown {
  readonly sopClass: string;
  readonly series: string;
  readonly sop: string;
}

/** Comprehensive SR (PS3.3 A.35.3): what it reports on, who verified it, and content with names at the third level. */
export function reportParts(series: Series, shown: readonly Shown[]): Part[] {
  const { random, patient, hospital, seriesDate } = series;
  const verifier = personOf(random);
  const finding = plantedText('SR', series, random, 400);
  const bySeries = Map.groupBy(shown, (one) => one.series);
  return [
    part('ContentDate', seriesDate, shifts()),
    part('ContentTime', timeOf(random), filled()),
    nested('ReferencedPerformedProcedureStepSequence'),
    nested('PerformedProcedureCodeSequence'),
    part('CompletionFlag', 'COMPLETE', keeps('IOD')),
    part('VerificationFlag', 'VERIFIED', keeps('IOD')),
    nested('VerifyingObserverSequence', [
      nested('VerifyingObserverIdentificationCodeSequence'),
      part('VerifyingOrganization', hospital.name, removes()),
      // Its sequence is under code D as a whole: what is written there instead has no interval.
      part('VerificationDateTime', `${seriesDate}170155`, removes('BASIC', seriesDate)),
      part(
        'VerifyingObserverName',
        `${verifier.family}^${verifier.given}`,
        removes('HIPAA', verifier.family),
      ),
    ]),
    nested('CurrentRequestedProcedureEvidenceSequence', [
      nested(
        'ReferencedSeriesSequence',
        ...[...bySeries].map(([uid, instances]) => [
          nested(
            'ReferencedSOPSequence',
            ...instances.map(({ sopClass, sop }) => [
              part('ReferencedSOPClassUID', sopClass, keeps('IOD')),
              part('ReferencedSOPInstanceUID', sop, changes(), maps()),
            ]),
          ),
          part('SeriesInstanceUID', uid, changes(), maps()),
        ]),
      ),
      part('StudyInstanceUID', series.studyUid, changes(), maps()),
    ]),
    part('ValueType', 'CONTAINER', keeps('IOD')),
    concept('18748-4', 'LN', 'Diagnostic Imaging Report'),
    part('ContinuityOfContent', 'SEPARATE', keeps('IOD')),
    nested(
      'ContentSequence',
      [
        part('RelationshipType', 'HAS OBS CONTEXT'),
        part('ValueType', 'PNAME'),
        concept('121008', 'DCM', 'Person Observer Name'),
        part('PersonName', `${verifier.family}^${verifier.given}`, removes('HIPAA', verifier.family)),
      ],
      [
        part('RelationshipType', 'CONTAINS'),
        part('ValueType', 'TEXT'),
        concept('121071', 'DCM', 'Finding'),
        part('TextValue', finding.text, ...finding.removed.map((words) => removes('DESCRIPTORS', words))),
        nested('ContentSequence', [
          part('RelationshipType', 'HAS OBS CONTEXT'),
          part('ValueType', 'PNAME'),
          concept('121114', 'DCM', 'Performing Physician'),
          part(
            'PersonName',
            `${patient.mother.family}^${patient.mother.given}`,
            removes('HIPAA', patient.mother.family),
          ),
        ]),
      ],
    ),
  ];
}

function concept(value: string, scheme: string, meaning: string): Part {
  return nested('ConceptNameCodeSequence', code(value, scheme, meaning).map(plain));
}
