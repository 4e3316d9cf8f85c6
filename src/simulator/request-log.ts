/** A received API request without its credentials. */
export type SimulatedRequest = {
  readonly action: string;
  readonly contentType: string;
  /** The other fields of the form, without credentials. */
  readonly params: Readonly<Record<string, string>>;
  readonly at: Date;
};

const REMEMBERED_REQUESTS = 1_000;
const LEFT_OUT: ReadonlySet<string> = new Set([
  'action',
  'identifier',
  'secret',
  'username',
  'password',
  'accesskey',
]);

/** Records a request, and drops the oldest beyond a thousand. */
export function remember(
  requests: SimulatedRequest[],
  params: ReadonlyMap<string, string>,
  contentType: string,
): void {
  const shown = [...params].filter(([name]) => !LEFT_OUT.has(name));
  requests.push({
    action: params.get('action') ?? '',
    contentType,
    params: Object.fromEntries(shown),
    at: new Date(),
  });
  if (requests.length > REMEMBERED_REQUESTS) requests.shift();
}
