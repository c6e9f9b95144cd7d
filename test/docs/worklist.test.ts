import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FailureKind, STATUSES } from '../../cli/listen/worklist/failures.ts';
import { pageAt, tableUnder } from '../rules/docs.ts';

/** docs/network/worklist.md: dcm4chee's list row by row, each with a test that there is, and the statuses of the code. */

const PAGE = pageAt('network/worklist.md');
const LIST = tableUnder('| dcm4chee | role | DIMSE | SOP class | in Lethe | shown by |', PAGE);
const MORE = tableUnder('| what | in Lethe | shown by |', PAGE);

test('has every row of dcm4chee’s list: received and sent instances, queries and answers both ways, steps', () => {
  expect(LIST.map(([, role, dimse, sopClass]) => `${role} ${dimse} ${sopClass}`)).toEqual([
    'SCP C-STORE-RQ storage classes',
    'SCU C-STORE-RQ storage classes',
    'SCU C-STORE-RQ storage classes',
    'SCP C-FIND-RQ Modality Worklist',
    'SCU C-FIND-RSP Modality Worklist',
    'SCU C-FIND-RQ Modality Worklist',
    'SCP N-CREATE-RQ Modality Performed Procedure Step',
  ]);
});

test.each([...LIST, ...MORE].map((row) => [row[0] as string, row.at(-1) as string]))(
  '%s: is shown by a test',
  (_what, shown) => {
    const [, path = '', name = ''] = /^`([^`]+)`: (.+)$/.exec(shown) ?? [];
    const file = join(import.meta.dirname, '../..', path);
    expect([path, existsSync(file)]).toEqual([path, true]);
    const names = [
      ...readFileSync(file, 'utf8').matchAll(/\b(?:test|it|describe)\S*\(\s*'([^']+)'|^ {4}\['([^']+)'/gm),
    ];
    expect(names.map(([, given, row]) => given ?? row).filter((each) => each?.includes(name))).not.toEqual(
      [],
    );
  },
);

test('has the status of every failure', () => {
  const rows = tableUnder('| what failed | C-FIND | N-CREATE, N-SET |', PAGE);
  const hex = (status: number) => status.toString(16).toUpperCase().padStart(4, '0');
  const told = new Set(
    rows.flatMap(([, find = '', step = '']) => [`find ${find.slice(0, 4)}`, `step ${step.slice(0, 4)}`]),
  );
  for (const kind of Object.keys(STATUSES.find) as FailureKind[])
    for (const service of ['find', 'step'] as const)
      expect([kind, told.has(`${service} ${hex(STATUSES[service][kind])}`)]).toEqual([kind, true]);
});
