/** Remembers the nonces of calls for as long as the calls would be accepted. */
export type Nonces = {
  /**
   * @param expiresAt Unix time in ms at which the call is too old anyway.
   * @returns `new` if the nonce is now remembered, `known` if it was before, `full` if there is no room.
   */
  remember(nonce: string, expiresAt: number): 'new' | 'known' | 'full';
  /** Returns whether the calls of all nonces are too old by now. */
  isExpired(): boolean;
};

/** Where nonces survive a restart. */
export type NonceStore = {
  /** Returns the nonces of a site with the times at which they expire. */
  noncesOf(site: string): ReadonlyMap<string, number>;
  keepNonce(site: string, nonce: string, expiresAt: number): void;
};

/**
 * Creates a memory of limited size. When it is full of valid nonces it accepts no more, because forgetting
 * one would accept its call again.
 *
 * @param now Unix time in ms.
 * @param before nonces from before the start, with the times at which they expire.
 */
export function createNonces(
  most: number,
  now: () => number,
  before: ReadonlyMap<string, number> = new Map(),
): Nonces {
  const expiries = new Map(before);

  function forgetExpired(): void {
    const time = now();
    for (const [nonce, expiresAt] of expiries) if (expiresAt < time) expiries.delete(nonce);
  }

  return {
    remember(nonce, expiresAt) {
      if (expiries.has(nonce)) return 'known';
      if (expiries.size >= most) forgetExpired();
      if (expiries.size >= most) return 'full';
      expiries.set(nonce, expiresAt);
      return 'new';
    },
    isExpired() {
      forgetExpired();
      return expiries.size === 0;
    },
  };
}
