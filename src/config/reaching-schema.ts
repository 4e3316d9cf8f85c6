import * as z from 'zod';
import { isNoProxyEntry, splitNoProxy } from './no-proxy.js';
import { flag, text } from './values.js';

const tls = z.strictObject(
  {
    ca_file: text('a path')
      .exactOptional()
      .describe('PEM file of the certificate authorities to trust, instead of the usual ones.'),
    server_name: z
      .string({ error: 'expected a host name' })
      .regex(/^(?=.*[A-Za-z])[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?$/, { error: 'expected a host name' })
      .exactOptional()
      .describe(
        'Name in the certificate, if it is not the host of url. For example for an origin behind a CDN.',
      ),
  },
  { error: 'expected ca_file or server_name' },
);

const HOSTS = 'hosts, domains or IP addresses, perhaps with a port, ranges such as 10.0.0.0/8, or *';

/** Accepts entries that can match. A problem does not repeat them, because a URL may be among them. */
const noProxy = text(HOSTS).superRefine((value, context) => {
  const entries = splitNoProxy(value);
  const bad = entries.findIndex((entry) => !isNoProxyEntry(entry));
  if (bad < 0) return;
  const which = entries.length > 1 ? `; entry ${bad + 1} of ${entries.length} is none of them` : '';
  context.addIssue({ code: 'custom', message: `expected ${HOSTS}${which}` });
});

/** Returns the keys that configure how to reach a server. @param server its name. */
export const reaching = (server: string) => ({
  tls: tls.exactOptional().describe(`How the certificate of ${server} is verified.`),
  proxy: text('the address of a proxy such as http://proxy:3128')
    .exactOptional()
    .describe(`HTTP proxy to reach ${server} through.`),
  no_proxy: z
    .union([noProxy, z.array(noProxy)], { error: 'expected host names' })
    .exactOptional()
    .describe('Hosts, domains, IP addresses or ranges to reach without the proxy, as in NO_PROXY.'),
  proxy_from_environment: flag
    .exactOptional()
    .describe('Use the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name. Default false.'),
});
