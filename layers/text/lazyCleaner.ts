import type { TextCleaner } from './cleaner.ts';

let loading: Promise<TextCleaner> | undefined;
let loaded: TextCleaner | undefined;

/** The cleaner and its words, loaded once: most instances have no text to clean, and whoever has one waits for them. */
export function loadCleaner(): Promise<TextCleaner> {
  loading ??= import('./cleaner.ts').then(({ cleanerWithWords }) => {
    loaded = cleanerWithWords();
    return loaded;
  });
  return loading;
}

/** The cleaner once it is loaded. */
export function loadedCleaner(): TextCleaner {
  if (loaded === undefined) throw new Error('The cleaner of texts is not loaded: call loadCleaner first.');
  return loaded;
}
