import { VR_FACTS, type Vr } from '../../layers/dicom/vr.ts';
import type { KeyChoice, SimpleAction } from '../plan.ts';
import type { KnownBug } from './compat.ts';
import type { SettingsReader } from './settings.ts';

/** One anonymization method of Microsoft's tool. */
export interface Method {
  /** As its documentation writes it; rules may write it in any case. */
  readonly name: string;
  /** The settings it has, as its documentation and code write them. */
  readonly settings: readonly string[];
  /** VRs it can be carried out on; encapsulated values go by `fragments`. */
  readonly vrs: ReadonlySet<Vr>;
  readonly fragments: boolean;
  /** What it is in a plan. What is wrong with its settings is reported by the reader. */
  action(settings: SettingsReader, bugs: ReadonlySet<KnownBug>): SimpleAction;
}

const ALL: ReadonlySet<Vr> = new Set(Object.keys(VR_FACTS) as Vr[]);
const NUMBERS: readonly Vr[] = [
  'DS',
  'FL',
  'OF',
  'FD',
  'OD',
  'IS',
  'SL',
  'SS',
  'US',
  'OW',
  'UL',
  'OL',
  'UV',
  'OV',
  'SV',
];
const KEYED: ReadonlySet<Vr> = new Set<Vr>([
  ...([
    'AE',
    'AS',
    'CS',
    'UI',
    'DS',
    'IS',
    'SH',
    'DA',
    'DT',
    'TM',
    'PN',
    'UC',
    'LO',
    'UT',
    'ST',
    'LT',
    'UR',
  ] as const),
  ...(['OB', 'UN'] as const),
]);

/** HIPAA's oldest age, beyond which a date says too much (45 CFR 164.514(b)(2)(i)(C)). */
const OLDEST_YEARS = 89;
/** Days either way; a longer range than the calendar has is a slip. */
const MOST_DAYS = 3_652_058;
const MOST_DECIMALS = 28;
const AES_KEY_BYTES: readonly number[] = [16, 24, 32];

const METHODS: readonly Method[] = [
  { name: 'keep', settings: [], vrs: ALL, fragments: true, action: () => ({ kind: 'keep' }) },
  { name: 'remove', settings: [], vrs: ALL, fragments: true, action: () => ({ kind: 'remove' }) },
  {
    name: 'redact',
    settings: ['enablePartialAgesForRedact', 'enablePartialDatesForRedact'],
    vrs: ALL,
    fragments: true,
    action: (settings, bugs) => ({
      kind: 'redact',
      partialDates: settings.flag('enablePartialDatesForRedact', false),
      partialAges: settings.flag('enablePartialAgesForRedact', false),
      microsoftNoon: bugs.has('noonDateTimes'),
    }),
  },
  {
    name: 'perturb',
    settings: ['span', 'roundTo', 'rangeType'],
    vrs: new Set<Vr>(['AS', ...NUMBERS]),
    fragments: false,
    action: (settings) => ({
      kind: 'perturb',
      span: settings.number('span', 1, (span) => span >= 0, 'is invalid: Span value must be greater than 0'),
      range: settings.word(
        'rangeType',
        { Fixed: 'fixed', Proportional: 'proportional' } as const,
        'proportional',
      ),
      roundTo: settings.number(
        'roundTo',
        2,
        (decimals) => Number.isInteger(decimals) && decimals >= 0 && decimals <= MOST_DECIMALS,
        `is invalid: RoundTo value must be in range [0, ${MOST_DECIMALS}]`,
      ),
    }),
  },
  {
    name: 'dateShift',
    settings: ['dateShiftKey', 'dateShiftRange', 'dateShiftScope'],
    vrs: new Set<Vr>(['DA', 'DT']),
    fragments: false,
    action: (settings, bugs) => ({
      kind: 'shift',
      by: {
        kind: 'scoped',
        key:
          bugs.has('emptyShiftKey') && !settings.has('dateShiftKey')
            ? { from: 'rules', text: '' }
            : settings.key('dateShiftKey'),
        rangeDays: settings.number(
          'dateShiftRange',
          50,
          (days) => Number.isInteger(days) && days >= 0 && days <= MOST_DAYS,
          'is a number of days, 0 or more',
        ),
        scope: settings.word(
          'dateShiftScope',
          { SeriesInstance: 'series', StudyInstance: 'study', SOPInstance: 'instance' } as const,
          bugs.has('instanceScope') ? 'instance' : 'series',
        ),
      },
      whenInvalid: 'quarantine',
      dropOlderThanYears: OLDEST_YEARS,
      timeOfDay: bugs.has('noonDateTimes') ? 'microsoft' : 'midnight',
      ...(bugs.has('placeholderDates') ? { placeholders: 'move' as const } : {}),
    }),
  },
  {
    name: 'cryptoHash',
    settings: ['cryptoHashKey', 'cryptoHashType', 'matchInputStringLength'],
    vrs: KEYED,
    fragments: true,
    action: (settings) => ({
      kind: 'hash',
      key: settings.key('cryptoHashKey'),
      algorithm: settings.word(
        'cryptoHashType',
        { Sha256: 'sha256', Sha384: 'sha384', Sha512: 'sha512' } as const,
        'sha256',
      ),
      matchLength: settings.flag('matchInputStringLength', false),
    }),
  },
  {
    name: 'encrypt',
    settings: ['encryptKey'],
    vrs: KEYED,
    fragments: true,
    action: (settings, bugs) => {
      const key = settings.key('encryptKey');
      checkKeySize(key, settings);
      return { kind: 'encrypt', key, asciiOnly: bugs.has('asciiEncrypt') };
    },
  },
  {
    name: 'substitute',
    settings: ['replaceWith'],
    vrs: new Set([...ALL].filter((vr) => vr !== 'OB' && vr !== 'UN' && vr !== 'SQ')),
    fragments: false,
    action: (settings, bugs) => ({
      kind: 'set',
      values: settings
        .text('replaceWith', bugs.has('anonymousDefault') ? 'Anonymous' : 'ANONYMOUS')
        .split('\\'),
    }),
  },
  {
    name: 'refreshUID',
    settings: [],
    vrs: new Set<Vr>(['UI']),
    fragments: false,
    action: (_settings, bugs) => ({
      kind: 'replace-uid',
      method: 'keyed',
      ...(bugs.has('oneUidForMany') ? { oneForAll: true } : {}),
    }),
  },
];

function checkKeySize(key: KeyChoice, settings: SettingsReader): void {
  if (key.from === 'ring') return;
  const bytes = Buffer.byteLength(key.text, 'utf8');
  if (AES_KEY_BYTES.includes(bytes)) return;
  settings.fail(
    'encryptKey',
    `Invalid encrypt key size : ${bytes * 8} bits! Please provide key sizes of 128, 192 or 256 bits.`,
    'A key is 16, 24 or 32 bytes of UTF-8; "kms" takes one from the key ring.',
  );
}

const BY_NAME: ReadonlyMap<string, Method> = new Map(
  METHODS.map((method) => [method.name.toLowerCase(), method]),
);

export const METHOD_NAMES: readonly string[] = METHODS.map(({ name }) => name);
export const SETTING_NAMES: readonly string[] = METHODS.flatMap(({ settings }) => settings);

/** The method of a name in any case. */
export function methodNamed(name: string): Method | undefined {
  return BY_NAME.get(name.toLowerCase());
}
