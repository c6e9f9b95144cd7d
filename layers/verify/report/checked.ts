import { counted } from '../counted.ts';
import type { VerifyTally } from '../tally.ts';
import type { NotChecked } from './model.ts';

/** What the call gave, and so what could be checked. */
export interface Given {
  /** Only what an earlier run left was looked at. */
  readonly isOfIndex: boolean;
  readonly hasSource: boolean;
  readonly hasRules: boolean;
  readonly hasAudit: boolean;
  readonly hasDecisions: boolean;
  readonly looksAtPixels: boolean;
  readonly framesLookedAt: number;
  readonly framesNotLookedAt: number;
  readonly hasIodCheck: boolean;
  /** Pairs of which dciodvfy could not read one. */
  readonly iodUnread: number;
  readonly tally: VerifyTally;
  readonly documents: number;
}

export function checkedOf({
  isOfIndex,
  hasSource,
  hasRules,
  looksAtPixels,
  hasIodCheck,
}: Given): readonly string[] {
  if (isOfIndex) return [TOGETHER];
  return [
    'each output was read by two readers that share no code with what wrote it',
    'markers of de-identification against each other and against what is there',
    'Table E.1-1 of PS3.15, element by element at every depth, under the options that each output claims',
    'private attributes against Table E.3.10-1',
    ...(hasSource
      ? [
          'every name, identifier, place, date and UID of the source, searched in all text and all bytes of the output, also in base64, hexadecimal, UTF-16 and percent encoding',
          'the graph of UIDs: one new for each old, and each reference still leads where it led',
          'intervals between the dates of each patient',
          'digests of the pixels; of those that were blanked, that nothing else in them changed',
        ]
      : ['names, numbers, dates and addresses in kept text, and names of files, by their look']),
    ...(hasRules ? ['that what the rules remove is gone'] : []),
    ...(hasSource && hasRules ? ['every other change, against the rules'] : []),
    ...(looksAtPixels ? ['text in the pixels, by a detector'] : []),
    ...(hasIodCheck ? ['errors against the IOD that the source did not have (dciodvfy)'] : []),
    TOGETHER,
  ];
}

const TOGETHER = 'values of all kept texts together, and what outsiders can know of a patient';

export function notCheckedOf(given: Given): readonly NotChecked[] {
  const { tally } = given;
  const list: NotChecked[] = [];
  const add = (isSo: boolean, what: string, why: string): void => {
    if (isSo) list.push({ what, why });
  };
  if (given.isOfIndex)
    return [
      {
        what: 'the instances themselves',
        why: 'an index of an earlier run was named, and its report has what that run found',
      },
    ];
  add(!given.hasSource, 'whether anything of the source is left', 'no source was named (--source)');
  add(
    given.hasSource && tally.pairs < tally.outputsRead,
    `${counted(tally.outputsRead - tally.pairs, 'output')} against the source`,
    'no source fits',
  );
  add(
    tally.unsurePairs > 0,
    `UIDs and dates of ${counted(tally.unsurePairs, 'output')}`,
    'several sources fit equally',
  );
  add(
    tally.sourcesUnread > 0,
    `${counted(tally.sourcesUnread, 'file')} of the source`,
    'not DICOM, or cannot be read to the end',
  );
  add(
    tally.outputsRead < tally.outputs,
    counted(tally.outputs - tally.outputsRead, 'output'),
    'cannot be read: see the findings',
  );
  add(
    tally.readTwice < tally.outputsRead,
    `${counted(tally.outputsRead - tally.readTwice, 'output')} by a second reader`,
    'dcmjs is not installed, cannot read this, or could not hold it',
  );
  add(!given.hasRules, 'whether every change was meant', 'no rules were named (--rules)');
  add(!given.looksAtPixels, 'text in the pixels', 'no detector was asked (--look)');
  add(
    given.framesNotLookedAt > 0,
    `${counted(given.framesNotLookedAt, 'frame')} for text`,
    'of long series of frames a part is looked at, and some cannot be decoded',
  );
  add(
    tally.pixelsNotCompared > 0,
    `pixels of ${counted(tally.pixelsNotCompared, 'output')} outside of what was blanked`,
    'compressed frames are not decoded, or nothing says how they lie',
  );
  add(
    given.documents > 0,
    counted(given.documents, 'encapsulated document'),
    'PDF and other formats are searched as bytes, and not opened',
  );
  add(
    given.iodUnread > 0,
    `${counted(given.iodUnread, 'output')} against the IOD`,
    'dciodvfy could not read this or the source of it',
  );
  add(
    !given.hasIodCheck,
    'errors against the IOD',
    given.hasSource ? 'dciodvfy is not installed' : 'no source was named, or dciodvfy is not installed',
  );
  add(
    !given.hasDecisions,
    'rare values of kept texts, by a person',
    'no file of decisions was named (--decisions)',
  );
  list.push(
    { what: 'whether a face can be made of the images', why: 'this needs a person, or a test of its own' },
    { what: 'what a handwriting, a picture in a document or a sound says', why: 'this program reads text' },
    {
      what: 'names that are no attribute of the source',
      why: 'a visitor in a report is nobody that the source lists; the text layer knows names by their look alone',
    },
    {
      what: 'the population behind the release',
      why: 'risk is counted within the release: how many people there are is not in the files',
    },
  );
  return list;
}
