import { STOCK_STATES } from '../../stock/stock-state.js';
import { type Html, html } from './html.js';
import { PAGE_ROWS, type PageQuery, writePageQuery } from './page-query.js';
import { number, STATE_WORDS } from './stock-words.js';

/** What the form offers to choose from. */
export type Choices = { readonly sites: readonly string[]; readonly groups: readonly string[] };

/** Renders the search and the filters as a form, which needs no script. */
export function renderForm(query: PageQuery, { sites, groups }: Choices): Html {
  const { search, site, group, state, sort, isDescending } = query;
  const states = STOCK_STATES.map((each) => [each, STATE_WORDS[each]] as const);
  const order = `${isDescending ? '-' : ''}${sort}`;
  const isFiltered = writePageQuery({ ...query, sort: '', page: 1 }) !== '';
  return html`<form id="filter" method="get" action="./#products" role="search">
<label>Search <input type="search" name="q" value="${search}" placeholder="Name, group, site or #id"></label>
${sites.length > 1 && renderSelect('Site', 'site', toOptions(sites), site)}
${groups.length > 1 && renderSelect('Group', 'group', toOptions(groups), group)}
${renderSelect('State', 'state', states, state)}
${sort !== '' && html`<input type="hidden" name="sort" value="${order}">`}
<button>Show</button><span id="reset">${isFiltered && html`<a href="./#products">Show all</a>`}</span>
</form>`;
}

const toOptions = (values: readonly string[]) => values.map((value) => [value, value] as const);

const renderSelect = (
  title: string,
  name: string,
  options: readonly (readonly [value: string, text: string])[],
  chosen: string,
): Html =>
  html`<label>${title} <select name="${name}"><option value="">All</option>${options.map(
    ([value, text]) => html`<option value="${value}"${value === chosen && html` selected`}>${text}</option>`,
  )}</select></label>`;

/** Renders which rows are shown, and the links to the other pages. */
export function renderPager(query: PageQuery, found: number, total: number): Html {
  const pages = Math.max(1, Math.ceil(found / PAGE_ROWS));
  const page = Math.min(query.page, pages);
  const first = (page - 1) * PAGE_ROWS;
  const range = pages > 1 ? `${number(first + 1)}–${number(Math.min(found, first + PAGE_ROWS))} of ` : '';
  const matching = range === '' ? `of ${number(total)} products` : 'matching products';
  const what = found === total ? 'products' : matching;
  const to = (other: number, text: string, rel: string) =>
    other >= 1 &&
    other <= pages &&
    html` <a rel="${rel}" href="./${writePageQuery({ ...query, page: other })}#products">${text}</a>`;
  const links = pages > 1 && html`${to(page - 1, 'Previous', 'prev')}${to(page + 1, 'Next', 'next')}`;
  const csv = writePageQuery({ ...query, page: 1 });
  return html`<p class="pager"><span>${range}${number(found)} ${what}</span>${links}
<a href="./stock.csv${csv}" download>CSV</a></p>`;
}
