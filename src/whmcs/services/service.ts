import type { OptionKind } from '../../stock/options.js';
import { SERVICE_STATUSES } from '../../stock/service-statuses.js';
import { DecodeError, decodeInteger, decodeListIn, isRecord } from '../decode.js';
import type { Reply } from '../json-body.js';
import { decodeOptionKind } from '../option-kind.js';
import { plainText } from '../plain-text.js';

/**
 * A service that a client has bought. Nothing else of its row is kept, because the row contains passwords.
 */
export type Service = {
  readonly id: number;
  /** In lower case. */
  readonly status: string;
  /** The number of units. */
  readonly quantity: number;
  readonly chosen: readonly ChosenOption[];
  /** The day of its registration, such as `2026-01-31`; empty if the row has none. */
  readonly registered: string;
  /** The day on which the next payment is due, in the same form. */
  readonly due: string;
};

/** The value of an option of a service. */
export type ChosenOption = {
  readonly optionId: number | undefined;
  readonly option: string;
  /** The kind of the option according to the row; undefined if it does not state one. */
  readonly kind: OptionKind | undefined;
  /**
   * The label of the choice, or the number of a quantity option. Empty if nothing was chosen; undefined if
   * the service has two different values.
   */
  readonly value: string | undefined;
};

/** One page of services. */
export type ServicePage = {
  /** The total number of services, according to this page. */
  readonly total: number;
  readonly services: readonly Service[];
};

/** Units of a service with another status could be in use, and would be counted nowhere. */
const STATUSES: ReadonlySet<string> = new Set(SERVICE_STATUSES.map((status) => status.toLowerCase()));

/** More than any shop has, so that an absurd total causes no calls. */
const MOST = 10_000_000;

/**
 * Parses an answer of `GetClientsProducts` (developers.whmcs.com/api-reference/getclientsproducts).
 *
 * @param productId the requested product.
 * @throws {DecodeError} if a row can't be read, because uncounted units would look like stock.
 */
export function readServicePage(reply: Reply, productId: number): ServicePage {
  const { products } = reply;
  const rows = decodeListIn(products, 'product');
  const total = decodeInteger(reply.totalresults);
  if (total === undefined || total < 0 || total > MOST) throw new DecodeError('no number in totalresults');
  return { total, services: rows.map((row) => decodeService(row, productId)) };
}

function decodeService(row: unknown, productId: number): Service {
  if (!isRecord(row)) throw new DecodeError('expected a service, found something else');
  const id = decodeInteger(row.id);
  if (id === undefined) throw new DecodeError('a service without an id');
  try {
    if (decodeInteger(row.pid) !== productId)
      throw new DecodeError('it is of another product than asked for');
    const status = plainText(row.status).toLowerCase();
    if (status === '') throw new DecodeError('no status');
    if (!STATUSES.has(status)) throw new DecodeError('its status is none of those of WHMCS');
    return {
      id,
      status,
      quantity: decodeQuantity(row.qty),
      chosen: decodeChosen(row.configoptions),
      registered: plainText(row.regdate),
      due: plainText(row.nextduedate),
    };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new DecodeError(`service ${id}: ${error.message}`, { cause: error });
  }
}

/** Decodes the quantity. Before WHMCS 8.12 a service is one unit. */
function decodeQuantity(value: unknown): number {
  const quantity = decodeInteger(value) ?? 1;
  if (quantity > 2 ** 31 - 1) throw new DecodeError('a quantity that can not be');
  return Math.max(1, quantity);
}

/**
 * Decodes the options of a service. PHP may write an empty list as any empty value, but the field must exist.
 */
function decodeChosen(holder: unknown): readonly ChosenOption[] {
  if (holder === undefined) throw new DecodeError('no configoptions');
  const listed = decodeListIn(holder, 'configoption');
  const chosen = new Map<string, ChosenOption>();
  for (const value of listed) {
    const option = decodeOption(value);
    const key = String(option.optionId ?? option.option);
    const twin = chosen.get(key);
    chosen.set(key, twin && twin.value !== option.value ? { ...option, value: undefined } : option);
  }
  return [...chosen.values()];
}

function decodeOption(value: unknown): ChosenOption {
  if (!isRecord(value)) throw new DecodeError('expected an option, found something else');
  const optionId = decodeInteger(value.id);
  const option = plainText(value.option);
  if (optionId === undefined && option === '') throw new DecodeError('an option without an id or a name');
  const { value: held } = value;
  if (held !== null && typeof held !== 'string' && typeof held !== 'number') {
    throw new DecodeError(`option ${optionId ?? option}: expected a text or a number as its value`);
  }
  return { optionId, option, kind: decodeOptionKind(value.type), value: plainText(held) };
}
