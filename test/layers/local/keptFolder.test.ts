import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Phi } from '../../../layers/engine/phi.ts';
import { DirectoryStore } from '../../../layers/local/directoryStore.ts';
import { KeptFolder } from '../../../layers/local/keptFolder.ts';
import { IDENTIFIER } from '../../contracts/faults.ts';
import { describeKeptShelfContract } from '../../contracts/keptShelfContract.ts';

describeKeptShelfContract('a folder', async () => {
  const root = mkdtempSync(join(tmpdir(), 'lethe-kept-'));
  const [ingest, output] = [join(root, 'in'), join(root, 'out')];
  mkdirSync(join(ingest, IDENTIFIER), { recursive: true });
  return {
    store: new DirectoryStore({ output }),
    shelf: new KeptFolder(`${output}.kept`),
    ingest: async (name, bytes) => {
      const key = `${IDENTIFIER}/${name}`;
      writeFileSync(join(ingest, key), bytes);
      return { container: ingest, key: new Phi(key) };
    },
    versions: async (file) => (existsSync(join(`${output}.kept`, 'quarantine', file)) ? 1 : 0),
    dispose: async () => rmSync(root, { recursive: true, force: true }),
  };
});
