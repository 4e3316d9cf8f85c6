import { adviseOnQuery, QUERY_REASONS } from '../../src/capacity/query-reasons.js';
import { parseConfig } from '../../src/config/load.js';
import { advise } from '../../src/whmcs/advice.js';
import { describeReason, REASONS } from '../../src/whmcs/reasons.js';
import { WhmcsError } from '../../src/whmcs/whmcs-error.js';
import { code, renderTable } from './markdown.js';

const EXAMPLE = `
sites:
  - { name: main, url: 'https://billing.example.com/', identifier: identifier, secret: secret-of-the-example }
`;

/** Returns the table of reasons, with the advice that `check` gives if it knows nothing closer. */
export async function renderReasons(): Promise<string> {
  const { sites } = await parseConfig(EXAMPLE, {}, 'example');
  const [site] = sites;
  if (!site) throw new Error('the example has no site');
  return renderTable(
    ['reason', 'meaning', 'what to do'],
    REASONS.map((reason) => [
      code(reason),
      describeReason(reason).meaning,
      advise(new WhmcsError(reason, ''), 'GetProducts', site),
    ]),
  );
}

/** Returns the table of reasons of queries for capacity. */
export const renderQueryReasons = (): string =>
  renderTable(
    ['reason', 'what to do'],
    QUERY_REASONS.map((reason) => [code(reason), adviseOnQuery(reason)]),
  );

const BEGIN = '<!-- generated: reasons -->';
const END = '<!-- end of generated -->';

/** Returns the page with the table of reasons between its marks. */
export function withReasons(page: string, table: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`the page has no ${BEGIN} before ${END}`);
  return `${page.slice(0, begin)}${BEGIN}\n\n${table}\n\n${page.slice(end)}`;
}
