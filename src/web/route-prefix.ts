import type { RequestListener } from 'node:http';
import { sendText } from './send-text.js';

/**
 * Serves below a prefix what `handler` serves below the root. The prefix itself and the root lead to its
 * page, by relative addresses, which also work behind a proxy that adds a prefix of its own.
 *
 * @param prefix such as `/stock`; empty for none.
 */
export function servePrefixed(prefix: string, handler: RequestListener): RequestListener {
  if (prefix === '') return handler;
  const lastPart = prefix.slice(prefix.lastIndexOf('/') + 1);
  return (request, response) => {
    const { url = '' } = request;
    const [path = ''] = url.split('?');
    const redirect = (location: string) =>
      sendText(response, 302, `See ${location}.`, { Location: location });
    if (path === prefix) return redirect(`./${lastPart}/`);
    if (path === '/') return redirect(`.${prefix}/`);
    if (!url.startsWith(`${prefix}/`)) return sendText(response, 404, 'Not found.');
    request.url = url.slice(prefix.length);
    handler(request, response);
  };
}
