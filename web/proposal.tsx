import { useState } from 'preact/hooks';
import type {
  AcceptAnswer,
  DecisionAction,
  ElementView,
  Proposal,
  Scope,
} from '../layers/engine/review/types.ts';
import { ask } from './client.ts';
import { Dialog } from './dialog.tsx';
import { errorText, nameOf, useAround } from './shared.tsx';

const SCOPES: readonly Scope[] = ['series', 'device', 'everywhere'];

/** One decision for many: what it would settle is seen before it does. */
export function ProposalDialog({
  name,
  element,
  action: given,
  onClose,
  onDone,
}: {
  readonly name: string;
  readonly element: ElementView | null;
  readonly action: DecisionAction;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { t, say } = useAround();
  const [action, choose] = useState(given);
  const [scope, setScope] = useState<Scope>('series');
  const [why, setWhy] = useState('');
  const [proposal, setProposal] = useState<Proposal | null>(null);
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  if (element === null) return null;
  const isBox = action.kind === 'redact';
  const request = { name, place: element.place, seen: element.seen, action, scope, why };
  // What lies behind a dialog is neither seen nor read out: what is wrong is said within it.
  const failed = (error: unknown) => setProblem(errorText(error, t));
  /** Thousands take their time: whoever presses again does not do it twice. */
  const once = (work: () => Promise<void>) => () => {
    if (isBusy) return;
    setBusy(true);
    work().finally(() => setBusy(false));
  };
  const changed = (change: () => void) => {
    setProposal(null);
    setProblem('');
    change();
  };
  const dryRun = once(() => ask<Proposal>('propose', request).then(setProposal, failed));
  const accept = once(() =>
    ask<AcceptAnswer>('accept', request).then(({ decided }) => {
      say(t.accepted(decided));
      onClose();
      onDone();
    }, failed),
  );
  return (
    <Dialog title={`${nameOf(element)}: ${t.forMany}`} onClose={onClose}>
      {!isBox && (
        <div class="choice" role="group" aria-label={t.decided}>
          {(['confirm', 'clear'] as const).map((kind) => (
            <label key={kind}>
              <input
                type="radio"
                name="kind"
                checked={action.kind === kind}
                onChange={() => changed(() => choose({ kind }))}
              />
              {t[kind]}
            </label>
          ))}
        </div>
      )}
      <div class="choice" role="group" aria-label={t.scope}>
        {SCOPES.filter((each) => !isBox || each !== 'everywhere').map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="scope"
              checked={scope === each}
              onChange={() => changed(() => setScope(each))}
            />
            {t.scopes[each]}
          </label>
        ))}
      </div>
      <label class="wide">
        {t.why}
        <input
          type="text"
          value={why}
          autocomplete="off"
          onInput={(event) => changed(() => setWhy(event.currentTarget.value))}
        />
      </label>
      {proposal !== null && (
        <div class="dryRun" role="status">
          <p>
            <b>{isBox ? t.drawsBoxes(proposal.instances) : t.settles(proposal.doubts, proposal.instances)}</b>{' '}
            {proposal.rule === null ? t.noRuleWritten : t.ruleWritten}
          </p>
          <ul tabIndex={0}>
            {proposal.values.map((value) => (
              <li key={value} class="value">
                {value}
              </li>
            ))}
          </ul>
        </div>
      )}
      {problem !== '' && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <div class="actions">
        <button
          type="button"
          class={proposal === null ? 'primary' : ''}
          aria-disabled={isBusy}
          onClick={dryRun}
        >
          {t.dryRun}
        </button>
        {proposal !== null && (
          <button type="button" class="primary" aria-disabled={isBusy} onClick={accept}>
            {t.accept}
          </button>
        )}
        <span class="hint" role="status">
          {isBusy ? t.loading : ''}
        </span>
      </div>
    </Dialog>
  );
}
