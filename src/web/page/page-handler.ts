import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { ExposedStock } from '../../collector/exposed-stock.js';
import type { Config } from '../../config/config.js';
import type { Redact } from '../../config/secrets/redactor.js';
import type { Entity, SendEntity } from '../send-entity.js';
import { sendText } from '../send-text.js';
import type { SiteView } from '../site-view.js';
import { withoutAges } from './moments.js';
import { renderPage } from './page-document.js';
import { readPageQuery, refusePageQuery, selectRows } from './page-query.js';
import { createRows, type SiteRows } from './page-rows.js';
import { SCRIPT } from './page-script.js';
import { STYLE } from './page-style.js';
import { writeCsv } from './stock-csv.js';

export type PageDeps = {
  readonly sites: () => readonly SiteView[];
  readonly stock: () => readonly ExposedStock[];
  readonly config: () => Pick<Config, 'sites'>;
  readonly telemetryPath: string;
  readonly version: string;
  readonly redact: Redact;
};

/** Creates the handlers of the stock page, and of its rows as CSV. */
export function createPage(deps: PageDeps, send: SendEntity): Record<'page' | 'csv', RequestHandler> {
  const rowsOf = createRows();

  function rowsOfAll(stock: readonly ExposedStock[]): readonly SiteRows[] {
    const sites = new Map(deps.config().sites.map((site) => [site.name, site]));
    return stock.map((each) => rowsOf(each, sites.get(each.snapshot.site)));
  }

  const serve =
    (render: (url: string) => Entity): RequestHandler =>
    (request, response) =>
      send(request, response, () => render(request.url));

  const serveCsv = serve((url) => {
    const rows = rowsOfAll(deps.stock()).flatMap((site) => site.rows);
    const text = writeCsv(selectRows(rows, readPageQuery(url)));
    return { text, tagged: text, headers: CSV_HEADERS };
  });

  return {
    page: serve((url) => {
      const stock = deps.stock();
      const readAt = stock.length > 0 ? Math.min(...stock.map((each) => each.readAt)) : undefined;
      const { telemetryPath, version, redact } = deps;
      const text = renderPage({
        ...{ sites: deps.sites(), stock: rowsOfAll(stock), query: readPageQuery(url), readAt },
        ...{ now: Date.now(), telemetryPath, version, redact },
      });
      const read = readAt === undefined ? {} : { 'X-Stock-Read-At': new Date(readAt).toISOString() };
      return { text, tagged: withoutAges(text), headers: { ...PAGE_HEADERS, ...read } };
    }),
    csv(request, response, next) {
      const problem = refusePageQuery(request.url);
      if (problem !== undefined) sendText(response, 400, problem);
      else serveCsv(request, response, next);
    },
  };
}

const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    `default-src 'none'; style-src ${digest(STYLE)}; script-src ${digest(SCRIPT)}; connect-src 'self'; ` +
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
};

const CSV_HEADERS = {
  'Content-Type': 'text/csv; charset=utf-8',
  'Content-Disposition': 'attachment; filename="stock.csv"',
};
