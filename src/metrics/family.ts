import type { Work } from '../stock/work.js';
import { type MetricType, renderHeader, renderSample } from './text-format.js';

/** One value of a family. */
export type Sample = {
  /** Rendered once, for the samples of all families. */
  readonly labels: string;
  readonly value: number;
};

/** A metric as data: name, type, help, and a function from a subject to samples. */
export type Family<Subject> = {
  readonly name: string;
  readonly type: Extract<MetricType, 'counter' | 'gauge'>;
  readonly help: string;
  /** Names of the labels, in their order. */
  readonly labels: readonly string[];
  /** Also has an undefined for each thing without a value, so that many of them are passed in steps. */
  readonly samples: (subject: Subject) => Iterable<Sample | undefined>;
};

/** How many more series a site may have. Further ones are counted as dropped. */
export type SeriesBudget = { left: number; dropped: number };

/**
 * Text is passed on in pieces of this length, because handling a long text blocks other work. A piece without
 * changes is not compressed again.
 */
const PIECE_LENGTH = 2 ** 16;

/**
 * Renders the samples of one subject in pieces, without the header, which stands once for all subjects.
 *
 * @param take called with each piece and its index. Returns what is kept of it.
 */
export function* renderSamples<Subject, Piece>(
  { name, samples }: Family<Subject>,
  subject: Subject,
  budget: SeriesBudget,
  take: (text: string, index: number) => Piece,
): Work<readonly Piece[]> {
  const pieces: Piece[] = [];
  let text = '';
  for (const sample of samples(subject)) {
    yield;
    if (!sample) continue;
    if (budget.left === 0) {
      budget.dropped += 1;
      continue;
    }
    budget.left -= 1;
    text += renderSample(name, sample.labels, sample.value);
    if (text.length < PIECE_LENGTH) continue;
    pieces.push(take(text, pieces.length));
    text = '';
  }
  return text === '' ? pieces : [...pieces, take(text, pieces.length)];
}

/** Renders the header of a family. */
export const renderFamilyHeader = ({
  name,
  type,
  help,
}: Pick<Family<never>, 'name' | 'type' | 'help'>): string => renderHeader(name, type, help);
