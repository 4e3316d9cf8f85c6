import type { ForecastBasis } from '../../collector/status.js';
import type { Redact } from '../../config/secrets/redactor.js';
import { countNoun } from '../../count-noun.js';
import { describeReason } from '../../whmcs/reasons.js';
import type { SiteState, SiteView } from '../site-view.js';
import { type Html, html } from './html.js';
import { ago, span } from './moments.js';
import { EVERYTHING, writePageQuery } from './page-query.js';
import { number } from './stock-words.js';

export const SITE_STATES: Readonly<Record<SiteState, string>> = {
  starting: 'Starting',
  up: 'Up',
  failing: 'Failing',
  stale: 'Stale',
};

const FORECAST_BASES: Readonly<Record<ForecastBasis, string>> = {
  companion: 'Forecasts use the order history.',
  services: 'Forecasts use the dates of counted services, or 7 days of observed stock.',
  movement: 'Forecasts begin after 7 days of observed stock; with the companion, at once.',
};

const COLUMNS = ['Site', 'State', 'Products', 'Read from'];
const MOST_NOTES = 5;
const LONGEST_NOTE = 400;

/** Renders the sites as a table, those in trouble first. */
export function renderSites(sites: readonly SiteView[], redact: Redact): Html {
  const rank = ({ state }: SiteView) => Object.keys(SITE_STATES).indexOf(state);
  const sorted = sites.toSorted((one, other) => rank(other) - rank(one));
  return html`<table role="table" class="sites">
<thead role="rowgroup"><tr role="row">
${COLUMNS.map((title) => html`<th role="columnheader" scope="col">${title}</th>`)}</tr></thead>
<tbody role="rowgroup">
${sorted.map((site) => renderSite(site, redact))}</tbody>
</table>`;
}

function renderSite(site: SiteView, redact: Redact): Html {
  const { name, urlHost, state, products, source, whmcsVersion, intervalMs, notes, forecastBasis } = site;
  const from = source ? `${source}${whmcsVersion && `, WHMCS ${redact(whmcsVersion)}`}` : '–';
  return html`<tr role="row"><th role="rowheader" scope="row"><a href="${addressOf(name)}">${redact(name)}</a>
<small>${redact(urlHost)}</small>${renderNotes(notes, redact)}</th>
<td role="cell"><span class="state ${state}">${SITE_STATES[state]}</span>
<small>every ${span(intervalMs)}</small></td>
<td role="cell">${products ? `${number(sum(products))} products` : '–'}
${products && html`<small>${products.unlimited} without limit, ${products.unknown} unknown</small>`}</td>
<td role="cell">${from}
${forecastBasis && html`<small>${FORECAST_BASES[forecastBasis]}</small>`}</td></tr>
`;
}

const sum = (counts: NonNullable<SiteView['products']>): number =>
  counts.limited + counts.unlimited + counts.unknown;

/** Returns the address of the stock of one site. */
export const addressOf = (site: string): string => `./${writePageQuery({ ...EVERYTHING, site })}#products`;

function renderNotes(notes: readonly string[], redact: Redact): Html | undefined {
  if (notes.length === 0) return undefined;
  const shown = notes.slice(0, MOST_NOTES).map((note) => {
    const text = redact(note.slice(0, 2 * LONGEST_NOTE));
    return html`<li>${text.length > LONGEST_NOTE ? `${text.slice(0, LONGEST_NOTE)}…` : text}</li>`;
  });
  const rest = notes.length - shown.length;
  const more = rest > 0 && html`<li>and ${rest} more; <code>whmcs-stock-exporter check</code> shows all</li>`;
  return html`<details open><summary>${countNoun(notes.length, 'note')}</summary>
<ul>${shown}${more}</ul></details>`;
}

/** Renders a failing site: what the failure means, and what to do. */
export function renderTrouble(site: SiteView, redact: Redact, now: number): Html {
  const { name, state, failure, lastSuccess } = site;
  const kept = state === 'stale' ? 'its stock is withdrawn' : 'its last stock is kept';
  const known = lastSuccess
    ? html`Last read ${ago(lastSuccess.getTime(), now)}; ${kept}.`
    : html`It has never been read.`;
  const check = html`<code>whmcs-stock-exporter check ${name}</code> finds the cause.`;
  return html`<li><p><b>${redact(name)}</b>
<span class="state ${state}">${SITE_STATES[state]}</span> ${known}</p>
${failure && html`<p><code>${failure.reason}</code> ${describeReason(failure.reason).meaning}</p>`}
<p>${failure?.advice !== undefined && html`${redact(failure.advice)} `}${check}</p></li>
`;
}
