import type { AssociationInfo } from '../../../layers/dimse/acceptor.ts';
import { COMMAND } from '../../../layers/dimse/commandSet.ts';
import type { DimseRequest, DimseResponse } from '../../../layers/dimse/messages.ts';
import { STATUS } from '../../../layers/dimse/statuses.ts';
import { MODALITY_WORKLIST, PERFORMED_PROCEDURE_STEP } from '../admission.ts';
import type { Service } from '../gateway.ts';
import { type FindTold, find } from './find.ts';
import { performedStep, type StepServices, type StepTold } from './performedSteps.ts';
import type { ServerPlace } from './server.ts';

/** A worklist server, as modalities reach it through here. */
export interface Worklist {
  readonly name: string;
  takes(callingAeTitle: string, calledAeTitle: string): boolean;
  /** Where queries go; null: none do. */
  readonly worklistServer: ServerPlace | null;
  /** Where performed steps go; null: none do. */
  readonly stepServer: ServerPlace | null;
  readonly services: StepServices;
  close(): Promise<void>;
}

/** What came of a request, for logs and metrics. Nothing of it is of a patient. */
export type WorklistEvent = { readonly worklist: string; readonly callingAeTitle: string } & (
  | ({ readonly kind: 'find' } & FindTold)
  | ({ readonly kind: 'create' | 'set' } & StepTold)
);

type Answered = AsyncIterable<DimseResponse>;
type Tell = (event: DistributiveOmit<WorklistEvent, 'worklist' | 'callingAeTitle'>) => void;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Serving = (worklist: Worklist, request: DimseRequest, tell: Tell) => Answered;

const findThrough: Serving = ({ worklistServer, services }, request, tell) =>
  worklistServer === null
    ? only({ status: STATUS.sopClassNotSupported })
    : find(request, worklistServer, services, (told) => tell({ kind: 'find', ...told }));

const stepThrough =
  (kind: 'create' | 'set'): Serving =>
  ({ stepServer, services }, request, tell) =>
    stepServer === null
      ? only({ status: STATUS.sopClassNotSupported })
      : performedStep(request, stepServer, services, (told) => tell({ kind, ...told }));

/** What is served, by SOP class and Command Field. */
const SERVED: ReadonlyMap<string, ReadonlyMap<number, Serving>> = new Map<
  string,
  ReadonlyMap<number, Serving>
>([
  [MODALITY_WORKLIST, new Map([[COMMAND.cFindRq, findThrough]])],
  [
    PERFORMED_PROCEDURE_STEP,
    new Map<number, Serving>([
      [COMMAND.nCreateRq, stepThrough('create')],
      [COMMAND.nSetRq, stepThrough('set')],
    ]),
  ],
]);

async function* only(response: DimseResponse): AsyncGenerator<DimseResponse, void> {
  yield response;
}

/** Worklists and performed procedure steps between modalities and their servers. */
export class WorklistService implements Service {
  readonly #worklists: readonly Worklist[];
  readonly #onEvent: (event: WorklistEvent) => void;

  constructor(worklists: readonly Worklist[], onEvent: (event: WorklistEvent) => void) {
    this.#worklists = worklists;
    this.#onEvent = onEvent;
  }

  handles({ context }: DimseRequest): boolean {
    return SERVED.has(context.abstractSyntax);
  }

  serve(
    request: DimseRequest,
    association: Pick<AssociationInfo, 'callingAeTitle' | 'calledAeTitle'>,
  ): Answered {
    const { callingAeTitle, calledAeTitle } = association;
    const { command, context } = request;
    const serving = SERVED.get(context.abstractSyntax)?.get(command.commandField);
    if (serving === undefined) return only({ status: STATUS.unrecognizedOperation });
    const worklist = this.#worklists.find((each) => each.takes(callingAeTitle, calledAeTitle));
    if (worklist === undefined) return only({ status: STATUS.notAuthorized });
    const { name } = worklist;
    return serving(worklist, request, (told) => this.#onEvent({ worklist: name, callingAeTitle, ...told }));
  }

  async close(): Promise<void> {
    for (const worklist of this.#worklists) await worklist.close();
  }
}
