import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { aeSender } from '../../../../cli/listen/deliveries/aeSender.ts';
import { folderDelivery } from '../../../../cli/listen/deliveries/folder.ts';
import { senderDelivery } from '../../../../cli/listen/deliveries/sender.ts';
import { Outbox } from '../../../../cli/listen/outbox/outbox.ts';
import { SYSTEM_TIMERS } from '../../../../layers/dimse/timers.ts';
import { systemClock } from '../../../../layers/local/system.ts';

/** A process that delivers a spool to an AE and into a folder, and may be killed at any moment: `node killedGateway.ts SPOOL CLEAN STATE PORT`. It ends once nothing waits. */

const [spool = '', clean = '', state = '', port = ''] = process.argv.slice(2);
const place = { host: '127.0.0.1', port: Number(port), calledAeTitle: 'PACS', callingAeTitle: 'LETHE' };
const outbox = await Outbox.open({
  file: state,
  clock: systemClock,
  timers: SYSTEM_TIMERS,
  random: () => 1,
  deliveries: [folderDelivery('folder', clean), senderDelivery('pacs', aeSender(place), 2)],
  onSettled: ({ path }) => rmSync(path, { force: true }),
});
outbox.run();
for (const name of readdirSync(spool)) {
  const path = join(spool, name);
  const [uid = '', series = ''] = name.replace(/\.dcm$/, '').split('_');
  outbox.add(
    {
      path,
      sopClassUid: '1.2.840.10008.5.1.4.1.1.7',
      sopInstanceUid: uid,
      transferSyntaxUid: '1.2.840.10008.1.2.1',
      studyInstanceUid: '2.25.2',
      seriesInstanceUid: series,
      sizeBytes: statSync(path).size,
      receipt: name,
    },
    ['folder', 'pacs'],
  );
}
await outbox.drain();
await outbox.close();
