import type { Answer } from './running-collector.js';

type Row = Record<string, unknown>;

/**
 * Leaves products out of an answer, and writes what is odd into it.
 *
 * @param unlisted ids of products.
 * @param odd parts of products that can't be read, such as `stock 1`.
 */
export function distort(
  { status, body }: { readonly status: number; readonly body: unknown },
  unlisted: ReadonlySet<number>,
  odd: ReadonlySet<string>,
): Answer {
  const copy = JSON.parse(JSON.stringify(body));
  const rows: Row[] | undefined = copy.products?.product ?? copy.data;
  if (!Array.isArray(rows)) return { status, body: copy };
  const listed = rows.filter((row) => isService(row) || !unlisted.has(idOf(row)));
  for (const row of listed) makeOdd(row, (part) => odd.has(`${part} ${idOf(row)}`));
  if (copy.data) copy.data = listed;
  else copy.products.product = listed;
  if (listed.length < rows.length) copy.totalresults = listed.length;
  return { status, body: copy };
}

function makeOdd(row: Row, isOdd: (part: string) => boolean): void {
  if (isService(row)) {
    if (isOdd('row')) row.configoptions = { configoption: [{}] };
    return;
  }
  if (isOdd('name')) row.name = null;
  if (isOdd('group')) row.gid = null;
  if (isOdd('options') && 'configoptions' in row) row.configoptions = '';
  if (isOdd('stock'))
    for (const field of ['qty', 'quantity_available', 'stock_quantity'])
      if (field in row) row[field] = 'plenty';
}

const isService = (row: Row): boolean => 'orderid' in row;
const idOf = (row: Row): number => Number(row.pid ?? row.id);
