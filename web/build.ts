/**
 * `npm run page`: builds the page into `web/built`, which is kept with the sources: whoever reviews needs no compiler, and sees what was tested. A test builds
 * it again and compares.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const WEB = fileURLToPath(new URL('.', import.meta.url));

/** What Preact's licence asks for (MIT). */
const PREACT = `/*! Preact, https://preactjs.com: The MIT License (MIT), Copyright (c) 2015-present Jason Miller. ${[
  'Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:',
  'The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.',
  'THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.',
].join(' ')} */`;

/** The files of the page, by name. */
export async function builtPage(): Promise<ReadonlyMap<string, Uint8Array>> {
  const { outputFiles } = await build({
    absWorkingDir: WEB,
    entryPoints: { page: 'main.tsx' },
    outdir: 'built',
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    banner: { js: PREACT },
  });
  const { outputFiles: styles } = await build({
    absWorkingDir: WEB,
    entryPoints: ['page.css'],
    outdir: 'built',
    minify: true,
    write: false,
  });
  return new Map<string, Uint8Array>([
    ['page.html', readFileSync(`${WEB}page.html`)],
    ...[...outputFiles, ...styles].map(
      ({ path, contents }) => [path.slice(path.lastIndexOf('/') + 1), contents] as const,
    ),
  ]);
}

if (import.meta.main) {
  mkdirSync(`${WEB}built`, { recursive: true });
  for (const [name, bytes] of await builtPage()) writeFileSync(`${WEB}built/${name}`, bytes);
}
