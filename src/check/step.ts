/** What must work for a site to be read, in the order of the steps. */
const TITLES = {
  proxy: 'proxy',
  dns: 'name resolves',
  tcp: 'TCP connects',
  tls: 'TLS is good',
  http: 'WHMCS answers',
  credentials: 'credentials accepted',
  ip: 'IP address allowed',
  actions: 'actions permitted',
  source: 'source of stock',
  catalogue: 'catalogue read',
  options: 'options and pools',
  version: 'WHMCS version',
  capacity: 'query for capacity',
} as const;

export type StepName = keyof typeof TITLES;

export type StepState = 'ok' | 'warning' | 'failed' | 'skipped';

/** The result of a step. */
export type Step = {
  readonly name: StepName;
  readonly title: string;
  readonly state: StepState;
  /** What was found. */
  readonly detail: string;
  /** What to change, and where; undefined if nothing is to be changed. */
  readonly advice: string | undefined;
  /** Undefined if nothing was measured. */
  readonly milliseconds: number | undefined;
};

/** Creates a step from what was found. */
export function step(
  name: StepName,
  state: StepState,
  detail: string,
  extra: { readonly advice?: string | undefined; readonly milliseconds?: number | undefined } = {},
): Step {
  return { name, title: TITLES[name], state, detail, advice: extra.advice, milliseconds: extra.milliseconds };
}

/** Runs `work` and measures how long it takes, in ms. */
export async function timed<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly milliseconds: number }> {
  const started = performance.now();
  const value = await work();
  return { value, milliseconds: performance.now() - started };
}
