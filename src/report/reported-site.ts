import type { SiteReading } from '../collector/site-reading.js';
import type { SiteConfig } from '../config/config.js';

/** A site with what one reading of it found. */
export type ReportedSite = SiteReading & { readonly config: SiteConfig };
