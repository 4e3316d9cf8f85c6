import {
  type DailySales,
  dayOf,
  isDay,
  parseDay,
  type SalesHistory,
  sumUp,
} from '../../stock/sales-history.js';
import { DecodeError, decodeCount, decodeId, decodeList, isRecord } from '../decode.js';
import type { Reply } from '../json-body.js';

/**
 * Decodes the sales history of the companion. It has rows such as
 * `{"pid": 12, "day": "2026-01-31", "sold": 3, "choices": [{"configid": 1, "choiceid": 11, "sold": 2}]}`.
 * Rows that can't be read are left out, because a forecast can do without them. Its first day is
 * `historyfrom`, which is later than requested if the answer would be too large; its last day is
 * `companion.today`.
 *
 * @param days how many days were asked for.
 * @param now Unix time in ms of the reading.
 * @returns undefined if the companion has no history.
 */
export function readSalesHistory(reply: Reply, days: number, now: number): SalesHistory | undefined {
  const { history, historyfrom, companion } = reply;
  if (history === undefined || history === null || history === false) return undefined;
  const rows = readable(history, decodeRow);
  if (!rows) return undefined;
  const products = groupByProduct(rows);
  const today = decodeDay(isRecord(companion) ? companion.today : undefined);
  const last = Object.values(products).map((sales) => sales.days.at(-1) ?? 0);
  const to = last.reduce((one, other) => Math.max(one, other), today ? parseDay(today) : dayOf(now));
  const from = decodeDay(historyfrom);
  return { from: from ? parseDay(from) : to - days, to, readAt: now, products };
}

const decodeDay = (value: unknown): string | undefined =>
  typeof value === 'string' && isDay(value) ? value : undefined;

type Row = DailySales & { readonly product: number };

function decodeRow(value: unknown): Row | undefined {
  if (!isRecord(value)) return undefined;
  const day = decodeDay(value.day);
  if (day === undefined) return undefined;
  const product = decodeId(value.pid, 'a row');
  const choices = Object.fromEntries(readable(value.choices, decodeChoice) ?? []);
  return { product, day, sold: decodeCount(value.sold, 'sold'), choices };
}

const decodeChoice = (value: unknown): readonly [string, number] | undefined =>
  isRecord(value)
    ? [String(decodeId(value.choiceid, 'a choice')), decodeCount(value.sold, 'sold')]
    : undefined;

/** Decodes the elements of a list that can be decoded; undefined if it is no list. */
function readable<T>(list: unknown, decode: (element: unknown) => T | undefined): readonly T[] | undefined {
  const attempt = <R>(work: () => R): R | undefined => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      return undefined;
    }
  };
  const elements = attempt(() => decodeList(list));
  return elements?.map((element) => attempt(() => decode(element))).filter((one) => one !== undefined);
}

function groupByProduct(rows: readonly Row[]): SalesHistory['products'] {
  const byProduct = new Map<number, Map<string, DailySales>>();
  for (const { product, ...sales } of rows) {
    const days = byProduct.get(product) ?? new Map<string, DailySales>();
    byProduct.set(product, days.set(sales.day, sales));
  }
  return Object.fromEntries([...byProduct].map(([id, days]) => [id, sumUp([...days.values()])]));
}
