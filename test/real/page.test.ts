import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { ExposedStock } from '../../src/collector/exposed-stock.js';
import { composeReport } from '../../src/report/compose.js';
import { renderHtml } from '../../src/report/report-html.js';
import { createReport } from '../../src/report/stock-report.js';
import { UNKNOWN } from '../../src/stock/stock.js';
import { viewSite } from '../../src/web/site-view.js';
import { testWithBrowser } from '../support/browser.js';
import { openBrowser } from '../support/chromium.js';
import { exposedShop, optionOf, productOf, STATUS, withChoices } from '../support/exposed-shop.js';
import { REPORTED_AT, reportedSite } from '../support/reported-site.js';
import { closeAll, serving } from '../web/serving.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(1)>';

let browser: Browser | undefined;
afterAll(async () => {
  await browser?.close();
  await closeAll();
});

/** Serves a shop whose first product is in stock until it is sold out. */
async function openShop() {
  const choices = [['8 GB', 9] as const, ['64 GB', 0] as const];
  const options = [optionOf(1, 'RAM', choices)];
  const shopWith = (first: number): ExposedStock =>
    exposedShop(
      [
        productOf(1, first, { name: 'KVM 2 GB' }),
        productOf(2, 16, { name: 'KVM 16 GB' }),
        productOf(3, 3, { name: HOSTILE }),
        productOf(4, 50, { name: 'Cloud', options }),
      ],
      { site: { ...withChoices(4), adminUrl: new URL('https://shop.test/admin/') } },
    ).stock;
  let stock = shopWith(7);
  const failing = { reason: 'auth', message: 'refused', advice: 'Generate a new pair.' } as const;
  const { url } = await serving({
    sites: () => [
      viewSite(STATUS, Date.now()),
      viewSite({ ...STATUS, name: 'other', failure: failing }, Date.now()),
    ],
    api: {
      stock: () => [stock],
      config: () => ({ shown: { sites: [] }, sites: [] }),
      build: { version: '1.2.3', revision: 'r', node_version: 'v20' },
    },
  });
  return { root: url('/'), sellOut: () => (stock = shopWith(0)) };
}

/** Opens a page, and gathers what it complains about, what it asks others for, and what it pops up. */
async function watch(page: Page, root: string): Promise<readonly string[]> {
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(root)) complaints.push(`request: ${request.url()}`);
  });
  page.on('dialog', async (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  await page.goto(root);
  return complaints;
}

const refresh = (page: Page) =>
  page.evaluate('document.dispatchEvent(new Event("visibilitychange"))').then(() => {});

testWithBrowser(
  'the stock page is live, searched, sorted and unfolded, and runs no hostile name',
  async () => {
    browser ??= await openBrowser();
    const { root, sellOut } = await openShop();
    const page = await browser.newPage();
    const complaints = await watch(page, root);
    const rows = page.locator('.stock tbody th');
    const attention = page.locator('#attention');
    expect(await attention.textContent()).toMatch(/Sites in trouble[\s\S]*Generate a new pair/);
    expect(await attention.textContent()).toContain(HOSTILE);
    expect(await attention.textContent()).not.toContain('KVM 2 GB');

    await page.locator('#list summary').click();
    const form = page.locator('input[name=q]');
    await form.focus();
    sellOut();
    await refresh(page);
    await attention.getByText('KVM 2 GB').waitFor();
    expect(await page.locator('#list details').getAttribute('open')).not.toBeNull();
    expect(await page.evaluate('document.activeElement.name')).toBe('q');

    const visited = await page.evaluate('history.length');
    await form.pressSequentially('kvm');
    await page.locator('.stock tbody tr:nth-child(3)').waitFor({ state: 'detached' });
    expect(page.url()).toBe(`${root}?q=kvm`);
    expect(await page.evaluate('history.length')).toBe(visited); // Back skips what was typed
    expect(await page.getByText('2 of 4 products').count()).toBe(1);
    expect(await page.getByText('Show all').count()).toBe(1);
    await page.locator('thead a', { hasText: 'Product' }).click();
    expect(await rows.first().textContent()).toContain('KVM 2 GB');
    expect(page.url()).toBe(`${root}?q=kvm&sort=name#products`);
    await page.locator('select[name=state]').selectOption('sold_out');
    await page.locator('.stock tbody tr:nth-child(2)').waitFor({ state: 'detached' });
    expect(page.url()).toBe(`${root}?q=kvm&state=sold_out&sort=name`);
    await page.goBack();
    expect(page.url()).toBe(`${root}?q=kvm`);
    expect([await form.inputValue(), await rows.count()]).toEqual(['kvm', 2]);
    expect(complaints).toEqual([]);
    await page.close();
  },
);

testWithBrowser(
  'the stock page is accessible in light, dark and on a phone, and works without script',
  async () => {
    browser ??= await openBrowser();
    const { root } = await openShop();
    for (const [colorScheme, width] of [
      ['light', 1280],
      ['dark', 390],
    ] as const) {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 844 } });
      const complaints = await watch(page, root);
      await page.evaluate(AXE);
      const { violations } = await page.evaluate<{ violations: { id: string }[] }>('axe.run()');
      expect(violations.map(({ id }) => id)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(complaints).toEqual([]);
      await page.close();
    }
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(root);
    await page.locator('input[name=q]').fill('kvm 16');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${root}?q=kvm+16&site=&state=#products`);
    expect(await page.locator('.stock tbody th').count()).toBe(1);
    await page.close();
  },
);

testWithBrowser(
  'a long reason of unknown stock wraps beside the name of the product, on every screen',
  async () => {
    browser ??= await openBrowser();
    const doubtful = { stockSource: 'classic', stockDoubt: 'bare_number' } as const;
    const { stock } = exposedShop([productOf(1, UNKNOWN, { ...doubtful, name: 'Web Business' })]);
    const { url } = await serving({
      api: {
        stock: () => [stock],
        config: () => ({ shown: { sites: [] }, sites: [] }),
        build: { version: '1.2.3', revision: 'r', node_version: 'v20' },
      },
    });
    for (const width of [1280, 800, 400]) {
      const page = await browser.newPage({ viewport: { width, height: 700 } });
      await page.goto(url('/'));
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      const name = await page.locator('.concerns b').boundingBox();
      expect(name?.height).toBeLessThan(30); // one line
      await page.close();
    }
  },
);

testWithBrowser(
  'the report as HTML is accessible, light and dark, loads nothing and runs nothing',
  async () => {
    browser ??= await openBrowser();
    const products = [productOf(1, 0, { name: HOSTILE }), productOf(2, 2), productOf(3, UNKNOWN)];
    const site = { adminUrl: new URL('https://shop.test/admin/') };
    const sales = { 1: Array<number>(120).fill(1) };
    const report = createReport([await reportedSite(products, { site, sales })], {
      ...{ at: REPORTED_AT, days: 7, problems: ['/var/lib/x is damaged'] },
    });
    const html = renderHtml(composeReport(report));
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ colorScheme, viewport: { width: 390, height: 844 } });
      const complaints = await watch(page, `data:text/html;charset=utf-8,${encodeURIComponent(html)}`);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
      await page.evaluate(AXE);
      const { violations } = await page.evaluate<{ violations: { id: string }[] }>('axe.run()');
      expect([violations.map(({ id }) => id), complaints]).toEqual([[], []]);
      await page.close();
    }
  },
);
