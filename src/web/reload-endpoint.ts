import type { RequestHandler } from 'express';
import type { Redact } from '../config/secrets/redactor.js';
import { isCrossSite } from './cross-site.js';
import { sendText } from './send-text.js';

/** Reloads the configuration; throws if it is invalid. Or the reason why HTTP can't reload it. */
export type Reload = (() => Promise<void>) | 'disabled' | 'no configuration';

/**
 * Answers as Prometheus does (prometheus.io/docs/prometheus/latest/management_api), and says what is wrong.
 */
export function reloadOnRequest(reload: Reload, redact: Redact, externalUrl?: URL): RequestHandler {
  return async (request, response) => {
    if (reload === 'no configuration') return sendText(response, 404, 'There is no configuration to reload.');
    if (reload === 'disabled') return sendText(response, 403, DISABLED);
    if (isCrossSite(request, externalUrl)) return sendText(response, 403, CROSS_SITE);
    try {
      await reload();
      sendText(response, 200, 'Reloaded.');
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      sendText(response, 500, redact(`Reload failed; the last valid configuration stays in use:\n${why}`));
    }
  };
}

const DISABLED = 'Reload over HTTP is off (--web.disable-reload). Send SIGHUP to the process instead.';
const CROSS_SITE =
  'A page of another site must not reload the configuration. Use a program such as curl, or send SIGHUP ' +
  'to the process.';
