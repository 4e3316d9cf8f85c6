import { strict as assert } from 'node:assert';
import type { Grid, Labels, Series } from './grid.js';
import { type Random, randomFrom } from './random.js';
import type { Shop, ShopChoice, ShopPool } from './shop.js';

const MOVES_A_DAY = 1.5;

/** Returns the values of the instants at which the site's stock is known. */
type Known = (value: (index: number) => number | undefined) => Float64Array;

/** How many units are in use of how many, at an instant. */
type UsedOf = { readonly capacity: number; readonly used: (index: number) => number };

/** Returns the exporter's series of a site's choices, combinations and pool. */
export function optionSeries(
  shop: Shop,
  grid: Grid,
  { seed, isKnown }: { readonly seed: number; readonly isKnown: (index: number) => boolean },
): readonly Series[] {
  const known: Known = (value) => grid.values((index) => (isKnown(index) ? value(index) : undefined));
  const random = randomFrom(seed);
  const labelsOf = (id: number): Labels => {
    const product = shop.products.find((one) => one.id === id);
    assert(product, `${shop.site} has no product ${id}`);
    return { site: shop.site, product_id: String(id), product: product.product, group: product.group };
  };
  const choices = (shop.choices ?? []).map((one) => ({
    ...one,
    used: walkTo(one.inUse, one.capacity, grid, random),
  }));
  const leftOf = ({ capacity, used }: UsedOf, index: number) => capacity - used(index);
  const choiceSeries = choices.flatMap((one) => {
    const labels = choiceLabels(labelsOf(one.id), one);
    return [
      ...limits('whmcs_product_option', labels, one, known),
      { name: 'whmcs_product_option_stock', labels, values: known((index) => leftOf(one, index)) },
    ];
  });
  const combinationSeries = (shop.combinations ?? []).flatMap((one) => {
    const used = walkTo(one.inUse, one.capacity, grid, random);
    const labels = {
      ...labelsOf(one.id),
      combination: Object.entries(one.choices)
        .map(([option, choice]) => `${option}=${choice}`)
        .join(', '),
    };
    const chosen = choices.filter(({ option, choice }) => one.choices[option.name] === choice);
    const left = (index: number) =>
      Math.min(one.capacity - used(index), ...chosen.map((each) => leftOf(each, index)));
    return [
      ...limits('whmcs_product_combination', labels, { ...one, used }, known),
      { name: 'whmcs_product_combination_stock', labels, values: known(left) },
    ];
  });
  const unmatched = shop.choices
    ? [{ name: 'whmcs_unmatched_choices', labels: { site: shop.site }, values: known(() => 0) }]
    : [];
  return [
    ...choiceSeries,
    ...combinationSeries,
    ...(shop.pool ? poolSeries(shop.site, shop.pool, grid, known, random, labelsOf) : []),
    ...unmatched,
  ];
}

const choiceLabels = (labels: Labels, { option, choice }: Pick<ShopChoice, 'option' | 'choice'>): Labels => ({
  ...labels,
  option_id: String(option.id),
  option: option.name,
  choice,
});

const limits = (
  name: string,
  labels: Labels,
  { capacity, used, warning }: UsedOf & { readonly warning: number },
  known: Known,
): readonly Series[] => [
  { name: `${name}_capacity`, labels, values: known(() => capacity) },
  { name: `${name}_in_use`, labels, values: known(used) },
  ...Object.entries({ warning, critical: 1 }).map(([severity, value]) => ({
    name: `${name}_stock_threshold`,
    labels: { ...labels, severity },
    values: known(() => value),
  })),
];

function poolSeries(
  site: string,
  pool: ShopPool,
  grid: Grid,
  known: Known,
  random: Random,
  labelsOf: (id: number) => Labels,
): readonly Series[] {
  const draws = pool.draws.map((draw) => ({
    ...draw,
    used: walkTo(draw.inUse, pool.capacity / draw.takes, grid, random),
  }));
  const drawn = (index: number) =>
    Math.min(
      pool.capacity,
      draws.reduce((sum, { used, takes }) => sum + used(index) * takes, 0),
    );
  const labels = { site, pool: pool.name, unit: pool.unit };
  return [
    { name: 'whmcs_pool_capacity', labels, values: known(() => pool.capacity) },
    { name: 'whmcs_pool_in_use', labels, values: known(drawn) },
    ...draws.flatMap((draw) => [
      {
        name: 'whmcs_product_option_in_use',
        labels: choiceLabels(labelsOf(draw.id), draw),
        values: known(draw.used),
      },
      {
        name: 'whmcs_product_option_stock',
        labels: choiceLabels(labelsOf(draw.id), draw),
        values: known((index) => Math.floor((pool.capacity - drawn(index)) / draw.takes)),
      },
    ]),
  ];
}

/** Returns units in use that end at `last`, after orders and fewer cancellations. */
function walkTo(last: number, most: number, grid: Grid, random: Random): (index: number) => number {
  const used = new Float64Array(grid.length).fill(last);
  for (let index = grid.length - 2; index >= 0; index -= 1) {
    const moves = random() < MOVES_A_DAY / 1_440;
    const next = (used[index + 1] ?? last) + (moves ? (random() < 0.65 ? -1 : 1) : 0);
    used[index] = Math.min(most, Math.max(0, next));
  }
  return (index) => used[index] ?? last;
}
