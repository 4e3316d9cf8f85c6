/** Waiting comparisons of one client address. One more is refused. */
const MOST_PER_CLIENT = 16;
/** Waiting comparisons of all clients. */
const MOST = 512;

/** Runs slow work one after another, a turn for each client. */
export type PasswordQueue = {
  /** Returns undefined at once if too much is waiting, of this client or of all. */
  run(client: string, work: () => Promise<boolean>): Promise<boolean> | undefined;
};

type Job = () => Promise<void>;

/** Creates a queue in which a client with many wrong passwords does not delay the others. */
export function createPasswordQueue(): PasswordQueue {
  const waiting = new Map<string, Job[]>();
  let count = 0;
  let isRunning = false;

  /** Takes the oldest job of the client whose turn it is, and puts the client last. */
  function takeNext(): Job | undefined {
    const [first] = waiting;
    if (!first) return undefined;
    const [client, jobs] = first;
    waiting.delete(client);
    const job = jobs.shift();
    if (jobs.length > 0) waiting.set(client, jobs);
    count -= 1;
    return job;
  }

  async function runAll(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    for (let job = takeNext(); job; job = takeNext()) await job();
    isRunning = false;
  }

  return {
    run(client, work) {
      const jobs = waiting.get(client) ?? [];
      if (jobs.length >= MOST_PER_CLIENT || count >= MOST) return undefined;
      return new Promise((resolve, reject) => {
        jobs.push(() => work().then(resolve, reject));
        waiting.set(client, jobs);
        count += 1;
        void runAll();
      });
    },
  };
}
