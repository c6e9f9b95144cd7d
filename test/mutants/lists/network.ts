import { type Mutant, mutantsOf } from '../mutant.ts';

/** The Upper Layer and DIMSE: bounds, time, and what is truncated. */

const DIMSE = 'layers/dimse';
const TESTS = 'test/layers/dimse';

export const NETWORK_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(
    `${DIMSE}/pduStream.ts`,
    [`${TESTS}/hostile.test.ts`, `${TESTS}/pdus.test.ts`],
    [
      {
        name: 'p-data-bound',
        replace: 'if (this.#left > this.#limits.maxPduBytes)',
        by: 'if (false)',
        why: 'A P-DATA-TF may be of any length.',
      },
      {
        name: 'associate-bound',
        replace: 'if (this.#left > this.#limits.associatePduBytes)',
        by: 'if (false)',
        why: 'Whoever connects may have 4 GiB kept.',
      },
      {
        name: 'pdv-bound',
        replace: 'if (this.#valueLeft < 0 || this.#valueLeft > this.#left)',
        by: 'if (this.#valueLeft < 0)',
        why: 'A PDV takes bytes of the PDU behind its own.',
      },
      {
        name: 'last-too-early',
        replace: 'isLast: ends && (this.#control & 2) === 2,',
        by: 'isLast: (this.#control & 2) === 2,',
        why: 'A data set ends with the first piece of its last PDV.',
      },
    ],
  ),
  ...mutantsOf(
    `${DIMSE}/assembly.ts`,
    [`${TESTS}/hostile.test.ts`],
    [
      {
        name: 'identifier-bound',
        replace: 'if (coming.isBounded)',
        by: 'if (false)',
        why: 'An identifier may be of any length.',
      },
      {
        name: 'truncated-is-whole',
        replace: "if (this.#coming.of === 'request') this.#coming.data.fail(error);",
        by: "if (this.#coming.of === 'request') this.#coming.data.finish();",
        why: 'A data set that is cut passes for whole.',
      },
    ],
  ),
  ...mutantsOf(
    `${DIMSE}/upperLayer.ts`,
    [`${TESTS}/slowLine.test.ts`, `${TESTS}/hostile.test.ts`, `${TESTS}/requestor.test.ts`],
    [
      {
        name: 'no-artim',
        replace: "'AE-5': (hands) => hands.startArtim(),",
        by: "'AE-5': () => {},",
        why: 'A connection on which nothing is asked for stays.',
      },
      {
        name: 'no-pause',
        replace: 'if (isPaused) this.#socket.pause();',
        by: 'if (isPaused) this.#socket.resume();',
        why: 'A slow disk fills the memory.',
      },
      {
        name: 'stalled-peer',
        replace: "else this.#happen(15, { own: 'stalled' });",
        by: '',
        why: 'A peer that takes nothing keeps a delivery for ever.',
      },
      {
        name: 'slow-line',
        replace: 'if (this.#socket.writableLength < before) this.#watchForStall();',
        by: 'if (false) this.#watchForStall();',
        why: 'Over a slow line nothing is ever delivered.',
      },
    ],
  ),
  ...mutantsOf(
    `${DIMSE}/provider.ts`,
    [`${TESTS}/hostile.test.ts`, `${TESTS}/requestor.test.ts`],
    [
      {
        name: 'failed-is-success',
        tests: [`${TESTS}/association.test.ts`],
        replace: 'if (!isAnswered) await respond({ status: STATUS.processingFailure });',
        by: 'if (!isAnswered) await respond({ status: STATUS.success });',
        why: 'What failed is answered with success.',
      },
      {
        name: 'used-again',
        replace: 'if (this.#over !== null) throw this.#over;',
        by: '',
        why: 'An association that ended is used again.',
      },
    ],
  ),
  ...mutantsOf(
    `${DIMSE}/tls.ts`,
    [`${TESTS}/tls.test.ts`],
    [
      {
        name: 'any-client',
        replace: 'rejectUnauthorized: requiresClientCertificate,',
        by: 'rejectUnauthorized: false,',
        why: 'A client that nobody vouches for may send.',
      },
      {
        name: 'any-server',
        replace: 'rejectUnauthorized: true,',
        by: 'rejectUnauthorized: false,',
        why: 'Originals go to a server that nobody vouches for.',
      },
    ],
  ),
  ...mutantsOf(
    `${DIMSE}/fragmenting.ts`,
    [`${TESTS}/pdus.test.ts`],
    [
      {
        name: 'odd-fragments',
        replace: '(most - PDV_HEADER_BYTES) & ~1',
        by: 'most - PDV_HEADER_BYTES',
        why: 'Fragments of an odd length, which PS3.8 Annex E.2 does not have.',
      },
    ],
  ),
  ...mutantsOf(
    'cli/listen/spool/seal.ts',
    ['test/cli/listen/seal.test.ts'],
    [
      {
        name: 'seal-of-the-length-alone',
        replace: 'return found === crc;',
        by: 'return true;',
        why: 'A file of which only the beginning reached the disk passes for whole.',
      },
      {
        name: 'begun-is-whole',
        replace: "if (mark.equals(OPEN)) return 'unfinished';",
        by: 'if (mark.equals(OPEN)) return null;',
        why: 'What was being received when the process ended is handed on in part.',
      },
    ],
  ),
  ...mutantsOf(
    'cli/listen/spool/spool.ts',
    ['test/cli/listen/seal.test.ts'],
    [
      {
        name: 'seal-stays',
        replace: 'file.overwriteNow(UNSEALED);',
        by: 'void UNSEALED;',
        why: 'What rules leave as it came has a preamble of ours, with a checksum of the original.',
      },
    ],
  ),
  ...mutantsOf(
    `${DIMSE}/callers.ts`,
    [`${TESTS}/callers.test.ts`],
    [
      {
        name: 'strangers-among-peers',
        replace: 'const isKnown = this.#isKnown(addressOf(socket));',
        by: 'const isKnown = true;',
        why: 'Connections of strangers take the places of peers.',
      },
    ],
  ),
];
