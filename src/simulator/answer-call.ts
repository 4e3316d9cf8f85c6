import { type Answer, failure, success } from './answer.js';
import { getClientsProducts } from './get-clients-products.js';
import { getProductDetails } from './get-product-details.js';
import { getProducts } from './get-products.js';
import type { Shop } from './shop.js';
import { type Settings, VERSIONS } from './simulator-settings.js';

type Action = (shop: Shop, settings: Settings, params: ReadonlyMap<string, string>) => Answer;

const COMPANION_ACTION = 'GetProductDetails';

const ACTIONS: readonly (readonly [string, Action])[] = [
  ['GetProducts', getProducts],
  [COMPANION_ACTION, getProductDetails],
  ['GetClientsProducts', getClientsProducts],
  [
    'WhmcsDetails',
    (_shop, { profile }) =>
      success({ whmcs: { version: VERSIONS[profile], canonicalversion: `${VERSIONS[profile]}-release.1` } }),
  ],
];

/** Every simulated action. */
export const KNOWN_ACTIONS = ACTIONS.map(([name]) => name);

export type Call = {
  readonly params: ReadonlyMap<string, string>;
  /** The caller's address. */
  readonly address: string;
};

/**
 * Answers one API call with WHMCS's own messages and statuses, as developers.whmcs.com/api and public clients
 * show them. The order of the checks is a quirk, because no public document states it.
 */
export function answerCall(shop: Shop, settings: Settings, { params, address }: Call): Answer {
  const name = params.get('action') ?? '';
  const [action, run] =
    ACTIONS.find(
      ([known]) =>
        known.toLowerCase() === name.toLowerCase() && (settings.companion || known !== COMPANION_ACTION),
    ) ?? [];
  const checks: Readonly<Record<Settings['quirks']['checks'][number], () => Answer | undefined>> = {
    ip: () => (isAllowed(settings, params, address) ? undefined : failure(`Invalid IP ${address}`, 403)),
    credentials: () => (isKnown(settings, params) ? undefined : failure('Authentication Failed', 403)),
    action: () => refuseUnknown(name, run !== undefined, settings),
    role: () =>
      settings.roles.some((role) => role.toLowerCase() === name.toLowerCase())
        ? undefined
        : failure(`Invalid Permissions: API action "${name.toLowerCase()}" is not allowed`, 403),
  };
  for (const check of settings.quirks.checks) {
    const refused = checks[check]();
    if (refused) return refused;
  }
  return action !== undefined && run ? run(shop, settings, params) : failure('Empty action request', 400);
}

function refuseUnknown(name: string, known: boolean, { quirks }: Settings): Answer | undefined {
  if (name === '') return failure('Empty action request', 400);
  if (known) return undefined;
  return failure(
    `Invalid API Action: "${name.toLowerCase()}" is not a valid API action`,
    quirks.unknownActionStatus,
  );
}

function isAllowed(
  { allowedIps, credentials }: Settings,
  params: ReadonlyMap<string, string>,
  address: string,
): boolean {
  if (allowedIps === undefined || allowedIps.includes(address)) return true;
  return credentials.accessKey !== undefined && params.get('accesskey') === credentials.accessKey;
}

/** Reads the pair from `identifier` and `secret`, or from `username` and `password` as in WHMCS's samples. */
function isKnown({ credentials }: Settings, params: ReadonlyMap<string, string>): boolean {
  const { identifier, secret, legacy } = credentials;
  const username = params.get('username');
  const password = params.get('password');
  return (
    (params.get('identifier') === identifier && params.get('secret') === secret) ||
    (username === identifier && password === secret) ||
    (legacy !== undefined && username === legacy.username && password === legacy.passwordMd5)
  );
}
