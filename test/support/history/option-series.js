import { randomFrom } from './random.js';

const MOVES_A_DAY = 1.5;

/** What the exporter tells of a site's choices, combinations and pool. */
export function optionSeries(shop, grid, { seed, isKnown }) {
  const known = (value) => grid.values((index) => (isKnown(index) ? value(index) : undefined));
  const random = randomFrom(seed);
  const inUse = (one, capacity) => walkTo(one.inUse, capacity, grid, random);
  const productOf = (id) => shop.products.find((one) => one.id === id);
  const labelsOf = (id) => ({
    site: shop.site,
    product_id: String(id),
    product: productOf(id).product,
    group: productOf(id).group,
  });
  const choices = (shop.choices ?? []).map((one) => ({ ...one, used: inUse(one, one.capacity) }));
  const leftOf = ({ capacity, used }, index) => capacity - used[index];
  const choiceSeries = choices.flatMap((one) => {
    const labels = choiceLabels(labelsOf(one.id), one);
    return [
      ...limits('whmcs_product_option', labels, one, known),
      { name: 'whmcs_product_option_stock', labels, values: known((index) => leftOf(one, index)) },
    ];
  });
  const combinationSeries = (shop.combinations ?? []).flatMap((one) => {
    const used = inUse(one, one.capacity);
    const labels = {
      ...labelsOf(one.id),
      combination: Object.entries(one.choices)
        .map(([option, choice]) => `${option}=${choice}`)
        .join(', '),
    };
    const chosen = choices.filter(({ option, choice }) => one.choices[option.name] === choice);
    const left = (index) =>
      Math.min(one.capacity - used[index], ...chosen.map((each) => leftOf(each, index)));
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
    ...poolSeries(shop, grid, known, random, labelsOf),
    ...unmatched,
  ];
}

const choiceLabels = (labels, { option, choice }) => ({
  ...labels,
  option_id: String(option.id),
  option: option.name,
  choice,
});

const limits = (name, labels, { capacity, used, level }, known) => [
  { name: `${name}_capacity`, labels, values: known(() => capacity) },
  { name: `${name}_in_use`, labels, values: known((index) => used[index]) },
  ...Object.entries({ warning: level, critical: 1 }).map(([severity, value]) => ({
    name: `${name}_stock_threshold`,
    labels: { ...labels, severity },
    values: known(() => value),
  })),
];

function poolSeries({ site, pool }, grid, known, random, labelsOf) {
  if (!pool) return [];
  const draws = pool.draws.map((draw) => ({
    ...draw,
    used: walkTo(draw.inUse, pool.capacity / draw.takes, grid, random),
  }));
  const drawn = (index) =>
    Math.min(
      pool.capacity,
      draws.reduce((sum, { used, takes }) => sum + used[index] * takes, 0),
    );
  const labels = { site, pool: pool.name, unit: pool.unit };
  return [
    { name: 'whmcs_pool_capacity', labels, values: known(() => pool.capacity) },
    { name: 'whmcs_pool_in_use', labels, values: known(drawn) },
    ...draws.flatMap((draw) => [
      {
        name: 'whmcs_product_option_in_use',
        labels: choiceLabels(labelsOf(draw.id), draw),
        values: known((index) => draw.used[index]),
      },
      {
        name: 'whmcs_product_option_stock',
        labels: choiceLabels(labelsOf(draw.id), draw),
        values: known((index) => Math.floor((pool.capacity - drawn(index)) / draw.takes)),
      },
    ]),
  ];
}

/** Units in use that end at a number, with orders and cancellations before, more of the first. */
function walkTo(last, most, grid, random) {
  const used = new Float64Array(grid.length).fill(last);
  for (let index = grid.length - 2; index >= 0; index -= 1) {
    const moves = random() < MOVES_A_DAY / 1_440;
    const next = used[index + 1] + (moves ? (random() < 0.65 ? -1 : 1) : 0);
    used[index] = Math.min(most, Math.max(0, next));
  }
  return used;
}
