import { DEFINED_TERMS } from '../../layers/dicom/characterSets/definedTerms.ts';
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from '../../layers/dicom/implementation.ts';
import { transferSyntaxes } from '../../layers/dicom/standard/transferSyntax.ts';
import { storageSopClasses, uidName } from '../../layers/dicom/standard/uid.ts';
import { VERIFICATION } from '../../layers/dimse/association.ts';
import { REJECTIONS } from '../../layers/dimse/errors.ts';
import { TLS_CIPHERS } from '../../layers/dimse/tls.ts';
import { fieldTable } from '../../rules/lethe/fieldTable.ts';
import { table, withTables } from '../../rules/markdown.ts';
import { MESSAGE_SYNTAXES, SERVICE_CLASSES } from './admission.ts';
import { FAILURE_REASON } from './commitment/dataSets.ts';
import { LIMIT_FIELDS } from './config/receiving.ts';
import { statusText } from './deliveries/storeStatus.ts';
import { FAILURE } from './http/answer.ts';
import { STATUSES } from './worklist/failures.ts';

/** The tables within docs/conformance.md, by name, made of what the gateway goes by. */
export const CONFORMANCE_TABLES: Readonly<Record<string, () => string>> = {
  services: serviceTable,
  implementation: () =>
    table(
      ['what', 'value'],
      [
        ['Implementation Class UID', `\`${IMPLEMENTATION_CLASS_UID}\``],
        ['Implementation Version Name', `\`${IMPLEMENTATION_VERSION_NAME}\``],
      ],
    ),
  rejections: rejectionTable,
  'storage classes': () =>
    table(
      ['SOP class', 'UID', ''],
      storageSopClasses().map(({ name, uid, retired }) => [name, `\`${uid}\``, retired ? 'retired' : '']),
    ),
  'storage syntaxes': () =>
    table(
      ['transfer syntax', 'UID'],
      transferSyntaxes().map(({ name, uid }) => [name, `\`${uid}\``]),
    ),
  'message syntaxes': () => uidTable('transfer syntax', MESSAGE_SYNTAXES),
  'store statuses': () => statusTable(STORE_STATUSES),
  'commitment statuses': () => statusTable(COMMITMENT_STATUSES),
  'failure reasons': failureReasonTable,
  'worklist statuses': worklistTable,
  'stow failures': () =>
    table(
      ['Failure Reason (0008,1197)', 'when'],
      Object.entries(STOW_FAILURES).map(([name, when]) => [
        `${statusText(FAILURE[name as keyof typeof FAILURE])}`,
        when,
      ]),
    ),
  limits: () => fieldTable(LIMIT_FIELDS),
  'character sets': () =>
    table(
      ['Specific Character Set (0008,0005)'],
      [...DEFINED_TERMS.keys()].map((term) => [`\`${term}\``]),
    ),
  ciphers: () =>
    table(
      ['cipher suite'],
      TLS_CIPHERS.map((cipher) => [`\`${cipher}\``]),
    ),
};

/** docs/conformance.md with its tables made anew. */
export function conformancePage(page: string): string {
  return withTables(page, CONFORMANCE_TABLES);
}

/** What the gateway is for each class, and what it asks for itself. */
const ROLES: Readonly<Record<string, readonly [scp: string, scu: string]>> = {
  commit: ['yes', ''],
  worklist: [
    'yes, for the worklist servers of the configuration',
    'yes, on behalf of the modality that asks',
  ],
  mpps: ['yes, for the servers of the configuration', 'yes, on behalf of the modality that reports'],
};

function serviceTable(): string {
  return table(
    ['SOP class', 'UID', 'SCP', 'SCU'],
    [
      ['Verification SOP Class', `\`${VERIFICATION}\``, 'yes', 'yes (`lethe listen check --connect`)'],
      [
        'all [storage classes](#storage-classes)',
        '',
        'yes',
        'yes (deliveries of the kind `ae`, `lethe send`)',
      ],
      ...[...SERVICE_CLASSES].map(([uid, service]) => [
        uidName(uid) ?? '',
        `\`${uid}\``,
        ...(ROLES[service] as readonly [string, string]),
      ]),
    ],
  );
}

function uidTable(head: string, uids: readonly string[]): string {
  return table(
    [head, 'UID'],
    uids.map((uid) => [uidName(uid) ?? '', `\`${uid}\``]),
  );
}

