import { existsSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { FaultError } from '../../layers/engine/faults.ts';
import type { KeyRing } from '../../layers/engine/ports.ts';
import { formatLookup, type LookupTable, loadLookups } from '../../layers/engine/resolve/lookupTable.ts';
import { KeyFile } from '../../layers/local/keyFile.ts';
import { readLookupCsv } from '../../rules/lookupCsv.ts';
import { UsageError } from '../exit.ts';
import { MOST_TABLE_BYTES, readText, writing } from '../readText.ts';

interface TableOptions {
  readonly out: string;
  readonly key: string;
  readonly rootKey?: string;
  readonly project: string;
}

/** `lethe table CSV --out FILE`. */
export function tableCommand(): Command {
  return new Command('table')
    .description(
      'Rewrite a table for "lookup" rules with keyed hashes instead of originals, to be kept and deployed.',
    )
    .argument('<csv>', 'two columns: original, new; the first row may be a header "original,new"')
    .requiredOption('-o, --out <file>', 'the table that rules name; it holds no original')
    .option('-k, --key <file>', 'at a desk: the root key of the runs', join(homedir(), '.lethe', 'key'))
    .option('--root-key <id>', 'in the cloud: the KMS key of all pseudonyms')
    .option('--project <name>', 'the project (key scope) of the rules', '')
    .action(async (csv: string, options: TableOptions) => {
      const text = readText(csv, MOST_TABLE_BYTES, `the table ${JSON.stringify(csv)}`, 'Check the path.');
      const { rows, problems } = readLookupCsv(text);
      if (problems.length > 0)
        throw new UsageError(
          [
            'the table is wrong. Nothing was written.',
            ...problems.map(({ line, code, message }) => `  line ${line}: ${code}: ${message}`),
          ].join('\n'),
          'TABLE_WRONG',
        );
      if (existsSync(options.out))
        throw new UsageError(
          `${JSON.stringify(options.out)} is there already. Name another file.`,
          'FILE_EXISTS',
        );
      const keys = await keyRing(options);
      try {
        const table = (await loadLookups(new Map([['', text]]), keys, options.project)).get(
          '',
        ) as LookupTable;
        const written = formatLookup(table, keys.keyId, options.project);
        writing(JSON.stringify(options.out), () => writeFileSync(options.out, written, { flag: 'wx' }));
      } catch (error) {
        if (error instanceof FaultError) throw new UsageError(error.message, error.code);
        throw error;
      }
      process.stdout.write(
        `${rows.length} rows, for ${keys.keyId}. The originals are no longer needed to de-identify.\n`,
      );
    });
}

async function keyRing({ key, rootKey }: TableOptions): Promise<KeyRing> {
  if (rootKey === undefined) {
    // A key that was made here would be none of the runs'.
    if (!existsSync(key))
      throw new UsageError(`--key: there is no file ${JSON.stringify(key)}. Name the key of the runs.`);
    return new KeyFile(key);
  }
  // A desk does without the SDK, which takes longer to load than the work.
  const { awsClients } = await import('../../layers/aws/clients.ts');
  const { KmsKeyRing } = await import('../../layers/aws/kmsKeyRing.ts');
  return new KmsKeyRing(awsClients().kms, rootKey);
}
