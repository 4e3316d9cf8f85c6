import { createHmac, timingSafeEqual } from "node:crypto";
function sign(secret, timestamp, body) {
  return createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest("hex");
}
function isSigned(secret, timestamp, body, signature) {
  const right = Buffer.from(sign(secret, timestamp, body));
  const given = Buffer.from(signature);
  return given.length === right.length && timingSafeEqual(given, right);
}
export {
  isSigned,
  sign
};
