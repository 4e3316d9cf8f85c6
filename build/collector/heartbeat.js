const SLACK_MS = 3e4;
const NEVER = () => Number.POSITIVE_INFINITY;
class Heartbeat {
  /**
   * @param task what the loop does, for messages.
   * @param calls the API calls that it makes.
   */
  constructor(task, clock, calls) {
    this.task = task;
    this.#clock = clock;
    this.#calls = calls;
    this.#movedAt = clock.monotonic();
  }
  task;
  #movedAt;
  #due = NEVER;
  #clock;
  #calls;
  /** The loop works, and may make calls. */
  work() {
    const now = this.#move();
    this.#due = () => Math.max(now, this.#calls.due());
  }
  /** The loop waits for something else than time. @param due by when that is to come at the latest. */
  wait(due = NEVER) {
    this.#move();
    this.#due = due;
  }
  /** Sleeps, and goes on with work. */
  sleep = async (ms, signal) => {
    const end = this.#move() + ms;
    this.#due = () => end;
    await this.#clock.sleep(ms, signal);
    this.work();
  };
  /** Returns how long ago in ms the loop last moved if it should have moved since; otherwise undefined. */
  stalledFor() {
    const now = this.#clock.monotonic();
    return now > this.#due() + SLACK_MS ? now - this.#movedAt : void 0;
  }
  #move() {
    this.#movedAt = this.#clock.monotonic();
    return this.#movedAt;
  }
}
class CallWatch {
  #settledAt = Number.NEGATIVE_INFINITY;
  #underWay = 0;
  #deadlines = /* @__PURE__ */ new Set();
  #clock;
  constructor(clock) {
    this.#clock = clock;
  }
  /** Follows a call, from before it waits for its place. */
  async follow(call) {
    this.#underWay += 1;
    try {
      return await call();
    } finally {
      this.#underWay -= 1;
      this.#settledAt = this.#clock.monotonic();
    }
  }
  /** Follows a call that has its place, and ends by itself within the timeout. */
  async followRunning(timeoutMs, call) {
    const deadline = { at: this.#clock.monotonic() + timeoutMs };
    this.#deadlines.add(deadline);
    try {
      return await call();
    } finally {
      this.#deadlines.delete(deadline);
    }
  }
  /** Returns the monotonic time in ms by which a call must settle, or at which the last one did. */
  due() {
    if (this.#deadlines.size > 0) return Math.min(...[...this.#deadlines].map(({ at }) => at));
    return this.#underWay > 0 ? Number.POSITIVE_INFINITY : this.#settledAt;
  }
}
export {
  CallWatch,
  Heartbeat,
  SLACK_MS
};
