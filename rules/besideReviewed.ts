import { type Node, parseTree } from 'jsonc-parser';
import type { Context } from './lethe/context.ts';
import { REVIEWED } from './lethe/reviewed.ts';
import type { Report } from './lethe/shape.ts';
import type { ReviewedValue } from './plan.ts';
import type { Problems } from './problems.ts';
import { DEFAULT_PROFILE_SETTINGS } from './ps315/options.ts';
import type { RuleSource } from './source.ts';

/** Lethe's own addition to dialects that know no reviewed values: the file of them that `lethe review` writes, by its path from the rule file. */
export function reviewedBeside(
  path: string,
  offset: number,
  source: RuleSource,
  problems: Problems,
): readonly ReviewedValue[] | undefined {
  const report: Report = {
    error: (_code, _node, message, hint) => problems.error('REVIEWED', offset, message, hint),
    warning: (_code, _node, message, hint) => problems.warning('REVIEWED', offset, message, hint),
    note: (_code, _node, message, hint) => problems.note('REVIEWED', offset, message, hint),
  };
  const { shift } = DEFAULT_PROFILE_SETTINGS;
  const defaults = { shift, uids: 'keyed', concepts: [], contentDates: null } as const;
  const context: Context = { report, source, tables: new Map(), defaults };
  return REVIEWED.read(parseTree(JSON.stringify(path)) as Node, context);
}
