import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { createLookupProcess, type Lookups } from '../../src/whmcs/lookup-process.js';

const started: Lookups[] = [];
afterEach(() => {
  for (const lookups of started.splice(0)) lookups.close();
});

function create(...options: Parameters<typeof createLookupProcess>): Lookups {
  const lookups = createLookupProcess(...options);
  started.push(lookups);
  return lookups;
}

const LOOPBACK = expect.arrayContaining([
  expect.objectContaining({ address: expect.stringMatching(/^127|^::1/) }),
]);

/** The processes that this one started for look-ups. */
async function lookupProcesses(): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = (pid: string, file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  const found = await Promise.all(
    pids.map(async (pid) => {
      const isChild = new RegExp(`^PPid:\\t${process.pid}$`, 'm').test(await read(pid, 'status'));
      return isChild && (await read(pid, 'cmdline')).startsWith('name look-ups') ? [pid] : [];
    }),
  );
  return found.flat();
}

test('a name of the hosts file resolves', async () => {
  expect(await create().lookUp('localhost')).toEqual(LOOPBACK);
});

test('a name that does not resolve fails with the code of the system', async () => {
  await expect(create().lookUp('whmcs.invalid')).rejects.toMatchObject({
    code: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/),
    message: expect.stringContaining('whmcs.invalid'),
  });
});

test('the process gets no secret of the environment', async () => {
  process.env.WHMCS_API_SECRET = 'marker-of-a-secret';
  process.env.RES_OPTIONS = 'attempts:1';
  try {
    await create().lookUp('localhost');
    const [pid] = await lookupProcesses();
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
    expect(environment.split('\0').filter((variable) => variable !== '')).toEqual(
      expect.arrayContaining(['RES_OPTIONS=attempts:1', 'UV_THREADPOOL_SIZE=128']),
    );
    expect(environment).not.toContain('marker');
  } finally {
    delete process.env.WHMCS_API_SECRET;
    delete process.env.RES_OPTIONS;
  }
});

test('where no process can be started, names resolve in this one', async () => {
  expect(await create('/nowhere/node').lookUp('localhost')).toEqual(LOOPBACK);
});

test('closing fails what is under way and ends the process', async () => {
  const lookups = create();
  await lookups.lookUp('localhost');
  expect(await lookupProcesses()).toHaveLength(1);
  const waiting = lookups.lookUp('whmcs.invalid');
  lookups.close();
  await expect(waiting).rejects.toMatchObject({ code: 'EAI_AGAIN' });
  while ((await lookupProcesses()).length > 0);
});

test('a process that is killed fails what is under way, and the next look-up starts another', async () => {
  const lookups = create(await answersAllBut('slow'));
  const waiting = lookups.lookUp('slow.test');
  const [{ address: pid } = { address: '' }] = await lookups.lookUp('pid.test');
  process.kill(Number(pid), 'SIGKILL');
  await expect(waiting).rejects.toMatchObject({ code: 'EAI_AGAIN' });
  const [next] = await lookups.lookUp('pid.test');
  expect(next?.address).not.toBe(pid);
});

test('many names that never answer are given up, and leave room for others', async () => {
  let now = 0;
  const lookups = create(await answersAllBut('slow'), () => now);
  const stuck = Array.from({ length: 32 }, (_, index) => lookups.lookUp(`slow-${index}.test`));
  const [{ address: before } = { address: '' }] = await lookups.lookUp('pid.test');
  const failures = Promise.allSettled(stuck);
  now = 10_001;
  const young = lookups.lookUp('pid.test');
  expect((await failures).map(({ status }) => status)).toEqual(Array(32).fill('rejected'));
  const [{ address: after } = { address: '' }] = await young;
  expect(after).not.toBe(before);
});

/** A stand-in for the process, which answers with its own id but never for some names. */
async function answersAllBut(start: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'lookups-')), 'stand-in.cjs');
  const program = `#!${process.execPath}
process.on('disconnect', () => process.exit());
process.on('message', ([id, name]) => {
  if (!name.startsWith('${start}')) process.send([id, '', [{ address: String(process.pid), family: 4 }]]);
});`;
  await writeFile(file, program, { mode: 0o755 });
  return file;
}
