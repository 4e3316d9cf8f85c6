import type { Config } from '../config/config.js';
import { secretsOf } from '../config/secrets/known-secrets.js';
import { createRedactor, type Redact } from '../config/secrets/redactor.js';
import type { Io } from './io.js';

export type RedactedIo = {
  /** Everything that is written through it is redacted: output, errors and logs. */
  readonly io: Io;
  readonly redact: Redact;
  /** Adds a configuration's secrets. Those of earlier ones stay redacted. */
  readonly learn: (config: Config) => void;
};

/** Creates an `Io` that no secret gets out through, once it is known. */
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
