function readBody(request, limits) {
  const { "content-length": length, "content-encoding": encoding = "identity" } = request.headers;
  if (Number(length) > limits.bytes) return Promise.resolve("too_large");
  if (encoding !== "identity") return Promise.resolve("malformed");
  return new Promise((resolve) => {
    const chunks = [];
    let bytes = 0;
    const timer = setTimeout(end, limits.ms, "malformed");
    function take(chunk) {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > limits.bytes) end("too_large");
    }
    const complete = () => end(Buffer.concat(chunks, bytes));
    const cutOff = () => end("malformed");
    function end(result) {
      clearTimeout(timer);
      request.off("data", take).off("end", complete).off("close", cutOff).pause();
      resolve(result);
    }
    request.on("data", take).on("end", complete).on("close", cutOff);
  });
}
export {
  readBody
};
