// The page's language: the browser's first that we speak, until the reader chooses one, which this browser then remembers.

/** What there is, each named in itself. */
export const LANGUAGES = { en: 'English', zh: '中文' } as const;
export type Language = keyof typeof LANGUAGES;

const KEY = 'tidemark.language';
const TAGS = { en: 'en', zh: 'zh-Hans' };

const isSpoken = (name: string | null): name is Language => name !== null && name in LANGUAGES;

function wanted(): Language {
  const chosen = localStorage.getItem(KEY);
  if (isSpoken(chosen)) return chosen;
  return navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isSpoken) ?? 'en';
}

/** Fixed while the page is loaded: every word is looked up once. */
export const language: Language = wanted();
document.documentElement.lang = TAGS[language];

/** Speaks another language from now on. All that is shown stands in the URL, so the page can be loaded anew. */
export function speak(other: Language) {
  localStorage.setItem(KEY, other);
  location.reload();
}
