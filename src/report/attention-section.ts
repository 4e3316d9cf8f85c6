import { countNoun } from '../count-noun.js';
import { type Attention, CONCERNS, type Concern } from '../web/page/concerns.js';
import { span } from '../web/page/moments.js';
import type { StockRow } from '../web/page/stock-row.js';
import { days, number, STATE_WORDS } from '../web/page/stock-words.js';
import { describeReason } from '../whmcs/reasons.js';
import { agoText, forText, MINUTE_MS, timeText } from './moments-in-words.js';
import { type Block, type Section, table, text } from './report-document.js';
import type { ReportedSite } from './reported-site.js';
import type { Report } from './stock-report.js';
import { createNaming } from './subject-names.js';

const MOST_LISTED = 25;
const NO_BREAK = '\u00a0';
const FIRST_SEEN =
  'If no time is given, the start is unknown. An exporter with --persistence.file records it, and the ' +
  'report reads its file.';
/** From this many days on, the days left are not shown. */
const FAR_DAYS = 90;

/** Returns what needs attention: first the sites that could not be read, then stock by its concern. */
export function attentionSection(report: Report): Section {
  const { sites, attention, problems, at } = report;
  const unread = sites.filter(({ status }) => status.failure);
  const naming = createNaming(sites);
  const groups = CONCERNS.flatMap((concern) => {
    const found = attention.filter((each) => each.concern === concern);
    return concern === 'unknown' ? byReason(found) : [{ concern, title: STATE_WORDS[concern], found }];
  });
  const blocks: readonly Block[] = [
    ...unread.map((site) => text(troubleOf(site, at), `${site.config.name} could not be read.`)),
    ...problems.map((problem) => text(`${problem}.`, 'The past is unknown.')),
    ...groups.flatMap(({ concern, title, found }) => {
      const rows = found.map((each) => {
        const { row, item } = each;
        const name = naming({ site: row.site, product: row.product, name: item?.name });
        return { ...name, cells: [howOf(each, at)] };
      });
      const heading = `${title} (${number(found.length)})`;
      return table({ title: heading, tone: concern, columns: [], rows }, MOST_LISTED);
    }),
    ...(attention.some(({ row, item }) => !item && isFirstSeen(row, at)) ? [text(FIRST_SEEN)] : []),
  ];
  return { title: 'Needs attention', blocks: blocks.length > 0 ? blocks : [text(nothingToDo(report))] };
}

const nothingToDo = ({ sites, rows }: Report): string =>
  `Nothing to do: the stock of all ${countNoun(rows.length, 'product')} of ` +
  `${countNoun(sites.length, 'site')} is known, and none is low.`;

function troubleOf({ config, status, stock }: ReportedSite, at: number): string {
  const { failure } = status;
  const meaning = failure ? describeReason(failure.reason).meaning : '';
  const known = stock
    ? `Its stock below was read on ${timeText(stock.readAt)}, ${agoText(stock.readAt, at)}.`
    : 'Its stock is unknown.';
  const advice = `${failure?.advice ?? ''} \`whmcs-stock-exporter check ${config.name}\` finds the cause.`;
  return [meaning, known, advice.trim()].join(' ');
}

/** Groups unknown stock by the reason. */
function byReason(found: readonly Attention[]) {
  const whyOf = ({ row, item }: Attention) => (item ?? row).why;
  return [...new Set(found.map(whyOf))].map((why) => ({
    concern: 'unknown' as Concern,
    title: `${STATE_WORDS.unknown}: ${why.replace(/\.$/, '')}`,
    found: found.filter((each) => whyOf(each) === why),
  }));
}

function howOf({ concern, row, item }: Attention, at: number): string {
  const { stock, forecast, room } = item ?? row;
  if (concern === 'exceeds_room')
    return `${stock.kind === 'limited' ? number(stock.quantity) : 'no limit'}, room for ${room?.units}`;
  if (stock.kind !== 'limited') return '';
  if (item?.isAtLeast) return 'maybe some left: units in use match no choice';
  const since = item ? '' : sinceOf(row, at);
  if (concern === 'sold_out') return since;
  const units = number(stock.quantity);
  if (concern === 'oversold') return [units, since].filter(Boolean).join(', ');
  if (!forecast || forecast.daysLeft.median >= FAR_DAYS) return `${units} left`;
  return `${units} left, about ${days(forecast.daysLeft.median).replace(' ', NO_BREAK)}`;
}

/** Returns how long a product has been sold out: `at least` if it was sold out when first seen. */
function sinceOf(row: StockRow, at: number): string {
  const { soldOutSince, changedAt } = row;
  if (soldOutSince === undefined || isFirstSeen(row, at)) return '';
  if (changedAt !== undefined && changedAt >= soldOutSince) return forText(soldOutSince, at);
  return `for at least ${span(at - soldOutSince)}`;
}

/** Returns whether a product was first seen in this reading, already sold out. */
const isFirstSeen = ({ soldOutSince, changedAt }: StockRow, at: number): boolean =>
  soldOutSince !== undefined &&
  !(changedAt !== undefined && changedAt >= soldOutSince) &&
  at - soldOutSince < MINUTE_MS;
