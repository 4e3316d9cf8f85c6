import { fold } from './escapes.js';

/** A secret as it may be written in a text, apart from escapes, which the reader of the text resolves. */
export type SecretForm = {
  /** Folded as readings are. */
  readonly text: string;
  /** This many characters from its beginning give too much away. */
  readonly enough: number;
};

/** A secret as long as this is redacted where only its first or second half is shown. */
const HALVES_FROM = 20;

/**
 * Returns the forms of a secret: as it is, in hex, and in base64 at each place that it can have in a longer
 * text.
 */
export function formsOf(secret: string): readonly SecretForm[] {
  const bytes = Buffer.from(secret, 'utf8');
  const hex = bytes.toString('hex');
  const encoded = [
    secret,
    new URLSearchParams([['', secret]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
  ];
  const base64 = [...new Set(encoded)].flatMap((text) =>
    [0, 1, 2].map((offset) => base64Within(text, offset)),
  );
  const base64url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const texts = new Set([secret, hex, ...base64, ...base64url].map(fold));
  return [...texts].flatMap((text) => {
    if (text.length < HALVES_FROM) return [{ text, enough: text.length }];
    const half = Math.ceil(text.length / 2);
    return [
      { text, enough: half },
      { text: text.slice(-half), enough: half },
    ];
  });
}

/**
 * Returns the characters of the base64 of `…secret…` that the secret alone decides, `offset` bytes after a
 * multiple of 3.
 */
function base64Within(text: string, offset: number): string {
  const bytes = Buffer.from(text, 'utf8');
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  return whole.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}
