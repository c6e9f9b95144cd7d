import { Command, InvalidArgumentError, Option } from 'commander';
import { FaultError } from '../../layers/engine/faults.ts';
import { ReviewError } from '../../layers/engine/review/errors.ts';
import { placeOfRegion } from '../../layers/engine/review/places.ts';
import type {
  DecisionAction,
  ElementView,
  InstanceView,
  ListFilter,
  ProposeRequest,
  Region,
  Review,
  Scope,
} from '../../layers/engine/review/types.ts';
import { EXIT_ALL_RELEASED, EXIT_SOME_NOT_RELEASED, UsageError } from '../exit.ts';
import { openReview, withReview } from './open.ts';
import { type PageOptions, PORT_OPTION } from './page/options.ts';
import type { ReviewOptions } from './session.ts';
import {
  acceptText,
  cohortText,
  decideText,
  instanceText,
  listText,
  proposalText,
  releaseText,
} from './text.ts';

/** `lethe review …`. */
export function reviewCommand(): Command {
  return new Command('review')
    .description('Decide about held instances, one doubt after the other, and release them.')
    .addCommand(pageCommand(), { isDefault: true })
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(decideCommand())
    .addCommand(undoCommand())
    .addCommand(releaseCommand())
    .addCommand(cohortCommand())
    .addCommand(proposeCommand())
    .addHelpText('after', HELP);
}

const HELP = `
A decision counts for the value that was looked at: "seen" of show goes back with it. The rules run again on release,
with the decisions on top. Values are printed on a terminal, and with --json; what is printed may hold identifiers.

Without the name of a command it serves the page, for one browser of this machine, until Ctrl-C ends it.

Exit status: 0 done, 1 something is still held or somebody else decided first, 2 the call is wrong.

Examples:
  lethe review --kept ./clean.kept
  lethe review list --kept ./clean.kept
  lethe review show --kept ./clean.kept NAME
  lethe review decide --kept ./clean.kept NAME '(0010,4000)' --clear
  lethe review release --kept ./clean.kept NAME`;

function pageCommand(): Command {
  return withReview(
    new Command('page').description(
      'serve the review as a page on this machine; "review" alone does it, too',
    ),
  )
    .addOption(PORT_OPTION)
    .option('--no-open', 'do not open a browser; the address is printed as the first line')
    .action((options: ReviewOptions & PageOptions) =>
      reviewing(options, async (review) => {
        const { reviewPage } = await import('./page/command.ts');
        await reviewPage(review, options);
      }),
    );
}

interface JsonOptions extends ReviewOptions {
  readonly json: boolean;
}

const asWritten = (name: string, description: string): Command =>
  withReview(new Command(name).description(description)).option('--json', 'print JSON', false);

interface ListOptions extends JsonOptions, Omit<ListFilter, 'offset' | 'limit'> {}

function listCommand(): Command {
  return asWritten('list', 'held instances, their doubts, and how many of them are decided')
    .option('--code <code>', 'only those with this finding')
    .option('--modality <modality>', 'only those of this modality')
    .option('--device <device>', 'only those of this device: manufacturer and model')
    .option('--study <study>', 'only those of this study, as list shows it')
    .addOption(
      new Option('--state <state>', 'only those with open doubts, or without').choices(['open', 'ready']),
    )
    .action((options: ListOptions) =>
      reviewing(options, async (review) => {
        await review.readHeaders();
        const { code, modality, device, study, state } = options;
        const filter = withoutUndefined({ code, modality, device, study, state });
        say(options, await review.listHeld(filter), listText);
      }),
    );
}

interface ShowOptions extends JsonOptions {
  readonly all: boolean;
}

function showCommand(): Command {
  return asWritten('show', 'what is doubtful in an instance, and what it would be on release')
    .argument('<name>', 'as list gives it')
    .option('--all', 'every element', false)
    .action((name: string, options: ShowOptions) =>
      reviewing(options, async (review) => {
        say(options, await review.showInstance(name), (view) =>
          instanceText(view, showsValues(), options.all),
        );
      }),
    );
}

