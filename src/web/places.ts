import type { Socket } from 'node:net';
import { clientAddress } from './client-address.js';

/** Limits how many answers are under way. */
export type Places = {
  /** Takes a place for the client's answer, or returns undefined if there is none. */
  take(socket: Socket): Place | undefined;
};

export type Place = {
  /** Call it when the client has taken some of its answer. */
  progressed(): void;
  leave(): void;
};

/** The body of the 503 to a client for which there is no place. */
export const TOO_MANY =
  'Too many requests at once (limit: --web.max-requests, and a quarter of it per client).';

type Holder = { readonly socket: Socket; progressedAt: number };

/**
 * Creates the places. One client address holds at most a quarter of them, so that no client keeps out the
 * others. When no place is left, the connection that has not progressed for the longest time loses its place:
 * a client that reads its answers gets in beside any number that do not, even from the same address.
 *
 * @param most the number of places; 0 for no limit.
 * @param patienceMs the time without progress after which a client can lose its place.
 * @param now monotonic time in ms.
 */
export function createPlaces(most: number, patienceMs: number, now: () => number): Places {
  /** Ordered by their last progress, oldest first. */
  const holders = new Set<Holder>();
  const mostPerAddress = Math.max(1, Math.floor(most / 4));

  function isRoomAmong(others: readonly Holder[], limit: number): boolean {
    if (others.length < limit) return true;
    const [slowest] = others;
    if (!slowest || now() - slowest.progressedAt < patienceMs) return false;
    holders.delete(slowest);
    slowest.socket.destroy();
    return true;
  }

  function isRoomFor(client: Socket): boolean {
    if (most === 0 || holders.size < mostPerAddress) return true;
    const address = clientAddress(client);
    const own = [...holders].filter(({ socket }) => clientAddress(socket) === address);
    return isRoomAmong(own, mostPerAddress) && isRoomAmong([...holders], most);
  }

  return {
    take(socket) {
      if (!isRoomFor(socket)) return undefined;
      const holder = { socket, progressedAt: now() };
      holders.add(holder);
      return {
        progressed() {
          if (!holders.delete(holder)) return;
          holder.progressedAt = now();
          holders.add(holder);
        },
        leave: () => void holders.delete(holder),
      };
    },
  };
}
