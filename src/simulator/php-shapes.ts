import type { Settings } from './simulator-settings.js';

/** Writes a number as a number or as text. */
export const numeral = (value: number, { quirks }: Settings): number | string =>
  quirks.numbersAsText ? String(value) : value;

/**
 * Writes a list in one of the shapes of PHP's arrays: a list, an object keyed by number, or the bare element.
 */
export function shapeList(list: readonly unknown[], { quirks }: Settings): unknown {
  if (list.length === 0) return { list: [], object: {}, text: '', null: null }[quirks.emptyLists];
  if (quirks.lists === 'keyed') return { ...list };
  return quirks.lists === 'bare' && list.length === 1 ? list[0] : list;
}

/** Writes a list inside its holder, such as `{"configoption": [...]}`. An empty one may be just `""`. */
export function holdList(name: string, list: readonly unknown[], settings: Settings): unknown {
  if (list.length === 0 && settings.quirks.emptyHoldersAsText) return '';
  return { [name]: shapeList(list, settings) };
}
