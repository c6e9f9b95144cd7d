import type { Series } from './attributes.ts';
import { changes, filled, keeps, maps, nested, numbers, type Part, part, shifts, stays } from './parts.ts';
import { timeOf } from './people.ts';

/** By modality, values that say how an image was made (PS3.3), none of which identifies. */
export function techniqueParts(series: Series): Part[] {
  const { random, modality, frameOfReferenceUid } = series;
  const number = (keyword: string, from: number, to: number) =>
    part(keyword, String(random.whole(from, to)), keeps('OPTIONS'));
  const space = [
    part('FrameOfReferenceUID', frameOfReferenceUid, changes(), maps()),
    part('PositionReferenceIndicator', '', stays()),
    part('PixelSpacing', '0.9\\0.9', keeps('OPTIONS')),
    part('SliceThickness', random.of(['1.25', '2.5', '5']), keeps('OPTIONS')),
    part('ImagePositionPatient', `-160\\-160\\${random.whole(-300, 300)}`, keeps('OPTIONS')),
    part('ImageOrientationPatient', '1\\0\\0\\0\\1\\0', keeps('OPTIONS')),
  ];
  switch (modality) {
    case 'CT':
      return [
        ...space,
        part('PatientPosition', 'HFS', keeps('OPTIONS')),
        part('AcquisitionNumber', '1', stays(), keeps('OPTIONS')),
        number('KVP', 80, 140),
        number('XRayTubeCurrent', 50, 400),
        part('RescaleIntercept', '-1024', filled()),
        part('RescaleSlope', '1', filled()),
        part('ConvolutionKernel', random.of(['B30f', 'STANDARD', 'BONE']), keeps('OPTIONS')),
      ];
    case 'MR':
      return [
        ...space,
        part('PatientPosition', 'HFS', keeps('OPTIONS')),
        part('ScanningSequence', 'SE', keeps('OPTIONS')),
        part('SequenceVariant', 'SK', keeps('OPTIONS')),
        part('ScanOptions', '', stays()),
        part('MRAcquisitionType', '2D', keeps('OPTIONS')),
        number('RepetitionTime', 400, 9000),
        number('EchoTime', 4, 120),
        part('EchoTrainLength', '', stays()),
      ];
    case 'PT':
      return [
        ...space,
        ...petSeries(series),
        part('Units', 'BQML', filled(), keeps('OPTIONS')),
        number('ActualFrameDuration', 60_000, 180_000),
        nested('RadiopharmaceuticalInformationSequence', [
          nested('RadionuclideCodeSequence'),
          part('Radiopharmaceutical', 'FDG', keeps('OPTIONS')),
          part('RadionuclideTotalDose', String(random.whole(200, 400) * 1e6), keeps('OPTIONS')),
          part('RadiopharmaceuticalStartDateTime', `${series.seriesDate}081500`, shifts()),
        ]),
      ];
    case 'CR':
      return [...radiograph(series), part('ViewPosition', 'AP', keeps('OPTIONS')), part('PlateType', '')];
    case 'DX':
      return [...radiograph(series), ...digitalXRay(), part('PositionerType', 'COLUMN', stays())];
    case 'MG':
      return [
        ...radiograph(series),
        ...digitalXRay(),
        part('PositionerType', 'MAMMOGRAPHIC', filled(), keeps('IOD')),
        part('OrganExposed', 'BREAST', filled(), keeps('IOD')),
        nested('ViewCodeSequence', [
          ...coded('399162004', 'cranio-caudal'),
          nested('ViewModifierCodeSequence'),
        ]),
      ];
    default:
      return [];
  }
}

/** What the PET IOD asks for beside (PS3.3 C.8.9). */
function petSeries({ random }: Series): Part[] {
  const required = (keyword: string, value: string) => part(keyword, value, filled(), keeps('IOD'));
  return [
    part('SeriesTime', timeOf(random), filled()),
    required('CountsSource', 'EMISSION'),
    required('SeriesType', 'STATIC\\IMAGE'),
    numbers('NumberOfSlices', 'US', 0x00540081, [random.whole(20, 300)], filled(), keeps('IOD')),
    part('CorrectedImage', 'DECY', stays(), keeps('OPTIONS')),
    required('DecayCorrection', 'START'),
    required('DecayFactor', '1.03'),
    part('CollimatorType', 'NONE', stays()),
    nested('PatientOrientationCodeSequence'),
    nested('PatientGantryRelationshipCodeSequence'),
    required('RescaleIntercept', '0'),
    required('RescaleSlope', '1'),
    required('FrameReferenceTime', '0'),
    numbers('ImageIndex', 'US', 0x00541330, [random.whole(1, 20)], filled(), keeps('IOD')),
  ];
}

function radiograph({ random }: Series): Part[] {
  return [
    part('KVP', String(random.whole(25, 125)), keeps('OPTIONS')),
    part('ExposureTime', String(random.whole(5, 900)), keeps('OPTIONS')),
  ];
}

/** What the DX IOD asks for beside (PS3.3 A.26, C.8.11). */
function digitalXRay(): Part[] {
  return [
    part('PresentationIntentType', 'FOR PRESENTATION', filled(), keeps('IOD')),
    part('ImageLaterality', 'R', filled(), keeps('IOD')),
    part('PixelIntensityRelationship', 'LOG', filled(), keeps('IOD')),
    numbers('PixelIntensityRelationshipSign', 'SS', 0x00281041, [-1], filled(), keeps('IOD')),
    part('RescaleIntercept', '0', filled(), keeps('IOD')),
    part('RescaleSlope', '1', filled(), keeps('IOD')),
    part('RescaleType', 'US', filled(), keeps('IOD')),
    part('PresentationLUTShape', 'IDENTITY', filled(), keeps('IOD')),
    part('LossyImageCompression', '00', filled(), keeps('IOD')),
    part('WindowCenter', '2048', keeps('OPTIONS')),
    part('WindowWidth', '4096', keeps('OPTIONS')),
    part('DetectorType', 'DIRECT', stays()),
    part('ImagerPixelSpacing', '0.14\\0.14', filled(), keeps('IOD')),
    nested('AnatomicRegionSequence', coded('76752008', 'Breast')),
    nested('AcquisitionContextSequence'),
  ];
}

/** A concept of SNOMED CT (PS3.3 Table 8.8-1). */
function coded(value: string, meaning: string): Part[] {
  return [
    part('CodeValue', value, filled(), keeps('IOD')),
    part('CodingSchemeDesignator', 'SCT', filled(), keeps('IOD')),
    part('CodeMeaning', meaning, filled(), keeps('IOD')),
  ];
}

/** Image Pixel (PS3.3 C.7.6.3). */
export function pixelParts(rows: number, columns: number, bits: 8 | 16): Part[] {
  const us = (keyword: string, tag: number, value: number) =>
    numbers(keyword, 'US', tag, [value], filled(), keeps('IOD'));
  return [
    us('SamplesPerPixel', 0x00280002, 1),
    part('PhotometricInterpretation', 'MONOCHROME2', filled(), keeps('IOD')),
    us('Rows', 0x00280010, rows),
    us('Columns', 0x00280011, columns),
    us('BitsAllocated', 0x00280100, bits),
    us('BitsStored', 0x00280101, bits),
    us('HighBit', 0x00280102, bits - 1),
    us('PixelRepresentation', 0x00280103, 0),
  ];
}
