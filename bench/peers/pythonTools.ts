import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { profileRows } from '../../rules/ps315/table.ts';
import { pythonWith } from './python.ts';
import type { Tool } from './tool.ts';

/** Packages of PyPI, each in an environment of its own. Pinned: other versions do other things. */
const PINS = {
  pydicom: ['pydicom==3.0.2'],
  deid: ['deid==0.4.13', 'pydicom==3.0.2'],
  dicognito: ['dicognito==0.19.0'],
  kitware: ['dicom-anonymizer==2.1.0'],
} as const;
const versionOf = (pins: readonly string[]) => () => (pins[0] as string).split('==')[1] as string;
const script = (name: string) => join(import.meta.dirname, name);

/** A script of ours that calls a package. */
function scripted(
  name: string,
  pins: readonly string[],
  configuration: Tool['configuration'],
  how: string,
  file: string,
  argumentsOf: (work: string) => readonly string[] = () => [],
): Tool {
  return {
    name,
    version: versionOf(pins),
    configuration,
    how,
    prepare: (work) => {
      const python = pythonWith(pins);
      const more = argumentsOf(work);
      return (source, target) => [python, script(file), ...more, source, target];
    },
  };
}

export const PYTHON_TOOLS: readonly Tool[] = [
  scripted(
    'pydicom, the table by hand',
    PINS.pydicom,
    'default',
    'a script of forty lines over Table E.1-1, as many people write it',
    'pydicom_table.py',
    (work) => [tableFile(work)],
  ),
  scripted(
    'pydicom/deid',
    PINS.deid,
    'default',
    'the recipe that it brings, private attributes removed',
    'deid_recipe.py',
  ),
  {
    name: 'dicognito',
    version: versionOf(PINS.dicognito),
    configuration: 'default',
    how: 'its command with `--seed`; it has no option for descriptions, and shifts dates as it is',
    prepare: () => {
      const python = pythonWith(PINS.dicognito);
      // Its own command of this version does not start.
      const start = 'import sys; from dicognito.__main__ import main; main(sys.argv[1:])';
      return (source, target) => [
        python,
        ...['-c', start, source, '--output-directory', target, '--quiet', '--seed', 'scorecard'],
      ];
    },
  },
  {
    name: 'Kitware dicom-anonymizer',
    version: versionOf(PINS.kitware),
    configuration: 'default',
    how: '`dicom-anonymizer SOURCE TARGET`',
    prepare: () => {
      const python = pythonWith(PINS.kitware);
      return (source, target) => [join(python, '../dicom-anonymizer'), source, target];
    },
  },
];

/** Table E.1-1 as JSON: tag to code. */
function tableFile(work: string): string {
  const table = join(work, 'table.json');
  const codes = profileRows().flatMap((row) =>
    row.kind === 'tag' ? [[row.tag.toString(16), row.basic] as const] : [],
  );
  writeFileSync(table, JSON.stringify(Object.fromEntries(codes)));
  return table;
}
