/** An answer of the API before it is written in one of its formats. */
export type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

export const success = (fields: Readonly<Record<string, unknown>>): Answer => ({
  status: 200,
  body: { result: 'success', ...fields },
});

export const failure = (message: string, status = 200): Answer => ({
  status,
  body: { result: 'error', message },
});

/** Writes an answer in the requested format: `json`, `xml`, or the old one of names and values. */
export function writeAnswer(
  body: Answer['body'],
  responseType: string,
): { readonly type: string; readonly text: string } {
  if (responseType === 'json') return { type: 'application/json', text: writeJson(body) };
  if (responseType === 'xml') {
    return {
      type: 'text/xml',
      text: `<?xml version="1.0" encoding="utf-8"?>\n${writeXml('whmcsapi', body)}\n`,
    };
  }
  return { type: 'text/plain', text: `${writePairs(body)};` };
}

/** Writes JSON as PHP does: slashes, quotes inside texts and all non-ASCII characters are escaped. */
function writeJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(/\\(.)/g, (escaped, character) => (character === '"' ? '\\u0022' : escaped))
    .replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function writeXml(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((element) => writeXml(name, element)).join('');
  const inside =
    typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([key, field]) => writeXml(/^\d/.test(key) ? `item${key}` : key, field))
          .join('')
      : String(value ?? '').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<${name}>${inside}</${name}>`;
}

function writePairs(value: unknown, prefix = ''): string {
  if (typeof value !== 'object' || value === null) return `${prefix}=${String(value ?? '')}`;
  return Object.entries(value)
    .map(([key, field]) => writePairs(field, prefix === '' ? key : `${prefix}[${key}]`))
    .join(';');
}