interface DecideOptions extends JsonOptions {
  readonly confirm?: true;
  readonly clear?: true;
  readonly edit?: string;
  readonly redact?: Region;
  readonly seen?: string;
  readonly over?: string;
}

function decideCommand(): Command {
  return asWritten('decide', 'decide about one place of an instance')
    .argument('<name>', 'as list gives it')
    .argument('[place]', 'as show gives it; for --redact it may be left out')
    .option('--confirm', 'it may leave as the rules leave it')
    .option('--clear', 'the value goes, the attribute stays')
    .option('--edit <value>', 'this value; several with backslashes between them')
    .option('--redact <box>', 'a box of the pixels: [FRAME:]LEFT,TOP,RIGHT,BOTTOM, frames from 0', asRegion)
    .option('--seen <hash>', 'what was looked at, as show gives it; on a terminal it may be left out')
    .option('--over <revision>', 'the decision that this one takes the place of, as show gives it')
    .action((name: string, place: string | undefined, options: DecideOptions) =>
      reviewing(options, async (review) => {
        const action = actionOf(options);
        const at = action.kind === 'redact' ? placeOfRegion(action.region) : place;
        if (at === undefined) throw new UsageError('no place was named. lethe review show gives them.');
        const seen = options.seen ?? (await lookedAt(review, name, at));
        const answer = await review.decide({ name, place: at, action, seen, over: options.over ?? null });
        say(options, answer, decideText);
        if (answer.status !== 'done') process.exitCode = EXIT_SOME_NOT_RELEASED;
      }),
    );
}

function undoCommand(): Command {
  return asWritten('undo', 'take back the decision at a place: the value is doubtful again')
    .argument('<name>', 'as list gives it')
    .argument('<place>', 'as show gives it')
    .requiredOption('--over <revision>', 'the decision that is meant, as show gives it')
    .action((name: string, place: string, options: JsonOptions & { readonly over: string }) =>
      reviewing(options, async (review) => {
        const answer = await review.undo({ name, place, over: options.over });
        say(options, answer, decideText);
        if (answer.status !== 'done') process.exitCode = EXIT_SOME_NOT_RELEASED;
      }),
    );
}

interface ReleaseOptions extends JsonOptions {
  readonly ready: boolean;
}

function releaseCommand(): Command {
  return asWritten('release', 'release instances whose doubts are decided; what is left is still held')
    .argument('[name...]', 'as list gives them')
    .option('--ready', 'all without open doubts', false)
    .action((names: readonly string[], options: ReleaseOptions) =>
      reviewing(options, async (review) => {
        if ((names.length === 0) !== options.ready)
          throw new UsageError('it is not said which. Give names, or --ready; lethe review list shows them.');
        const { rows } = options.ready ? await review.listHeld({ state: 'ready' }) : { rows: [] };
        for (const name of options.ready ? rows.map((row) => row.name) : names) {
          const answer = await review.release(name);
          say(options, answer, releaseText);
          if (answer.status !== 'released') process.exitCode = EXIT_SOME_NOT_RELEASED;
        }
      }),
    );
}

function cohortCommand(): Command {
  return asWritten('cohort', 'all doubts by attribute and value, the rarest first').action(
    (options: JsonOptions) =>
      reviewing(options, async (review) => {
        say(options, await review.cohort(), (cohort) => cohortText(cohort, showsValues()));
      }),
  );
}

interface ProposeOptions extends JsonOptions {
  readonly confirm?: true;
  readonly clear?: true;
  readonly redact?: Region;
  readonly scope: Scope;
  readonly why: string;
  readonly seen?: string;
  readonly accept: boolean;
}

