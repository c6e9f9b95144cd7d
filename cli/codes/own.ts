/** Whom a code speaks to. */
export type CodeArea =
  | 'a call'
  | 'a run'
  | 'rules'
  | 'lethe doctor'
  | 'lethe audit verify'
  | 'lethe backfill'
  | 'a function';

/** Codes that no other page explains: what each says, and what to do. */
export const OWN_CODES: Readonly<Record<CodeArea, Readonly<Record<string, string>>>> = {
  'a call': {
    AWS_CREDENTIALS_MISSING:
      'no credentials for AWS were found, or they have expired; set AWS_PROFILE or sign in again',
    AWS_REFUSED: 'AWS answered a call with an error, whose code is said; check names, rights and Region',
    AWS_REGION_MISSING: 'no Region was found; set AWS_REGION, or give the profile one',
    AWS_REGION_UNKNOWN: 'the Region that is set is none; set one such as eu-central-1',
    COMMAND_RENAMED: 'a command has another name now, which the line says',
    CONFIRMATION_MISSING:
      'originals are exported by somebody who says so: answer on a terminal, or give `--yes`',
    DEFECT: 'a defect of Lethe: report the line; `--debug` says where it was thrown',
    DIR_MISSING: 'a retry writes clean instances; name their folder with `--dir`',
    FILE_EXISTS: 'a file that would be written is there already; name another one',
    FILE_UNREADABLE:
      'a file that the call names cannot be read, or is larger than such a file may be; check the path',
    FILE_UNWRITABLE: 'a file cannot be written; check its folder and the rights to it',
    FOLDER_MISSING: 'there is no such output or kept folder; check the path',
    INPUT_MISSING: 'an input is not there; check the path',
    INPUT_UNREADABLE: 'an input may not be looked at; check the path and the rights to it',
    KEPT_EMPTY: '`--kept` is empty; name a folder',
    KEPT_NAMED_AS_DIR:
      'a kept folder was named as an output folder; name it with `--kept`, or the folder beside it with `--dir`',
    KEY_DIFFERS:
      'an instance was kept under another key than the one at hand; name the key of its run, or the other one, with `--key` or `--root-key`',
    KEY_SCOPE_DIFFERS:
      'an instance was kept under another key scope than the rules have; name the one that is meant with `--key-scope`',
    NODE_TOO_OLD: 'Lethe wants a later Node; install it, or call `npm run lethe`',
    NOTHING_WRITTEN: '`lethe init` was ended without an answer; call it again',
    NO_STACK:
      'there is no such stack in this account and Region; check `--stack`, `--region` and the profile',
    NOT_IN_THE_CLEAN_FOLDER:
      'a file would lie among clean instances, where nothing else may; name another place',
    OLD_LAYOUT:
      'an output folder holds what an earlier Lethe kept there; move it with `lethe quarantine migrate`',
    OTHER_RULES:
      'the inputs were released into this folder under other rules; give `--overwrite`, or another `--out`',
    OUT_EMPTY: '`--out` is empty; name a folder',
    OUTPUT_UNUSABLE: 'the output folder cannot be one, or may not be written; name another one',
    PLACES_OVERLAP:
      'two of the inputs, the output folder and the kept folder are the same, or one lies in another; name folders that are apart',
    REASON_MISSING: 'the audit says why originals were exported; give `--reason`',
    RULES_CHANGED:
      'the rules that an instance was kept under are not what they were; name those that are meant with `--rules`',
    RULES_NOT_NAMED: 'no rules were applied when an instance was kept; name some with `--rules`',
    RULES_WRONG: 'the rules have errors, which follow with their own codes; nothing was done',
    RUN_UNKNOWN:
      'an earlier Lethe kept the instance, and nothing says under what; name rules and key with `--rules` and `--key`',
    SEAL_FOR_MISSING: 'the rules keep originals; name the key that they are sealed for with `--seal-for`',
    SETTINGS_INVALID: 'settings of a deployment are wrong, and each is said; correct them',
    SYSTEM_ERROR:
      'the operating system refused something, whose code is said; check files, rights and room on the disk',
    TABLE_WRONG: 'a look-up table has errors, which follow with their lines; nothing was written',
    WRONG_CALL: 'the call is wrong; the line says how, and `--help` how to call it',
  },
  'a run': {
    AUDIT_UNAVAILABLE: 'the audit cannot be written or read; check its file or log group',
    DEADLINE: 'there was no time left for the object; it comes again',
    IDENTITY_UNAVAILABLE:
      'the file or table of identities cannot be used; check the path, the rights and the disk',
    KEY_FORBIDDEN: 'a key may not be used: its file is open to others, or a policy refuses; mend the rights',
    KEY_UNAVAILABLE:
      'a key cannot be used: its file is none, or KMS does not answer; restore it, or try again',
    LOOKUP_UNAVAILABLE:
      'a look-up table is not at hand, or is of another key; write it anew with `lethe table`',
    NO_NOTE: 'the reason beside a kept instance cannot be read; retry the instance',
    QUEUE_FORBIDDEN: 'the queue may not be used; allow what the line names',
    QUEUE_UNAVAILABLE: 'the queue cannot be used now; try again',
    RULES_UNAVAILABLE: 'the rules cannot be read, or none have compiled yet; put good ones in their place',
    SOURCE_CHANGED: 'the source changed while it was read; run again when its writer is done',
    SOURCE_GONE: 'the source is no longer there; put it back and run again',
    SOURCE_UNREADABLE:
      'a file, folder or link cannot be read, or leads to a folder elsewhere; mend the rights, or name it as an input',
    STORE_FORBIDDEN: 'the output may not be written; mend the rights',
    STORE_UNAVAILABLE: 'the output cannot be written now: no room, or no answer; run again',
  },
  rules: {
    DATE_SYNTAX: 'a date of a rule file is none; write it as YYYYMMDD',
    DIALECT_FOREIGN:
      'the file is of a system that Lethe does not read, which is named; write it anew in a dialect it reads',
  },
  'lethe doctor': {
    BUCKET_MAY_BE_PUBLIC: 'public access to a bucket is not blocked; revert the drift',
    BUCKET_NOT_ENCRYPTED: 'a bucket does not encrypt with a key of KMS; revert the drift',
    BUCKET_NOT_VERSIONED: 'what is overwritten in a bucket is lost; revert the drift',
    BUCKET_SENDS_NO_EVENTS: 'objects that come in wait for the reconciler; revert the drift',
    DEAD_LETTERS: 'messages were tried in vain; find out why, then `lethe redrive`',
    ENGINE_DIFFERS: 'the deployment has another version than the command; deploy, or use its own',
    EVENT_SOURCE_OFF: 'the function gets no messages; enable the event source',
    EVENT_SOURCE_WHOLE_BATCHES: 'one bad object sends its batch back; revert the drift',
    EXPIRY_OFF: 'released objects stay in the ingest bucket; revert the drift',
    FUNCTION_ENVIRONMENT: 'a function is told otherwise than the stack says; revert the drift',
    FUNCTION_NOT_ACTIVE: 'a function cannot run yet; wait, or look at it in Lambda',
    FUNCTION_RUNTIME: 'a function runs on another Node; deploy',
    FUNCTION_STOPPED: 'somebody left a function no executions; give them back when that is over',
    FUNCTION_UPDATE_FAILED: 'the last update of a function failed; deploy again',
    IDENTITY_RELEASED:
      'the rules leave who a patient is in the instances; stop the event source, and mend the rules',
    KEY_DISABLED: 'a key is disabled, and nothing comes out; enable it',
    KEY_DOES_NOT_ROTATE: 'a key is not rotated; switch it on',
    KEY_TO_BE_DELETED: 'a key will be deleted; cancel that',
    KEY_UNUSABLE: 'a key is in a state in which it does nothing; look at it in KMS',
    LOG_KEPT_FOR_EVER: 'lines of a log are never removed; revert the drift',
    LOG_NOT_ENCRYPTED: 'a log is not encrypted with a key of the stack; revert the drift',
    MANIFESTS_NOT_LOCKED: 'manifests can be deleted; revert the drift',
    NOT_ALLOWED: 'you may not look at it; allow the permission that is named',
    NOT_SENT: 'the invented instance was not sent, and why; `--synthetic` sends it all the same',
    NOT_THERE: 'something of the stack is gone; see disaster recovery',
    NO_ANSWER: 'AWS did not answer; run it again',
    NO_RULES_IN_FORCE: 'nothing comes out before there are rules; put good ones in their place',
    OUTCOMES_MISSING: 'objects had no outcome, and their events were sent again; look again later',
    PERMISSION_MISSING: 'a role may not do what it must; revert the drift, and look at boundaries',
    PLANTED_KEPT: 'the rules leave an invented value as it came; check whether that is meant',
    QUEUE_NOT_ENCRYPTED:
      'messages, which hold object keys, are not encrypted with a key of the stack; revert the drift',
    QUEUE_NOT_TAKEN: 'messages wait and none is in work; look at the event source',
    QUEUE_WITHOUT_DEAD_LETTERS: 'what cannot be done is lost after 14 days; revert the drift',
    RULES_BROKEN: 'the latest rules do not compile; the last good ones are in force',
    RULE_CHANGED: 'a rule of EventBridge is not as deployed; put it back',
    RUN_FAILED: 'the last run of what runs by a schedule failed; look at its log',
    RUN_MISSED: 'what runs by a schedule has not run; look at its rule in EventBridge',
    STACK_BROKEN: 'the stack is in no state to work with; look at its events',
    STACK_IN_CHANGE: 'the stack is being changed; run it again then',
    STACK_NOT_PROTECTED: 'one command deletes the stack; revert the drift',
    STACK_ROLLED_BACK: 'the last deployment failed and was taken back; mend it and deploy again',
    SYNTHETIC_LOST: 'the invented instance did not come out in time; look at the function’s log',
    SYNTHETIC_NOT_RELEASED: 'the rules keep the invented instance; fine, if that is meant',
    SYNTHETIC_STAYED: 'the invented instance could not be taken away; remove it',
    TABLE_NOT_ACTIVE: 'the identity table is not active; wait',
    TABLE_NOT_ENCRYPTED: 'the identity table is not encrypted with a key of the stack; revert the drift',
    TABLE_NOT_PROTECTED: 'one call deletes the identity table; revert the drift',
    TABLE_NOT_RECOVERABLE: 'point-in-time recovery of the identity table is off; revert the drift',
  },
  'lethe audit verify': {
    CHAIN_BROKEN: 'a manifest does not follow the one before it',
    DAY_MISSING: 'there is no manifest of a day',
    LINE_ADDED: 'the audit has a line that was not sealed',
    LINE_MISSING: 'a line that was sealed is not in the audit',
    MANIFEST_UNREADABLE: 'what lies in the place of a manifest is none',
    SEGMENT_ALTERED: 'the list of an hour is not what was signed',
    SEGMENT_MISSING: 'the list of an hour is gone',
    SIGNATURE_WRONG: 'the key did not sign this manifest for this day',
  },
  'lethe backfill': {
    ARCHIVED: 'an object is in a storage class that must be restored first',
    FAILED: 'a copy failed, and why; resume the run',
    GONE: 'an object is no longer there',
    NO_CODE: 'a batch failed without a code; look at the execution in Step Functions',
    TOO_LARGE: 'an object is over 5 GiB; copy it by hand (`aws s3 cp`)',
  },
  'a function': {
    ENVIRONMENT_INCOMPLETE: 'a function lacks variables; deploy it with the stack',
    EVENT_BUCKET_UNEXPECTED: 'an event of another bucket; look at what else writes to the queue',
    EVENT_INCOMPLETE: 'an event lacks a part; look at what else writes to the queue',
    EVENT_KEY_MALFORMED: 'an object key is not encoded as S3 does it; look at what else writes to the queue',
    EVENT_NOT_JSON: 'a message is not JSON; look at what else writes to the queue',
    EVENT_SNS_WRAPPED: 'a message is an SNS envelope; turn on raw message delivery',
    EVENT_UNKNOWN: 'a message is not an event that the function knows; look at what else writes to the queue',
    EVENT_WITHOUT_VERSION: 'an event names no version; keep versions in the ingest bucket',
    MANIFEST_UNFINISHED: 'a day could not be sealed in one run; the next goes on',
    UNEXPECTED: 'an error that nobody foresaw, by its class; report it',
  },
};
