import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

/** Compares passwords with bcrypt hashes, one after another. */
export type PasswordWorker = {
  /** @throws if the thread fails. The next call starts another. */
  compare(password: string, hash: string): Promise<boolean>;
  close(): void;
};

/** Where the bundle has the library, from this file; the bundler sets it. */
declare const BUNDLED_BCRYPTJS: string | undefined;

const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
const library = import(workerData);
parentPort.on('message', async ({ password, hash }) => {
  const { default: bcrypt } = await library;
  parentPort.postMessage(bcrypt.compareSync(password, hash));
});
`;

/**
 * Creates a worker that compares in a thread of its own, because a comparison takes as long as hundreds of
 * scrapes. The thread starts with the first comparison.
 */
export function createPasswordWorker(): PasswordWorker {
  let thread: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function start(): Worker {
    const started = new Worker(PROGRAM, { eval: true, workerData: locateLibrary(), env: {} });
    started.unref();
    started.on('error', () => {}); // the comparison under way reports it
    started.once('exit', () => {
      if (thread === started) thread = undefined;
    });
    return started;
  }

  function compareNow(password: string, hash: string): Promise<boolean> {
    thread ??= start();
    const used = thread;
    return new Promise((resolve, reject) => {
      const ended = (why: unknown) => settle(() => reject(new Error('the thread ended', { cause: why })));
      const answered = (isRight: boolean) => settle(() => resolve(isRight));
      function settle(report: () => void): void {
        used.off('message', answered).off('error', ended).off('exit', ended);
        report();
      }
      used.on('message', answered).on('error', ended).on('exit', ended);
      used.postMessage({ password, hash });
    });
  }

  return {
    compare(password, hash) {
      const turn = () => compareNow(password, hash);
      const comparison = last.then(turn, turn);
      last = comparison;
      return comparison;
    },
    close: () => void thread?.terminate(),
  };
}

function locateLibrary(): string {
  if (typeof BUNDLED_BCRYPTJS === 'string') return new URL(BUNDLED_BCRYPTJS, import.meta.url).href;
  return pathToFileURL(createRequire(import.meta.url).resolve('bcryptjs')).href;
}
