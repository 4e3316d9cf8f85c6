import { createHmac, randomBytes } from 'node:crypto';
import type { RequestHandler } from 'express';
import { clientAddress } from './client-address.js';
import { createPasswordQueue } from './password-queue.js';
import { sendText } from './send-text.js';

/** Compares a password with a bcrypt hash. */
export type Compare = (password: string, hash: string) => Promise<boolean>;

/** Answers that are kept. Wrong ones have their own limit, so they never displace a right one. */
const MOST_RIGHT = 1_000;
const MOST_WRONG = 100;

/** The rest of a bcrypt hash that no password has, after its version and cost. */
const NO_HASH = `${'.'.repeat(22)}${'.'.repeat(31)}`;

/**
 * Requires a user and a password (RFC 7617), unless there are no users.
 *
 * @param users returns the bcrypt hash of each user's password.
 */
export function login(users: () => ReadonlyMap<string, string>, compare: Compare): RequestHandler {
  const queue = createPasswordQueue();
  /** The answers by a digest of what was asked. Its key ends with the process. */
  const answers = { right: new Map<string, true>(), wrong: new Map<string, true>() };
  const pending = new Map<string, Promise<boolean>>();
  const key = randomBytes(32);

  function isRight(client: string, { user, password }: Credentials): Promise<boolean> | boolean | undefined {
    const hashes = users();
    const hash = hashes.get(user);
    const asked = createHmac('sha256', key)
      .update(JSON.stringify([user, hash, password]))
      .digest('base64');
    if (answers.right.has(asked)) return refresh(answers.right, asked, MOST_RIGHT);
    if (answers.wrong.has(asked)) return !refresh(answers.wrong, asked, MOST_WRONG);
    const underWay = pending.get(asked);
    if (underWay) return underWay;
    // Unknown users take as long as known ones, so that time does not tell which users exist.
    const comparison = queue.run(client, () => compare(password, hash ?? hashOfNone(hashes)));
    const answer = comparison?.then((matches) => {
      const isKnown = matches && hash !== undefined;
      refresh(isKnown ? answers.right : answers.wrong, asked, isKnown ? MOST_RIGHT : MOST_WRONG);
      return isKnown;
    });
    if (answer) {
      pending.set(asked, answer);
      answer.catch(() => {}).finally(() => pending.delete(asked));
    }
    return answer;
  }

  return async (request, response, next) => {
    if (users().size === 0) return next();
    const credentials = parseCredentials(request.headers.authorization);
    const answer = credentials ? isRight(clientAddress(request.socket), credentials) : false;
    const isAllowed = typeof answer === 'object' ? await answer : answer;
    if (isAllowed) return next();
    if (isAllowed === undefined) return sendText(response, 429, BUSY, { 'Retry-After': '1' });
    sendText(response, 401, 'Unauthorized.', { 'WWW-Authenticate': 'Basic realm="whmcs-stock-exporter"' });
  };
}

const BUSY = 'Too many passwords are being checked.';

/** Puts a key last, and forgets the first beyond the limit. */
function refresh(map: Map<string, true>, key: string, most: number): true {
  map.delete(key);
  map.set(key, true);
  for (const [oldest] of map) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
  return true;
}

function hashOfNone(hashes: ReadonlyMap<string, string>): string {
  const [hash = ''] = hashes.values();
  return hash.slice(0, 7) + NO_HASH;
}

type Credentials = { readonly user: string; readonly password: string };

function parseCredentials(header: string | undefined): Credentials | undefined {
  const [, encoded] = /^basic +([A-Za-z0-9+/=_-]+)$/i.exec(header ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const [, user, password] =
    /^([^:]*):([\s\S]*)$/.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  return user === undefined || password === undefined ? undefined : { user, password };
}
