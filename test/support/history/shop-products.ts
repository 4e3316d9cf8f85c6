import type { Habit } from '../../bench/year-of-sales.js';
import type { Ending, LimitedProduct, ShopProduct } from './shop.js';

/** Restocks a batch some days after no more than `at` units are left. */
export const reordered = (batch: number, at: number, from: number, to: number) => ({ batch, at, from, to });

export const thresholds = (warning: number, critical: number) => ({ thresholds: { warning, critical } });

/** Returns a product under stock control. */
export const limited = (
  id: number,
  product: string,
  group: string,
  habit: Habit,
  ends: Ending,
  more: Pick<LimitedProduct, 'thresholds' | 'visibility'> = {},
): LimitedProduct => ({ id, product, group, kind: 'limited', habit, ends, ...more });

/** Returns a product whose stock is no number. */
export const without = (
  kind: 'unlimited' | 'unknown',
  id: number,
  product: string,
  group: string,
): ShopProduct => ({ id, product, group, kind });
