import type { ExposedStock } from '../../collector/exposed-stock.js';
import type { Availability } from '../../stock/availability.js';
import type { Product } from '../../stock/catalogue.js';
import type { Forecast } from '../../stock/forecast.js';
import type { Room } from '../../stock/room.js';
import type { Stock } from '../../stock/stock.js';
import { stateOf } from '../../stock/stock-state.js';
import type { Threshold } from '../../stock/thresholds.js';
import type { ProductAnswer, StockAnswer, StockQuery } from './api-schema.js';

type StockOf = ProductAnswer['stock'];
type Reason = Extract<StockOf, { kind: 'unknown' }>['reason'];

/** Returns the products of sites that a query asks for. Stock that is too old is unknown, and says so. */
export const answerStock = (sites: readonly ExposedStock[], query: StockQuery): StockAnswer => ({
  products: sites.flatMap((site) => productsOf(site, query)),
});

function productsOf(site: ExposedStock, query: StockQuery): readonly ProductAnswer[] & ProductAnswer[] {
  const { snapshot } = site;
  const listed = snapshot.products.filter((product) => isNamed(product, query));
  const expanded = {
    options: query.expand?.includes('options') ? byProduct(snapshot.choices) : undefined,
    combinations: query.expand?.includes('combinations') ? byProduct(snapshot.combinations) : undefined,
  };
  const answers = listed.map((product): ProductAnswer => {
    const thresholds = snapshot.thresholds.get(product.id) ?? [];
    const { options, combinations } = expanded;
    const { id, name, group, visibility, usage, stockSource } = product;
    return {
      ...{ site: snapshot.site, id, name, visibility, source: stockSource },
      group: { ...(group.id !== undefined && { id: group.id }), name: group.name },
      ...availableOf(product.stock, thresholds, site.hasProducts ? 'not_stated' : 'stale'),
      ...(usage && { in_use: usage.units }),
      ...roomOf(snapshot.rooms.get(id), site.hasProducts && site.hasOptions),
      ...(site.hasProducts && pastAndFuture(site, id)),
      ...(options && {
        options: (options.get(id) ?? []).map((each) => ({
          ...{ option_id: each.option.id, option: each.option.name },
          ...{ choice_id: each.choice.id, choice: each.choice.name },
          ...limitedOf(each, site.hasOptions),
        })),
      }),
      ...(combinations && {
        combinations: (combinations.get(id) ?? []).map((each) => ({
          combination: each.combination,
          ...limitedOf(each, site.hasOptions),
        })),
      }),
    };
  });
  return answers.filter(({ state }) => query.state?.includes(state) ?? true);
}

/** Returns the times of observed changes, and the forecast if enough of the past is known. */
function pastAndFuture({ movement, snapshot }: ExposedStock, id: number) {
  const { changedAt, soldOutSince } = movement.get(id) ?? {};
  return {
    ...(changedAt !== undefined && { changed_at: new Date(changedAt).toISOString() }),
    ...(soldOutSince !== undefined && { sold_out_since: new Date(soldOutSince).toISOString() }),
    ...forecastOf(snapshot.forecasts?.products.get(id)),
  };
}

/** Returns the key `forecast`; nothing if too little of the past is known. */
export const forecastOf = (forecast: Forecast | undefined) => ({
  ...(forecast && { forecast: { per_day: forecast.perDay, days_left: { ...forecast.daysLeft } } }),
});

function isNamed({ id, name, group }: Product, { group: groups, product: products }: StockQuery): boolean {
  const isAmong = (wanted: readonly string[] | undefined, own: readonly unknown[]) =>
    wanted === undefined || wanted.some((each) => own.some((value) => String(value) === each));
  return isAmong(groups, [group.id, group.name]) && isAmong(products, [id, name]);
}

function byProduct<T extends { readonly product: Product }>(all: readonly T[]): ReadonlyMap<number, T[]> {
  const found = new Map<number, T[]>();
  for (const each of all) {
    const known = found.get(each.product.id);
    if (known) known.push(each);
    else found.set(each.product.id, [each]);
  }
  return found;
}

const limitedOf = (each: Availability, isFresh: boolean) => ({
  ...availableOf(each.stock, each.thresholds, isFresh ? 'not_counted' : 'stale'),
  ...(each.capacity !== undefined && { capacity: each.capacity }),
  ...(each.inUse !== undefined && { in_use: each.inUse }),
  ...roomOf(each.room, isFresh),
});

/** Returns the key `room`; nothing if no measured capacity limits it. */
function roomOf(room: Room | undefined, isFresh: boolean): Pick<ProductAnswer, 'room'> {
  if (!room) return {};
  const { units, limit, why = 'not_counted' } = room;
  if (!isFresh || units === undefined)
    return { room: { kind: 'unknown', reason: isFresh ? why : 'stale', limit } };
  return { room: { kind: 'limited', quantity: units, limit } };
}

/** Returns a stock, with the reason if it is unknown or too old. */
export const statedStock = (stock: Stock, unknown: Reason): StockOf =>
  unknown === 'stale' || stock.kind === 'unknown' ? { kind: 'unknown', reason: unknown } : stock;

function availableOf(stock: Stock, thresholds: readonly Threshold[], unknown: Reason) {
  const shown = statedStock(stock, unknown);
  return { stock: shown, state: stateOf(shown, thresholds), thresholds: Object.fromEntries(thresholds) };
}
