import { inspect } from "node:util";
class Secret {
  #value;
  constructor(value) {
    this.#value = value;
  }
  reveal() {
    return this.#value;
  }
  toString() {
    return "<secret>";
  }
  toJSON() {
    return "<secret>";
  }
  [inspect.custom]() {
    return "<secret>";
  }
}
export {
  Secret
};
