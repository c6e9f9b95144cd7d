import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stepsOf } from './tutorials/page.ts';
import { follow } from './tutorials/reader.ts';
import { differenceFrom } from './tutorials/shown.ts';

/** How the tests of docs/tutorials follow a page: what fails must fail. */

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-page-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const block = (info: string, ...lines: readonly string[]) =>
  ['```'.concat(info), ...lines, '```', ''].join('\n');
const followed = (...blocks: readonly string[]) =>
  follow(blocks.join('\n'), { folder, env: { PATH: process.env.PATH ?? '', TMPDIR: folder } });

describe('a page', () => {
  it('is followed in its order: files, folders and names last, and both streams come as on a terminal', async () => {
    await followed(
      block('json rules.json', '{ "a": 1 }'),
      block('sh', 'mkdir inner', 'cd inner', 'FOUND=$(cat ../rules.json)', '# nobody types this'),
      block('sh', 'echo one', 'echo two \\', '  three >&2', 'echo "$FOUND"'),
      block('text', 'one', 'two three', '{ "a": 1 }'),
    );
    expect(readFileSync(join(folder, 'rules.json'), 'utf8')).toBe('{ "a": 1 }\n');
  });

  it.each([
    [
      'prints something else',
      [block('sh', 'echo one'), block('text', 'two')],
      /"two" where there came "one"/,
    ],
    [
      'prints more',
      [block('sh', 'echo one', 'echo two'), block('text', 'one')],
      /no more lines where .* "two"/,
    ],
    ['prints less', [block('sh', 'echo one'), block('text', 'one', 'two')], /"two" where there came no more/],
    ['ends in another status', [block('sh', 'false')], /line 1: "false" ended in 1/],
    ['ends in 0 where the page says 1', [block('sh', 'true # exit status 1')], /ended in 0/],
    ['is not there', [block('sh', 'lethe-is-not-here')], /ended in 127/],
  ])('fails where a command %s', async (_what, blocks, says) => {
    await expect(followed(...blocks)).rejects.toThrow(says);
  });

  it('lets what stays go on until Ctrl-C, and holds what it prints then', async () => {
    const server =
      "node -e \"process.on('SIGINT', () => { console.log('bye'); process.exit() }); require('node:net').createServer().listen(0); console.log('ready')\"";
    const started = [
      block('sh stays', server),
      block('text', 'ready'),
      block('sh', 'echo meanwhile'),
      block('text', 'meanwhile'),
    ];
    await followed(...started, block('text stopped', 'bye'));
    await expect(followed(...started, block('text stopped', 'good bye'))).rejects.toThrow(
      /"good bye" .*"bye"/,
    );
  });

  it('fails where what stays ends, or its end has another status', async () => {
    const ends = [block('sh stays', 'node -e "console.log(1)"'), block('text', '2')];
    await expect(followed(...ends)).rejects.toThrow(/it ended: .*"2" where there came "1"/);
    const badly =
      "node -e \"process.on('SIGINT', () => process.exit(3)); require('node:net').createServer().listen(0); console.log('ready')\"";
    await expect(
      followed(block('sh stays', badly), block('text', 'ready'), block('text stopped', '…', 'x', '…')),
    ).rejects.toThrow(/"x" where/);
  });

  it('has what this run puts in the place of what it says', async () => {
    const page = [block('sh', 'echo port 11112'), block('text', 'port 11112')].join('\n');
    const env = { PATH: process.env.PATH ?? '', TMPDIR: folder };
    await follow(page, { folder, env, instead: { '11112': '40001' } });
  });

  it('leaves out what was done before, which the page must have', async () => {
    const env = { PATH: process.env.PATH ?? '', TMPDIR: folder };
    const page = [block('sh', 'false', 'echo one'), block('text', 'one')].join('\n');
    await follow(page, { folder, env, done: ['false'] });
    await expect(follow(page, { folder, env, done: ['falsely'] })).rejects.toThrow(/no command "falsely"/);
  });

  it.each([
    ['a block without a word', '```\nx\n```\n', /does not say what it is/],
    ['a block without an end', '```sh\nx\n', /does not end/],
    ['another kind of commands', block('sh sometimes', 'x'), /nobody knows/],
    ['a text of no command', block('text', 'x'), /no command before it/],
    ['a text that shows nothing', block('sh', 'x') + block('text', '…'), /shows nothing/],
    ['what stays and says nothing', block('sh stays', 'x'), /must show/],
  ])('is refused with %s', (_what, page, says) => {
    expect(() => stepsOf(page)).toThrow(says);
  });

  it('shows other blocks only', () => {
    expect(stepsOf(block('json', '{}') + block('text aside', 'x'))).toEqual([]);
  });
});

describe('what a page shows', () => {
  it.each([
    ['a\nb\n', 'a\nb', true],
    ['a … c', 'a b c', true],
    ['a … c', 'a b\nc', false],
    ['…\nz', 'a\nb\nz', true],
    ['…\nz', 'z', true],
    ['a\n…', 'a', true],
    ['a\n…\nb\n…\nc', 'a\nb\nx\nb\nc', true],
    ['a\n…\nb\n…\nc', 'a\nc\nb', false],
    ['a.c', 'abc', false],
    ['a\n', 'a  \n', true],
    ['', 'a', false],
  ])('%j and what came, %j', (shown, came, fits) => {
    expect(differenceFrom(shown, came) === null).toBe(fits);
  });
});
