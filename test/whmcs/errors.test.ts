import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { advise } from '../../src/whmcs/advice.js';
import { createClient } from '../../src/whmcs/client.js';
import type { Reason } from '../../src/whmcs/reasons.js';
import type { Fetch } from '../../src/whmcs/transport.js';
import { WhmcsError } from '../../src/whmcs/whmcs-error.js';
import { fault } from '../support/fault.js';
import { MARKERS, siteConfig } from '../support/site.js';

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.abortPendingRequests();
  nock.cleanAll();
  nock.enableNetConnect();
});
afterAll(() => nock.restore()); // the next file of this worker would find node:https replaced

const HOST = 'http://whmcs.test';
const PATH = '/includes/api.php';
const quiet = { warn() {} };

/** A client over the platform's fetch, which nock replaces; it counts what its observer hears. */
function client(changes: Parameters<typeof siteConfig>[0] = {}) {
  const heard = { requests: 0, retries: 0, renewed: 0, reasons: [] as (Reason | undefined)[] };
  const made = createClient({
    site: siteConfig(changes),
    transport: {
      fetch: globalThis.fetch as Fetch, // the platform's types are wider than what the client uses
      renew: () => {
        heard.renewed += 1;
      },
      close: async () => {},
    },
    observer: {
      requestStarted: () => {
        heard.requests += 1;
      },
      requestEnded: (_action, { reason }) => heard.reasons.push(reason),
      retried: () => {
        heard.retries += 1;
      },
    },
    log: quiet,
    random: () => 0,
  });
  return { heard, call: (signal = new AbortController().signal) => made.call('GetProducts', {}, signal) };
}

async function failureOf(call: Promise<unknown>): Promise<WhmcsError> {
  const failure = await call.then(
    () => undefined,
    (error) => error,
  );
  expect(failure).toBeInstanceOf(WhmcsError);
  return failure;
}

const error = (message: string) => ({ result: 'error', message });
const page = '<!DOCTYPE html><html><body>Attention required</body></html>';

describe('what WHMCS and others answer, and what it is called', () => {
  test.each<[string, number, string | object, Reason, number]>([
    ['an address that is not allowed', 403, error('Invalid IP 203.0.113.9'), 'ip_not_allowed', 1],
    ['the same under another status', 400, error('Invalid IP 203.0.113.9'), 'ip_not_allowed', 1],
    ['wrong credentials', 403, error('Authentication Failed'), 'auth', 1],
    ['wrong credentials with 200', 200, error('Authentication Failed'), 'auth', 1],
    ['missing credentials', 403, error('Invalid or missing credentials'), 'auth', 1],
    ['a disabled admin', 403, error('Administrator Account Disabled'), 'auth', 1],
    ['a wrong password', 403, error('Invalid password provided'), 'auth', 1],
    ['an admin without the right', 403, error('Access Denied'), 'permission', 1],
    [
      'a role without the action',
      403,
      '{"result":"error","message":"Invalid Permissions: API action \\u0022getproducts\\u0022 is not allowed"}',
      'permission',
      1,
    ],
    ...[200, 400, 403, 404].map((status): [string, number, string, Reason, number] => [
      `an unknown action under ${status}`,
      status,
      '{"result":"error","message":"Invalid API Action: \\u0022getproduct\\u0022 is not a valid API action"}',
      'unknown_action',
      1,
    ]),
    ['no action', 400, error('Empty action request'), 'api_error', 1],
    ['a doubled path', 200, error('An admin user is required'), 'api_error', 1],
    ['a business error', 200, error('Client ID Not Found'), 'api_error', 1],
    [
      'an error that says status for result',
      200,
      { status: 'error', message: 'Authentication Failed' },
      'auth',
      1,
    ],
    ['a warning for a result', 200, { result: 'warning', message: 'Something' }, 'api_error', 1],
    ['an error without a message', 200, { result: 'error' }, 'api_error', 1],
    ['the old text form', 200, 'result=error;message=Authentication Failed', 'auth', 1],
    ['a page with 403', 403, page, 'blocked', 2],
    ['nothing with 403', 403, '', 'blocked', 2],
    ['a page with 406', 406, page, 'blocked', 1],
    ['JSON of another with 403', 403, { error: 'forbidden' }, 'blocked', 2],
    ['a page with 429', 429, page, 'rate_limited', 4],
    ['the REST rate limit', 429, { message: 'Rate Limit Exceeded' }, 'rate_limited', 4],
    ['a page with 502', 502, page, 'http', 4],
    ['a page with 503', 503, page, 'http', 4],
    ['a page with 504', 504, page, 'http', 4],
    ['a page with 500', 500, page, 'http', 2],
    ['a page with 501', 501, page, 'http', 1],
    ['a page with 408', 408, page, 'http', 4],
    ['a page with 505', 505, page, 'http', 1],
    ['a page with 404', 404, page, 'http', 1],
    ['a page with 401', 401, page, 'http', 1],
    ['success with 500', 500, { result: 'success', products: [] }, 'http', 2],
    ['an error of WHMCS with 500', 500, error('Something failed'), 'api_error', 1],
    ['a page with 200', 200, page, 'invalid_response', 1],
    ['an empty body with 200', 200, '', 'invalid_response', 1],
    ['half of the JSON', 200, '{"result":"success","products":{"pro', 'invalid_response', 1],
    ['JSON without a result', 200, { products: [] }, 'invalid_response', 1],
    ['a list', 200, '[1,2]', 'invalid_response', 1],
    ['two objects', 200, '{"result":"error"}{"result":"success"}', 'invalid_response', 1],
  ])('%s (HTTP %i)', async (_, status, body, reason, requests) => {
    nock(HOST).post(PATH).times(5).reply(status, body);
    const { call, heard } = client();
    const failure = await failureOf(call());
    expect({ reason: failure.reason, status: failure.status }).toEqual({ reason, status });
    expect(heard).toMatchObject({
      requests,
      retries: requests - 1,
      renewed: reason === 'blocked' ? requests - 1 : 0,
    });
    expect(heard.reasons).toEqual(Array(requests).fill(reason));
  });

  test.each<[string, Reason, number]>([
    ['ENOTFOUND', 'dns', 4],
    ['EAI_AGAIN', 'dns', 4],
    ['ECONNREFUSED', 'connect', 4],
    ['ECONNRESET', 'connect', 4],
    ['EHOSTUNREACH', 'connect', 4],
    ['UND_ERR_SOCKET', 'connect', 4],
    ['ETIMEDOUT', 'timeout', 4],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', 4],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls', 1],
    ['CERT_HAS_EXPIRED', 'tls', 1],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', 1],
    ['HPE_INVALID_CONSTANT', 'invalid_response', 1],
  ])('a connection that fails with %s is %s', async (code, reason, requests) => {
    nock(HOST)
      .post(PATH)
      .times(5)
      .replyWithError(Object.assign(new Error('it broke'), { code }));
    const { call, heard } = client();
    expect((await failureOf(call())).reason).toBe(reason);
    expect(heard.requests).toBe(requests);
  });
});

