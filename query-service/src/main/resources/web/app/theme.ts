// Light or dark: the system's choice until the reader makes another, which this browser then remembers.

const KEY = 'tidemark.theme';
const system = matchMedia('(prefers-color-scheme: dark)');

class Theme extends EventTarget {
  constructor() {
    super();
    this.#apply(localStorage.getItem(KEY));
    system.addEventListener('change', () => this.dispatchEvent(new Event('change')));
  }

  get dark(): boolean {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === 'dark' : system.matches;
  }

  toggle() {
    const next = this.dark ? 'light' : 'dark';
    if ((next === 'dark') === system.matches) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
    this.#apply(next);
    this.dispatchEvent(new Event('change'));
  }

  #apply(theme: string | null) {
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  }
}

export const theme = new Theme();
