import { countNoun } from '../../count-noun.js';
import { type Html, html } from './html.js';
import type { PoolRow } from './pool-row.js';
import { number, renderDaysLeft, STATE_WORDS } from './stock-words.js';

const COLUMNS = ['Pool', 'In use', 'Days left'];
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
<td role="cell" class="left">${renderUse(pool)}${renderBar(pool)}</td>
<td role="cell" class="n" data-l="Days left">${renderDaysLeft(pool.forecast)}</td></tr>
`;

/** Renders what of a pool is in use, such as `110 of 128 GB`. */
export function renderUse({ capacity, inUse, unit, why }: PoolRow): Html {
  const total = `of ${number(capacity)} ${unit}`.trim();
  const unknown = html`<span class="state unknown" title="${why}">${STATE_WORDS.unknown}</span>`;
  const units = inUse === undefined ? unknown : html`<b class="units">${number(inUse)}</b>`;
  return html`${units} <small>${total}</small>`;
}

function renderBar({ capacity, inUse }: PoolRow): Html | undefined {
  if (inUse === undefined) return undefined;
  const share = capacity > 0 ? Math.round(Math.min(1, Math.max(0, inUse / capacity)) * 100) : 100;
  return html`<svg class="bar" viewBox="0 0 100 5" preserveAspectRatio="none" aria-hidden="true">
<rect width="100" height="5"/><rect class="left" width="${share}" height="5"/></svg>`;
}
