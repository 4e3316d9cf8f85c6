import type { Source } from '../sources/source.js';
import { type CountDeps, countServices, SERVICES_ACTION } from './count-services.js';
import type { ProductOptions, Progress, ServiceCount } from './service-count.js';

/** Counts the units in use of products: by the source if it can, otherwise by paging through services. */
export const countUnits = async (
  { source, ...deps }: CountDeps & { readonly source: Pick<Source, 'count'> },
  products: readonly ProductOptions[],
  signal: AbortSignal,
  progress?: Progress,
): Promise<ServiceCount> =>
  (await source.count?.(products, signal, progress)) ??
  (await countServices(deps, products, signal, progress));

/** Returns the API action that counts the units in use of a source's products. */
export const countingAction = ({ count, actions }: Pick<Source, 'count' | 'actions'>): string =>
  (count && actions[0]) ?? SERVICES_ACTION;
