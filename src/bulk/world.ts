import type { SiteConfig } from '../config/config.js';
import type { WhmcsError } from '../whmcs/reasons.js';

/** What bulk commands may touch of the world outside. */
export type World = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What was asked for goes here. */
  readonly out: (text: string) => void;
  /** What else there is to say goes here. */
  readonly err: (text: string) => void;
  /** Whether a person watches, so that progress makes sense. */
  readonly interactive: boolean;
  readonly signal: AbortSignal;
  /** What to do about a failed call of an action. */
  readonly advise: (fault: WhmcsError, action: string, site: SiteConfig) => string;
};
