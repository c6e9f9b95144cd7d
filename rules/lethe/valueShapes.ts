import { createHash } from 'node:crypto';
import type { Node } from 'jsonc-parser';
import { parseDate } from '../../layers/dicom/dateTime.ts';
import type { Tag } from '../../layers/dicom/tag.ts';
import { isVr, VR_FACTS, type Vr } from '../../layers/dicom/vr.ts';
import { readLookupCsv } from '../lookupCsv.ts';
import type { ConceptRule, KeyChoice, Selector, Shift } from '../plan.ts';
import { CONTENT_VALUE_TYPES } from '../ps315/structuredContent.ts';
import type { Context } from './context.ts';
import { membersOf, object } from './object.ts';
import { formatSelector, parseSelector } from './selector.ts';
import { flag, type Json, number, type Shape, text, unknownWord, word, wrongType } from './shape.ts';

type ContextShape<T> = Shape<T, Context>;

/** A selector as a text. */
export const SELECTOR: ContextShape<Selector> = {
  read: (node, { report }) => {
    if (node.type !== 'string') return wrongType(report, node, 'a selector, e.g. "PatientName"');
    const found = parseSelector(node.value as string);
    if (!('code' in found)) return found;
    report.error(found.code, node, found.message, found.hint, found.at);
    return undefined;
  },
  write: formatSelector,
  schema: { type: 'string', minLength: 1 },
};

/** One attribute, by tag or keyword. */
export const ATTRIBUTE: ContextShape<Tag> = {
  read: (node, context) => {
    const found = SELECTOR.read(node, context);
    if (found === undefined) return undefined;
    if (found.kind === 'tag' && found.path === undefined) return found.tag;
    context.report.error(
      'SELECTOR_SYNTAX',
      node,
      'Name exactly one attribute here',
      'Write its tag or keyword.',
    );
    return undefined;
  },
  write: (tag) => formatSelector({ kind: 'tag', tag }),
  schema: { type: 'string', minLength: 1 },
};

/** Two hundred years. */
const MOST_DAYS = 73_050;
const SECONDS_A_DAY = 86_400;

const DIRECTION = word<'back' | 'forward' | 'either', Context>({
  back: 'into the past',
  forward: 'into the future',
  either: 'into either, by the key',
});

const DAYS: ContextShape<number | readonly [number, number]> = {
  read: (node, context) => {
    const day = number<Context>(-MOST_DAYS, MOST_DAYS);
    if (node.type === 'number') return day.read(node, context);
    const [from, to] = node.type === 'array' ? (node.children ?? []) : [];
    if (from === undefined || to === undefined || node.children?.length !== 2)
      return wrongType(context.report, node, 'a number of days, or two: [least, most]');
    const bound = number<Context>(1, MOST_DAYS);
    const [least, most] = [bound.read(from, context), bound.read(to, context)];
    if (least === undefined || most === undefined) return undefined;
    if (least <= most) return [least, most];
    context.report.error(
      'OUT_OF_RANGE',
      node,
      'The minimum is greater than the maximum',
      'Write [minimum, maximum].',
    );
    return undefined;
  },
  write: (value) => value,
  schema: {
    oneOf: [
      { type: 'integer', minimum: -MOST_DAYS, maximum: MOST_DAYS },
      {
        type: 'array',
        items: { type: 'integer', minimum: 1, maximum: MOST_DAYS },
        minItems: 2,
        maxItems: 2,
      },
    ],
  },
};

/** A subkey of the key ring, or a key in the file. */
export const KEY: ContextShape<KeyChoice> = {
  read: (node, { report, source }) => {
    if (node.value === 'ring') return { from: 'ring' };
    const members = node.type === 'object' ? membersOf(node, ['text'], report) : undefined;
    const key = members?.get('text');
    if (key?.type !== 'string') return wrongType(report, node, '"ring", or { "text": "…" } at a desk');
    const say = source.place === 'cloud' ? 'error' : 'warning';
    report[say](
      'KEY_IN_RULES',
      node,
      'A key in a rule file is known to everybody who can read the rules',
      'Write "ring": the key then comes from the key ring (KMS in the cloud, the key file at a desk).',
    );
    return { from: 'rules', text: key.value as string };
  },
  write: (key) => (key.from === 'ring' ? 'ring' : { text: key.text }),
  schema: {
    oneOf: [
      { const: 'ring' },
      {
        type: 'object',
        properties: { text: { type: 'string' } },
        required: ['text'],
        additionalProperties: false,
      },
    ],
  },
};

