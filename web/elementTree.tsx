import { useEffect, useState } from 'preact/hooks';
import type { ElementView, InstanceView, Place } from '../layers/engine/review/types.ts';
import { isDoubtful, isOpen, Keyword, nameOf, useAround } from './shared.tsx';

const SHOWN = 400;

type Part = 'doubts' | 'changed' | 'everything';

/** Elements as a tree, before and after side by side. The arrows go through it, and the whole of a value is beside it. */
export function ElementTree({
  view,
  selected,
  onSelect,
}: {
  readonly view: InstanceView;
  readonly selected: Place | null;
  readonly onSelect: (place: Place) => void;
}) {
  const { t } = useAround();
  const parts: Readonly<Record<Part, readonly ElementView[]>> = {
    doubts: view.elements.filter(isDoubtful),
    changed: view.elements.filter((element) => element.change !== 'same' || isDoubtful(element)),
    everything: view.elements,
  };
  const [part, choose] = useState<Part>(parts.doubts.length > 0 ? 'doubts' : 'changed');
  const [most, setMost] = useState(SHOWN);
  const rows = parts[part];
  const at = rows.findIndex(({ place }) => place === selected);
  // A place that was asked for is in one of them.
  useEffect(() => {
    if (selected !== null && at < 0) choose('everything');
  }, [selected]);
  const shown = rows.slice(0, Math.max(most, at + 50));
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const next = rows[at + (event.key === 'ArrowDown' ? 1 : -1)];
    if (next !== undefined) onSelect(next.place);
  };
  const focused = Math.max(0, at);
  return (
    <div class="tree">
      <div class="tabs" role="group" aria-label={t.elements}>
        {(['doubts', 'changed', 'everything'] as const).map((each) => (
          <button key={each} type="button" aria-pressed={each === part} onClick={() => choose(each)}>
            {t[each]} <span class="count">{parts[each].length}</span>
          </button>
        ))}
      </div>
      {rows.length === 0 ? (
        <p class="empty">{t.noDoubts}</p>
      ) : (
        <table role="treegrid" aria-label={t.elements} aria-rowcount={rows.length} onKeyDown={onKey}>
          <thead>
            <tr role="row">
              <th role="columnheader">{t.element}</th>
              <th role="columnheader">{t.before}</th>
              <th role="columnheader">{t.after}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((element, row) => (
              <Row
                key={element.place}
                element={element}
                row={row}
                isSelected={element.place === selected}
                isFocusable={row === focused}
                onSelect={onSelect}
              />
            ))}
          </tbody>
        </table>
      )}
      {rows.length > shown.length && (
        <button type="button" class="link" onClick={() => setMost(most + SHOWN)}>
          {t.more} ({rows.length - shown.length})
        </button>
      )}
      {part === 'everything' && view.more > 0 && <p class="hint">{t.beyond(view.more)}</p>}
    </div>
  );
}

function Row({
  element,
  row,
  isSelected,
  isFocusable,
  onSelect,
}: {
  readonly element: ElementView;
  readonly row: number;
  readonly isSelected: boolean;
  readonly isFocusable: boolean;
  readonly onSelect: (place: Place) => void;
}) {
  const { t } = useAround();
  const { place, depth, tag, change, before, after, decision } = element;
  const isUnhandled = element.findings.some(({ code }) => code === 'UNHANDLED_TAG');
  const state = isOpen(element) ? 'isOpen' : decision !== null ? 'isDecided' : '';
  return (
    <tr
      role="row"
      aria-level={depth + 1}
      aria-rowindex={row + 1}
      aria-selected={isSelected}
      tabIndex={isFocusable ? 0 : -1}
      class={`${state} ${change}`}
      onClick={() => onSelect(place)}
      onFocus={() => isSelected || onSelect(place)}
    >
      <td role="gridcell" style={{ paddingLeft: `${2 + depth}rem` }}>
        <span class="mark" aria-hidden="true">
          {isOpen(element) ? (isUnhandled ? '?' : '!') : decision !== null ? '✓' : ''}
        </span>
        <Keyword of={nameOf(element)} /> <span class="tag">{tag}</span>
        <span class="unseen">
          {isOpen(element) ? t.doubt : decision !== null ? t.decision[decision.action.kind] : ''}
        </span>
      </td>
      <td role="gridcell" class="value">
        {before ?? <i>{change === 'added' ? t.absent : t.notText(element.sizeBytes ?? 0)}</i>}
      </td>
      <td role="gridcell" class="value after">
        {change === 'same' ? (
          <i>=</i>
        ) : change === 'removed' ? (
          <i>{t.absent}</i>
        ) : after === '' ? (
          <i>{t.empty}</i>
        ) : (
          (after ?? '')
        )}
      </td>
    </tr>
  );
}
