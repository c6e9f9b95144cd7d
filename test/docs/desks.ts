import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { profileRows } from '../../rules/ps315/table.ts';
import { simple } from '../cli/run.ts';
import { el } from '../support/build.ts';
import { syntheticStudy } from '../support/study.ts';
import { ROOT } from './commandPages.ts';

/** The home of whoever types: the key is made there, and compiled code is kept. */
export const HOME = mkdtempSync(join(tmpdir(), 'lethe-desk-home-'));

/** A folder in which the commands of a page are typed, as its reader has one. */
export interface Desk {
  /** Puts into the empty folder what the page takes for granted. */
  readonly prepare: (folder: string) => void;
  /** What stands for something that only the run shows, and what it is there. */
  readonly words?: Readonly<Record<string, (folder: string) => string>>;
}

const put = (folder: string, name: string, content: string | Uint8Array) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
};

/** Instances of the synthetic study: `released` ones, and one that is quarantined. */
function study(folder: string, into: string): void {
  const { files } = syntheticStudy();
  for (const { name, bytes } of files.filter(({ expected }) => expected === 'released').slice(0, 3))
    put(folder, join(into, name), bytes);
}

const rules = (folder: string, content: object = { profile: 'basic' }) =>
  put(folder, 'rules.json', JSON.stringify(content));

/** An instance with doubts, which are held under `HOLDS`. */
const HOLDS = {
  profile: 'none',
  freeText: 'hold',
  rules: [
    { select: ['PatientComments', 'ProtocolName'], action: 'review' },
    { select: ['PatientName', 'PatientID'], action: 'remove' },
  ],
};
const doubtful = (number: number) =>
  simple(
    number,
    el(0x00080070, 'LO', 'Hugin'),
    el(0x00081090, 'LO', 'H7'),
    el(0x00100010, 'PN', 'Needlemeyer^Zita'),
    el(0x00100020, 'LO', '4711'),
    el(0x00104000, 'LT', 'Discussed with Przybylski at length'),
    el(0x00181030, 'LO', 'Przybylski brain'),
  );

/** The first that is kept, by its name. */
function keptName(folder: string): string {
  for (const [area, before] of [
    ['held', 'held/'],
    ['quarantine', ''],
  ] as const) {
    const [name] = list(join(folder, 'clean.kept', area)).filter((each) => each.endsWith('.json'));
    if (name !== undefined) return before + name.slice(0, -'.json'.length);
  }
  throw new Error('nothing is kept');
}

function list(path: string): readonly string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
}

/** What a review shows of an element of the first that is held. */
function shown(folder: string, place: string): { readonly seen: string; readonly revision: string } {
  const words = ['review', 'show', '--kept', 'clean.kept', keptName(folder), '--json'];
  const text = execFileSync(process.execPath, [join(ROOT, 'cli/lethe.mjs'), ...words], {
    cwd: folder,
    env: { ...process.env, HOME },
    encoding: 'utf8',
  });
  const { elements } = JSON.parse(text) as {
    readonly elements: readonly {
      readonly place: string;
      readonly seen: string;
      readonly decision: { readonly revision: string } | null;
    }[];
  };
  const element = elements.find((each) => each.place === place);
  return { seen: element?.seen ?? '', revision: element?.decision?.revision ?? '' };
}

/** A column in the words of the published table: `RetainUids` is `retain_uids`. */
const snake = (column: string) => column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** As NEMA publishes Table E.1-1, of another edition. */
function published(): string {
  const rows = profileRows().map((row) => ({
    name: row.name,
    tagKind: row.kind === 'tag' ? 'exact' : row.kind,
    id: row.kind === 'oddgroup' ? null : row.id,
    retired: row.retired,
    inStandardCompositeIOD: row.inStandardIod,
    basicProfile: row.basic,
    options: Object.fromEntries(Object.entries(row.options).map(([column, code]) => [snake(column), code])),
  }));
  const columns = Object.fromEntries(
    [...new Set(rows.flatMap(({ options }) => Object.keys(options)))].map((name) => [name, name]),
  );
  return JSON.stringify({ edition: '2027a', columns, rows });
}

