import { STOCK_STATES, type StockState } from '../../stock/stock-state.js';
import { invalidValue } from '../invalid-value.js';
import { type StockRow, salesPerDay } from './stock-row.js';

/** The query parameters of the stock page. */
export type PageQuery = {
  readonly search: string;
  /** Empty for all. */
  readonly site: string;
  readonly group: string;
  readonly state: StockState | '';
  readonly sort: Sort | '';
  readonly isDescending: boolean;
  /** From 1. */
  readonly page: number;
};

/** The query for every product, in the order of WHMCS. */
export const EVERYTHING: PageQuery = {
  ...{ search: '', site: '', group: '', state: '', sort: '' },
  ...{ isDescending: false, page: 1 },
};

export const PAGE_ROWS = 200;

/** The keys to sort rows by. Rows without a value come last. */
const SORTS = {
  name: ({ sortName }: StockRow) => sortName,
  stock: ({ stock }: StockRow) => (stock.kind === 'limited' ? stock.quantity : undefined),
  in_use: ({ inUse }: StockRow) => inUse,
  days: ({ forecast }: StockRow) => forecast?.daysLeft.median,
  sales: (row: StockRow) => salesPerDay(row, row),
  changed: ({ changedAt }: StockRow) => changedAt,
  state: ({ state }: StockRow) => STOCK_STATES.indexOf(state),
} as const;

export type Sort = keyof typeof SORTS;

/** Parses the query of an address. Ignores invalid values. */
export function readPageQuery(url: string): PageQuery {
  const value = valuesOf(url);
  const sort = value('sort').replace(/^-/, '');
  return {
    search: value('q').trim(),
    site: value('site'),
    group: value('group'),
    state: STOCK_STATES.find((state) => state === value('state')) ?? '',
    sort: isSort(sort) ? sort : '',
    isDescending: value('sort').startsWith('-'),
    page: /^[1-9]\d{0,5}$/.test(value('page')) ? Number(value('page')) : 1,
  };
}

/** Returns why the query of an address has an invalid value; undefined if it has none. */
export function refusePageQuery(url: string): string | undefined {
  const value = valuesOf(url);
  const { state, sort } = readPageQuery(url);
  if (state !== value('state')) return invalidValue('state', STOCK_STATES);
  if (sort !== value('sort').replace(/^-/, '')) return invalidValue('sort', Object.keys(SORTS));
  return undefined;
}

/** Returns a function that returns a parameter of an address; empty if it is missing. */
function valuesOf(url: string): (name: string) => string {
  const query = url.indexOf('?');
  const parameters = new URLSearchParams(query < 0 ? '' : url.slice(query));
  return (name) => (parameters.get(name) ?? '').slice(0, LONGEST);
}

const LONGEST = 1_000;
const isSort = (text: string): text is Sort => Object.hasOwn(SORTS, text);

/** Returns the search part of the address of a query; empty if it asks for everything. */
export function writePageQuery({ search, sort, isDescending, page, ...chosen }: PageQuery): string {
  const { site, group, state } = chosen;
  const order = sort === '' ? '' : `${isDescending ? '-' : ''}${sort}`;
  const all = { q: search, site, group, state, sort: order, page: page > 1 ? String(page) : '' };
  const parameters = new URLSearchParams(Object.entries(all).filter(([, value]) => value !== ''));
  return parameters.size > 0 ? `?${parameters}` : '';
}

/** Returns the rows that match a query, sorted, of all pages. A row must contain every word. */
export function selectRows(rows: readonly StockRow[], query: PageQuery): readonly StockRow[] {
  const { site, group, state, sort, isDescending } = query;
  const words = query.search.toLowerCase().split(/\s+/).filter(Boolean);
  const isSelected = (row: StockRow) =>
    (site === '' || row.site === site) &&
    (group === '' || row.product.group.name === group) &&
    (state === '' || row.state === state) &&
    words.every((word) => row.searchText.includes(word));
  const isAll = site === '' && group === '' && state === '' && words.length === 0;
  const selected = isAll ? rows : rows.filter(isSelected);
  return sort === '' ? selected : sortRows(selected, SORTS[sort], isDescending);
}

type Key = string | number | undefined;

function sortRows(
  rows: readonly StockRow[],
  keyOf: (row: StockRow) => Key,
  isDescending: boolean,
): readonly StockRow[] {
  const sign = isDescending ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: keyOf(row) }));
  keyed.sort(({ key: one }, { key: other }) => {
    if (one === other) return 0;
    if (one === undefined) return 1;
    if (other === undefined) return -1;
    return one < other ? -sign : sign;
  });
  return keyed.map(({ row }) => row);
}
