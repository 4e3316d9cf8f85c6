import { UserError } from '../user-error.js';

/** The flag of the address that everything is served on, and its variable. */
export const LISTEN_FLAG = '--web.listen-address or WEB_LISTEN_ADDRESS';

/** The flag of the address that serves health alone, and its variable. */
export const HEALTH_LISTEN_FLAG = '--web.health-listen-address or WEB_HEALTH_LISTEN_ADDRESS';

export type ListenAddress = { readonly host: string | undefined; readonly port: number };

/**
 * Reads an address as Prometheus's exporters write it: `:10052` for every interface, or a host and a port, an
 * IPv6 address in brackets.
 *
 * @param flag the flag, and the variable, that it comes from.
 * @throws {UserError} if it is not such an address.
 */
export function parseListenAddress(text: string, flag: string): ListenAddress {
  const [, bracketed, plain, digits] =
    /^(?:\[([\da-f:.]+(?:%[\w.-]+)?)\]|([^:[\]\s]*)):(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65_535) {
    throw new UserError(
      `${flag}: expected an address such as :10052, 127.0.0.1:10052 or [::1]:10052, ` +
        `found ${JSON.stringify(text)}`,
    );
  }
  return { host: bracketed ?? (plain || undefined), port };
}

/** Returns the root URL of an address that is listened on. */
export function renderUrl(
  scheme: 'http' | 'https',
  { host = 'localhost' }: ListenAddress,
  port: number,
): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}/`;
}
