import { parentPort, workerData } from 'node:worker_threads';
import { cleanToVocabulary, LONGEST_CLEANED_CHARACTERS } from '../../../layers/text/clean.ts';
import { loadWords } from '../../../layers/text/words/wordTable.ts';
import { identifiers } from './samples.ts';

/** A worker of little memory: the longest text that is cleaned, made of a report again and again. */
const report = `${workerData}\n`;
const longest = report.repeat(Math.floor(LONGEST_CLEANED_CHARACTERS / report.length));
const own = identifiers({ names: ['Bergstrom^Oriane'] });
const { text } = cleanToVocabulary(longest, own, await loadWords());
parentPort?.postMessage({
  secrets: text.split('Bergstrom').length - 1,
  isWhole: text.length > 0.9 * longest.length,
});
