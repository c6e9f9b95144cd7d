import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transferSyntaxOf } from '../../../layers/dicom/standard/transferSyntax.ts';
import { dcmjsScp } from '../../support/network/dcmjsDimse.ts';
import { storescp, storescu } from '../../support/network/dcmtk.ts';
import { asSent, DCMTK_SYNTAXES, type NetworkInstance } from '../../support/network/instances.ts';
import { orthanc } from '../../support/network/orthanc.ts';
import { keeping } from '../../support/network/own.ts';
import { pynetdicomScp, pynetdicomScu } from '../../support/network/pynetdicom.ts';
import { asTaken, byUid, changed, sentTo } from '../../support/network/sending.ts';
import { corpusFolder, readCorpus } from '../files.ts';

/**
 * `npm run corpus:network`: the data sets of the corpus (LETHE_CORPUS) to and from ourselves, DCMTK, pynetdicom, dcmjs-dimse and Orthanc, which must all be
 * installed, and how many came as they were. Exit code 1 where one differs that nobody but us could have changed, 2 without a corpus. `storescu` and
 * Orthanc write a data set anew: what they change is theirs, and is only counted.
 */

/** Presentation contexts of one association, at most. */
const MOST_CONTEXTS = 128;

type Came = ReadonlyMap<string, { readonly data: Buffer } | Buffer>;

async function main(folder: string): Promise<number> {
  const { files } = readCorpus(folder);
  const instances: NetworkInstance[] = [];
  for (const file of files) {
    const instance = instanceOf(join(folder, file));
    // Two files may be of one instance; here each is one.
    if (instance !== null) instances.push({ ...instance, sopInstanceUid: `2.25.${instances.length + 1}` });
  }
  const syntaxes = new Set(instances.map(({ transferSyntax }) => transferSyntax));
  console.log(`${instances.length} of ${files.length} files, ${syntaxes.size} transfer syntaxes\n`);
  const known = instances.filter(({ transferSyntax }) => DCMTK_SYNTAXES.includes(transferSyntax));
  let wrong = 0;

  const own = await keeping();
  wrong += await sent('ourselves', own.port, instances, () => byUid(own.kept));
  await own.close();
  for (const batch of batches(known)) {
    const sopClasses = [...new Set(batch.map(({ sopClassUid }) => sopClassUid))];
    const syntaxes = [...new Set(batch.map(({ transferSyntax }) => transferSyntax))];
    const dcmtk = await storescp([], { sopClasses, syntaxes });
    wrong += await sent('storescp +B', dcmtk.port, batch, () => dcmtk.byName());
    await dcmtk.stop();
  }
  const python = await pynetdicomScp(
    [...new Set(instances.map(({ sopClassUid }) => sopClassUid))],
    [...syntaxes],
  );
  wrong += await sent('pynetdicom', python.port, instances, () => python.data());
  await python.stop();
  const dcmjs = await dcmjsScp();
  wrong += await sent('dcmjs-dimse, raw', dcmjs.port, instances, () => dcmjs.data());
  await dcmjs.stop();
  wrong += await fromPynetdicom(instances);
  await fromStorescu(known);
  await throughOrthanc(folder, files);
  console.log(wrong === 0 ? '\nnothing differs that we sent or took' : `\n${wrong} differ`);
  return wrong === 0 ? 0 : 1;
}

/** Null: no file meta information by which it could be sent. */
function instanceOf(path: string): NetworkInstance | null {
  try {
    const instance = asSent(readFileSync(path));
    const isWhole = instance.sopClassUid !== '' && instance.sopInstanceUid !== '' && instance.data.length > 0;
    return isWhole && transferSyntaxOf(instance.transferSyntax) !== undefined ? instance : null;
  } catch {
    return null;
  }
}

