import { fold } from "./escapes.js";
const HALVES_FROM = 20;
function formsOf(secret) {
  const bytes = Buffer.from(secret, "utf8");
  const hex = bytes.toString("hex");
  const encoded = [
    secret,
    new URLSearchParams([["", secret]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1)
  ];
  const base64 = [...new Set(encoded)].flatMap(
    (text) => [0, 1, 2].map((offset) => base64Within(text, offset))
  );
  const base64url = base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"));
  const texts = new Set([secret, hex, hex.toUpperCase(), ...base64, ...base64url].map(fold));
  return [...texts].flatMap((text) => {
    if (text.length < HALVES_FROM) return [{ text, enough: text.length }];
    const half = Math.ceil(text.length / 2);
    return [
      { text, enough: half },
      { text: text.slice(-half), enough: half }
    ];
  });
}
function base64Within(text, offset) {
  const bytes = Buffer.from(text, "utf8");
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
  return whole.slice(Math.ceil(offset * 8 / 6), Math.floor((offset + bytes.length) * 8 / 6));
}
export {
  formsOf
};
