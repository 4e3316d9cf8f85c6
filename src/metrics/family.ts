import { type MetricType, renderHeader, renderSample } from './text.js';

/** One value of a family. */
export type Sample = {
  /** Rendered, so that samples of the same thing in several families share the work. */
  readonly labels: string;
  readonly value: number;
};

/** A metric as data: what it is called and means, and how it is read off a subject. */
export type Family<Subject> = {
  readonly name: string;
  readonly type: Extract<MetricType, 'counter' | 'gauge'>;
  readonly help: string;
  readonly samples: (subject: Subject) => Iterable<Sample>;
};

/** How many series there may be of a site: those that come first are shown, the others counted. */
export type SeriesBudget = { left: number; dropped: number };

/** The samples of one subject as text, without the header, which stands once for all subjects. */
export function renderSamples<Subject>(
  { name, samples }: Family<Subject>,
  subject: Subject,
  budget: SeriesBudget,
): string {
  let text = '';
  for (const { labels, value } of samples(subject)) {
    if (budget.left > 0) {
      text += renderSample(name, labels, value);
      budget.left -= 1;
    } else {
      budget.dropped += 1;
    }
  }
  return text;
}

/** The header of a family as text. */
export const renderFamilyHeader = ({ name, type, help }: Omit<Family<never>, 'samples'>): string =>
  renderHeader(name, type, help);
