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

/** Creates an `Io` that redacts every known secret. */
export function redactIo(io: Io): RedactedIo {
  const secrets = new Set<string>();
  let current = createRedactor(secrets);
  const redact: Redact = (text) => current(text);
  return {
    io: { ...io, out: (text) => io.out(redact(text)), err: (text) => io.err(redact(text)) },
    redact,
    learn(config) {
      const known = secrets.size;
      for (const secret of secretsOf(config)) secrets.add(secret);
      if (secrets.size > known) current = createRedactor(secrets);
    },
  };
}
