/** Parses JSON. Returns undefined if the text is not JSON, which every schema refuses. */
export function parseJson(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    return undefined;
  }
}
