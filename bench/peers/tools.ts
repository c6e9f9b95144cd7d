import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatTag, groupOf } from '../../layers/dicom/tag.ts';
import { profileRows } from '../../rules/ps315/table.ts';
import { NotHere, pythonWith } from './python.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const LETHE = fileURLToPath(new URL('../../cli/lethe.mjs', import.meta.url));

/** What de-identifies a folder: the command line, or why it cannot be had here. */
export interface Tool {
  readonly name: string;
  /** Called once, before the first run. Throws `NotHere`. */
  prepare(work: string): ToolCommand;
}

/** The program and its arguments for a folder of inputs and an empty one for outputs. */
export type ToolCommand = (source: string, target: string) => readonly string[];

/** Of PyPI, pinned: other versions do other things. */
const PACKAGES = ['pydicom==3.0.2', 'deid==0.4.13', 'dicognito==0.19.0', 'dicom-anonymizer==2.1.0'];

export const TOOLS: readonly Tool[] = [
  {
    name: 'Lethe',
    prepare: (work) => (source, target) => [
      process.execPath,
      LETHE,
      'deid',
      source,
      '--out',
      target,
      '--key',
      join(work, 'peers-key'),
      '--quiet',
    ],
  },
  { name: 'GDCM gdcmanon -e', prepare: gdcmanon },
  { name: 'DCMTK dcmodify, the table erased', prepare: dcmodify },
  {
    name: 'pydicom, the table by hand',
    prepare: (work) => {
      const python = pythonWith(PACKAGES);
      const table = join(work, 'table.json');
      const codes = profileRows().flatMap((row) =>
        row.kind === 'tag' ? [[row.tag.toString(16), row.basic] as const] : [],
      );
      writeFileSync(table, JSON.stringify(Object.fromEntries(codes)));
      return (source, target) => [python, join(HERE, 'pydicom_table.py'), table, source, target];
    },
  },
  {
    name: 'pydicom/deid, its recipe',
    prepare: () => {
      const python = pythonWith(PACKAGES);
      return (source, target) => [python, join(HERE, 'deid_recipe.py'), source, target];
    },
  },
  {
    name: 'dicognito',
    prepare: () => {
      const python = pythonWith(PACKAGES);
      // Its own command of this version does not start.
      const start = 'import sys; from dicognito.__main__ import main; main(sys.argv[1:])';
      return (source, target) => [python, '-c', start, source, '--output-directory', target, '--quiet'];
    },
  },
  {
    name: 'Kitware dicom-anonymizer',
    prepare: () => {
      const python = pythonWith(PACKAGES);
      return (source, target) => [join(python, '../dicom-anonymizer'), source, target];
    },
  },
  {
    name: 'dcmjs, its own list',
    prepare: () => (source, target) => [process.execPath, join(HERE, 'dcmjs_clean.mjs'), source, target],
  },
  { name: 'Orthanc, its server up', prepare: orthanc },
];

/** It wants somebody to encrypt the originals for. */
function gdcmanon(work: string): ToolCommand {
  onPath('gdcmanon', 'libgdcm-tools');
  const certificate = join(work, 'peer.pem');
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=bench'],
      ...['-keyout', join(work, 'peer.key'), '-out', certificate],
    ],
    { stdio: 'ignore' },
  );
  return (source, target) => [
    'gdcmanon',
    ...['-e', '-c', certificate, '--continue', '-r', '-i', source, '-o', target],
  ];
}

/** It works in place, and knows no table: every row that goes or is emptied is an option. */
function dcmodify(): ToolCommand {
  onPath('dcmodify', 'dcmtk');
  const erased = profileRows().flatMap((row) =>
    row.kind === 'tag' && row.basic !== 'U' && groupOf(row.tag) > 0x0002 ? ['-ea', formatTag(row.tag)] : [],
  );
  return (source, target) => {
    cpSync(source, target, { recursive: true });
    const files = readdirSync(target, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    return [
      'dcmodify',
      ...['-q', '-nb', '-imt', '-ie', '-ep', ...erased],
      ...files.map(({ parentPath, name }) => join(parentPath, name)),
    ];
  };
}

/** Any port that is free would do; this one is nobody's. */
const ORTHANC_PORT = 18_042;

/** A server with a store of its own: started once, so that its start is in no run. */
function orthanc(work: string): ToolCommand {
  onPath('Orthanc', 'orthanc');
  const store = join(work, 'orthanc');
  mkdirSync(store);
  const settings = join(store, 'orthanc.json');
  writeFileSync(
    settings,
    JSON.stringify({
      StorageDirectory: store,
      IndexDirectory: store,
      HttpPort: ORTHANC_PORT,
      RemoteAccessAllowed: false,
      DicomServerEnabled: false,
    }),
  );
  const server = spawn('Orthanc', [settings], { stdio: 'ignore' });
  process.once('exit', () => server.kill('SIGKILL'));
  server.unref();
  const client = join(HERE, 'orthanc_client.mjs');
  return (source, target) => [process.execPath, client, `http://127.0.0.1:${ORTHANC_PORT}`, source, target];
}

function onPath(program: string, debianPackage: string): void {
  if (spawnSync(program, ['--version'], { stdio: 'ignore' }).error !== undefined)
    throw new NotHere(`not installed (Debian: apt-get install ${debianPackage})`);
}
