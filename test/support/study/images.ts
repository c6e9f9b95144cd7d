import {
  el,
  fragments,
  instance,
  inTagOrder,
  type Node,
  pixels,
  privateBlock,
  sq,
  TRANSFER_SYNTAX,
} from '../build.ts';
import { encoderOf } from '../characterSets.ts';
import { attr, items, openItems } from './attribute.ts';
import { patientAndStudy, type Study, senders } from './patient.ts';
import { fan, phantom, rleFrame } from './pictures.ts';

const SLICES = 6;
const SIDE = 64;

/** Uncompressed CT slices; one is implicit VR, one deflated, one big endian, one without defined lengths. */
export function ctSeries(study: Study): Uint8Array[] {
  const syntaxes = ['explicitLittleEndian', 'implicitLittleEndian', 'deflated', 'explicitBigEndian'] as const;
  return Array.from({ length: SLICES }, (_, slice) =>
    instance({
      transferSyntax: TRANSFER_SYNTAX[syntaxes[slice] ?? 'explicitLittleEndian'],
      meta: senders(study),
      text: encoderOf(study.terms),
      elements: inTagOrder(ctSlice(study, slice)),
    }),
  );
}

export function ctSlice(study: Study, slice: number): Node[] {
  const { planter, family } = study;
  const text = (value: string) => planter.plant(value, study.terms);
  const referenced = (label: string) => [
    attr('ReferencedSOPClassUID', '1.2.840.10008.5.1.4.1.1.2'),
    attr('ReferencedSOPInstanceUID', planter.uid(label)),
  ];
  const nest = slice === 4 ? openItems : items;
  return [
    ...patientAndStudy(study),
    attr('ImageType', 'ORIGINAL\\PRIMARY\\AXIAL'),
    attr('SOPClassUID', '1.2.840.10008.5.1.4.1.1.2'),
    attr('SOPInstanceUID', planter.uid(`ct ${slice}`)),
    attr('SeriesDate', text(study.studyDate)),
    attr('ContentDate', text(study.studyDate)),
    attr('SeriesTime', text('092011.118402')),
    attr('AcquisitionDateTime', text(`${study.studyDate}09201${slice}.118402`)),
    attr('ContentTime', text(`09201${slice}.250017`)),
    attr('Modality', 'CT'),
    attr('Manufacturer', 'SIEMENS'),
    attr('ManufacturerModelName', 'SOMATOM Definition Flash'),
    attr('SeriesDescription', text(`Thorax nativ ${family}`)),
    nest('ReferencedImageSequence', referenced('ct localizer'), referenced('ct previous')),
    el(0x00203401, 'CS', text('NHF_MODDEV_11')),
    attr('ProtocolName', text('Thorax Nordhafen Standard')),
    attr('SliceThickness', '5'),
    attr('KVP', '120'),
    attr('ContrastBolusAgent', text('Charge 55-8812-K Patientin')),
    el(0x00184000, 'LT', text('Wiederholung, da Frau hustete: siehe KIS-Notiz')),
    // An item that stays, with things in it that go: depth 2.
    nest('ReferencedSeriesSequence', [
      attr('SeriesInstanceUID', planter.uid('ct previous series')),
      nest('ReferencedInstanceSequence', [
        ...referenced('ct previous instance'),
        attr('PatientName', text(`${family}^Nested`)),
      ]),
    ]),
    attr('SeriesInstanceUID', planter.uid('ct series')),
    attr('SeriesNumber', '2'),
    attr('InstanceNumber', `${slice + 1}`),
    attr('ImagePositionPatient', `-160\\-160\\${slice * 5}`),
    attr('ImageOrientationPatient', '1\\0\\0\\0\\1\\0'),
    attr('FrameOfReferenceUID', study.frameOfReferenceUid),
    attr('ImageComments', text('Befund an Halvorsen per Fax 04920-771203')),
    ...imagePixel(SIDE, SIDE, 16, 'MONOCHROME2', 1),
    attr('PixelSpacing', '5\\5'),
    attr('RescaleIntercept', '-1024'),
    attr('RescaleSlope', '1'),
    ...siemensBlock(study),
    pixels(phantom(SIDE, SIDE, slice)),
    // Behind Pixel Data.
    ...privateBlock(0x7fe1, 0x10, 'SIEMENS CSA NON-IMAGE', [
      [0x10, 'OB', latin(text('Exportiert von Zubrowski-PC'))],
    ]),
  ];
}

