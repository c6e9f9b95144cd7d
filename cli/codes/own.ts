/** Whom a code speaks to. */
export type CodeArea =
  | 'a call'
  | 'a run'
  | 'a delivery'
  | 'rules'
  | 'lethe doctor'
  | 'lethe audit verify'
  | 'lethe backfill'
  | 'a function'
  | 'the network';

/** Codes that no other page explains: what each says, and what to do. */
export const OWN_CODES: Readonly<Record<CodeArea, Readonly<Record<string, string>>>> = {
  'a call': {
    ACCOUNT_DIFFERS:
      'the stack is in another account than the setting `account` pins; take other credentials',
    AWS_CREDENTIALS_MISSING:
      'no credentials for AWS were found, or they have expired; set AWS_PROFILE or sign in again',
    AWS_REFUSED:
      'AWS answered a call with an error, with the code given; check names, permissions and Region',
    AWS_REGION_MISSING: 'no Region was found; set AWS_REGION, or add one to the profile',
    AWS_REGION_UNKNOWN: 'the Region that is set does not exist; set one such as eu-central-1',
    COMMAND_RENAMED: 'a command has a new name, which the line says',
    CONFIG_WRONG:
      'a configuration of `lethe listen` has errors, which follow with their own codes; nothing was done',
    CONFIRMATION_MISSING:
      'giving originals up or out, or withdrawing clean instances, must be confirmed: answer on a terminal, or give `--yes`',
    DEFECT: 'a defect of Lethe: report the line; `--debug` says where it was thrown',
    DIR_MISSING: 'a retry writes clean instances; name their folder with `--dir`',
    EDITION_WRONG:
      'the file that `--edition` names is not Table E.1-1 in the form that docs/statement.md describes; the line says where',
    EXISTING_UNFIT:
      'a bucket, key, network or topic that `lethe/cdk` was given does not have what Lethe needs; the text says which, and what to give it',
    FILE_EXISTS: 'the file to be written already exists; name another one',
    FILE_UNREADABLE: 'a file named in the call cannot be read, or is too large; check the path',
    FILE_UNWRITABLE: 'a file cannot be written; check its folder and the permissions',
    FOLDER_MISSING: 'there is no such output or kept folder; check the path',
    IDENTITIES_NOT_ASKED:
      '`lethe map` writes originals into files, and only if it is told to; give `--identities`',
    INDEX_LATER:
      'a later version of Lethe made the index; use that version, or run `lethe verify` on the instances again',
    INPUT_MISSING: 'an input does not exist; check the path',
    INPUT_UNREADABLE: 'an input cannot be accessed; check the path and the permissions',
    KEPT_EMPTY: '`--kept` is empty; name a folder',
    KEPT_NAMED_AS_DIR:
      'a kept folder was named as an output folder; name it with `--kept`, or the folder beside it with `--dir`',
    KEY_DIFFERS:
      'an instance was kept under another key than the current one; name the key of its run, or explicitly the other one, with `--key` or `--root-key`',
    KEY_OF_ANOTHER:
      'the key belongs to another user, and only that user may have the pairs; run `lethe map` as the owner of the key',
    KEY_SCOPE_DIFFERS:
      'an instance was kept under another key scope than the rules have; name the right one with `--key-scope`',
    NODE_TOO_OLD: 'Lethe needs a newer Node; install it, or use `npm run lethe`',
    NOTHING_WRITTEN: '`lethe init` ended without an answer; run it again',
    NO_STACK:
      'there is no such stack in this account and Region; check `--stack`, `--region` and the profile',
    NOT_IN_THE_CLEAN_FOLDER:
      'a file would be among the clean instances, where nothing else is allowed; name another place',
    OLD_LAYOUT:
      'an output folder holds what an earlier Lethe kept there; move it with `lethe quarantine migrate`',
    OTHER_KEY:
      'what is in the folder was released under another key, and the same instances would stand beside it under other pseudonyms; name that key, or another `--out`, or empty the folder',
    OTHER_RULES:
      'the inputs were released into this folder under other rules; give `--overwrite`, or another `--out`',
    OUT_EMPTY: '`--out` is empty; name a folder',
    OUTPUT_UNUSABLE: 'the output folder is not a folder, or cannot be written; name another one',
    PIPELINE_PLACE:
      'a `LethePipeline` stands in a nested stack, or beside another one; put it into a stack of its own',
    PLACES_OPEN:
      'a warning, on Windows alone: Lethe sets no rights there, so what it is about to make is open to whoever may look into the folder around; close that folder to others ([platforms.md](platforms.md))',
    PLACES_OVERLAP:
      'two of the inputs, the output folder and the kept folder are the same, or one contains another, or a file is named for two things; name separate ones',
    PRICES_WRONG: 'a file of prices for `lethe cost` has errors, each with its line; correct them',
    REASON_MISSING:
      'the audit records why originals are exported or removed, or clean instances withdrawn; give `--reason`',
    RULES_CHANGED:
      'the rules under which an instance was kept have changed; name the rules to use with `--rules`',
    RULES_NOT_NAMED: 'no rules were applied when an instance was kept; name some with `--rules`',
    RULES_WRONG: 'the rules have errors, which follow with their own codes; nothing was done',
    RUN_STOPPED: 'a run was stopped from outside; go on with `--resume`',
    RUN_UNKNOWN:
      'an earlier Lethe kept the instance without recording its run; name rules and key with `--rules` and `--key`',
    SEAL_FOR_MISSING: 'the rules keep originals; name the public key to seal them with `--seal-for`',
    SETTINGS_INVALID: 'settings of a deployment are wrong; correct those that are listed',
    SOURCE_NAME_UNKNOWN:
      'an earlier Lethe kept the instance without what its source is called; give `--source-name`, or copy its object in ingest onto itself',
    SYSTEM_ERROR:
      'the operating system refused something, with the code given; check files, permissions and disk space',
    TABLE_WRONG: 'a look-up table has errors, which follow with their lines; nothing was written',
    WRONG_CALL: 'the call is wrong; the line says why, and `--help` shows the right form',
  },
  'a run': {
    AUDIT_UNAVAILABLE: 'the audit cannot be written or read; check its file or log group',
    DEADLINE: 'no time was left for the object; it comes again',
    DETECTOR_FORBIDDEN:
      'Rekognition refuses to look for text; allow `rekognition:DetectText` (setting `pixelsDetector`)',
    DETECTOR_UNAVAILABLE:
      'Rekognition does not answer, or not in time; nothing is released without it, and the instance comes again',
    IDENTITY_UNAVAILABLE:
      'the file or table of identities cannot be used; check the path, the permissions and the disk',
    KEY_FORBIDDEN:
      'a key may not be used: its file is readable by others, or a policy forbids it; correct the permissions',
    KEY_UNAVAILABLE:
      'a key cannot be used: its file does not hold a key, or KMS does not answer; restore it, or try again',
    DECISIONS_UNAVAILABLE:
      'the decisions of a review cannot be read or written; the message says why, and nothing was decided or released',
    LOOKUP_UNAVAILABLE:
      'a look-up table is missing, or was made with another key; make it again with `lethe table`',
    NO_NOTE: 'the reason beside a kept instance cannot be read; retry the instance',
    QUEUE_FORBIDDEN: 'the queue may not be used; allow what the line names',
    QUEUE_UNAVAILABLE: 'the queue cannot be used now; try again',
    RULES_UNAVAILABLE: 'the rules cannot be read, or none have compiled yet; upload valid rules',
    SOURCE_CHANGED: 'the source changed while it was read; run again when its writer is done',
    SOURCE_GONE: 'the source is no longer there; put it back and run again',
    SOURCE_UNREADABLE:
      'a file, folder or link cannot be read, or leads to a folder elsewhere; correct the permissions, or name it as an input',
    STORE_FORBIDDEN: 'the output may not be written; correct the permissions',
    STORE_UNAVAILABLE:
      'the output cannot be written now: the disk is full, or the store does not answer; run again',
  },
  rules: {
    DATE_SYNTAX: 'a value in a rule file is not a date; write it as YYYYMMDD',
    DIALECT_FOREIGN:
      'the file is of another system, which the message names and which Lethe does not read; rewrite it in a dialect that Lethe reads',
  },
  'a delivery': {
    DELIVERY_BUSY: 'the receiver has no room or no time now; Lethe tries again',
    DELIVERY_CONFLICT:
      'the receiver has something else under the same name or UID; compare the two, remove the wrong one, and send again',
    DELIVERY_CUT: 'the session ended while the instance was under way; Lethe tries again',
    DELIVERY_FAILED:
      'the receiver failed and did not say why; Lethe tries again, and holds the instance after ten times if the receiver took others meanwhile',
    DELIVERY_FORBIDDEN:
      'the receiver does not let Lethe in; correct the AE titles, the credentials or the permissions. Lethe tries again',
    DELIVERY_NOT_ACCEPTED:
      'the receiver takes no instances of this SOP class in this transfer syntax, and Lethe does not change it; configure the receiver, and send again',
    DELIVERY_REFUSED: 'the receiver looked at the instance and refuses it; its own log says why',
    DELIVERY_SOURCE: 'the file of the instance cannot be read now; check the disk',
    DELIVERY_SOURCE_LOST: 'the file of the instance is gone, or is not DICOM; restore it, and send again',
    DELIVERY_UNREACHABLE: 'nobody answers at the receiver’s address, or not in time; Lethe tries again',
  },
  'lethe doctor': {
    BUCKET_IN_ANOTHER_REGION:
      'a bucket is in another Region, where the functions cannot reach it; name one in the stack’s Region',
    BUCKET_MAY_BE_PUBLIC: 'public access to a bucket is not blocked; revert the drift',
    BUCKET_NOT_ENCRYPTED: 'a bucket does not encrypt with a key of KMS; revert the drift',
    BUCKET_NOT_VERSIONED: 'versioning of a bucket is off; revert the drift',
    BUCKET_SENDS_NO_EVENTS: 'new objects wait for the reconciler; revert the drift',
    DEAD_LETTERS: 'all attempts at some messages failed; find out why, then `lethe redrive`',
    DETECTOR_OFF:
      'rules want Rekognition to look for text as well, and the deployment does not let it be asked; deploy with `--pixels-detector rekognition`',
    ENGINE_DIFFERS: 'the deployment has another version than the command; deploy, or use its own',
    EVENT_SOURCE_OFF: 'the function gets no messages; enable the event source',
    EVENT_SOURCE_WHOLE_BATCHES: 'one bad object sends its batch back; revert the drift',
    EXECUTIONS_SHORT:
      'the account has too few executions for all functions at a time; ask for more, or lower `maxConcurrency`',
    EXPIRY_OFF: 'released objects stay in the ingest bucket; revert the drift',
    FUNCTION_ENVIRONMENT: 'the environment of a function differs from the stack; revert the drift',
    FUNCTION_NETWORK: 'a function is not in the network that the settings name; revert the drift',
    FUNCTION_NOT_ACTIVE: 'a function cannot run yet; wait, or look at it in Lambda',
    FUNCTION_RUNTIME: 'a function runs on another Node; deploy',
    FUNCTION_STOPPED: 'the concurrency of a function is set to 0; remove that when the reason is gone',
    FUNCTION_UPDATE_FAILED: 'the last update of a function failed; deploy again',
    IDENTITY_RELEASED:
      'the rules leave patients’ identities in the instances; stop the event source, and correct the rules',
    KEY_DISABLED: 'a key is disabled, and nothing is released; enable it',
    KEY_DOES_NOT_ROTATE: 'a key is not rotated; turn rotation on',
    KEY_OPEN: 'the policy of an HMAC key does not keep MACs to those who are named; revert the drift',
    KEY_TO_BE_DELETED: 'a key is scheduled for deletion; cancel that',
    KEY_USE_UNSEEN:
      'no trail of the Region records read-only calls of KMS, so no alarm hears of them; have one that does',
    KEY_UNUSABLE: 'a key is in an unusable state; check it in KMS',
    LOG_KEPT_FOR_EVER: 'lines of a log are never removed; revert the drift',
    LOG_NOT_ENCRYPTED: 'a log is not encrypted with a key of the stack; revert the drift',
    MANIFESTS_NOT_LOCKED: 'manifests can be deleted; revert the drift',
    NOT_ALLOWED: 'you lack a permission to check this; allow the one that is named',
    NOT_SENT: 'the synthetic instance was not sent, for the reason given; `--synthetic` sends it anyway',
    NOT_THERE: 'a part of the stack is missing; see disaster recovery',
    NO_ANSWER: 'AWS did not answer; run it again',
    NOT_COVERED: 'the reconciler has not gone over a listing in time; see what its log says',
    NO_RULES_IN_FORCE: 'nothing is released until there are rules; upload valid rules',
    OUTCOMES_MISSING: 'objects had no outcome, and their events were sent again; look again later',
    PERMISSION_MISSING:
      'a role lacks a permission that it needs; revert the drift, and check permissions boundaries',
    PIXELS_OFF:
      'the rules look for text in pixels, and the stack cannot read frames; deploy with `--pixels on`',
    PLANTED_KEPT: 'the rules keep a planted value; check whether that is intended',
    QUEUE_NOT_ENCRYPTED:
      'messages, which hold object keys, are not encrypted with a key of the stack; revert the drift',
    QUEUE_NOT_TAKEN: 'messages wait and none is being processed; check the event source',
    QUEUE_WITHOUT_DEAD_LETTERS: 'messages that fail are lost after 14 days; revert the drift',
    REMOVED_STAYS: 'nothing destroys originals that were removed from quarantine; revert the drift',
    RULES_BROKEN: 'the latest rules do not compile; the last good ones are in force',
    RULE_CHANGED: 'a rule of EventBridge differs from the deployment; restore it',
    RUN_FAILED: 'the last scheduled run failed; check its log',
    RUN_MISSED: 'a scheduled run is missing; check its rule in EventBridge',
    SEAL_LAGS: 'the seal of the audit is hours behind; look at the log of its function',
    STACK_BROKEN: 'the stack is in a broken state; check its events',
    STACK_IN_CHANGE: 'the stack is being changed; run this again afterwards',
    STACK_NOT_PROTECTED: 'the stack is not protected from deletion; revert the drift',
    STACK_ROLLED_BACK: 'the last deployment failed and was rolled back; fix the cause and deploy again',
    SYNTHETIC_LOST: 'the synthetic instance was not released in time; check the function’s log',
    SYNTHETIC_NOT_RELEASED: 'the rules hold or quarantine the synthetic instance; fine, if that is intended',
    SYNTHETIC_STAYED: 'the synthetic instance could not be removed; remove it',
    TABLE_NOT_ACTIVE: 'a table, of identities or of decisions, is not active; wait',
    TABLE_NOT_ENCRYPTED: 'a table is not encrypted with a key of the stack; revert the drift',
    TABLE_NOT_PROTECTED: 'a table is not protected from deletion; revert the drift',
    TABLE_NOT_RECOVERABLE: 'point-in-time recovery of a table is off; revert the drift',
  },
  'lethe audit verify': {
    CHAIN_BROKEN: 'a manifest does not follow the one before it',
    DAY_MISSING: 'there is no manifest of a day',
    LINE_ADDED: 'the audit has a line that was not sealed',
    LINE_MISSING: 'a line that was sealed is not in the audit',
    MANIFEST_LATER: 'a later version of Lethe sealed the day; verify it with that version',
    MANIFEST_UNREADABLE: 'what is in the place of a manifest is not a manifest',
    SEGMENT_ALTERED: 'the list of an hour differs from what was signed',
    SEGMENT_MISSING: 'the list of an hour is gone',
    SIGNATURE_WRONG: 'the key did not sign this manifest for this day',
  },
  'lethe backfill': {
    ARCHIVED: 'an object is in a storage class that must be restored first',
    FAILED: 'a copy failed, for the reason given; resume the run',
    GONE: 'an object is no longer there',
    NO_CODE: 'a batch failed without a code; look at the execution in Step Functions',
    TOO_LARGE: 'an object is over 5 GiB; copy it by hand (`aws s3 cp`)',
  },
  'a function': {
    ENVIRONMENT_INCOMPLETE: 'a function lacks environment variables; deploy it with the stack',
    EVENT_BUCKET_UNEXPECTED: 'an event is from another bucket; check what else writes to the queue',
    EVENT_INCOMPLETE: 'an event lacks a part; check what else writes to the queue',
    EVENT_KEY_MALFORMED: 'an object key is not encoded as S3 does it; check what else writes to the queue',
    EVENT_NOT_JSON: 'a message is not JSON; check what else writes to the queue',
    EVENT_SNS_WRAPPED: 'a message is an SNS envelope; turn on raw message delivery',
    EVENT_UNKNOWN: 'a message is not an event that the function knows; check what else writes to the queue',
    EVENT_WITHOUT_VERSION: 'an event names no version; keep versions in the ingest bucket',
    UNEXPECTED: 'an unexpected error, named by its class; report it',
  },
  'the network': {
    MULTIPART_CUT: 'the body of a STOW-RS request ends before its last boundary; it is answered with 400',
    MULTIPART_MALFORMED:
      'the body of a STOW-RS request is not a multipart body (RFC 2046 5.1); it is answered with 400',
    ADDRESS_UNUSABLE:
      'a port cannot be listened on, or a connection not be taken; name an address of this machine and a free port (below 1024 needs a right), or raise the number of open files',
    ASSOCIATION_ABORTED:
      'the peer aborted the association, or its connection was cut; what was not answered may not be with it: send it again',
    ASSOCIATION_ENDED: 'an association was released or given up here before an answer came; open another one',
    ASSOCIATION_REJECTED:
      'the peer rejected the association, with the result, source and reason given; compare the AE titles, or try later if it is transient',
    COMMITMENT_NOT_TAKEN:
      'a peer answered a report of storage commitment with a failure, or accepted no context for it; it is sent again',
    COMMITMENT_NO_ASSOCIATION:
      'a report of storage commitment waits for its peer to associate again; give the peer "reports" in lethe.listen.json',
    CONTEXT_NOT_ACCEPTED:
      'the peer did not accept a SOP class, or any transfer syntax of it; see its conformance statement',
    LISTEN_NOT_RUNNING: 'no gateway answers for a spool; check the path, and whether `lethe listen` runs',
    LISTEN_SILENT: 'a gateway does not answer; look at its log, and whether its machine is overloaded',
    ECHO_REFUSED: 'a peer answered C-ECHO with a failure, with the status given; see its log',
    MESSAGE_TOO_LARGE:
      "a peer's command set or identifier is larger than the limit; raise the limit if it is meant to be so large",
    PEER_TIMED_OUT:
      'the peer did not answer, or did not go on, in time; look whether it is overloaded or gone, or raise the timeout',
    PEER_UNREACHABLE:
      'no connection with the peer came about; check host, port and firewall, and whether it speaks TLS there',
    PEERS_NOT_NAMED:
      '`lethe listen` would be reached from other machines, and nobody is named who may send; name the peers in a configuration',
    PROTOCOL_VIOLATED:
      'the peer sent what PS3.7 or PS3.8 does not allow, so the association was aborted; send its maker the line',
    SPOOL_CLOSED:
      'an instance was refused (A700), as the receiver is about to stop; its sender has to send it again',
    SPOOL_FORBIDDEN: 'the spool may not be read; ask as the user that the gateway runs as',
    SPOOL_FULL:
      'an instance was refused (A700), as the disk of the spool is full or nearly so; make room: what is in the spool is safe',
    SPOOL_INCOMPLETE:
      'an instance was refused (C000), as it came without a data set or without a UID; look at the sender',
    SPOOL_IN_USE: 'another process works on the spool; stop it first, or name another folder with `--spool`',
    SPOOL_MISMATCH:
      'an instance was refused (A900, or 0122), as the UIDs of its command, its presentation context and its data set differ; look at the sender',
    SPOOL_NO_ROOM:
      'an instance was refused (A700), as the spool stayed at its bound; see what waits (`lethe listen status`), or raise the bound',
    SPOOL_TOO_LARGE:
      'an instance was refused (A700), as it is larger than the bound of one; raise the bound if it is genuine',
    SPOOL_UNAVAILABLE:
      'the folder or the state of the spool cannot be used; check its path, the rights to it and the room on its disk',
    SPOOL_UNREADABLE:
      'an instance was refused (C000), as its data set cannot be read; the code in brackets says why; export it again',
    SPOOL_WRITE:
      'an instance was refused (A700), as the spool could not be written; check its disk and the rights to it',
    TLS_FAILED: 'no TLS session came about; compare certificates, authorities and TLS versions of both sides',
  },
};
