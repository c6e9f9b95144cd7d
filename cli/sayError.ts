import { SettingsError } from '../infra/settings.ts';
import { describeFailure, isSdkError, sdkFailure } from '../layers/aws/sdkErrors.ts';
import { FaultError } from '../layers/engine/faults.ts';
import { errnoOf } from '../layers/local/systemErrors.ts';
import { codedLine } from './codedLine.ts';
import { UsageError } from './exit.ts';
import { missingPackage } from './missingPackage.ts';

/**
 * What a user is told of an error that ended a command: one line, `lethe: CODE: what happened. What to do.` Of an error that
 * nobody foresaw only the class and the place are told, since its message may hold a value.
 */
export function errorText(error: unknown): string {
  if (error instanceof UsageError || error instanceof FaultError || error instanceof SettingsError)
    return codedLine(error.code, error.message);
  if (isSdkError(error)) return sdkText(error);
  const missing = missingPackage(error);
  if (missing !== null) return codedLine('PACKAGE_MISSING', `${missing.message}. ${missing.hint}`);
  const errno = errnoOf(error);
  const place = placeOf(error);
  if (errno !== 'UNKNOWN' && !errno.startsWith('ERR_'))
    return codedLine(
      'SYSTEM_ERROR',
      `the system answered ${errno}${place}. Check the files named in the call, their permissions and the disk space.`,
    );
  const what = error instanceof Error ? error.name : 'Something';
  return codedLine(
    'DEFECT',
    `${what} was thrown${place}. This is a defect of Lethe: report this line; --debug says more.`,
  );
}

/** For `--debug`: where an error was thrown, and what caused it. Messages stay out: they may hold a value. */
export function framesOf(error: unknown): string {
  const texts: string[] = [];
  for (let each = error; each instanceof Error && texts.length < MOST_CAUSES; each = each.cause)
    texts.push(`${each.name}\n${(each.stack ?? '').split('\n').filter(isFrame).join('\n')}\n`);
  return texts.join('caused by ');
}
const MOST_CAUSES = 8;
const isFrame = (line: string): boolean => /^ {4}at /.test(line);

function sdkText(error: unknown): string {
  try {
    const said = describeFailure(sdkFailure(error));
    return codedLine(
      'AWS_REFUSED',
      `AWS refused a call (${said}). Check the names in the call, your rights and the Region.`,
    );
  } catch (fault) {
    return fault instanceof FaultError ? codedLine(fault.code, fault.message) : codedLine('AWS_REFUSED', '');
  }
}

/** ` at file.ts:12`: the file's name and line of the first frame that has one. */
function placeOf(error: unknown): string {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter(isFrame) : [];
  const own = frames.find((frame) => !frame.includes('node:')) ?? frames[0] ?? '';
  const [place] = /[\w.-]+\.(?:ts|mjs|js|cjs):\d+/.exec(own) ?? [];
  return place === undefined ? '' : ` at ${place}`;
}
