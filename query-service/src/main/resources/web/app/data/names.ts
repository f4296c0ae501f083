// Whether addresses have names here (Kubernetes, own networks, GeoIP): where none has, hosts say more than "unknown".
import { top } from './api.ts';
import type { Scope } from './scope.ts';

const FRESH_MS = 60_000;

let asked: { key: string; at: number; answer: Promise<boolean> } | null = null;

/** Asked once a minute for each range. */
export function hasNames(scope: Scope): Promise<boolean> {
  const key = JSON.stringify([scope.moving ? '' : scope.from, scope.moving ? '' : scope.to, scope.sources]);
  if (asked?.key !== key || Date.now() - asked.at > FRESH_MS) {
    const answer = top({ ...scope, filter: '' }, 'workload', 'bytes', 2, '').then(({ rows }) => rows.some((row) => row.key !== 'unknown'));
    answer.catch(() => (asked = null));
    asked = { key, at: Date.now(), answer };
  }
  return asked.answer;
}
