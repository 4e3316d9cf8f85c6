import type { Pool } from '../../stock/limits.js';
import { cleanText } from '../../stock/text.js';
import type { ParsedPool } from './limits-schema.js';

/** Returns a site's pools as the domain takes them. */
export const buildPools = (pools: readonly ParsedPool[] | undefined): readonly Pool[] =>
  (pools ?? []).map(({ name, capacity, unit, draws }) => ({
    name: cleanText(name),
    capacity,
    unit: cleanText(unit ?? ''),
    draws,
  }));
