import { namesKey } from "../stock/options.js";
import { concernsSite, WhmcsError } from "../whmcs/reasons.js";
import { needsCounting } from "../whmcs/services/needs-counting.js";
import { intervalInForce } from "./interval.js";
const UNTIL_READ_AGAIN = Number.POSITIVE_INFINITY;
const TOO_SLOW = "counting units in use takes longer than max_age, so they are withdrawn before they are known: raise max_age, or install the companion";
class UsageLedger {
  #site;
  #isNeeded;
  #known;
  #changed = /* @__PURE__ */ new Set();
  #failures = /* @__PURE__ */ new Map();
  #uncounted = /* @__PURE__ */ new Set();
  #renamed = /* @__PURE__ */ new Map();
  #products = [];
  #names = /* @__PURE__ */ new Map();
  #lastReadAt = Number.NEGATIVE_INFINITY;
  #allDueAt;
  #restUntil;
  #siteFailures = 0;
  #siteFault;
  constructor(site, now, before) {
    this.#site = site;
    this.#isNeeded = needsCounting(site);
    this.#known = new Map(before);
    this.#allDueAt = now;
    this.#restUntil = now;
  }
  /** Sets the products that the site has now. @param readAt when what they say was true. */
  watch(listed, readAt) {
    this.#products = listed.filter(this.#isNeeded);
    this.#names = new Map(this.#products.map(({ id, options }) => [id, namesKey(options)]));
    if (readAt > this.#lastReadAt) this.#renamed.clear();
    this.#lastReadAt = readAt;
    keepOnly(this.#known, new Set(listed.map(({ id }) => id)));
    const needed = new Set(this.#names.keys());
    for (const some of [this.#changed, this.#uncounted, this.#failures]) keepOnly(some, needed);
    for (const { id, usage } of listed)
      if (usage) this.#known.set(id, { usage, since: readAt, names: void 0 });
  }
  /** Marks products whose services may have changed. */
  mark(changed, now) {
    if (changed === "all") this.#allDueAt = now;
    else for (const id of changed) this.#changed.add(id);
  }
  /** Returns what was counted within the site's `max_age`, by the source or by paging. */
  counted(now) {
    const oldest = now - this.#site.maxAgeMs;
    for (const [id, { since }] of this.#known) if (since <= oldest) this.#known.delete(id);
    return new Map(this.#known);
  }
  /** Returns the products to count now. */
  due(now) {
    return now < this.#restUntil ? [] : this.#products.filter((product) => this.#dueAt(product) <= now);
  }
  /** Returns when the next product is due, if nothing changes until then. */
  nextDueAt() {
    let next = Number.POSITIVE_INFINITY;
    for (const product of this.#products) next = Math.min(next, this.#dueAt(product));
    return Math.max(this.#restUntil, next);
  }
  /** Notes that products are counted from now on. What changes meanwhile makes them due again. */
  begin(products, now) {
    const allDueAt = this.#allDueAt;
    const changed = products.flatMap(({ id }) => this.#changed.delete(id) ? id : []);
    if (now >= allDueAt) this.#allDueAt = now + this.#site.usage.intervalMs;
    return { products, startedAt: now, changed, allDueAt };
  }
  /** Takes in a count that has ended, whole or in part. */
  end(begun, count, now) {
    for (const product of begun.products) this.#settle(product, count, begun.startedAt, now);
    for (const id of begun.changed) if (this.#uncounted.has(id)) this.#changed.add(id);
    if (count.ended === void 0) {
      this.#rest(now - begun.startedAt, now);
    } else {
      this.#allDueAt = Math.min(this.#allDueAt, begun.allDueAt);
      this.#endEarly(count.ended, now);
    }
  }
  /** Why units in use are not known, or no longer counted; undefined where all is well. */
  get fault() {
    if (this.#products.length === 0) return void 0;
    const [first] = this.#failures;
    if (this.#siteFault !== void 0 || !first) return this.#siteFault;
    const [id, { message }] = first;
    const others = this.#failures.size > 1 ? ` and ${this.#failures.size - 1} others` : "";
    return `units in use could not be counted: product ${id}${others}: ${message}`;
  }
  /** How many products could not be counted at the last try. */
  get failed() {
    return this.#uncounted.size;
  }
  #dueAt({ id }) {
    const names = this.#names.get(id);
    if (this.#renamed.has(id) && this.#renamed.get(id) === names) return UNTIL_READ_AGAIN;
    const isPending = this.#changed.has(id) || this.#known.get(id)?.names !== names;
    return this.#failures.get(id)?.retryAt ?? (isPending ? 0 : this.#allDueAt);
  }
  #settle({ id, options }, count, startedAt, now) {
    const usage = count.usage.get(id);
    if (usage) {
      this.#known.set(id, { usage, since: startedAt, names: namesKey(options) });
      this.#failures.delete(id);
      this.#uncounted.delete(id);
      return;
    }
    this.#uncounted.add(id);
    if (count.renamed.includes(id)) this.#renamed.set(id, namesKey(options));
    const error = count.failed.get(id);
    if (error === void 0 || concernsSite(error)) return;
    const failures = (this.#failures.get(id)?.count ?? 0) + 1;
    const { message, retryAfterMs } = describe(error);
    const retryAt = now + intervalInForce(this.#site.intervalMs, failures, retryAfterMs);
    this.#failures.set(id, { count: failures, retryAt, message });
  }
  /** Rests after a count as long as that took, but not so long that what was counted grows too old. */
  #rest(tookMs, now) {
    const { maxAgeMs } = this.#site;
    const isTooSlow = tookMs >= maxAgeMs;
    this.#siteFault = isTooSlow ? TOO_SLOW : void 0;
    this.#siteFailures = 0;
    this.#restUntil = now + (isTooSlow ? tookMs : Math.max(0, Math.min(tookMs, maxAgeMs - 2 * tookMs)));
  }
  /**
   * Waits before the next count, as collections do after a failure; no longer each time where only some
   * products failed.
   */
  #endEarly(error, now) {
    const { message, retryAfterMs } = describe(error);
    const isOfSite = concernsSite(error) || !(error instanceof WhmcsError);
    this.#siteFailures = isOfSite ? this.#siteFailures + 1 : 0;
    this.#siteFault = isOfSite ? `units in use could not be counted: ${message}` : void 0;
    this.#restUntil = now + intervalInForce(this.#site.intervalMs, this.#siteFailures, retryAfterMs);
  }
}
function keepOnly(some, ids) {
  for (const id of some.keys()) if (!ids.has(id)) some.delete(id);
}
const describe = (error) => error instanceof WhmcsError ? error : { message: String(error) };
export {
  UsageLedger
};
