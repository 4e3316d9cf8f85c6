import { setMaxListeners } from "node:events";
const usesColors = ({ interactive, env }) => interactive && !env.NO_COLOR && env.TERM !== "dumb";
function endOnHangup(io) {
  const hungUp = new AbortController();
  io.onHangup(() => hungUp.abort());
  const signal = AbortSignal.any([io.signal, hungUp.signal]);
  setMaxListeners(0, signal);
  return { ...io, onHangup() {
  }, signal };
}
export {
  endOnHangup,
  usesColors
};
