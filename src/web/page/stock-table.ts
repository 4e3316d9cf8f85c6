import { countNoun } from '../../count-noun.js';
import { exceedsRoom } from './concerns.js';
import { type Html, html } from './html.js';
import { ago, since } from './moments.js';
import type { PageQuery, Sort } from './page-query.js';
import { writePageQuery } from './page-query.js';
import { linksOf } from './product-links.js';
import { type StockItem, type StockRow, salesPerDay } from './stock-row.js';
import { number, renderBar, renderDays, renderRoom, renderStock } from './stock-words.js';

/** The most choices and combinations that a product shows; the API lists all. */
const MOST_ITEMS = 50;

/** Columns with their sort key (undefined if they can't be sorted) and the order of the first click. */
const COLUMNS: readonly (readonly [title: string, sort: Sort | undefined, first: '' | '-'])[] = [
  ['Product', 'name', ''],
  ['Stock', 'stock', ''],
  ['In use', 'in_use', '-'],
  ['Days left', 'days', ''],
  ['Sales per day', 'sales', '-'],
  ['Last change', 'changed', '-'],
  ['Source', undefined, ''],
];

export type TableOptions = {
  readonly query: PageQuery;
  readonly now: number;
  /** Whether rows name their site. */
  readonly hasSites: boolean;
  /** Whether there is a column for sales per day. */
  readonly hasPrices: boolean;
};

/** Renders products as a table. Its headers sort it. */
export function renderTable(rows: readonly StockRow[], options: TableOptions): Html {
  const columns = COLUMNS.filter(([, sort]) => sort !== 'sales' || options.hasPrices);
  return html`<table role="table" class="stock">
<thead role="rowgroup"><tr role="row">
${columns.map((column) => renderHeader(column, options.query))}</tr></thead>
<tbody role="rowgroup">
${rows.map((row) => renderRow(row, options))}</tbody>
</table>`;
}

function renderHeader([title, sort, first]: (typeof COLUMNS)[number], query: PageQuery): Html {
  if (sort === undefined) return html`<th role="columnheader" scope="col">${title}</th>`;
  const isSorted = query.sort === sort;
  const isDescending = isSorted ? !query.isDescending : first === '-';
  const address = writePageQuery({ ...query, sort, isDescending, page: 1 });
  const order = query.isDescending ? 'descending' : 'ascending';
  const sorted = isSorted && html` aria-sort="${order}"`;
  return html`<th role="columnheader" scope="col"${sorted}><a href="${address}#products">${title}</a></th>`;
}

function renderRow(row: StockRow, { now, hasSites, hasPrices }: TableOptions): Html {
  const { product, inUse } = row;
  const { visibility, stockSource, isRemembered } = product;
  const isHidden = visibility === 'hidden' || visibility === 'retired';
  return html`<tr role="row">
<th role="rowheader" scope="row">${product.name}${isHidden && html` <i>${visibility}</i>`}
<small>${placeOf(row, hasSites)}${renderLinks(row)}</small>${renderItems(row)}</th>
<td role="cell" class="left">${renderStock(row)}${renderRoom(row, exceedsRoom(row))}${renderBar(row)}</td>
<td role="cell" class="n" data-l="In use">${inUse === undefined ? NOTHING : number(inUse)}</td>
<td role="cell" class="n" data-l="Days left">${renderDays(row)}</td>
${hasPrices && html`<td role="cell" class="n" data-l="Sales per day">${renderSales(row)}</td>`}
<td role="cell" class="q" data-l="Last change">${renderSince(row, now)}</td>
<td role="cell" class="q" data-l="Source">${stockSource}${isRemembered && html` <i>kept</i>`}</td>
</tr>
`;
}

function renderSales(row: StockRow): Html {
  const sales = salesPerDay(row, row);
  return sales === undefined ? NOTHING : html`${number(Math.round(sales * 100) / 100)} ${row.currency}`;
}

const NOTHING = html`<span class="none">–</span>`;

/** Returns the group of a product, and its site if there are several. */
export const placeOf = ({ product, site }: StockRow, hasSites: boolean): string =>
  hasSites ? `${product.group.name} · ${site}` : product.group.name;

/**
 * Renders how long a product has been sold out (`at least` if it was sold out when first seen), or when its
 * stock last changed.
 */
export function renderSince({ soldOutSince, changedAt }: StockRow, now: number): Html {
  if (soldOutSince === undefined) return changedAt === undefined ? NOTHING : ago(changedAt, now);
  const isSeen = changedAt !== undefined && changedAt >= soldOutSince;
  return isSeen ? since(soldOutSince, now, 'for') : since(soldOutSince, now, 'for at least');
}

/** Renders the links to the product in WHMCS and in Grafana. */
export function renderLinks({ config, product }: StockRow): Html {
  const links = linksOf(config, product.id);
  const link = (address: string | undefined, text: string) =>
    address !== undefined &&
    html` · <a href="${address}" rel="noreferrer" aria-label="${product.name} in ${text}">${text}</a>`;
  return html`${link(links.whmcs, 'WHMCS')}${link(links.grafana, 'Grafana')}`;
}

function renderItems({ site, product, items }: StockRow): Html | undefined {
  if (items.length === 0) return undefined;
  const rest = items.length - MOST_ITEMS;
  const combinations = items.filter(({ isCombination }) => isCombination).length;
  const count = [
    ...(items.length > combinations ? [countNoun(items.length - combinations, 'choice')] : []),
    ...(combinations > 0 ? [countNoun(combinations, 'combination')] : []),
  ].join(', ');
  const query = new URLSearchParams({ site, product: String(product.id), expand: 'options,combinations' });
  const more =
    rest > 0 && html`<p><a href="./api/v1/stock?${query.toString()}">and ${rest} more, in the API</a></p>`;
  return html`<details id="items-${site}-${product.id}"><summary>${count}</summary>
<ul>${items.slice(0, MOST_ITEMS).map(renderItem)}</ul>${more}</details>`;
}

function renderItem(item: StockItem): Html {
  const used = item.inUse !== undefined && html`<small>${number(item.inUse)} in use</small>`;
  const left = html`${renderStock(item)}${renderRoom(item)}`;
  return html`<li><span>${item.name}</span> <span>${used}${left}</span>${renderBar(item)}</li>`;
}
