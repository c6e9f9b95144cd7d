import { memorySource } from '../layers/dicom/byteSource.ts';
import { cleanInstance } from '../layers/engine/deidentify.ts';
import { cleanToVocabulary } from '../layers/text/clean.ts';
import { emptyDraft } from '../layers/text/identifierDraft.ts';
import { addName } from '../layers/text/nameForms.ts';
import { loadWords } from '../layers/text/words/wordTable.ts';
import { compileLethe } from '../rules/lethe/compile.ts';
import type { RulePlan } from '../rules/plan.ts';
import { PATHOLOGICAL, PATHOLOGICAL_CHARACTERS } from '../test/layers/text/pathological.ts';
import { el, instance } from '../test/support/build.ts';
import { type EngineOnly, engineOnly } from './engineOnly.ts';
import { ctSlice } from './objects.ts';
import { median, type Section } from './report.ts';
import { CLINICAL } from './text/clinical.ts';

const OBJECTS = 40;
const ROUNDS = 60;
/** Rounds that are thrown away, until the code is compiled as far as it will be. */
const WARM_UP = 20;

/** Cleaning text, in memory, by the processor's time: the same instances under the same rules with texts cleaned and with texts removed, in turns. */
export async function benchCleaning(work: string): Promise<Section> {
  const started = effort();
  await loadWords();
  const tableMs = effort() - started;
  const engine = engineOnly(work);
  const ct = await compared(
    engine,
    Array.from({ length: OBJECTS }, (_, number) => ctSlice(number)),
  );
  const described = await compared(
    engine,
    Array.from({ length: OBJECTS }, (_, number) => describedImage(number)),
  );
  const reports = await compared(
    engine,
    Array.from({ length: 4 }, (_, number) => report(number)),
  );
  return {
    title: 'Cleaning text, in memory, ms of processor',
    rows: [
      { what: 'reading the table of words, once a process', value: tableMs, goal: null },
      { what: 'a CT with two descriptions, texts removed', value: ct.removed, goal: null },
      { what: 'a CT with two descriptions, texts cleaned', value: ct.cleaned, goal: null },
      { what: 'a CT with two descriptions, cleaned against removed', value: ct.ratio, goal: null },
      { what: 'eight texts of 50 to 200 characters and little else', value: described.cleaned, goal: null },
      { what: 'a report of 8,000 characters', value: reports.cleaned, goal: null },
      {
        what: 'the slowest of 27 texts of 250,000 characters that rules look for without end',
        value: await slowest(),
        goal: 1000,
      },
    ],
  };
}

/** Processor time of this process, in milliseconds. */
function effort(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

interface Compared {
  /** Milliseconds an instance. */
  readonly removed: number;
  readonly cleaned: number;
  readonly ratio: number;
}

async function compared(engine: EngineOnly, objects: readonly Uint8Array[]): Promise<Compared> {
  const run = async (plan: RulePlan) => {
    const started = effort();
    for (const object of objects) {
      const result = await cleanInstance(memorySource(object), { ...engine, plan });
      if ('reason' in result) throw new Error(result.reason.code);
    }
    return (effort() - started) / objects.length;
  };
  const [removing, cleaning] = [planOf([]), planOf(['cleanDescriptors'])];
  const pairs: { readonly removed: number; readonly cleaned: number }[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const pair = { removed: await run(removing), cleaned: await run(cleaning) };
    if (round >= WARM_UP) pairs.push(pair);
  }
  return {
    removed: median(pairs.map(({ removed }) => removed)),
    cleaned: median(pairs.map(({ cleaned }) => cleaned)),
    ratio: median(pairs.map(({ removed, cleaned }) => cleaned / removed)),
  };
}

function planOf(options: readonly string[]): RulePlan {
  const readFile = (): string => {
    throw new Error('these rules name no file');
  };
  const text = JSON.stringify({ options });
  const { plan } = compileLethe({ name: 'bench', text, place: 'desk', readFile });
  if (plan === null) throw new Error('the rules do not compile');
  return plan;
}

const PHRASES = CLINICAL.filter((text) => /^[\x00-\x7f]*$/.test(text));
const phrase = (number: number) => PHRASES[number % PHRASES.length] as string;

function describedImage(number: number): Uint8Array {
  return instance({
    elements: [
      ...whose(number),
      el(0x00081030, 'LO', phrase(number)),
      el(0x0008103e, 'LO', phrase(7 * number)),
      ...PATIENT,
      el(0x001021b0, 'LT', `Fall from a ladder. ${phrase(11 * number)}`),
      el(0x00104000, 'LT', PHRASES.slice(number % 20, (number % 20) + 5).join('. ')),
      el(0x00181030, 'LO', phrase(3 * number)),
      el(0x00204000, 'LT', phrase(5 * number)),
      el(0x00400254, 'LO', phrase(9 * number)),
      el(0x00401400, 'LT', phrase(13 * number)),
    ],
  });
}

/** Every phrase, again and again, in sections. */
function report(number: number): Uint8Array {
  const section = PHRASES.join('. ');
  const text = `FINDINGS: ${section}\r\nIMPRESSION ${number}: ${section}\r\n${section}`.slice(0, 8000);
  return instance({ elements: [...whose(number), ...PATIENT, el(0x00104000, 'LT', text)] });
}

const whose = (number: number) => [
  el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
  el(0x00080018, 'UI', `1.2.826.0.1.3680043.10.${number}`),
  el(0x00080020, 'DA', '20240307'),
  el(0x00080050, 'SH', 'ACC998877665'),
  el(0x00080080, 'LO', 'Klinikum Nordhafen'),
  el(0x00080090, 'PN', 'Halvorsen^Tormod'),
];
const PATIENT = [
  el(0x00100010, 'PN', 'Bergstrom^Oriane'),
  el(0x00100020, 'LO', 'KH-1234567'),
  el(0x00100030, 'DA', '19610914'),
];

async function slowest(): Promise<number> {
  const words = await loadWords();
  return Math.max(
    ...PATHOLOGICAL.map((unit) => {
      const own = emptyDraft();
      addName('Thistlewood^Johanna', own);
      const text = unit.repeat(PATHOLOGICAL_CHARACTERS / unit.length);
      const started = effort();
      cleanToVocabulary(text, own, words);
      return effort() - started;
    }),
  );
}
