import type { QueryClient } from '../../src/capacity/query-client.js';
import { createSteadyTime } from '../../src/collector/clock.js';
import { createCollector } from '../../src/collector/collector.js';
import { createForgetfulStore } from '../../src/collector/persistence/forgetful-store.js';
import type { KnowledgeStore } from '../../src/collector/site-memory.js';
import { createExposition } from '../../src/metrics/exposition.js';
import { isWorkWaiting } from '../../src/slices.js';
import { REASONS } from '../../src/whmcs/reasons.js';
import type { Fetch } from '../../src/whmcs/transport.js';
import { parseExposition } from './exposition.js';
import { HeldClock } from './held-clock.js';
import { prometheusConfig, siteConfig } from './site.js';

/** How a scripted WHMCS answers a call, of an API action or of a path of the storefront. */
export type Answer = {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
};
export type Answers = (action: string, site: string, params: URLSearchParams) => Answer | Promise<Answer>;

/** An answer that lists products by id and stock. */
export const products = (...stock: readonly (readonly [number, number])[]): Answer => ({
  body: {
    result: 'success',
    totalresults: stock.length,
    products: {
      product: stock.map(([pid, qty]) => ({ pid, gid: 1, name: `Limits ${pid}`, stockcontrol: 1, qty })),
    },
  },
});
export const refusal = (message: string): Answer => ({ status: 403, body: { result: 'error', message } });

/**
 * What a test does to parts of the collector. All but `random` are called before the real part, and may throw
 * or hang.
 */
export type Parts = {
  readonly random?: () => number;
  /** Continues an earlier collector. Its `busy` is replaced. */
  readonly clock?: HeldClock;
  /** Whether the clock moves although long work is under way. */
  readonly movesDuringWork?: boolean;
  readonly steadyTime?: () => number;
  readonly store?: KnowledgeStore;
  readonly publish?: (site: string) => unknown;
  readonly log?: (level: string, fields: object) => void;
  /** Answers the queries for capacity. */
  readonly query?: QueryClient['query'];
  readonly open?: (site: string) => void;
  readonly close?: (site: string) => Promise<void>;
};

/** A running collector over a held clock and scripted answers, with what it exposes. */
export function running(
  answers: Answers,
  changes: Parameters<typeof siteConfig>[0] = {},
  names = ['main'],
  concurrency = 8,
  parts: Parts = {},
) {
  let publishing = 0;
  const clock = parts.clock ?? new HeldClock();
  clock.busy = () => publishing > 0 || (parts.movesDuringWork !== true && isWorkWaiting());
  const steadyTime = parts.steadyTime ?? createSteadyTime(clock);
  const store = parts.store ?? createForgetfulStore({ info: (...line) => write('info')(...line) });
  const lines: { level: string; message: string; fields: object }[] = [];
  const write = (level: string) => (fields: object, message: string) => {
    parts.log?.(level, fields);
    lines.push({ level, message, fields });
  };
  const sites = names.map((name) =>
    siteConfig({ name, apiUrl: new URL(`http://${name}.test/includes/api.php`), ...changes }),
  );
  const exposition = createExposition({
    reasons: REASONS,
    live: async () => '',
    now: steadyTime,
  });
  const calls: string[] = [];
  const fetch: Fetch = async (url, { body, signal }) => {
    const site = new URL(url).hostname.replace('.test', '');
    const { pathname, searchParams } = new URL(url);
    const params = body === undefined ? searchParams : new URLSearchParams(body);
    const action = params.get('action') ?? pathname.replace(/^.*\/api\/v2\//, '');
    signal.throwIfAborted();
    calls.push(`${site} ${action}`);
    const aborted = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason)),
    );
    const answer = await Promise.race([answers(action, site, params), aborted]);
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    return new Response(text, { status: answer.status ?? 200, headers: answer.headers ?? {} });
  };
  const collector = createCollector({
    config: { collector: { concurrency }, sites, prometheus: parts.query && prometheusConfig() },
    createQueryClient: () => ({
      query: async (...call) => parts.query?.(...call) ?? raise('no Prometheus'),
      close: async () => {},
    }),
    createTransport({ name }) {
      parts.open?.(name);
      return { fetch, renew() {}, close: async () => parts.close?.(name) };
    },
    exposition: {
      slot(site) {
        const slot = exposition.slot(site);
        return {
          ...slot,
          async publish(...snapshot) {
            await parts.publish?.(site);
            publishing += 1;
            const dropped = await slot.publish(...snapshot);
            publishing -= 1;
            return dropped;
          },
        };
      },
    },
    clock,
    steadyTime,
    store: {
      recall: (site) => store.recall(site),
      retain: (sites) => store.retain(sites),
      async keep(...known) {
        publishing += 1;
        await store.keep(...known);
        publishing -= 1;
      },
    },
    random: parts.random ?? (() => 0),
    log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
  });
  const exposed = async () => Buffer.concat(await exposition.parts('identity')).toString();
  const ended = new AbortController();
  const run = collector.run(ended.signal);
  return {
    clock,
    calls,
    sites,
    lines,
    collector,
    telemetry: (site: string) => exposition.slot(site).telemetry,
    exposed,
    series: async () => parseExposition(await exposed()),
    async stop() {
      ended.abort();
      await clock.advance(1_000); // what hangs is left behind then
      await run;
    },
  };
}

const raise = (message: string): never => {
  throw new Error(message);
};

/** The series of a product's stock. */
export const plan = (id: number, family = 'whmcs_product_stock', site = 'main') =>
  `${family}{site="${site}",product_id="${id}",product="Limits ${id}",group="1"}`;
