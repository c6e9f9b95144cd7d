import { aeSender } from '../../../../cli/listen/deliveries/aeSender.ts';
import { senderDelivery } from '../../../../cli/listen/deliveries/sender.ts';
import { stowSender } from '../../../../cli/listen/deliveries/stowSender.ts';
import { describeDeliveryContract } from '../../../contracts/deliveryContract.ts';
import { TRANSFER_SYNTAX } from '../../../support/build.ts';
import { DCMTK, storescp } from '../../../support/network/dcmtk.ts';
import { DCMTK_SYNTAXES } from '../../../support/network/instances.ts';
import { ORTHANC, ORTHANC_DICOMWEB, orthanc } from '../../../support/network/orthanc.ts';
import { describeWith } from '../../../support/network/programs.ts';
import { PYNETDICOM, pynetdicomScp } from '../../../support/network/pynetdicom.ts';

/** The contract of deliveries, held towards what other people wrote. */

const dataSetOf = (file: Buffer): Buffer => file.subarray(144 + file.readUInt32LE(140));
const towards = ({ port }: { readonly port: number }, calledAeTitle: string, associations: number) =>
  senderDelivery(
    'pacs',
    aeSender({ host: '127.0.0.1', port, calledAeTitle, callingAeTitle: 'LETHE' }),
    associations,
  );

describeWith(DCMTK, () => {
  describeDeliveryContract(
    'storescp',
    async () => {
      const scp = await storescp();
      return {
        // It speaks to one at a time, and lets the others wait.
        delivery: towards(scp, 'STORESCP', 1),
        received: async ({ outgoing }) =>
          scp.files().find(({ sopInstanceUid }) => sopInstanceUid === outgoing.sopInstanceUid)?.data ?? null,
        expected: dataSetOf,
        count: async () => scp.files().length,
        dispose: () => scp.stop(),
      };
    },
    { syntaxes: DCMTK_SYNTAXES },
  );
});

describeWith(PYNETDICOM, () => {
  describeDeliveryContract('pynetdicom', async () => {
    const scp = await pynetdicomScp();
    return {
      delivery: towards(scp, 'PYNETDICOM', 2),
      received: async ({ outgoing }) => scp.data().get(outgoing.sopInstanceUid) ?? null,
      expected: dataSetOf,
      count: async () => scp.data().size,
      dispose: () => scp.stop(),
    };
  });
});

/** Orthanc inflates what is deflated. */
const ORTHANCS = DCMTK_SYNTAXES.filter((uid) => uid !== TRANSFER_SYNTAX.deflated);

describeWith(ORTHANC, () => {
  describeDeliveryContract(
    'Orthanc by C-STORE',
    async () => {
      const pacs = await orthanc();
      return {
        delivery: towards(pacs, 'ORTHANC', 2),
        received: async ({ outgoing }) => (await pacs.stored()).get(outgoing.sopInstanceUid)?.data ?? null,
        expected: dataSetOf,
        count: async () => (await pacs.stored()).size,
        dispose: () => pacs.stop(),
      };
    },
    { syntaxes: ORTHANCS },
  );
});

describeWith(ORTHANC_DICOMWEB, () => {
  describeDeliveryContract(
    'Orthanc by STOW-RS',
    async () => {
      const pacs = await orthanc({ dicomWeb: true });
      return {
        delivery: senderDelivery('stow', stowSender({ url: pacs.studiesUrl, headers: () => ({}) }), 2),
        received: async ({ outgoing }) => (await pacs.stored()).get(outgoing.sopInstanceUid)?.file ?? null,
        count: async () => (await pacs.stored()).size,
        dispose: () => pacs.stop(),
      };
    },
    { syntaxes: ORTHANCS },
  );
});
