import type { IncomingMessage } from 'node:http';
import Negotiator from 'negotiator';
import { ENCODINGS, type Encoding } from '../metrics/encoding.js';

/** Missing in the published types: on equal weights these encodings are preferred. */
type WithPreference = {
  encoding(available: string[], options: { readonly preferred: readonly Encoding[] }): string | undefined;
};

/**
 * Returns the encoding of an answer: gzip, unless the client prefers plain text. A client that refuses
 * everything gets plain text, as client_golang gives it.
 */
export function negotiate(request: IncomingMessage): Encoding {
  if (request.headers['accept-encoding'] === 'gzip') return 'gzip'; // as Prometheus always asks
  const negotiator: WithPreference = new Negotiator(request);
  return negotiator.encoding([...ENCODINGS], { preferred: ENCODINGS }) === 'gzip' ? 'gzip' : 'identity';
}
