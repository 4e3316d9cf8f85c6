import type { Product } from '../stock/catalogue.js';
import type { Stock } from '../stock/stock.js';
import type { StockRow } from '../web/page/stock-row.js';

/** The quantity of a product that WHMCS should have, because there is room for that many units. */
export type RoomQuantity = {
  readonly site: string;
  readonly product: Product;
  /** Undefined if the room is unknown. */
  readonly quantity: number | undefined;
  /** The stock that WHMCS reports. */
  readonly stock: Stock;
  /** The limit that leaves the least room, or that is unknown. */
  readonly limit: string;
  /** Why the room is unknown. */
  readonly why: string | undefined;
};

/** Finds the quantities of products that customers can see and that a measured capacity limits. */
export const findQuantities = (rows: readonly StockRow[]): readonly RoomQuantity[] =>
  rows.flatMap(({ site, product, stock, room }): readonly RoomQuantity[] => {
    if (!room || product.visibility === 'hidden' || product.visibility === 'retired') return [];
    const why = room.units === undefined ? room.whyUnknown.replace(/\.$/, '') : undefined;
    return [{ site, product, quantity: room.units, stock, limit: room.limit, why }];
  });

/** Returns whether the quantity in WHMCS is not the one that it should have. */
export const isOff = ({ quantity, stock }: RoomQuantity): boolean =>
  quantity !== undefined && !(stock.kind === 'limited' && stock.quantity === quantity);
