import { readFileSync } from 'node:fs';
import type { Vr } from '../../../layers/dicom/vr.ts';
import { compileDcm4chee } from '../../../rules/dcm4chee/compile.ts';
import { el, type Node, sq } from '../../support/build.ts';
import { ct, planOf, run, sourceOf, textsOf } from '../harness.ts';

/**
 * What dcm4che's DeIdentifier made of one instance that has every attribute it knows: observed at revision 5d3b07c, written down as
 * `(gggg, eeee) VR name | before => after`, `REMOVED` without quotes for what is gone.
 */
const LISTING = readFileSync(new URL('dcm4che_basic_vectors.txt', import.meta.url), 'utf8');

interface Line {
  readonly path: string;
  readonly node: Node | null;
  /** As the harness writes values; undefined: gone. */
  readonly after: string | undefined;
}

const lines = LISTING.split('\nMETA\n')[0]!.split('\n').map(lineOf);

function lineOf(text: string): Line {
  const parts = /^\((\w{4}), (\w{4})\) (\w\w) .*? \| (.*) => (.*)$/.exec(text);
  if (parts === null) throw new Error(`not a line of the listing: ${text}`);
  const [, group = '', element = '', vr = '', before = '', after = ''] = parts;
  const tag = Number.parseInt(group + element, 16);
  return {
    path: `(${group},${element})`.toUpperCase(),
    node: before === 'None' ? null : nodeOf(tag, vr as Vr, before),
    after: after === 'REMOVED' ? undefined : afterOf(after),
  };
}

function nodeOf(tag: number, vr: Vr, before: string): Node {
  if (vr === 'SQ') return sq(tag, [[el(0x00080100, 'SH', 'CODE')]]);
  if (before.startsWith("b'")) {
    const bytes = [...before.matchAll(/\\x([0-9a-f]{2})/g)].map(([, hex]) =>
      Number.parseInt(hex as string, 16),
    );
    return el(tag, vr, new Uint8Array(bytes));
  }
  return el(tag, vr, before.startsWith("'") ? before.slice(1, -1) : [Number(before)]);
}

function afterOf(after: string): string {
  if (after.startsWith("'")) return after.slice(1, -1);
  return after === '[]' ? '[0]' : `[${/length (\d+)/.exec(after)?.[1]}]`;
}

test('every attribute that dcm4che knows becomes what it became there', async () => {
  const plan = planOf(compileDcm4chee(sourceOf('deidentify:#compat=dcm4che')));
  const bytes = ct(lines.flatMap(({ node }) => (node === null ? [] : [node])));
  const before = await textsOf(bytes);
  const after = await run(plan, bytes);
  expect(lines.length).toBeGreaterThan(280);
  expect(lines.filter(({ node, path }) => node !== null && !before.has(path))).toEqual([]);
  expect(lines.map(({ path }) => `${path} ${after.get(path)}`)).toEqual(
    lines.map(({ path, after: expected }) => `${path} ${expected}`),
  );
});
