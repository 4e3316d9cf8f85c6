/**
 * Joins bytes in memory of exactly their size. What `zlib` and `Buffer.concat` return is often a view into
 * larger memory, up to 64 KiB on Node 24, and a view that is kept keeps all of it.
 */
export function joinBytes(parts: readonly Buffer[]): Buffer {
  const joined = Buffer.allocUnsafeSlow(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) at += part.copy(joined, at);
  return joined;
}