/** A CSA-like header: a maker's own format, in which the patient's name stands in plain bytes. */
function siemensBlock({ planter, family, given, patientId, terms }: Study): Node[] {
  const csa = `SV10\u0004\u0003\u0002\u0001tPatientsName:"${family}" tPatientID:"${patientId}" tRefPhys:"Halvorsen" end of header`;
  planter.plant(family, terms);
  return [
    ...privateBlock(0x0029, 0x10, 'SIEMENS CSA HEADER', [
      [0x08, 'CS', 'IMAGE NUM 4'],
      [0x10, 'OB', latin(csa)],
      [0x09, 'LO', planter.plant(`csa^${given}`)],
    ]),
    ...privateBlock(0x0029, 0x11, 'SIEMENS MEDCOM HEADER', [
      [
        0x40,
        'SQ',
        [
          [
            attr('PatientName', planter.plant('Medcom-Schattenkopie^Name')),
            ...privateBlock(0x0029, 0x10, 'NESTED MAKER', [[1, 'LO', planter.plant('nested-private-4D77')]]),
          ],
        ],
      ],
    ]),
  ];
}

/** Enhanced MR: four frames whose functional groups each name a time, a comment and a UID (PS3.3 A.36.2). */
export function enhancedMr(study: Study): Uint8Array {
  const { planter } = study;
  const text = (value: string) => planter.plant(value, study.terms);
  const frames = [0, 1, 2, 3];
  const elements = [
    ...patientAndStudy(study),
    attr('ImageType', 'ORIGINAL\\PRIMARY\\T2\\NONE'),
    attr('SOPClassUID', '1.2.840.10008.5.1.4.1.1.4.1'),
    attr('SOPInstanceUID', planter.uid('mr')),
    attr('ContentDate', text(study.studyDate)),
    attr('AcquisitionDateTime', text(`${study.studyDate}101544.730+0100`)),
    attr('ContentTime', text('101544.730551')),
    attr('Modality', 'MR'),
    attr('Manufacturer', 'GE MEDICAL SYSTEMS'),
    attr('SeriesDescription', text('T2 TSE Knie links, Sturz Trockendock')),
    attr('SeriesInstanceUID', planter.uid('mr series')),
    attr('InstanceNumber', '1'),
    attr('FrameOfReferenceUID', study.frameOfReferenceUid),
    attr('NumberOfFrames', `${frames.length}`),
    ...imagePixel(32, 32, 16, 'MONOCHROME2', 1),
    ...privateBlock(0x0009, 0x10, 'GEMS_IDEN_01', [
      [0x02, 'SH', text('GE-SUITE-NHF')],
      [0xe3, 'UI', planter.uid('ge equipment')],
    ]),
    ...privateBlock(0x0043, 0x10, 'GEMS_PARM_01', [
      [0x60, 'IS', text('1904417733')],
      [0xf0, 'UN', latin(text('GE parm Vandersteen'))],
    ]),
    openItems('SharedFunctionalGroupsSequence', [
      openItems('PixelMeasuresSequence', [attr('SliceThickness', '4'), attr('PixelSpacing', '0.8\\0.8')]),
      openItems('ReferencedImageSequence', [
        attr('ReferencedSOPClassUID', '1.2.840.10008.5.1.4.1.1.4'),
        attr('ReferencedSOPInstanceUID', planter.uid('mr localizer')),
      ]),
    ]),
    items(
      'PerFrameFunctionalGroupsSequence',
      ...frames.map((frame) => [
        items('FrameContentSequence', [
          attr('FrameAcquisitionDateTime', text(`${study.studyDate}10154${frame}.5+0100`)),
          attr('FrameReferenceDateTime', text(`${study.studyDate}10154${frame}.7+0100`)),
          attr('StackID', '1'),
          attr('InStackPositionNumber', [frame + 1]),
          attr('FrameComments', text(`Bild ${frame}: Patientin ${study.family} bewegt`)),
        ]),
        items('PlanePositionSequence', [attr('ImagePositionPatient', `0\\0\\${frame * 4}`)]),
        items('DerivationImageSequence', [
          items('SourceImageSequence', [
            attr('ReferencedSOPClassUID', '1.2.840.10008.5.1.4.1.1.4'),
            attr('ReferencedSOPInstanceUID', planter.uid(`mr source ${frame}`)),
          ]),
        ]),
        sq(
          0x20051101,
          [
            [
              attr('AcquisitionTime', text(`10154${frame}.123987`)),
              el(0x20050010, 'LO', 'Philips MR Imaging DD 001'),
              el(0x200510f1, 'LO', text(`frame-secret-${frame}`)),
            ],
          ],
          { undefinedLength: true },
        ),
        el(0x20050011, 'LO', 'Philips MR Imaging DD 002'),
      ]),
    ),
    pixels(frames.flatMap((frame) => phantom(32, 32, frame))),
  ];
  return instance({ meta: senders(study), text: encoderOf(study.terms), elements: inTagOrder(elements) });
}

