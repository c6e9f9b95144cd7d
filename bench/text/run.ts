import { cleanText } from '../../layers/text/clean.ts';
import { NO_IDENTIFIERS } from '../../layers/text/identifierDraft.ts';
import { loadWords } from '../../layers/text/words/wordTable.ts';
import { CLINICAL } from './clinical.ts';
import { corpusDescriptors } from './corpus.ts';
import { type Cleaner, measureKept, measurePlanted } from './measure.ts';
import { plantedTexts } from './planted.ts';

const words = await loadWords();
const planted = plantedTexts(14, 40);
const corpus = corpusDescriptors(process.env.LETHE_CORPUS ?? '../shared/corpus');
const clean: Cleaner = (text) => {
  const after = cleanText(text, NO_IDENTIFIERS, words);
  return { text: after.text, isDoubtful: after.doubts.length > 0 };
};
const missed = process.env.LETHE_MISSED;
const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
for (const [group, { planted: all, removed, doubted }] of measurePlanted(planted, clean))
  console.log(
    `${group}: ${all}, removed ${percent(removed, all)}, removed or doubted ${percent(removed + doubted, all)}`,
  );
for (const [name, texts] of Object.entries({ 'clinical phrases': CLINICAL, 'corpus descriptors': corpus })) {
  const kept = measureKept(texts, clean);
  console.log(
    `${name}: ${kept.texts}, whole ${percent(kept.whole, kept.texts)}, doubted ${kept.doubted}, words lost ${kept.lostWords} of ${kept.words}`,
  );
  for (const [before, after] of kept.lost) console.log(`   ${before} -> ${after}`);
}

// What is missed, for whoever works on the rules: LETHE_MISSED=1. Never of the patterns that are held out.
if (missed !== undefined) {
  const seen = new Map<string, number>();
  for (const { text, secrets, group } of planted) {
    const after = clean(text);
    if (
      !group.includes('held out') &&
      secrets.some((secret) => after.text.toLowerCase().includes(secret.toLowerCase()))
    )
      seen.set(`${group}: ${text}${after.isDoubtful ? ' (doubt)' : ''}`, 1);
  }
  console.log([...seen.keys()].sort().join('\n'));
}
