import { createLandingPage } from "./landing-page.js";
import { sendBody } from "./send-body.js";
function landing(deps, stallMs) {
  const render = createLandingPage(deps.redact);
  return (request, response) => {
    const page = Buffer.from(render({ ...deps, sites: deps.sites(), now: /* @__PURE__ */ new Date() }));
    response.writeHead(200, { ...HEADERS, "Content-Length": page.length });
    if (request.method === "HEAD") response.end();
    else sendBody(response, [page], stallMs);
  };
}
const HEADERS = {
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-store"
};
export {
  landing
};
