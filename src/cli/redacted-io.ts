import type { CollectedConfig } from '../config/config.js';
import { secretsOf } from '../config/secrets/known-secrets.js';
import { createRedactor, type Redact } from '../config/secrets/redactor.js';
import type { Io } from './io.js';

export type RedactedIo = {
  /** Redacts all output, errors and logs. */
  readonly io: Io;
  readonly redact: Redact;
  /** Adds the secrets of a configuration. Secrets of earlier configurations stay redacted. */
  readonly learn: (config: CollectedConfig) => void;
};

/** Creates an `Io` that redacts every known secret. @param known secrets that are known from the start. */
export function redactIo(io: Io, known: readonly string[] = []): RedactedIo {
  const secrets = new Set(known);
  let current = createRedactor(secrets);
  const redact: Redact = (text) => current(text);
  return {
    io: { ...io, out: (text) => io.out(redact(text)), err: (text) => io.err(redact(text)) },
    redact,
    learn(config) {
      const before = secrets.size;
      for (const secret of secretsOf(config)) secrets.add(secret);
      if (secrets.size > before) current = createRedactor(secrets);
    },
  };
}