async function sent(
  peer: string,
  port: number,
  instances: readonly NetworkInstance[],
  came: () => Came,
): Promise<number> {
  const refused = new Set<string>();
  const brokenOff = new Set<NetworkInstance>();
  // One at a time: a peer that cannot take one ends its association.
  for (const instance of instances)
    try {
      for (const syntax of await sentTo(port, [instance])) refused.add(syntax);
    } catch (error) {
      brokenOff.add(instance);
      if (peer === 'ourselves') throw error;
    }
  const taken = instances.filter(
    (instance) => !refused.has(instance.transferSyntax) && !brokenOff.has(instance),
  );
  if (brokenOff.size > 0) console.log(`to ${peer}: ended for ${brokenOff.size} files`);
  return say(`to ${peer}`, taken, changed(taken.map(asTaken), came()), [...refused]);
}

async function fromPynetdicom(instances: readonly NetworkInstance[]): Promise<number> {
  const scp = await keeping();
  const taken: NetworkInstance[] = [];
  const came = new Map<string, Buffer>();
  for (const batch of batches(instances)) {
    // It names what the file names; ours are told apart by their order.
    const statuses = (await pynetdicomScu(scp.port, batch)).trim().split('\n');
    for (const [index, instance] of batch.entries()) {
      if (statuses[index] !== '0000') continue;
      taken.push(instance);
      came.set(instance.sopInstanceUid, scp.kept.shift()?.data ?? Buffer.alloc(0));
    }
  }
  const wrong = say('from pynetdicom', taken, changed(taken, came), []);
  await scp.close();
  return wrong;
}

/** It ends an association with the first file that it cannot read. */
async function fromStorescu(instances: readonly NetworkInstance[]): Promise<void> {
  const scp = await keeping();
  const came = new Map<string, Buffer>();
  for (const instance of instances) {
    await storescu(scp.port, [instance]).catch(() => {});
    const [kept] = scp.kept.splice(0);
    if (kept !== undefined) came.set(instance.sopInstanceUid, kept.data);
  }
  const sentByIt = instances.filter(({ sopInstanceUid }) => came.has(sopInstanceUid));
  say('from storescu', sentByIt, changed(sentByIt, came), []);
  await scp.close();
}

async function throughOrthanc(folder: string, files: readonly string[]): Promise<void> {
  const all = new Map<string, NetworkInstance>();
  for (const file of files) {
    const instance = instanceOf(join(folder, file));
    if (instance !== null && DCMTK_SYNTAXES.includes(instance.transferSyntax))
      all.set(instance.sopInstanceUid, instance);
  }
  const peer = await orthanc();
  for (const instance of all.values())
    await sentTo(peer.port, [instance]).catch(() => all.delete(instance.sopInstanceUid));
  const scp = await keeping();
  await peer.send(scp.port).catch(() => {});
  const came = byUid(scp.kept);
  const instances = [...all.values()].filter(({ sopInstanceUid }) => came.has(sopInstanceUid));
  say('to Orthanc and back', instances, changed(instances, came), []);
  await scp.close();
  await peer.stop();
}

/** Runs of instances whose contexts fit into one association. */
function batches(instances: readonly NetworkInstance[]): readonly (readonly NetworkInstance[])[] {
  const all: NetworkInstance[][] = [[]];
  let contexts = new Set<string>();
  for (const instance of instances) {
    contexts.add(`${instance.sopClassUid} ${instance.transferSyntax}`);
    if (contexts.size > MOST_CONTEXTS) {
      all.push([]);
      contexts = new Set([`${instance.sopClassUid} ${instance.transferSyntax}`]);
    }
    all.at(-1)?.push(instance);
  }
  return all;
}

function say(
  what: string,
  of: readonly NetworkInstance[],
  differing: readonly string[],
  refused: readonly string[],
): number {
  const syntaxes = new Set(of.map(({ transferSyntax }) => transferSyntax));
  console.log(
    `${what.padEnd(24)}${String(of.length - differing.length).padStart(5)} of ${of.length} identical, ${syntaxes.size} syntaxes` +
      (differing.length > 0 ? `; changed in ${[...new Set(differing)].join(', ')}` : '') +
      (refused.length > 0 ? `; not taken: ${refused.join(', ')}` : ''),
  );
  return differing.length;
}

const folder = corpusFolder();
if (folder === null) {
  console.error('LETHE_CORPUS names no corpus');
  process.exitCode = 2;
} else process.exitCode = await main(folder);
