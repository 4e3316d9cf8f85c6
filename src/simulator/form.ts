import type { IncomingMessage } from 'node:http';

const MAX_BYTES = 1024 * 1024;

/**
 * Reads the fields of a form, urlencoded or multipart. An empty field counts as missing, because some clients
 * send every credential field and fill only one pair. Any other body has no fields, as in PHP's `$_POST`.
 *
 * @throws {RangeError} if the body is too large.
 */
export async function readForm(request: IncomingMessage): Promise<ReadonlyMap<string, string>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new RangeError('the form is larger than 1 MiB');
    chunks.push(chunk);
  }
  const type = request.headers['content-type'] ?? 'application/x-www-form-urlencoded';
  const body = new Response(Buffer.concat(chunks), { headers: { 'content-type': type } });
  const fields = await body.formData().catch(() => new FormData());
  const params = new Map<string, string>();
  for (const [name, value] of fields) if (typeof value === 'string' && value !== '') params.set(name, value);
  return params;
}
