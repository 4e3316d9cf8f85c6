import type { Forecast } from '../stock/forecast.js';
import type { Family, Sample } from './family.js';
import { CHOICE_LABELS, COMBINATION_LABELS, PRODUCT_LABELS, type StockSubject } from './stock-labels.js';
import { renderLabels } from './text-format.js';

/** Something whose stock is forecast: how its families are named, labelled and found. */
type Kind = {
  readonly prefix: string;
  readonly noun: string;
  readonly labels: readonly string[];
  readonly forecasts: (subject: StockSubject) => Iterable<readonly [labels: string, Forecast | undefined]>;
};

const products: Kind = {
  prefix: 'whmcs_product',
  noun: 'product',
  labels: PRODUCT_LABELS,
  *forecasts({ snapshot, labels }) {
    let index = 0; // entries() would create a list for each product and family
    for (const { id } of snapshot.products) {
      yield [labels[index] ?? '', snapshot.forecasts?.products.get(id)];
      index += 1;
    }
  },
};

const choices: Kind = {
  prefix: 'whmcs_product_option',
  noun: 'choice',
  labels: CHOICE_LABELS,
  *forecasts({ snapshot: { forecasts }, choiceLabels }) {
    for (const [index, labels] of choiceLabels.entries()) yield [labels, forecasts?.choices[index]];
  },
};

const combinations: Kind = {
  prefix: 'whmcs_product_combination',
  noun: 'combination',
  labels: COMBINATION_LABELS,
  *forecasts({ snapshot: { forecasts }, combinationLabels }) {
    for (const [index, labels] of combinationLabels.entries()) yield [labels, forecasts?.combinations[index]];
  },
};

const pools: Kind = {
  prefix: 'whmcs_pool',
  noun: 'pool',
  labels: ['site', 'pool', 'unit'],
  *forecasts({ snapshot: { site, pools, forecasts } }) {
    for (const [index, { name, unit }] of pools.entries())
      yield [renderLabels({ site, pool: name, unit }), forecasts?.pools[index]];
  },
};

const familiesOf = ({ prefix, noun, labels, forecasts }: Kind): readonly Family<StockSubject>[] => {
  function* each(
    subject: StockSubject,
    values: (forecast: Forecast) => readonly Value[],
  ): Iterable<Sample | undefined> {
    for (const [own, forecast] of forecasts(subject)) {
      yield undefined;
      for (const [more, value] of forecast ? values(forecast) : [])
        yield { labels: more === '' ? own : `${own},${more}`, value };
    }
  }
  return [
    {
      name: `${prefix}_demand_per_day`,
      type: 'gauge',
      help: `Expected units of the ${noun} sold per day while in stock. Absent without a week of history.`,
      labels,
      samples: (subject) => each(subject, ({ perDay }) => [['', perDay]]),
    },
    {
      name: `${prefix}_stock_days_left`,
      type: 'gauge',
      help: `Days until the stock of the ${noun} is gone with the probability of the quantile, at most 365.`,
      labels: [...labels, 'quantile'],
      samples: (subject) =>
        each(subject, ({ daysLeft: { early, median } }) => [
          ['quantile="0.1"', early],
          ['quantile="0.5"', median],
        ]),
    },
    {
      name: `${prefix}_sellout_probability`,
      type: 'gauge',
      help: `Probability that the stock of the ${noun} is gone within 7 days, or within its lead time.`,
      labels: [...labels, 'within'],
      samples: (subject) =>
        each(subject, ({ sellout: { week, leadTime } }) => [
          ['within="7d"', week],
          ['within="lead_time"', leadTime],
        ]),
    },
    {
      name: `${prefix}_forecast_basis_days`,
      type: 'gauge',
      help: `Past days that the forecast of the ${noun} uses, without days out of stock.`,
      labels,
      samples: (subject) => each(subject, ({ basisDays }) => [['', basisDays]]),
    },
  ];
};

type Value = readonly [labels: string, value: number];

/** The families of forecasts. They are withdrawn with the stock that they are about. */
export const productForecasts = familiesOf(products);
export const optionForecasts = [choices, combinations, pools].flatMap(familiesOf);