/** US: RGB frames in RLE. `burnedIn`: as the machine says of its own pixels. */
export function usMultiFrame(study: Study, label: string, burnedIn: 'YES' | 'NO'): Uint8Array {
  const { planter } = study;
  const text = (value: string) => planter.plant(value, study.terms);
  const frames = [0, 1, 2];
  const elements = [
    ...patientAndStudy(study),
    attr('ImageType', 'ORIGINAL\\PRIMARY'),
    attr('SOPClassUID', '1.2.840.10008.5.1.4.1.1.3.1'),
    attr('SOPInstanceUID', planter.uid(label)),
    attr('Modality', 'US'),
    attr('Manufacturer', 'GE Vingmed Ultrasound'),
    attr('SeriesInstanceUID', planter.uid('us series')),
    items('TransducerIdentificationSequence', [
      attr('DeviceSerialNumber', text(`TRX${planter.digits('transducer', 8)}`)),
    ]),
    attr('FrameTime', '40'),
    attr('InstanceNumber', '1'),
    attr('NumberOfFrames', `${frames.length}`),
    el(0x00280009, 'AT', [0x00181063]),
    ...imagePixel(48, 64, 8, 'RGB', 3),
    attr('PlanarConfiguration', [1]),
    attr('BurnedInAnnotation', burnedIn),
    // Where the machine stands: GPS coordinates in EXIF-like attributes.
    attr('GPSLatitude', text('53.5108231')),
    attr('GPSDifferential', text('1833407')),
    fragments(
      frames.map((frame) => [rleFrame(fan(48, 64, frame))]),
      { offsetTable: 'frames' },
    ),
    attr('DataSetTrailingPadding', latin(text('padding of Suite 04'))),
  ];
  return instance({
    transferSyntax: TRANSFER_SYNTAX.rleLossless,
    meta: senders(study),
    text: encoderOf(study.terms),
    elements: inTagOrder(elements),
  });
}

/** PS3.5 H.3.2: a name in half-width katakana, kanji and hiragana. */
export function japaneseCr(study: Study): Uint8Array {
  const { planter, terms } = study;
  const text = (value: string) => planter.plant(value, terms);
  const elements = [
    attr('SpecificCharacterSet', terms.join('\\')),
    attr('SOPClassUID', '1.2.840.10008.5.1.4.1.1.1'),
    attr('SOPInstanceUID', planter.uid('cr')),
    attr('StudyDate', text('20240405')),
    attr('ContentDate', text('20240405')),
    attr('StudyTime', text('143300.100200')),
    attr('ContentTime', text('143301.100200')),
    attr('AccessionNumber', text(`JP${planter.digits('jp accession', 9)}`)),
    attr('Modality', 'CR'),
    attr('Manufacturer', 'FUJIFILM Corporation'),
    attr('InstitutionName', text('北浜総合病院')),
    attr('ReferringPhysicianName', text('ｸﾛｶﾜ^ﾏｻﾋﾛ=黒川^正弘=くろかわ^まさひろ')),
    attr('StudyDescription', text('胸部正面紺納様')),
    items('RequestAttributesSequence', [attr('ScheduledProcedureStepDescription', text('紺納様再検査依頼'))]),
    attr('PatientName', text('ｺﾝﾉｳ^ﾐｻｷｺ=紺納^美咲子=こんのう^みさきこ')),
    attr('PatientID', text(`JP-${planter.digits('jp id', 8)}`)),
    attr('PatientBirthDate', text('19870723')),
    attr('PatientSex', 'F'),
    attr('PatientComments', text('家族へ電話連絡済み')),
    attr('BodyPartExamined', 'CHEST'),
    attr('StudyInstanceUID', planter.uid('jp study')),
    attr('SeriesInstanceUID', planter.uid('jp series')),
    attr('StudyID', text(`JS${planter.digits('jp study', 7)}`)),
    attr('SeriesNumber', '1'),
    attr('InstanceNumber', '1'),
    ...imagePixel(32, 32, 16, 'MONOCHROME1', 1),
    pixels(phantom(32, 32, 1)),
  ];
  return instance({ meta: senders(study), text: encoderOf(terms), elements: inTagOrder(elements) });
}

/** The Image Pixel Module of unsigned samples. */
export function imagePixel(
  rows: number,
  columns: number,
  bits: 8 | 16,
  photometric: string,
  samples: 1 | 3,
): Node[] {
  return [
    attr('SamplesPerPixel', [samples]),
    attr('PhotometricInterpretation', photometric),
    attr('Rows', [rows]),
    attr('Columns', [columns]),
    attr('BitsAllocated', [bits]),
    attr('BitsStored', [bits]),
    attr('HighBit', [bits - 1]),
    attr('PixelRepresentation', [0]),
  ];
}

function latin(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}
