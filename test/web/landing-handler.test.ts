import { afterEach, describe, expect, test } from '@jest/globals';
import type { SiteStatus } from '../../src/collector/status.js';
import { createRedactor } from '../../src/config/secrets/redactor.js';
import { viewSite } from '../../src/web/site-view.js';
import { fault } from '../support/fault.js';
import { ask } from '../support/raw-http.js';
import { closeAll, serving } from './serving.js';

afterEach(closeAll);

const STATUS: SiteStatus = {
  name: 'main',
  urlHost: 'shop.test',
  lastAttempt: new Date(),
  lastSuccess: new Date(),
  failure: undefined,
  intervalMs: 60_000,
  maxAgeMs: 900_000,
  source: 'classic',
  whmcsVersion: '8.13.1',
  products: { limited: 30, unlimited: 4, unknown: 2 },
  notes: [],
};

describe('the page', () => {
  test('shows how each site stands', async () => {
    const { url } = await serving({ sites: () => [viewSite(STATUS, Date.now())] });
    const { body, headers } = await ask(url('/'));
    const page = body.toString();
    for (const shown of [
      '1 site',
      'shop.test',
      '30 / 4 / 2',
      'classic, WHMCS 8.13.1',
      '60 seconds',
      '>up<',
    ]) {
      expect(page).toContain(shown);
    }
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff' });
  });

  test('says what to look at where a site fails', async () => {
    const failing = { ...STATUS, failure: { reason: 'auth', message: 'x' } } as const;
    const { url } = await serving({ sites: () => [viewSite(failing, Date.now())] });
    const page = (await ask(url('/'))).body.toString();
    expect(page).toContain('failing, last stock kept');
    expect(page).toContain('WHMCS refuses the identifier and secret.');
  });

  test('shows some of many problems with options', async () => {
    const notes = ['pool a<b: no such choice', ...Array.from({ length: 7 }, (_, index) => `note ${index}`)];
    const { url } = await serving({ sites: () => [viewSite({ ...STATUS, notes }, Date.now())] });
    const page = (await ask(url('/'))).body.toString();
    expect(page).toContain(
      'pool a&lt;b: no such choice<br>note 0<br>note 1<br>note 2<br>note 3<br>and 3 more',
    );
    expect(page).not.toContain('note 4');
  });

  test.each(['http://host/', 'http://host/stock/', 'https://host/a/b/'])(
    'links to its endpoints at %s',
    async (at) => {
      const { url } = await serving({ telemetryPath: '/deep/metrics' });
      const page = (await ask(url('/'))).body.toString();
      const links = [...page.matchAll(/href="([^"]+)"/g)].map(([, link = '']) => new URL(link, at).href);
      expect(links).toEqual([`${at}deep/metrics`, `${at}-/healthy`, `${at}-/ready`]);
    },
  );

  test.each([
    ['starting', { lastAttempt: undefined, lastSuccess: undefined }],
    ['up', {}],
    ['failing', { failure: { reason: 'http', message: '' } as const }],
    ['stale', { lastSuccess: new Date(0), failure: { reason: 'http', message: '' } as const }],
  ])('calls a site %s', (state, changes) => {
    expect(viewSite({ ...STATUS, ...changes }, Date.now()).state).toBe(state);
  });
});

const HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(1)>"\'><b>&lt;';
const hostileSites: readonly (readonly [string, Partial<SiteStatus>])[] = [
  ['name', { name: HOSTILE }],
  ['host', { urlHost: HOSTILE }],
  ['version of WHMCS', { whmcsVersion: HOSTILE }],
  ['note', { notes: [HOSTILE] }],
];
for (const [what, changes] of hostileSites) {
  fault('client', `a ${what} of a site that holds HTML`, 'the page shows it as text', async () => {
    const { url } = await serving({ sites: () => [viewSite({ ...STATUS, ...changes }, Date.now())] });
    const page = (await ask(url('/'))).body.toString();
    expect(page).not.toMatch(/<script|<img|<b>/);
    expect(page).toContain('&lt;script&gt;');
  });
}

fault('client', '200 sites with 1 000 notes of 10 000 characters each', 'a page below 2 MiB', async () => {
  const notes = Array.from({ length: 1_000 }, () => '<'.repeat(10_000));
  const sites = Array.from({ length: 200 }, (_, index) =>
    viewSite({ ...STATUS, name: `site-${index}`, notes }, Date.now()),
  );
  const { url } = await serving({ sites: () => sites });
  const { body } = await ask(url('/'));
  expect(body.length).toBeLessThan(2 * 2 ** 20);
  expect(body.toString()).toContain('and 995 more');
});

fault(
  'secret',
  'a secret in a note of a site, where the page cuts it',
  'none of it on the page',
  async () => {
    const redact = createRedactor(['marker-secret-Zq2']);
    const notes = [`${'x'.repeat(390)} marker-secret-Zq2`, 'found marker-secret-Zq2'];
    const { url } = await serving({ redact, sites: () => [viewSite({ ...STATUS, notes }, Date.now())] });
    expect((await ask(url('/'))).body.toString()).not.toContain('marker');
  },
);
