import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cachedFolder } from '../../support/cached-folder.js';
import { type Closers, type Measured, start, startScript } from './processes.js';

/** A server that exposes the same series, or the same bytes. */
export type Peer = Measured & { readonly name: PeerName; readonly url: string };

export const FLOOR = 'node:http, fixed bytes';
export const PUSHGATEWAY = 'pushgateway';
export type PeerName =
  | typeof FLOOR
  | typeof PUSHGATEWAY
  | 'express with prom-client'
  | 'node_exporter, textfile';

/** Returns the file of a program that `scripts/bench-peers` downloads; undefined if it is missing. */
export function peerProgram(name: string): string | undefined {
  const file = join(cachedFolder('BENCH_PEERS', 'bench-peers'), 'usr/bin', name);
  return existsSync(file) ? file : undefined;
}

const startDebian = (program: string, flags: readonly string[]) =>
  start(program, [...flags, '--web.listen-address=127.0.0.1:0'], {
    stream: 'stderr',
    seek: (line) => /msg="Listening on".* address=(\S+)/.exec(line)?.[1],
  });

/**
 * Starts servers of an exposition.
 *
 * @param closers stop them later.
 * @param text the series, in the text format.
 * @param bytes what the floor sends.
 * @param all whether to start all peers, not only the floor. Missing programs are skipped.
 */
export async function startPeers(
  closers: Closers,
  text: string,
  bytes: Buffer,
  all: boolean,
): Promise<readonly Peer[]> {
  const folder = mkdtempSync(join(tmpdir(), 'peers-'));
  closers.keep({ close: () => rmSync(folder, { recursive: true, force: true }) });
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const floor = closers.keep(await startScript('fixed-bytes.ts', [file('metrics.gz', bytes)]));
  const peers: Peer[] = [{ ...floor, name: FLOOR, url: floor.found }];
  if (!all) return peers;
  const series = stockFamilies(text);
  const plain = file('stock.txt', series);
  const application = closers.keep(await startScript('proof/express-prom-client.ts', [plain]));
  peers.push({ ...application, name: 'express with prom-client', url: application.found });

  const pushgateway = peerProgram('prometheus-pushgateway');
  if (pushgateway !== undefined) {
    const peer = closers.keep(await startDebian(pushgateway, []));
    const pushed = await fetch(`http://${peer.found}/metrics/job/stock`, { method: 'PUT', body: series });
    if (!pushed.ok) throw new Error(`pushgateway refuses the series: ${await pushed.text()}`);
    peers.push({ ...peer, name: PUSHGATEWAY, url: `http://${peer.found}/metrics` });
  }
  const nodeExporter = peerProgram('prometheus-node-exporter');
  if (nodeExporter !== undefined) {
    mkdirSync(join(folder, 'textfile'));
    file('textfile/stock.prom', series);
    const flags = ['--collector.disable-defaults', '--collector.textfile', '--web.disable-exporter-metrics'];
    const peer = closers.keep(
      await startDebian(nodeExporter, [...flags, `--collector.textfile.directory=${folder}/textfile`]),
    );
    peers.push({ ...peer, name: 'node_exporter, textfile', url: `http://${peer.found}/metrics` });
  }
  return peers;
}

/** Returns the metrics of products only, because the peers have telemetry metrics with the same names. */
function stockFamilies(text: string): string {
  const lines = text.split('\n').filter((line) => /^(?:# (?:HELP|TYPE) )?whmcs_product_/.test(line));
  return `${lines.join('\n')}\n`;
}
