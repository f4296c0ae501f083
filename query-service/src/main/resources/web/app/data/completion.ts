// What can be written next in a filter: fields, operators, values, connectives, told from the text before the caret.
import { t } from '../strings.ts';
import type { Field } from './shapes.ts';
import { nameOf } from './fields.ts';

/** Puts `text` in place of what stands between `from` and the caret. */
export interface Suggestion {
  text: string;
  meaning: string;
  from: number;
}

/** What the caret stands in. A value's field may be asked for what values it has. */
export type Place =
  | { kind: 'field' | 'join'; typed: string }
  | { kind: 'operator' | 'value'; typed: string; field: Field };

const MOST = 9;

const VALUE = /(?:^|[\s(!&|])([a-z_]+(?:\.[a-z_]+)?)\s*(?:==|!=|<=|>=|<|>|\bin\b)\s*(?:\[(?:[^\]]*,)?\s*)?((?:ip\(|cidr\()?"?[^"'&|\])\s,]*)$/;
const OPERATOR = /(?:^|[\s(!&|])([a-z_]+(?:\.[a-z_]+)?)(\s+[=!<>a-z]*|\.[a-zA-Z]*)$/;
const JOIN = /(?:["\])]|\d|true|false)\s+([&|]*)$/;
const FIELD = /(?:^|&&|\|\||!|\()\s*([a-z_.]*)$/;

/** Null: nothing can be told. */
export function placeOf(before: string, fields: Field[]): Place | null {
  const named = (name: string) => fields.find((field) => field.name === name);
  const value = VALUE.exec(before);
  const valued = value && named(value[1]);
  if (valued) return { kind: 'value', field: valued, typed: value[2] };
  const operator = OPERATOR.exec(before);
  const operated = operator && named(operator[1]);
  if (operated) return { kind: 'operator', field: operated, typed: operator[2].trimStart() };
  const join = JOIN.exec(before);
  if (join) return { kind: 'join', typed: join[1] };
  const field = FIELD.exec(before);
  return field ? { kind: 'field', typed: field[1] } : null;
}

/** The suggestions at a place; `values` are a field's, as they are written in a filter, with their names. */
export function suggestions(place: Place, caret: number, fields: Field[], values: [string, string][]): Suggestion[] {
  const { typed } = place;
  const from = caret - typed.length;
  const all = ((): [string, string][] => {
    switch (place.kind) {
      case 'field':
        return ranked(fields.map(({ name }) => name), typed).map((name) => [`${name} `, nameOf(name)]);
      case 'operator':
        return operators(place.field);
      case 'join':
        return [['&& ', t.filter.and], ['|| ', t.filter.or]];
      case 'value':
        return [...values, ...literals(place.field)];
    }
  })();
  const wanted = typed.toLowerCase().replace(/^(ip\(|cidr\()?"?/, '');
  return all
    .filter(([text]) => place.kind === 'field' || text.toLowerCase().replace(/^(ip\(|cidr\()?"?/, '').startsWith(wanted))
    .filter(([text]) => text.trim() !== typed)
    .slice(0, MOST)
    .map(([text, meaning]) => ({ text, meaning, from }));
}

/** Those that begin with what is typed, then those that have it within. */
const ranked = (names: string[], typed: string) => [
  ...names.filter((name) => name.startsWith(typed)),
  ...names.filter((name) => !name.startsWith(typed) && name.includes(typed)),
];

function operators({ type }: Field): [string, string][] {
  const { equal, unequal, less, atMost, more, atLeast, oneOf, contains, startsWith, endsWith, matches } = t.filter;
  const equality: [string, string][] = [['== ', equal], ['!= ', unequal], ['in ', oneOf]];
  if (type === 'int') return [...equality, ['> ', more], ['>= ', atLeast], ['< ', less], ['<= ', atMost]];
  if (type === 'address') return equality;
  return [
    ...equality,
    ['.contains("', contains], ['.startsWith("', startsWith], ['.endsWith("', endsWith], ['.matches("', matches],
  ];
}

/** How a value of the type is begun. */
const literals = ({ type }: Field): [string, string][] =>
  type === 'address' ? [['ip("', t.filter.address], ['cidr("', t.filter.network]] : [];
