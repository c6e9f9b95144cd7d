import { isFilled, type Mark, type Why } from '../../layers/engine/look/marks.ts';
import type { Preview } from '../../layers/engine/look/preview.ts';
import { plainText } from '../plainText.ts';
import { DRAWN } from './boxes.ts';

/** What a look came to, for people or machines. Without `showText` it holds nothing that was read. */
export interface ToldOptions {
  readonly showText: boolean;
  /** Names of pictures that were written; null: none were asked for. */
  readonly pictures: readonly string[] | null;
}

const WORDS: Readonly<Record<Why, string>> = {
  device: 'device',
  reviewed: 'drawn by a reviewer',
  'ultrasound-regions': 'outside ultrasound regions',
  text: 'text',
  identifier: 'identifier of the instance',
  allowed: 'allowed text',
  unread: 'like text, not read',
};

export function toldText(preview: Preview, options: ToldOptions): string {
  const { looked, stopped, frames, columns, rows } = preview;
  const part = (title: string, marks: readonly Mark[]): readonly string[] =>
    marks.length === 0 ? [] : [title, ...marks.map((mark) => `  ${line(mark, options)}`)];
  return [
    frames === 0
      ? 'no pixels in this instance'
      : `${columns} x ${rows} pixels, ${frames === 1 ? 'one frame' : `${frames} frames`}`,
    ...(stopped === null ? [] : [`never reaches the rules: ${stopped.code}: ${stopped.message}`]),
    ...looked.findings.map(({ code, message }) => `${code}: ${message}`),
    ...part('would be blanked:', looked.marks.filter(isFilled)),
    ...part(
      'would stay:',
      looked.marks.filter((mark) => !isFilled(mark)),
    ),
    ...(looked.marks.length === 0 ? ['nothing would be blanked'] : []),
    ...(options.pictures === null ? [] : [`${options.pictures.length} pictures written`]),
    '',
  ].join('\n');
}

function line({ why, box, frame, found }: Mark, { showText }: ToldOptions): string {
  const { left, top, right, bottom } = box;
  const parts = [
    `${WORDS[why]} (${DRAWN[why].name})`.padEnd(38),
    `[${left}, ${top}, ${right - left}, ${bottom - top}]`.padEnd(24),
    frame === null ? 'every frame' : `frame ${frame + 1}`,
  ];
  if (showText && found !== null) parts.push(`"${plainText(found.text)}" ${found.confidence.toFixed(2)}`);
  return parts.join('  ').trimEnd();
}

export function toldJson({ looked, stopped, frames, columns, rows }: Preview, options: ToldOptions): unknown {
  return {
    frames,
    columns,
    rows,
    stopped: stopped === null ? null : stopped.code,
    findings: looked.findings.map(({ severity, code }) => ({ severity, code })),
    marks: looked.marks.map((mark) => ({
      why: mark.why,
      blanked: isFilled(mark),
      frame: mark.frame === null ? null : mark.frame + 1,
      box: [mark.box.left, mark.box.top, mark.box.right - mark.box.left, mark.box.bottom - mark.box.top],
      ...(mark.found === null ? {} : { confidence: mark.found.confidence }),
      ...(options.showText && mark.found !== null ? { text: mark.found.text } : {}),
    })),
    ...(options.pictures === null ? {} : { pictures: options.pictures }),
  };
}
