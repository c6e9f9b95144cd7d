import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderDelivery } from '../../../../cli/listen/deliveries/folder.ts';
import { deliver, describeDeliveryContract, SpoolFolder } from '../../../contracts/deliveryContract.ts';
import { rejection } from '../../../contracts/faults.ts';
import { el } from '../../../support/build.ts';
import { filesBelow } from '../../run.ts';

const made: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-folder-'));
  made.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

describeDeliveryContract('a folder', async () => {
  const folder = join(newFolder(), 'clean');
  const files = () => (existsSync(folder) ? filesBelow(folder) : new Map<string, Buffer>());
  return {
    delivery: folderDelivery('folder', folder),
    received: async ({ outgoing }) => files().get(`2.25.21/2.25.22/${outgoing.sopInstanceUid}.dcm`) ?? null,
    count: async () => files().size,
    dispose: async () => {},
  };
});

describe('a folder', () => {
  it('keeps what stands there with other bytes, and holds the second', async () => {
    const [folder, spool] = [newFolder(), new SpoolFolder()];
    const delivery = folderDelivery('folder', folder);
    const first = spool.add([], undefined, '2.25.7');
    const second = spool.add([el(0x00204000, 'LT', 'other')], undefined, '2.25.7');
    await deliver(delivery, first);
    expect(await rejection(deliver(delivery, second))).toMatchObject({
      code: 'DELIVERY_CONFLICT',
      isFinal: true,
    });
    const files = filesBelow(folder);
    expect([...files.keys()]).toEqual(['2.25.21/2.25.22/2.25.7.dcm']);
    expect(files.get('2.25.21/2.25.22/2.25.7.dcm')?.equals(first.bytes)).toBe(true);
    spool.remove();
  });

  it('has nothing half-written, and removes what a crash left', async () => {
    const [folder, spool] = [newFolder(), new SpoolFolder()];
    // 4194304 is above the most process ids that Linux has (proc(5), pid_max).
    const [tag] = new (await import('../../../../layers/local/partFile.ts')).PartNames()
      .next()
      .split(`-${process.pid}-`);
    writeFileSync(join(folder, `${tag}-4194305-00-1.part`), 'half');
    await deliver(folderDelivery('folder', folder), spool.add());
    expect(readdirSync(folder)).toEqual(['2.25.21']);
    spool.remove();
  });

  it('gives files the rights of everybody’s files, not those of the spool', async () => {
    const [folder, spool] = [newFolder(), new SpoolFolder()];
    await deliver(folderDelivery('folder', folder), spool.add([], undefined, '2.25.7'));
    writeFileSync(join(folder, 'usual'), '');
    const mode = (name: string) => statSync(join(folder, name)).mode;
    expect(mode('2.25.21/2.25.22/2.25.7.dcm')).toBe(mode('usual'));
    spool.remove();
  });

  it('says that it is no folder, and tries again', async () => {
    const [folder, spool] = [newFolder(), new SpoolFolder()];
    writeFileSync(join(folder, 'file'), '');
    const error = await rejection(
      deliver(folderDelivery('folder', join(folder, 'file', 'below')), spool.add()),
    );
    expect(error).toMatchObject({ isFinal: false, code: expect.stringMatching(/^DELIVERY_(FAILED|BUSY)$/) });
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('');
    spool.remove();
  });

  it('puts the prefix of the route before the name', async () => {
    const [folder, spool] = [newFolder(), new SpoolFolder()];
    const spooled = spool.add([], undefined, '2.25.7');
    const outgoing = { ...spooled.outgoing, cleanPrefix: 'trial-7/' };
    await deliver(folderDelivery('folder', folder), { ...spooled, outgoing });
    expect([...filesBelow(folder).keys()]).toEqual(['trial-7/2.25.21/2.25.22/2.25.7.dcm']);
    spool.remove();
  });

  it('makes no path of what is not a UID', async () => {
    const [folder, spool] = [newFolder(), new SpoolFolder()];
    const spooled = spool.add();
    const odd = {
      ...spooled.outgoing,
      studyInstanceUid: '../../etc',
      seriesInstanceUid: '',
      sopInstanceUid: 'a/b',
    };
    await deliver(folderDelivery('folder', folder), { ...spooled, outgoing: odd });
    expect([...filesBelow(folder).keys()]).toEqual([`no-study/no-series/${odd.receipt}.dcm`]);
    spool.remove();
  });
});
