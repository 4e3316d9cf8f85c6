// Stands in for node:http2, which undici loads at once but uses only for HTTP/2, which the exporter never
// asks for. It takes 6 MiB on Node 24.
module.exports = { constants: {} };
