import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { REASONS, type Reason } from '../../../src/whmcs/reasons.js';
import { fault } from '../../support/fault.js';
import { holdTimers } from '../../support/held-timers.js';
import { collectFaultySites, type FaultySite, SHORT_TIMEOUT_MS } from './faulty-sites.js';
import { INJECTIONS, type Injection, STORE_INJECTIONS } from './injections.js';

/** An action of the API, with what its failure means for a site. */
type Action = Pick<FaultySite, 'action' | 'source'> & {
  readonly injections: Readonly<Partial<Record<Reason, Injection>>>;
  /** Whether a collection fails with the action. Otherwise the site stays up. */
  readonly isNeeded: boolean;
  readonly shown: string;
};

const KEPT = { isNeeded: true, shown: 'whmcs_up 0, the last stock stays' };
const ACTIONS: readonly Action[] = [
  { action: 'GetProducts', source: 'classic', injections: INJECTIONS, ...KEPT },
  { action: 'GetProductDetails', source: 'companion', injections: INJECTIONS, ...KEPT },
  { action: 'store/products', source: 'store', injections: STORE_INJECTIONS, ...KEPT },
  {
    ...{ action: 'store/products/groups', source: 'store', injections: STORE_INJECTIONS, isNeeded: false },
    shown: 'whmcs_up 1, the last names of groups stay',
  },
  {
    ...{ action: 'store/products/{id}', source: 'store', injections: STORE_INJECTIONS, isNeeded: false },
    shown: 'whmcs_up 1, the last stock stays until the next collection',
  },
  {
    ...{ action: 'GetClientsProducts', source: 'classic', injections: INJECTIONS, isNeeded: false },
    shown: 'whmcs_up 1, the last units in use stay',
  },
  {
    ...{ action: 'WhmcsDetails', source: 'classic', injections: INJECTIONS, isNeeded: false },
    shown: 'whmcs_up 1, the version stays unknown',
  },
];

type Row = FaultySite & Action & { readonly reason: Reason };

/** Every action with every reason that it can fail for, each by the name of a site of its own. */
const ROWS: ReadonlyMap<string, Row> = new Map(
  ACTIONS.flatMap((action) =>
    REASONS.flatMap((reason) => {
      const injection = action.injections[reason];
      if (!injection) return [];
      const isFaultyFromStart = action.action === 'WhmcsDetails'; // it is called once an hour
      const row: Row = {
        ...action,
        reason,
        injection,
        isFaultyFromStart,
        hasShortTimeout: reason === 'timeout',
      };
      return [[`${action.action.replace(/\W+/g, '-')}-${reason}`, row]];
    }),
  ),
);

/** What a site exposes while all is well, and still exposes after its fault. */
function keptFamilies(site: string): readonly string[] {
  // A first collection is not over before the version is known or was waited for; only then are units in use
  // exposed.
  if (ROWS.get(site)?.isFaultyFromStart) return ['whmcs_product_stock'];
  return ['whmcs_product_stock', 'whmcs_product_option_in_use'];
}

/** One page of metrics, by site. */
class Page {
  constructor(readonly series: ReadonlyMap<string, number>) {}

  value(family: string, site: string, labels = ''): number | undefined {
    return this.series.get(`${family}{site="${site}"${labels}}`);
  }

  /** Reasons counted more than zero times. */
  reasons(family: string, site: string, labels = ''): Readonly<Partial<Record<Reason, number>>> {
    const counts = REASONS.map((reason) => [
      reason,
      this.value(family, site, `${labels},reason="${reason}"`) ?? 0,
    ]);
    return Object.fromEntries(counts.filter(([, count]) => count !== 0));
  }

  errors = (site: string) =>
    this.reasons('whmcs_api_errors_total', site, `,action="${ROWS.get(site)?.action}"`);
  requests = (site: string) =>
    this.value('whmcs_api_requests_total', site, `,action="${ROWS.get(site)?.action}"`) ?? 0;
  failures = (site: string) => this.reasons('whmcs_collection_failures_total', site);
  up = (site: string) => this.value('whmcs_up', site);
  inFlight = (site: string) => this.value('whmcs_api_requests_in_flight', site);

  /** The values of a family of the site's, by their labels. */
  family(family: string, site: string): Readonly<Record<string, number>> {
    const start = `${family}{site="${site}",`;
    return Object.fromEntries([...this.series].filter(([key]) => key.startsWith(start)));
  }

  isComplete = (site: string): boolean =>
    keptFamilies(site).every((family) => Object.keys(this.family(family, site)).length > 0);
}

