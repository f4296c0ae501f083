// The fields that traffic can be filtered and split by: which there are, the server says; what they are called, the strings.
import { say, t, word } from '../strings.ts';
import { fields as ask } from './api.ts';
import type { Field } from './shapes.ts';

/** Words that stand for fields, the ones most often wanted. */
export const COMMON = ['protocol', 'application', 'host', 'workload', 'namespace', 'conversation', 'dst.port'];
const STANDS_FOR: Record<string, string> = { host: 'any.addr', workload: 'any.entity', namespace: 'any.namespace' };
const CONVERSATION = 'src.addr,dst.addr,dst.port,protocol';

/** Fires `change` once they are there. */
class Fields extends EventTarget {
  all: Field[] = [];
  #asked = false;

  /** Asks for them, once. */
  async load() {
    if (this.#asked) return;
    this.#asked = true;
    try {
      this.all = await ask();
      this.dispatchEvent(new Event('change'));
    } catch {
      this.#asked = false; // the next one who needs them asks again
    }
  }

  /** Whether the grain's rows tell all of a list of fields. */
  areOf(grain: string, list: string): boolean {
    return list.split(',').every((field) => this.all.some(({ name, grains }) => name === field && grains.includes(grain)));
  }

  /** Those that traffic can be split by, beside the common ones. */
  grouped(end: string): string[] {
    return this.all.filter(({ grouped, name }) => grouped && name.startsWith(`${end}.`) && !COMMON.includes(name)).map(({ name }) => name);
  }
}

export const fields = new Fields();

/** What a list of fields is called: "Client: network, Application". */
export function nameOf(list: string): string {
  if (list === CONVERSATION) return t.dimensions.conversation;
  return list.split(',').map(fieldName).join(t.list);
}

function fieldName(name: string): string {
  const common = Object.entries(STANDS_FOR).find(([, field]) => field === name)?.[0] ?? name;
  const known = word(t.dimensions, common);
  if (known !== undefined) return known;
  const [end, what] = name.split('.');
  const words = { workload: t.dimensions.workload_name, namespace: t.dimensions.namespace_of, port: t.columns.port };
  return say(t.dimensions.of, {
    end: word(t.dimensions, end) ?? end,
    what: word(words, what) ?? word(t.dimensions, what) ?? what,
  });
}

/** What the server calls by English words of its own. */
export function valueName({ key, name }: { key: string | null; name: string }): string {
  if (key === 'other' || key === null) return t.top.other;
  return key === 'unknown' ? t.top.unknown : name.replaceAll('(none)', t.top.none).replaceAll(/(^|· )Unknown($| ·)/g, `$1${t.top.unknown}$2`);
}
