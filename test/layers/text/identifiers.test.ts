import { cleanText } from '../../../layers/text/clean.ts';
import { identifiersOf } from '../../../layers/text/identifiers.ts';
import { el, instance, type Node, sq } from '../../support/build.ts';
import { parsed } from '../dicom/indexed.ts';

/** What a text may not say of its instance, by the attribute that says it. */

const SOP: readonly Node[] = [
  el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
  el(0x00080018, 'UI', '1.2.3'),
];

async function cleaned(text: string, elements: readonly Node[], meta: readonly Node[] = []): Promise<string> {
  return cleanText(text, identifiersOf(await parsed(instance({ elements: [...SOP, ...elements], meta }))))
    .text;
}

const content = (concept: string, scheme: string, text: string) =>
  sq(0x0040a730, [
    [
      sq(0x0040a043, [[el(0x00080100, 'SH', concept), el(0x00080102, 'SH', scheme)]]),
      el(0x0040a160, 'UT', text),
    ],
  ]);

it.each<readonly [string, string, readonly Node[], string]>([
  ['a name', 'knee of Thistlewood', [el(0x00100010, 'PN', 'Thistlewood^Oswin')], 'knee of [removed]'],
  [
    'a name in a sequence',
    'knee of Thistlewood',
    [sq(0x00081115, [[el(0x00081050, 'PN', 'Thistlewood^Oswin')]])],
    'knee of [removed]',
  ],
  ['a number of four digits', 'file 4711', [el(0x00100020, 'LO', '4711')], 'file [removed]'],
  ['none of three digits', 'file 471', [el(0x00100020, 'LO', '471')], 'file 471'],
  ['a number without its zeros', 'file 7342', [el(0x00100020, 'LO', '0007342')], 'file [removed]'],
  ['three letters and digits', 'file Q7Z', [el(0x00100020, 'LO', 'Q7Z')], 'file [removed]'],
  ['not what scans are called by', 'after CT1', [el(0x00100020, 'LO', 'CT1')], 'after CT1'],
  [
    'the initials of an institution',
    'at MGH today',
    [el(0x00080080, 'LO', 'Massachusetts General Hospital')],
    'at [removed] today',
  ],
  ['a town', 'from Rochester', [el(0x00081040, 'LO', 'Clinic of Rochester')], 'from [removed]'],
  [
    'a place of known words',
    'at Heart Center North',
    [el(0x00080080, 'LO', 'Quorn Heart Center North')],
    'at Heart Center North',
  ],
  ['a place as a whole', 'at Quo Heart Center', [el(0x00080080, 'LO', 'Quo Heart Center')], 'at [removed]'],
  ['a day', 'seen 31.01.', [el(0x00080020, 'DA', '20240131')], 'seen [removed].'],
  ['a day of an old date', 'seen 31.01.', [el(0x00080020, 'DA', '2024.01.31')], 'seen [removed].'],
  ['a day of an instant', 'seen 31.01.', [el(0x0008002a, 'DT', '20240131143000')], 'seen [removed].'],
  ['a time', 'at 14:30', [el(0x00080030, 'TM', '143012')], 'at [removed]'],
  [
    'a time of an instant',
    'at 14:30 or 20:24',
    [el(0x0008002a, 'DT', '20240131143000')],
    'at [removed] or 20:24',
  ],
  ['not midnight', 'at 00:00', [el(0x00080030, 'TM', '000000')], 'at 00:00'],
  ['an identifier in a report', 'on device Q7Z', [content('121016', 'DCM', 'Q7Z')], 'on device [removed]'],
  ['not of another scheme', 'on device Q7Z', [content('121016', '99LOCAL', 'Q7Z')], 'on device Q7Z'],
  ['a place in a report', 'from Ormsby', [content('121009', 'DCM', 'Ormsby')], 'from [removed]'],
])('%s', async (_what, before, elements, after) => {
  expect(await cleaned(before, elements)).toBe(after);
});

it('a node of the network, of file meta information', async () => {
  expect(await cleaned('sent by QUIMBYX', [], [el(0x00020016, 'AE', 'QUIMBYX')])).toBe('sent by [removed]');
});
