/** A path that the exporter serves. */
export type Route = {
  readonly path: string;
  /** HTTP methods; others get a 405. */
  readonly methods: readonly string[];
  /** What a caller gets, for the reference. */
  readonly help: string;
};

/** Everything that is served. `docs/reference/http.md` is generated from it. */
export const ROUTES = {
  page: {
    path: '/',
    methods: ['GET', 'HEAD'],
    help:
      'The [stock page](../stock-page.md): what needs attention, all products, and the state of each site. ' +
      '`q`, `site`, `group`, `state`, `sort` and `page` select products.',
  },
  csv: {
    path: '/stock.csv',
    methods: ['GET', 'HEAD'],
    help:
      'The products of the stock page as CSV, with the same parameters, without pages. 400 if `state` or ' +
      '`sort` is invalid.',
  },
  metrics: {
    path: '/metrics',
    methods: ['GET', 'HEAD'],
    help:
      'The metrics in text format 0.0.4, plain or gzip. 503 beyond `--web.max-requests`. ' +
      '`--web.telemetry-path` sets another path.',
  },
  probe: {
    path: '/probe',
    methods: ['GET', 'HEAD'],
    help:
      'The metrics of one site, `/probe?target=SITE`, for scrape jobs of the usual form. ' +
      '`/metrics?target=SITE` is the same, and `/metrics?target=` has the metrics of the exporter itself. ' +
      'They are views of what is collected: 404 if there is no such site.',
  },
  discovery: {
    path: '/sd',
    methods: ['GET', 'HEAD'],
    help:
      'Targets for `http_sd_configs` of Prometheus: one per site, at the exporter that collects it. ' +
      '`/sd?role=exporter` lists the exporters, each with the metrics that belong to no site.',
  },
  apiStock: {
    path: '/api/v1/stock',
    methods: ['GET', 'HEAD'],
    help:
      'Products with their stock as JSON. `site`, `group`, `product` and `state` choose, and may be ' +
      'repeated; `expand=options,combinations` lists what is below each. See [the API](openapi.json).',
  },
  apiPools: {
    path: '/api/v1/pools',
    methods: ['GET', 'HEAD'],
    help: 'The pools with their capacity, what is in use, and the forecast as JSON. `site` selects sites.',
  },
  apiSites: {
    path: '/api/v1/sites',
    methods: ['GET', 'HEAD'],
    help: 'The sites with their states as JSON, and why those fail that do.',
  },
  apiConfig: {
    path: '/api/v1/status/config',
    methods: ['GET', 'HEAD'],
    help: 'The configuration in use as JSON, in the form of its file, with all defaults. Secrets are masked.',
  },
  apiBuild: {
    path: '/api/v1/status/buildinfo',
    methods: ['GET', 'HEAD'],
    help: 'Version, revision and Node.js version as JSON.',
  },
  healthy: {
    path: '/-/healthy',
    methods: ['GET', 'HEAD'],
    help:
      "200 while every site's loop moves. 503 with the site's name once one has not moved for longer than " +
      'its interval and timeout allow.',
  },
  ready: {
    path: '/-/ready',
    methods: ['GET', 'HEAD'],
    help:
      '200 once each site has answered or failed once, or has waited for ten seconds. 503 with names of ' +
      'sites until then.',
  },
  reload: {
    path: '/-/reload',
    methods: ['POST', 'PUT'],
    help:
      'Reloads the configuration. 200 if it took effect, 500 with every problem if not, 403 for web pages ' +
      'of other sites and with `--web.disable-reload`.',
  },
  webhook: {
    path: '/webhooks/whmcs/:site',
    methods: ['POST'],
    help:
      'Takes a signed call about products of a site that may have changed. 202 if accepted; 401, 404, 413 ' +
      'or 429 if not.',
  },
  soldOut: {
    path: '/webhooks/whmcs/:site/sold-out',
    methods: ['POST'],
    help:
      'Answers a signed call of the companion with what is proven to be sold out, signed too. 503 while ' +
      'the stock of the site is unknown or older than `max_age`; 401, 404, 413 or 429 if the call is ' +
      'refused.',
  },
} as const satisfies Readonly<Record<string, Route>>;