const PATIENT_SHIFT_KEYS = ['days', 'direction'];
const FIXED_SHIFT_KEYS = ['seconds'];
const SCOPED_SHIFT = object<Omit<Shift & { kind: 'scoped' }, 'kind'>, Context>({
  rangeDays: { shape: number(0, MOST_DAYS), doc: 'at most so many days back or forward', absent: 'error' },
  scope: {
    shape: word({ study: 'one shift a study', series: 'one a series', instance: 'one an instance' }),
    doc: 'what has one shift',
    absent: 'error',
  },
  key: { shape: KEY, doc: 'the key of the shift', absent: { is: { from: 'ring' } } },
});

/** How far dates and times move: `{ "days": [1, 365] }`, `{ "days": -30 }`, `{ "seconds": -3600 }`, or Microsoft's. */
export const SHIFT: ContextShape<Shift> = {
  read: (node, context) => {
    if (node.type !== 'object') return wrongType(context.report, node, 'a shift, e.g. { "days": [1, 365] }');
    const keys = (node.children ?? []).map((property) => property.children?.[0]?.value as string);
    if (keys.includes('rangeDays') || keys.includes('scope')) {
      const scoped = SCOPED_SHIFT.read(node, context);
      return scoped === undefined ? undefined : { kind: 'scoped', ...scoped };
    }
    return keys.includes('seconds') ? readSeconds(node, context) : readDays(node, context);
  },
  write: writeShift,
  schema: {
    oneOf: [
      {
        type: 'object',
        properties: {
          days: {
            ...DAYS.schema,
            description:
              'one shift a patient of [least, most] days; or the same number for all, negative: back',
          },
          direction: { ...DIRECTION.schema, default: 'back' },
        },
        required: ['days'],
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: { seconds: { type: 'integer', description: 'the same for all; negative: back' } },
        required: ['seconds'],
        additionalProperties: false,
      },
      SCOPED_SHIFT.schema,
    ],
  },
};

function readSeconds(node: Node, context: Context): Shift | undefined {
  const seconds = membersOf(node, FIXED_SHIFT_KEYS, context.report)?.get('seconds');
  if (seconds === undefined) return undefined;
  const most = MOST_DAYS * SECONDS_A_DAY;
  const value = number<Context>(-most, most).read(seconds, context);
  return value === undefined ? undefined : { kind: 'fixed', seconds: value };
}

function readDays(node: Node, context: Context): Shift | undefined {
  const members = membersOf(node, PATIENT_SHIFT_KEYS, context.report);
  const daysNode = members?.get('days');
  if (members === undefined) return undefined;
  if (daysNode === undefined) return wrongType(context.report, node, 'a shift with "days" or "seconds"');
  const directionNode = members.get('direction');
  const days = DAYS.read(daysNode, context);
  const direction = directionNode === undefined ? 'back' : DIRECTION.read(directionNode, context);
  if (days === undefined || direction === undefined) return undefined;
  if (typeof days !== 'number') return { kind: 'patient', minDays: days[0], maxDays: days[1], direction };
  if (directionNode === undefined) return { kind: 'fixed', seconds: days * SECONDS_A_DAY };
  context.report.error(
    'CONTRADICTION',
    directionNode,
    'A fixed number of days has its direction in its sign',
    'Leave "direction", or give bounds: "days": [least, most].',
  );
  return undefined;
}

function writeShift(shift: Shift): Json {
  if (shift.kind === 'patient') {
    const { minDays, maxDays, direction } = shift;
    return { days: [minDays, maxDays], ...(direction === 'back' ? {} : { direction }) };
  }
  if (shift.kind === 'fixed')
    return shift.seconds % SECONDS_A_DAY === 0
      ? { days: shift.seconds / SECONDS_A_DAY }
      : { seconds: shift.seconds };
  const { kind: _kind, ...scoped } = shift;
  return SCOPED_SHIFT.write(scoped);
}

/** Placeholder dates in addition to the table's: `["20000101"]`. Several spellings of one list are one list. */
export const PLACEHOLDERS: ContextShape<readonly string[]> = {
  read: (node, { report }) => {
    if (node.type !== 'array') return wrongType(report, node, 'a list of days, e.g. ["20000101"]');
    const days = new Set<string>();
    for (const day of node.children ?? []) {
      const text = typeof day.value === 'string' ? day.value : '';
      if (/^[0-9]{8}$/.test(text) && parseDate(text) !== null) days.add(text);
      else
        report.error(
          'DATE_SYNTAX',
          day,
          'Not a day in the calendar',
          'Write it as YYYYMMDD, e.g. "20000101".',
        );
    }
    return [...days].sort();
  },
  write: (days) => days,
  schema: { type: 'array', items: { type: 'string', pattern: '^[0-9]{8}$' } },
};

