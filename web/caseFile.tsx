import type { InstanceView } from '../layers/engine/review/types.ts';
import { isDoubtful, nameOf, useAround } from './shared.tsx';

/** What was decided of an instance, for the file: to be printed, and without any value. */
export function CaseFile({ view, onClose }: { readonly view: InstanceView; readonly onClose: () => void }) {
  const { t } = useAround();
  const { name, kind, rules, outcome, progress, pixels } = view;
  const facts: readonly (readonly [string, string])[] = [
    [t.instance, name],
    [t.modality, kind?.modality ?? ''],
    [t.device, kind?.device ?? ''],
    [t.study, kind?.study ?? ''],
    [t.rules, `${rules.name} (${rules.digest})`],
    [t.state, t.wouldBe[outcome]],
    [t.decided, t.progress(progress.settled, progress.doubts)],
  ];
  const boxes = view.decisions.filter(({ action }) => action.kind === 'redact');
  return (
    <article class="caseFile">
      <div class="actions noPrint">
        <button type="button" class="primary" onClick={() => window.print()}>
          {t.print}
        </button>
        <button type="button" onClick={onClose}>
          {t.close}
        </button>
      </div>
      <h1>{t.caseTitle}</h1>
      <p class="hint">{t.caseHint}</p>
      <dl class="facts">
        {facts.map(([fact, is]) => (
          <div key={fact}>
            <dt>{fact}</dt>
            <dd>{is}</dd>
          </div>
        ))}
      </dl>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">{t.place}</th>
            <th scope="col">{t.finding}</th>
            <th scope="col">{t.decided}</th>
            <th scope="col">{t.who}</th>
            <th scope="col">{t.when}</th>
          </tr>
        </thead>
        <tbody>
          {view.elements.filter(isDoubtful).map((element) => (
            <tr key={element.place}>
              <td>
                {nameOf(element)} <span class="tag">{element.place}</span>
              </td>
              <td data-label={t.finding}>{element.findings.map(({ code }) => code).join(' ')}</td>
              <td data-label={t.decided}>
                {element.decision === null ? t.open : t.decision[element.decision.action.kind]}
              </td>
              <td data-label={t.who}>{element.decision?.by}</td>
              <td data-label={t.when}>{element.decision?.at.slice(0, 16).replace('T', ' ')}</td>
            </tr>
          ))}
          {boxes.map(({ place, by, at }) => (
            <tr key={place}>
              <td>
                {t.box} <span class="tag">{place}</span>
              </td>
              <td />
              <td data-label={t.decided}>{t.drawn}</td>
              <td data-label={t.who}>{by}</td>
              <td data-label={t.when}>{at.slice(0, 16).replace('T', ' ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {pixels !== null && (
        <p class="hint">
          {t.pictures}: {pixels.frames} × {pixels.columns} × {pixels.rows}
        </p>
      )}
      <p class="signature">{t.signature}</p>
    </article>
  );
}
