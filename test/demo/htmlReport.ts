import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { NAME_IN_PICTURE } from './demoStudy.ts';
import { type ElementRow, elementRows } from './elementRows.ts';
import type { DemoResult } from './ingestStudy.ts';

const TOLD: Readonly<Record<ElementRow['change'], string>> = {
  same: '',
  changed: 'changed',
  emptied: 'emptied',
  removed: 'removed',
  added: 'added',
  inside: '',
};

const STYLE = `
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { max-width: 75rem; margin: 2rem auto; padding: 0 1.5rem; }
  .pair { display: flex; flex-wrap: wrap; gap: 1.5rem; }
  figure { margin: 0; } img { max-width: 100%; border-radius: .5rem; } figcaption { opacity: .7; font-size: .85rem; }
  table { width: 100%; border-collapse: collapse; margin-top: 2rem; }
  th, td { padding: .35rem .75rem; border-top: 1px solid #8884; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
  td:nth-child(n+2) { font: .85em ui-monospace, monospace; }
  .same, .inside { opacity: .6; } .removed td:nth-child(2) { text-decoration: line-through; }
  .changed td:nth-child(3), .emptied td:nth-child(3), .added td:nth-child(3) { font-weight: 600; }
`;

/** Writes the page of one instance, before and after: pictures and every element. All of it is invented. */
export async function writeHtmlReport(result: DemoResult): Promise<void> {
  const { study, records, folders, pictures } = result;
  const at = study.files.findIndex(({ name }) => name === NAME_IN_PICTURE);
  const key = records[at]?.output.key;
  const before = study.files[at]?.bytes;
  if (before === undefined || key == null || pictures === undefined) return;
  const rows = await elementRows(before, readFileSync(join(folders.clean, key)));
  const picture = (path: string, label: string) =>
    `<figure><img alt="${label}" src="${relative(dirname(folders.report), path)}"><figcaption>${label}</figcaption></figure>`;
  writeFileSync(
    folders.report,
    `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Lethe: before and after</title><style>${STYLE}</style></head><body>
<h1>${text(NAME_IN_PICTURE)}, before and after</h1>
<p>An invented patient. No attribute says that the name is in the picture.</p>
<div class="pair">${picture(pictures.before.path, 'Before')}${picture(pictures.after.path, 'After')}</div>
<table><thead><tr><th scope="col">Element</th><th scope="col">Before</th><th scope="col">After</th></tr></thead><tbody>
${rows.map(row).join('\n')}
</tbody></table></body></html>
`,
    { mode: 0o600 },
  );
}

function row({ depth, name, before, after, change }: ElementRow): string {
  const is =
    change === 'removed' || change === 'emptied' ? `(${TOLD[change]})` : change === 'same' ? '=' : after;
  return `<tr class="${change}"><td style="padding-left:${0.75 + depth}rem">${text(name)}</td><td>${text(before)}</td><td>${text(is)}</td></tr>`;
}

function text(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
