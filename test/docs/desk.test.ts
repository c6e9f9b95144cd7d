import { deidCommand } from '../../cli/deid/command.ts';
import { pageAt, tableUnder, wordsIn } from '../rules/docs.ts';

test('docs/desk.md has every option of lethe deid, and no other', () => {
  const rows = tableUnder('| option | meaning |', pageAt('desk.md')).flatMap(([cell]) => wordsIn(cell));
  const named = rows.map((words) => words.split(' ')[0]);
  const options = deidCommand().options.map(({ long }) => long);
  expect(options.length).toBeGreaterThan(10);
  expect(named.toSorted()).toEqual(options.toSorted());
});
