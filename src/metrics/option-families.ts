import type { Availability } from '../stock/availability.js';
import type { Family, Sample } from './family.js';
import type { StockSubject } from './stock-subject.js';
import { renderLabels } from './text.js';

/** Things of one kind that have an availability, each with its labels. */
type Kind = (subject: StockSubject) => {
  readonly things: readonly Availability[];
  readonly labels: readonly string[];
};

const choices: Kind = ({ snapshot, choiceLabels }) => ({ things: snapshot.choices, labels: choiceLabels });
const combinations: Kind = ({ snapshot, combinationLabels }) => ({
  things: snapshot.combinations,
  labels: combinationLabels,
});

/** What is exposed of a snapshot's options, combinations and pools, and withdrawn with it. */
export const optionFamilies: readonly Family<StockSubject>[] = [
  {
    name: 'whmcs_product_option_stock',
    type: 'gauge',
    help: 'Units of the choice left, negative when oversold: by its capacity less its use, its name, its pools. 0 also when none are sure to be left. Absent when unlimited or unknown.',
    samples: (subject) => each(choices(subject), stockOf),
  },
  {
    name: 'whmcs_product_option_capacity',
    type: 'gauge',
    help: 'Units of the choice there are in all, as configured or told by WHMCS.',
    samples: (subject) => each(choices(subject), ({ capacity }) => capacity),
  },
  {
    name: 'whmcs_product_option_in_use',
    type: 'gauge',
    help: 'Units of the choice in use: at least so many, where some units match no choice. Absent when unknown.',
    samples: (subject) => each(choices(subject), ({ inUse }) => inUse),
  },
  {
    name: 'whmcs_product_option_stock_threshold',
    type: 'gauge',
    help: 'Stock at or below which the choice is warning or critical, as configured. Absent when unlimited.',
    samples: (subject) => eachThreshold(choices(subject)),
  },
  {
    name: 'whmcs_product_combination_stock',
    type: 'gauge',
    help: 'Units left of the choices together: the least that the product, each choice, the combination itself and its pools leave. Absent when unlimited or unknown.',
    samples: (subject) => each(combinations(subject), stockOf),
  },
  {
    name: 'whmcs_product_combination_capacity',
    type: 'gauge',
    help: 'Units of the combination there are in all, as configured.',
    samples: (subject) => each(combinations(subject), ({ capacity }) => capacity),
  },
  {
    name: 'whmcs_product_combination_in_use',
    type: 'gauge',
    help: 'Units of the choices in use together: at least so many, where some units match no choice. Absent when unknown.',
    samples: (subject) => each(combinations(subject), ({ inUse }) => inUse),
  },
  {
    name: 'whmcs_product_combination_stock_threshold',
    type: 'gauge',
    help: 'Stock at or below which the combination is warning or critical, as configured. Absent when unlimited.',
    samples: (subject) => eachThreshold(combinations(subject)),
  },
  {
    name: 'whmcs_pool_capacity',
    type: 'gauge',
    help: 'What there is in all of a resource that products or choices draw from, in its unit, as configured.',
    samples: (subject) => eachPool(subject, ({ capacity }) => capacity),
  },
  {
    name: 'whmcs_pool_in_use',
    type: 'gauge',
    help: 'What services draw from the resource, in its unit: at least so much, where some units match no choice. Absent when unknown.',
    samples: (subject) => eachPool(subject, ({ inUse }) => inUse),
  },
  {
    name: 'whmcs_usage_withheld',
    type: 'gauge',
    help: 'Choices and combinations whose stock is not shown, because units in use match none of the choices they may be of.',
    samples: ({ snapshot: { site, choices, combinations } }) => [
      {
        labels: renderLabels({ site }),
        value: [...choices, ...combinations].filter(({ isWithheld }) => isWithheld).length,
      },
    ],
  },
  {
    name: 'whmcs_unmatched_choices',
    type: 'gauge',
    help: 'Units in use of options or choices that the products do not have. Absent when no units in use are known.',
    samples: ({ snapshot: { site, unmatched } }) =>
      unmatched === undefined ? [] : [{ labels: renderLabels({ site }), value: unmatched }],
  },
];

const stockOf = ({ stock }: Availability): number | undefined =>
  stock.kind === 'limited' ? stock.quantity : undefined;

function* each(
  { things, labels }: ReturnType<Kind>,
  value: (thing: Availability) => number | undefined,
): Iterable<Sample> {
  for (const [index, thing] of things.entries()) {
    const number = value(thing);
    if (number !== undefined) yield { labels: labels[index] ?? '', value: number };
  }
}

function* eachThreshold({ things, labels }: ReturnType<Kind>): Iterable<Sample> {
  for (const [index, { stock, thresholds }] of things.entries()) {
    if (stock.kind === 'unlimited') continue;
    for (const [severity, value] of thresholds) {
      yield { labels: `${labels[index]},${renderLabels({ severity })}`, value };
    }
  }
}

function* eachPool(
  { snapshot: { site, pools } }: StockSubject,
  value: (pool: (typeof pools)[number]) => number | undefined,
): Iterable<Sample> {
  for (const pool of pools) {
    const number = value(pool);
    if (number === undefined) continue;
    yield { labels: renderLabels({ site, pool: pool.name, unit: pool.unit }), value: number };
  }
}