/** When the gateway gives each of the rejections that it gives. */
const WHY_REJECTED: Readonly<Record<Exclude<keyof typeof REJECTIONS, 'temporaryCongestion'>, string>> = {
  noReason: 'a defect: nobody could be asked',
  applicationContextNotSupported: 'another application context than that of DICOM',
  callingAeTitleNotRecognized: 'no peer of the configuration has this title, address and certificate',
  calledAeTitleNotRecognized: 'the called title is not one of the gateway’s',
  protocolVersionNotSupported: 'another version of the Upper Layer than 1',
  localLimitExceeded: 'as many associations as it may have, at all or with this peer, are open',
};

function rejectionTable(): string {
  return table(
    ['result', 'source', 'reason', 'when'],
    Object.entries(WHY_REJECTED).map(([name, when]) => {
      const { result, source, reason } = REJECTIONS[name as keyof typeof WHY_REJECTED];
      return [
        `${result} (${result === 1 ? 'permanent' : 'transient'})`,
        String(source),
        String(reason),
        when,
      ];
    }),
  );
}

type Statuses = readonly (readonly [status: number, when: string])[];

/** C-STORE as SCP. */
export const STORE_STATUSES: Statuses = [
  [0x0000, 'the instance outlives a power cut'],
  [0x0110, 'a defect; report the line of the log'],
  [0x0122, 'another SOP class than that of the presentation context'],
  [
    0xa700,
    'no room in the spool or on its disk, the instance is too large, or the gateway is about to stop: send it again later',
  ],
  [0xa900, 'SOP Class or SOP Instance UID of command and data set differ'],
  [0xc000, 'the data set is empty or cannot be read, or has no SOP Instance UID'],
];

/** N-ACTION as SCP of storage commitment. */
export const COMMITMENT_STATUSES: Statuses = [
  [0x0000, 'the request outlives a power cut; its report follows'],
  [0x0110, 'a defect; report the line of the log'],
  [0x0112, 'another SOP instance than the well-known one'],
  [0x0115, 'the data set is not a request for storage commitment, or names no instance'],
  [0x0123, 'another action than 1'],
  [0x0211, 'another request than N-ACTION'],
  [0x0213, 'ten thousand requests are open'],
];

function statusTable(statuses: Statuses): string {
  return table(
    ['status', 'when'],
    statuses.map(([status, when]) => [statusText(status), when]),
  );
}

const WHY_FAILED: Readonly<Record<keyof typeof FAILURE_REASON, string>> = {
  processingFailure: 'it is held or quarantined, or was not delivered within a day',
  noSuchObjectInstance: 'it never came',
  classInstanceConflict: 'it came as an instance of another SOP class',
};

function failureReasonTable(): string {
  return table(
    ['Failure Reason (0008,1197)', 'when'],
    Object.entries(FAILURE_REASON).map(([name, reason]) => [
      statusText(reason),
      WHY_FAILED[name as keyof typeof FAILURE_REASON],
    ]),
  );
}

const WHY_NOT_ANSWERED: Readonly<Record<keyof typeof STATUSES.find, string>> = {
  key: 'a key cannot be asked for: a wildcard, range or list on what is mapped',
  request: 'the rules do not fit what the modality sent',
  answer: 'the rules do not fit what the server answered',
  server: 'the server is not there, refuses, or ends the association',
  surroundings: 'keys or identities cannot be asked',
  defect: 'a defect',
};

function worklistTable(): string {
  return table(
    ['C-FIND', 'N-CREATE, N-SET', 'when'],
    Object.entries(WHY_NOT_ANSWERED).map(([kind, when]) => [
      statusText(STATUSES.find[kind as keyof typeof STATUSES.find]),
      statusText(STATUSES.step[kind as keyof typeof STATUSES.step]),
      when,
    ]),
  );
}

const STOW_FAILURES: Readonly<Record<keyof typeof FAILURE, string>> = {
  processingFailure: 'a defect',
  sopClassNotSupported: 'not a storage class, or no route for the client',
  outOfResources: 'no room; where this is so of all instances, the answer is 503',
  doesNotMatch: 'another study than that of the path, or file meta information and data set differ',
  cannotUnderstand: 'a part that is not an instance, or cannot be read',
  transferSyntaxNotSupported: 'a transfer syntax that is not known',
};
