/** Remembers the nonces of calls for as long as their calls would be taken. */
export type Nonces = {
  /**
   * @param expiresAt Unix time in ms at which the call is too old anyway.
   * @returns whether the nonce is `new` and now remembered, `known` already, or there is no room (`full`).
   */
  remember(nonce: string, expiresAt: number): 'new' | 'known' | 'full';
};

/**
 * Makes a memory of bounded size. Full of nonces that still count it takes no more, since forgetting one would let its call in again.
 *
 * @param now Unix time in ms.
 */
export function createNonces(most: number, now: () => number): Nonces {
  const expiries = new Map<string, number>();

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
  };
}
