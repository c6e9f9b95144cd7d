import { createReadStream, readdirSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { associate } from '../../layers/dimse/requestor.ts';

/** `node bench/network/sender.ts PORT FOLDER`: our requestor, every file of a folder by C-STORE, read in pieces and sent as it is. */
const [port = '0', folder = '.'] = process.argv.slice(2);
const CT_STORAGE = '1.2.840.10008.5.1.4.1.1.2';
const EXPLICIT = '1.2.840.10008.1.2.1';
/** Read at one time. */
const PIECE_BYTES = 256 * 1024;

const association = await associate({
  host: '127.0.0.1',
  port: Number(port),
  callingAeTitle: 'BENCH',
  calledAeTitle: 'SINK',
  contexts: [{ abstractSyntax: CT_STORAGE, transferSyntaxes: [EXPLICIT] }],
  limits: { replyMs: 600_000 },
});
const context = association.contextFor(CT_STORAGE, EXPLICIT);
if (context === null) throw new Error('the peer does not take CT');
for (const name of readdirSync(folder)) {
  const path = join(folder, name);
  const start = await metaEnd(path);
  const { status } = await association.store({
    context,
    sopClassUid: CT_STORAGE,
    sopInstanceUid: name.replace(/\.dcm$/, ''),
    data: createReadStream(path, { start, end: statSync(path).size - 1, highWaterMark: PIECE_BYTES }),
  });
  if (status !== 0) throw new Error(`status ${status.toString(16)}`);
}
await association.release();

/** Where the data set begins (PS3.10 7.1): behind the group length's own element and what it counts. */
async function metaEnd(path: string): Promise<number> {
  const file = await open(path);
  const head = Buffer.alloc(144);
  await file.read(head, 0, 144, 0);
  await file.close();
  return 144 + head.readUInt32LE(140);
}
