import type { Availability } from '../stock/availability.js';
import type { Family, Sample } from './family.js';
import { optionForecasts } from './forecast-families.js';
import { CHOICE_LABELS, COMBINATION_LABELS, PRODUCT_LABELS, type StockSubject } from './stock-labels.js';
import { renderLabels } from './text-format.js';

/** Choices or combinations, each with its availability and labels. */
type Kind = (subject: StockSubject) => {
  readonly things: readonly Availability[];
  readonly labels: readonly string[];
};

const choices: Kind = ({ snapshot, choiceLabels }) => ({ things: snapshot.choices, labels: choiceLabels });
const combinations: Kind = ({ snapshot, combinationLabels }) => ({
  things: snapshot.combinations,
  labels: combinationLabels,
});

/** The families of a snapshot's options, combinations and pools. They are withdrawn with it. */
export const optionFamilies: readonly Family<StockSubject>[] = [
  {
    name: 'whmcs_product_option_stock',
    type: 'gauge',
    help:
      'Units of the choice left, negative when oversold, 0 also when at most 0. Absent when unlimited or ' +
      'unknown.',
    labels: CHOICE_LABELS,
    samples: (subject) => each(choices(subject), stockOf),
  },
  {
    name: 'whmcs_product_option_capacity',
    type: 'gauge',
    help: 'Units of the choice in total, as configured, measured, or returned by WHMCS.',
    labels: CHOICE_LABELS,
    samples: (subject) => each(choices(subject), ({ capacity }) => capacity),
  },
  {
    name: 'whmcs_product_option_in_use',
    type: 'gauge',
    help: 'Units of the choice in use; a minimum if some units match no choice. Absent when unknown.',
    labels: CHOICE_LABELS,
    samples: (subject) => each(choices(subject), ({ inUse }) => inUse),
  },
  {
    name: 'whmcs_product_option_stock_threshold',
    type: 'gauge',
    help: 'Stock at or below which the choice is warning or critical, as configured. Absent when unlimited.',
    labels: [...CHOICE_LABELS, 'severity'],
    samples: (subject) => eachThreshold(choices(subject)),
  },
  {
    name: 'whmcs_product_combination_stock',
    type: 'gauge',
    help: 'Units of the combination left: the least of all its limits. Absent when unlimited or unknown.',
    labels: COMBINATION_LABELS,
    samples: (subject) => each(combinations(subject), stockOf),
  },
  {
    name: 'whmcs_product_combination_capacity',
    type: 'gauge',
    help: 'Units of the combination in total, as configured or measured.',
    labels: COMBINATION_LABELS,
    samples: (subject) => each(combinations(subject), ({ capacity }) => capacity),
  },
  {
    name: 'whmcs_product_combination_in_use',
    type: 'gauge',
    help: 'Units of the combination in use; a minimum if some units match no choice. Absent when unknown.',
    labels: COMBINATION_LABELS,
    samples: (subject) => each(combinations(subject), ({ inUse }) => inUse),
  },
  {
    name: 'whmcs_product_combination_stock_threshold',
    type: 'gauge',
    help: 'Stock at or below which the combination is warning or critical. Absent when unlimited.',
    labels: [...COMBINATION_LABELS, 'severity'],
    samples: (subject) => eachThreshold(combinations(subject)),
  },
  {
    name: 'whmcs_pool_capacity',
    type: 'gauge',
    help: 'Total of a resource that products or choices draw from, in its unit. Absent when unknown.',
    labels: ['site', 'pool', 'unit'],
    samples: (subject) => eachPool(subject, ({ capacity }) => capacity),
  },
  {
    name: 'whmcs_pool_in_use',
    type: 'gauge',
    help: 'Draw of services on the resource; a minimum if some units match no choice. Absent when unknown.',
    labels: ['site', 'pool', 'unit'],
    samples: (subject) => eachPool(subject, ({ inUse }) => inUse),
  },
  {
    name: 'whmcs_pool_stock',
    type: 'gauge',
    help: 'Units of the resource left: its total less all draws, or as measured. Absent when unknown.',
    labels: ['site', 'pool', 'unit'],
    samples: (subject) => eachPool(subject, stockOf),
  },
  {
    name: 'whmcs_product_room',
    type: 'gauge',
    help: 'More units of the product that fit into measured capacity. Absent when unknown or unmeasured.',
    labels: PRODUCT_LABELS,
    *samples({ snapshot: { products, rooms }, labels }) {
      for (const [index, { id }] of products.entries()) {
        const units = rooms.get(id)?.units;
        yield units === undefined ? undefined : { labels: labels[index] ?? '', value: units };
      }
    },
  },
  {
    name: 'whmcs_product_option_room',
    type: 'gauge',
    help: 'More units of the choice that fit into measured capacity. Absent when unknown or unmeasured.',
    labels: CHOICE_LABELS,
    samples: (subject) => each(choices(subject), ({ room }) => room?.units),
  },
  {
    name: 'whmcs_product_combination_room',
    type: 'gauge',
    help: 'More units of the combination that fit into measured capacity. Absent when unknown or unmeasured.',
    labels: COMBINATION_LABELS,
    samples: (subject) => each(combinations(subject), ({ room }) => room?.units),
  },
  {
    name: 'whmcs_usage_withheld',
    type: 'gauge',
    help: 'Choices and combinations whose stock is withheld because units in use match no choice.',
    labels: ['site'],
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
    help: 'Units in use that match no option or choice of their product. Absent when unknown.',
    labels: ['site'],
    samples: ({ snapshot: { site, unmatched } }) =>
      unmatched === undefined ? [] : [{ labels: renderLabels({ site }), value: unmatched }],
  },
  ...optionForecasts,
];

const stockOf = ({ stock }: Pick<Availability, 'stock'>): number | undefined =>
  stock.kind === 'limited' ? stock.quantity : undefined;

function* each(
  { things, labels }: ReturnType<Kind>,
  value: (thing: Availability) => number | undefined,
): Iterable<Sample | undefined> {
  let index = 0; // entries() would create a list for each thing and family
  for (const thing of things) {
    const number = value(thing);
    yield number === undefined ? undefined : { labels: labels[index] ?? '', value: number };
    index += 1;
  }
}

function* eachThreshold({ things, labels }: ReturnType<Kind>): Iterable<Sample | undefined> {
  for (const [index, { stock, thresholds }] of things.entries()) {
    yield undefined;
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
