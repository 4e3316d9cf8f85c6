import { parseExposition } from './exposition.js';
import { type FixedAddress, openAddress } from './fixed-address.js';
import { type Signalled, startSignalled } from './signalled.js';

/** The built program behind an address that stays the same when it is started again. */
export type ExporterProcess = {
  /** Host and port to scrape. */
  readonly host: string;
  start(): Promise<void>;
  /** Ends it with a signal, and resolves once it has ended. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Asks it to reload its configuration, and returns the status of the answer. */
  reload(): Promise<number>;
  /** Returns what it exposes; nothing while it is down. */
  scrape(): Promise<ReadonlyMap<string, number>>;
  /** Everything that it has logged since the first start. */
  log(): string;
  close(): Promise<void>;
};

/** Opens the address of a program that is started with some arguments. */
export async function openExporter(argv: readonly string[]): Promise<ExporterProcess> {
  const address: FixedAddress = await openAddress();
  const url = `http://${address.host}`;
  let program: Signalled | undefined;
  let earlier = '';

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (!program) return;
    program.child.kill(signal);
    await program.ended();
    address.leadTo(undefined);
    earlier += program.log();
    program = undefined;
  }

  return {
    host: address.host,
    end,
    log: () => earlier + (program?.log() ?? ''),
    async start() {
      program = startSignalled([...argv, '--web.listen-address', '127.0.0.1:0']);
      const line = await program.until(/"url":"http:\/\/127.0.0.1:\d+/);
      address.leadTo(Number(line.split(':').at(-1)));
    },
    reload: async () => (await fetch(`${url}/-/reload`, { method: 'POST' })).status,
    async scrape() {
      try {
        return parseExposition(await (await fetch(`${url}/metrics`)).text());
      } catch {
        return new Map(); // it is down
      }
    },
    async close() {
      await end('SIGTERM');
      await address.close();
    },
  };
}
