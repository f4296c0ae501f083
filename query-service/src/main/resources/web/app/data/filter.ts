// The filter of the page: how it is narrowed by a click, and what the server says about it.
import type { Problem } from './api.ts';

/** A filter that takes what both take. */
export function both(filter: string, more: string): string {
  if (filter === '' || filter === more) return more;
  if (filter.split(' && ').includes(more)) return filter;
  return `${closed(filter)} && ${closed(more)}`;
}

const closed = (filter: string) => (filter.includes('||') ? `(${filter})` : filter);

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
