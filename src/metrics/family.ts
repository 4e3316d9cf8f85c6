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
 * Text is copied to bytes in pieces of this length, because copying a long text blocks other work. A piece
 * without changes is not compressed again.
 */
const PIECE_LENGTH = 2 ** 16;

/** Renders the samples of one subject in pieces, without the header, which stands once for all subjects. */
export function* renderSamples<Subject>(
  { name, samples }: Family<Subject>,
  subject: Subject,
  budget: SeriesBudget,
): Work<readonly Buffer[]> {
  const pieces: Buffer[] = [];
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
    pieces.push(Buffer.from(text));
    text = '';
  }
  return text === '' ? pieces : [...pieces, Buffer.from(text)];
}

/** Renders the header of a family. */
export const renderFamilyHeader = ({
  name,
  type,
  help,
}: Pick<Family<never>, 'name' | 'type' | 'help'>): string => renderHeader(name, type, help);