/** The same, or none at all, not even the table's: for parity with tools that move every date. */
export const PLACEHOLDERS_OR_NONE: ContextShape<readonly string[] | 'move'> = {
  read: (node, context) => (node.value === 'move' ? 'move' : PLACEHOLDERS.read(node, context)),
  write: (value) => value,
  schema: { oneOf: [PLACEHOLDERS.schema, { const: 'move' }] },
};

/** A concept of structured content and what becomes of its items. */
export const CONCEPT: ContextShape<ConceptRule> = object<ConceptRule, Context>({
  value: { shape: text(), doc: 'Code Value', absent: 'error' },
  scheme: { shape: text(), doc: 'Coding Scheme Designator', absent: 'error' },
  meaning: { shape: text(), doc: 'Code Meaning', absent: { is: '' } },
  valueType: {
    shape: text(`a Value Type, e.g. ${CONTENT_VALUE_TYPES[0]}`),
    doc: 'Value Type (0040,A040)',
    absent: 'error',
  },
  action: {
    shape: word({
      X: 'remove',
      Z: 'empty',
      D: 'dummy',
      K: 'keep',
      C: 'clean',
      U: 'replace UIDs',
    }),
    doc: 'an action code of PS3.15 Table E.1-1a',
    absent: 'error',
  },
});

const CSV_HINT = 'A table has two columns, original and new value, and one row for each original.';

/** A file beside the rules by its path, or a table that is known already by its digest, `sha256:…`. */
export const TABLE: ContextShape<string> = {
  read: (node, { report, source, tables }) => {
    if (node.type !== 'string') return wrongType(report, node, 'the path of a CSV file');
    const path = node.value as string;
    const known = /^sha256:([0-9a-f]{64})$/.exec(path);
    if (known !== null) return known[1];
    const content = readNamed(path, node, { report, source });
    if (content === undefined) return undefined;
    // A table that Lethe wrote holds hashes, and is not CSV.
    for (const { code, line, message } of /^\s*\{/.test(content) ? [] : readLookupCsv(content).problems)
      report.error(code, node, `line ${line} of ${JSON.stringify(path)}: ${message}`, CSV_HINT);
    const digest = createHash('sha256').update(content).digest('hex');
    tables.set(digest, content);
    return digest;
  },
  write: (digest) => `sha256:${digest}`,
  schema: { type: 'string', minLength: 1 },
};

/** An X.509 certificate in PEM, or the path of a file that is one. */
export const CERTIFICATE: ContextShape<string> = {
  read: (node, context) => {
    if (node.type !== 'string')
      return wrongType(context.report, node, 'a certificate in PEM, or the path of one');
    const given = node.value as string;
    const pem = given.includes('-----BEGIN') ? given : readNamed(given, node, context);
    if (pem === undefined || pem.includes('-----BEGIN CERTIFICATE-----')) return pem;
    context.report.error(
      'NOT_A_CERTIFICATE',
      node,
      'No certificate in PEM',
      'Give the recipient’s X.509 certificate as PEM.',
    );
    return undefined;
  },
  write: (pem) => pem,
  schema: { type: 'string', minLength: 1 },
};

function readNamed(
  path: string,
  node: Node,
  { report, source }: Pick<Context, 'report' | 'source'>,
): string | undefined {
  try {
    return source.readFile(path);
  } catch {
    report.error(
      'FILE_UNREADABLE',
      node,
      `${JSON.stringify(path)} cannot be read`,
      'Give its path from the rule file.',
    );
    return undefined;
  }
}

export const FLAG = flag<Context>();

/** A VR by its two letters. */
export const VR: ContextShape<Vr> = {
  read: (node, { report }) => {
    if (typeof node.value === 'string' && isVr(node.value)) return node.value;
    if (typeof node.value !== 'string') return wrongType(report, node, 'a VR');
    unknownWord(report, node, node.value, Object.keys(VR_FACTS));
    return undefined;
  },
  write: (vr) => vr,
  schema: { enum: Object.keys(VR_FACTS) },
};
