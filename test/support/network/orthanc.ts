import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type NetworkInstance, readSent } from './instances.ts';
import { debian, freePort, listeningProgram, type Running, scratchFolder } from './programs.ts';

export const ORTHANC = debian('Orthanc', 'orthanc', '/usr/sbin/Orthanc');

const DICOMWEB_PLUGIN = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so';
export const ORTHANC_DICOMWEB = debian('OrthancDicomWeb', 'orthanc-dicomweb', DICOMWEB_PLUGIN);

/** An Orthanc of its own, with a folder of its own: the service of the distribution is not needed. */
export interface Orthanc extends Running {
  /** Of STOW-RS, where it was started with its plugin. */
  readonly studiesUrl: string;
  /** Data sets as it stored them, by SOP Instance UID. */
  stored(): Promise<ReadonlyMap<string, NetworkInstance>>;
  /** Sends all that it has to an acceptor. */
  send(port: number): Promise<void>;
}

export async function orthanc({ dicomWeb = false } = {}): Promise<Orthanc> {
  const folder = scratchFolder('orthanc');
  const httpPort = await freePort();
  const configuration = join(folder, 'orthanc.json');
  const running = await listeningProgram('/usr/sbin/Orthanc', (port) => {
    const settings = {
      StorageDirectory: folder,
      IndexDirectory: folder,
      HttpPort: httpPort,
      DicomPort: port,
      DicomAet: 'ORTHANC',
      DicomAlwaysAllowStore: true,
      AcceptedTransferSyntaxes: ['1.2.840.10008.1.*'],
      UnknownSopClassAccepted: true,
      AuthenticationEnabled: false,
      Plugins: dicomWeb ? [DICOMWEB_PLUGIN] : [],
      DicomWeb: { Enable: dicomWeb, Root: '/dicom-web/' },
    };
    writeFileSync(configuration, JSON.stringify(settings));
    return [configuration];
  });
  const ask = async (path: string, more: RequestInit = {}): Promise<Response> => {
    const answer = await fetch(`http://127.0.0.1:${httpPort}${path}`, more);
    if (!answer.ok) throw new Error(`Orthanc answered ${answer.status}: ${running.said()}`);
    return answer;
  };
  // The DICOM port may be open before the other.
  const isUp = () =>
    ask('/system').then(
      () => true,
      () => running.process.exitCode !== null,
    );
  while (!(await isUp())) await new Promise(setImmediate);
  const instances = async () => (await (await ask('/instances')).json()) as readonly string[];
  return {
    ...running,
    studiesUrl: `http://127.0.0.1:${httpPort}/dicom-web/studies`,
    stored: async () => {
      const found = new Map<string, NetworkInstance>();
      for (const id of await instances()) {
        const path = join(folder, `${id}.dcm`);
        writeFileSync(path, Buffer.from(await (await ask(`/instances/${id}/file`)).arrayBuffer()));
        const read = readSent(path);
        found.set(read.sopInstanceUid, read);
      }
      return found;
    },
    send: async (port) => {
      const modality = { AET: 'LETHE', Host: '127.0.0.1', Port: port };
      await ask('/modalities/lethe', { method: 'PUT', body: JSON.stringify(modality) });
      const order = { Resources: await instances(), Synchronous: true };
      await ask('/modalities/lethe/store', { method: 'POST', body: JSON.stringify(order) });
    },
  };
}
