// Jest loads this as it is, so this file is checked JavaScript.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Creates a temporary folder for everything that this process and its children write, and removes it when
 * this process ends. So no test has to remove its own files, and a failed one leaves none.
 */
export default function useOwnTemporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'tests-')); // a short name: paths of sockets are limited
  chmodSync(folder, 0o1777); // as the system's folder: servers run as other users
  process.env.TMPDIR = folder;
  process.once('exit', () => {
    try {
      // A process that has just been stopped may still write.
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    } catch (error) {
      process.stderr.write(`could not remove ${folder}: ${error}\n`);
    }
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
}
