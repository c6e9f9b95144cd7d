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
        const kind = kindOf(line.slice('Error - '.length));
        errors.set(kind, (errors.get(kind) ?? 0) + 1);
      }
      return errors;
    },
  };
}

/** What is in angle brackets, unless it is a keyword, in quotes, or a number of several parts is a value. */
function kindOf(message: string): string {
  return message
    .replace(/"[^"]*"|'[^']*'/g, 'a value')
    .replace(/= <[^>]*>.*$/, '= a value')
    .replace(/\b\d+(?:\.\d+){2,}\b/g, 'a UID')
    .trim();
}
