import { readFileSync } from 'node:fs';
import { type CleanedText, cleanText, cleanToVocabulary } from '../../layers/text/clean.ts';
import { NO_IDENTIFIERS } from '../../layers/text/identifierDraft.ts';
import { loadWords } from '../../layers/text/words/wordTable.ts';
import { CLINICAL } from './clinical.ts';
import { CLINICAL_HELD_OUT } from './clinicalHeldOut.ts';
import { CLINICAL_HELD_OUT_AGAIN } from './clinicalHeldOutAgain.ts';
import { corpusDescriptors } from './corpus.ts';
import { type Cleaner, leavesSecret, measureKept, measurePlanted } from './measure.ts';
import { percent, table, writeToPage } from './page.ts';
import { PHRASES } from './phrases/phrases.ts';
import { EACH, plantedTexts, SEED } from './planted.ts';
import { measureSurnames } from './surnames.ts';

/**
 * `npm run text`: what cleaning removes of texts with names, places and institutions planted, and what it loses of texts that name nobody; writes
 * the tables of docs/free-text.md. LETHE_CORPUS: a folder of real files whose descriptors are read; LETHE_MISSED: list what was missed; LETHE_TEXTS: a file of
 * texts that name nobody, a line each.
 */

const words = loadWords();
const cleanerOf =
  (clean: (text: string) => CleanedText): Cleaner =>
  (text) => {
    const after = clean(text);
    return { text: after.text, isDoubtful: after.doubts.length > 0 };
  };
const CLEANERS: Readonly<Record<'cues' | 'clean' | 'vocabulary', Cleaner>> = {
  cues: cleanerOf((text) => cleanText(text, NO_IDENTIFIERS)),
  clean: cleanerOf((text) => cleanText(text, NO_IDENTIFIERS, words)),
  vocabulary: cleanerOf((text) => cleanToVocabulary(text, NO_IDENTIFIERS, words)),
};

const planted = plantedTexts(SEED, EACH);
const counts = Object.fromEntries(
  Object.entries(CLEANERS).map(([name, clean]) => [name, measurePlanted(planted, clean)]),
);
const plantedRows = [...(counts.clean?.keys() ?? [])].map((group) => {
  const of = (name: string) => counts[name]?.get(group) ?? { planted: 1, removed: 0, missed: 0, doubted: 0 };
  const { planted: all, removed, doubted, missed } = of('clean');
  const known = of('vocabulary');
  return [
    group,
    all,
    percent(of('cues').removed, all),
    percent(removed, all),
    percent(removed + doubted, all),
    missed - doubted,
    percent(known.removed, all),
    known.missed - known.doubted,
  ];
});
/** Of these only counts are shown. */
const HELD_OUT_PHRASES = {
  'clinical phrases, held out': CLINICAL_HELD_OUT,
  'clinical phrases, held out again': CLINICAL_HELD_OUT_AGAIN,
};
const CORPUS = 'descriptors of the corpus';
const harmless = {
  'clinical phrases': CLINICAL,
  ...PHRASES,
  ...HELD_OUT_PHRASES,
  [CORPUS]: corpusDescriptors(process.env.LETHE_CORPUS ?? ''),
};
const kept = Object.entries(harmless)
  .filter(([, texts]) => texts.length > 0)
  .flatMap(([name, texts]) =>
    (['clean', 'vocabulary'] as const).map(
      (policy) => [name, policy, measureKept(texts, CLEANERS[policy])] as const,
    ),
  );
const lost = kept.flatMap(([name, policy, { lost: changed }]) =>
  policy === 'clean' && !(name in HELD_OUT_PHRASES)
    ? changed.map(([before, after]) => [before.trim(), after.trim()])
    : [],
);
const lines = [
  table(
    [
      'planted',
      'texts',
      'removed by cues alone',
      'removed, `clean`',
      'removed or doubted',
      'neither',
      'removed, `vocabulary`',
      'neither',
    ],
    plantedRows,
  ),
  '',
  table(
    ['that name nobody', 'policy', 'texts', 'kept whole', 'doubted', 'words lost'],
    kept.map(([name, policy, { texts, whole, doubted, words: all, lostWords }]) => [
      name,
      `\`${policy}\``,
      texts,
      percent(whole, texts),
      doubted,
      `${lostWords} of ${all} (${percent(lostWords, all)})`,
    ]),
  ),
  '',
  table(
    [
      'every surname of the lists that many have',
      'texts',
      'removed, `clean`',
      'removed or doubted',
      'neither',
    ],
    measureSurnames(CLEANERS.clean).map(({ place, names, removed, doubted }) => [
      `\`${place}\``,
      names,
      percent(removed, names),
      percent(removed + doubted, names),
      names - removed - doubted,
    ]),
  ),
  '',
  ...(lost.length === 0
    ? ['Of what may be looked at, nothing was lost under `clean`.']
    : [table(['of what may be looked at, lost under `clean`', 'became'], lost)]),
];
console.log(lines.join('\n'));
if (harmless[CORPUS].length === 0) console.log('docs/free-text.md stays: LETHE_CORPUS names no corpus.');
else writeToPage('npm run text', lines);

// Texts of one's own, a line each: reports that name nobody.
const ownTexts = process.env.LETHE_TEXTS;
if (ownTexts !== undefined) {
  const texts = readFileSync(ownTexts, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  for (const policy of ['clean', 'vocabulary'] as const) {
    const { words: all, lostWords, whole, doubted, lost: changed } = measureKept(texts, CLEANERS[policy]);
    console.log(
      `${policy}: ${texts.length} texts, ${percent(whole, texts.length)} whole, ${doubted} doubted, ${lostWords} of ${all} words lost`,
    );
    for (const [before, after] of policy === 'clean' ? changed : [])
      console.log(`- ${before} became ${after}`);
  }
}

// Never of the patterns that are held out.
if (process.env.LETHE_MISSED !== undefined)
  for (const name of ['clean', 'vocabulary'] as const)
    for (const { text, secrets, group } of planted) {
      const cleaned = CLEANERS[name](text);
      if (!group.includes('held out') && leavesSecret(cleaned.text, secrets))
        console.log(`${name}: ${group}: ${text} -> ${cleaned.text}${cleaned.isDoubtful ? ' (doubt)' : ''}`);
    }
