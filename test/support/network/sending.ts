import { TRANSFER_SYNTAX } from '../build.ts';
import type { NetworkInstance } from './instances.ts';
import { asking } from './own.ts';

/** Sends instances to a peer, each in a context of its own syntax. Answers the transfer syntaxes that the peer did not accept. */
export async function sentTo(
  port: number,
  instances: readonly NetworkInstance[],
): Promise<readonly string[]> {
  const contexts = [
    ...new Map(
      instances.map(({ sopClassUid, transferSyntax }) => [
        `${sopClassUid} ${transferSyntax}`,
        { abstractSyntax: sopClassUid, transferSyntaxes: [transferSyntax] },
      ]),
    ).values(),
  ];
  const association = await asking(port, contexts);
  const refused: string[] = [];
  for (const { sopClassUid, sopInstanceUid, transferSyntax, data } of instances) {
    const context = association.contextFor(sopClassUid, transferSyntax);
    if (context === null) refused.push(transferSyntax);
    else {
      const { status } = await association.store({ context, sopClassUid, sopInstanceUid, data });
      if (status !== 0) throw new Error(`status ${status.toString(16)} in ${transferSyntax}`);
    }
  }
  await association.release();
  return refused;
}

/** What a peer gets: a deflated stream of an odd length has a NULL behind it (PS3.5 A.5). */
export function asTaken(instance: NetworkInstance): NetworkInstance {
  const isOdd = instance.transferSyntax === TRANSFER_SYNTAX.deflated && instance.data.length % 2 === 1;
  return isOdd ? { ...instance, data: Buffer.concat([instance.data, Buffer.of(0)]) } : instance;
}

/** The transfer syntaxes of the instances that did not come, or not byte for byte. */
export function changed(
  instances: readonly NetworkInstance[],
  came: ReadonlyMap<string, { readonly data: Buffer } | Buffer>,
): readonly string[] {
  return instances
    .filter(({ sopInstanceUid, data }) => {
      const found = came.get(sopInstanceUid);
      const bytes = found !== undefined && 'data' in found ? found.data : found;
      return bytes === undefined || !bytes.equals(data);
    })
    .map(({ transferSyntax }) => transferSyntax);
}

export function byUid<Sent extends { readonly sopInstanceUid: string }>(
  sent: readonly Sent[],
): ReadonlyMap<string, Sent> {
  return new Map(sent.map((each) => [each.sopInstanceUid, each]));
}
