import { type ChildProcess, spawn } from 'node:child_process';
import { getDefaultResultOrder, type LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';

/** Resolves names as the system does: hosts file, search domains and split horizons included. */
export type Lookups = {
  lookUp(name: string): Promise<readonly LookupAddress[]>;
  /** Cancels pending look-ups and ends the process. */
  close(): void;
};

/** Limit of parallel look-ups. libuv gives them half of its threads. */
const PLACES = 64;
/** A look-up that takes longer is stuck. */
const STUCK_AFTER_MS = 10_000;
/** The process is replaced at this many stuck look-ups, which makes room for the others. */
const MAX_STUCK = PLACES / 2;

/**
 * The program of the process. It kills itself when its parent is gone, because an exit would wait for
 * look-ups.
 */
const PROGRAM = `
const { lookup } = require('node:dns');
process.title = 'name look-ups';
for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => {});
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', ([id, name, order]) => {
  lookup(name, { all: true, order }, (error, addresses) => process.send([id, error?.code ?? '', addresses]));
});
`;

type Pending = {
  readonly name: string;
  readonly since: number;
  readonly resolve: (addresses: readonly LookupAddress[] | Promise<readonly LookupAddress[]>) => void;
  readonly reject: (error: Error) => void;
};

type Answer = readonly [id: number, code: string, addresses: readonly LookupAddress[]];

/**
 * Runs `getaddrinfo` in a process of its own, which starts with the first look-up.
 *
 * In this process it would share two threads. A name that does not resolve would block one for half a minute,
 * and an exit would wait for it. If no process can be started, look-ups run in this one.
 *
 * @param node the program to start.
 * @param now monotonic time in ms.
 */
export function createLookupProcess(
  node = process.execPath,
  now: () => number = () => performance.now(),
): Lookups {
  const pending = new Map<number, Pending>();
  let child: ChildProcess | undefined;
  let lastId = 0;

  function start(): ChildProcess {
    const env = { ...resolverVariables(process.env), UV_THREADPOOL_SIZE: String(2 * PLACES) };
    const started = spawn(node, ['-e', PROGRAM], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env });
    started.on('message', (answer) => settle(answer as Answer)); // only PROGRAM sends messages
    started.once('error', () => {
      if (child === started) lookUpHere();
    });
    started.once('exit', () => {
      if (child === started) fail('the process for name look-ups ended');
    });
    started.unref();
    started.channel?.unref();
    return started;
  }

  function settle([id, code, addresses]: Answer): void {
    const one = pending.get(id);
    if (!one) return;
    pending.delete(id);
    if (code === '') one.resolve(addresses);
    else one.reject(lookupError(code, `getaddrinfo ${code} ${one.name}`));
  }

  function lookUpHere(): void {
    child = undefined;
    for (const { name, resolve } of pending.values()) resolve(lookup(name, { all: true }));
    pending.clear();
  }

  function fail(message: string): void {
    child = undefined;
    for (const { reject } of pending.values()) reject(lookupError('EAI_AGAIN', message));
    pending.clear();
  }

  function send(id: number, name: string): void {
    child ??= start();
    child.send([id, name, getDefaultResultOrder()], () => {}); // if it can't be sent, `exit` follows
  }

  /** Kills a process that is full of stuck look-ups and moves the other look-ups to a new one. */
  function replaceIfStuck(): void {
    const stuck = [...pending].filter(([, { since }]) => now() - since > STUCK_AFTER_MS);
    if (stuck.length < MAX_STUCK) return;
    for (const [id, { name, reject }] of stuck) {
      pending.delete(id);
      reject(lookupError('EAI_AGAIN', `no name server answers for ${name}`));
    }
    child?.kill('SIGKILL');
    child = undefined;
    for (const [id, { name }] of pending) send(id, name);
  }

  return {
    lookUp: (name) =>
      new Promise((resolve, reject) => {
        replaceIfStuck();
        lastId += 1;
        pending.set(lastId, { name, since: now(), resolve, reject });
        send(lastId, name);
      }),
    close() {
      const ended = child;
      fail('name look-ups have ended');
      ended?.kill('SIGKILL');
    },
  };
}

/** The variables that resolvers and the dynamic linker read. The others may hold secrets. */
function resolverVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = Object.keys(env).filter((name) =>
    /^(LOCALDOMAIN|RES_OPTIONS|HOSTALIASES|LD_\w+)$/.test(name),
  );
  return Object.fromEntries(names.map((name) => [name, env[name]]));
}

function lookupError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
