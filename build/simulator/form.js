const MAX_BYTES = 1024 * 1024;
async function readForm(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new RangeError("the form is larger than 1 MiB");
    chunks.push(chunk);
  }
  const type = request.headers["content-type"] ?? "application/x-www-form-urlencoded";
  const body = new Response(Buffer.concat(chunks), { headers: { "content-type": type } });
  const fields = await body.formData().catch(() => new FormData());
  const params = /* @__PURE__ */ new Map();
  for (const [name, value] of fields) if (typeof value === "string" && value !== "") params.set(name, value);
  return params;
}
export {
  readForm
};
