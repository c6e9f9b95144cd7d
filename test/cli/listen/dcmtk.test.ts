import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DCMTK, storescp, storescu } from '../../support/network/dcmtk.ts';
import { DCMTK_SYNTAXES, networkInstances } from '../../support/network/instances.ts';
import { describeWith } from '../../support/network/programs.ts';
import { auditLines, filesBelow, lethe } from '../run.ts';
import { type Desk, killAll, Listening, listenTo, newDesk, removeDesk } from './listening.ts';

const desks: Desk[] = [];
afterAll(() => {
  killAll();
  desks.forEach(removeDesk);
});

function desk(): Desk {
  const made = newDesk();
  desks.push(made);
  return made;
}

const INSTANCES = networkInstances('plain', DCMTK_SYNTAXES);

describeWith(DCMTK, () => {
  it('what storescu sends comes out as deid lets its files out, in every transfer syntax', async () => {
    const at = desk();
    const gateway = listenTo(at);
    await storescu(await gateway.port(), INSTANCES, ['-aec', 'LETHE']);
    expect(await gateway.stop()).toBe(0);
    const input = join(at.folder, 'in');
    mkdirSync(input);
    for (const { sopInstanceUid, file } of INSTANCES)
      writeFileSync(join(input, `${sopInstanceUid}.dcm`), file);
    await lethe(['deid', input, '--out', join(at.folder, 'other'), '--key', at.key, '--quiet']);
    const released = filesBelow(at.out);
    expect(released.size).toBeGreaterThan(DCMTK_SYNTAXES.length / 2);
    expect(released).toEqual(filesBelow(join(at.folder, 'other')));
    expect(auditLines(at.audit).length).toBe(INSTANCES.length);
  });

  it('and goes on to storescp in its own syntax, each instance once', async () => {
    const at = desk();
    const scp = await storescp();
    const config = join(at.folder, 'lethe.listen.json');
    writeFileSync(
      config,
      JSON.stringify({
        listeners: [{ host: '127.0.0.1', port: 0 }],
        peers: { sender: { aet: '*', addresses: '127.0.0.1' } },
        routes: [{ rules: 'basic', deliveries: ['pacs'] }],
        deliveries: { pacs: { kind: 'ae', aet: 'PACS', host: '127.0.0.1', port: scp.port } },
        spool: { folder: at.spool, leastFreeBytes: 0 },
        kept: at.kept,
        key: at.key,
        audit: { file: at.audit },
        jobs: 1,
      }),
    );
    const gateway = new Listening(['--config', config]);
    const port = Number((await gateway.line('listening')).ports);
    await storescu(port, INSTANCES, ['-aec', 'LETHE']);
    expect(await gateway.stop()).toBe(0);
    const released = auditLines(at.audit).filter(({ outcome }) => outcome === 'released');
    const files = scp.files();
    expect(files.length).toBe(released.length);
    expect(new Set(files.map(({ transferSyntax }) => transferSyntax)).size).toBe(files.length);
    await scp.stop();
  });
});
