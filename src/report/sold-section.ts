import { countNoun } from '../count-noun.js';
import { number } from '../web/page/stock-words.js';
import { daysText, dayText } from './moments-in-words.js';
import type { Period } from './period.js';
import { type Block, type Section, table, text } from './report-document.js';
import type { SoldProduct } from './sold-products.js';
import type { Report } from './stock-report.js';
import { createNaming } from './subject-names.js';

const MOST_LISTED = 12;

/** Returns what was sold in the period, in the previous one, and today. */
export function soldSection({ sold, period, sites }: Report): Section {
  const naming = createNaming(sites);
  const { first, last } = period;
  const known = sold.filter(isKnown);
  const moved = known.filter(({ units, before, today }) => units || before || today);
  const rows = moved.map(({ site, product, ...numbers }) => ({
    ...naming({ site, product, name: undefined }),
    cells: cellsOf(numbers),
  }));
  const total = {
    ...{ name: 'All products', place: '', isTotal: true },
    cells: cellsOf({ units: sum(known, 'units'), before: sum(known, 'before'), today: sum(known, 'today') }),
  };
  const shown = rows.slice(0, MOST_LISTED);
  const rest = rows.length - shown.length;
  const columns = ['sold', 'before that', 'today'];
  const more = rest > 0 ? `${rest} more are in the total` : undefined;
  const blocks: readonly Block[] = [
    ...table({ columns, rows: rows.length > 1 ? [...shown, total] : shown, more }, MOST_LISTED + 1),
    ...(known.length > 0 && rows.length === 0 ? [text('Nothing was sold.')] : []),
    ...notesOf(sold, period, sites.length > 1),
  ];
  return { title: `Sold, ${daysText(first, last)}`, blocks };
}

const isKnown = ({ units, today }: SoldProduct): boolean => units !== undefined || today !== undefined;

const cellsOf = ({ units, before, today }: Pick<SoldProduct, 'units' | 'before' | 'today'>) =>
  [units, before, today].map((value) => (value === undefined ? '–' : number(value)));

/** Returns the sum of what is known; undefined if nothing is. */
function sum(sold: readonly SoldProduct[], field: 'units' | 'before' | 'today'): number | undefined {
  const known = sold.flatMap((each) => each[field] ?? []);
  return known.length > 0 ? known.reduce((total, units) => total + units, 0) : undefined;
}

/** Returns notes on the products and days whose sales are unknown. */
function notesOf(sold: readonly SoldProduct[], { first }: Period, hasSites: boolean): readonly Block[] {
  return [...new Set(sold.map(({ site }) => site))].flatMap((site) => {
    const own = sold.filter((each) => each.site === site);
    const place = hasSites ? `${site}: ` : '';
    const unknown = own.filter(({ units }) => units === undefined).length;
    if (unknown === own.length) return [text(`${place}Sales before today are unknown. ${ADVICE}`)];
    const from = Math.min(
      ...own.flatMap(({ units, knownFrom }) => (units === undefined ? [] : (knownFrom ?? first))),
    );
    return [
      ...(from > first ? [text(`${place}Sales before ${dayText(from)} are only partly known.`)] : []),
      ...(unknown > 0 ? [text(`${place}Sales of ${countNoun(unknown, 'product')} are unknown.`)] : []),
    ];
  });
}

const ADVICE =
  'The companion for WHMCS reports them. Without it, an exporter with --persistence.file records them ' +
  'while it runs, and the report reads its file.';