function proposeCommand(): Command {
  return asWritten('propose', 'what one decision would settle in many instances; --accept does it')
    .argument('<name>', 'an instance with the value, as list gives it')
    .argument('[place]', 'as show gives it; for --redact it may be left out')
    .option('--confirm', 'this value of the attribute may leave')
    .option('--clear', 'the attribute is emptied, whatever its value')
    .option(
      '--redact <box>',
      'the same box in every image of this size: [FRAME:]LEFT,TOP,RIGHT,BOTTOM',
      asRegion,
    )
    .addOption(
      new Option('--scope <scope>', 'in this series, from this device, or everywhere')
        .choices(['series', 'device', 'everywhere'])
        .makeOptionMandatory(),
    )
    .requiredOption('--why <words>', 'why, kept beside the rule: no value of a patient, and no name')
    .option('--seen <hash>', 'what was looked at, as show gives it; on a terminal it may be left out')
    .option('--accept', 'decide, and write the rule to --reviewed', false)
    .action((name: string, place: string | undefined, options: ProposeOptions) =>
      reviewing(options, async (review) => {
        const action = actionOf(options) as ProposeRequest['action'];
        const at = action.kind === 'redact' ? placeOfRegion(action.region) : place;
        if (at === undefined) throw new UsageError('no place was named. lethe review show gives them.');
        const { scope, why } = options;
        const seen = options.seen ?? (await lookedAt(review, name, at));
        const request = { name, place: at, action, seen, scope, why };
        if (options.accept)
          say(options, await review.accept(request), (answer) => acceptText(answer, showsValues()));
        else say(options, await review.propose(request), (proposal) => proposalText(proposal, showsValues()));
      }),
    );
}

/** One of the ways to decide. Throws `UsageError`. */
function actionOf(options: Pick<DecideOptions, 'confirm' | 'clear' | 'edit' | 'redact'>): DecisionAction {
  const { confirm, clear, edit, redact } = options;
  const said: readonly DecisionAction[] = [
    ...(confirm === undefined ? [] : [{ kind: 'confirm' } as const]),
    ...(clear === undefined ? [] : [{ kind: 'clear' } as const]),
    ...(edit === undefined ? [] : [{ kind: 'edit', to: edit } as const]),
    ...(redact === undefined ? [] : [{ kind: 'redact', region: redact } as const]),
  ];
  const [action] = said;
  if (action !== undefined && said.length === 1) return action;
  throw new UsageError(
    'it is not said how to decide, or in two ways. lethe review decide --help lists them.',
  );
}

/** What stands there now: whoever decides at a terminal has just looked. A script says what it was looked at. */
async function lookedAt(review: Review, name: string, place: string): Promise<string> {
  if (process.stdin.isTTY !== true)
    throw new UsageError('it is not said what was looked at. Give --seen as lethe review show says it.');
  const { elements }: InstanceView = await review.showInstance(name);
  const path = place.replace(/@.*$/, '');
  return elements.find((element: ElementView) => element.place === path)?.seen ?? '';
}

/** `3:10,0,200,40`, or without the frame for all of them. */
function asRegion(text: string): Region {
  const [, frame, ...edges] = /^(?:(\d{1,9}):)?(\d{1,9}),(\d{1,9}),(\d{1,9}),(\d{1,9})$/.exec(text) ?? [];
  const [left = 0, top = 0, right = 0, bottom = 0] = edges.map(Number);
  if (left >= right || top >= bottom)
    throw new InvalidArgumentError(
      'Give a box as LEFT,TOP,RIGHT,BOTTOM in pixels, with FRAME: before it for one frame.',
    );
  return { frame: frame === undefined ? null : Number(frame), left, top, right, bottom };
}

function showsValues(): boolean {
  return process.stdout.isTTY === true;
}

function say<T>({ json }: JsonOptions, value: T, text: (value: T) => string): void {
  process.stdout.write(`${json ? JSON.stringify(value) : text(value)}\n`);
}

function withoutUndefined(
  filter: { readonly [K in keyof ListFilter]: ListFilter[K] | undefined },
): ListFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

/** Opens the review, and says what cannot be done as a wrong call is said. */
async function reviewing(options: ReviewOptions, work: (review: Review) => Promise<void>): Promise<void> {
  process.exitCode = EXIT_ALL_RELEASED;
  try {
    const review = await openReview(options);
    try {
      await work(review);
    } finally {
      await review.close();
    }
  } catch (error) {
    if (error instanceof FaultError || error instanceof ReviewError)
      throw new UsageError(error.message, error.code);
    throw error;
  }
}
