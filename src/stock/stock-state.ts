import type { Stock } from './stock.js';
import type { Threshold } from './thresholds.js';

/** The states of a stock, the worst first. */
export const STOCK_STATES = ['oversold', 'sold_out', 'low', 'unknown', 'in_stock', 'unlimited'] as const;
export type StockState = (typeof STOCK_STATES)[number];

/** Returns the state of a stock. It is low at or below its highest threshold. */
export function stateOf(stock: Stock, thresholds: readonly Threshold[]): StockState {
  if (stock.kind !== 'limited') return stock.kind;
  if (stock.quantity < 0) return 'oversold';
  if (stock.quantity === 0) return 'sold_out';
  return thresholds.some(([, threshold]) => stock.quantity <= threshold) ? 'low' : 'in_stock';
}
