import type { Plan, PoolPlan, ProductPlan, SitePlans } from '../stock/plan.js';
import { cleanText } from '../stock/text.js';
import type { ParsedChoice, ParsedPool, ParsedProduct } from './plan-schema.js';

/** What a site's configuration says of its products, as the domain takes it. */
export function buildPlans(
  products: readonly ParsedProduct[] | undefined,
  pools: readonly ParsedPool[] | undefined,
): SitePlans {
  return {
    products: new Map((products ?? []).map((product) => [product.id, buildProduct(product)])),
    pools: (pools ?? []).map(buildPool),
  };
}

function buildProduct({ thresholds, options, combinations }: ParsedProduct): ProductPlan {
  return {
    thresholds: thresholds ?? {},
    options: new Map(
      Object.entries(options ?? {}).map(([option, choices]) => [
        option,
        new Map(Object.entries(choices).map(([name, choice]) => [name, buildChoice(choice)])),
      ]),
    ),
    combinations: (combinations === 'all' ? [] : (combinations ?? [])).map(({ when, ...plan }) => ({
      when: new Map(Object.entries(when)),
      ...buildChoice(plan),
    })),
    everyCombination: combinations === 'all',
  };
}

function buildChoice(choice: ParsedChoice): Plan {
  if (typeof choice === 'number') return { capacity: choice, thresholds: {} };
  return { capacity: choice.capacity, thresholds: choice.thresholds ?? {} };
}

const buildPool = ({ name, capacity, unit, draws }: ParsedPool): PoolPlan => ({
  name: cleanText(name),
  capacity,
  unit: cleanText(unit ?? ''),
  draws,
});
