import { createServer } from 'node:http';
import { listenOn } from './listen-on.js';

/** The reason why the collections of a site fail. */
type Failure = 'auth' | 'connect';

/** An exporter that a test controls: it answers scrapes for invented sites. */
export type ScriptedExporter = {
  /** Host and port. */
  readonly host: string;
  /** While true, every scrape fails. */
  isDown: boolean;
  /** Makes collections of sites fail from now on; without a reason they succeed. */
  fail(sites: readonly string[], reason?: Failure): void;
  close(): void;
};

/**
 * Starts a scripted exporter. Before each scrape every site is collected again. The first site has a product
 * that is in stock and may sell out with the given probability.
 */
export async function startScriptedExporter(
  sites: readonly string[],
  probability: number,
): Promise<ScriptedExporter> {
  const states = new Map(
    sites.map((site) => [
      site,
      { reason: undefined as Failure | undefined, failures: { auth: 0, connect: 0 }, readAt: Date.now() },
    ]),
  );
  let scrapes = 0;
  let isDown = false;

  function* lines(): Iterable<string> {
    yield 'whmcs_exporter_build_info{version="1",revision="",node_version="20"} 1';
    for (const [name, state] of states) {
      const [site, product] = [`site="${name}"`, `site="${name}",product_id="7",product="KVM",group="VPS"`];
      if (state.reason === undefined) state.readAt = Date.now();
      else state.failures[state.reason] += 1;
      yield `whmcs_up{${site}} ${state.reason === undefined ? 1 : 0}`;
      yield `whmcs_collections_total{${site}} ${scrapes}`;
      yield `whmcs_collection_interval_seconds{${site}} 3`;
      for (const [reason, count] of Object.entries(state.failures))
        yield `whmcs_collection_failures_total{${site},reason="${reason}"} ${count}`;
      yield `whmcs_collection_last_success_timestamp_seconds{${site}} ${state.readAt / 1000}`;
      yield `whmcs_stock_age_seconds{${site}} ${(Date.now() - state.readAt) / 1000}`;
      yield `whmcs_products{${site},stock="limited"} 1`;
      if (name !== sites[0]) continue;
      yield `whmcs_product_info{${product},group_id="1",type="server",module="kvm",pay_type="recurring",visibility="public"} 1`;
      yield `whmcs_product_stock_control{${product}} 1`;
      yield `whmcs_product_stock{${product}} 9`;
      yield `whmcs_product_sellout_probability{${product},within="lead_time"} ${probability}`;
    }
  }

  const server = createServer((_, response) => {
    if (isDown) response.statusCode = 503;
    else scrapes += 1;
    response.setHeader('Content-Type', 'text/plain; version=0.0.4');
    response.end(isDown ? '' : `${[...lines()].join('\n')}\n`);
  });
  const { port, close } = await listenOn(server);
  return {
    host: `127.0.0.1:${port}`,
    get isDown() {
      return isDown;
    },
    set isDown(value) {
      isDown = value;
    },
    fail(names, reason) {
      for (const name of names) {
        const state = states.get(name);
        if (state) state.reason = reason;
      }
    },
    close,
  };
}
