const TITLES = {
  proxy: "proxy",
  dns: "name resolves",
  tcp: "TCP connects",
  tls: "TLS is good",
  http: "WHMCS answers",
  credentials: "credentials accepted",
  ip: "IP address allowed",
  actions: "actions permitted",
  source: "source of stock",
  catalogue: "catalogue read",
  options: "options and pools",
  version: "WHMCS version"
};
function step(name, state, detail, extra = {}) {
  return { name, title: TITLES[name], state, detail, advice: extra.advice, milliseconds: extra.milliseconds };
}
async function timed(work) {
  const started = performance.now();
  const value = await work();
  return { value, milliseconds: performance.now() - started };
}
export {
  TITLES,
  step,
  timed
};
