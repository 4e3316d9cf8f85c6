import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { RequestHandler } from 'express';
import type { ExposedStock } from '../../collector/exposed-stock.js';
import type { Config } from '../../config/config.js';
import type { Redact } from '../../config/secrets/redactor.js';
import { sendBody } from '../send-body.js';
import type { SiteView } from '../site-view.js';
import { withoutAges } from './moments.js';
import { renderPage } from './page-document.js';
import { readPageQuery, selectRows } from './page-query.js';
import { createRows, type SiteRows } from './page-rows.js';
import { SCRIPT } from './page-script.js';
import { STYLE } from './page-style.js';
import { writeCsv } from './stock-csv.js';

export type PageDeps = {
  readonly sites: () => readonly SiteView[];
  readonly stock: () => readonly ExposedStock[];
  readonly config: () => Config;
  readonly telemetryPath: string;
  readonly version: string;
  readonly redact: Redact;
};

/**
 * Creates what serves the stock page, and its rows as a table for spreadsheets.
 *
 * @param stallMs the time after which the connection of a client that reads nothing is closed.
 */
export function createPage(deps: PageDeps, stallMs: number): Record<'page' | 'csv', RequestHandler> {
  const rowsOf = createRows();

  function rowsOfAll(stock: readonly ExposedStock[]): readonly SiteRows[] {
    const sites = new Map(deps.config().sites.map((site) => [site.name, site]));
    return stock.map((each) => rowsOf(each, sites.get(each.snapshot.site)));
  }

  /** Sends a text, compressed if the client takes that; 304 if it has the same already. */
  const send =
    (render: (url: string) => Rendered): RequestHandler =>
    async (request, response) => {
      const { text, tagged, headers } = render(request.url);
      // Headers that are set already come from the web configuration, and replace those here.
      for (const [name, value] of Object.entries({ ...headers, ...response.getHeaders() }))
        if (value !== undefined) response.setHeader(name, value);
      response.setHeader(
        'ETag',
        `W/"${createHash('sha256').update(tagged).digest('base64url').slice(0, 22)}"`,
      );
      if (request.fresh) return void response.writeHead(304).end();
      const isZipped = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
      const body = isZipped ? await compress(text) : Buffer.from(text);
      response.writeHead(200, {
        'Content-Length': body.length,
        ...(isZipped && { 'Content-Encoding': 'gzip' }),
      });
      if (request.method === 'HEAD') response.end();
      else sendBody(response, [body], stallMs);
    };

  return {
    page: send((url) => {
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
    csv: send((url) => {
      const rows = rowsOfAll(deps.stock()).flatMap((site) => site.rows);
      const text = writeCsv(selectRows(rows, readPageQuery(url)));
      return { text, tagged: text, headers: CSV_HEADERS };
    }),
  };
}

/** A text to send, and what of it makes it another one. */
type Rendered = {
  readonly text: string;
  readonly tagged: string;
  readonly headers: Readonly<Record<string, string>>;
};

const compress = promisify<string, Buffer>(gzip);

const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const COMMON_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache',
  Vary: 'Accept-Encoding',
};

const PAGE_HEADERS = {
  ...COMMON_HEADERS,
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    `default-src 'none'; style-src ${digest(STYLE)}; script-src ${digest(SCRIPT)}; connect-src 'self'; ` +
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
};

const CSV_HEADERS = {
  ...COMMON_HEADERS,
  'Content-Type': 'text/csv; charset=utf-8',
  'Content-Disposition': 'attachment; filename="stock.csv"',
};
