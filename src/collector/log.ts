/** Where the collector logs to: fields first, as pino takes them. */
export type CollectorLog = {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};
