import { renderLabels, renderSeries, renderValue } from './text-format.js';

/**
 * Creates a renderer that keeps the text of a sample while its value stays the same.
 *
 * @param beforeValue the text before the value, with the space.
 */
export function keepSample(beforeValue: string): (value: number) => string {
  const start = inOnePiece(beforeValue);
  let last: number | undefined;
  let text = '';
  return (value) => {
    if (value !== last) {
      last = value;
      text = start + endOfSample(value);
    }
    return text;
  };
}

/** Creates the same for a metric with one label. The label must have few values: each is kept. */
export function keepSamples(name: string, label: string): (labelValue: string, value: number) => string {
  const renderers = new Map<string, (value: number) => string>();
  return (labelValue, value) => {
    let render = renderers.get(labelValue);
    if (!render) {
      render = keepSample(`${renderSeries(name, renderLabels({ [label]: labelValue }))} `);
      renderers.set(labelValue, render);
    }
    return render(value);
  };
}

/**
 * Returns a text that V8 keeps in one piece, not as a tree of those that it was joined from. What every
 * scrape copies is in few places of the memory then.
 */
export const inOnePiece = (text: string): string => Buffer.from(text).toString();

/** The ends of samples with small whole numbers, such as ages: rendering one takes longer than finding it. */
const KNOWN_ENDS = Array.from({ length: 1_000 }, (_, value) => `${value}\n`);
const isKnown = (value: number) => value >= 0 && value < KNOWN_ENDS.length && Math.floor(value) === value;

/** Renders a value and the end of its line as one short piece. */
export const endOfSample = (value: number): string =>
  (isKnown(value) && KNOWN_ENDS[value]) || `${renderValue(value)}\n`;
