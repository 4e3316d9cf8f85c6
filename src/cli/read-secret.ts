import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/**
 * Reads a secret: a line typed at a terminal, which does not show it, or the whole input without its last
 * line end.
 *
 * @param prompt written to a terminal.
 * @param signal ends the wait for a terminal; the secret is empty then.
 */
export async function readSecret(
  input: Input,
  write: (text: string) => void,
  prompt: string,
  signal: AbortSignal,
): Promise<string> {
  if (!input.isTTY) return (await text(input)).replace(/\r?\n$/, '');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: silent, terminal: true, signal });
  write(prompt);
  return new Promise((resolve) => {
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => {
      write('\n');
      resolve('');
    });
  });
}
