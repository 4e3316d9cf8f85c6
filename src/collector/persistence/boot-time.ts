import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

/** A time on the clock of a machine, which runs since its boot and is never set; undefined without one. */
export type BootTime = { readonly id: string; readonly uptimeMs: number } | undefined;

/** Returns the time on the clock of this machine. Only Linux has one that outlives a process. */
export function readBootTime(): BootTime {
  try {
    const id = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return { id, uptimeMs: uptime() * 1000 };
  } catch {
    return undefined;
  }
}

/** A moment on two clocks: one that may be set, and one that may have begun again since. */
export type Moment = { readonly at: number; readonly boot: BootTime };

/**
 * Returns the time in ms from one moment to another, in doubt the longer one. Returns undefined if it is
 * unknown, because the clock was set back.
 */
export function elapsedBetween(before: Moment, now: Moment): number | undefined {
  const byClock = now.at - before.at;
  const byBoot = now.boot && now.boot.id === before.boot?.id ? now.boot.uptimeMs - before.boot.uptimeMs : -1;
  const elapsed = Math.max(byClock, byBoot);
  return elapsed < 0 ? undefined : elapsed;
}
