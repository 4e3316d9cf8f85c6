import { type Forecast, MOST_DAYS } from '../../stock/forecast.js';
import type { StockState } from '../../stock/stock-state.js';
import type { Concern } from './concerns.js';
import { type Html, html } from './html.js';
import type { StockLine } from './stock-row.js';

/** The names of states and concerns. */
export const STATE_WORDS: Readonly<Record<StockState | Concern, string>> = {
  oversold: 'Oversold',
  exceeds_room: 'Beyond room',
  sold_out: 'Sold out',
  running_out: 'Running out',
  low: 'Low',
  unknown: 'Unknown',
  in_stock: 'In stock',
  unlimited: 'No limit',
};

/**
 * Returns a number with separators between the thousands. A formatter made at the start would take 5 MiB in
 * an exporter whose page nobody opens.
 */
export const number = (value: number): string => value.toLocaleString('en').replace('-', '−');

/** Renders the units left with their state in words. What is in stock needs no word. */
export function renderStock({ stock, state, why }: StockLine): Html {
  const word = html`<span class="state ${state}">${STATE_WORDS[state]}</span>`;
  if (stock.kind === 'unknown') return html`<span title="${why}">${word}</span>`;
  if (stock.kind === 'unlimited') return word;
  const units = html`<b class="units">${number(stock.quantity)}</b>`;
  return state === 'in_stock' ? units : html`${units} ${word}`;
}

/** Renders how many more units fit; nothing if no capacity is measured. @param isExceeded by the stock. */
export function renderRoom({ room }: StockLine, isExceeded = false): Html | undefined {
  if (!room) return undefined;
  if (room.units === undefined)
    return html` <small class="room" title="${room.limit}: ${room.whyUnknown}">room unknown</small>`;
  const style = isExceeded ? 'room exceeds_room' : 'room';
  const title = `limited by ${room.limit}`;
  return html` <small class="${style}" title="${title}">room for ${number(room.units)}</small>`;
}

/** Renders the expected days until a stock is gone: the median, and the early case of one in ten. */
export const renderDays = ({ forecast, stock }: StockLine): Html =>
  renderDaysLeft(stock.kind === 'limited' && stock.quantity > 0 ? forecast : undefined);

/** Renders the days of a forecast; a dash without a forecast. */
export function renderDaysLeft(forecast: Forecast | undefined): Html {
  if (!forecast) return html`<span class="none">–</span>`;
  const { early, median } = forecast.daysLeft;
  const hint = `${days(early)} in one of ten cases; ${rate(forecast.perDay)} sold per day`;
  const isFar = median >= MOST_DAYS && html` class="none"`;
  return html`<span title="${hint}"${isFar}>${days(median)}</span>`;
}

/** Returns units per day, with one decimal place below 10. */
export function rate(perDay: number): string {
  if (perDay > 0 && perDay < 0.05) return '<0.1';
  return perDay < 10 ? perDay.toFixed(1) : number(Math.round(perDay));
}

/** Returns days in words, such as `1.5 d`. */
export const days = (value: number): string =>
  value >= MOST_DAYS ? '1 year +' : `${value < 10 ? value.toFixed(1) : number(Math.round(value))} d`;

/**
 * Renders a bar of the units left, with a tick at the highest threshold. It is full at the capacity, else at
 * the units left plus those in use, else at three times the threshold. If none is known, there is no bar.
 */
export function renderBar({ stock, state, thresholds, capacity, inUse }: StockLine): Html | undefined {
  if (stock.kind !== 'limited') return undefined;
  const threshold = Math.max(0, ...thresholds.map(([, value]) => value));
  const total = capacity ?? (inUse === undefined ? 3 * threshold : stock.quantity + inUse);
  if (total <= 0) return undefined;
  const share = (units: number) => Math.round(Math.min(1, Math.max(0, units / total)) * 100);
  const place = Math.min(99, share(threshold));
  const tick = threshold > 0 && html`<rect class="tick" x="${place}" width="1" height="5"/>`;
  return html`<svg class="bar ${state}" viewBox="0 0 100 5" preserveAspectRatio="none" aria-hidden="true">
<rect width="100" height="5"/><rect class="left" width="${share(stock.quantity)}" height="5"/>${tick}</svg>`;
}
