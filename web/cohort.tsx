import { useEffect, useState } from 'preact/hooks';
import type { Cohort, Place } from '../layers/engine/review/types.ts';
import { ask } from './client.ts';
import { errorText, useAround } from './shared.tsx';

const SHOWN = 200;

/** The doubts of all held instances by attribute and value: one that is decided for many settles a thousand. */
export function CohortPage({ onOpen }: { readonly onOpen: (name: string, place: Place) => void }) {
  const { t, say } = useAround();
  const [cohort, setCohort] = useState<Cohort | null>(null);
  const [most, setMost] = useState(SHOWN);
  useEffect(() => {
    ask<Cohort>('cohort', {}).then(setCohort, (error: unknown) => say(errorText(error, t), true));
  }, []);
  if (cohort === null) return <p class="empty">{t.loading}</p>;
  const { groups, unreadable } = cohort;
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
        <table class="rows">
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
                  <td>{instances}</td>
                  <td>
                    <span class="keyword">{keyword}</span> <span class="tag">{attribute}</span>
                  </td>
                  <td class="value">{value ?? <i>–</i>}</td>
                  <td class="codes">{codes.join(' ')}</td>
                  <td>
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
