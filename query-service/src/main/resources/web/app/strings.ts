// Every word on the page, in the reader's language. The words themselves are in one file for each language, of equal shape.
import { language } from './language.ts';
import en from './strings/en.json';
import zh from './strings/zh.json';

/** A text that depends on a number; languages without a singular have `other` only. */
export interface Plural {
  one?: string;
  other: string;
}

type Shape<T> = T extends { other: string } & Partial<Record<'one', string>> ? (keyof T extends keyof Plural ? Plural : ShapeOf<T>) : T extends string ? string : ShapeOf<T>;
type ShapeOf<T> = { [K in keyof T]: Shape<T[K]> };
export type Strings = ShapeOf<typeof en>;

/** The words of the page's language. */
export const t: Strings = language === 'zh' ? (zh as unknown as Strings) : (en as unknown as Strings);

/** Fills in what stands in braces: say('{n} windows', { n: 3 }). */
export function say(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** The form for a number; `shown` is how it is written. */
export function many({ one, other }: Plural, count: number, values: Record<string, string | number>): string {
  return say(count === 1 && one !== undefined ? one : other, values);
}

/** A word by its name, if there is one: of causes, fields, levels that only the server knows. */
export const word = (words: object, name: string): string | undefined => (words as Record<string, string>)[name];
