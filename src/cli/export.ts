import { exportTable } from '../bulk/export.js';
import { advise } from '../whmcs/advice.js';
import type { Io } from './io.js';

/** Writes all that the configuration says, and may say, of products as a table. */
export function exportConfig(config: string, options: { readonly offline: boolean }, io: Io): Promise<void> {
  return exportTable({ config, offline: options.offline }, { ...io, advise });
}
