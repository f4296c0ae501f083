import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { Problem } from './api.ts';

const TOO_OFTEN = 429;

/** What was answered before is no answer to a question that is refused. */
const isRefused = (error: Error) => error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== TOO_OFTEN;

/**
 * One question of a component: asks again when its key changes, forgets answers that come too late, and keeps the last
 * good answer on screen while the next one is on its way, or fails to come: `error` says so then, beside `value`.
 */
export class Loader<T> implements ReactiveController {
  value: T | null = null;
  error: Error | null = null;
  loading = false;
  /** the key the value answers */
  answered = '';
  #asked = '';
  #abort: AbortController | null = null;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected() {
    this.#abort?.abort();
    this.#asked = '';
  }

  /** Asks, unless that was asked already. */
  ask(key: string, question: (signal: AbortSignal) => Promise<T>) {
    if (key === this.#asked) return;
    this.#asked = key;
    this.#abort?.abort();
    this.#abort = new AbortController();
    this.loading = true;
    question(this.#abort.signal).then(
      (value) => this.#settle(key, value, null),
      (error: Error) => error.name !== 'AbortError' && this.#settle(key, isRefused(error) ? null : this.value, error),
    );
  }

  /** Puts another value in place of the answer, e.g. one page more. */
  replace(value: T) {
    this.value = value;
    this.host.requestUpdate();
  }

  #settle(key: string, value: T | null, error: Error | null) {
    if (key !== this.#asked) return;
    this.loading = false;
    this.value = value;
    this.error = error;
    if (!error) this.answered = key;
    this.host.requestUpdate();
  }
}