describe('asking again', () => {
  test('a passing fault is forgotten when the next try succeeds', async () => {
    nock(HOST).post(PATH).reply(503, page).post(PATH).reply(200, { result: 'success', totalresults: 0 });
    const { call, heard } = client();
    await expect(call()).resolves.toMatchObject({ result: 'success' });
    expect(heard).toMatchObject({ requests: 2, retries: 1, reasons: ['http', undefined] });
  });

  test('a refusal in front of WHMCS is asked once more over a new connection', async () => {
    nock(HOST).post(PATH).reply(403, page).post(PATH).reply(200, { result: 'success' });
    const { call, heard } = client();
    await call();
    expect(heard).toMatchObject({ requests: 2, renewed: 1 });
  });

  test.each([
    ['seconds', '3600'],
    ['a date', new Date(Date.now() + 3_600_000).toUTCString()],
  ])('a Retry-After in %s beyond the deadline ends the call and is handed on', async (_, value) => {
    nock(HOST).post(PATH).reply(429, page, { 'Retry-After': value });
    const { call, heard } = client();
    const failure = await failureOf(call());
    expect(heard.requests).toBe(1);
    expect((failure.retryAfterMs ?? 0) / 3_600_000).toBeCloseTo(1, 2);
  });

  test('a Retry-After within the deadline is kept to', async () => {
    nock(HOST)
      .post(PATH)
      .reply(503, page, { 'Retry-After': '1' })
      .post(PATH)
      .reply(200, { result: 'success' });
    const started = performance.now();
    await client().call();
    expect(performance.now() - started).toBeGreaterThanOrEqual(990);
  });

  test('one deadline covers the call with all its tries', async () => {
    nock(HOST).post(PATH).times(9).delay(120).reply(503, page);
    const { call, heard } = client({ timeoutMs: 300 });
    await failureOf(call());
    expect(heard.requests).toBeLessThanOrEqual(3); // of the four that it would make in time
  });

  test('a call that its caller gives up is canceled, not failed', async () => {
    nock(HOST).post(PATH).delay(5_000).reply(200, { result: 'success' });
    const controller = new AbortController();
    const { call, heard } = client();
    const pending = failureOf(call(controller.signal));
    controller.abort();
    expect((await pending).reason).toBe('canceled');
    expect(heard).toMatchObject({ requests: 1, retries: 0 });
  });
});

