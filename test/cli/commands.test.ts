import { readdirSync, readFileSync } from 'node:fs';
import { COMMAND_NAMES, letheCommand } from '../../cli/commands.ts';

test('the help is the same whether a command is loaded or not', async () => {
  const help = (await letheCommand(COMMAND_NAMES)).helpInformation();
  expect((await letheCommand([])).helpInformation()).toBe(help);
  for (const name of COMMAND_NAMES) expect((await letheCommand([name])).helpInformation()).toBe(help);
});

test('every folder with a command is among them', () => {
  const cli = new URL('../../cli/', import.meta.url);
  const folders = readdirSync(cli, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^\w+\/command\.ts$/.test(path))
    .map((path) => path.split('/')[0]);
  expect(folders.sort()).toEqual([...COMMAND_NAMES].sort());
});

test('what is loaded is the command that was called', async () => {
  const { commands } = await letheCommand(['rules']);
  expect(commands.filter((each) => each.commands.length > 0).map((each) => each.name())).toEqual(['rules']);
});

test.each(COMMAND_NAMES)('%s has tests of its own, and a call of it stands on a page', (name) => {
  const tests = readdirSync(new URL('.', import.meta.url), { recursive: true, encoding: 'utf8' });
  const isItsOwn = new RegExp(`^${name}(?:/.+)?\\.test\\.ts$`);
  expect(tests.filter((path) => isItsOwn.test(path))).not.toEqual([]);
  const docs = new URL('../../docs/', import.meta.url);
  const pages = [
    new URL('../../README.md', import.meta.url),
    ...readdirSync(docs, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.md'))
      .map((path) => new URL(path, docs)),
  ];
  const isCalled = new RegExp(`\\blethe (?:-- )?${name}\\b`);
  expect(pages.some((page) => isCalled.test(readFileSync(page, 'utf8')))).toBe(true);
});
