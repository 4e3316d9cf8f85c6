import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { text } from 'node:stream/consumers';
import type { Certificate } from './certificates.js';
import { listenOn } from './listen-on.js';

/** Answers one query. */
export type FakeAnswer = (answer: ServerResponse, request: IncomingMessage) => void;

/** Starts a server that answers queries with the test's function. Its address is `url`. */
export async function startFakePrometheus(
  answerOf: (query: string) => FakeAnswer,
  certificate?: Certificate,
) {
  const forms: URLSearchParams[] = [];
  const handle = async (request: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(await text(request));
    forms.push(form);
    answerOf(form.get('query') ?? '')(answer, request);
  };
  const server = certificate ? createTlsServer({ ...certificate }, handle) : createServer(handle);
  const { port, close } = await listenOn(server);
  return { url: `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`, forms, close };
}

/** Answers with JSON, or with a text. */
export const send =
  (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): FakeAnswer =>
  (answer) => {
    const isText = typeof body === 'string';
    answer.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...headers });
    answer.end(isText ? body : JSON.stringify(body));
  };

type Value = number | string;

/** A result with samples: values, or values by labels. @param ageSeconds how old they are. */
export const vector =
  (
    samples: readonly (Value | readonly [Readonly<Record<string, string>>, Value])[],
    ageSeconds = 0,
    more: object = {},
  ): FakeAnswer =>
  (answer, request) => {
    const found = samples.map((sample) => {
      const [metric, value] = typeof sample === 'object' ? sample : [{}, sample];
      return { metric, value: [Date.now() / 1000 - ageSeconds, String(value)] };
    });
    const data = { resultType: 'vector', result: found };
    send({ status: 'success', data, ...more })(answer, request);
  };

export const result = (resultType: string, found: unknown): FakeAnswer =>
  send({ status: 'success', data: { resultType, result: found } });

export const refusal = (status: number, errorType: string, error: string): FakeAnswer =>
  send({ status: 'error', errorType, error }, status);
