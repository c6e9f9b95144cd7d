import { useEffect, useRef, useState } from 'preact/hooks';
import type { HeldList, ListFilter } from '../layers/engine/review/types.ts';
import { ask } from './client.ts';
import { keyAction } from './keys.ts';
import { errorText, Meter, shortName, useAround } from './shared.tsx';

const ROWS = 100;

/** What stays as it is while somebody is away at an instance. */
export interface ListState {
  readonly filter: Omit<ListFilter, 'offset' | 'limit'>;
  readonly offset: number;
  readonly selected: number;
}

export const START: ListState = { filter: {}, offset: 0, selected: 0 };

/** A list with what was asked: until the next one comes, its rows are not what the filters above them say. */
interface Answered extends Pick<ListState, 'filter' | 'offset'> {
  readonly list: HeldList;
}

/** Held instances, a hundred at a time. */
export function ListPage({
  state,
  onState,
  onOpen,
  onHelp,
}: {
  readonly state: ListState;
  /** What changes of it: an effect of an earlier drawing must not put back what has changed since. */
  readonly onState: (change: Partial<ListState>) => void;
  readonly onOpen: (name: string) => void;
  readonly onHelp: () => void;
}) {
  const { t, say, keys } = useAround();
  const [answered, setAnswered] = useState<Answered | null>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const { filter, offset, selected } = state;
  const [again, setAgain] = useState(0);
  useEffect(() => {
    let isOver = false;
    ask<HeldList>('list', { ...filter, offset, limit: ROWS }).then(
      (answer) => {
        if (isOver) return;
        setAnswered({ list: answer, filter, offset });
        if (answer.unread > 0) setTimeout(() => isOver || setAgain((count) => count + 1), 400);
      },
      (error: unknown) => say(errorText(error, t), true),
    );
    return () => {
      isOver = true;
    };
  }, [filter, offset, again]);
  // Whoever comes back to this window finds what others have decided meanwhile.
  useEffect(() => {
    const look = () => setAgain((count) => count + 1);
    addEventListener('focus', look);
    return () => removeEventListener('focus', look);
  }, []);
  const isThere = answered !== null;
  useEffect(() => rowAt(body.current, selected)?.focus(), [isThere]);
  if (answered === null) return <p class="empty">{t.loading}</p>;
  const { list } = answered;
  const { rows, choices, total, matching, progress, unread } = list;
  const move = (to: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, to));
    onState({ selected: next });
    rowAt(body.current, next)?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    const action = keyAction(event, keys);
    if (action === 'help') onHelp();
    else if (action === 'down' || action === 'up') move(selected + (action === 'down' ? 1 : -1));
    else if (action === 'next') onOpen(rows.find(isRowOpen)?.name ?? rows[selected]?.name ?? '');
    else return;
    event.preventDefault();
  };
  const choose = (field: keyof ListState['filter'], value: string) =>
    onState({
      filter: { ...without(filter, field), ...(value === '' ? {} : { [field]: value }) },
      offset: 0,
      selected: 0,
    });
  const select = (
    field: keyof ListState['filter'],
    label: string,
    values: readonly (readonly [string, string])[],
  ) => (
    <label>
      {label}
      <select value={filter[field] ?? ''} onChange={(event) => choose(field, event.currentTarget.value)}>
        <option value="">{t.any}</option>
        {values.map(([value, shown]) => (
          <option key={value} value={value}>
            {shown}
          </option>
        ))}
      </select>
    </label>
  );
  const same = (values: readonly string[]) => values.map((value) => [value, value] as const);
  return (
    <section class="list" aria-label={t.instances} onKeyDown={onKey}>
      <div class="heading">
        <h1>
          {total} {t.held}
        </h1>
        <Meter {...progress} />
      </div>
      <div class="filters" role="group" aria-label={t.instances}>
        {select('state', t.state, [
          ['open', t.open],
          ['ready', t.ready],
        ])}
        {select('code', t.reason, same(choices.codes))}
        {select('modality', t.modality, same(choices.modalities))}
        {select('device', t.device, same(choices.devices))}
        {select('study', t.study, same(choices.studies))}
        {unread > 0 && <span class="hint">{t.unread(unread)}</span>}
      </div>
      {rows.length === 0 ? (
        <p class="empty">{total === 0 ? t.nothingHeld : t.nothingMatches}</p>
      ) : (
        <table class="rows cards" aria-busy={answered.filter !== filter || answered.offset !== offset}>
          <thead>
            <tr>
              <th scope="col">{t.instance}</th>
              <th scope="col">{t.modality}</th>
              <th scope="col">{t.device}</th>
              <th scope="col">{t.study}</th>
              <th scope="col">{t.reason}</th>
              <th scope="col">{t.since}</th>
              <th scope="col">{t.decided}</th>
            </tr>
          </thead>
          <tbody ref={body}>
            {rows.map((row, at) => (
              <tr key={row.name} class={isRowOpen(row) ? '' : 'isReady'} onClick={() => onOpen(row.name)}>
                <td>
                  <button
                    type="button"
                    class="name"
                    tabIndex={at === selected ? 0 : -1}
                    onFocus={() => onState({ selected: at })}
                    onClick={(event) => {
                      event.stopPropagation();
                      onOpen(row.name);
                    }}
                  >
                    {shortName(row.name)}
                  </button>
                </td>
                <td data-label={t.modality}>{row.kind?.modality}</td>
                <td data-label={t.device}>{row.kind?.device}</td>
                <td data-label={t.study} class="mono">
                  {row.kind?.study}
                </td>
                <td class="codes">{row.codes.join(' ')}</td>
                <td data-label={t.since} class="quiet">
                  {row.since.slice(0, 16).replace('T', ' ')}
                </td>
                <td data-label={t.decided}>
                  <span class={isRowOpen(row) ? 'pill open' : 'pill done'}>
                    {row.progress.settled}/{row.progress.doubts}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {matching > ROWS && (
        <div class="pages">
          <button
            type="button"
            disabled={offset === 0}
            onClick={() => onState({ offset: offset - ROWS, selected: 0 })}
          >
            {t.earlier}
          </button>
          <span>{t.matching(offset + 1, offset + rows.length, matching)}</span>
          <button
            type="button"
            disabled={offset + rows.length >= matching}
            onClick={() => onState({ offset: offset + ROWS, selected: 0 })}
          >
            {t.later}
          </button>
        </div>
      )}
    </section>
  );
}

function isRowOpen({ progress }: HeldList['rows'][number]): boolean {
  return progress.settled < progress.doubts;
}

function rowAt(body: HTMLElement | null, at: number): HTMLElement | null {
  return body?.querySelectorAll<HTMLElement>('button.name')[at] ?? null;
}

function without(filter: ListState['filter'], field: keyof ListState['filter']): ListState['filter'] {
  const { [field]: _left, ...rest } = filter;
  return rest;
}
