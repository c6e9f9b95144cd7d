import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { cleanText } from '../../../layers/text/clean.ts';
import { NO_IDENTIFIERS } from '../../../layers/text/identifierDraft.ts';
import { loadWords } from '../../../layers/text/words/wordTable.ts';
import { NotHere, pythonWith } from '../../peers/python.ts';
import { CLINICAL } from '../clinical.ts';
import { CLINICAL_HELD_OUT } from '../clinicalHeldOut.ts';
import { corpusDescriptors } from '../corpus.ts';
import { type Cleaner, measureKept, measurePlanted } from '../measure.ts';
import { percent, table, writeToPage } from '../page.ts';
import { EACH, plantedTexts, SEED } from '../planted.ts';

/**
 * `npm run text:peers`: the texts of `npm run text`, cleaned by other tools as their own documentation shows; writes their table of docs/free-text.md.
 * Fetches the packages below into a folder of the user's cache; a tool that cannot be had is left out with a word.
 */
interface Peer {
  readonly name: string;
  readonly script: string;
  /** Of PyPI, pinned: other versions find other things. */
  readonly packages: readonly string[];
}

const PEERS: readonly Peer[] = [
  {
    name: 'Presidio',
    script: 'presidio_text.py',
    packages: [
      'presidio-analyzer==2.2.366',
      'presidio-anonymizer==2.2.366',
      'spacy==3.8.18',
      'tldextract==5.4.0',
    ],
  },
  { name: 'deid', script: 'deid_text.py', packages: ['deid==0.4.13', 'pydicom==3.0.2'] },
];

const planted = plantedTexts(SEED, EACH).map((text) => ({
  ...text,
  group: text.group.replace(', held out', ''),
}));
const harmless = {
  'clinical phrases': [...CLINICAL, ...CLINICAL_HELD_OUT],
  'descriptors of the corpus': corpusDescriptors(process.env.LETHE_CORPUS ?? ''),
};
const all = [...new Set([...planted.map(({ text }) => text), ...Object.values(harmless).flat()])];

function cleanerOf({ script, packages }: Peer): Cleaner {
  const python = pythonWith(packages);
  const cleaned: readonly string[] = JSON.parse(
    execFileSync(python, [join(import.meta.dirname, script)], {
      input: JSON.stringify(all),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      stdio: ['pipe', 'pipe', 'ignore'],
    }),
  );
  const after = new Map(all.map((text, index) => [text, cleaned[index] as string]));
  return (text) => ({ text: after.get(text) as string, isDoubtful: false });
}

const words = loadWords();
const cleaners: [string, Cleaner][] = [
  ['Lethe, `clean`', (text) => ({ text: cleanText(text, NO_IDENTIFIERS, words).text, isDoubtful: false })],
];
for (const peer of PEERS)
  try {
    cleaners.push([peer.name, cleanerOf(peer)]);
  } catch (error) {
    if (!(error instanceof NotHere)) throw error;
    console.log(`${peer.name}: ${error.message}`);
  }

const counts = cleaners.map(([, clean]) => measurePlanted(planted, clean));
const groups = [...(counts[0]?.keys() ?? [])];
const of = (group: string) => counts.map((count) => count.get(group) ?? { planted: 1, removed: 0 });
const lines = [
  table(
    ['removed of what was planted', 'texts', ...cleaners.map(([name]) => name)],
    groups.map((group) => [
      group,
      of(group)[0]?.planted ?? 0,
      ...of(group).map(({ removed, planted: texts }) => percent(removed, texts)),
    ]),
  ),
  '',
  table(
    ['words lost of what names nobody', 'words', ...cleaners.map(([name]) => name)],
    Object.entries(harmless)
      .filter(([, texts]) => texts.length > 0)
      .map(([name, texts]) => {
        const kept = cleaners.map(([, clean]) => measureKept(texts, clean));
        return [name, kept[0]?.words ?? 0, ...kept.map(({ lostWords, words: of }) => percent(lostWords, of))];
      }),
  ),
];
console.log(lines.join('\n'));
if (cleaners.length <= PEERS.length || harmless['descriptors of the corpus'].length === 0)
  console.log('docs/free-text.md stays: a tool or the corpus is not here.');
else writeToPage('npm run text:peers', lines);
