import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENGINE_VERSION } from '../../layers/engine/version.ts';
import house from '../../package.json' with { type: 'json' };
import { PROGRAMS } from './programs.ts';
import { PYTHON_TOOLS } from './pythonTools.ts';
import type { Tool } from './tool.ts';

const LETHE = fileURLToPath(new URL('../../cli/lethe.mjs', import.meta.url));
const RULES = fileURLToPath(new URL('../scorecard/lethe.json', import.meta.url));
const TCIA = join(import.meta.dirname, '..', '..', 'rules', 'examples', 'tcia.json');
/** A key of nobody's: the same in every run, so that two runs of one seed give the same output. */
const KEY = `lethe-key-v1:${'5c'.repeat(32)}\n`;

/** Every tool that is measured, Lethe first. */
export const TOOLS: readonly Tool[] = [
  lethe('default', '`lethe deid`', []),
  lethe('best', '`lethe deid --rules bench/scorecard/lethe.json`: what it can keep, cleaned', [
    '--rules',
    RULES,
  ]),
  lethe(
    'tcia',
    '`lethe deid --rules rules/examples/tcia.json`: what The Cancer Imaging Archive asks for. What counts as leaked is Station Name, which it keeps (Retain Device Identity)',
    ['--rules', TCIA],
  ),
  ...PROGRAMS,
  ...PYTHON_TOOLS,
  {
    name: 'dcmjs, its own list',
    version: () => house.dependencies.dcmjs,
    configuration: 'default',
    how: '`anonymizer.cleanTags` of every file',
    prepare: () => (source, target) => [
      process.execPath,
      join(import.meta.dirname, 'dcmjs_clean.mjs'),
      source,
      target,
    ],
  },
];

function lethe(configuration: Tool['configuration'], how: string, options: readonly string[]): Tool {
  return {
    name: 'Lethe',
    version: () => ENGINE_VERSION,
    configuration,
    how,
    prepare: (work) => {
      const key = join(work, `key-${configuration}`);
      writeFileSync(key, KEY, { mode: 0o600 });
      return (source, target) => [
        process.execPath,
        LETHE,
        'deid',
        source,
        '--out',
        target,
        '--key',
        key,
        '--quiet',
        ...options,
      ];
    },
  };
}
