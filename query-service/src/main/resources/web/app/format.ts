// Numbers and times as people read them. SI prefixes only; one unit per column; the exact value is always in the title.

import { say, t } from './strings.ts';

const PREFIXES = ['', 'k', 'M', 'G', 'T', 'P'];
const exactly = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });

/** 12345678 → "12,345,678". */
export const exact = (value: number) => exactly.format(value);

export interface Scale {
  /** what a value is divided by */
  divisor: number;
  /** "k", "M", ... */
  prefix: string;
  /** decimals */
  digits: number;
}

/** The scale in which `largest` has one to three digits before the point. */
export function scaleFor(largest: number): Scale {
  const magnitude = Math.abs(largest);
  const step = magnitude < 1 ? 0 : Math.min(PREFIXES.length - 1, Math.floor(Math.log10(magnitude * 1.0005) / 3));
  const divisor = 1000 ** step;
  const digits = step === 0 && Number.isInteger(largest) ? 0 : magnitude / divisor < 10 ? 2 : magnitude / divisor < 100 ? 1 : 0;
  return { divisor, prefix: PREFIXES[step], digits };
}

/**
 * One scale for a column. Traffic is skewed: in the unit of the largest most values would round to nothing, in the unit of the
 * median the largest would be too long; between the two, on a logarithmic scale, both can be read.
 */
export function scaleOf(values: number[]): Scale {
  const sizes = values.map(Math.abs).filter((size) => size > 0).sort((a, b) => a - b);
  if (sizes.length === 0) return scaleFor(0);
  const largest = sizes[sizes.length - 1];
  const median = sizes[sizes.length >> 1];
  const { divisor, prefix } = scaleFor(Math.sqrt(largest * median));
  if (divisor === 1 && values.every(Number.isInteger)) return { divisor, prefix, digits: 0 };
  return { divisor, prefix, digits: largest / divisor < 10 ? 2 : median / divisor < 10 ? 1 : 0 };
}

/** One scale for a column of times, told in ns and shown in seconds: "ms" mostly. */
export function timeScaleOf(values: number[]): Scale {
  const { divisor, digits } = scaleOf(values);
  const step = Math.min(3, Math.round(Math.log10(divisor) / 3));
  return { divisor: 1000 ** step, prefix: ['n', 'µ', 'm', ''][step], digits };
}

/** A value in a column's scale: "1.25", "<0.01" for what would round to nothing, "0" for nothing. */
export function scaled(value: number, { divisor, digits }: Scale): string {
  if (value === 0) return '0';
  const smallest = 10 ** -digits;
  if (Math.abs(value) / divisor < smallest / 2) return `<${smallest}`;
  return (value / divisor).toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A value by itself: ["1.25", "Mbit/s"]. */
export function withUnit(value: number, unit: string): [string, string] {
  const scale = scaleFor(value);
  return [scaled(value, scale), `${scale.prefix}${unit}`];
}

/** "1.25 MB". */
export const short = (value: number, unit: string) => withUnit(value, unit).join(' ').trim();

/** How a value stands to an earlier one: "+25 %", "−10 %", or that it is new or gone. */
export function change(value: number, earlier: number): string {
  if (earlier === 0) return value === 0 ? '' : t.compare.new;
  if (value === 0) return t.compare.gone;
  const ratio = value / earlier - 1;
  if (Math.abs(ratio) < 0.0005) return '±0 %';
  const size = Math.abs(ratio) * 100;
  return `${ratio > 0 ? '+' : '−'}${size < 10 ? size.toFixed(1) : exact(Math.round(size))} %`;
}

export function percent(share: number): string {
  if (share > 0 && share < 0.001) return '<0.1 %';
  return `${(share * 100).toFixed(share > 0.9995 ? 0 : 1)} %`;
}

/** 75 → "1 min 15 s"; the two largest units. */
export function duration(seconds: number): string {
  const units = [['d', 86_400], ['h', 3600], ['min', 60], ['s', 1]] as const;
  let rest = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  for (const [name, length] of units) {
    if (rest >= length || (name === 's' && parts.length === 0)) {
      parts.push(say(t.duration[name], { n: Math.floor(rest / length) }));
      rest %= length;
    }
    if (parts.length === 2) break;
  }
  return parts.join(t.duration.join);
}

const two = (value: number) => String(value).padStart(2, '0');

/** Local time of day, "14:05:30". */
export function clock(time: number): string {
  const date = new Date(time);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** Local date, "2026-11-22". */
export function day(time: number): string {
  const date = new Date(time);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Local date and time, "2026-11-22 14:05:30". */
export const dateTime = (time: number) => `${day(time)} ${clock(time)}`;

/** "2026-11-22 14:05:30 – 14:20:30": the second date only if it is another one. */
export function between(from: number, to: number): string {
  return `${dateTime(from)} – ${day(from) === day(to) ? clock(to) : dateTime(to)}`;
}

/** A tick of a time axis that spans so many ms. */
export function tick(time: number, span: number): string {
  const text = clock(time);
  if (span > 36 * 3_600_000) return text === '00:00:00' ? day(time).slice(5) : `${day(time).slice(5)} ${text.slice(0, 5)}`;
  return span <= 10 * 60_000 ? text : text.slice(0, 5);
}

/** What a replayed file is called: its name without the digest that tells equal names apart. */
export const sourceName = (source: string) => source.replace(/#[0-9a-f]{8}$/, '');
