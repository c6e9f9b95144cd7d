import { spawnSync } from 'node:child_process';

/** Errors of `dciodvfy` (David Clunie's dicom3tools; Debian: `apt-get install dicom3tools`), which holds an instance against its IOD in PS3.3. */

/** Whether the command is here. */
export function hasDciodvfy(): boolean {
  return spawnSync('dciodvfy', ['--version']).error === undefined;
}

/** How often it says each error of a file, values apart. */
export type Errors = ReadonlyMap<string, number>;

export function errorsOf(path: string): Errors {
  const { stdout, stderr } = spawnSync('dciodvfy', [path], { encoding: 'latin1', maxBuffer: 1 << 28 });
  return errorsIn(`${stdout}\n${stderr}`);
}

/** The errors among what it says. */
export function errorsIn(text: string): Errors {
  const errors = new Map<string, number>();
  for (const line of text.split('\n'))
    if (line.startsWith('Error - ')) {
      const message = withoutValues(line.slice('Error - '.length));
      errors.set(message, (errors.get(message) ?? 0) + 1);
    }
  return errors;
}

/** UIDs are new ones, and the characters of a value are the source's: what is said is that there is such a thing. */
function withoutValues(message: string): string {
  return message
    .replace(/ = <.*$/, ' = a value')
    .replace(/"[^"]*"/g, 'a value')
    .replace(/\b\d+(?:\.\d+){2,}|(?<=UID )\d+$/g, 'a UID')
    .trim();
}

/** What an output may have although its source had not, and why. */
interface Exception {
  readonly message: RegExp;
  readonly why: string;
}

/** Named one by one; each is an attribute, and none is a whole class of errors. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    message: /^Missing attribute Type 1 Required Element=<PresentationCreation(Date|Time)> /,
    why: 'X in Table E.1-1, though type 1 in a presentation state: the table says remove, and nothing else',
  },
  {
    message:
      /^Missing attribute Type 2C Conditional Element=<Responsible(Person|Organization)> Module=<Patient>$/,
    why: 'X in Table E.1-1, though type 2C for an animal',
  },
  {
    message:
      /^Missing attribute Type 2 Required Element=<ReasonForRequestedProcedureCodeSequence> Module=<HangingProtocolDefinition>$/,
    why: 'X in Table E.1-1, though type 2 in a hanging protocol',
  },
  {
    message: /^Missing attribute Type 2 Required Element=<RequestedProcedureID> Module=<SRDocumentGeneral>$/,
    why: 'X in Table E.1-1, though type 2 in the request of a report',
  },
  {
    message: /^ReferencedSeriesSequence present but Instance does not reference Instances /,
    why: 'the only references were of type 3, which go as Table E.1-1 says; with "references": "keep" it is not said',
  },
  {
    message:
      /^Empty attribute \(no value\) Type 1C Conditional Element=<Frame(Reference|Acquisition)DateTime> /,
    why: 'no date in the source (NaN), so that there is none to shift: it is emptied',
  },
  {
    message:
      /^Empty attribute \(no value\) Type 1 Required Element=<Content(Date|Time)> Module=<OphthalmicPhotographyImage>$/,
    why: 'a placeholder (19000101) in the source, which tells the shift if it is shifted: it is emptied with its time',
  },
  {
    message: /^Empty attribute \(no value\) Type 1 Required Element=<Series(Date|Time)> Module=<PETSeries>$/,
    why: 'a placeholder (19600101) in the source, which tells the shift if it is shifted: it is emptied with its time',
  },
  {
    message: /^(Value invalid for this VR|Illegal root for UID) - .*\(0x0002,0x0003\)/,
    why: 'no UID in the source’s SOP Instance UID, which is retained and which file meta information follows',
  },
];

/** The errors of an output that its source had not as often, each with how many more; what is excepted is counted in `used`. */
export function newErrors(before: Errors, after: Errors, used: Map<Exception, number>): string[] {
  const found: string[] = [];
  for (const [message, count] of after) {
    const more = count - (before.get(message) ?? 0);
    if (more <= 0) continue;
    const exception = EXCEPTIONS.find((one) => one.message.test(message));
    if (exception === undefined) found.push(`${more} × ${message}`);
    else used.set(exception, (used.get(exception) ?? 0) + more);
  }
  return found;
}

/** How many errors there are. */
export function total(errors: Errors): number {
  return [...errors.values()].reduce((sum, count) => sum + count, 0);
}