describe('secrets', () => {
  const secrets = Object.values(MARKERS);

  test('an answer that echoes the request shows no secret in the error', async () => {
    nock(HOST)
      .post(PATH)
      .reply(200, (_uri, sent) => error(`cannot read ${JSON.stringify(sent)} ${secrets.join(' ')}`));
    const failure = await failureOf(client().call());
    const shown = `${failure.message} ${failure.whmcsMessage} ${failure.stack} ${JSON.stringify(failure)}`;
    for (const secret of secrets) expect(shown).not.toContain(secret);
    expect(failure.message).toContain('<secret>');
  });

  test('a redirect is not followed, and what it says beyond the address is not repeated', async () => {
    nock(HOST)
      .post(PATH)
      .reply(302, '', { Location: `https://elsewhere.test/login?back=${MARKERS.secret}` });
    const { call, heard } = client();
    const failure = await failureOf(call());
    expect(failure.reason).toBe('http');
    expect(failure.message).toContain('redirects to https://elsewhere.test/login;');
    expect(failure.message).not.toContain(MARKERS.secret);
    expect(heard.requests).toBe(1);
  });

  for (const [injected, location, shown] of [
    ['a relative address', '/login/?back=1', ' redirects to http://whmcs.test/login/;'],
    ['another host of the same protocol', '//elsewhere.test/a', ' redirects to http://elsewhere.test/a;'],
    ['a host that is the secret', `https://${MARKERS.secret}.test/`, ' redirects to https://<secret>.test/;'],
    ['a script', `javascript:alert("${MARKERS.secret}")`, ' redirects;'],
    ['a user and a password', `https://u:${MARKERS.secret}@b.test/`, ' redirects to https://b.test/;'],
  ] as const) {
    fault('secret', `WHMCS redirects to ${injected}`, `HTTP 302${shown.replace(/;$/, '')}`, async () => {
      nock(HOST).post(PATH).reply(302, '', { Location: location });
      expect((await failureOf(client().call())).message).toBe(
        `GetProducts: HTTP 302${shown} redirects are not followed with credentials`,
      );
    });
  }

  fault('api', 'WHMCS answers 304 or 300 without an address', 'the status, and no redirect', async () => {
    for (const status of [304, 300]) {
      nock(HOST).post(PATH).reply(status, '');
      const { message, diagnosis } = await failureOf(client().call());
      expect(message).toBe(`GetProducts: HTTP ${status} with an empty body`);
      expect(diagnosis).toBeUndefined();
    }
  });

  fault('api', 'the web server asks for a password (HTTP 401)', 'advice to exempt the address', async () => {
    nock(HOST).post(PATH).reply(401, 'Unauthorized', { 'WWW-Authenticate': 'Basic realm="staging"' });
    const failure = await failureOf(client().call());
    expect([failure.reason, failure.status]).toEqual(['http', 401]);
    expect(advise(failure, 'GetProducts', siteConfig())).toContain('asks for a password of its own');
  });
});

describe('what is sent', () => {
  test('a form with the action, the credentials and the wish for JSON', async () => {
    nock(HOST, { reqheaders: { 'content-type': 'application/x-www-form-urlencoded' } })
      .post(PATH, {
        action: 'GetProducts',
        responsetype: 'json',
        identifier: MARKERS.identifier,
        secret: MARKERS.secret,
        accesskey: MARKERS.accessKey,
      })
      .reply(200, { result: 'success' });
    await client().call();
    expect(nock.isDone()).toBe(true);
  });
});

describe('bodies', () => {
  test.each([
    ['a byte order mark', '\uFEFF{"result":"success","totalresults":1}'],
    [
      'PHP warnings',
      '<br />\n<b>Warning</b>: Undefined variable $x in <b>/home/shop/a.php</b> on line <b>3</b><br />\n{"result":"success","totalresults":1}',
    ],
  ])('%s before the JSON is ignored', async (_, body) => {
    nock(HOST).post(PATH).reply(200, body);
    await expect(client().call()).resolves.toEqual({ result: 'success', totalresults: 1 });
  });

  test('a body over the limit is refused', async () => {
    nock(HOST)
      .post(PATH)
      .reply(200, { result: 'success', fill: 'x'.repeat(5_000) });
    expect((await failureOf(client({ bodyLimitBytes: 4_000 }).call())).reason).toBe('too_large');
  });
});
