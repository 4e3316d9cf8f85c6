import { countNoun } from '../count-noun.js';
import type { Stock } from '../stock/stock.js';
import { number } from '../web/page/stock-words.js';
import { isOff, type RoomQuantity } from './quantities.js';
import { type Block, type Section, table, text } from './report-document.js';
import type { Report } from './stock-report.js';
import { createNaming, nameOf } from './subject-names.js';

const MOST_LISTED = 25;
const SHARED = 'Products that draw from the same pool share its room: divide it among them.';

/** Returns the quantities that WHMCS should have by room; nothing if no capacity is measured. */
export function roomSection({ quantities, sites }: Report): readonly Section[] {
  if (quantities.length === 0) return [];
  const naming = createNaming(sites);
  const off = quantities.filter(isOff);
  const known = quantities.filter(({ quantity }) => quantity !== undefined);
  const right = known.length - off.length;
  const rows = off.map((each) => ({
    ...naming({ ...each, name: undefined }),
    cells: [number(each.quantity ?? 0), stockText(each.stock), each.limit],
  }));
  const blocks: readonly Block[] = [
    ...table({ columns: ['set to', 'is', 'limited by'], rows }, MOST_LISTED),
    ...(right > 0 ? [text(`Already right: ${countNoun(right, 'product')}.`)] : []),
    ...(sharesPool(off) ? [text(SHARED)] : []),
    ...quantities
      .filter(({ quantity }) => quantity === undefined)
      .map((each) =>
        text(`${nameOf({ ...each, name: undefined })}. ${each.why} (${each.limit}).`, 'Unknown:'),
      ),
  ];
  return [{ title: 'Quantities by room', blocks }];
}

const stockText = (stock: Stock): string =>
  stock.kind === 'limited' ? number(stock.quantity) : stock.kind === 'unlimited' ? 'no limit' : 'unknown';

function sharesPool(quantities: readonly RoomQuantity[]): boolean {
  const pools = quantities
    .filter(({ limit }) => limit.startsWith('pool '))
    .map(({ site, limit }) => `${site} ${limit}`);
  return new Set(pools).size < pools.length;
}
