// What the server says about the filter of the page: the box shows it, whichever view asked.
import type { Problem } from './api.ts';

/** Fires `change` when the verdict changes. */
class Verdict extends EventTarget {
  /** why the filter was refused; null: it was not */
  problem: Problem | null = null;

  /** Told by each answer to a question that had a filter. */
  tell(problem: Problem | null) {
    if (this.problem === problem) return;
    this.problem = problem;
    this.dispatchEvent(new Event('change'));
  }
}

export const verdict = new Verdict();
