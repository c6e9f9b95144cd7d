import { render } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { enter } from './client.ts';
import { CohortPage } from './cohort.tsx';
import { InstancePage } from './instance.tsx';
import { KeysDialog } from './keysDialog.tsx';
import { ListPage, type ListState, START } from './list.tsx';
import { Around, errorText, Key } from './shared.tsx';
import { type Language, TEXTS } from './texts.ts';

type Route =
  | { readonly at: 'list' }
  | { readonly at: 'values' }
  | { readonly at: 'instance'; readonly name: string; readonly place: string | null };

/** The page stays at one address: names and places are in no history of the browser. */
function App({ problem }: { readonly problem: unknown }) {
  const [language, setLanguage] = useState<Language>(navigator.language.startsWith('de') ? 'de' : 'en');
  const [keys, setKeys] = useState(true);
  const [showsKeys, showKeys] = useState(false);
  const [route, setRoute] = useState<Route>({ at: 'list' });
  const isDeep = useRef(false);
  const [list, setList] = useState<ListState>(START);
  const [said, setSaid] = useState({ text: '', isError: false, count: 0 });
  const t = TEXTS[language];
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = `Lethe – ${t.title}`;
  }, [language]);
  const around = useMemo(
    () => ({
      t,
      keys,
      say: (text: string, isError = false) => setSaid(({ count }) => ({ text, isError, count: count + 1 })),
    }),
    [language, keys],
  );
  // The browser's way back leads to the list, and not out of the review. Its history has a step, and nothing of what was seen there.
  useEffect(() => {
    const back = () => {
      isDeep.current = false;
      setRoute({ at: 'list' });
    };
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);
  const go = (next: Route) => {
    if (next.at === 'list' && isDeep.current) return history.back();
    if (next.at !== 'list' && !isDeep.current) history.pushState(null, '');
    isDeep.current = next.at !== 'list';
    setRoute(next);
  };
  const open = (name: string, place: string | null = null) => go({ at: 'instance', name, place });
  return (
    <Around.Provider value={around}>
      <header class="top">
        <span class="brand">
          <b>Lethe</b> {t.title}
        </span>
        <nav>
          {(['list', 'values'] as const).map((at) => (
            <button
              key={at}
              type="button"
              class="link"
              aria-current={route.at === at ? 'page' : undefined}
              onClick={() => go({ at })}
            >
              {at === 'list' ? t.instances : t.values}
            </button>
          ))}
        </nav>
        <span class="space" />
        <button type="button" class="link" onClick={() => showKeys(true)}>
          {t.keys} <Key of="help" />
        </button>
        <button
          type="button"
          class="link"
          lang={language === 'en' ? 'de' : 'en'}
          onClick={() => setLanguage(language === 'en' ? 'de' : 'en')}
        >
          {t.language}
        </button>
      </header>
      <main ref={main}>
        {problem !== null ? (
          <p class="empty" role="alert">
            {errorText(problem, t)}
          </p>
        ) : route.at === 'list' ? (
          <ListPage
            state={list}
            onState={(change) => setList((last) => ({ ...last, ...change }))}
            onOpen={open}
            onHelp={() => showKeys(true)}
          />
        ) : route.at === 'values' ? (
          <CohortPage onOpen={open} />
        ) : (
          <InstancePage
            key={route.name}
            name={route.name}
            place={route.place}
            onBack={() => go({ at: 'list' })}
            onOpen={open}
            onHelp={() => showKeys(true)}
          />
        )}
      </main>
      <div class={said.isError ? 'said wrong' : 'said'} role="status" aria-live="polite">
        {/* The same words said again are read again. */}
        <span key={said.count}>{said.text}</span>
      </div>
      {showsKeys && <KeysDialog onKeys={setKeys} onClose={() => showKeys(false)} />}
    </Around.Provider>
  );
}

const problem = await enter().then(
  () => null,
  (error: unknown) => error,
);
render(<App problem={problem} />, document.body);
