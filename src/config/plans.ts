import type { PoolPlan } from '../stock/plan.js';
import { cleanText } from '../stock/text.js';
import type { ParsedPool } from './plan-schema.js';

/** Returns a site's pools as the domain takes them. */
export const buildPools = (pools: readonly ParsedPool[] | undefined): readonly PoolPlan[] =>
  (pools ?? []).map(({ name, capacity, unit, draws }) => ({
    ...{ name: cleanText(name), capacity, unit: cleanText(unit ?? ''), draws },
  }));
