import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { errorCode } from '../error-code.js';
import type { Lookups } from './lookup-process.js';

/** Resolves host names for connections. */
export type Resolver = {
  /**
   * Returns the addresses of a name. Calls for the same name share one look-up. If it is slow or fails
   * temporarily, the last known addresses are returned.
   *
   * @throws {SilentNameServersError} if no answer comes within `deadlineMs`; or the look-up's own error.
   */
  resolve(name: string, deadlineMs: number): Promise<readonly LookupAddress[]>;
  /** Returns whether a call is waiting for the addresses of a name. */
  isAwaited(name: string): boolean;
  /** Cancels every look-up. */
  close(): void;
};

/** No name server answered in time. */
export class SilentNameServersError extends Error {
  override readonly name = 'SilentNameServersError';
}

/** Long enough for a dead first name server: resolvers ask the second one after 5 s. */
const MAX_DEADLINE_MS = 6_000;
/** How long a new look-up may take before the last known addresses are used. */
const PATIENCE_MS = 1_000;
/** How long addresses may be used without a new answer (RFC 8767, section 5, advises one to three days). */
const MAX_STALE_MS = 24 * 60 * 60_000;

type UnderWay = { readonly answer: Promise<readonly LookupAddress[]>; readonly since: number };
type Known = { readonly addresses: readonly LookupAddress[]; readonly since: number };

/**
 * Creates a resolver that caches the last known addresses.
 *
 * @param now monotonic time in ms.
 */
export function createResolver(lookups: Lookups, now: () => number = () => performance.now()): Resolver {
  const underWay = new Map<string, UnderWay>();
  const known = new Map<string, Known>();
  const awaited = new Map<string, number>();

  function begin(name: string): UnderWay {
    const answer = lookups
      .lookUp(name)
      .then((addresses) => {
        known.set(name, { addresses, since: now() });
        return addresses;
      })
      .finally(() => underWay.delete(name));
    answer.catch((error) => {
      if (!isForNow(error)) known.delete(name); // the name is gone
    });
    const begun = { answer, since: now() };
    underWay.set(name, begun);
    return begun;
  }

  function lastGood(name: string): Known | undefined {
    const last = known.get(name);
    return last && now() - last.since <= MAX_STALE_MS ? last : undefined;
  }

  async function wait(name: string, { answer }: UnderWay, ms: number): Promise<readonly LookupAddress[]> {
    awaited.set(name, (awaited.get(name) ?? 0) + 1);
    try {
      return await within(answer, ms, name);
    } finally {
      awaited.set(name, (awaited.get(name) ?? 1) - 1);
    }
  }

  return {
    isAwaited: (name) => (awaited.get(name) ?? 0) > 0,
    close: lookups.close,
    async resolve(name, deadlineMs) {
      const look = underWay.get(name) ?? begin(name);
      const last = lastGood(name);
      if (!last) return wait(name, look, deadlineMs);
      const patienceMs = Math.max(0, look.since + PATIENCE_MS - now());
      return within(look.answer, patienceMs, name).catch((error) => {
        if (isForNow(error)) return last.addresses;
        throw error;
      });
    },
  };
}

/**
 * Returns the deadline of a look-up: less than the timeout of the call, so that the error names the cause.
 */
export const lookupDeadline = (timeoutMs: number): number => Math.min(MAX_DEADLINE_MS, timeoutMs * 0.8);

/** Creates the `lookup` function of sockets. */
export function socketLookup(resolver: Resolver, deadlineMs: number): LookupFunction {
  return (name, options, callback) => {
    const answer = async (): Promise<readonly LookupAddress[]> => {
      const addresses = await resolver.resolve(name, deadlineMs);
      const fitting = addresses.filter(({ family }) => !options.family || family === options.family);
      if (fitting.length > 0) return fitting;
      throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
    };
    const succeed = ([first, ...others]: readonly LookupAddress[]) => {
      if (options.all)
        callback(
          null,
          [first, ...others].filter((one) => one !== undefined),
        );
      else callback(null, first?.address ?? '', first?.family);
    };
    const fail = (error: Error) => callback(error, '');
    // An error thrown by the callback must not reject this promise.
    answer().then(
      (addresses) => process.nextTick(succeed, addresses),
      (error) => process.nextTick(fail, error),
    );
  };
}

/** Returns whether a failed look-up is temporary and says nothing about the name. */
const isForNow = (error: unknown): boolean =>
  error instanceof SilentNameServersError || errorCode(error) === 'EAI_AGAIN';

async function within<T>(answer: Promise<T>, ms: number, name: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const fail = () =>
      reject(new SilentNameServersError(`no name server answered for ${name} within ${ms} ms`));
    timer = setTimeout(fail, ms).unref(); // does not delay a shutdown
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
