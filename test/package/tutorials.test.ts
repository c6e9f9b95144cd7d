import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { debian, describeWith, freePort, type Program } from '../support/network/programs.ts';
import { follow } from '../support/tutorials/reader.ts';
import { downloadInto, installInto } from './packed.ts';

/**
 * Every page of docs/tutorials, followed from an empty folder by somebody who has nothing but Node and the tarballs of the packages: each command is typed,
 * and what comes is held against what the page shows.
 */
const PAGES = join(import.meta.dirname, '../../docs/tutorials');
/** It wants an account of AWS: test/cloud follows it, with an emulator in its place. */
const IN_THE_CLOUD = 'first-bucket.md';
/** What the reader of a page has from before, by its name: what CTP's DicomAnonymizerTool wrote of slices of the study, for one. */
const BROUGHT = join(import.meta.dirname, 'brought');
const pages = readdirSync(PAGES).filter((name) => name.endsWith('.md') && name !== IN_THE_CLOUD);

const root = realpathSync(mkdtempSync(join(tmpdir(), 'lethe-tutorials-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** How this machine reaches npm's registry, which a reader's reaches too; and of the rest nothing that leads back to the repository. */
const network = Object.entries(process.env).filter(([name]) =>
  /^(?:npm_config_.*|https?_proxy|no_proxy|node_extra_ca_certs)$/i.test(name),
);
const [userconfig = '', cache = ''] = ['userconfig', 'cache'].map((each) =>
  execFileSync('npm', ['config', 'get', each], { encoding: 'utf8' }).trim(),
);

function surroundings(home: string): Readonly<Record<string, string>> {
  const temporary = join(home, 'tmp');
  mkdirSync(temporary, { recursive: true });
  return {
    ...Object.fromEntries(network),
    HOME: home,
    TMPDIR: temporary,
    PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    npm_config_userconfig: userconfig,
    npm_config_cache: cache,
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
  };
}

/** Programs of others that a page types, and what brings them; a page is skipped where they are missing, unless all must be there. */
const OTHERS: readonly Program[] = [debian('storescu', 'dcmtk')];

/** Ports that pages say, since 11112 is everybody's custom; here they may be taken. */
async function portsInstead(page: string): Promise<Readonly<Record<string, string>>> {
  const said = [...new Set(page.match(/\b1111\d\b/g))];
  return Object.fromEntries(
    await Promise.all(said.map(async (port) => [port, `${await freePort()}`] as const)),
  );
}

function followed(name: string): void {
  test(name, async () => {
    const page = readFileSync(join(PAGES, name), 'utf8');
    const folder = join(root, name, 'folder');
    // A page that does not say how to install begins where desk.md has done it.
    if (/^npm install \.\/lethe-\d/m.test(page)) mkdirSync(folder, { recursive: true });
    else installInto(folder);
    downloadInto(folder);
    const brought = join(BROUGHT, name.replace(/\.md$/, ''));
    if (existsSync(brought)) cpSync(brought, folder, { recursive: true });
    const env = surroundings(join(root, name, 'home'));
    await follow(page, { folder, env, instead: await portsInstead(page) });
  });
}

for (const name of pages) {
  const page = readFileSync(join(PAGES, name), 'utf8');
  const needed = OTHERS.find((program) => new RegExp(`^(?:\\w+=\\S+ )?${program.name} `, 'm').test(page));
  if (needed === undefined) followed(name);
  else describeWith(needed, () => followed(name));
}
