// Draws the pictures of the stock page and the report in docs/images, or in another folder, with Debian's
// Chromium.
//
//   node scripts/run.js scripts/pictures.ts [FOLDER]
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { composeReport } from '../src/report/compose.js';
import { renderHtml } from '../src/report/report-html.js';
import { createReport } from '../src/report/stock-report.js';
import { renderPage } from '../src/web/page/page-document.js';
import { readPageQuery } from '../src/web/page/page-query.js';
import { createRows } from '../src/web/page/page-rows.js';
import { viewSite } from '../src/web/site-view.js';
import { openBrowser } from '../test/support/chromium.js';
import { REPORTED_AT } from '../test/support/reported-site.js';
import { createCompany } from './pictures/shop.js';

const folder = process.argv[2] ?? 'docs/images';
const company = await createCompany();

/** Returns the stock page at an address. */
function renderStock(address: string): string {
  const rowsOf = createRows();
  const now = REPORTED_AT + 5_000;
  return renderPage({
    sites: company.map(({ status, stock }) =>
      viewSite({ ...status, lastSuccess: new Date(stock?.readAt ?? 0) }, now),
    ),
    stock: company.flatMap(({ config, stock }) => (stock ? [rowsOf(stock, config)] : [])),
    query: readPageQuery(address),
    readAt: Math.min(...company.flatMap(({ stock }) => stock?.readAt ?? [])),
    now,
    ...{ telemetryPath: '/metrics', version: '1.0.0', redact: (text) => text },
  });
}

const renderReport = (): string =>
  renderHtml(composeReport(createReport(company, { at: REPORTED_AT, days: 7, problems: [] })));

type Picture = {
  readonly name: string;
  readonly html: string;
  readonly width: number;
  readonly height: number;
  readonly isDark?: boolean;
  /** What to do before the picture is taken. */
  readonly prepare?: (page: Page) => Promise<void>;
};

/** Scrolls to an element, after the page has been laid out. */
const scrollTo = (selector: string) => async (page: Page) =>
  page.locator(selector).evaluate((element) => element.scrollIntoView({ behavior: 'instant' }));

const PICTURES: readonly Picture[] = [
  { name: 'stock-page', html: renderStock('/'), width: 1120, height: 780 },
  {
    name: 'stock-page-dark',
    html: renderStock('/?site=nordwind&sort=stock'),
    ...{ width: 1120, height: 830, isDark: true },
    async prepare(page) {
      await page.locator('#list summary').first().click();
      await scrollTo('#products')(page);
    },
  },
  { name: 'stock-page-pools', html: renderStock('/'), width: 1120, height: 560, prepare: scrollTo('#pools') },
  { name: 'stock-page-phone', html: renderStock('/'), width: 390, height: 860 },
  { name: 'report', html: renderReport(), width: 760, height: 1150 },
];

const browser = await openBrowser();
for (const { name, html, width, height, isDark = false, prepare } of PICTURES) {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: isDark ? 'dark' : 'light',
  });
  await page.setContent(html);
  await prepare?.(page);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.close();
}
await browser.close();
