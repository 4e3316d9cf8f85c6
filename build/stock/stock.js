const UNLIMITED = { kind: "unlimited" };
const UNKNOWN = { kind: "unknown" };
const limited = (quantity) => ({ kind: "limited", quantity });
export {
  UNKNOWN,
  UNLIMITED,
  limited
};
