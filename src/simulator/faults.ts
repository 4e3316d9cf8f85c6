import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/** What happens to an API request instead of a good answer. */
export type Fault =
  /** A status with an HTML body, as a proxy or a firewall sends it. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** A page of HTML with 200, such as a maintenance page. */
  | { readonly kind: 'page' }
  | { readonly kind: 'empty' }
  /** Half of the body, then the connection ends. */
  | { readonly kind: 'cut' }
  /** A Content-Length beyond what is sent, on a connection that stays open. */
  | { readonly kind: 'wrong length' }
  /** The good answer, a few bytes at a time. */
  | { readonly kind: 'drip'; readonly bytes: number; readonly everyMs: number }
  /** Bytes that are not text. */
  | { readonly kind: 'garbage' }
  /** Bytes that are not HTTP. */
  | { readonly kind: 'not http' }
  /** A body of this many bytes, which compresses well. */
  | { readonly kind: 'huge'; readonly bytes: number; readonly gzip: boolean }
  /** The connection is reset before the answer. */
  | { readonly kind: 'reset' }
  /** No answer ever comes. */
  | { readonly kind: 'hang' };

/** The current fault. It can be changed at any time. */
export type Faults = {
  /** The delay of every answer, in ms. */
  latencyMs: number;
  /** How many more answers are delayed; undefined means all. */
  latencyTimes: number | undefined;
  fault: Fault | undefined;
  /** How many more requests fail; undefined means all. */
  times: number | undefined;
  /** The action, or the path of the storefront API, that fails; undefined means any. */
  action: string | undefined;
};

const PAGE =
  '<!DOCTYPE html>\n<html><head><title>Just a moment</title></head>' +
  '<body><h1>Please come back later</h1></body></html>\n';

/** Returns the fault for the next request of an action, and counts the request. */
export function nextFault(faults: Faults, action: string): Fault | undefined {
  if (faults.action !== undefined && faults.action !== action) return undefined;
  if (faults.times === undefined) return faults.fault;
  if (faults.times <= 0) return undefined;
  faults.times -= 1;
  return faults.fault;
}

/** Returns the delay of the next answer in ms, and counts the answer. */
export function nextLatency(faults: Faults): number {
  if (faults.latencyMs <= 0 || faults.latencyTimes === undefined) return faults.latencyMs;
  if (faults.latencyTimes <= 0) return 0;
  faults.latencyTimes -= 1;
  return faults.latencyMs;
}

/** Applies a fault to a response. `good` is the answer without the fault. */
export function inflict(fault: Fault, response: ServerResponse, good: Buffer): void {
  const socket = response.socket;
  switch (fault.kind) {
    case 'status':
      response
        .writeHead(fault.status, { 'Content-Type': 'text/html', ...fault.headers })
        .end(fault.body ?? PAGE);
      return;
    case 'page':
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE);
      return;
    case 'empty':
      response.writeHead(200, { 'Content-Length': 0 }).end();
      return;
    case 'cut':
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': good.length });
      response.write(good.subarray(0, good.length / 2), () => socket?.destroy());
      return;
    case 'wrong length':
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': good.length + 100 });
      response.write(good);
      return;
    case 'drip':
      drip(response, good, fault.bytes, fault.everyMs);
      return;
    case 'garbage':
      response
        .writeHead(200, { 'Content-Type': 'application/json' })
        .end(Buffer.from([0, 255, 254, 1, 2, 200, 10]));
      return;
    case 'not http':
      socket?.end('220 mail.example ESMTP\r\n');
      return;
    case 'huge':
      huge(response, fault.bytes, fault.gzip);
      return;
    case 'reset':
      socket?.resetAndDestroy();
      return;
    case 'hang':
      return;
  }
}

function drip(response: ServerResponse, body: Buffer, bytes: number, everyMs: number): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length });
  let sent = 0;
  const timer = setInterval(() => {
    response.write(body.subarray(sent, sent + bytes));
    sent += bytes;
    if (sent < body.length) return;
    clearInterval(timer);
    response.end();
  }, everyMs);
  response.once('close', () => clearInterval(timer));
}

function huge(response: ServerResponse, bytes: number, gzip: boolean): void {
  if (gzip) {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' });
    response.end(gzipSync(Buffer.alloc(bytes, ' ')));
    return;
  }
  response.writeHead(200, { 'Content-Type': 'application/json' });
  const chunk = Buffer.alloc(64 * 1024, ' ');
  let left = bytes;
  const pour = () => {
    while (left > 0 && !response.destroyed) {
      left -= chunk.length;
      if (!response.write(chunk)) {
        response.once('drain', pour);
        return;
      }
    }
    response.end();
  };
  pour();
}
