import type { Stock } from '../stock/stock.js';
import { describeReason } from '../whmcs/reasons.js';
import { dayIso } from './period.js';
import type { ReportedSite } from './reported-site.js';
import { isComplete, type Report } from './stock-report.js';
import { subjectLine } from './subject-line.js';
import type { Subject } from './subject-names.js';

/** Renders a report as JSON. Keys may be added, but never change. Unknown numbers are left out. */
export function renderJson(report: Report): string {
  const { at, period, sites, attention, sold, orders, quantities, problems } = report;
  const answer = {
    subject: subjectLine(report),
    complete: isComplete(report),
    at: iso(at),
    period: { days: period.days, from: dayIso(period.first), to: dayIso(period.last) },
    sites: sites.map(siteOf),
    problems,
    attention: attention.map(({ concern, row, item }) => {
      const { stock, why, isAtLeast } = { isAtLeast: false, ...(item ?? row) };
      return {
        ...{ concern, ...subjectOf({ site: row.site, product: row.product, name: item?.name }) },
        ...{ stock: stockOf(stock, why), more_possible: isAtLeast || undefined },
        sold_out_since: item ? undefined : iso(row.soldOutSince),
        changed_at: item ? undefined : iso(row.changedAt),
      };
    }),
    sold: sold.map(({ site, product, units, before, today, knownFrom }) => ({
      ...subjectOf({ site, product, name: undefined }),
      ...{ units, units_before: before, units_today: today },
      known_from: knownFrom === undefined ? undefined : dayIso(knownFrom),
    })),
    orders: orders.wanted.map(({ units, qualifier, isDue, left, forecast, coverDays, ...subject }) => ({
      ...{ ...subjectOf(subject), units, bound: qualifier?.replace(' ', '_'), due: isDue, left },
      ...{ per_day: forecast.perDay, days_left: { ...forecast.daysLeft }, cover_days: coverDays },
    })),
    quantities: quantities.map(({ site, product, quantity, stock, limit, why }) => ({
      ...subjectOf({ site, product, name: undefined }),
      ...{ quantity, stock: stockOf(stock, ''), limit, why },
    })),
    undecided: orders.undecided.map(({ why, ...subject }) => ({ ...subjectOf(subject), why })),
  };
  return `${JSON.stringify(answer, undefined, 2)}\n`;
}

function siteOf({ config, status, stock, warnings }: ReportedSite) {
  const { failure } = status;
  return {
    name: config.name,
    read: failure === undefined,
    read_at: iso(stock?.readAt),
    source: stock?.snapshot.source,
    products: stock?.snapshot.products.length ?? 0,
    failure: failure && {
      reason: failure.reason,
      meaning: describeReason(failure.reason).meaning,
      advice: failure.advice,
    },
    notes: [...new Set([...status.notes, ...warnings])],
  };
}

const subjectOf = ({ site, product, name }: Subject) => ({
  site,
  product_id: product?.id,
  product: product?.name,
  group: product?.group.name,
  name,
});

const stockOf = (stock: Stock, why: string) => (stock.kind === 'unknown' ? { ...stock, reason: why } : stock);

const iso = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString();
