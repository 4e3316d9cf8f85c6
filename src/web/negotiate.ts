import type { IncomingMessage } from 'node:http';
import Negotiator from 'negotiator';
import { ENCODINGS, type Encoding } from '../metrics/encoding.js';

/** The published types lack `preferred`, the encodings to prefer among equal weights. */
type WithPreference = {
  encoding(available: string[], options: { readonly preferred: readonly Encoding[] }): string | undefined;
};

/**
 * Returns the encoding of an answer: gzip, unless the client prefers plain text. A client that refuses
 * everything gets plain text, as with client_golang.
 */
export function negotiate(request: IncomingMessage): Encoding {
  if (request.headers['accept-encoding'] === 'gzip') return 'gzip'; // what Prometheus always sends
  const negotiator: WithPreference = new Negotiator(request);
  return negotiator.encoding([...ENCODINGS], { preferred: ENCODINGS }) === 'gzip' ? 'gzip' : 'identity';
}
