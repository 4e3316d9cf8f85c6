import type { Redact } from '../../config/secrets/redactor.js';
import { countNoun } from '../../count-noun.js';
import type { SiteView } from '../site-view.js';
import { renderAttention } from './concern-list.js';
import { bySales, byUrgency } from './concerns.js';
import { renderForm, renderPager } from './filter-form.js';
import { type Html, html, trusted } from './html.js';
import { readAgo } from './moments.js';
import { PAGE_ROWS, type PageQuery, selectRows, writePageQuery } from './page-query.js';
import type { SiteRows } from './page-rows.js';
import { SCRIPT } from './page-script.js';
import { STYLE } from './page-style.js';
import { renderPools } from './pool-list.js';
import { isNearlyUsedUp } from './pool-row.js';
import { renderSites } from './site-list.js';
import type { StockRow } from './stock-row.js';
import { renderTable } from './stock-table.js';
import { number } from './stock-words.js';

/** What the stock page shows. */
export type StockPage = {
  readonly sites: readonly SiteView[];
  /** The products of each site. */
  readonly stock: readonly SiteRows[];
  readonly query: PageQuery;
  /** Unix time in ms of the oldest reading; undefined before the first. */
  readonly readAt: number | undefined;
  readonly now: number;
  readonly telemetryPath: string;
  readonly version: string;
  readonly redact: Redact;
};

/** Renders the stock page. Links are relative, because a proxy may add a path prefix. */
export function renderPage(page: StockPage): string {
  const { sites, stock, query, readAt, now, redact } = page;
  const rows = stock.flatMap((site) => site.rows);
  const hasSites = sites.length > 1;
  const selected = selectRows(rows, query);
  const start = (Math.min(query.page, Math.max(1, Math.ceil(selected.length / PAGE_ROWS))) - 1) * PAGE_ROWS;
  const shown = selected.slice(start, start + PAGE_ROWS);
  const ranked = query.sort === 'sales' ? bySales : byUrgency;
  const found = ranked(stock.flatMap(({ attention }) => attention));
  const hasPrices = rows.some(({ monthlyPrice }) => monthlyPrice !== undefined);
  const troubled = sites.filter(({ state }) => state === 'failing' || state === 'stale').length;
  const pools = stock.flatMap((site) => site.pools);
  const usedUp = pools.filter(isNearlyUsedUp);
  const urgent = found.length + troubled + usedUp.length;
  const groups = [...new Set(stock.flatMap((site) => [...site.groups]))];
  const choices = { sites: sites.map(({ name }) => name), groups: groups.toSorted().slice(0, MOST_GROUPS) };
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${urgent > 0 && `(${urgent}) `}WHMCS stock</title>
<style>${trusted(STYLE)}</style>
</head>
<body data-now="${now}">
<a class="skip" href="#products">Skip to all products</a>
<header><h1>WHMCS stock</h1>
<span class="calm">${readAt !== undefined && html`Read ${readAgo(readAt, now)}`}</span>
<b id="offline" class="low" role="status" hidden>The exporter does not answer: this is its last answer.</b>
</header>
<main>
<h2>Needs attention <small id="count" role="status" class="calm">${summarize(urgent)}</small></h2>
${hasPrices && found.length > 1 && renderRanking(query)}
<div id="attention">${renderAttention(sites, found, usedUp, { now, redact, hasSites })}</div>
<section id="products" aria-labelledby="all"><h2 id="all">All products</h2>
${renderForm(query, choices)}
<div id="list">${renderPager(query, selected.length, rows.length)}
${shown.length > 0 ? renderTable(shown, { query, now, hasSites, hasPrices }) : renderNothing(rows)}
${selected.length > PAGE_ROWS && renderPager(query, selected.length, rows.length)}</div></section>
<div id="pools">${pools.length > 0 && renderPools(pools, hasSites)}</div>
<h2>${countNoun(sites.length, 'site')}</h2>
<div id="sites">${renderSites(sites, redact)}</div>
</main>
<footer><nav aria-label="Endpoints">
<a href=".${page.telemetryPath}">Metrics</a><a href="./api/v1/stock">API</a>
<a href="./-/healthy">Healthy</a><a href="./-/ready">Ready</a>
<span>whmcs-stock-exporter ${page.version}</span></nav></footer>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`.text;
}

/** The most groups in the list. The search finds the others. */
const MOST_GROUPS = 300;

const summarize = (urgent: number): string => (urgent > 0 ? number(urgent) : '');

/** Renders the link that sorts what needs attention by sales per day, or back by urgency. */
function renderRanking(query: PageQuery): Html {
  const isRanked = query.sort === 'sales';
  const address = writePageQuery({ ...query, sort: isRanked ? '' : 'sales', isDescending: !isRanked });
  return html`<p><a href="./${address}">${isRanked ? 'Order by urgency' : 'Rank by sales per day'}</a></p>`;
}

const renderNothing = (rows: readonly StockRow[]): Html =>
  html`<p class="calm">${rows.length > 0 ? 'No product matches.' : 'No product has been read yet.'}</p>`;
