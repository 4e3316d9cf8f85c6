import type { SiteConfig } from '../config/config.js';

/** What an advice may mention of a failed call. */
export type AdviceContext = {
  readonly site: SiteConfig;
  /** The API action, or path of the storefront API, that was called. */
  readonly action: string;
  /** The message of WHMCS itself, if there is one. */
  readonly whmcsMessage: string | undefined;
};

/** What to do about a failed call. White space in it is collapsed. */
export type Advice = string | ((context: AdviceContext) => string);

export const api = ({ apiUrl }: SiteConfig): string => `${apiUrl.origin}${apiUrl.pathname}`;
export const seconds = ({ timeoutMs }: SiteConfig): string => `${timeoutMs / 1000} s`;
export const port = ({ apiUrl }: SiteConfig): string =>
  apiUrl.port || (apiUrl.protocol === 'https:' ? '443' : '80');
export const hasProxyUser = ({ proxy }: SiteConfig): boolean =>
  proxy !== undefined && new URL(proxy.reveal()).username !== '';
export const name = ({ tlsServerName, apiUrl }: SiteConfig): string => tlsServerName ?? apiUrl.hostname;
