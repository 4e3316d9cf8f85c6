const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
export {
  count
};
