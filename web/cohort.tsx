import { useEffect, useState } from 'preact/hooks';
import type { Cohort, Place } from '../layers/engine/review/types.ts';
import { ask } from './client.ts';
import { errorText, Keyword, useAround } from './shared.tsx';

const SHOWN = 200;

/** The doubts of all held instances by attribute and value: one that is decided for many settles a thousand. */
export function CohortPage({ onOpen }: { readonly onOpen: (name: string, place: Place) => void }) {
  const { t, say } = useAround();
  const [cohort, setCohort] = useState<Cohort | null>(null);
  const [most, setMost] = useState(SHOWN);
  useEffect(() => {
    let isOver = false;
    const read = async (): Promise<void> => {
      const answer = await ask<Cohort>('cohort', {});
      if (isOver) return;
      setCohort(answer);
      if (answer.unread > 0) setTimeout(() => isOver || read().catch(failed), 700);
    };
    const failed = (error: unknown) => say(errorText(error, t), true);
    read().catch(failed);
    return () => {
      isOver = true;
    };
  }, []);
  if (cohort === null) return <p class="empty">{t.loading}</p>;
  const { groups, unreadable, unread, total } = cohort;
  if (unread > 0)
    return (
      <div class="empty meter">
        <progress max={total} value={total - unread} aria-label={t.values} />
        <span>{t.reading(total - unread, total)}</span>
      </div>
    );
  return (
    <section class="list" aria-label={t.values}>
      <div class="heading">
        <h1>{t.values}</h1>
        <span class="hint">{t.valuesHint}</span>
      </div>
      {unreadable > 0 && <p class="hint">{t.notRead(unreadable)}</p>}
      {groups.length === 0 ? (
        <p class="empty">{t.noDoubts}</p>
      ) : (
        <table class="rows cards">
          <thead>
            <tr>
              <th scope="col">{t.count}</th>
              <th scope="col">{t.element}</th>
              <th scope="col">{t.after}</th>
              <th scope="col">{t.reason}</th>
              <th scope="col">{t.decided}</th>
              <th scope="col">{t.look}</th>
            </tr>
          </thead>
          <tbody>
            {groups.slice(0, most).map((group) => {
              const { attribute, keyword, value, codes, instances, settled, example } = group;
              return (
                <tr key={`${attribute} ${codes} ${value}`} class={settled === instances ? 'isReady' : ''}>
                  <td data-label={t.count}>{instances}</td>
                  <td>
                    <Keyword of={keyword} /> <span class="tag">{attribute}</span>
                  </td>
                  <td class="value">{value ?? <i>–</i>}</td>
                  <td class="codes">{codes.join(' ')}</td>
                  <td data-label={t.decided}>
                    <span class={settled === instances ? 'pill done' : 'pill open'}>
                      {settled}/{instances}
                    </span>
                  </td>
                  <td>
                    <button type="button" onClick={() => onOpen(example.name, example.place)}>
                      {t.look}
                    </button>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {groups.length > most && (
        <button type="button" class="link" onClick={() => setMost(most + SHOWN)}>
          {t.more} ({groups.length - most})
        </button>
      )}
    </section>
  );
}
