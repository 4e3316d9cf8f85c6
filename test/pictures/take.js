// Draws the dashboards on a made-up fortnight, and writes their pictures for the README.
//
//   npm install && npm run take            all of them
//   npm run take -- product exporter       some of them
//   PROMETHEUS=http://127.0.0.1:9090 npm run take   on another Prometheus, as of the same time
import { writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import UPNG from 'upng-js';
import { startHistory } from '../support/history/history.js';
import { startServer } from './server.js';

const END = Date.parse('2026-03-12T08:30:00Z') / 1_000;
const SCRAPE_SECONDS = 30;
const WIDTH = 1_600;
/** More than any of them needs: tables draw only the rows in sight. */
const HEIGHT = 3_000;
const COLORS = 256;
const PATIENCE_MS = 90_000;
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];
/** What is chosen on each, by the text it is shown as; everything else is as the dashboard opens. */
const CHOSEN = {
  overview: {},
  product: { site: ['nordwind'], product: ['Cloud Server'] },
  site: {},
  exporter: {},
};

const failures = [];
const say = (line) => process.stdout.write(`${line}\n`);

async function take(page, server, name) {
  const asked = new URLSearchParams({
    uid: `whmcs-${name}`,
    end: END,
    scrape: SCRAPE_SECONDS,
    chosen: JSON.stringify(CHOSEN[name]),
  });
  await page.goto(`${server.url}/?${asked}`);
  await page.waitForFunction('window.drawn || window.failed', undefined, { timeout: PATIENCE_MS });
  await page.evaluate('document.fonts.ready');
  await page.waitForLoadState('networkidle');
  await page.evaluate(
    'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
  );
  const failed = (await page.evaluate('window.failed')) ?? failures.pop();
  if (failed) throw new Error(failed);
  const shot = UPNG.decode(await page.locator('#root > div').screenshot());
  const small = Buffer.from(UPNG.encode(UPNG.toRGBA8(shot), shot.width, shot.height, COLORS));
  const file = new URL(`../../docs/images/dashboard-${name}.png`, import.meta.url).pathname;
  writeFileSync(file, small);
  say(`${name}: ${shot.width} x ${shot.height}, ${Math.round(small.length / 1_024)} KiB`);
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(CHOSEN);
const given = process.env.PROMETHEUS;
const history = given ? { url: given, close: () => {} } : await startHistory(END);
const server = await startServer(history.url);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
try {
  const page = await browser.newPage({
    viewport: { width: WIDTH, height: HEIGHT },
    timezoneId: 'UTC',
    locale: 'en-US',
  });
  page.on('pageerror', (error) => failures.push(`the page failed: ${error.stack}`));
  page.on('response', (response) => response.ok() || say(`${response.status()} ${response.url()}`));
  await page.clock.setFixedTime(END * 1_000);
  for (const name of names) await take(page, server, name);
} finally {
  await browser.close();
  server.close();
  await history.close();
}
