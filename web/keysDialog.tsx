import { Dialog } from './dialog.tsx';
import { KEYS, shownKey } from './keys.ts';
import { useAround } from './shared.tsx';

/** Every shortcut, and the switch for those of a single key. */
export function KeysDialog({
  onKeys,
  onClose,
}: {
  readonly onKeys: (areOn: boolean) => void;
  readonly onClose: () => void;
}) {
  const { t, keys } = useAround();
  return (
    <Dialog title={t.keys} onClose={onClose}>
      <label class="check">
        <input type="checkbox" checked={keys} onChange={(event) => onKeys(event.currentTarget.checked)} />
        {t.keysOn}
      </label>
      <p class="hint">{t.keysHint}</p>
      <dl class="keys">
        {KEYS.map(([, action]) => (
          <div key={action}>
            <dt>
              <kbd>{shownKey(action)}</kbd>
            </dt>
            <dd>{t.keyNames[action]}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
