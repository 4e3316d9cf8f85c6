import type { SecureContextOptions } from 'node:tls';

/** How the web server protects what it serves: the content of `--web.config.file`. */
export type WebConfig = {
  /** Undefined for plain HTTP. */
  readonly tls: TlsConfig | undefined;
  /** Headers of every answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bcrypt hash of each user's password. Without users there is no login. */
  readonly users: ReadonlyMap<string, string>;
  readonly rateLimit: RateLimit | undefined;
};

export type TlsConfig = {
  /** Certificate and key, versions and ciphers. */
  readonly context: SecureContextOptions;
  readonly clients: ClientPolicy;
  /** Equal if connections that were accepted before still comply: it covers all but the certificate. */
  readonly policy: string;
};

export type ClientPolicy = {
  readonly certificate: 'none' | 'request' | 'require any' | 'verify if given' | 'require and verify';
  /** The names of which the client's certificate must have one; empty for no such check. */
  readonly allowedNames: readonly string[];
};

/** Answers `burst` requests at once, and one more per interval. */
export type RateLimit = { readonly intervalMs: number; readonly burst: number };

/** What holds without a file. */
export const OPEN: WebConfig = { tls: undefined, headers: {}, users: new Map(), rateLimit: undefined };
