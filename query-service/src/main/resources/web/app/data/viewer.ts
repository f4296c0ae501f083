// Who looks at the page, and what they may see.
import { VIEWS, type View } from './state.ts';

export interface Me {
  login: boolean;
  name: string | null;
  roles: string[];
  /** whose traffic they see; null: all of it */
  namespaces: string[] | null;
}

/** Asked of the server once; fires `change` when it is known. */
class Viewer extends EventTarget {
  me: Me | null = null;
  /** they are known, and have no role here */
  refused = false;
  #asked: Promise<void> | null = null;

  /** They see a part of the traffic only: what counts all of it together (ledgers, nodes, the current second) is not theirs to ask for. */
  get limited(): boolean {
    return this.me?.namespaces != null;
  }

  /** The views that have something for them. */
  get views(): View[] {
    return VIEWS.filter((view) => view !== 'ledger' || !this.limited);
  }

  /** Waits until it is known. Where the service is away it stays unknown, and the next call asks again. */
  known(): Promise<void> {
    this.#asked ??= this.#ask();
    return this.#asked;
  }

  async #ask() {
    try {
      const answer = await fetch('/api/v1/me', { headers: { accept: 'application/json' } });
      this.refused = answer.status === 403;
      if (answer.ok) this.me = (await answer.json()) as Me;
    } catch {
      // the rest of the page says that the service is away
    }
    if (this.me === null && !this.refused) this.#asked = null;
    this.dispatchEvent(new Event('change'));
  }
}

export const viewer = new Viewer();
