const REMEMBERED_REQUESTS = 1e3;
const LEFT_OUT = /* @__PURE__ */ new Set([
  "action",
  "identifier",
  "secret",
  "username",
  "password",
  "accesskey"
]);
function remember(requests, params, contentType) {
  const told = [...params].filter(([name]) => !LEFT_OUT.has(name));
  requests.push({
    action: params.get("action") ?? "",
    contentType,
    params: Object.fromEntries(told),
    at: /* @__PURE__ */ new Date()
  });
  if (requests.length > REMEMBERED_REQUESTS) requests.shift();
}
export {
  remember
};
