import { Command } from 'commander';
import { FaultError } from '../../layers/engine/faults.ts';
import { erasePatient, type Reidentified, reidentify } from '../../layers/engine/originals/reidentify.ts';
import { readHandleBounded } from '../../layers/local/boundedRead.ts';
import { makeSealingKey } from '../../layers/local/sealingKey.ts';
import { UsageError } from '../exit.ts';
import { openServices, type PlaceOptions, withPlace } from './services.ts';

/** A line; more is not an identity that Lethe issued. */
const MOST_IDENTITY_BYTES = 64 * 1024;
/** Nothing is kept of what was asked for, or it was erased. */
const EXIT_NOT_FOUND = 1;

interface ReidentifyOptions extends PlaceOptions {
  readonly erase: boolean;
  readonly json: boolean;
}

/** `lethe reidentify …`. */
export function reidentifyCommand(): Command {
  const command = new Command('reidentify')
    .description(
      'Find out who is behind a UID, pseudonym or number, if the rules kept that; or erase it for good.',
    )
    .argument('<identity>', 'what Lethe issued; "-" reads it from standard input')
    .option(
      '--erase',
      'destroy what is kept about the patient: <identity>, or a Patient ID with its issuer as ID^^^ISSUER',
      false,
    )
    .option('--json', 'print the result as JSON', false)
    .addHelpText('after', HELP)
    .addCommand(initCommand());
  return withPlace(command).action(async (given: string, options: ReidentifyOptions) => {
    const identity =
      given === '-' ? readHandleBounded(0, MOST_IDENTITY_BYTES).toString('utf8').trim() : given;
    if (identity === '') throw new UsageError('there is no identity to look for. Name one.');
    await sayingFaults(async () => {
      const services = await openServices(options);
      try {
        if (options.erase) {
          const outcome = await erasePatient(identity, services);
          report(options.json ? JSON.stringify({ outcome }) : ERASURES[outcome], outcome === 'found');
        } else {
          const found = await reidentify(identity, services);
          report(options.json ? jsonOf(found) : textOf(found), found.kind === 'found');
        }
      } finally {
        await services.close();
      }
    });
  });
}

const HELP = `
Every call writes a line to the audit before anything is opened. The line names nobody, and the reason that you give
should not either.

Exit status: 0 found, 1 nothing is kept about it or it was erased, 2 the call is wrong, or a key or the table cannot be
used.

Examples:
  lethe reidentify init --public seal.pem --private /media/safe/seal.key.pem
  lethe deid ./export --out ./clean --rules rules.json --seal-for seal.pem
  lethe reidentify Site0042 --identities ./clean.kept/state/identities.sqlite --private-key /media/safe/seal.key.pem`;

const ERASURES: Readonly<Record<Awaited<ReturnType<typeof erasePatient>>, string>> = {
  found: 'Erased: nobody can recover it, and nothing more will be kept about this patient.',
  erased: 'It had been erased before.',
  unknown: 'Nothing is kept about this patient. Check the Patient ID and its issuer (ID^^^ISSUER).',
};

function initCommand(): Command {
  return new Command('init')
    .description('create the key pair that originals are sealed with')
    .requiredOption('--public <file>', 'the public key, for runs that keep originals')
    .requiredOption('--private <file>', 'the private key, to recover originals: store it elsewhere')
    .action(async (options: { readonly public: string; readonly private: string }) =>
      sayingFaults(async () => {
        makeSealingKey(options.public, options.private);
        report(
          'Created. Anyone with the private key can recover every original; without it nobody can.',
          true,
        );
      }),
    );
}

function report(text: string, isFound: boolean): void {
  process.stdout.write(`${text}\n`);
  if (!isFound) process.exitCode = EXIT_NOT_FOUND;
}

function textOf(found: Reidentified): string {
  if (found.kind !== 'found') return NOT_FOUND[found.kind];
  const rows = Object.entries({ Original: found.original, ...found.patient }).flatMap(([name, value]) =>
    value === null ? [] : [`${name.padEnd(18)}${value.reveal()}`],
  );
  return rows.join('\n');
}

const NOT_FOUND = {
  erased: 'It was erased.',
  unknown: 'Nothing is kept of it. Check the identity, the project and the table.',
} as const;

function jsonOf(found: Reidentified): string {
  if (found.kind !== 'found') return JSON.stringify({ outcome: found.kind });
  const patient = Object.fromEntries(
    Object.entries(found.patient).map(([name, text]) => [name, text.reveal()]),
  );
  return JSON.stringify({ outcome: 'found', original: found.original?.reveal() ?? null, patient });
}

/** A fault is said as a wrong call is: by its message, which names no value. */
async function sayingFaults(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof FaultError) throw new UsageError(error.message, error.code);
    throw error;
  }
}