function officer(folder: string): void {
  const openssl = (...words: readonly string[]) =>
    execFileSync('openssl', words, { cwd: folder, stdio: 'ignore' });
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'officer.pem');
  openssl('pkey', '-in', 'officer.pem', '-pubout', '-out', 'officer.pub');
}

/** Runs the command as a preparation; what it says is nobody's to see. */
function deid(folder: string, from: string, into: string, ...words: readonly string[]): void {
  try {
    execFileSync(process.execPath, [join(ROOT, 'cli/lethe.mjs'), 'deid', from, '--out', into, ...words], {
      cwd: folder,
      env: { ...process.env, HOME },
      stdio: 'ignore',
    });
  } catch {
    // Status 1: something is held, which is what the page is about.
  }
}

/** A row for each page whose blocks `sh desk` are run by test/docs/commands.test.ts, in their order. */
export const DESKS: Readonly<Record<string, Desk>> = {
  'docs/desk.md': {
    prepare: (folder) => {
      study(folder, 'export');
      put(folder, 'export/letter.txt', 'Dear colleague');
    },
    words: { NAME: keptName },
  },
  'docs/dialects/ctp-pixels.md': {
    prepare: (folder) =>
      put(
        folder,
        'DicomPixelAnonymizer.script',
        '{ Manufacturer.containsIgnoreCase("ACME") * Rows.equals("512") * Columns.equals("512") }\n(0,0,512,40)\n',
      ),
  },
  'docs/dialects/ctp.md': {
    prepare: (folder) => {
      put(folder, 'LookupTable.properties', 'ptid/4711 = A-1\n');
      put(
        folder,
        'DicomAnonymizer.script',
        '<script>\n<e en="T" t="00100010" n="PatientName">@empty()</e>\n<r en="T" t="privategroups">Remove private groups</r>\n</script>\n',
      );
    },
  },
  'docs/identities.md': {
    prepare: (folder) => {
      put(
        folder,
        'export/a.dcm',
        simple(
          1,
          el(0x00100010, 'PN', 'Needlemeyer^Zita'),
          el(0x00100020, 'LO', '4711'),
          el(0x00100021, 'LO', 'HOSP'),
        ),
      );
      study(folder, 'given-away');
      deid(folder, './given-away', './made');
      mkdirSync(join(folder, 'media'));
      rules(folder, {
        identities: { patientId: { action: 'allocate', template: 'Site{####}' } },
        reidentification: 'on',
      });
    },
    words: {
      '/media/safe': () => './media',
      Site0042: () => 'Site0000',
      './export --clean ./made-by-the-other-tool': () => './given-away --clean ./made',
    },
  },
  'docs/review.md': {
    prepare: (folder) => {
      put(folder, 'export/a.dcm', doubtful(1));
      put(folder, 'export/b.dcm', doubtful(2));
      rules(folder, HOLDS);
      deid(folder, './export', './clean', '--rules', 'rules.json');
    },
    words: {
      NAME: keptName,
      REVISION: (folder) => shown(folder, '(0010,4000)').revision,
      "'(0010,4000)' --clear --seen SEEN": (folder) =>
        `'(0010,4000)' --clear --seen ${shown(folder, '(0010,4000)').seen}`,
      SEEN: (folder) => shown(folder, '(0018,1030)').seen,
    },
  },
  'docs/statement.md': {
    prepare: (folder) => {
      rules(folder);
      put(folder, 'E.1-1_2027a.json', published());
    },
  },
  'docs/verify.md': {
    prepare: (folder) => {
      study(folder, 'export');
      rules(folder);
      officer(folder);
      deid(folder, './export', './clean', '--rules', 'rules.json');
    },
  },
};
