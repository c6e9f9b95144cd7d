import { Worker } from 'node:worker_threads';
import { cleanText, cleanToVocabulary } from '../../../layers/text/clean.ts';
import { loadWords, type WordTable } from '../../../layers/text/words/wordTable.ts';
import { identifiers } from './samples.ts';

/** A report of a whole examination, as UT has it: what identifies goes, and a physician can read the rest. */

const REPORT = `CT CHEST WITH CONTRAST

Patient: Bergstrom, Oriane  MRN: KH-1234567  DOB: 14.09.1961
Referring physician: Dr. Tormod Halvorsen, Northgate Imaging

CLINICAL HISTORY: 62 year old woman with cough for three weeks. Ms. Bergstrom smoked 20 cigarettes a day until 2019. Her daughter Sunniva Bergstrom was present.

TECHNIQUE: Axial images of the chest after 100 ml of iohexol 350, slice thickness 1.25 mm, 120 kVp.

COMPARISON: CT of 03/12/2023 from Klinikum Nordhafen.

FINDINGS:
Lungs: 8 mm nodule in the right upper lobe, unchanged. No consolidation. Mild emphysema of both upper lobes.
Mediastinum: No enlarged lymph nodes. Heart size normal. Coronary calcification.
Pleura: Small left pleural effusion.
Bones: Degenerative changes of the thoracic spine. No fracture.

IMPRESSION:
1. Stable nodule of the right upper lobe (Lung-RADS 2). Follow-up CT in 12 months.
2. Small left pleural effusion.

Findings were discussed with Dr. Kowalski by telephone (555-867-5309) at 14:30.
Electronically signed by Kasimir Zubrowski, MD on 03/14/2024`;

/** Nobody of these may stay: the instance's own, and others that it does not know. */
const SECRETS =
  'Bergstrom Oriane KH-1234567 14.09.1961 Halvorsen Tormod Northgate Sunniva 03/12/2023 Nordhafen Kowalski 555-867-5309 Zubrowski Kasimir 03/14/2024'.split(
    ' ',
  );

const own = () =>
  identifiers({
    names: ['Bergstrom^Oriane', 'Halvorsen^Tormod', 'Zubrowski^Kasimir'],
    codes: ['KH-1234567'],
    places: ['Klinikum Nordhafen'],
  });

let words: WordTable;
beforeAll(async () => {
  words = await loadWords();
});

describe.each([
  ['clean', (text: string) => cleanText(text, own(), words)],
  ['vocabulary', (text: string) => cleanToVocabulary(text, own(), words)],
] as const)('%s', (_policy, clean) => {
  it('takes out everybody, and leaves every line without a name as it was', () => {
    const { text } = clean(REPORT);
    expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
    const lines = text.split('\n');
    const kept = REPORT.split('\n').filter((line) => !SECRETS.some((secret) => line.includes(secret)));
    expect(kept.length).toBeGreaterThan(15);
    expect(kept.filter((line) => !lines.includes(line))).toEqual([]);
  });

  it('leaves what sections are called, and the sentence round a name', () => {
    const { text } = clean(REPORT);
    const headings = (of: string) => of.match(/^[A-Z][A-Za-z ]+:/gm);
    expect(headings(text)).toEqual(headings(REPORT));
    expect(text).toContain(' smoked 20 cigarettes a day until 2019. Her daughter [removed] was present.');
    expect(text).toContain('62 year old woman with cough for three weeks.');
  });

  it('says that a text so long should be looked at, and nothing else', () =>
    expect(clean(REPORT).doubts).toEqual(['TEXT_LONG']));
});

/** As many megabytes as V8 may take for objects, table of words included: more than that ends the worker. */
const MOST_MEGABYTES = 96;

it('takes memory for the longest text as for a long one', async () => {
  const worker = new Worker(new URL('./cleanLongest.ts', import.meta.url), {
    workerData: REPORT,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
  });
  const said = await new Promise((done, fail) => {
    worker.once('message', done);
    worker.once('error', fail);
  });
  expect(said).toEqual({ secrets: 0, isWhole: true });
});
