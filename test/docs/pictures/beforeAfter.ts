import { basicProfile, deidentify } from '../../../layers/library/lethe.ts';
import { table } from '../../../rules/markdown.ts';
import { elementRows } from '../../demo/elementRows.ts';
import { ultrasound } from './frames.ts';

/** Pseudonyms and UIDs come from the key: the table stays the same under one that anybody knows. */
const SECRET = Buffer.alloc(32, 'a key for the README');

/** What the README shows of the instance, in its own order. */
const SHOWN = [
  'PatientName',
  'PatientID',
  'PatientBirthDate',
  'PatientSex',
  'StudyDate',
  'StudyDescription',
  'InstitutionName',
  'SOPInstanceUID',
  'Modality',
  'Rows',
] as const;

/** The table of the README: an instance before and after the Basic Profile, under the pictures of its first frame. */
export async function beforeAfterTable(): Promise<string> {
  const bytes = ultrasound();
  const result = await deidentify(bytes, basicProfile(), SECRET);
  if (result.outcome !== 'released') throw new Error(`the ultrasound is ${result.outcome}`);
  const rows = (await elementRows(bytes, result.bytes)).filter(({ depth }) => depth === 0);
  const cells = SHOWN.map((keyword) => {
    const row = rows.find(({ name }) => name.endsWith(` ${keyword}`));
    if (row === undefined) throw new Error(`the ultrasound has no ${keyword}`);
    const { before, after, change } = row;
    const left = change === 'removed' ? '*removed*' : change === 'emptied' ? '*emptied*' : `\`${after}\``;
    return [keyword, `\`${before}\``, change === 'same' ? 'the same' : left];
  });
  const picture = (alt: string, name: string) => `![${alt}](docs/pictures/${name}.png)`;
  return table(
    ['', 'as it came', 'as it left'],
    [
      [
        'first frame',
        picture('An ultrasound with a name in its top left corner', 'pixels-before'),
        picture('The same ultrasound: the name is blanked, and nothing else has changed', 'pixels-after'),
      ],
      ...cells,
    ],
  );
}

/** The tables within the README, by name. */
export async function readmeTables(): Promise<Readonly<Record<string, () => string>>> {
  const made = await beforeAfterTable();
  return { 'before and after': () => made };
}
