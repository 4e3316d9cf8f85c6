function createNonces(most, now) {
  const expiries = /* @__PURE__ */ new Map();
  function forgetExpired() {
    const time = now();
    for (const [nonce, expiresAt] of expiries) if (expiresAt < time) expiries.delete(nonce);
  }
  return {
    remember(nonce, expiresAt) {
      if (expiries.has(nonce)) return "known";
      if (expiries.size >= most) forgetExpired();
      if (expiries.size >= most) return "full";
      expiries.set(nonce, expiresAt);
      return "new";
    }
  };
}
export {
  createNonces
};
