// An express application with prom-client, as its README shows: express-prom-client.ts FILE
// It exposes the series of an exposition in a file, as gauges. Prints its address.
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Gauge, register } from 'prom-client';

const [, , file = ''] = process.argv;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;
const gauges = new Map<string, Gauge>();

for (const line of readFileSync(file, 'utf8').split('\n')) {
  const [, name, text = '', value] = /^(\w+)\{(.*)\} (\S+)$/.exec(line) ?? [];
  if (name === undefined) continue;
  const labels = Object.fromEntries([...text.matchAll(LABEL)].map(([, label = '', value]) => [label, value]));
  const gauge = gauges.get(name) ?? new Gauge({ name, help: name, labelNames: Object.keys(labels) });
  gauges.set(name, gauge);
  gauge.set(labels, Number(value));
}

const app = express();
app.get('/metrics', async (_request, response) => {
  response.set('Content-Type', register.contentType);
  response.end(await register.metrics());
});
const server = app.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  process.stdout.write(`http://127.0.0.1:${port}/metrics\n`);
});
