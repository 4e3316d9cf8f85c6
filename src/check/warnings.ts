import type { WarnLog } from '../whmcs/sources/report.js';

/** A log that collects warnings: one per message, with its count. */
export type Warnings = WarnLog & { readonly warnings: () => readonly string[] };

/** Creates a log that collects the warnings the exporter would log. */
export function createWarnings(): Warnings {
  const kinds = new Map<string, { times: number; readonly problem: string }>();
  return {
    warn(fields, message) {
      const known = kinds.get(message);
      if (known) known.times += 1;
      else kinds.set(message, { times: 1, problem: problemIn(fields) });
    },
    warnings: () =>
      [...kinds].map(([message, { times, problem }]) => {
        const often = times > 1 ? `, ${times} times` : '';
        return `${message[0]?.toUpperCase()}${message.slice(1)}${problem}${often}.`;
      }),
  };
}

const problemIn = (fields: object): string =>
  'problem' in fields && typeof fields.problem === 'string' ? ` (${fields.problem})` : '';
