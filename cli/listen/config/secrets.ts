import type { Node } from 'jsonc-parser';
import { UsageError } from '../../exit.ts';
import { MOST_PEM_BYTES, readText } from '../../readText.ts';
import { type ConfigShape, type Context, PATH, settings, TEXT } from './shapes.ts';

/** Where a secret is; the configuration never holds it. */
export type Secret = { readonly file: string } | { readonly env: string };

const PLACE = settings<{ readonly file?: string; readonly env?: string }>({
  file: { shape: PATH, doc: 'the file that holds it, and nothing else', absent: 'nothing' },
  env: { shape: TEXT, doc: 'the environment variable that holds it', absent: 'nothing' },
});

/** `{ "file": "token" }` or `{ "env": "TOKEN" }`. */
export const SECRET: ConfigShape<Secret> = {
  read: (node, context) => {
    if (node.type === 'string') {
      context.report.error(
        'SECRET_IN_CONFIG',
        node,
        'A secret stands in the configuration, and everybody who may read that has it',
        'Put it into a file of its own, { "file": "…" }, or into an environment variable, { "env": "…" }.',
      );
      return undefined;
    }
    const place = PLACE.read(node, context);
    if (place === undefined) return undefined;
    const { file, env } = place;
    if (file !== undefined && env === undefined) return secretFile(file, node, context);
    if (env !== undefined && file === undefined) return secretVariable(env, node, context);
    context.report.error(
      'CONTRADICTION',
      node,
      'A secret comes from one place',
      'Write { "file": "…" } or { "env": "…" }.',
    );
    return undefined;
  },
  write: (value) => ({ ...value }),
  schema: { ...PLACE.schema, minProperties: 1, maxProperties: 1 },
};

function secretFile(file: string, node: Node, { report, readFile, isOpen }: Context): Secret {
  let isEmpty = false;
  try {
    isEmpty = readFile(file).trim() === '';
  } catch {
    report.error(
      'FILE_UNREADABLE',
      node,
      `${JSON.stringify(file)} cannot be read`,
      'Check its path and rights.',
    );
    return { file };
  }
  if (isEmpty)
    report.error('SECRET_MISSING', node, `${JSON.stringify(file)} is empty`, 'Write the secret into it.');
  if (isOpen(file))
    report.warning(
      'SECRET_OPEN',
      node,
      `Everybody on this machine may read ${JSON.stringify(file)}`,
      `Keep it to its owner: chmod 600 ${file}`,
    );
  return { file };
}

function secretVariable(env: string, node: Node, { report, variable }: Context): Secret {
  if ((variable(env) ?? '').trim() === '')
    report.warning(
      'SECRET_MISSING',
      node,
      `The environment variable ${env} is not set here`,
      'It must be where lethe listen is started.',
    );
  return { env };
}

/** The secret itself, without white space around it. Throws `UsageError`, which does not hold it. */
export function readSecret(secret: Secret, env: Readonly<Record<string, string | undefined>>): string {
  const value =
    'file' in secret
      ? readText(secret.file, MOST_PEM_BYTES, JSON.stringify(secret.file), 'Check its path and rights.')
      : (env[secret.env] ?? '');
  if (value.trim() !== '') return value.trim();
  throw new UsageError(
    `${'file' in secret ? JSON.stringify(secret.file) : `the environment variable ${secret.env}`} holds no secret. Write it there.`,
    'SECRET_MISSING',
  );
}
