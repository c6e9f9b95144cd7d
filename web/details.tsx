import { useEffect, useRef, useState } from 'preact/hooks';
import type { DecisionAction, ElementView } from '../layers/engine/review/types.ts';
import { isOpen, Key, nameOf, useAround } from './shared.tsx';

/** The selected element, whole: what was there, what would leave with what is doubtful marked, why, and what can be done. */
export function Details({
  element,
  isEditing,
  onEdit,
  onDecide,
  onRestore,
  onNext,
  onMany,
}: {
  readonly element: ElementView;
  readonly isEditing: boolean;
  readonly onEdit: (isEditing: boolean) => void;
  readonly onDecide: (action: DecisionAction) => void;
  readonly onRestore: () => void;
  readonly onNext: () => void;
  readonly onMany: () => void;
}) {
  const { t } = useAround();
  const { tag, vr, before, after, rule, action, findings, decision, may, change } = element;
  const spans = findings.flatMap((finding) => finding.spans);
  const nothing = (is: string) => <i>{is}</i>;
  return (
    <section class="details" aria-label={nameOf(element)}>
      <h2>
        {nameOf(element)}{' '}
        <span class="tag">
          {tag} {vr}
        </span>
      </h2>
      <div class="pair">
        <div>
          <h3>{t.before}</h3>
          <p class="value">
            {before === ''
              ? nothing(t.empty)
              : (before ?? nothing(change === 'added' ? t.absent : t.notText(element.sizeBytes ?? 0)))}
          </p>
        </div>
        <div>
          <h3>{t.after}</h3>
          {isEditing ? (
            <EditField
              key={element.place}
              value={after ?? before ?? ''}
              onSave={(to) => onDecide({ kind: 'edit', to })}
              onCancel={() => onEdit(false)}
            />
          ) : (
            <p class="value">
              {after === '' ? (
                nothing(t.empty)
              ) : after === null ? (
                nothing(change === 'removed' ? t.absent : change === 'same' ? '=' : t.changed)
              ) : (
                <Marked text={after} spans={spans} />
              )}
            </p>
          )}
        </div>
      </div>
      <ul class="findings">
        {findings.map(({ code, message, severity, isSettled }) => (
          <li key={code} class={isSettled || decision !== null ? 'isDecided' : severity}>
            <b>{code}</b> {message}
          </li>
        ))}
        {decision !== null && (
          <li class={decision.isStale ? 'doubt' : 'isDecided'}>
            <b>{t.decision[decision.action.kind]}</b> {t.by} {decision.by},{' '}
            {decision.at.slice(0, 16).replace('T', ' ')}
            {decision.isStale && <span>: {t.stale}</span>}
          </li>
        )}
        <li class="quiet">
          {t.rule}: <b>{action}</b>{' '}
          {rule === null
            ? `(${t.noRule})`
            : `${rule.reason} (${rule.source}${rule.line === null ? '' : `, ${t.line} ${rule.line}`})`}
        </li>
      </ul>
      {!isEditing && (
        <div class="actions">
          {may.includes('confirm') && (
            <button
              type="button"
              class={isOpen(element) ? 'primary' : ''}
              onClick={() => onDecide({ kind: 'confirm' })}
            >
              {t.confirm} <Key of="confirm" />
            </button>
          )}
          {may.includes('clear') && (
            <button type="button" onClick={() => onDecide({ kind: 'clear' })}>
              {t.clear} <Key of="clear" />
            </button>
          )}
          {may.includes('edit') && (
            <button type="button" onClick={() => onEdit(true)}>
              {t.edit} <Key of="edit" />
            </button>
          )}
          {decision !== null && (
            <button type="button" onClick={onRestore}>
              {t.restore} <Key of="restore" />
            </button>
          )}
          {may.includes('clear') && (
            <button type="button" class="link" onClick={onMany}>
              {t.forMany} <Key of="many" />
            </button>
          )}
          <span class="space" />
          <button type="button" class="link" onClick={onNext}>
            {t.next} <Key of="next" />
          </button>
        </div>
      )}
    </section>
  );
}

function EditField({
  value,
  onSave,
  onCancel,
}: {
  readonly value: string;
  readonly onSave: (to: string) => void;
  readonly onCancel: () => void;
}) {
  const { t } = useAround();
  const [text, setText] = useState(value);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.select(), []);
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onCancel();
    else if (event.key === 'Enter' && !event.shiftKey) onSave(text);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="field">
      <textarea
        ref={field}
        aria-label={t.newValue}
        rows={3}
        value={text}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKey}
      />
      <div class="actions">
        <button type="button" class="primary" onClick={() => onSave(text)}>
          {t.save}
        </button>
        <button type="button" onClick={onCancel}>
          {t.cancel}
        </button>
      </div>
    </div>
  );
}

/** A text with what is doubtful marked where it stands. */
function Marked({
  text,
  spans,
}: {
  readonly text: string;
  readonly spans: ElementView['findings'][number]['spans'];
}) {
  const parts: preact.ComponentChild[] = [];
  let from = 0;
  for (const [start, end] of spans.toSorted(([left], [right]) => left - right)) {
    if (start < from) continue;
    parts.push(text.slice(from, start), <mark key={start}>{text.slice(start, end)}</mark>);
    from = end;
  }
  return (
    <>
      {parts}
      {text.slice(from)}
    </>
  );
}
