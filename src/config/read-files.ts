import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';

/** Called with every file that is read: its content, or why it can't be read. */
type FileObserver = (path: string, mostBytes: number, content: Buffer | Error) => void;

/** Has no value outside of `observeFiles`. It spares every function on the way a parameter. */
const observers = new AsyncLocalStorage<FileObserver>();

let observed = 0;

/** Does work, and calls the observer with every configuration file that it reads. */
export async function observeFiles<T>(observer: FileObserver, work: () => Promise<T>): Promise<T> {
  observed += 1;
  try {
    return await observers.run(observer, work);
  } finally {
    observed -= 1;
    if (observed === 0) observers.disable(); // on Node 20 it would slow down every later promise
  }
}

/** Reports a file to the observer, if there is one. */
export const reportFile: FileObserver = (path, mostBytes, content) =>
  observers.getStore()?.(path, mostBytes, content);

/** Returns a digest of a file's content, or of why it can't be read. It reveals nothing of it. */
export const digestContent = (content: Buffer | Error): string =>
  createHash('sha256')
    .update(content instanceof Error ? content.message : content)
    .digest('base64');
