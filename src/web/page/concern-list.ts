import type { Redact } from '../../config/secrets/redactor.js';
import type { SiteView } from '../site-view.js';
import { type Attention, CONCERNS, type Concern } from './concerns.js';
import { type Html, html } from './html.js';
import { EVERYTHING, writePageQuery } from './page-query.js';
import { renderLeft } from './pool-list.js';
import type { PoolRow } from './pool-row.js';
import { renderTrouble } from './site-list.js';
import type { StockLine, StockRow } from './stock-row.js';
import { placeOf, renderLinks, renderSince } from './stock-table.js';
import { number, renderDays, renderRoom, STATE_WORDS } from './stock-words.js';

/** The most lines per concern. The table shows the others. */
const MOST_LISTED = 25;
/** From this many days on, the days left are not shown. */
const FAR_DAYS = 90;

export type AttentionOptions = {
  readonly now: number;
  readonly redact: Redact;
  readonly hasSites: boolean;
};

/** Renders what needs attention: sites in trouble first, then stock by its concern, then pools. */
export function renderAttention(
  sites: readonly SiteView[],
  found: readonly Attention[],
  pools: readonly PoolRow[],
  options: AttentionOptions,
): Html {
  const troubled = sites.filter(({ state }) => state === 'failing' || state === 'stale');
  const starting = sites.filter(({ state }) => state === 'starting').length;
  if (troubled.length + found.length + pools.length === 0)
    return html`<p class="calm">${starting > 0 ? FIRST : NOTHING}</p>`;
  const groups = CONCERNS.map((concern) => found.filter((each) => each.concern === concern));
  return html`${troubled.length > 0 && renderTroubles(troubled, options)}
${groups.map((group) => renderGroup(group, options))}${pools.length > 0 && renderUsedUp(pools, options)}`;
}

function renderUsedUp(pools: readonly PoolRow[], { hasSites }: AttentionOptions): Html {
  const rest = pools.length - MOST_LISTED;
  return html`<section aria-labelledby="c-pools">
<h3 id="c-pools" class="low">Pools nearly used up <small>${number(pools.length)}</small></h3>
<ul class="concerns">
${pools.slice(0, MOST_LISTED).map(
  (pool) => html`<li><span><b>${pool.name}</b>${
    hasSites &&
    html`
<small>${pool.site}</small>`
  }</span> <span class="how">${renderLeft(pool)} left</span></li>
`,
)}</ul>${rest > 0 && html`<p>and <a href="#pools">${number(rest)} more</a></p>`}</section>
`;
}

const FIRST = 'The first reading is under way.';
const NOTHING = 'Nothing. The stock of every product is known, and none is low.';

function renderTroubles(sites: readonly SiteView[], { redact, now }: AttentionOptions): Html {
  const rest = sites.length - MOST_LISTED;
  return html`<section aria-labelledby="trouble">
<h3 id="trouble" class="failing">Sites in trouble <small>${sites.length}</small></h3>
<ul class="trouble">${sites.slice(0, MOST_LISTED).map((site) => renderTrouble(site, redact, now))}</ul>
${rest > 0 && html`<p><a href="#sites">${rest} more</a></p>`}</section>
`;
}

function renderGroup(group: readonly Attention[], options: AttentionOptions): Html {
  const concern = group[0]?.concern;
  if (concern === undefined) return html``;
  const rest = group.length - MOST_LISTED;
  const more = rest > 0 && html`<p>and ${number(rest)} more${linkToAll(concern)}</p>`;
  return html`<section aria-labelledby="c-${concern}">
<h3 id="c-${concern}" class="${concern}">${STATE_WORDS[concern]} <small>${number(group.length)}</small></h3>
<ul class="concerns">
${group.slice(0, MOST_LISTED).map((each) => renderOne(each, options))}</ul>${more}</section>
`;
}

function linkToAll(concern: Concern): Html | undefined {
  if (concern === 'running_out') return html` (<a href="./?sort=days#products">by days left</a>)`;
  if (concern === 'exceeds_room') return undefined;
  const address = writePageQuery({ ...EVERYTHING, state: concern });
  return html` (<a href="./${address}#products">all products</a>)`;
}

function renderOne({ concern, row, item }: Attention, { now, hasSites }: AttentionOptions): Html {
  const line = item ?? row;
  const choice = item && html` <em>${item.name}</em>`;
  return html`<li><span><b>${row.product.name}</b>${choice}
<small>${placeOf(row, hasSites)}${renderLinks(row)}</small></span>
<span class="how">${renderHow(concern, row, line, now)}</span></li>
`;
}

function renderHow(concern: Concern, row: StockRow, line: StockLine, now: number): Html | undefined {
  if (concern === 'unknown') return html`<small>${line.why}</small>`;
  if (concern === 'sold_out') return line === row ? html`<small>${renderSince(row, now)}</small>` : undefined;
  const units = line.stock.kind === 'limited' && html`<b>${number(line.stock.quantity)}</b>`;
  if (concern === 'oversold') return html`${units}`;
  if (concern === 'exceeds_room') return html`${units || 'no limit'}${renderRoom(line)}`;
  const isNear = line.forecast && line.forecast.daysLeft.median < FAR_DAYS;
  const inDays = isNear && html` <small>for about ${renderDays(line)}</small>`;
  return html`${units} left${inDays}`;
}
