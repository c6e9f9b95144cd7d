import type { Needle } from './search.ts';
import { structuredReport, structureSet } from './study/documents.ts';
import { ctSeries, enhancedMr, japaneseCr, usMultiFrame } from './study/images.ts';
import { studyOf } from './study/patient.ts';
import { planter } from './study/plant.ts';

export interface StudyFile {
  /** Relative path with `/` between its parts. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What must become of it: released, or quarantined or held with this code. */
  readonly expected: 'released' | 'NOT_DICOM' | 'TRUNCATED' | 'BURNED_IN_ANNOTATION' | 'DOUBTFUL';
}

export interface SyntheticStudy {
  readonly files: readonly StudyFile[];
  /** Every identifier in the files, each to be searched in bytes with `findNeedles`. */
  readonly planted: readonly Needle[];
}

/**
 * An invented study of several modalities with identifiers wherever hospitals have them: in every text VR, from the root to four
 * items deep, in private elements, file meta information and behind Pixel Data. Three files cannot be released: one is cut short,
 * one is not DICOM, one says that its pixels show text. The same seed gives the same bytes.
 */
export function syntheticStudy(seed = 1): SyntheticStudy {
  const identifiers = planter(seed);
  const latin = studyOf(identifiers, ['ISO_IR 100']);
  const unicode = { ...latin, terms: ['ISO_IR 192'] };
  const japanese = { ...latin, terms: ['ISO 2022 IR 13', 'ISO 2022 IR 87'] };
  const slices = ctSeries(latin);
  const files: StudyFile[] = [
    ...slices.map((bytes, slice) => released(`ct/slice-${slice + 1}.dcm`, bytes)),
    released('mr/enhanced.dcm', enhancedMr(unicode)),
    released('us/loop.dcm', usMultiFrame(latin, 'us', 'NO')),
    released('sr/report.dcm', structuredReport(unicode)),
    released('rt/structures.dcm', structureSet(latin)),
    released('cr/chest-japanese.dcm', japaneseCr(japanese)),
    {
      name: 'us/burned-in.dcm',
      bytes: usMultiFrame(latin, 'us burned in', 'YES'),
      expected: 'BURNED_IN_ANNOTATION',
    },
    { name: 'ct/cut-short.dcm', bytes: slices[0]!.slice(0, -4000), expected: 'TRUNCATED' },
    { name: 'letter.txt', bytes: letter(latin.family), expected: 'NOT_DICOM' },
  ];
  return { files, planted: identifiers.planted() };
}

function released(name: string, bytes: Uint8Array): StudyFile {
  return { name, bytes, expected: 'released' };
}

/** Longer than a preamble, so that it is refused for what it is. */
function letter(family: string): Uint8Array {
  const line = `Sehr geehrte Frau ${family}, Ihr Termin ist am 18. März um neun Uhr. Bitte bringen Sie Ihre Unterlagen mit.\n`;
  return new Uint8Array(Buffer.from(line.repeat(3), 'utf8'));
}
