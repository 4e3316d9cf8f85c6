import { clientAddress } from "./client-address.js";
const MOST_PIPELINED = 16;
const isIdle = ({ unanswered, request }) => unanswered === 0 || request?.complete === false;
function limitConnections(server, most, handler) {
  const connections = /* @__PURE__ */ new Map();
  const sockets = /* @__PURE__ */ new Set();
  const byAddress = /* @__PURE__ */ new Map();
  const mostPerAddress = Math.max(1, Math.floor(most / 4));
  function isRoomAmong(others, limit) {
    if (others.size < limit) return true;
    for (const socket of others) {
      const connection = connections.get(socket);
      if (connection && !isIdle(connection)) continue;
      forget(socket);
      socket.destroy();
      return true;
    }
    return false;
  }
  function forget(socket) {
    sockets.delete(socket);
    connections.get(socket)?.peers.delete(socket);
  }
  function touch(socket, peers) {
    for (const set of [sockets, peers]) {
      set.delete(socket);
      set.add(socket);
    }
  }
  server.on("connection", (socket) => {
    const address = clientAddress(socket);
    const peers = byAddress.get(address) ?? /* @__PURE__ */ new Set();
    if (!isRoomAmong(peers, mostPerAddress) || !isRoomAmong(sockets, most)) return void socket.destroy();
    byAddress.set(address, peers);
    connections.set(socket, { peers, unanswered: 0, request: void 0, waiting: [] });
    touch(socket, peers);
    socket.once("close", () => {
      forget(socket);
      connections.delete(socket);
      if (peers.size === 0 && byAddress.get(address) === peers) byAddress.delete(address);
    });
  });
  server.on("request", (request, response) => {
    const { socket } = request;
    const connection = connections.get(socket);
    if (!connection || socket.destroyed) return;
    if (connection.unanswered >= MOST_PIPELINED) return void socket.destroy();
    connection.unanswered += 1;
    connection.request = request;
    response.once("close", () => {
      connection.unanswered -= 1;
      if (socket.destroyed) return;
      touch(socket, connection.peers);
      connection.waiting.shift()?.();
    });
    if (connection.unanswered === 1) handler(request, response);
    else connection.waiting.push(() => handler(request, response));
  });
}
export {
  limitConnections
};
