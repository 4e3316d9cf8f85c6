import type { SiteReading } from '../collector/site-reading.js';
import type { SiteConfig } from '../config/config.js';

/** A site with the result of one reading. */
export type ReportedSite = SiteReading & { readonly config: SiteConfig };
