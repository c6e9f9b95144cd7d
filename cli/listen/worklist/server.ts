import type { Association } from '../../../layers/dimse/association.ts';
import { DimseError } from '../../../layers/dimse/errors.ts';
import type { AcceptedContext } from '../../../layers/dimse/messages.ts';
import { type AssociateOptions, associate } from '../../../layers/dimse/requestor.ts';

/** Where the server is, and what Lethe calls itself there. */
export type ServerPlace = Pick<
  AssociateOptions,
  'host' | 'port' | 'callingAeTitle' | 'calledAeTitle' | 'tls' | 'limits' | 'timers'
>;

/**
 * Does something over an association of its own with the server, in the modality's abstract and transfer syntax: no data set is ever written anew in another
 * one. Whatever happens the association is over afterwards. Rejects with `DimseError`.
 */
export async function* overAssociation<T>(
  server: ServerPlace,
  { abstractSyntax, transferSyntax }: Pick<AcceptedContext, 'abstractSyntax' | 'transferSyntax'>,
  work: (association: Association, context: AcceptedContext) => AsyncGenerator<T, void>,
): AsyncGenerator<T, void> {
  const association = await associate({
    ...server,
    contexts: [{ abstractSyntax, transferSyntaxes: [transferSyntax] }],
  });
  let isWhole = false;
  try {
    const context = association.contextFor(abstractSyntax, transferSyntax);
    if (context === null) throw notAccepted(server, abstractSyntax, transferSyntax);
    yield* work(association, context);
    isWhole = true;
  } finally {
    // What was asked and not answered is nobody's any more.
    if (!isWhole && !association.isOver) association.abort();
    else if (!association.isOver) await association.release().catch(() => association.abort());
  }
}

function notAccepted(
  { calledAeTitle, host, port }: ServerPlace,
  abstractSyntax: string,
  transferSyntax: string,
): DimseError {
  return new DimseError(
    'CONTEXT_NOT_ACCEPTED',
    `${calledAeTitle} (${host}:${port}) did not accept ${abstractSyntax} in ${transferSyntax}`,
    'Let the modality propose Implicit VR Little Endian, which every application entity takes (PS3.5 10.1).',
  );
}
