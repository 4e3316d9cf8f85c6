import { request as askPlain, type IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { endEarly } from './end-early.js';
import { LARGEST_BODY, readRequestBody } from './request-body.js';
import { SIGNATURE_HEADER, TIMESTAMP_HEADER } from './signed-call.js';

export type ForwardDeps = {
  /** Returns the root URL of the exporter that collects a site; undefined if it is this one. */
  readonly ownerOf: (site: string) => URL | undefined;
  readonly log: { warn(fields: object, message: string): void };
};

/** Marks a call that was forwarded, so that shards that disagree do not pass it on for ever. */
const FORWARDED_HEADER = 'x-stock-forwarded';
const LIMITS = { bytes: LARGEST_BODY, ms: 5_000 };
const TIMEOUT_MS = 5_000;
const LONGEST_ANSWER = 2 ** 20;

/**
 * Forwards calls about sites of other shards to their owners: once, with their bytes and headers unchanged,
 * so that their signatures stay valid. The owner checks them.
 */
export function forwardCalls({ ownerOf, log }: ForwardDeps): RequestHandler<{ site: string }> {
  return async (request, response, next) => {
    const { site } = request.params;
    const owner = ownerOf(site);
    if (!owner || request.method !== 'POST' || request.headers[FORWARDED_HEADER] !== undefined) return next();
    const body = await readRequestBody(request, LIMITS);
    if (typeof body === 'string') return endEarly(request, response, body === 'too_large' ? 413 : 400);
    try {
      // Only the path: the target of a request may be a URL, with a host that the client chose.
      const url = new URL(`.${request.path}`, owner);
      const { status, headers, content } = await send(url, request.headers, body);
      response.writeHead(status, { ...headers, 'Content-Length': content.length });
      response.end(content);
    } catch (error) {
      log.warn(
        { site, owner: owner.host, err: error },
        'the shard that collects the site does not take its call',
      );
      endEarly(request, response, 502);
    }
  };
}

type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Buffer;
};

/** Headers of an answer that are passed on. The last two sign it. */
const PASSED_HEADERS = ['content-type', TIMESTAMP_HEADER, SIGNATURE_HEADER];

async function send(url: URL, headers: NodeJS.Dict<string | string[]>, body: Buffer): Promise<Answer> {
  const {
    host: _host,
    connection: _connection,
    'transfer-encoding': _coding,
    expect: _expect,
    ...rest
  } = headers;
  const options = {
    method: 'POST',
    headers: { ...rest, [FORWARDED_HEADER]: '1', 'content-length': body.length },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    agent: false,
  };
  const { request } = url.protocol === 'https:' ? await import('node:https') : { request: askPlain };
  return new Promise((resolve, reject) => {
    const sent = request(url, options);
    sent.once('error', reject).once('response', (answer) => {
      readBody(answer).then((content) => {
        resolve({ status: answer.statusCode ?? 502, headers: passed(answer.headers), content });
      }, reject);
    });
    sent.end(body);
  });
}

/** @throws an error if the body is too long; the connection is closed then. */
async function readBody(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer) {
    bytes += chunk.length;
    if (bytes > LONGEST_ANSWER) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const passed = (headers: NodeJS.Dict<string | string[]>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    PASSED_HEADERS.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
