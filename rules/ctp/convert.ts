import { writeFields } from '../lethe/object.ts';
import { DEVICE } from '../lethe/pixels.ts';
import { inLine } from '../lethe/write.ts';
import type { DeviceRegions } from '../pixelPolicy.ts';
import { problemsIn, withoutByteOrderMark } from '../problems.ts';
import { positionsIn, type RuleProblem } from '../source.ts';
import { devicesOf, type Told } from './devices.ts';
import { readPixelScript, type Signature } from './pixelScript.ts';
import { remark } from './remark.ts';
import { waysOf } from './signature.ts';

/** What a script of CTP's becomes. */
export interface ConvertedScript {
  /** A Lethe rule file; null: nothing could be converted. */
  readonly text: string | null;
  /** An error: something that the script says is not in the file. */
  readonly problems: readonly RuleProblem[];
}

/**
 * Writes what a script of CTP's DicomPixelAnonymizer says as a Lethe rule file (docs/dialects/ctp-pixels.md). What Lethe's words do not say is a problem with its place, and
 * stands in the file as a remark.
 */
export function convertPixelScript({
  name,
  text,
}: {
  readonly name: string;
  readonly text: string;
}): ConvertedScript {
  const script = withoutByteOrderMark(text);
  const problems = problemsIn('ctp-pixels', script);
  const { signatures, unclosed } = readPixelScript(script);
  if (unclosed !== null)
    problems.error(
      'SIGNATURE_SYNTAX',
      unclosed,
      'A brace that nothing closes',
      'Close the signature with }.',
    );
  if (signatures.length === 0)
    problems.error(
      'NO_SIGNATURES',
      0,
      'There is no signature in it',
      'Name a script of CTP’s DicomPixelAnonymizer.',
    );
  const converted = signatures.map((signature) => ({
    signature,
    devices: devicesIn(signature, problems),
  }));
  const whole = converted.filter(({ devices }) => devices.length > 0);
  return {
    text: whole.length === 0 ? null : fileText(name, script, whole, signatures.length, problems.all()),
    problems: problems.all(),
  };
}

function devicesIn({ expression, offset, regions }: Signature, told: Told): readonly DeviceRegions[] {
  const ways = waysOf(expression, offset);
  if ('code' in ways) {
    told.error(ways.code, ways.offset, ways.message, ways.hint);
    return [];
  }
  if (ways.length === 0)
    told.error('SIGNATURE_NOT_SAID', offset, 'It never holds', 'Leave it out, or write when it should.');
  return devicesOf(ways, regions, offset, told);
}

interface Converted {
  readonly signature: Signature;
  readonly devices: readonly DeviceRegions[];
}

function fileText(
  name: string,
  script: string,
  converted: readonly Converted[],
  count: number,
  problems: readonly RuleProblem[],
): string {
  const positionOf = positionsIn(script);
  const missing = problems.filter(({ severity }) => severity === 'error');
  const last = converted.at(-1)?.devices.at(-1);
  const entries = converted.flatMap(({ signature, devices }) => [
    `      // ${remark(`line ${positionOf(signature.offset).line}: ${signature.label}`)}`,
    ...devices.map((device) => `      ${inLine(writeFields(device, DEVICE))}${device === last ? '' : ','}`),
  ]);
  return [
    `// ${converted.length} of ${count} signatures of ${remark(name)}, a script of CTP's DicomPixelAnonymizer.`,
    '// CTP stops at the first signature that matches; here every entry that matches is blanked.',
    '// Attributes go by the Basic Profile: put "pixels" into your own rule file for other rules.',
    ...(missing.length === 0 ? [] : ['// Not converted:']),
    ...missing.map(({ code, line, message }) => `//   line ${line}: ${code}: ${remark(message)}`),
    '{',
    '  "pixels": {',
    '    "devices": [',
    ...entries,
    '    ]',
    '  }',
    '}',
    '',
  ].join('\n');
}
