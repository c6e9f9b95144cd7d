import { instance, inTagOrder, type Node, TRANSFER_SYNTAX } from '../build.ts';
import { encoderOf } from '../characterSets.ts';
import { attr, code, items, openItems } from './attribute.ts';
import { patientAndStudy, type Study, senders } from './patient.ts';

/** Comprehensive SR: names, dates and UIDs down to the fourth level of its Content Sequence (PS3.3 C.17.3). */
export function structuredReport(study: Study): Uint8Array {
  const { planter, family, given } = study;
  const text = (value: string) => planter.plant(value, study.terms);
  const elements = [
    ...patientAndStudy(study),
    attr('SOPClassUID', '1.2.840.10008.5.1.4.1.1.88.33'),
    attr('SOPInstanceUID', planter.uid('sr')),
    attr('Modality', 'SR'),
    attr('Manufacturer', 'Lethe Fixtures'),
    attr('ContentDate', text(study.studyDate)),
    attr('ContentTime', text('164409.330061')),
    attr('SeriesInstanceUID', planter.uid('sr series')),
    attr('SeriesNumber', '9'),
    attr('InstanceNumber', '1'),
    attr('CompletionFlag', 'COMPLETE'),
    attr('VerificationFlag', 'VERIFIED'),
    items('VerifyingObserverSequence', [
      attr('VerifyingOrganization', text('Radiologenverbund Küste')),
      attr('VerificationDateTime', text(`${study.studyDate}170155.5+0100`)),
      attr('VerifyingObserverName', text('Iwasaki-Lund^Petra')),
      items(
        'VerifyingObserverIdentificationCodeSequence',
        code(text('LANR88120445'), 'L', text('Iwasaki-Lund')),
      ),
    ]),
    items('CurrentRequestedProcedureEvidenceSequence', [
      items('ReferencedSeriesSequence', [
        openItems('ReferencedSOPSequence', [
          attr('ReferencedSOPClassUID', '1.2.840.10008.5.1.4.1.1.2'),
          attr('ReferencedSOPInstanceUID', planter.uid('ct 0')),
        ]),
        attr('SeriesInstanceUID', planter.uid('ct series')),
      ]),
      attr('StudyInstanceUID', study.studyUid),
    ]),
    attr('ValueType', 'CONTAINER'),
    items('ConceptNameCodeSequence', code('18748-4', 'LN', 'Diagnostic Imaging Report')),
    attr('ContinuityOfContent', 'SEPARATE'),
    items(
      'ContentSequence',
      content('HAS OBS CONTEXT', 'PNAME', code('121008', 'DCM', 'Person Observer Name'), [
        attr('PersonName', text('Quintana^Ruperta^^Dr.')),
      ]),
      content('CONTAINS', 'CONTAINER', code('121070', 'DCM', 'Findings'), [
        attr('ContinuityOfContent', 'SEPARATE'),
        openItems(
          'ContentSequence',
          content('CONTAINS', 'TEXT', code('121071', 'DCM', 'Finding'), [
            attr('TextValue', text(`${family}, ${given}: Rundherd rechts, mit Halvorsen besprochen`)),
            items(
              'ContentSequence',
              content('HAS OBS CONTEXT', 'PNAME', code('121114', 'DCM', 'Performing Physician'), [
                attr('PersonName', text('Achterberg-Neffe^Eilert')),
                items(
                  'ContentSequence',
                  content('HAS PROPERTIES', 'DATETIME', code('121131', 'DCM', 'DateTime of Process Step'), [
                    attr('DateTime', text(`${study.studyDate}093044.125`)),
                  ]),
                ),
              ]),
            ),
          ]),
          content('CONTAINS', 'UIDREF', code('112002', 'DCM', 'Series Instance UID'), [
            attr('UID', planter.uid('ct series')),
          ]),
        ),
      ]),
    ),
  ];
  return instance({ meta: senders(study), text: encoderOf(study.terms), elements: inTagOrder(elements) });
}

function content(
  relationship: string,
  type: string,
  concept: readonly Node[],
  value: readonly Node[],
): Node[] {
  return [
    attr('RelationshipType', relationship),
    attr('ValueType', type),
    items('ConceptNameCodeSequence', concept),
    ...value,
  ];
}

/** RT Structure Set in implicit VR: regions of interest with their makers' names, and references three levels down. */
export function structureSet(study: Study): Uint8Array {
  const { planter, family } = study;
  const text = (value: string) => planter.plant(value, study.terms);
  const elements = [
    ...patientAndStudy(study),
    attr('SOPClassUID', '1.2.840.10008.5.1.4.1.1.481.3'),
    attr('SOPInstanceUID', planter.uid('rtstruct')),
    attr('Modality', 'RTSTRUCT'),
    attr('Manufacturer', 'Varian Medical Systems'),
    attr('SeriesDescription', text(`Planung ${family}`)),
    attr('SeriesInstanceUID', planter.uid('rtstruct series')),
    attr('SeriesNumber', '11'),
    attr('StructureSetLabel', text('PLAN_BERGS_01')),
    attr('StructureSetName', text('Zweite Serie, Frau aus Nordhafen')),
    attr('StructureSetDescription', text('Konturen von Zubrowski nach Rücksprache mit Quintana')),
    attr('StructureSetDate', text(study.studyDate)),
    attr('StructureSetTime', text('150230.770091')),
    items('ReferencedFrameOfReferenceSequence', [
      attr('FrameOfReferenceUID', study.frameOfReferenceUid),
      items('RTReferencedStudySequence', [
        attr('ReferencedSOPClassUID', '1.2.840.10008.3.1.2.3.1'),
        attr('ReferencedSOPInstanceUID', study.studyUid),
        items('RTReferencedSeriesSequence', [
          attr('SeriesInstanceUID', planter.uid('ct series')),
          items('ContourImageSequence', [
            attr('ReferencedSOPClassUID', '1.2.840.10008.5.1.4.1.1.2'),
            attr('ReferencedSOPInstanceUID', planter.uid('ct 0')),
          ]),
        ]),
      ]),
    ]),
    items('StructureSetROISequence', [
      attr('ROINumber', '1'),
      attr('ReferencedFrameOfReferenceUID', study.frameOfReferenceUid),
      attr('ROIName', text('Herd wie bei Schwester Svantje')),
      attr('ROIDescription', text('nach Bildern aus Westersand')),
      attr('ROIGenerationAlgorithm', 'MANUAL'),
    ]),
    items('ROIContourSequence', [
      attr('ROIDisplayColor', '255\\0\\0'),
      attr('ReferencedROINumber', '1'),
      items('ContourSequence', [
        attr('ContourGeometricType', 'CLOSED_PLANAR'),
        attr('NumberOfContourPoints', '3'),
        attr('ContourData', '10\\10\\0\\20\\10\\0\\15\\20\\0'),
      ]),
    ]),
    items('RTROIObservationsSequence', [
      attr('ObservationNumber', '1'),
      attr('ReferencedROINumber', '1'),
      attr('ROIObservationLabel', text('Obs Adeyemi')),
      attr('RTROIInterpretedType', 'GTV'),
      attr('ROIInterpreter', text('Adeyemi^Folake')),
    ]),
  ];
  return instance({
    transferSyntax: TRANSFER_SYNTAX.implicitLittleEndian,
    meta: senders(study),
    text: encoderOf(study.terms),
    elements: inTagOrder(elements),
  });
}
