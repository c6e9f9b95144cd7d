import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ReviewModel } from '../../layers/engine/review/model.ts';
import { KeptFolder } from '../../layers/local/keptFolder.ts';
import { decisionsIn } from '../../layers/local/keptPlaces.ts';
import { SqliteDecisionBook } from '../../layers/local/sqliteDecisionBook.ts';
import { systemClock } from '../../layers/local/system.ts';
import { callerName } from '../callerName.ts';
import { deskOf, openAudit } from '../quarantine/place.ts';
import { readingAtDesk } from '../quarantine/reading.ts';
import { Retries, withServices } from '../quarantine/services.ts';
import { askingReview, closing, looking, type ReviewOptions, remembered, reviewedRules } from './session.ts';

export function withReview(command: Command): Command {
  return withServices(
    command
      .option(
        '-d, --dir <dir>',
        'at a desk: the output folder of the runs; held instances are in DIR.kept beside it',
      )
      .option('--kept <dir>', 'at a desk: the kept folder; without --dir, DIR.kept belongs to DIR')
      .option('--bucket <name>', 'in the cloud: the quarantine bucket')
      .option('--stack <name>', 'in the cloud: the stack, which knows its buckets, tables and audit')
      .option('--reviewed <file>', 'the file that accepted proposals are written to, for rules to name'),
  );
}

/** A review of the place that the call names, for whoever calls. Rejects with `UsageError` and `FaultError`. */
export async function openReview(given: ReviewOptions): Promise<ReviewModel> {
  const options = withOutput(await withStack(given));
  const desk = deskOf(options);
  if (desk === null) {
    const { cloudReview } = await import('./cloud.ts');
    return cloudReview(options);
  }
  const retries = new Retries(options);
  const audit = openAudit(options);
  const reading = remembered((note) => readingAtDesk(note, desk.kept, options));
  const model = new ReviewModel({
    shelf: new KeptFolder(desk.kept),
    book: new SqliteDecisionBook(decisionsIn(desk.kept)),
    trail: audit,
    clock: systemClock,
    by: callerName(),
    knowsPeople: false,
    reading: async (note) => ({ ...(await reading.of(note)), ...looking }),
    writing: (note) => askingReview(async () => ({ ...(await retries.of(note)).services, ...looking })),
    reviewedRules: reviewedRules(options, desk.out),
  });
  return closing(model, async () => {
    await reading.close();
    await retries.close();
    await audit.close();
  });
}

/** What the call names goes before what the stack says. */
async function withStack(options: ReviewOptions): Promise<ReviewOptions> {
  if (options.stack === undefined) return options;
  const { stackOptions } = await import('./cloud.ts');
  return { ...(await stackOptions(options.stack)), ...options };
}

/** `--kept DIR.kept` by itself: a release goes to DIR, where the run's did. */
function withOutput(options: ReviewOptions): ReviewOptions {
  const { dir, kept } = options;
  if (dir !== undefined || kept === undefined || !resolve(kept).endsWith('.kept')) return options;
  return { ...options, dir: resolve(kept).slice(0, -'.kept'.length) };
}
