import type { Catalogue, SourceName } from '../stock/catalogue.js';

/** One way of reading a site's stock. */
export type Source = {
  readonly name: SourceName;
  /** The API actions it calls, which the credentials' role must grant. */
  readonly actions: readonly string[];
  /**
   * Reads every product.
   *
   * @throws {WhmcsError} where the site could not be read; what was read before is then still the best that is known.
   */
  read(signal: AbortSignal): Promise<Catalogue>;
};