const PATIENCE_MS = 400_000;

let sites: Awaited<ReturnType<typeof collectFaultySites>>;
/** While all was well. */
let before: Page;
/** Once every site has met its fault. */
let after: Page;

beforeAll(async () => {
  // Only the timers that end calls are held, so no call times out because the machine is busy.
  holdTimers();
  sites = await collectFaultySites(ROWS);
  before = await until((page) => [...ROWS.keys()].every(page.isComplete));
  for (const [name, { action }] of ROWS) {
    sites.setFault(name, true);
    sites.changed(name, action === 'store/products/{id}' ? [1] : []);
  }
  const canceled = rowsOf('canceled');
  await until((page) => canceled.every(([name]) => isHanging(page, name)));
  for (const [name] of canceled) sites.setFault(name, false);
  await sites.reconfigure((name) => ROWS.get(name)?.reason === 'canceled');
  after = await untilTimedOut();
  jest.useRealTimers();
}, 4 * PATIENCE_MS);
afterAll(() => sites?.close());

const rowsOf = (reason: Reason) => [...ROWS].filter(([, row]) => row.reason === reason);

/** How often the faulty action of a site was called since it is faulty. */
function triesOf(page: Page, name: string): number {
  const tries = page.requests(name);
  return ROWS.get(name)?.isFaultyFromStart ? tries : tries - before.requests(name);
}

/** Whether the only request of a site is one of its faulty action. */
function isHanging(page: Page, name: string): boolean {
  const { timeout = 0 } = page.errors(name);
  return page.inFlight(name) === 1 && triesOf(page, name) > timeout;
}

/**
 * Waits until every site has met its fault. The short timeout passes whenever only calls without an answer
 * are left: for two pages in a row, because a site may be between two calls.
 */
function untilTimedOut(): Promise<Page> {
  let triesBefore = '';
  return until((page) => {
    const rest = [...ROWS].filter(([name, row]) => !isOver(page, name, row));
    const tries = rowsOf('timeout')
      .map(([name]) => triesOf(page, name))
      .join();
    const isTime = rest.every(([name, { reason }]) => reason === 'timeout' && isHanging(page, name));
    if (isTime && tries === triesBefore) jest.advanceTimersByTime(SHORT_TIMEOUT_MS);
    triesBefore = tries;
    return rest.length === 0;
  });
}

/** Waits until the page satisfies. If it never does, the rows that it fails for say so. */
async function until(satisfied: (page: Page) => boolean): Promise<Page> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const page = new Page(await sites.series());
    if (satisfied(page) || performance.now() > end) return page;
    await sleep(1_000);
  }
}

/** Whether a site has met its fault, and calls nothing more. */
function isOver(page: Page, name: string, { reason, isNeeded }: Row): boolean {
  if (page.inFlight(name) !== 0 || !page.errors(name)[reason]) return false;
  return reason === 'canceled' || !isNeeded || page.failures(name)[reason] === 1;
}

for (const [name, { action, reason, injection, isNeeded, isFaultyFromStart, shown }] of ROWS) {
  const isCanceled = reason === 'canceled';
  const result = isCanceled ? 'whmcs_up 1, no collection counts as failed' : shown;
  fault('api', `${action}: ${injection.what}`, `reason ${reason}, ${result}`, () => {
    expect(after.errors(name)).toEqual({ [reason]: isCanceled ? 1 : triesOf(after, name) });
    const isDown = isNeeded && !isCanceled;
    expect(after.failures(name)).toEqual(isDown ? { [reason]: 1 } : {});
    expect(after.up(name)).toBe(isDown ? 0 : 1);
    for (const family of keptFamilies(name))
      expect(after.family(family, name)).toEqual(before.family(family, name));
    if (isFaultyFromStart && !isCanceled)
      expect(Object.keys(after.family('whmcs_site_info', name)).join()).toContain('version=""');
  });
}

test('every reason has a row for every action that can fail for it', () => {
  const reasonsOf = (action: string) =>
    [...ROWS.values()].filter((row) => row.action === action).map(({ reason }) => reason);
  for (const { action, source } of ACTIONS) {
    const isOfStorefront = action.startsWith('store/');
    const impossible = isOfStorefront ? ['auth', 'ip_not_allowed', 'api_error'] : [];
    expect({ action, source, reasons: reasonsOf(action) }).toEqual({
      ...{ action, source, reasons: REASONS.filter((reason) => !impossible.includes(reason)) },
    });
  }
});
