// What is open closes when the reader points elsewhere.
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Calls `close` at each press outside of what `inside` gives; null: nothing is open. */
export class Outside implements ReactiveController {
  constructor(
    host: ReactiveControllerHost,
    private readonly inside: () => EventTarget | null,
    private readonly close: () => void,
  ) {
    host.addController(this);
  }

  hostConnected() {
    document.addEventListener('pointerdown', this.#pressed);
  }

  hostDisconnected() {
    document.removeEventListener('pointerdown', this.#pressed);
  }

  readonly #pressed = (event: Event) => {
    const inside = this.inside();
    if (inside && !event.composedPath().includes(inside)) this.close();
  };
}
