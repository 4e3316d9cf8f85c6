import { digestContent, observeFiles } from './read-files.js';
import { readFileBytes } from './text-file.js';

/** Knows the files that a configuration was read from, and what they held. */
export type FileWatch = {
  /** Loads a configuration, and remembers the files that it reads, even if it fails. */
  load<T>(work: () => Promise<T>): Promise<T>;
  /** Returns whether a file that the last load read has other content now. */
  hasChanged(): Promise<boolean>;
};

/** Creates the watch. It compares contents: a swapped link is a change, a touched file is not. */
export function createFileWatch(): FileWatch {
  let files = new Map<string, { readonly mostBytes: number; readonly digest: string }>();

  return {
    load(work) {
      const read: typeof files = new Map();
      files = read;
      return observeFiles(
        (path, mostBytes, content) => read.set(path, { mostBytes, digest: digestContent(content) }),
        work,
      );
    },
    async hasChanged() {
      for (const [path, { mostBytes, digest }] of files) {
        const content = await readFileBytes(path, mostBytes).catch((error: Error) => error);
        if (digestContent(content) !== digest) return true;
      }
      return false;
    },
  };
}
