import { type ImportOptions, importTables } from '../bulk/import.js';
import { advise } from '../whmcs/advice.js';
import type { Io } from './io.js';

/**
 * Takes changes of the configuration from tables.
 *
 * @returns whether every row was good.
 */
export function importConfig(options: ImportOptions, io: Io): Promise<boolean> {
  return importTables(options, { ...io, advise });
}
