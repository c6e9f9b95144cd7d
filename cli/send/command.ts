import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { UsageError } from '../exit.ts';
import { stopSignals } from '../stopSignals.ts';
import type { DestinationOptions } from './destination.ts';

interface SendCall extends DestinationOptions {
  readonly jobs: number;
  readonly state: string;
  readonly resume: boolean;
  readonly report?: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

const MOST_JOBS = 16;
/** Some were not sent. */
const EXIT_SOME_NOT_SENT = 1;

/** `lethe send INPUT... --to DESTINATION`. */
export function sendCommand(): Command {
  return new Command('send')
    .description(
      'Send DICOM files to another AE by C-STORE, or to a DICOMweb service by STOW-RS, as they are.',
    )
    .argument('<input...>', 'files, folders, which are searched at any depth, and s3://BUCKET/PREFIX')
    .requiredOption('--to <destination>', 'AET@HOST:PORT, or https://HOST/PATH/studies')
    .option('--calling <aet>', 'the own AE title', 'LETHE')
    .option('-j, --jobs <n>', 'associations or requests at a time', upTo16, 1)
    .option('--resume', 'send only what --state does not know to be sent', false)
    .option('--state <file>', 'what was sent, as digests without names', 'lethe-send.sqlite')
    .option('--report <file>', 'write one JSON object per line for every file, with its path')
    .option('--tls', 'use TLS towards an AE, with the authorities that Node knows', false)
    .option('--ca <file>', 'the authority of the destination’s certificate (PEM); switches TLS on')
    .option('--cert <file>', 'the own certificate, where the destination wants one (PEM)')
    .option('--key <file>', 'its private key (PEM)')
    .option('--server-name <name>', 'the name in the destination’s certificate, where it is not its host')
    .option('--authorization-file <file>', 'the file with the value of the header Authorization')
    .option('--authorization-env <name>', 'the environment variable with it')
    .option('--json', 'print the closing summary as JSON', false)
    .option('-q, --quiet', 'no progress and no table', false)
    .addHelpText('after', HELP)
    .action(run);
}

async function run(inputs: readonly string[], call: SendCall): Promise<void> {
  const [{ destinationNamed }, { checkInputs, countOf, isCountable, listed }, { SendState }] =
    await Promise.all([import('./destination.ts'), import('./inputs.ts'), import('./sendState.ts')]);
  const [{ sendAll }, { startProgress }, { openReport }] = await Promise.all([
    import('./run.ts'),
    import('./progress.ts'),
    import('./reportFile.ts'),
  ]);
  const destination = destinationNamed(call);
  checkInputs(inputs);
  const report = openReport(call.report);
  const state = new SendState(resolve(call.state), destination.name);
  const progress = startProgress(isCountable(inputs) ? countOf(inputs) : null, !call.quiet && !call.json);
  const stop = new AbortController();
  const onSignal = () =>
    stop.abort(new UsageError('the run was stopped; --resume sends what is left.', 'RUN_STOPPED'));
  for (const signal of stopSignals()) process.once(signal, onSignal);
  const startedMs = performance.now();
  try {
    const summary = await sendAll(listed(inputs), await destination.open(), {
      ...{ jobs: call.jobs, state, resume: call.resume, signal: stop.signal },
      onFate: (fate) => {
        report.write(fate);
        progress.advance();
      },
      onPassedOver: () => progress.advance(),
    });
    progress.stop();
    const seconds = (performance.now() - startedMs) / 1000;
    if (call.json)
      process.stdout.write(`${JSON.stringify({ destination: destination.name, ...summary, seconds })}\n`);
    else if (!call.quiet) {
      const { reportOf } = await import('./report.ts');
      process.stdout.write(reportOf(summary, destination.name, seconds));
    }
    if (summary.failed > 0 || summary.stopped !== null) process.exitCode = EXIT_SOME_NOT_SENT;
  } finally {
    progress.stop();
    for (const signal of stopSignals()) process.removeListener(signal, onSignal);
    report.close();
    state.close();
  }
}

const HELP = `
Files are sent as they are, each in its own transfer syntax; nothing is de-identified. What a receiver cannot take now
is tried four times. If it cannot be reached, the run ends, and --resume goes on later.

Exit status: 0 all were sent, 1 some were not, 2 the call is wrong.

Examples:
  lethe send ./clean --to PACS@10.1.2.3:104 --jobs 4
  lethe send s3://clean-bucket/study --to https://pacs.example/dicom-web/studies --authorization-file token`;

function upTo16(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > MOST_JOBS)
    throw new InvalidArgumentError(`Give a whole number from 1 to ${MOST_JOBS}.`);
  return value;
}
