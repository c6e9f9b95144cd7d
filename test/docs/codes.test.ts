import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { OWN_CODES } from '../../cli/codes/own.ts';
import { codesPage } from '../../cli/codes/page.ts';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/codes.md'), 'utf8');

/** Words of other systems, settings of a function, names of generated tables, and words of rule files: what is written like a code and is not one. */
const NO_CODES = new Set(
  [
    'ALL_NEW ALL_OLD HMAC_SHA_256 ECDSA_SHA_256 SYMMETRIC_DEFAULT CUSTOMER_MANAGED_KMS_KEY FULL_OBJECT WHEN_REQUIRED IN_SYNC',
    'LD_LIBRARY_PATH PENDING_REDRIVE TIMED_OUT ABORTED SUCCEEDED COPIED UPDATE_ROLLBACK_COMPLETE ERR_BUFFER_TOO_LARGE ERR_INVALID_ARG_VALUE ERR_MODULE_NOT_FOUND',
    'ARCHIVE_LIMITS AUDIT_LOG CLEAN_BUCKET CLEAN_KEY_ID DECISION_TABLE HMAC_KEY_ID IDENTITY_TABLE INGEST_BUCKET INGEST_MARK KEY_SCOPE MANIFEST_BUCKET MAX_RECEIVES',
    'NAME_KEY_ID ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS QUARANTINE_BUCKET PIXELS_DEAD_LETTERS_URL PIXELS_DETECTOR PIXELS_QUEUE_URL QUARANTINE_KEY_ID QUEUE_URL REPORT_BUCKET RULES_BUCKET SEALING_KEY_ID SIGNING_KEY_ID',
    'ISO_IR YBR_PARTIAL_420 UNLISTED_EDITION UNLISTED_ROWS UID_OF_KIND_ROWS YBR_FULL YBR_FULL_422 YBR_PARTIAL YBR_PARTIAL_422 YBR_RCT YBR_ICT',
    'TLS_AES_256_GCM_SHA384 TLS_AES_128_GCM_SHA256 TLS_CHACHA20_POLY1305_SHA256',
    'PI_AUTO_GENERATE PI_CLEAR PI_PSEUDONYM PI_USER_DEFINED DEVICE INSTITUTION UID MODIFIED REMOVED',
  ].flatMap((line) => line.split(' ')),
);
/** Words that are one, and so are looked for where codes stand. */
const PLACES =
  /(?:\bcode: |\b(?:error|warning|problem|reason|fail|say|wrong|left|refuse|Error|Fault|Refusal)\(\s*|\| )'([A-Z]{4,})'/g;
const WORDS = /'([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)'/g;
const IN_JAVASCRIPT = /'lethe: ([A-Z_]+):/g;

/** Every code of the source, with a file that has it. */
function codesInSource(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const area of ['cli', 'layers', 'rules', 'functions', 'infra'])
    for (const entry of readdirSync(join(ROOT, area), { recursive: true, withFileTypes: true })) {
      // What writes tables has their names, which are written like codes.
      const isSource =
        /\.(?:ts|mjs)$/.test(entry.name) &&
        !/generated\.ts$|^generate\.ts$|^unlistedTable\.ts$/.test(entry.name);
      const path = relative(ROOT, join(entry.parentPath, entry.name));
      if (!entry.isFile() || !isSource || path.startsWith('cli/codes/')) continue;
      const text = readFileSync(join(ROOT, path), 'utf8');
      for (const pattern of [WORDS, PLACES, IN_JAVASCRIPT])
        for (const [, code = ''] of text.matchAll(pattern)) if (!NO_CODES.has(code)) found.set(code, path);
    }
  return found;
}

describe('docs/codes.md', () => {
  const inSource = codesInSource();
  const onPage = new Set([...PAGE.matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map(([, code = '']) => code));

  it('knows what it is held to', () => {
    expect(inSource.size).toBeGreaterThan(240);
    for (const code of ['NOT_DICOM', 'TRUNCATED', 'MS_1004', 'WRONG_CALL', 'NODE_TOO_OLD', 'GONE', 'DEFECT'])
      expect([...inSource.keys()]).toContain(code);
  });

  it('has every code of the source', () => {
    expect([...inSource].filter(([code]) => !onPage.has(code))).toEqual([]);
  });

  it('has no code that the source has not', () => {
    expect([...onPage].filter((code) => !inSource.has(code))).toEqual([]);
  });

  it('is what npm run docs writes', () => {
    expect(PAGE).toBe(codesPage((page) => readFileSync(join(ROOT, 'docs', page), 'utf8')));
  });

  it('says of each what it means, once a page', () => {
    for (const [, code, says] of PAGE.matchAll(/^\| `([A-Z0-9_]+)` \| [^|]+ \|(.*)\|$/gm))
      expect([code, (says ?? '').trim() !== '']).toEqual([code, true]);
    const own = Object.values(OWN_CODES).flatMap((codes) => Object.keys(codes));
    expect(own.length).toBe(new Set(own).size);
  });
});
