// Simulates a WHMCS with its catalogue in one large answer of GetProducts: big-shop.ts PRODUCTS BYTES [SITES]
// Prints the addresses of its sites as JSON. One product in a hundred sells between two answers.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const [count = 20_000, bytes = 1_000, sites = 1] = process.argv.slice(2).map(Number);
const filler = 'Ready in minutes. '.repeat(Math.ceil(bytes / 18));
const elements = Array.from({ length: count }, (_, index) => describe(index + 1, index % 50));
let answers = 0;

function describe(id: number, quantity: number): Buffer {
  const product = {
    pid: id,
    gid: 1 + (id % 10),
    type: 'server',
    name: `Cloud server ${2 ** (id % 7)} GB no. ${id}`,
    description: '',
    module: 'virtualizor',
    paytype: 'recurring',
    stockcontrol: 1,
    qty: quantity,
    hidden: 0,
    retired: 0,
    pricing: {
      USD: { prefix: '$', suffix: ' USD', monthly: '9.00', annually: '99.00', biennially: '-1.00' },
    },
    customfields: { customfield: [] },
    configoptions: { configoption: [] },
  };
  const missing = Math.max(0, bytes - JSON.stringify(product).length);
  return Buffer.from(JSON.stringify({ ...product, description: filler.slice(0, missing) }));
}

/** Changes the stock of one product in a hundred, of others each time. */
function sell(): void {
  answers += 1;
  for (let index = answers % 100; index < count; index += 100)
    elements[index] = describe(index + 1, (index + answers) % 50);
}

function answer(action: string | null): Buffer {
  if (action !== 'GetProducts') return Buffer.from('{"result":"error","message":"Invalid API Action"}');
  sell();
  const list = elements.flatMap((element, index) => (index === 0 ? [element] : [COMMA, element]));
  const head = `{"result":"success","totalresults":${count},"products":{"product":[`;
  return Buffer.concat([Buffer.from(head), ...list, Buffer.from(']}}')]);
}

const COMMA = Buffer.from(',');

const server = createServer(async (request, response) => {
  const form = Buffer.concat(await request.toArray()).toString();
  const body = answer(new URLSearchParams(form).get('action'));
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body);
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  const urls = Array.from({ length: sites }, (_, index) => `http://127.0.0.1:${port}/site-${index}/`);
  process.stdout.write(`${JSON.stringify(urls)}\n`);
});
