import { UserError } from '../user-error.js';

export type ListenAddress = { readonly host: string | undefined; readonly port: number };

/**
 * Reads an address as Prometheus's exporters write it: `:10052` for every interface, or a host and a port, an
 * IPv6 address in brackets.
 *
 * @throws {UserError} if it is not such an address.
 */
export function parseListenAddress(text: string): ListenAddress {
  const [, bracketed, plain, digits] =
    /^(?:\[([\da-f:.]+(?:%[\w.-]+)?)\]|([^:[\]\s]*)):(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65_535) {
    throw new UserError(
      '--web.listen-address or WEB_LISTEN_ADDRESS: expected an address such as :10052, 127.0.0.1:10052 or ' +
        `[::1]:10052, found ${JSON.stringify(text)}`,
    );
  }
  return { host: bracketed ?? (plain || undefined), port };
}
