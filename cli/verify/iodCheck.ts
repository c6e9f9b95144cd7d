import { spawnSync } from 'node:child_process';
import type { IodCheck } from '../../layers/verify/ports.ts';

/** `dciodvfy` (dicom3tools; Debian: dicom3tools); null: it is not installed. Of what it prints only the kind of each error is taken, without values. */
export function dciodvfy(): IodCheck | null {
  if (spawnSync('dciodvfy', ['-version'], { stdio: 'ignore' }).error !== undefined) return null;
  return {
    errorsOf: (path) => {
      const { stdout, stderr, error, signal } = spawnSync('dciodvfy', [path], {
        encoding: 'latin1',
        maxBuffer: 1 << 26,
        timeout: 60_000,
      });
      // It ends itself over files that it cannot read.
      if (error !== undefined || signal !== null) return null;
      const errors = new Map<string, number>();
      for (const line of `${stdout}\n${stderr}`.split('\n')) {
        if (!line.startsWith('Error - ')) continue;
        const kind = errorKind(line.slice('Error - '.length));
        errors.set(kind, (errors.get(kind) ?? 0) + 1);
      }
      return errors;
    },
  };
}

/**
 * An error of dciodvfy without values: what follows an equals sign and a space, stands behind `value` in angle brackets or in quotes, and numbers of several
 * parts. A value may hold brackets and line breaks of its own, so that its end is not looked for.
 */
export function errorKind(message: string): string {
  return message
    .replace(/= <.*$/, '= a value')
    .replace(/\bvalue <.*(?=for value \d+ of attribute <[^<>]*>$)/, 'value ')
    .replace(/\bvalue <.*$/, 'a value')
    .replace(/"[^"]*"|'[^']*'/g, 'a value')
    .replace(/\b\d+(?:\.\d+){2,}\b/g, 'a UID')
    .trim();
}
