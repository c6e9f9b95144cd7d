import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatTag, groupOf } from '../../layers/dicom/tag.ts';
import { profileRows } from '../../rules/ps315/table.ts';
import { onPath, type Tool, type ToolCommand, versionOf } from './tool.ts';

/** Programs of Debian's, and a server. */
export const PROGRAMS: readonly Tool[] = [
  {
    name: 'GDCM gdcmanon -e',
    version: versionOf('gdcmanon', 'libgdcm-tools'),
    configuration: 'default',
    how: '`gdcmanon -e --continue -r` over the folder, again without a file at which it stopped; it has no option beside the profile of 2008',
    prepare: gdcmanon,
  },
  {
    name: 'DCMTK dcmodify, the table erased',
    version: versionOf('dcmodify', 'dcmtk'),
    configuration: 'default',
    how: '`dcmodify -ea` for every row of Table E.1-1 that is not a UID, `-ep` for private attributes',
    prepare: dcmodify,
  },
  {
    name: 'Orthanc, its server up',
    version: versionOf('Orthanc', 'orthanc'),
    configuration: 'default',
    how: '`/tools/bulk-anonymize` of all patients, without parameters',
    prepare: (work) => orthanc(work, '{}', 18_042),
  },
  {
    name: 'Orthanc, its server up',
    version: versionOf('Orthanc', 'orthanc'),
    configuration: 'best',
    how: 'as above with `Keep` for sex, age, size and weight; it shifts no dates and cleans no text',
    prepare: (work) =>
      orthanc(
        work,
        JSON.stringify({ Keep: ['PatientSex', 'PatientAge', 'PatientSize', 'PatientWeight'] }),
        18_043,
      ),
  },
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
  const script = join(import.meta.dirname, 'gdcmanon.mjs');
  return (source, target) => [process.execPath, script, certificate, source, target];
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

/** A server with a store of its own: started once, so that its start is in no run. `port`: any that is free would do. */
function orthanc(work: string, request: string, port: number): ToolCommand {
  onPath('Orthanc', 'orthanc');
  const store = join(work, `orthanc-${port}`);
  mkdirSync(store);
  const settings = join(store, 'orthanc.json');
  writeFileSync(
    settings,
    JSON.stringify({
      StorageDirectory: store,
      IndexDirectory: store,
      HttpPort: port,
      RemoteAccessAllowed: false,
      DicomServerEnabled: false,
    }),
  );
  const server = spawn('Orthanc', [settings], { stdio: 'ignore' });
  process.once('exit', () => server.kill('SIGKILL'));
  server.unref();
  const client = join(import.meta.dirname, 'orthanc_client.mjs');
  return (source, target) => [process.execPath, client, `http://127.0.0.1:${port}`, source, target, request];
}
