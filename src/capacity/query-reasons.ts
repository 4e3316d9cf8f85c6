/** Why a query gave no number: the closed list behind `reason` of the query's failures. */
const REASONS = {
  timeout: 'Prometheus did not answer in time. Raise prometheus.timeout, or use a recording rule.',
  dns: 'The host name in prometheus.url does not resolve. Check it for a typing error.',
  connect: 'The connection failed. Check prometheus.url and its port, and that Prometheus runs.',
  tls: 'The TLS connection failed. Check prometheus.tls, and the certificate of Prometheus.',
  auth: 'The server refuses the credentials. Check basic_auth, bearer_token and headers of prometheus.',
  redirect:
    'The server redirects. Credentials are not sent to another address: set prometheus.url to the target.',
  http: 'The server answered with an error. Look at its log.',
  bad_query: 'Prometheus can not run the query. Try it in the expression browser of Prometheus.',
  too_large: 'The answer is too large. Aggregate in the query, for example with sum by (LABEL).',
  invalid_response: 'The answer is not from the Prometheus API. Check prometheus.url and its path prefix.',
  partial: 'The answer is incomplete, so its numbers may be wrong. Check the stores behind the server.',
  wrong_type:
    'The result is not an instant vector or a scalar. Remove the range, such as [5m], from the query.',
  empty: 'The query found nothing. Check its metric and labels in Prometheus, and that its targets are up.',
  many: 'The query found several samples. Aggregate them; if each is a host, set label and size.',
  label: 'A sample lacks the label. Keep the label in the query, for example with sum by (LABEL).',
  not_a_number: 'The result is NaN. Look for a division of 0 by 0, or by missing series.',
  infinite: 'The result is infinite. Look for a division by 0.',
  negative: 'A capacity can not be below 0. If the query returns free units, set left instead of capacity.',
  out_of_range: 'The number is too large to count in units. Divide it, for example bytes by 2^30 for GiB.',
  stale: 'The sample is too old. Check both clocks, and that Prometheus scrapes the target.',
  canceled: 'The exporter stopped.',
} as const satisfies Readonly<Record<string, string>>;

export type QueryReason = keyof typeof REASONS;

export const QUERY_REASONS = Object.keys(REASONS) as readonly QueryReason[];

/** Returns what to do about a failure. */
export const adviseOnQuery = (reason: QueryReason): string => REASONS[reason];

export const isQueryReason = (text: string): text is QueryReason => Object.hasOwn(REASONS, text);
