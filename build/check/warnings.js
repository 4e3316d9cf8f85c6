function createWarnings() {
  const kinds = /* @__PURE__ */ new Map();
  return {
    warn(fields, message) {
      const known = kinds.get(message);
      if (known) known.times += 1;
      else kinds.set(message, { times: 1, problem: problemIn(fields) });
    },
    warnings: () => [...kinds].map(([message, { times, problem }]) => {
      const often = times > 1 ? `, ${times} times` : "";
      return `${message[0]?.toUpperCase()}${message.slice(1)}${problem}${often}.`;
    })
  };
}
const problemIn = (fields) => "problem" in fields && typeof fields.problem === "string" ? ` (${fields.problem})` : "";
export {
  createWarnings
};
