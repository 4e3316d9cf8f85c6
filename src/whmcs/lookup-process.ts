import { type ChildProcess, spawn } from 'node:child_process';
import { getDefaultResultOrder, type LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';

/** Resolves names as the system does: hosts file, search domains and split horizons included. */
export type Lookups = {
  lookUp(name: string): Promise<readonly LookupAddress[]>;
  /** Gives up what is under way. */
  close(): void;
};

/** Look-ups that run at once. libuv gives them half of its threads. */
const PLACES = 64;
/** After this long a look-up is stuck. */
const STUCK_AFTER_MS = 10_000;
/** With this many stuck look-ups the process is replaced, so that the others have room. */
const MAX_STUCK = PLACES / 2;

/** What the process runs. It kills itself when its parent is gone: an exit would wait for the look-ups. */
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
 * In this process it would have two threads, names that never answer would block each for half a minute, and
 * an exit would wait for them. Where no process can be started, look-ups run here all the same.
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
    started.on('message', (answer) => settle(answer as Answer)); // it is our own program that sends it
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
    child.send([id, name, getDefaultResultOrder()], () => {}); // an `exit` follows where it can't be sent
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
