import type { PersistenceObserver } from '../../metrics/persistence-telemetry.js';
import type { Clock } from '../clock.js';
import type { BootTime } from './boot-time.js';

export type PersistenceDeps = {
  /** The path of the file. Its journal and its lock are beside it. */
  readonly path: string;
  readonly clock: Pick<Clock, 'now' | 'monotonic' | 'sleep'>;
  readonly boot: () => BootTime;
  readonly log: PersistenceLog;
  readonly observer: PersistenceObserver;
};

type PersistenceLog = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};
