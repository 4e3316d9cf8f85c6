/** Reads a file of /proc. That fails on systems without it, and when the process can open no more files. */
export function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Returns the number that a pattern finds in a text; undefined if there is none. */
export function numberIn(text: string | undefined, pattern: RegExp): number | undefined {
  const number = Number(pattern.exec(text ?? '')?.[1]);
  return Number.isNaN(number) ? undefined : number;
}
