import { withPathWords } from '../../layers/dicom/pathWords.ts';
import { FaultError } from '../../layers/engine/faults.ts';
import { isArchive, type KeptShelf } from '../../layers/engine/kept.ts';
import type { Phi } from '../../layers/engine/phi.ts';
import { type Preview, previewInstance } from '../../layers/engine/preview.ts';
import { UsageError } from '../exit.ts';
import { plainText } from '../plainText.ts';
import type { Chosen } from './choose.ts';
import { readingAtDesk } from './reading.ts';

/** Longer values are cut. */
const MOST_CHARACTERS = 2_000;

/**
 * What the output of a kept instance would be, as text: nothing is stored, and no identity is given. `showsValues`: also what stands in the
 * place of each finding before and after. An instance that its run's rules and key cannot be found for says so in its place.
 */
export async function previewText(
  { kept: { name }, note }: Chosen,
  shelf: KeptShelf,
  keptFolder: string,
  showsValues: boolean,
): Promise<string> {
  if (isArchive(note)) return row('output', 'none: an archive stays as it is');
  try {
    const services = await readingAtDesk(note, keptFolder);
    const source = await shelf.open(name);
    try {
      return textOf(await previewInstance(source, services), showsValues);
    } finally {
      await source.close();
      await services.identities.close();
    }
  } catch (error) {
    if (error instanceof UsageError || error instanceof FaultError)
      return row('output', `not known: ${error.message}`);
    throw error;
  }
}

function textOf({ outcome, reason, findings, isProvisional }: Preview, showsValues: boolean): string {
  const told = reason === null ? outcome : `none: ${reason.code}`;
  return [
    row('output', outcome === 'held' ? 'held again' : told),
    ...findings.flatMap(({ severity, path, code, before, after }) => [
      row(severity, withPathWords(`${path} ${code}`)),
      ...(showsValues ? [row('  before', valueText(before)), row('  after', valueText(after))] : []),
    ]),
    ...(isProvisional && showsValues
      ? [row('', 'a number that is not assigned yet is shown as the first of its template')]
      : []),
  ].join('\n');
}

function valueText(value: Phi | null): string {
  if (value === null) return '(none)';
  const text = plainText(value.reveal());
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}… (cut)` : text;
}

function row(label: string, text: string): string {
  return `${label.padEnd(12)}${text}`.trimEnd();
}
