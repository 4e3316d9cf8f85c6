import type { IncomingMessage } from 'node:http';

const MAX_BYTES = 1024 * 1024;

/**
 * The fields of a form, urlencoded or multipart. A field that is sent empty counts as not sent, since some clients send
 * every credential field they know and fill only one pair. A body that is no form has no fields, as PHP's `$_POST` has none of it.
 *
 * @throws {RangeError} where the body is too large.
 */
export async function readForm(request: IncomingMessage): Promise<ReadonlyMap<string, string>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new RangeError('a form of over 1 MiB');
    chunks.push(chunk);
  }
  const type = request.headers['content-type'] ?? 'application/x-www-form-urlencoded';
  const body = new Response(Buffer.concat(chunks), { headers: { 'content-type': type } });
  const fields = await body.formData().catch(() => new FormData());
  const params = new Map<string, string>();
  for (const [name, value] of fields) if (typeof value === 'string' && value !== '') params.set(name, value);
  return params;
}
