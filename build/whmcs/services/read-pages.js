import { DecodeError } from "../decode.js";
const ROUND = 25;
async function readPages(readPage, abreast, signal, pages) {
  let most = 0;
  const read = async (start) => {
    const before = most;
    const { total: total2, rows } = await readPage(start, signal);
    if (total2 < rows) throw new DecodeError(`${rows} services listed of ${total2} counted`);
    if (total2 < before) throw new DecodeError("services went while they were counted");
    most = Math.max(most, total2);
    if (rows > 0 && start + rows > most)
      throw new DecodeError(`more services listed than the ${most} counted`);
    return rows;
  };
  const step = await read(0);
  const total = most;
  if (total > 0 && step === 0) throw new DecodeError(`no services listed of ${total} counted`);
  pages(step === 0 ? 1 : Math.ceil(total / step));
  let next = step;
  let last = step;
  async function readRange(from, to) {
    for (let at = from; at < to; ) {
      const rows = await read(at);
      if (rows === 0) throw new DecodeError(`no services listed from ${at} on, of ${most} counted`);
      at += rows;
      if (at >= total) last = rows;
    }
  }
  async function readShare() {
    while (next < total) {
      const start = next;
      next += step;
      await readRange(start, Math.min(next, total)).catch((error) => {
        next = total;
        throw error;
      });
    }
  }
  const shares = await Promise.allSettled(Array.from({ length: abreast }, readShare));
  for (const share of shares) if (share.status === "rejected") throw share.reason;
  for (let at = total; last > 0 && (at < most || last % ROUND === 0); at += last) last = await read(at);
  return total;
}
export {
  readPages
};
