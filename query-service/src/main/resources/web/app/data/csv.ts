// All conversations of a slice as a file, fetched page by page: exact numbers, one line each, what is in no line last.
import { conversationsCsv, type Slice } from './api.ts';
import type { Sort } from './shapes.ts';

const PAGE = 1000;
const MOST = 100_000; // rows: more is for the API

/** @param progress told how many rows there are so far */
export async function conversationsFile(slice: Slice, sort: Sort, progress: (rows: number) => void): Promise<string> {
  let text = '';
  let cursor: string | null = null;
  let rows = 0;
  do {
    const page: { text: string; next: string | null } = await conversationsCsv(slice, sort, PAGE, cursor);
    text += text === '' ? page.text : page.text.slice(page.text.indexOf('\n') + 1); // the header once
    cursor = page.next;
    progress((rows += PAGE));
  } while (cursor !== null && rows < MOST);
  return text;
}

/** Gives the reader a file. */
export function download(name: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
