import type { SiteConfig } from '../config/config.js';
import { countByStock, type Product } from '../stock/catalogue.js';
import { type Snapshot, takeSnapshot } from '../stock/snapshot.js';
import type { Doubt } from '../stock/stock.js';
import { finish } from '../stock/work.js';
import { advise } from '../whmcs/advice.js';
import { createCommandClient } from '../whmcs/command-client.js';
import { networkFault } from '../whmcs/network-fault.js';
import type { Reason } from '../whmcs/reasons.js';
import type { Resolver } from '../whmcs/resolver.js';
import { createTransport } from '../whmcs/transport.js';
import { readVersion, VERSION_ACTION } from '../whmcs/version.js';
import { isNotOffered, type WhmcsError } from '../whmcs/whmcs-error.js';
import { checkOptions } from './option-steps.js';
import { checkSources } from './source-steps.js';
import { type Step, step, timed } from './step.js';
import { createWarnings } from './warnings.js';

const SLOW_MS = 1_500;

/**
 * Runs the steps from HTTP upwards. The first call is cheap and optional: a refusal for a missing grant
 * proves as well as an answer that WHMCS is there and accepts the credentials. Then the catalogue is read as
 * the exporter reads it.
 */
export async function checkApi(
  site: SiteConfig,
  resolver: Resolver,
  signal: AbortSignal,
): Promise<readonly Step[]> {
  const transport = createTransport(site, resolver);
  const log = createWarnings();
  const client = createCommandClient({ site, transport, log });
  const sources = checkSources({ site, client, log }, signal);
  try {
    const version = await attempt(() => readVersion(client, signal), signal);
    if (version.fault && ENDS.has(version.fault.reason)) return refusedSteps(version, site);
    const read = await attempt(sources.read, signal);
    const warnings = log.warnings();
    // The exporter does not need the version, so a failure of this call alone is only a warning.
    if (version.fault && !isNotOffered(version.fault) && read.fault) return refusedSteps(version, site);
    const known = [
      answered(version.milliseconds),
      step('credentials', 'ok', 'WHMCS accepts the identifier and secret'),
      step(
        'ip',
        'ok',
        site.accessKey ? 'the access key lifts the restriction' : 'WHMCS accepts this address',
      ),
    ];
    const action = sources.source.actions.join(', ');
    if (read.fault) {
      const { fault, milliseconds } = read;
      const advice = advise(fault, fault.action ?? action, site);
      if (isNotOffered(fault))
        return [...known, step('actions', 'failed', fault.message, { advice, milliseconds })];
      return [...known, step('catalogue', 'failed', fault.message, { advice, milliseconds })];
    }
    const snapshot = finish(takeSnapshot(site, read.value));
    return [
      ...known,
      step('actions', 'ok', action),
      await sources.describe(read.value),
      catalogueStep(snapshot, sources.milliseconds(read.value.source) ?? read.milliseconds, warnings),
      ...(await checkOptions({ site, client, source: sources.source }, read.value, snapshot, signal)),
      versionStep(version, site),
    ];
  } finally {
    await transport.close();
  }
}

type Failed = { readonly fault: WhmcsError; readonly milliseconds: number };
type Attempt<T> = { readonly fault: undefined; readonly value: T; readonly milliseconds: number } | Failed;

async function attempt<T>(work: () => Promise<T>, signal: AbortSignal): Promise<Attempt<T>> {
  const started = performance.now();
  try {
    const { value, milliseconds } = await timed(work);
    return { fault: undefined, value, milliseconds };
  } catch (error) {
    return { fault: networkFault(error, signal), milliseconds: performance.now() - started };
  }
}

/** Reasons that any other call would fail with as well. */
const ENDS: ReadonlySet<Reason> = new Set(['auth', 'ip_not_allowed', 'dns', 'connect', 'tls', 'canceled']);

/** Returns the steps of a WHMCS that refused the credentials, or of something else that answered. */
function refusedSteps({ fault, milliseconds }: Failed, site: SiteConfig): readonly Step[] {
  const advice = advise(fault, VERSION_ACTION, site);
  if (fault.reason !== 'auth' && fault.reason !== 'ip_not_allowed') {
    return [step('http', 'failed', fault.message, { advice, milliseconds })];
  }
  const refused = fault.reason === 'auth' ? 'credentials' : 'ip';
  return [answered(milliseconds), step(refused, 'failed', fault.message, { advice })];
}

const answered = (milliseconds: number): Step =>
  milliseconds > SLOW_MS
    ? step('http', 'warning', 'slow to answer', { milliseconds, advice: SLOW_ADVICE })
    : step('http', 'ok', 'with JSON, as expected', { milliseconds });

const SLOW_ADVICE =
  "Every API call is a full PHP request: look at the load of the WHMCS host, and keep the site's timeout " +
  'well above this time.';

function catalogueStep(snapshot: Snapshot, milliseconds: number, warnings: readonly string[]): Step {
  const { limited, unlimited, unknown } = countByStock(snapshot);
  const total = limited + unlimited + unknown;
  const kinds = `${limited} stock-controlled, ${unlimited} unlimited, ${unknown} unknown`;
  const detail = `${total} products: ${kinds}`;
  const advice = [
    ...new Set(snapshot.products.map(adviseDoubt)),
    snapshot.missing.length > 0
      ? `The configuration names products that WHMCS does not list: ${snapshot.missing.join(', ')}.`
      : undefined,
    snapshot.products.length === 0
      ? "No product is left: compare the site's include and exclude with the shop."
      : undefined,
    milliseconds > SLOW_MS ? SLOW_ADVICE : undefined,
    ...warnings,
  ].filter((line) => line !== undefined);
  return unknown + advice.length > 0
    ? step('catalogue', 'warning', detail, { milliseconds, advice: advice.join(' ') })
    : step('catalogue', 'ok', detail, { milliseconds });
}

const DOUBT_ADVICE: Readonly<Record<Doubt, string>> = {
  no_number:
    'GetProducts returns no stock for some products; below WHMCS 8.12 it returns none at all. Install the ' +
    'companion, or upgrade WHMCS.',
  bare_number:
    'GetProducts shows a 0 that may mean sold out or no stock control. The companion knows which; without ' +
    "it, list the stock-controlled products in the site's stock_controlled.",
};

const adviseDoubt = ({ stockSource, stockDoubt }: Product): string | undefined =>
  stockSource === 'classic' && stockDoubt ? DOUBT_ADVICE[stockDoubt] : undefined;

function versionStep({ fault, ...read }: Attempt<string>, site: SiteConfig): Step {
  if ('value' in read && read.value !== '') return step('version', 'ok', read.value);
  if (fault && !isNotOffered(fault))
    return step('version', 'warning', fault.message, { advice: advise(fault, VERSION_ACTION, site) });
  return step('version', 'skipped', 'not granted (optional: WhmcsDetails in the API role)');
}
