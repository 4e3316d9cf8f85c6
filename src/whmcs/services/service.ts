import { plainText } from '../../stock/text.js';
import { DecodeError, decodeInteger, decodeList } from '../decode.js';
import { isRecord, type Reply } from '../envelope.js';
import { WhmcsError } from '../reasons.js';

/** What is read of a service that a client has bought, and all that is. Its row also holds passwords, which stay where they are. */
export type Service = {
  readonly id: number;
  readonly productId: number;
  /** In lower case. */
  readonly status: string;
  /** How many units it is of. */
  readonly quantity: number;
  readonly chosen: readonly ChosenOption[];
};

/** An option as a service holds it. */
export type ChosenOption = {
  readonly optionId: number | undefined;
  readonly option: string;
  /** The label of the choice, or for an option of numbers the number; empty where nothing was chosen. */
  readonly value: string;
};

/** One page of services. */
export type ServicePage = {
  /** How many services match in all, as this page counts them. */
  readonly total: number;
  readonly services: readonly Service[];
};

/**
 * Reads an answer of `GetClientsProducts` (developers.whmcs.com/api-reference/getclientsproducts).
 *
 * @throws {WhmcsError} `invalid_response` where some row can't be read: units that are not counted would look like stock.
 */
export function readServicePage(reply: Reply): ServicePage {
  try {
    const { products } = reply;
    const rows = decodeList(isRecord(products) && 'product' in products ? products.product : products);
    const total = decodeInteger(reply.totalresults);
    if (total === undefined) throw new DecodeError('no totalresults');
    return { total, services: rows.map(decodeService) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new WhmcsError('invalid_response', `GetClientsProducts: ${error.message}`, { cause: error });
  }
}

function decodeService(row: unknown): Service {
  if (!isRecord(row)) throw new DecodeError('expected a service, found something else');
  const [id, productId] = [decodeInteger(row.id), decodeInteger(row.pid)];
  if (id === undefined || productId === undefined) throw new DecodeError('a service without an id or a pid');
  const status = plainText(row.status).toLowerCase();
  if (status === '') throw new DecodeError('a service without a status');
  const { configoptions } = row;
  const chosen = decodeList(
    isRecord(configoptions) && 'configoption' in configoptions ? configoptions.configoption : configoptions,
  );
  return {
    id,
    productId,
    status,
    quantity: Math.max(1, decodeInteger(row.qty) ?? 1), // before WHMCS 8.12 a service is of one
    chosen: chosen.filter(isRecord).flatMap(decodeChosen),
  };
}

function decodeChosen(value: Readonly<Record<string, unknown>>): readonly ChosenOption[] {
  const optionId = decodeInteger(value.id);
  const option = plainText(value.option);
  if (optionId === undefined && option === '') return [];
  return [{ optionId, option, value: plainText(value.value) }];
}
