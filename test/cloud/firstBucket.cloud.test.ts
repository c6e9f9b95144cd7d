import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildPackages } from '../../cli/package/build.ts';
import { follow } from '../support/tutorials/reader.ts';

/**
 * docs/tutorials/first-bucket.md, followed from an empty folder with the package as it is built, and the emulator in the place of AWS. Nothing is installed,
 * for there is no registry in the emulator's network: what the page installs is that of the repository, in which the package was built.
 */
const PAGE = join(import.meta.dirname, '../../docs/tutorials/first-bucket.md');
const BIN = join(import.meta.dirname, '../../node_modules/.bin');

const root = realpathSync(mkdtempSync(join(tmpdir(), 'lethe-first-bucket-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('is followed to its end', async () => {
  const page = readFileSync(PAGE, 'utf8');
  const [folder, home, temporary] = [join(root, 'folder'), join(root, 'home'), join(root, 'tmp')];
  for (const each of [join(folder, 'node_modules/.bin'), home, temporary])
    mkdirSync(each, { recursive: true });
  symlinkSync(join(buildPackages().lethe, 'cli/lethe.mjs'), join(folder, 'node_modules/.bin/lethe'));
  const ours = Object.entries(process.env).filter(([name]) => /^(?:AWS_|NODE_EXTRA_CA_CERTS$)/.test(name));
  await follow(page, {
    folder,
    env: {
      ...(Object.fromEntries(ours) as Record<string, string>),
      HOME: home,
      TMPDIR: temporary,
      PATH: [dirname(process.execPath), process.env.LETHE_CLOUD_TOOLS, BIN, '/usr/bin', '/bin'].join(':'),
      LANG: 'C.UTF-8',
      AWS_PAGER: '',
    },
    // A stack beside that of the other tests, where the emulator is.
    instead: {
      '--stage dev': '--stage first',
      'Lethe-dev': 'Lethe-first',
      'eu-central-1': process.env.AWS_REGION ?? '',
    },
    done: page.split('\n').filter((line) => /^(?:npm install|npx cdk bootstrap)\b/.test(line)),
  });
}, 600_000);
