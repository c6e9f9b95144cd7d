import { useEffect, useState } from 'preact/hooks';
import { ask, askPicture, type Drawn } from './client.ts';
import { errorText, useAround } from './shared.tsx';
import { FrameCanvas } from './stage.tsx';

/** So many pictures are drawn at a time. */
const PART = 24;

interface Tile {
  readonly key: string;
  readonly label: string;
  readonly drawn: Drawn;
  readonly choose: (() => void) | null;
}

/**
 * The frames of an instance, or the held instances of its series, as they would leave, beside the lightest and the darkest of them all: what is written in one
 * of a thousand pictures is seen at a glance.
 */
export function Montage({
  name,
  frames,
  onChoose,
}: {
  readonly name: string;
  readonly frames: number;
  readonly onChoose: (name: string, frame: number) => void;
}) {
  const { t, say } = useAround();
  const [tiles, setTiles] = useState<readonly Tile[]>([]);
  const [most, setMost] = useState(PART);
  const [count, setCount] = useState(0);
  useEffect(() => {
    let isOver = false;
    const draw = async () => {
      const names =
        frames > 1 ? [name] : (await ask<{ readonly names: readonly string[] }>('series', { name })).names;
      setCount(frames > 1 ? frames : names.length);
      const add = (tile: Tile) => setTiles((known) => [...known.filter(({ key }) => key !== tile.key), tile]);
      for (const kind of ['maximum', 'minimum'] as const) {
        if (isOver) return;
        add({
          key: kind,
          label: t[kind],
          drawn: await askPicture('projection', { name, frames, kind }),
          choose: null,
        });
      }
      for (let at = 0; at < Math.min(most, frames > 1 ? frames : names.length); at++) {
        const [of, frame] = frames > 1 ? [name, at] : [names[at] as string, 0];
        const drawn = await askPicture('picture', { name: of, frame });
        if (isOver) return;
        add({ key: String(at), label: String(at + 1), drawn, choose: () => onChoose(of, frame) });
      }
    };
    draw().catch((error: unknown) => say(errorText(error, t), true));
    return () => {
      isOver = true;
    };
  }, [name, frames, most]);
  return (
    <div class="montage" role="group" aria-label={t.montage}>
      {tiles.map(({ key, label, drawn, choose }) => {
        const size = { columns: drawn.bitmap.width, rows: drawn.bitmap.height / (choose === null ? 1 : 2) };
        const canvas = <FrameCanvas drawn={drawn} side="after" label={label} size={size} />;
        return choose === null ? (
          <figure key={key}>
            {canvas}
            <figcaption>{label}</figcaption>
          </figure>
        ) : (
          <button key={key} type="button" onClick={choose}>
            {canvas}
            <span>{label}</span>
          </button>
        );
      })}
      {count > most && (
        <button type="button" class="link" onClick={() => setMost(most + PART)}>
          {t.more} ({count - most})
        </button>
      )}
    </div>
  );
}
