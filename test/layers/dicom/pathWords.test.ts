import { formatPath } from '../../../layers/dicom/element.ts';
import { pathWords, withPathWords } from '../../../layers/dicom/pathWords.ts';
import { el, instance, sq } from '../../support/build.ts';
import { elementsOf, parsed } from './indexed.ts';

describe('pathWords', () => {
  it.each([
    ['(0010,0010)', 'PatientName (0010,0010)'],
    ['(0040,0275)[0](0008,0050)', 'RequestAttributesSequence (0040,0275)[1] > AccessionNumber (0008,0050)'],
    [
      '(0040,0275)[11](0040,0008)[1](0008,0100)',
      'RequestAttributesSequence (0040,0275)[12] > ScheduledProtocolCodeSequence (0040,0008)[2] > CodeValue (0008,0100)',
    ],
    ['(0009,1001)', '(0009,1001)'],
    ['(0009,1001)[0](0010,0010)', '(0009,1001)[1] > PatientName (0010,0010)'],
    ['(6002,3000)', 'OverlayData (6002,3000)'],
    ['(0018,fff0)', '(0018,fff0)'],
    ['', ''],
  ])('%s: %s', (path, words) => {
    expect(pathWords(path)).toBe(words);
  });

  it('reads every path that formatPath writes', async () => {
    const { dataSet } = await parsed(
      instance({ elements: [sq(0x00400275, [[el(0x00080050, 'SH', 'A')], [el(0x00100010, 'PN', 'B')]])] }),
    );
    const paths = [...elementsOf(dataSet)].map(formatPath).filter((path) => path.includes('['));
    expect(paths.map(pathWords)).toEqual([
      'RequestAttributesSequence (0040,0275)[1] > AccessionNumber (0008,0050)',
      'RequestAttributesSequence (0040,0275)[2] > PatientName (0010,0010)',
    ]);
  });

  it('is put into texts in place of paths, and leaves the rest', () => {
    expect(withPathWords('Too long at (0040,0275)[0](0008,0050), byte 12 (0x0c). Correct (0008,0005).')).toBe(
      'Too long at RequestAttributesSequence (0040,0275)[1] > AccessionNumber (0008,0050), byte 12 (0x0c). Correct SpecificCharacterSet (0008,0005).',
    );
  });
});
