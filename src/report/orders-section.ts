import { countNoun } from '../count-noun.js';
import { days, number, rate } from '../web/page/stock-words.js';
import type { Order, Undecided } from './orders.js';
import { type Block, type Section, table, text } from './report-document.js';
import type { Report } from './stock-report.js';
import { createNaming, nameOf } from './subject-names.js';

const MOST_LISTED = 25;
const MOST_NAMED = 3;

/** Returns what to order now, what can wait, and what is undecided. */
export function ordersSection({ orders: { wanted, undecided }, sites }: Report): Section {
  const naming = createNaming(sites);
  const due = wanted.filter(({ isDue }) => isDue);
  const rows = due.map((order) => ({ ...naming(order), cells: cellsOf(order) }));
  const cover = [...new Set(wanted.map(({ coverDays }) => coverDays))].sort((one, other) => one - other);
  const later = wanted.length - due.length;
  const blocks: readonly Block[] = [
    ...table({ columns: ['order', 'left', 'sold a day', 'gone in'], rows }, MOST_LISTED),
    ...(due.length === 0 ? [text('Nothing is due.')] : []),
    ...(later > 0
      ? [
          text(
            `${countNoun(later, due.length > 0 ? 'more order' : 'order')} can wait: the stock lasts ` +
              'long enough, or the alert is off.',
          ),
        ]
      : []),
    ...reasonsOf(undecided),
  ];
  const lasting = cover.length > 0 ? `, to last ${cover.join(' or ')} days` : '';
  return { title: `To order${lasting}`, blocks };
}

function cellsOf({ units, qualifier, left, forecast }: Order): readonly string[] {
  const { perDay, daysLeft } = forecast;
  const most = qualifier === undefined ? '' : `${qualifier} `;
  return [`${most}${number(units)}`, number(left), rate(perDay), left > 0 ? days(daysLeft.median) : 'gone'];
}

/** Lists what is undecided, by reason. */
function reasonsOf(undecided: readonly Undecided[]): readonly Block[] {
  return [...new Set(undecided.map(({ why }) => why))].map((why) => {
    const own = undecided.filter((each) => each.why === why);
    const named = own.slice(0, MOST_NAMED).map(nameOf);
    const rest = own.length - named.length;
    const names = rest > 0 ? `${named.join('; ')}; and ${rest} more` : named.join('; ');
    return text(`${names}. ${why}.`, 'Not decided:');
  });
}
