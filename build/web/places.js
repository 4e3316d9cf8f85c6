import { clientAddress } from "./client-address.js";
function createPlaces(most, patienceMs, now) {
  const holders = /* @__PURE__ */ new Set();
  const mostPerAddress = Math.max(1, Math.floor(most / 4));
  function isRoomAmong(others, limit) {
    if (others.length < limit) return true;
    const [slowest] = others;
    if (!slowest || now() - slowest.progressedAt < patienceMs) return false;
    holders.delete(slowest);
    slowest.socket.destroy();
    return true;
  }
  function isRoomFor(client) {
    if (most === 0 || holders.size < mostPerAddress) return true;
    const address = clientAddress(client);
    const own = [...holders].filter(({ socket }) => clientAddress(socket) === address);
    return isRoomAmong(own, mostPerAddress) && isRoomAmong([...holders], most);
  }
  return {
    take(socket) {
      if (!isRoomFor(socket)) return void 0;
      const holder = { socket, progressedAt: now() };
      holders.add(holder);
      return {
        progressed() {
          if (!holders.delete(holder)) return;
          holder.progressedAt = now();
          holders.add(holder);
        },
        leave: () => void holders.delete(holder)
      };
    }
  };
}
export {
  createPlaces
};
