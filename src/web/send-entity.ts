import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Request, Response } from 'express';
import { negotiate } from './negotiate.js';
import { type Places, TOO_MANY } from './places.js';
import { sendBody } from './send-body.js';
import { sendText } from './send-text.js';

/** The content of an answer. A client that has it already gets a 304. */
export type Entity = {
  readonly text: string;
  /** The text that the ETag is made from: without the parts that change even if the stock does not. */
  readonly tagged: string;
  /** `Content-Type` and others, also of a 304. */
  readonly headers: Readonly<Record<string, string>>;
};

/** Renders an entity and sends it; 503 if too many answers are in progress. */
export type SendEntity = (request: Request, response: Response, render: () => Entity) => Promise<void>;

/**
 * Creates the function that sends entities with a weak ETag, in gzip if the client accepts it.
 *
 * @param stallMs the time after which the connection of a client that reads nothing is closed.
 */
export const createSendEntity =
  (places: Places, stallMs: number): SendEntity =>
  async (request, response, render) => {
    const place = places.take(request.socket);
    if (!place) return sendText(response, 503, TOO_MANY, { 'Retry-After': '1' });
    response.once('close', place.leave);
    const { text, tagged, headers } = render();
    // Headers that are set already come from the web configuration, and replace those here.
    for (const [name, value] of Object.entries({ ...SHARED, ...headers, ...response.getHeaders() }))
      if (value !== undefined) response.setHeader(name, value);
    response.setHeader('ETag', `W/"${createHash('sha256').update(tagged).digest('base64url').slice(0, 22)}"`);
    if (request.fresh) return void response.writeHead(304).end();
    const encoding = negotiate(request);
    const body = encoding === 'gzip' ? await compress(text) : Buffer.from(text);
    response.writeHead(200, {
      'Content-Length': body.length,
      ...(encoding === 'gzip' && { 'Content-Encoding': 'gzip' }),
    });
    if (request.method === 'HEAD') response.end();
    else sendBody(response, [body], stallMs, place.progressed);
  };

const SHARED = {
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache',
  Vary: 'Accept-Encoding',
};

const compress = promisify<string, Buffer>(gzip);
