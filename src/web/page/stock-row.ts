import type { ExposedStock } from '../../collector/exposed-stock.js';
import type { SiteConfig } from '../../config/config.js';
import type { ProductAlerts } from '../../stock/alert-settings.js';
import type { Availability } from '../../stock/availability.js';
import type { Product } from '../../stock/catalogue.js';
import type { Forecast } from '../../stock/forecast.js';
import { mainCurrency, monthlyPrice } from '../../stock/monthly-price.js';
import type { Room } from '../../stock/room.js';
import { type Doubt, type Stock, UNKNOWN } from '../../stock/stock.js';
import { type StockState, stateOf } from '../../stock/stock-state.js';
import type { Threshold } from '../../stock/thresholds.js';

/** Something with a stock, as the stock page shows it. */
export type StockLine = {
  readonly stock: Stock;
  readonly state: StockState;
  readonly thresholds: readonly Threshold[];
  readonly capacity: number | undefined;
  readonly inUse: number | undefined;
  /** Undefined if too little of the past is known. */
  readonly forecast: Forecast | undefined;
  /** Why the stock is unknown; empty if it is known. */
  readonly why: string;
  /** How many more units fit; undefined if no measured capacity limits them. */
  readonly room: ShownRoom | undefined;
};

export type ShownRoom = Room & {
  /** Why it is unknown; empty if it is known. */
  readonly whyUnknown: string;
};

/** A choice or a combination of choices. */
export type StockItem = StockLine & {
  /** Such as `Location: Tokyo`. */
  readonly name: string;
  readonly isCombination: boolean;
  /** Whether there may be more than the stock says, because some units in use match no choice. */
  readonly isAtLeast: boolean;
};

/** A product of a site. */
export type StockRow = StockLine & {
  readonly site: string;
  readonly product: Product;
  /** Unix times in ms: when its stock was last seen to change, and when it was first seen sold out. */
  readonly changedAt: number | undefined;
  readonly soldOutSince: number | undefined;
  readonly alerts: ProductAlerts | undefined;
  /** Its price per month in the main currency of its site; undefined if prices are off. */
  readonly monthlyPrice: number | undefined;
  readonly currency: string | undefined;
  /** Its choices, then its combinations. */
  readonly items: readonly StockItem[];
  /** The key to sort by name. */
  readonly sortName: string;
  /** The text that a search matches, in lower case. */
  readonly searchText: string;
  /** The configuration of its site, for links. */
  readonly config: SiteConfig | undefined;
};

const TOO_OLD = 'The last reading is older than max_age.';
const NOT_STATED = 'WHMCS does not state it.';
/** Why the classic API leaves the stock unknown, and what to do. */
const CLASSIC: Readonly<Record<Doubt, string>> = {
  no_number:
    'The classic API returns no stock, as always below WHMCS 8.12: install the companion, or upgrade ' +
    'WHMCS.',
  bare_number:
    'The classic API does not say whether 0 means sold out or no limit: set stock_controlled, or install ' +
    'the companion.',
};
const NOT_COUNTED = 'The units in use are not known yet.';
const NOT_MEASURED = 'Its query returns no number.';
const INEXACT = 'Some units in use match no choice, so the number is not shown.';

/** Returns the products of a site. Plain literals, because V8 creates thousands of spread objects slowly. */
export function rowsOf(stock: ExposedStock, config: SiteConfig | undefined): readonly StockRow[] {
  const { snapshot, movement, hasProducts, hasOptions } = stock;
  const items = itemsOf(stock);
  const currency = mainCurrency(snapshot.products);
  return snapshot.products.map((product): StockRow => {
    const { id } = product;
    const thresholds = snapshot.thresholds.get(id) ?? NONE;
    const moved = movement.get(id);
    const shown = hasProducts ? product.stock : UNKNOWN;
    return {
      site: snapshot.site,
      product,
      stock: shown,
      state: stateOf(shown, thresholds),
      thresholds,
      capacity: undefined,
      inUse: product.usage?.units,
      forecast: hasProducts ? snapshot.forecasts?.products.get(id) : undefined,
      why: shown.kind === 'unknown' ? whyUnknown(product, hasProducts) : '',
      changedAt: moved?.changedAt,
      soldOutSince: moved?.soldOutSince,
      alerts: snapshot.alerts.get(id),
      monthlyPrice: product.prices && monthlyPrice(product.prices, currency),
      currency,
      room: shownRoom(snapshot.rooms.get(id), hasProducts && hasOptions),
      items: items.get(id) ?? NONE,
      sortName: sortable(product.name),
      searchText: `${product.name} ${product.group.name} ${snapshot.site} #${id}`.toLowerCase(),
      config,
    };
  });
}

/**
 * Returns what a day without stock costs: the expected demand times the price per month; undefined without a
 * price or a forecast.
 */
export function salesPerDay({ monthlyPrice }: StockRow, { forecast }: StockLine): number | undefined {
  return monthlyPrice === undefined || forecast === undefined ? undefined : forecast.perDay * monthlyPrice;
}

const NONE: readonly never[] = [];

/** Returns a key that sorts numbers within names by their value: KVM 2 before KVM 16. */
const sortable = (name: string): string =>
  name.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(12, '0'));

/** Returns the room to show, which is unknown if it is too old. */
function shownRoom(room: Room | undefined, isRecent: boolean): ShownRoom | undefined {
  if (!room) return undefined;
  if (!isRecent) return { ...room, units: undefined, whyUnknown: TOO_OLD };
  if (room.units !== undefined) return { ...room, whyUnknown: '' };
  return { ...room, whyUnknown: room.why === 'not_measured' ? NOT_MEASURED : NOT_COUNTED };
}

function whyUnknown({ stockSource, stockDoubt }: Product, isRecent: boolean): string {
  if (!isRecent) return TOO_OLD;
  return stockSource === 'classic' && stockDoubt ? CLASSIC[stockDoubt] : NOT_STATED;
}

/** Returns the choices and combinations by the id of their product. */
function itemsOf({ snapshot, hasProducts, hasOptions }: ExposedStock): ReadonlyMap<number, StockItem[]> {
  const items = new Map<number, StockItem[]>();
  const isRecent = hasProducts && hasOptions;
  const add = (of: Availability & { readonly product: Product }, forecast: Forecast | undefined) => {
    const { stock: left, thresholds, capacity, inUse, isWithheld, isSoldOut } = of;
    const stock = isRecent ? left : UNKNOWN;
    const isUnknown = stock.kind === 'unknown';
    const reason = isWithheld ? INEXACT : NOT_COUNTED;
    const why = isUnknown ? (isRecent ? reason : TOO_OLD) : '';
    return (name: string, isCombination: boolean) => {
      const item = {
        ...{
          name,
          isCombination,
          stock,
          state: stateOf(stock, thresholds),
          thresholds,
          capacity,
          inUse,
          why,
          room: shownRoom(of.room, isRecent),
          isAtLeast: stock.kind === 'limited' && stock.quantity <= 0 && !isSoldOut,
        },
        forecast: isRecent ? forecast : undefined,
      };
      const known = items.get(of.product.id);
      if (known) known.push(item);
      else items.set(of.product.id, [item]);
    };
  };
  for (const [index, choice] of snapshot.choices.entries())
    add(choice, snapshot.forecasts?.choices[index])(`${choice.option.name}: ${choice.choice.name}`, false);
  for (const [index, combined] of snapshot.combinations.entries())
    add(combined, snapshot.forecasts?.combinations[index])(combined.combination.replaceAll('=', ': '), true);
  return items;
}
