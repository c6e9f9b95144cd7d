import { type Mutant, mutantsOf } from '../mutant.ts';

/** Who may ask the server of the review's page. */

const TESTS = ['test/web/server.test.ts'];

export const PAGE_MUTANTS: readonly Mutant[] = [
  ...mutantsOf('cli/review/page/gate.ts', TESTS, [
    {
      name: 'page-any-host',
      replace: 'return headers.host !== this.#host;',
      by: 'return false;',
      why: 'A name that somebody lets point to this machine reads what is held (DNS rebinding).',
    },
    {
      name: 'page-any-origin',
      replace: 'origin !== this.origin ||',
      by: '',
      why: 'Another page of the browser decides and releases.',
    },
    {
      name: 'page-any-type',
      replace: "const isForm = type !== 'application/json';",
      by: 'const isForm = false;',
      why: 'A form of another page is taken for a question of ours.',
    },
    {
      name: 'page-token-twice',
      replace: 'this.#token = null;\n    this.#session',
      by: 'this.#session',
      why: 'Whoever finds the address in a history or a list of processes is let in after the reviewer.',
    },
    {
      name: 'page-readable-cookie',
      replace: 'HttpOnly; ',
      by: '',
      why: 'A script can read the cookie.',
    },
    {
      name: 'page-any-session',
      replace: 'this.#session !== null && isSame(given, this.#session)',
      by: 'true',
      why: 'Every program of the machine reads what is held.',
    },
  ]),
  ...mutantsOf('cli/review/page/server.ts', TESTS, [
    {
      name: 'page-endless-body',
      replace: 'if (length > MOST_BODY_BYTES) return null;',
      by: '',
      why: 'A body fills the memory.',
    },
    {
      name: 'page-errors-told',
      replace: "return [500, 'DEFECT', '', ''];",
      by: "return [500, 'DEFECT', String(error), ''];",
      why: 'The text of an error that nobody expected, and so a value, is sent and shown.',
    },
  ]),
];
