import { Command } from 'commander';
import { ENGINE_VERSION } from '../layers/engine/version.ts';
import { codedOutput } from './codedLine.ts';

interface CommandEntry {
  /** What stands behind its name in the help of all commands. */
  readonly takes: string;
  readonly does: string;
  readonly load: () => Promise<Command>;
}

/** Every command, in the order of the help. A command and what it needs are loaded when it is called; a test holds these texts to its own. */
const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  deid: {
    takes: '[options] <input...>',
    does: 'De-identify files and folders with your rules, or with the PS3.15 Basic Application Level Confidentiality Profile.',
    load: async () => (await import('./deid/command.ts')).deidCommand(),
  },
  listen: {
    takes: '[options]',
    does: 'Receive instances over the DICOM network, de-identify them, and hand them on.',
    load: async () => (await import('./listen/command.ts')).listenCommand(),
  },
  send: {
    takes: '[options] <input...>',
    does: 'Send DICOM files to another AE by C-STORE, or to a DICOMweb service by STOW-RS, as they are.',
    load: async () => (await import('./send/command.ts')).sendCommand(),
  },
  rules: {
    takes: '',
    does: 'Check, read, compare and convert rules. Write "basic" instead of FILE for the PS3.15 Basic Profile.',
    load: async () => (await import('./rules/command.ts')).rulesCommand(),
  },
  conformance: {
    takes: '[options]',
    does: 'State how rules de-identify, as PS3.15 E.1.3 and PS3.2 ask of a de-identifier.',
    load: async () => (await import('./conformance/command.ts')).conformanceCommand(),
  },
  pixels: {
    takes: '',
    does: 'Look at what rules would blank in the pixels of an instance, without changing anything.',
    load: async () => (await import('./pixels/command.ts')).pixelsCommand(),
  },
  verify: {
    takes: '[options] <clean>',
    does: 'Hold de-identified instances of any tool against their source, the standard and the rules, for whoever signs the release.',
    load: async () => (await import('./verify/command.ts')).verifyCommand(),
  },
  reidentify: {
    takes: '[options] <identity>',
    does: 'Find out who is behind a UID, pseudonym or number, if the rules kept that; or erase it for good.',
    load: async () => (await import('./reidentify/command.ts')).reidentifyCommand(),
  },
  map: {
    takes: '[options] <source...>',
    does: 'Write the pairs of old and new UIDs and Patient IDs of what lethe deid released, as CSV.',
    load: async () => (await import('./map/command.ts')).mapCommand(),
  },
  table: {
    takes: '[options] <csv>',
    does: 'Rewrite a table for "lookup" rules with keyed hashes instead of originals, to be kept and deployed.',
    load: async () => (await import('./table/command.ts')).tableCommand(),
  },
  quarantine: {
    takes: '',
    does: 'Work on quarantined and held instances: list them, retry them, export the original, or remove it.',
    load: async () => (await import('./quarantine/command.ts')).quarantineCommand(),
  },
  review: {
    takes: '',
    does: 'Decide about held instances, one doubt after the other, and release them.',
    load: async () => (await import('./review/command.ts')).reviewCommand(),
  },
  redrive: {
    takes: '[options]',
    does: 'Bring dead letters back to the ingest queue, once the cause is fixed.',
    load: async () => (await import('./redrive/command.ts')).redriveCommand(),
  },
  audit: {
    takes: '',
    does: 'Ask the audit what happened to an object, what left under which rules, which rules changed, or whether a line is missing.',
    load: async () => (await import('./audit/command.ts')).auditCommand(),
  },
  withdraw: {
    takes: '[options] [key...]',
    does: 'Take back from the clean bucket what later rules have held, refused, or released elsewhere.',
    load: async () => (await import('./withdraw/command.ts')).withdrawCommand(),
  },
  backfill: {
    takes: '[options] [place]',
    does: 'Bring an archive into the ingest bucket: a whole bucket, a prefix, or an S3 Inventory report.',
    load: async () => (await import('./backfill/command.ts')).backfillCommand(),
  },
  cost: {
    takes: '[options]',
    does: 'Estimate what a number of instances would cost in AWS. docs/cost.md explains the model.',
    load: async () => (await import('./cost/command.ts')).costCommand(),
  },
  example: {
    takes: '<folder>',
    does: 'Write a study of invented patients, with a list of every identifier in it, to try Lethe on.',
    load: async () => (await import('./example/command.ts')).exampleCommand(),
  },
  init: {
    takes: '[options]',
    does: 'Ask for the settings of a deployment, and write lethe.config.json, which lethe deploy reads.',
    load: async () => (await import('./init/command.ts')).initCommand(),
  },
  deploy: {
    takes: '[options] [words...]',
    does: 'Deploy into your AWS account what lethe init wrote down, or show what that would be.',
    load: async () => (await import('./deploy/command.ts')).deployCommand(),
  },
  doctor: {
    takes: '[options]',
    does: 'Check a deployment, send a synthetic instance through it, and say what to do.',
    load: async () => (await import('./doctor/command.ts')).doctorCommand(),
  },
};

export const COMMAND_NAMES: readonly string[] = Object.keys(COMMANDS);

/** The `lethe` command with these of its commands loaded; of the others it knows what the help says. */
export async function letheCommand(loaded: readonly string[]): Promise<Command> {
  const program = new Command('lethe')
    .description('De-identifies DICOM by the rules you have (PS3.15 Annex E and others).')
    .version(
      ENGINE_VERSION,
      '-V, --version',
      'print the version; --version --json also names edition and commit',
    )
    .option('--debug', 'also say where an error was thrown, for developers; works with every command');
  for (const [name, { takes, does, load }] of Object.entries(COMMANDS))
    program.addCommand(loaded.includes(name) ? await load() : stub(name, takes, does));
  prepare(program);
  return program;
}

/** Has what the help shows of a command. */
function stub(name: string, takes: string, does: string): Command {
  const command = new Command(name).description(does);
  for (const each of takes.split(' '))
    if (each === '[options]') command.option('--any');
    else if (each !== '') command.argument(each);
  return command;
}

/** Commands at every depth throw in place of leaving, so that a wrong call has one exit status, and say what is wrong in one form. */
function prepare(command: Command): void {
  command.exitOverride().configureOutput(codedOutput(command)).configureHelp({ showGlobalOptions: true });
  for (const inner of command.commands) prepare(inner);
}
