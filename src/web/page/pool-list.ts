import { countNoun } from '../../count-noun.js';
import { type Html, html } from './html.js';
import { isNearlyUsedUp, type PoolRow } from './pool-row.js';
import { number, renderDaysLeft, STATE_WORDS } from './stock-words.js';

const COLUMNS = ['Pool', 'Left', 'In use', 'Days left'];
/** The most pools that are listed; the API lists all. */
const MOST_LISTED = 200;

/** Renders the pools as a table with a title. */
export function renderPools(pools: readonly PoolRow[], hasSites: boolean): Html {
  const rest = pools.length - MOST_LISTED;
  return html`<h2>${countNoun(pools.length, 'pool')}</h2>
<table role="table" class="pools">
<thead role="rowgroup"><tr role="row">
${COLUMNS.map((title) => html`<th role="columnheader" scope="col">${title}</th>`)}</tr></thead>
<tbody role="rowgroup">
${pools.slice(0, MOST_LISTED).map((pool) => renderRow(pool, hasSites))}</tbody>
</table>${rest > 0 && html`<p><a href="./api/v1/pools">and ${number(rest)} more, in the API</a></p>`}`;
}

const renderRow = (pool: PoolRow, hasSites: boolean): Html => html`<tr role="row">
<th role="rowheader" scope="row">${pool.name}${hasSites && html` <small>${pool.site}</small>`}</th>
<td role="cell" class="left">${renderLeft(pool)}${renderWarning(pool)}${renderBar(pool)}</td>
<td role="cell" class="n">${renderUse(pool)}</td>
<td role="cell" class="n">${renderDaysLeft(pool.forecast)}</td></tr>
`;

/** Renders what is left of a pool, such as `18 GB`. */
export function renderLeft({ stock, unit, why }: PoolRow): Html {
  if (stock.kind === 'limited') return html`<b class="units">${number(stock.quantity)}</b> ${unit}`;
  const title = why !== '' && html` title="${why}"`;
  return html`<span class="state ${stock.kind}"${title}>${STATE_WORDS[stock.kind]}</span>`;
}

/** Renders a warning beside what is left, as products have one. */
function renderWarning(pool: PoolRow): Html | undefined {
  if (!isNearlyUsedUp(pool)) return undefined;
  const isGone = pool.stock.kind === 'limited' && pool.stock.quantity <= 0;
  return isGone
    ? html` <span class="state sold_out">Used up</span>`
    : html` <span class="state low">Nearly used up</span>`;
}

/** Renders how much of a pool is in use, such as `110 of 128`. */
function renderUse({ capacity, inUse }: PoolRow): Html {
  const total = capacity !== undefined && html` <small>of ${number(capacity)}</small>`;
  if (inUse === undefined) return html`<span class="none">–</span>${total}`;
  return html`${number(inUse)}${total}`;
}

function renderBar({ stock, capacity }: PoolRow): Html | undefined {
  if (stock.kind !== 'limited' || capacity === undefined || capacity <= 0) return undefined;
  const share = Math.round(Math.min(1, Math.max(0, stock.quantity / capacity)) * 100);
  return html`<svg class="bar" viewBox="0 0 100 5" preserveAspectRatio="none" aria-hidden="true">
<rect width="100" height="5"/><rect class="left" width="${share}" height="5"/></svg>`;
}
