function sendText(response, status, text, headers = {}) {
  const body = Buffer.from(`${text}
`);
  response.writeHead(status, {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": body.length,
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    ...headers
  });
  response.end(body);
}
export {
  sendText
};
