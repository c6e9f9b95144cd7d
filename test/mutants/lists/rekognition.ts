import { type Mutant, mutantsOf } from '../mutant.ts';

/** Another detector beside the built-in one. */

const PIECES = ['test/layers/aws/rekognition.test.ts'];
const BESIDE = ['test/layers/engine/look/detector.test.ts'];

export const REKOGNITION_MUTANTS: readonly Mutant[] = [
  ...mutantsOf('layers/aws/rekognition.ts', PIECES, [
    {
      name: 'rekognition-confidence',
      replace: 'Filters: { WordFilter: { MinConfidence: 0 } },',
      by: '',
      why: 'What it is less sure of than 80 % stays.',
    },
    {
      name: 'rekognition-hundred-words',
      replace: 'if (wordsOf(detections) < MOST_WORDS) return;',
      by: 'if (wordsOf(detections) <= MOST_WORDS) return;',
      why: 'The words of a screen beyond the hundredth stay.',
    },
    {
      name: 'rekognition-one-window',
      replace: 'for (const picture of render(raster, display))',
      by: 'for (const picture of [...render(raster, display)].slice(0, 1))',
      why: 'Text that the first window does not show stays.',
    },
  ]),
  ...mutantsOf('layers/aws/rekognitionPieces.ts', PIECES, [
    {
      name: 'rekognition-shared-pixels',
      replace: 'const step = (length - SHARED) / count;',
      by: 'const step = length / count - SHARED;',
      why: 'The right and the lower end of a large picture are not all looked at.',
    },
    {
      name: 'rekognition-polygon',
      replace: '...corners.flatMap(({ X }) => X ?? [])',
      by: '...corners.slice(0, 1).flatMap(({ X }) => X ?? [])',
      why: 'What reaches beyond the coarse box stays.',
    },
    {
      name: 'rekognition-placeless',
      replace: 'if (place === null) return null;',
      by: 'if (place === null) continue;',
      why: 'A text that was seen and not placed stays, and nobody is told.',
    },
    {
      name: 'rekognition-stray-words',
      replace: "detection.Type === 'WORD' && lines.has(detection.ParentId)",
      by: "detection.Type === 'WORD'",
      why: 'A word that belongs to no line stays.',
    },
  ]),
  ...mutantsOf('layers/engine/look/look.ts', BESIDE, [
    {
      name: 'detector-left-out',
      replace: 'if (policy.detector !== undefined && detector === undefined) throw noDetector();',
      by: '',
      why: 'Where there is no Rekognition, its instances come out by the built-in detector alone.',
    },
    {
      name: 'detector-unasked',
      replace: 'policy.detector === undefined ? undefined : detector,',
      by: 'detector,',
      why: 'Frames go to a service that the rules do not name.',
    },
  ]),
  ...mutantsOf('layers/engine/look/lookForText.ts', BESIDE, [
    {
      name: 'detector-instead',
      replace: 'second === undefined ? [reader] : [reader, second]',
      by: 'second === undefined ? [reader] : [second]',
      why: 'What the built-in detector alone finds stays.',
    },
    {
      name: 'detector-beside-none',
      replace: 'second === undefined ? [reader] : [reader, second]',
      by: '[reader]',
      why: 'Rekognition is named, and never asked.',
    },
  ]),
];
