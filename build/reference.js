var __defProp = Object.defineProperty;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __export = (target, all) => {
  for (var name3 in all)
    __defProp(target, name3, { get: all[name3], enumerable: true });
};

// src/config/escapes.ts
import { decode } from "html-entities";
function readCharacter(source, at, depth = DEPTH) {
  const { text: text3, known: known2 } = source;
  if (at >= text3.length) return [];
  if (isPlain(source, at)) return [[text3.charAt(at), at + 1]];
  const key = at * (DEPTH + 1) + depth;
  const before = known2.get(key);
  if (before) return before;
  const itself = String.fromCodePoint(text3.codePointAt(at) ?? 0);
  const shallow = depth === 0 ? [[itself, at + itself.length]] : readCharacter(source, at, depth - 1);
  const escapes = depth === 0 ? [] : shallow.flatMap((introducer) => readEscape(source, introducer, depth - 1));
  const readings = escapes.length === 0 ? shallow : unique([...shallow, ...escapes]);
  known2.set(key, readings);
  return readings;
}
function unique(readings) {
  const different = [];
  for (const [character, end] of readings) {
    const folded = fold(character);
    if (!different.some(([known2, knownEnd]) => knownEnd === end && known2 === folded))
      different.push([folded, end]);
  }
  return different;
}
function readEscape(source, [introducer, at], depth) {
  if (introducer === "%" || introducer === "=") return readBytes(source, introducer, at, depth);
  if (introducer === "&") return readEntity(source, at, depth);
  return introducer === "\\" ? readBackslash(source, at, depth) : [];
}
function readBytes(source, introducer, at, depth) {
  const first = readHex(source, at, 2, depth);
  if (!first) return [];
  const latin = [String.fromCharCode(first.code), first.end];
  const bytes = [first.code];
  let end = first.end;
  for (let more = continuationBytes(first.code); more > 0; more -= 1) {
    const next = after(source, end, introducer, depth).map((hexAt) => readHex(source, hexAt, 2, depth));
    const byte = next.find((read) => read !== void 0 && read.code >> 6 === 2);
    if (!byte) return [latin];
    bytes.push(byte.code);
    end = byte.end;
  }
  return [latin, [Buffer.from(bytes).toString("utf8"), end]];
}
function continuationBytes(lead) {
  if (lead < 192) return 0;
  if (lead < 224) return 1;
  return lead < 240 ? 2 : 3;
}
function readEntity(source, at, depth) {
  const [name3, end] = readWhile(source, at, /[#A-Za-z0-9]/, 32, depth);
  const entity = `&${name3};`;
  const character = name3.length < 2 ? entity : decode(entity);
  return character === entity ? [] : [[character, after(source, end, ";", depth)[0] ?? end]];
}
function readBackslash(source, at, depth) {
  return readCharacter(source, at, depth).flatMap(([character, end]) => {
    if (character === "u") return readUnits(source, end, depth);
    if (character !== "x") return [[CONTROLS.get(character) ?? character, end]];
    const byte = readHex(source, end, 2, depth);
    return byte ? [[String.fromCharCode(byte.code), byte.end]] : [];
  });
}
function readUnits(source, at, depth) {
  const high = readHex(source, at, 4, depth);
  if (!high) return [];
  const digits = after(source, high.end, "\\", depth).flatMap((end) => after(source, end, "u", depth));
  const low = digits.map((end) => readHex(source, end, 4, depth)).find((read) => read !== void 0 && read.code >> 10 === 55);
  return low && high.code >> 10 === 54 ? [[String.fromCharCode(high.code, low.code), low.end]] : [[String.fromCharCode(high.code), high.end]];
}
function readHex(source, at, digits, depth) {
  const [hex, end] = readWhile(source, at, /[0-9A-Fa-f]/, digits, depth);
  return hex.length === digits ? { code: Number.parseInt(hex, 16), end } : void 0;
}
function readWhile(source, at, allowed, most, depth) {
  let [read, end] = ["", at];
  while (read.length < most) {
    const next = readCharacter(source, skipBreak(source, end), depth).find(
      ([character]) => allowed.test(character)
    );
    if (!next) break;
    read += next[0];
    end = next[1];
  }
  return [read, end];
}
function after(source, at, wanted, depth) {
  const readings = readCharacter(source, skipBreak(source, at), depth);
  return readings.flatMap(([character, end]) => character === wanted ? [end] : []);
}
function afterBreak(source, at) {
  if (at >= source.text.length || isPlain(source, at)) return [];
  BREAK.lastIndex = at;
  if (!BREAK.test(source.text)) return [];
  const places = [BREAK.lastIndex];
  const most = BREAK.lastIndex + MOST_INDENTATION;
  for (let next = BREAK.lastIndex; next < most && INDENTATION.has(source.text.charAt(next)); next += 1)
    places.push(next + 1);
  return places;
}
var escapedText, fold, DEPTH, SPECIAL, isPlain, CONTROLS, BREAK, INDENTATION, MOST_INDENTATION, skipBreak;
var init_escapes = __esm({
  "src/config/escapes.ts"() {
    "use strict";
    escapedText = (text3) => ({ text: fold(text3), known: /* @__PURE__ */ new Map() });
    fold = (text3) => text3.replaceAll("+", " ");
    DEPTH = 3;
    SPECIAL = new Uint8Array(2 ** 16).fill(1, 55296, 57344);
    for (const character of "%&\\=<\r\n\xAD\u200B\uFEFF") SPECIAL[character.charCodeAt(0)] = 1;
    isPlain = ({ text: text3 }, at) => SPECIAL[text3.charCodeAt(at)] === 0;
    CONTROLS = new Map(Object.entries({ n: "\n", r: "\r", t: "	", b: "\b", f: "\f" }));
    BREAK = /(?:= |[=\\]?(?:\r\n?|\n|\\{1,4}[rn]|%0[AD]|&#1[03];|&#x0?[AD];|<w?br ?\\*\/?>|[\u00AD\u200B\uFEFF]|&shy;|&#8203;|\\{1,4}u(?:200b|00ad|000a|000d))){1,4}/iy;
    INDENTATION = /* @__PURE__ */ new Set([" ", "	"]);
    MOST_INDENTATION = 64;
    skipBreak = (source, at) => afterBreak(source, at).at(-1) ?? at;
  }
});

// src/config/secret-forms.ts
function formsOf(secret) {
  const bytes = Buffer.from(secret, "utf8");
  const hex = bytes.toString("hex");
  const encoded = [
    secret,
    new URLSearchParams([["", secret]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1)
  ];
  const base64 = [...new Set(encoded)].flatMap(
    (text3) => [0, 1, 2].map((offset) => base64Within(text3, offset))
  );
  const base64url = base64.map((text3) => text3.replaceAll("+", "-").replaceAll("/", "_"));
  const texts = new Set([secret, hex, hex.toUpperCase(), ...base64, ...base64url].map(fold));
  return [...texts].flatMap((text3) => {
    if (text3.length < HALVES_FROM) return [{ text: text3, enough: text3.length }];
    const half = Math.ceil(text3.length / 2);
    return [
      { text: text3, enough: half },
      { text: text3.slice(-half), enough: half }
    ];
  });
}
function base64Within(text3, offset) {
  const bytes = Buffer.from(text3, "utf8");
  const whole2 = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
  return whole2.slice(Math.ceil(offset * 8 / 6), Math.floor((offset + bytes.length) * 8 / 6));
}
var HALVES_FROM;
var init_secret_forms = __esm({
  "src/config/secret-forms.ts"() {
    "use strict";
    init_escapes();
    HALVES_FROM = 20;
  }
});

// src/config/redactor.ts
function createRedactor(secrets) {
  const all = [...new Set(secrets)].filter((secret) => secret !== "");
  const weak = all.filter(isWeak).map(fold);
  let built;
  return (text3) => {
    if (all.length === 0) return text3;
    built ??= createIndex(all.filter((secret) => !isWeak(secret)));
    const index = built;
    const source = escapedText(text3);
    let redacted = "";
    let kept = 0;
    const last = text3.length - PREFIX + 1;
    for (let at = 0; at < text3.length; at += 1) {
      const isPossible = at < last && (index.pairs[pairAt(source.text, at)] === 1 || !isPlain(source, at) || !isPlain(source, at + 1));
      if (!isPossible && weak.length === 0) continue;
      if (text3.startsWith(MARK, at)) {
        at += MARK.length - 1;
        continue;
      }
      const end = (isPossible ? findForm(source, at, index) : void 0) ?? findWeak(source, at, weak);
      if (end === void 0) continue;
      redacted += at > 0 && kept === at ? "" : text3.slice(kept, at) + MARK;
      kept = end;
      at = end - 1;
    }
    return kept === 0 ? text3 : redacted + text3.slice(kept);
  };
}
function createIndex(secrets) {
  const index = { forms: /* @__PURE__ */ new Map(), starts: /* @__PURE__ */ new Set(), pairs: new Uint8Array(2 ** 12) };
  for (const form of secrets.flatMap(formsOf)) add(index, form);
  return index;
}
function add({ forms, starts, pairs }, form) {
  const key = form.text.slice(0, PREFIX);
  for (let length = 1; length <= PREFIX; length += 1) starts.add(key.slice(0, length));
  pairs[pairAt(key, 0)] = 1;
  pairs[pairAt(`${key.charAt(0)} `, 0)] = 1;
  const known2 = forms.get(key);
  if (known2) known2.push(form);
  else forms.set(key, [form]);
}
function findForm(source, at, index) {
  let longest;
  for (const prefix of prefixes(source, at, index.starts)) {
    for (const { text: text3, enough } of index.forms.get(prefix) ?? []) {
      const { length, end } = match(source, at, text3);
      const cut2 = length < text3.length ? CUT.exec(source.text.slice(end, end + 16)) : null;
      if (length < enough && !(cut2 && length >= PREFIX)) continue;
      longest = Math.max(longest ?? 0, end + (cut2?.[1]?.length ?? 0));
    }
  }
  return longest;
}
function prefixes(source, at, starts) {
  let end = at;
  for (let read = 0; read < PREFIX && end < at + 2 * PREFIX && isPlain(source, end); end += 1)
    if (source.text.charAt(end) !== " ") read += 1;
  const plain = source.text.slice(at, end);
  const joined = plain.replaceAll(" ", "");
  if (joined.length === PREFIX) return /* @__PURE__ */ new Set([plain.slice(0, PREFIX), joined]);
  let readings = /* @__PURE__ */ new Map([["", ["", at]]]);
  for (let count4 = 0; count4 < PREFIX; count4 += 1) {
    const longer = /* @__PURE__ */ new Map();
    for (const [read, end2] of readings.values()) {
      for (const [character, after2] of readNext(source, end2, read === "")) {
        const prefix = (read + character).slice(0, PREFIX);
        if (starts.has(prefix)) longer.set(`${after2} ${prefix}`, [prefix, after2]);
      }
    }
    readings = longer;
  }
  return new Set([...readings.values()].map(([read]) => read));
}
function readNext(source, at, isFirst) {
  const here = readCharacter(source, at);
  if (isFirst) return here;
  const places = source.text.charAt(at) === " " ? [at + 1] : afterBreak(source, at);
  return places.length === 0 ? here : [...here, ...places.flatMap((place) => readCharacter(source, place))];
}
function match(source, at, form) {
  let ends = /* @__PURE__ */ new Set([at]);
  let length = 0;
  for (const character of form) {
    const next = /* @__PURE__ */ new Set();
    for (const end of ends) {
      for (const [read, after2] of readNext(source, end, length === 0))
        if (read === character) next.add(after2);
    }
    if (next.size === 0) break;
    ends = next;
    length += character.length;
  }
  return { length, end: Math.max(...ends) };
}
function findWeak(source, at, secrets) {
  if (secrets.length === 0) return void 0;
  const before = source.text.slice(Math.max(0, at - 6), at);
  const after2 = VALUE_ENDS.find(([opens]) => opens.test(before))?.[1];
  if (!after2) return void 0;
  for (const secret of secrets) {
    const { length, end } = match(source, at, secret);
    if (length === secret.length && after2.test(source.text.slice(end, end + 6))) return end;
  }
  return void 0;
}
var MARK, PREFIX, pairAt, CUT, isWeak, VALUE_ENDS;
var init_redactor = __esm({
  "src/config/redactor.ts"() {
    "use strict";
    init_escapes();
    init_secret_forms();
    MARK = "<secret>";
    PREFIX = 4;
    pairAt = (text3, at) => (text3.charCodeAt(at) & 63) << 6 | text3.charCodeAt(at + 1) & 63;
    CUT = /^([%&\\=][#\w]{0,8})?(?:…|\.{3})?$/;
    isWeak = (secret) => secret.length < PREFIX || /^\d{1,7}$/.test(secret);
    VALUE_ENDS = [
      [/(?:["']|&quot;|&#0?39;|%2[27])$/i, /^\\?(?:["']|&quot;|&#0?39;|%2[27]|$)/i],
      [/(?:=|%3D)$/i, /^(?:["'&;,<\\\s]|%26|$)/]
    ];
  }
});

// src/config/known-secrets.ts
function secretsOfSite({
  identifier,
  secret,
  accessKey,
  webhookSecret,
  proxy
}) {
  const own = [identifier, secret, accessKey, webhookSecret].flatMap((value) => value?.reveal() ?? []);
  return [
    ...own.flatMap((value) => [value, withoutQuotes(value)]),
    ...proxy ? secretsOfProxy(proxy.reveal()) : []
  ];
}
function secretsOfProxy(address) {
  if (!URL.canParse(address)) return [address];
  const url = new URL(address);
  if (url.username === "" && url.password === "") return [];
  const [user, password] = [url.username, url.password].map(decoded);
  return [`//${user}:`, `//${user}@`, `${user}:${password}`, password ?? ""];
}
function decoded(text3) {
  try {
    return decodeURIComponent(text3);
  } catch {
    return text3;
  }
}
var secretsOf, LEAST_IN_NAMES, createNameRedactor, withoutQuotes;
var init_known_secrets = __esm({
  "src/config/known-secrets.ts"() {
    "use strict";
    init_redactor();
    secretsOf = ({ sites }) => sites.flatMap(secretsOfSite);
    LEAST_IN_NAMES = 12;
    createNameRedactor = (site2) => createRedactor(secretsOfSite(site2).filter(({ length }) => length >= LEAST_IN_NAMES));
    withoutQuotes = (secret) => secret.trim().replace(/^(["'])([\s\S]*)\1$/, "$2");
  }
});

// src/user-error.ts
var UserError;
var init_user_error = __esm({
  "src/user-error.ts"() {
    "use strict";
    UserError = class extends Error {
      name = "UserError";
    };
  }
});

// src/config/problem.ts
function listLines(lines) {
  const different = [...new Set(lines)];
  const more = different.length - MOST_SHOWN;
  return [...different.slice(0, MOST_SHOWN), ...more > 0 ? [`and ${more} more`] : []].join("\n");
}
function renderProblem(configFile, { file, line, column, path, message }) {
  const place = [file ?? configFile, line, ...column === void 0 ? [] : [column]].join(":");
  return `${place}: ${path === "" ? "" : `${path}: `}${message}`;
}
var ConfigError, MOST_SHOWN;
var init_problem = __esm({
  "src/config/problem.ts"() {
    "use strict";
    init_user_error();
    ConfigError = class extends UserError {
      name = "ConfigError";
      file;
      problems;
      constructor(file, problems) {
        const files = [void 0, ...new Set(problems.map((problem) => problem.file))];
        const sorted = problems.toSorted(
          (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || (a.column ?? 0) - (b.column ?? 0)
        );
        super(listLines(sorted.map((problem) => renderProblem(file, problem))));
        this.file = file;
        this.problems = sorted;
      }
    };
    MOST_SHOWN = 100;
  }
});

// src/simulator/settings.ts
var PROFILES, VERSIONS, hasQuantities, DEMO_CREDENTIALS, USUAL_QUIRKS;
var init_settings = __esm({
  "src/simulator/settings.ts"() {
    "use strict";
    PROFILES = ["7.8", "8.3", "8.12", "9.0"];
    VERSIONS = {
      "7.8": "7.8.3",
      "8.3": "8.3.2",
      "8.12": "8.12.1",
      "9.0": "9.0.6"
    };
    hasQuantities = (profile) => profile === "8.12" || profile === "9.0";
    DEMO_CREDENTIALS = {
      identifier: "demo-identifier",
      secret: "demo-secret"
    };
    USUAL_QUIRKS = {
      quantityWithoutControl: "zero",
      unknownPid: "empty",
      unknownActionStatus: 200,
      listsRetired: true,
      listsHiddenValues: false,
      largestPage: Number.POSITIVE_INFINITY,
      countsProducts: false,
      showsStockControl: false,
      storeListsHidden: false,
      numbersAsText: false,
      lists: "list",
      emptyLists: "list",
      emptyHoldersAsText: false,
      productUrlKey: "product-url",
      entitiesInNames: true,
      prelude: "none",
      checks: ["ip", "credentials", "action", "role"]
    };
  }
});

// package.json
var package_default;
var init_package = __esm({
  "package.json"() {
    package_default = {
      name: "whmcs-stock-exporter",
      version: "0.1.0",
      description: "Prometheus exporter for what a hosting company can still sell: product stock from one or many WHMCS installations",
      keywords: [
        "prometheus",
        "exporter",
        "whmcs",
        "stock",
        "hosting",
        "metrics"
      ],
      license: "MIT",
      author: "the whmcs-stock-exporter authors",
      homepage: "https://github.com/whmcs-stock-exporter/whmcs-stock-exporter#readme",
      repository: {
        type: "git",
        url: "git+https://github.com/whmcs-stock-exporter/whmcs-stock-exporter.git"
      },
      bugs: "https://github.com/whmcs-stock-exporter/whmcs-stock-exporter/issues",
      type: "module",
      bin: {
        "whmcs-stock-exporter": "dist/main.js"
      },
      files: [
        "dist/main.js",
        "dist/parts",
        "dist/sbom.cdx.json",
        "dist/THIRD-PARTY-LICENSES.txt",
        "deploy",
        "docs/**/*.md",
        "grafana/README.md",
        "grafana/dashboards",
        "grafana/provisioning",
        "config.yaml",
        "config.schema.json",
        ".env.example",
        "CHANGELOG.md"
      ],
      engines: {
        node: ">=20.18.1"
      },
      devDependencies: {
        "@biomejs/biome": "2.5.15",
        "@grafana/grafana-foundation-sdk": "0.0.21",
        "@grafana/schema": "12.4.0",
        "@jest/globals": "^30.5.2",
        "@swc/core": "1.16.18",
        "@swc/jest": "^0.2.39",
        "@types/express": "^5.0.6",
        "@types/jest": "^30.0.0",
        "@types/mailparser": "^3.9.0",
        "@types/negotiator": "^0.6.5",
        "@types/node": "^20.19.43",
        "@types/smtp-server": "^3.5.13",
        ajv: "^8.20.0",
        commander: "^14.0.3",
        "csv-parse": "^7.0.3",
        "csv-stringify": "^6.9.0",
        dclint: "^3.1.0",
        dotenv: "^18.0.10",
        esbuild: "^0.28.2",
        express: "^5.3.0",
        "express-rate-limit": "^8.7.5",
        "fast-check": "^4.10.2",
        "fastest-levenshtein": "^1.0.16",
        "html-entities": "^2.6.0",
        jest: "^30.5.2",
        mailparser: "^3.14.2",
        matcher: "^6.1.0",
        negotiator: "^1.1.0",
        nock: "^14.0.17",
        "p-limit": "^7.3.3",
        "php-parser": "^3.7.0",
        pino: "^10.4.0",
        "pino-pretty": "^13.2.0",
        "prom-client": "^15.1.3",
        re2js: "^2.10.0",
        selfsigned: "^5.5.0",
        "smtp-server": "^3.21.6",
        "ts-json-schema-generator": "2.4.0",
        typescript: "^7.0.2",
        undici: "^7.30.2",
        "write-file-atomic": "^7.0.1",
        yaml: "^2.9.1",
        zod: "^4.6.7"
      },
      scripts: {
        build: "node .packaging/bundle.js",
        "build:modules": "esbuild 'src/**/*.ts' --outdir=build --format=esm --log-level=warning",
        start: "node dist/main.js",
        demo: "npm run --silent build && node dist/main.js demo",
        "test-connection": "npm run --silent build && node dist/main.js check",
        lint: "biome check .",
        format: "biome check --write .",
        typecheck: "tsc",
        "test:unit": "node --experimental-vm-modules node_modules/jest/bin/jest.js",
        test: "npm run --silent build && npm run --silent lint && npm run --silent typecheck && npm run --silent test:unit -- --coverage",
        "test:long": "npm run --silent build && TEST_LONG=1 npm run --silent test:unit -- --testTimeout=1800000 '\\.long\\.test\\.ts$'",
        "test:faults": "npm run --silent build && node scripts/fault-table.js",
        "bench:smoke": "npm run --silent build && npm run --silent build:modules && node test/bench/smoke.js && node test/bench/hostile-input.js",
        dashboards: "tsc -p grafana && node grafana/dist/generate.js",
        docs: "esbuild scripts/reference/generate.ts --bundle --platform=node --format=esm --packages=external --outfile=build/reference.js --log-level=warning && node build/reference.js",
        schema: `npm run --silent build:modules && node --input-type=module -e "import { writeFileSync } from 'node:fs'; import { configJsonSchema } from './build/config/json-schema.js'; writeFileSync('config.schema.json', JSON.stringify(configJsonSchema(), null, 2) + '\\n')"`,
        prepack: "npm run --silent build"
      },
      overrides: {
        "unrs-resolver": "1.12.2"
      }
    };
  }
});

// src/cli/build.ts
function readBuild(env) {
  const bundled = typeof BUNDLED_REVISION === "string" ? BUNDLED_REVISION : "unknown";
  return {
    version: package_default.version,
    revision: env.WHMCS_STOCK_EXPORTER_REVISION ?? bundled,
    node_version: process.version
  };
}
var init_build = __esm({
  "src/cli/build.ts"() {
    "use strict";
    init_package();
  }
});

// src/cli/io.ts
import { setMaxListeners } from "node:events";
function endOnHangup(io) {
  const hungUp = new AbortController();
  io.onHangup(() => hungUp.abort());
  const signal = AbortSignal.any([io.signal, hungUp.signal]);
  setMaxListeners(0, signal);
  return { ...io, onHangup() {
  }, signal };
}
var usesColors;
var init_io = __esm({
  "src/cli/io.ts"() {
    "use strict";
    usesColors = ({ interactive, env }) => interactive && !env.NO_COLOR && env.TERM !== "dumb";
  }
});

// src/collector/clock.ts
import { setTimeout as sleep } from "node:timers/promises";
var systemClock;
var init_clock = __esm({
  "src/collector/clock.ts"() {
    "use strict";
    systemClock = {
      now: () => Date.now(),
      monotonic: () => performance.now(),
      async sleep(ms, signal) {
        await sleep(ms, void 0, { signal }).catch((error) => {
          if (!signal.aborted) throw error;
        });
      }
    };
  }
});

// src/whmcs/reasons.ts
var REASONS, WhmcsError, OF_SITE, concernsSite;
var init_reasons = __esm({
  "src/whmcs/reasons.ts"() {
    "use strict";
    REASONS = [
      "auth",
      "ip_not_allowed",
      "permission",
      "unknown_action",
      "rate_limited",
      "blocked",
      "timeout",
      "dns",
      "connect",
      "tls",
      "http",
      "too_large",
      "invalid_response",
      "api_error",
      "canceled"
    ];
    WhmcsError = class _WhmcsError extends Error {
      name = "WhmcsError";
      reason;
      diagnosis;
      action;
      status;
      whmcsMessage;
      retryAfterMs;
      constructor(reason, message, facts = {}) {
        super(message, facts.cause === void 0 ? {} : { cause: facts.cause });
        this.reason = reason;
        this.diagnosis = facts.diagnosis;
        this.action = facts.action;
        this.status = facts.status;
        this.whmcsMessage = facts.whmcsMessage;
        this.retryAfterMs = facts.retryAfterMs;
      }
      /** Returns the same error with another message, or with more facts. */
      with({ message = this.message, ...facts }) {
        return new _WhmcsError(this.reason, message, { ...this, cause: this.cause, ...facts });
      }
    };
    OF_SITE = /* @__PURE__ */ new Set([
      "auth",
      "ip_not_allowed",
      "permission",
      "unknown_action",
      "rate_limited",
      "dns",
      "tls",
      "canceled"
    ]);
    concernsSite = (error) => error instanceof WhmcsError && OF_SITE.has(error.reason);
  }
});

// src/collector/call-places.ts
function createCallPlaces(concurrency, clock) {
  const fast = { limit: concurrency, running: 0 };
  const slow = { limit: concurrency * SLOW_PER_FAST, running: 0 };
  const waiters = /* @__PURE__ */ new Set();
  const places = /* @__PURE__ */ new Set();
  let movedAt = clock.monotonic();
  const poolFor = ({ speed, action }) => speed.expectsSlow(action) ? slow : fast;
  function nextFor(pool2) {
    let untried;
    for (const waiter of waiters) {
      if (poolFor(waiter.request) !== pool2) continue;
      if (!waiter.request.speed.isTried) untried ??= waiter;
      else return untried && untried.since + HEAD_START_MS < waiter.since ? untried : waiter;
    }
    return untried;
  }
  function fill() {
    movedAt = clock.monotonic();
    for (const pool2 of [fast, slow]) {
      while (pool2.running < pool2.limit) {
        const next = nextFor(pool2);
        if (!next) break;
        waiters.delete(next);
        pool2.running += 1;
        next.start(pool2);
      }
    }
  }
  const countOf = (pool2) => ({
    limit: pool2.limit,
    running: pool2.running,
    waiting: [...waiters].filter(({ request }) => poolFor(request) === pool2).length
  });
  return {
    fill,
    take: (request, signal) => new Promise((resolve4, reject) => {
      function leave() {
        waiters.delete(waiter);
        reject(new WhmcsError("canceled", "the call was canceled", { cause: signal.reason }));
      }
      const waiter = {
        request,
        since: clock.monotonic(),
        start(pool2) {
          signal.removeEventListener("abort", leave);
          const place = { pool: pool2, until: clock.monotonic() + request.timeoutMs };
          places.add(place);
          resolve4(place);
        }
      };
      if (signal.aborted) return leave();
      signal.addEventListener("abort", leave, { once: true });
      waiters.add(waiter);
      fill();
    }),
    giveBack(place) {
      places.delete(place);
      place.pool.running -= 1;
      fill();
    },
    moveToSlow(place) {
      if (place.pool === slow) return true;
      if (slow.running >= slow.limit) return false;
      slow.running += 1;
      fast.running -= 1;
      place.pool = slow;
      fill();
      return true;
    },
    resize(concurrency2) {
      fast.limit = concurrency2;
      slow.limit = concurrency2 * SLOW_PER_FAST;
      fill();
    },
    counts: () => ({ fast: countOf(fast), slow: countOf(slow) }),
    movesBy() {
      if (waiters.size === 0) return Number.POSITIVE_INFINITY;
      let last = movedAt;
      for (const { until } of places) last = Math.max(last, until);
      return last;
    }
  };
}
var SLOW_PER_FAST, HEAD_START_MS;
var init_call_places = __esm({
  "src/collector/call-places.ts"() {
    "use strict";
    init_reasons();
    SLOW_PER_FAST = 4;
    HEAD_START_MS = 3e4;
  }
});

// src/collector/or-aborted.ts
async function orAborted(signal, waiting) {
  let end = () => {
  };
  const aborted2 = new Promise((_resolve, reject) => {
    end = () => reject(new WhmcsError("canceled", "the call was canceled", { cause: signal.reason }));
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
  });
  try {
    return await Promise.race([waiting, aborted2]);
  } finally {
    signal.removeEventListener("abort", end);
  }
}
var init_or_aborted = __esm({
  "src/collector/or-aborted.ts"() {
    "use strict";
    init_reasons();
  }
});

// src/collector/call-pools.ts
function createCallPools(concurrency, clock) {
  const { take, giveBack, moveToSlow, fill, ...places } = createCallPlaces(concurrency, clock);
  async function attempt2(call, place, outer) {
    const { speed, action } = call;
    const started = clock.monotonic();
    const canceled = new AbortController();
    const settled = new AbortController();
    const cancel = () => canceled.abort(outer.reason);
    if (outer.aborted) cancel();
    outer.addEventListener("abort", cancel, { once: true });
    let isEvicted = false;
    async function lendPlace() {
      const lentMs = speed.patienceMs(action, SLOW_AFTER_MS);
      await clock.sleep(lentMs, settled.signal);
      if (settled.signal.aborted) return;
      moveToSlow(place);
      await clock.sleep(SLOW_AFTER_MS - lentMs, settled.signal);
      if (settled.signal.aborted) return;
      speed.slow(action);
      isEvicted = !moveToSlow(place);
      if (isEvicted) canceled.abort();
      else fill();
    }
    lendPlace();
    try {
      return { value: await orAborted(canceled.signal, call.make(canceled.signal)) };
    } catch (error) {
      if (!isEvicted || outer.aborted) throw error;
      return void 0;
    } finally {
      settled.abort();
      outer.removeEventListener("abort", cancel);
      const ms = clock.monotonic() - started;
      if (ms >= SLOW_AFTER_MS) speed.slow(action);
      else if (!outer.aborted) speed.answered(action, ms);
      giveBack(place);
    }
  }
  return {
    ...places,
    async run(call, signal) {
      for (; ; ) {
        const answer = await attempt2(call, await take(call, signal), signal);
        if (answer) return answer.value;
      }
    }
  };
}
var SLOW_AFTER_MS;
var init_call_pools = __esm({
  "src/collector/call-pools.ts"() {
    "use strict";
    init_call_places();
    init_or_aborted();
    SLOW_AFTER_MS = 1e3;
  }
});

// src/collector/interval.ts
function intervalInForce(configuredMs, failures, retryAfterMs = 0) {
  const longest = Math.max(configuredMs, LONGEST_BACKOFF_MS);
  return Math.min(longest, Math.max(configuredMs * 2 ** Math.max(0, failures - 1), retryAfterMs));
}
var LONGEST_BACKOFF_MS, JITTER, START_SPREAD_MS, jitter, startDelay;
var init_interval = __esm({
  "src/collector/interval.ts"() {
    "use strict";
    LONGEST_BACKOFF_MS = 15 * 6e4;
    JITTER = 0.1;
    START_SPREAD_MS = 5e3;
    jitter = (intervalMs, random) => intervalMs * (1 + JITTER * random());
    startDelay = (sites, random) => Math.min(START_SPREAD_MS, (sites - 1) * 20) * random();
  }
});

// src/collector/running-site.ts
import { setMaxListeners as setMaxListeners2 } from "node:events";
async function endSites(sites, { clock, log }) {
  const left = new Set(sites);
  const waited = new AbortController();
  const allEnded = Promise.all(sites.map((site2) => site2.end().then(() => left.delete(site2))));
  await Promise.race([allEnded, clock.sleep(END_MS, waited.signal)]);
  waited.abort();
  for (const { name: name3 } of left) log.warn({ site: name3 }, "the site did not end in time and is left behind");
}
var RunningSite, END_MS;
var init_running_site = __esm({
  "src/collector/running-site.ts"() {
    "use strict";
    RunningSite = class {
      constructor(runner) {
        this.runner = runner;
        setMaxListeners2(0, this.#end.signal);
      }
      runner;
      #end = new AbortController();
      #ended = Promise.resolve();
      get name() {
        return this.runner.config.name;
      }
      /** @param broken called if the runner rejects, which is a bug. */
      start(delayMs, broken) {
        this.#ended = this.runner.run(delayMs, this.#end.signal).catch(broken);
      }
      /** Ends the site. Resolves once nothing of it is in flight. */
      async end() {
        this.#end.abort();
        await this.#ended;
      }
    };
    END_MS = 1e3;
  }
});

// src/collector/loop.ts
async function repeat(turn, { heartbeat, pauseMs, failed: failed2 }, signal) {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await turn();
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      failed2(error);
      await heartbeat.sleep(intervalInForce(pauseMs, failures), signal);
    }
  }
}
var init_loop = __esm({
  "src/collector/loop.ts"() {
    "use strict";
    init_interval();
  }
});

// src/whmcs/body.ts
async function readBody(answer, limitBytes, received) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.byteLength;
    received(chunk.byteLength);
    if (bytes > limitBytes) {
      throw new WhmcsError("too_large", `the answer is larger than the body limit of ${limitBytes} bytes`, {
        status: answer.status
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes).toString("utf8");
}
var init_body = __esm({
  "src/whmcs/body.ts"() {
    "use strict";
    init_reasons();
  }
});

// src/whmcs/deadline.ts
async function withDeadline(ms, outer, work) {
  const controller = new AbortController();
  const abort = () => controller.abort(outer.reason);
  const timer = setTimeout(() => controller.abort(new DeadlineError(`no answer within ${ms} ms`)), ms);
  if (outer.aborted) abort();
  else outer.addEventListener("abort", abort, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener("abort", abort);
  }
}
var DeadlineError;
var init_deadline = __esm({
  "src/whmcs/deadline.ts"() {
    "use strict";
    DeadlineError = class extends Error {
      name = "DeadlineError";
    };
  }
});

// src/stock/text.ts
import { createHash } from "node:crypto";
function cleanText(text3, decode3) {
  if (!decode3 && text3.length <= LONGEST_TEXT && CLEAN.test(text3)) return text3;
  const isCut = text3.length > LONGEST_INPUT;
  const input = isCut ? copy(text3.slice(0, LONGEST_INPUT)) : text3;
  const cleaned = withoutInvisible(decode3 ? decode3(input) : input).normalize("NFC").replace(/[\s\p{Cc}]+/gu, " ").trim();
  return isCut ? shorten(cleaned, text3) : limitText(cleaned);
}
function limitText(text3) {
  return text3.length <= LONGEST_TEXT || SHORTENED.test(text3) ? text3 : shorten(text3, text3);
}
function shorten(text3, whole2) {
  const start = text3.slice(0, LONGEST_TEXT).replace(/[\uD800-\uDBFF]$/, "");
  return `${start.trimEnd()}\u2026#${createHash("sha256").update(whole2).digest("hex").slice(0, 12)}`;
}
var LONGEST_TEXT, LONGEST_INPUT, visibleText, withoutInvisible, CLEAN, SHORTENED, INVISIBLE, copy;
var init_text = __esm({
  "src/stock/text.ts"() {
    "use strict";
    LONGEST_TEXT = 512;
    LONGEST_INPUT = 8 * LONGEST_TEXT;
    visibleText = (text3) => withoutInvisible(text3).replace(/[^\P{Cc}\n\t]/gu, " ");
    withoutInvisible = (text3) => text3.replace(/\p{Surrogate}/gu, "\uFFFD").replace(INVISIBLE, "");
    CLEAN = /^[!-~]+(?: [!-~]+)*$/;
    SHORTENED = /^.{0,512}…#[0-9a-f]{12}$/s;
    INVISIBLE = /[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu;
    copy = (text3) => Buffer.from(text3, "utf16le").toString("utf16le");
  }
});

// src/whmcs/outside-text.ts
function oneLine(text3) {
  const kept = text3.length > LONGEST ? `${text3.slice(0, LONGEST)}\u2026` : text3;
  return visibleText(kept).replace(/\s+/g, " ").trim();
}
var LONGEST;
var init_outside_text = __esm({
  "src/whmcs/outside-text.ts"() {
    "use strict";
    init_text();
    LONGEST = 2048;
  }
});

// src/whmcs/pages.ts
function diagnosePage(status, text3) {
  const ends = text3.length > 2 * READ ? `${text3.slice(0, READ)}
${text3.slice(-READ)}` : text3;
  for (const [words, kind, diagnosis] of PAGES) if (words.test(ends)) return { kind, diagnosis };
  return { kind: kindOf(ends), diagnosis: DIAGNOSIS_BY_STATUS.get(status) };
}
function kindOf(text3) {
  if (/^\s*(<!doctype|<html|<\?xml|<[a-z]+[\s>])/i.test(text3)) return "a page of markup";
  return text3.trim() === "" ? "an empty body" : "a body that is not JSON of WHMCS";
}
var PAGES, DIAGNOSIS_BY_STATUS, READ;
var init_pages = __esm({
  "src/whmcs/pages.ts"() {
    "use strict";
    PAGES = [
      [
        /output has been emitted previously/i,
        "WHMCS's error page: output has been emitted previously",
        "emitted_output"
      ],
      [/install (?:folder|directory)/i, "the warning that the install folder is still there", "install_folder"],
      [/allowed memory size of \d+ bytes exhausted/i, "a PHP error: memory exhausted", "php_memory"],
      [
        /maximum execution time of \d+ seconds? exceeded/i,
        "a PHP error: maximum execution time exceeded",
        "php_time"
      ],
      [/ioncube.{0,40}loader/i, "a page that asks for the ionCube loader", "ioncube"],
      [
        /plain HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL|sent an HTTP request to an HTTPS/i,
        "a page that says this port speaks HTTPS",
        "plain_http"
      ]
    ];
    DIAGNOSIS_BY_STATUS = /* @__PURE__ */ new Map([
      [404, "no_api"],
      [410, "no_api"],
      [413, "request_too_large"],
      [414, "request_too_large"],
      [431, "request_too_large"],
      [525, "origin_tls"],
      [526, "origin_tls"]
    ]);
    READ = 8192;
  }
});

// src/whmcs/envelope.ts
function readEnvelope(status, text3) {
  const json = readJson(text3);
  if (json) {
    const stated = json.reply.result ?? json.reply.status;
    const verdict = typeof stated === "string" ? stated.toLowerCase() : "";
    if (verdict === "success" && status < 300) return json;
    if (verdict !== "" && verdict !== "success") throw refusal(status, json.reply.message);
  }
  const old = NAME_VALUE_ERROR.exec(text3.trim());
  if (old) throw refusal(status, old[1]);
  throw notWhmcs(status, text3);
}
function readStoreEnvelope(status, text3) {
  const json = readJson(text3);
  if (json && status < 300) return json;
  const said = typeof json?.reply.message === "string" ? oneLine(json.reply.message) : "";
  const facts = { status, whmcsMessage: said === "" ? void 0 : said };
  if (NOTHING_THERE.has(status)) {
    throw new WhmcsError(
      "unknown_action",
      `HTTP ${status}: there is no storefront API, as before WHMCS 9`,
      facts
    );
  }
  if (!json) throw notWhmcs(status, text3);
  const reason = STORE_REASONS.get(status) ?? "http";
  throw new WhmcsError(reason, `HTTP ${status}${said === "" ? "" : `, WHMCS answered: ${said}`}`, facts);
}
function readJson(body) {
  const text3 = body.replace(/^\uFEFF+/, "");
  const whole2 = parseObject(text3);
  if (whole2) return { reply: whole2, stray: text3 === body ? void 0 : "bom" };
  const inside = findObject(text3);
  return inside && { reply: inside, stray: "text" };
}
function findObject(text3) {
  const start = text3.search(OBJECT_START);
  if (start < 0 || PAGE_START.test(text3.slice(0, start))) return void 0;
  const end = endOfObject(text3, start);
  if (end === void 0 || OBJECT_START.test(text3.slice(end))) return void 0;
  return parseObject(text3.slice(start, end));
}
function endOfObject(text3, start) {
  let depth = 0;
  let isInString = false;
  for (let at = start; at < text3.length; at += 1) {
    const character = text3[at];
    if (isInString) {
      if (character === "\\") at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "{") depth += 1;
    else if (character === "}") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return void 0;
}
function parseObject(text3) {
  try {
    const value = JSON.parse(text3);
    return isRecord(value) ? value : void 0;
  } catch {
    return void 0;
  }
}
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function refusal(status, message) {
  const said = typeof message === "string" ? oneLine(message) : "";
  const [, known2, diagnosis] = REASON_BY_MESSAGE.find(([pattern]) => pattern.test(said)) ?? [];
  const reason = known2 ?? (status === 429 ? "rate_limited" : "api_error");
  const text3 = said === "" ? `WHMCS answered an error without a message (HTTP ${status})` : `WHMCS answered: ${said}`;
  return new WhmcsError(reason, text3, { status, whmcsMessage: said, diagnosis });
}
function notWhmcs(status, text3) {
  const { kind, diagnosis } = diagnosePage(status, text3);
  const facts = { status, diagnosis };
  if (status === 429) return new WhmcsError("rate_limited", `HTTP 429 with ${kind}`, facts);
  if (status === 403 || status === 406)
    return new WhmcsError(
      "blocked",
      `HTTP ${status} with ${kind}: something in front of WHMCS refused`,
      facts
    );
  return new WhmcsError(status >= 300 ? "http" : "invalid_response", `HTTP ${status} with ${kind}`, facts);
}
var REASON_BY_MESSAGE, NAME_VALUE_ERROR, NOTHING_THERE, STORE_REASONS, OBJECT_START, PAGE_START;
var init_envelope = __esm({
  "src/whmcs/envelope.ts"() {
    "use strict";
    init_outside_text();
    init_pages();
    init_reasons();
    REASON_BY_MESSAGE = [
      [/^invalid ip\b/i, "ip_not_allowed"],
      [
        /^(authentication failed|invalid or missing credentials|invalid password provided|administrator account disabled)/i,
        "auth"
      ],
      [/^(invalid permissions|access denied)/i, "permission"],
      [/is not a valid api action|^invalid api action/i, "unknown_action"],
      [/^rate limit/i, "rate_limited"],
      [/^error generating json.*utf-?8/i, "invalid_response", "bad_utf8"],
      [/^error generating json/i, "invalid_response"],
      [/admin user is required/i, "api_error", "doubled_path"]
    ];
    NAME_VALUE_ERROR = /^result=error;message=(.*)$/s;
    NOTHING_THERE = /* @__PURE__ */ new Set([404, 405, 410, 501]);
    STORE_REASONS = /* @__PURE__ */ new Map([
      [401, "permission"],
      [403, "permission"],
      [429, "rate_limited"]
    ]);
    OBJECT_START = /\{\s*"/;
    PAGE_START = /<(?:!doctype|html|head|body|script)\b/i;
  }
});

// src/whmcs/retry.ts
function nextRetry(error, attempt2, random, counts) {
  const { reason, status } = error;
  if (reason === "blocked" && status === 403) {
    return attempt2 === 1 ? { waitMs: 0, freshConnection: true } : void 0;
  }
  if (attempt2 >= maxAttempts(error, counts)) return void 0;
  const backoffMs = random() * Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt2 - 1));
  return { waitMs: Math.max(backoffMs, error.retryAfterMs ?? 0), freshConnection: false };
}
function maxAttempts(error, counts) {
  const { reason, status } = error;
  if (status === 500 && reason === "http" && !counts) return 2;
  return isPassing(error) && !REFUSALS.has(reason) ? MAX_ATTEMPTS : 1;
}
function isPassing(error) {
  if (error.status !== void 0) return PASSING_STATUSES.has(error.status);
  if (error.diagnosis !== void 0 && FINAL.has(error.diagnosis)) return false;
  return error.reason === "connect" || error.reason === "dns" || error.reason === "timeout";
}
function parseRetryAfter(value, now) {
  if (value === null) return void 0;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1e3;
  const date = Date.parse(value);
  return Number.isNaN(date) ? void 0 : Math.max(0, date - now);
}
var MAX_ATTEMPTS, FIRST_BACKOFF_MS, MAX_BACKOFF_MS, PASSING_STATUSES, REFUSALS, FINAL;
var init_retry = __esm({
  "src/whmcs/retry.ts"() {
    "use strict";
    MAX_ATTEMPTS = 4;
    FIRST_BACKOFF_MS = 250;
    MAX_BACKOFF_MS = 4e3;
    PASSING_STATUSES = /* @__PURE__ */ new Set([408, 429, 502, 503, 504, 520, 521, 522, 523, 524]);
    REFUSALS = /* @__PURE__ */ new Set(["auth", "ip_not_allowed", "permission", "unknown_action"]);
    FINAL = /* @__PURE__ */ new Set(["proxy_credentials", "proxy_refuses", "silent_name_servers"]);
  }
});

// src/whmcs/exchange.ts
function apiExchange(site2, action, params, { counts } = {}) {
  const fields = { ...params, action, responsetype: "json", ...credentials(site2) };
  const headers = { ...HEADERS, "content-type": "application/x-www-form-urlencoded" };
  const init = { method: "POST", headers, body: new URLSearchParams(fields).toString() };
  return { action, url: site2.apiUrl, init, read: readEnvelope, counts };
}
function storeExchange(site2, path, query, action) {
  const url = new URL(`../api/v2/${path}`, site2.apiUrl);
  url.search = new URLSearchParams(query).toString();
  return { action, url, init: { method: "GET", headers: HEADERS }, read: readStoreEnvelope };
}
function credentials(site2) {
  return {
    identifier: site2.identifier.reveal(),
    secret: site2.secret.reveal(),
    ...site2.accessKey ? { accesskey: site2.accessKey.reveal() } : {}
  };
}
function readAnswer(answer, text3, read) {
  try {
    if (answer.status >= 300 && answer.status < 400) throw redirected(answer);
    return read(answer.status, text3);
  } catch (error) {
    const retryAfterMs = parseRetryAfter(answer.headers.get("retry-after"), Date.now());
    if (!(error instanceof WhmcsError) || retryAfterMs === void 0) throw error;
    throw error.with({ retryAfterMs });
  }
}
function redirected(answer) {
  const location = answer.headers.get("location");
  const target = location !== null && URL.canParse(location) ? new URL(location) : void 0;
  const to = target ? ` to ${target.origin}${target.pathname}` : "";
  return new WhmcsError(
    "http",
    `HTTP ${answer.status} redirects${to}; redirects are not followed with credentials`,
    { status: answer.status, diagnosis: "redirect" }
  );
}
var HEADERS;
var init_exchange = __esm({
  "src/whmcs/exchange.ts"() {
    "use strict";
    init_envelope();
    init_reasons();
    init_retry();
    HEADERS = {
      accept: "application/json",
      "user-agent": "whmcs-stock-exporter"
    };
  }
});

// src/error-code.ts
import { types } from "node:util";
function errorCode(error) {
  return types.isNativeError(error) && "code" in error && typeof error.code === "string" ? error.code : void 0;
}
function systemCode(error) {
  const code2 = errorCode(error);
  if (code2 === void 0 || !(types.isNativeError(error) && "syscall" in error)) throw error;
  return code2;
}
var init_error_code = __esm({
  "src/error-code.ts"() {
    "use strict";
  }
});

// src/whmcs/network-codes.ts
function judgeCode(line) {
  const [, reason = "connect", diagnosis] = JUDGEMENTS.find(([pattern]) => pattern.test(line)) ?? [];
  return diagnosis === void 0 ? { reason } : { reason, diagnosis };
}
var JUDGEMENTS;
var init_network_codes = __esm({
  "src/whmcs/network-codes.ts"() {
    "use strict";
    JUDGEMENTS = [
      [/^(ENOTFOUND|EAI_|EDNS|ENODATA|ESERVFAIL)/, "dns"],
      [/before secure TLS connection was established/, "connect", "tls_hangup"],
      [/^(ERR_SSL|EPROTO).*(WRONG.VERSION|PACKET.LENGTH|HTTP.REQUEST|UNKNOWN.PROTOCOL)/i, "tls", "not_tls"],
      [/^UNABLE_TO_VERIFY_LEAF_SIGNATURE/, "tls", "missing_intermediate"],
      [/^DEPTH_ZERO_SELF_SIGNED_CERT/, "tls", "self_signed"],
      [/^(UNABLE_TO_GET_ISSUER|SELF_SIGNED_CERT_IN_CHAIN|CERT_UNTRUSTED)/, "tls", "unknown_authority"],
      [/^(ERR_TLS_CERT_ALTNAME|HOSTNAME_MISMATCH)/, "tls", "name_mismatch"],
      [/^CERT_HAS_EXPIRED/, "tls", "expired"],
      [/^CERT_NOT_YET_VALID/, "tls", "not_yet_valid"],
      [/^(ERR_SSL|EPROTO).*(UNRECOGNIZED.NAME|ALERT.INTERNAL)/i, "tls", "unknown_name"],
      [/^(ERR_SSL|EPROTO).*(CERTIFICATE.REQUIRED|BAD.CERTIFICATE)/i, "tls", "client_certificate"],
      [
        /^(ERR_SSL|ERR_TLS|EPROTO).*(PROTOCOL|VERSION|HANDSHAKE.FAILURE|CIPHER|TOO.SMALL|LEGACY|INSUFFICIENT)/i,
        "tls",
        "old_tls"
      ],
      [/^(CERT_|UNABLE_TO_|ERR_TLS|ERR_SSL|ERR_OSSL|EPROTO|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH)/, "tls"],
      [/^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)/, "timeout", "no_route"],
      [/^(UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT)/, "timeout"],
      [/^(ERR_STRING_TOO_LONG|ERR_BUFFER_TOO_LARGE|UND_ERR_RES_EXCEEDED)/, "too_large"],
      [
        /^(HPE_|Z_|ERR__ERROR_FORMAT|ERR_BROTLI|ZSTD_|UND_ERR_RES_CONTENT_LENGTH_MISMATCH|UND_ERR_HEADERS_OVERFLOW)/,
        "invalid_response"
      ],
      [/^(ECONNREFUSED)/, "connect", "no_listener"]
    ];
  }
});

// src/whmcs/proxy-tunnel.ts
import { Pool, ProxyAgent } from "undici";
function createTunnels({ url, connect: connect2, requestTls, pool: pool2, timeoutMs }) {
  let awaited = 0;
  const proxy = new Pool(url.origin, { connect: connect2, headersTimeout: timeoutMs });
  const connectPlainly = proxy.connect.bind(proxy);
  async function tunnel(options) {
    awaited += 1;
    try {
      return accepted(await connectPlainly(options));
    } catch (error) {
      if (error instanceof ProxyError) throw error;
      throw new ProxyError("the proxy can not be reached", { cause: error });
    } finally {
      awaited -= 1;
    }
  }
  const dispatcher = new ProxyAgent({
    ...pool2,
    uri: url.origin,
    clientFactory: () => Object.assign(proxy, { connect: tunnel }),
    requestTls,
    ...authorization(url)
  });
  return { dispatcher, isAwaited: () => awaited > 0 };
}
function accepted(answer) {
  const { socket, statusCode: status } = answer;
  if (status === 200) return answer;
  socket.on("error", () => {
  }).destroy();
  throw new ProxyError(`the proxy answered CONNECT with HTTP ${status}`, { status });
}
function authorization({ username, password }) {
  if (username === "") return {};
  const credentials2 = `${decodeUserinfo(username)}:${decodeUserinfo(password)}`;
  return { token: `Basic ${Buffer.from(credentials2).toString("base64")}` };
}
function decodeUserinfo(text3) {
  try {
    return decodeURIComponent(text3);
  } catch {
    return text3;
  }
}
var ProxyError;
var init_proxy_tunnel = __esm({
  "src/whmcs/proxy-tunnel.ts"() {
    "use strict";
    ProxyError = class extends Error {
      name = "ProxyError";
      /** HTTP status of the proxy's answer to CONNECT; undefined if none came. */
      status;
      constructor(message, facts = {}) {
        super(message, "cause" in facts ? { cause: facts.cause } : {});
        this.status = facts.status;
      }
    };
  }
});

// src/whmcs/resolver.ts
function createResolver(lookups, now = () => performance.now()) {
  const underWay = /* @__PURE__ */ new Map();
  const known2 = /* @__PURE__ */ new Map();
  const awaited = /* @__PURE__ */ new Map();
  function begin(name3) {
    const answer = lookups.lookUp(name3).then((addresses) => {
      known2.set(name3, { addresses, since: now() });
      return addresses;
    }).finally(() => underWay.delete(name3));
    answer.catch((error) => {
      if (!isForNow(error)) known2.delete(name3);
    });
    const begun = { answer, since: now() };
    underWay.set(name3, begun);
    return begun;
  }
  function lastGood(name3) {
    const last = known2.get(name3);
    return last && now() - last.since <= MAX_STALE_MS ? last : void 0;
  }
  async function wait(name3, { answer }, ms) {
    awaited.set(name3, (awaited.get(name3) ?? 0) + 1);
    try {
      return await within(answer, ms, name3);
    } finally {
      awaited.set(name3, (awaited.get(name3) ?? 1) - 1);
    }
  }
  return {
    isAwaited: (name3) => (awaited.get(name3) ?? 0) > 0,
    close: lookups.close,
    async resolve(name3, deadlineMs) {
      const look = underWay.get(name3) ?? begin(name3);
      const last = lastGood(name3);
      if (!last) return wait(name3, look, deadlineMs);
      const patienceMs = Math.max(0, look.since + PATIENCE_MS - now());
      return within(look.answer, patienceMs, name3).catch((error) => {
        if (isForNow(error)) return last.addresses;
        throw error;
      });
    }
  };
}
function socketLookup(resolver, deadlineMs) {
  return (name3, options, callback) => {
    const answer = async () => {
      const addresses = await resolver.resolve(name3, deadlineMs);
      const fitting = addresses.filter(({ family }) => !options.family || family === options.family);
      if (fitting.length > 0) return fitting;
      throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${name3}`), { code: "ENOTFOUND" });
    };
    const succeed = ([first, ...others]) => {
      if (options.all)
        callback(
          null,
          [first, ...others].filter((one) => one !== void 0)
        );
      else callback(null, first?.address ?? "", first?.family);
    };
    const fail = (error) => callback(error, "");
    answer().then(
      (addresses) => process.nextTick(succeed, addresses),
      (error) => process.nextTick(fail, error)
    );
  };
}
async function within(answer, ms, name3) {
  let timer;
  const late = new Promise((_resolve, reject) => {
    const fail = () => reject(new SilentNameServersError(`no name server answered for ${name3} within ${ms} ms`));
    timer = setTimeout(fail, ms).unref();
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
var SilentNameServersError, MAX_DEADLINE_MS, PATIENCE_MS, MAX_STALE_MS, lookupDeadline, isForNow;
var init_resolver = __esm({
  "src/whmcs/resolver.ts"() {
    "use strict";
    init_error_code();
    SilentNameServersError = class extends Error {
      name = "SilentNameServersError";
    };
    MAX_DEADLINE_MS = 6e3;
    PATIENCE_MS = 1e3;
    MAX_STALE_MS = 24 * 60 * 6e4;
    lookupDeadline = (timeoutMs) => Math.min(MAX_DEADLINE_MS, timeoutMs * 0.8);
    isForNow = (error) => error instanceof SilentNameServersError || errorCode(error) === "EAI_AGAIN";
  }
});

// src/whmcs/network-fault.ts
import { types as types2 } from "node:util";
function networkFault(error, outer) {
  if (error instanceof WhmcsError) return error;
  if (outer.aborted) return new WhmcsError("canceled", "the call was canceled", { cause: error });
  const chain = [...causes(error)];
  const fault = ownFault(chain, error) ?? systemFault(chain, error) ?? fetchFault(chain, error);
  if (!fault) throw error;
  return fault;
}
function* causes(error, depth = 0) {
  if (!types2.isNativeError(error) || depth > 8) return;
  yield error;
  if ("errors" in error && Array.isArray(error.errors))
    for (const one of error.errors) yield* causes(one, depth + 1);
  yield* causes(error.cause, depth + 1);
}
function ownFault(chain, cause) {
  for (const link of chain) {
    if (link instanceof ProxyError) return proxyFault(link, cause);
    if (link instanceof SilentNameServersError)
      return new WhmcsError("dns", link.message, { cause, diagnosis: "silent_name_servers" });
    if (link instanceof DeadlineError) return new WhmcsError("timeout", link.message, { cause });
  }
  return void 0;
}
function proxyFault(proxy, cause) {
  if (proxy.status !== void 0)
    return new WhmcsError("connect", proxy.message, { cause, diagnosis: diagnoseProxy(proxy.status) });
  const diagnosis = "proxy_unreachable";
  if (proxy.cause === void 0) return new WhmcsError("timeout", proxy.message, { cause, diagnosis });
  const inner = networkFault(proxy.cause, new AbortController().signal);
  return new WhmcsError(inner.reason, `${proxy.message}: ${inner.message}`, { cause, diagnosis });
}
function diagnoseProxy(status) {
  if (status === 407) return "proxy_credentials";
  return status < 500 ? "proxy_refuses" : "proxy_fails";
}
function systemFault(chain, cause) {
  const coded = chain.flatMap((link) => {
    const code2 = errorCode(link) ?? (link.name === "HTTPParserError" ? "HPE_INVALID" : void 0);
    return code2 === void 0 || MISUSE.test(code2) ? [] : [{ code: code2, words: wordsOf(link) }];
  });
  const first = coded.find(({ words }) => words !== "") ?? coded[0];
  if (!first) return void 0;
  const message = first.words === "" ? first.code : `${first.code}: ${first.words}`;
  const { reason, diagnosis } = judgeCode(message);
  return new WhmcsError(reason, message, { cause, diagnosis });
}
function fetchFault(chain, cause) {
  if (!(cause instanceof TypeError) || !/^(fetch failed|terminated)$/.test(cause.message)) return void 0;
  return new WhmcsError("connect", chain.slice(1).map(wordsOf).at(-1) || "the connection failed", { cause });
}
function wordsOf(error) {
  const line = oneLine(error.message);
  return OPENSSL.exec(line)?.[1] ?? line;
}
var MISUSE, OPENSSL;
var init_network_fault = __esm({
  "src/whmcs/network-fault.ts"() {
    "use strict";
    init_error_code();
    init_deadline();
    init_network_codes();
    init_outside_text();
    init_proxy_tunnel();
    init_reasons();
    init_resolver();
    MISUSE = /^(UND_)?ERR_(INVALID|MISSING|UNKNOWN|OUT_OF_RANGE|METHOD_NOT|INTERNAL|ASSERTION)/;
    OPENSSL = /error:[0-9A-F]{8}:[^:]*:[^:]*:([^:]+)/;
  }
});

// src/whmcs/client.ts
import { setTimeout as sleep2 } from "node:timers/promises";
function createClient(deps) {
  const { site: site2, transport, observer, log, random } = deps;
  const redact = createRedactor(secretsOfSite(site2));
  let strays = 0;
  function noticeStray(action, { stray }) {
    if (stray === void 0) return;
    strays += 1;
    if (!isPowerOfTen(strays)) return;
    const what = stray === "bom" ? "a byte order mark" : "text, such as a PHP warning,";
    log.warn(
      { site: site2.name, action, times: strays },
      `WHMCS sent ${what} around its JSON; it was ignored`
    );
  }
  async function attempt2({ action, url, init, read }, deadline, outer) {
    const started = performance.now();
    let bytes = 0;
    let reason;
    observer.requestStarted(action);
    try {
      const answer = await transport.fetch(url.href, { ...init, redirect: "manual", signal: deadline });
      const text3 = await readBody(answer, site2.bodyLimitBytes, (received) => {
        bytes += received;
      });
      const envelope = readAnswer(answer, text3, read);
      noticeStray(action, envelope);
      return envelope.reply;
    } catch (error) {
      const fault = networkFault(error, outer);
      reason = fault.reason;
      throw fault;
    } finally {
      observer.requestEnded(action, { seconds: (performance.now() - started) / 1e3, bytes, reason });
    }
  }
  async function attempts(exchange2, deadline, outer) {
    const end = performance.now() + site2.timeoutMs;
    for (let made = 1; ; made += 1) {
      try {
        return await attempt2(exchange2, deadline, outer);
      } catch (error) {
        const fault = networkFault(error, outer);
        const retry = nextRetry(fault, made, random, exchange2.counts === true);
        if (!retry || deadline.aborted || performance.now() + retry.waitMs >= end) throw fault;
        if (retry.freshConnection) transport.renew();
        if (retry.waitMs > 0)
          await sleep2(retry.waitMs, void 0, { signal: deadline }).catch((cause) => {
            throw networkFault(cause, outer);
          });
        observer.retried(exchange2.action);
      }
    }
  }
  async function exchange(what, signal) {
    if (signal.aborted) throw new WhmcsError("canceled", `${what.action}: the call was canceled`);
    try {
      return await withDeadline(site2.timeoutMs, signal, (deadline) => attempts(what, deadline, signal));
    } catch (error) {
      throw withoutSecrets(networkFault(error, signal), what.action, redact);
    }
  }
  return {
    call: (action, params, signal, options) => exchange(apiExchange(site2, action, params, options), signal),
    get: (path, query, signal, action = path) => exchange(storeExchange(site2, path, query, action), signal)
  };
}
function withoutSecrets(error, action, redact) {
  const clean = (text3) => redact(text3.slice(0, MOST_READ)).slice(0, MAX_MESSAGE_LENGTH);
  const whmcsMessage = error.whmcsMessage === void 0 ? void 0 : clean(error.whmcsMessage);
  return error.with({ message: clean(`${action}: ${error.message}`), action, whmcsMessage });
}
var MOST_READ, MAX_MESSAGE_LENGTH, isPowerOfTen;
var init_client = __esm({
  "src/whmcs/client.ts"() {
    "use strict";
    init_known_secrets();
    init_redactor();
    init_body();
    init_deadline();
    init_exchange();
    init_network_fault();
    init_reasons();
    init_retry();
    MOST_READ = 4096;
    MAX_MESSAGE_LENGTH = 300;
    isPowerOfTen = (count4) => Number.isInteger(Math.log10(count4));
  }
});

// src/stock/options.ts
function withoutNumbers(usage2, options) {
  const unsure = options.filter(({ id: id2, kind }) => kind === "quantity" && usage2.unsure.has(id2));
  if (unsure.length === 0) return usage2;
  const lost = new Set(unsure.flatMap(({ choices: choices2 }) => choices2.map(({ id: id2 }) => id2)));
  return { ...usage2, choices: new Map([...usage2.choices].filter(([id2]) => !lost.has(id2))) };
}
function isSameNames(before, now) {
  const names = new Map(before.flatMap(namesOf));
  return now.flatMap(namesOf).every(([key, name3]) => names.get(key) === name3);
}
function countSets(sets, wanted) {
  const units2 = wanted.map(() => 0);
  const byRarest = indexByRarest(wanted);
  for (const [key, count4] of sets) {
    const held2 = new Set(key.split(",").map(Number));
    for (const id2 of held2) {
      for (const index of byRarest.get(id2) ?? []) {
        if (wanted[index]?.every((id3) => held2.has(id3))) units2[index] = (units2[index] ?? 0) + count4;
      }
    }
  }
  return units2;
}
function indexByRarest(wanted) {
  const frequency = /* @__PURE__ */ new Map();
  for (const id2 of wanted.flat()) frequency.set(id2, (frequency.get(id2) ?? 0) + 1);
  const index = /* @__PURE__ */ new Map();
  for (const [position, ids] of wanted.entries()) {
    const [rarest] = ids.toSorted((a, b) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0));
    const others = index.get(rarest);
    if (others) others.push(position);
    else index.set(rarest, [position]);
  }
  return index;
}
var OPTION_KINDS, isPicked, namesOf, namesKey, keyOfSet;
var init_options = __esm({
  "src/stock/options.ts"() {
    "use strict";
    OPTION_KINDS = ["dropdown", "radio", "yesno", "quantity"];
    isPicked = ({ kind }) => kind === "dropdown" || kind === "radio";
    namesOf = ({ id: id2, kind, name: name3, choices: choices2 }) => [
      [`option ${id2}`, `${kind} ${name3}`],
      ...choices2.map((choice2) => [`choice ${choice2.id}`, choice2.name])
    ];
    namesKey = (options) => options ? JSON.stringify(options.flatMap(namesOf)) : "unknown";
    keyOfSet = (ids) => ids.toSorted((a, b) => a - b).join(",");
  }
});

// src/whmcs/services/confirm-names.ts
async function confirmNames(count4, products2, source, signal) {
  const counted = products2.filter(({ id: id2 }) => count4.usage.has(id2));
  try {
    const now = /* @__PURE__ */ new Map();
    for (let start = 0; start < counted.length; start += MOST_IDS) {
      const ids = counted.slice(start, start + MOST_IDS).map(({ id: id2 }) => id2);
      for (const { id: id2, options } of await source.readOptions(ids, signal)) now.set(id2, options);
    }
    const isConfirmed = ({ id: id2, options }) => {
      const found = now.get(id2);
      return found ? isSameNames(options ?? [], found) : !now.has(id2);
    };
    const renamed = counted.filter((product2) => !isConfirmed(product2)).map(({ id: id2 }) => id2);
    const lost = new Set(renamed);
    return { ...count4, usage: new Map([...count4.usage].filter(([id2]) => !lost.has(id2))), renamed };
  } catch (error) {
    if (signal.aborted) throw error;
    return { usage: /* @__PURE__ */ new Map(), failed: count4.failed, ended: count4.ended ?? error, renamed: [] };
  }
}
var MOST_IDS;
var init_confirm_names = __esm({
  "src/whmcs/services/confirm-names.ts"() {
    "use strict";
    init_options();
    MOST_IDS = 500;
  }
});

// src/whmcs/decode.ts
function decodeList(value) {
  if (value === void 0 || value === null || value === "" || value === false) return [];
  if (Array.isArray(value)) return value;
  if (isRecord(value)) {
    const keys = Object.keys(value);
    return keys.every((key) => /^\d+$/.test(key)) ? Object.values(value) : [value];
  }
  throw new DecodeError(`expected a list, found ${describe(value)}`);
}
function decodeInteger(value) {
  if (value === void 0 || value === null) return void 0;
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  if (typeof value === "string") {
    const text3 = value.trim();
    if (text3 === "") return void 0;
    if (/^[+-]?\d+(\.0+)?$/.test(text3) && Number.isSafeInteger(Number(text3))) return Number(text3);
  }
  throw new DecodeError(`expected an integer, found ${describe(value)}`);
}
function decodeFlag(value) {
  if (value === void 0 || value === null) return void 0;
  if (typeof value === "boolean") return value;
  const isText = typeof value === "string" || typeof value === "number";
  const text3 = isText ? String(value).trim().toLowerCase() : "neither";
  if (["1", "on", "yes", "true"].includes(text3)) return true;
  if (["", "0", "off", "no", "false"].includes(text3)) return false;
  throw new DecodeError(`expected a yes or no, found ${describe(value)}`);
}
function describe(value) {
  if (typeof value === "string") return `a text of ${value.length} characters`;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return Array.isArray(value) ? "a list" : "an object";
}
var DecodeError;
var init_decode = __esm({
  "src/whmcs/decode.ts"() {
    "use strict";
    init_envelope();
    DecodeError = class extends Error {
      name = "DecodeError";
    };
  }
});

// src/whmcs/all-or-none.ts
import { setMaxListeners as setMaxListeners3 } from "node:events";
async function allOrNone(elements, outer, work) {
  const ended = new AbortController();
  setMaxListeners3(0, ended.signal);
  const end = () => ended.abort(outer.reason);
  if (outer.aborted) end();
  outer.addEventListener("abort", end, { once: true });
  try {
    return await Promise.all(
      elements.map(async (element) => {
        try {
          return await work(element, ended.signal);
        } catch (error) {
          ended.abort();
          throw error;
        }
      })
    );
  } finally {
    outer.removeEventListener("abort", end);
  }
}
var init_all_or_none = __esm({
  "src/whmcs/all-or-none.ts"() {
    "use strict";
  }
});

// src/whmcs/each-alone.ts
async function eachAlone(elements, outer, work) {
  const [done, failed2] = [/* @__PURE__ */ new Map(), /* @__PURE__ */ new Map()];
  let ended;
  let inARow = 0;
  try {
    await allOrNone(elements, outer, async (element, signal) => {
      try {
        done.set(element, await work(element, signal));
        inARow = 0;
      } catch (error) {
        if (signal.aborted) throw error;
        failed2.set(element, error);
        inARow += 1;
        if (concernsSite(error) || inARow >= (done.size === 0 ? MOST_AT_FIRST : MOST_IN_A_ROW)) throw error;
      }
    });
  } catch (error) {
    if (outer.aborted) throw error;
    ended = error;
  }
  return { done: new Map(done), failed: new Map(failed2), ended };
}
var MOST_AT_FIRST, MOST_IN_A_ROW;
var init_each_alone = __esm({
  "src/whmcs/each-alone.ts"() {
    "use strict";
    init_all_or_none();
    init_reasons();
    MOST_AT_FIRST = 3;
    MOST_IN_A_ROW = 10;
  }
});

// src/whmcs/services/read-pages.ts
async function readPages(readPage, abreast, signal, pages) {
  let most = 0;
  const read = async (start) => {
    const before = most;
    const { total: total2, rows } = await readPage(start, signal);
    if (total2 < rows) throw new DecodeError(`${rows} services listed of ${total2} counted`);
    if (total2 < before) throw new DecodeError("services went while they were counted");
    most = Math.max(most, total2);
    if (rows > 0 && start + rows > most)
      throw new DecodeError(`more services listed than the ${most} counted`);
    return rows;
  };
  const step2 = await read(0);
  const total = most;
  if (total > 0 && step2 === 0) throw new DecodeError(`no services listed of ${total} counted`);
  pages(step2 === 0 ? 1 : Math.ceil(total / step2));
  let next = step2;
  let last = step2;
  async function readRange(from, to) {
    for (let at = from; at < to; ) {
      const rows = await read(at);
      if (rows === 0) throw new DecodeError(`no services listed from ${at} on, of ${most} counted`);
      at += rows;
      if (at >= total) last = rows;
    }
  }
  async function readShare() {
    while (next < total) {
      const start = next;
      next += step2;
      await readRange(start, Math.min(next, total)).catch((error) => {
        next = total;
        throw error;
      });
    }
  }
  const shares = await Promise.allSettled(Array.from({ length: abreast }, readShare));
  for (const share of shares) if (share.status === "rejected") throw share.reason;
  for (let at = total; last > 0 && (at < most || last % ROUND === 0); at += last) last = await read(at);
  return total;
}
var ROUND;
var init_read_pages = __esm({
  "src/whmcs/services/read-pages.ts"() {
    "use strict";
    init_decode();
    ROUND = 25;
  }
});

// src/whmcs/plain-text.ts
import { decode as decode2 } from "html-entities";
function plainText(value) {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return "";
  return cleanText(value, value.includes("&") ? decode2 : void 0);
}
function readNames(text3) {
  const bar = text3.indexOf("|");
  if (bar < 0) return { name: text3, aliases: [] };
  const [internal, friendly] = [text3.slice(0, bar).trim(), text3.slice(bar + 1).trim()];
  return { name: friendly || internal || text3, aliases: [text3, internal].filter((alias) => alias !== "") };
}
var init_plain_text = __esm({
  "src/whmcs/plain-text.ts"() {
    "use strict";
    init_text();
  }
});

// src/whmcs/option-kind.ts
function decodeOptionKind(value) {
  const word = plainText(value).toLowerCase();
  return OPTION_KINDS.find((kind, index) => word === kind || word === String(index + 1));
}
var init_option_kind = __esm({
  "src/whmcs/option-kind.ts"() {
    "use strict";
    init_options();
    init_plain_text();
  }
});

// src/whmcs/services/service.ts
function readServicePage(reply, productId) {
  const { products: products2 } = reply;
  const rows = decodeList(isRecord(products2) && "product" in products2 ? products2.product : products2);
  const total = decodeInteger(reply.totalresults);
  if (total === void 0 || total < 0 || total > MOST) throw new DecodeError("no number in totalresults");
  return { total, services: rows.map((row) => decodeService(row, productId)) };
}
function decodeService(row, productId) {
  if (!isRecord(row)) throw new DecodeError("expected a service, found something else");
  const id2 = decodeInteger(row.id);
  if (id2 === void 0) throw new DecodeError("a service without an id");
  try {
    if (decodeInteger(row.pid) !== productId)
      throw new DecodeError("it is of another product than asked for");
    const status = plainText(row.status).toLowerCase();
    if (status === "") throw new DecodeError("no status");
    return { id: id2, status, quantity: decodeQuantity(row.qty), chosen: decodeChosen(row.configoptions) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new DecodeError(`service ${id2}: ${error.message}`, { cause: error });
  }
}
function decodeQuantity(value) {
  const quantity = decodeInteger(value) ?? 1;
  if (quantity > 2 ** 31 - 1) throw new DecodeError("a quantity that can not be");
  return Math.max(1, quantity);
}
function decodeChosen(holder) {
  if (holder === void 0) throw new DecodeError("no configoptions");
  const listed = decodeList(isRecord(holder) && "configoption" in holder ? holder.configoption : holder);
  const chosen = /* @__PURE__ */ new Map();
  for (const value of listed) {
    const option = decodeOption(value);
    const key = String(option.optionId ?? option.option);
    const twin = chosen.get(key);
    chosen.set(key, twin && twin.value !== option.value ? { ...option, value: void 0 } : option);
  }
  return [...chosen.values()];
}
function decodeOption(value) {
  if (!isRecord(value)) throw new DecodeError("expected an option, found something else");
  const optionId = decodeInteger(value.id);
  const option = plainText(value.option);
  if (optionId === void 0 && option === "") throw new DecodeError("an option without an id or a name");
  const { value: held2 } = value;
  if (held2 !== null && typeof held2 !== "string" && typeof held2 !== "number") {
    throw new DecodeError(`option ${optionId ?? option}: expected a text or a number as its value`);
  }
  return { optionId, option, kind: decodeOptionKind(value.type), value: plainText(held2) };
}
var MOST;
var init_service = __esm({
  "src/whmcs/services/service.ts"() {
    "use strict";
    init_decode();
    init_envelope();
    init_option_kind();
    init_plain_text();
    MOST = 1e7;
  }
});

// src/stock/names.ts
import { distance } from "fastest-levenshtein";
function tellApart(things) {
  const counts = /* @__PURE__ */ new Map();
  for (const { name: name3 } of things) counts.set(name3, (counts.get(name3) ?? 0) + 1);
  if (counts.size === things.length) return things;
  return tellApart(
    things.map(
      (thing) => counts.get(thing.name) === 1 ? thing : { ...thing, name: `${thing.name} #${thing.id}`, aliases: [thing.name, ...thing.aliases] }
    )
  );
}
function indexNames(things) {
  const levels = [/* @__PURE__ */ new Map(), /* @__PURE__ */ new Map(), /* @__PURE__ */ new Map()];
  const [names, aliases, ids] = levels;
  const add2 = (level, key, thing) => {
    const known2 = level.get(key);
    if (known2) known2.add(thing);
    else level.set(key, /* @__PURE__ */ new Set([thing]));
  };
  for (const thing of things) {
    add2(names, foldName(thing.name), thing);
    for (const alias of thing.aliases) add2(aliases, foldName(alias), thing);
    add2(ids, String(thing.id), thing);
  }
  return (reference2) => {
    const key = foldName(reference2);
    for (const level of levels) {
      const [thing, ...more] = level.get(key) ?? [];
      if (thing && more.length > 0) return { kind: "several", things: [thing, ...more] };
      if (thing) return { kind: "one", thing };
    }
    return {
      kind: "none",
      nearest: () => nearestNames(
        reference2,
        things.map(({ name: name3 }) => name3)
      )
    };
  };
}
function nearestNames(reference2, names) {
  const key = foldName(reference2).slice(0, LONGEST2);
  const folded = [...new Set(names)].map((name3) => ({
    name: name3,
    away: distance(key, foldName(name3).slice(0, LONGEST2))
  }));
  return folded.toSorted((a, b) => a.away - b.away).slice(0, NEAREST).map(({ name: name3 }) => name3);
}
var foldName, NEAREST, LONGEST2;
var init_names = __esm({
  "src/stock/names.ts"() {
    "use strict";
    init_text();
    foldName = (text3) => cleanText(text3).toLowerCase().normalize("NFC");
    NEAREST = 3;
    LONGEST2 = 100;
  }
});

// src/whmcs/services/yes-no.ts
var NO_WORDS, isNo;
var init_yes_no = __esm({
  "src/whmcs/services/yes-no.ts"() {
    "use strict";
    NO_WORDS = /* @__PURE__ */ new Set([
      ...["", "0", "-", "false", "off", "none", "disabled"],
      ...[
        "no",
        "non",
        "n\xE3o",
        "nao",
        "nein",
        "nee",
        "nej",
        "nei",
        "ei",
        "ne",
        "nie",
        "nem",
        "nu",
        "xeyr",
        "hay\u0131r",
        "hayir"
      ],
      ...["\u043D\u0435\u0442", "\u043D\u0435", "\u043D\u0456", "\u0644\u0627", "\u062E\u06CC\u0631", "\u05DC\u05D0", "\u5426", "\u4E0D", "\u3044\u3044\u3048", "\uC544\uB2C8\uC694"]
    ]);
    isNo = (value) => NO_WORDS.has(value.toLowerCase());
  }
});

// src/whmcs/services/tally.ts
function createTally(product2, holding, pattern) {
  const options = product2.options ?? [];
  const match2 = createMatcher(options, pattern);
  const seen = /* @__PURE__ */ new Set();
  const choices2 = new Map(options.flatMap((option) => option.choices.map(({ id: id2 }) => [id2, 0])));
  const sets = /* @__PURE__ */ new Map();
  const unsure = /* @__PURE__ */ new Map();
  let units2 = 0;
  let unmatched = 0;
  const raise = (counts, key, by) => counts.set(key, (counts.get(key) ?? 0) + by);
  function hold(chosen, quantity) {
    const held2 = match2(chosen);
    if (held2.kind === "nothing") return [];
    if (held2.kind === "choice") {
      raise(choices2, held2.choice.id, held2.times * quantity);
      return held2.inSet ? [held2.choice.id] : [];
    }
    for (const { id: id2 } of held2.of) raise(unsure, id2, quantity);
    if (product2.options) unmatched += quantity;
    return [];
  }
  return {
    seen: () => seen.size,
    usage: () => withoutNumbers({ units: units2, choices: choices2, sets, unsure, unmatched }, options),
    add({ id: id2, status, quantity, chosen }) {
      if (seen.has(id2)) return;
      seen.add(id2);
      if (!holding.has(status)) return;
      units2 += quantity;
      const set = chosen.flatMap((option) => hold(option, quantity));
      if (set.length > 0) raise(sets, keyOfSet(set), quantity);
    }
  };
}
function createMatcher(options, pattern) {
  const byId2 = new Map(options.map((option) => [option.id, option]));
  const byName2 = gatherNames(options);
  const choicesOf = new Map(options.map((option) => [option, gatherNames(option.choices)]));
  function matchValue(option, value) {
    const [only] = option.choices;
    if (option.kind === "quantity") {
      if (!only || !NUMBER.test(value)) return { kind: "unmatched", of: [option] };
      return { kind: "choice", choice: only, times: Number(value), inSet: false };
    }
    if (option.kind === "yesno" && only) return { kind: "choice", choice: only, times: 1, inSet: true };
    const found = choicesOf.get(option)?.(pattern ? pattern.read(value).name : value) ?? [];
    const [choice2] = found;
    return choice2 && found.length === 1 ? { kind: "choice", choice: choice2, times: 1, inSet: true } : { kind: "unmatched", of: [option] };
  }
  return ({ optionId, option: name3, kind, value }) => {
    const known2 = optionId === void 0 ? void 0 : byId2.get(optionId);
    const found = optionId === void 0 ? byName2(name3) : known2 ? [known2] : [];
    const [option] = found;
    if (value === void 0) return { kind: "unmatched", of: found };
    if (isNothing(option?.kind ?? kind, value)) return NOTHING;
    return option && found.length === 1 ? matchValue(option, value) : { kind: "unmatched", of: found };
  };
}
function isNothing(kind, value) {
  if (kind === "yesno") return isNo(value);
  if (kind === "quantity") return value === "" || NUMBER.test(value) && Number(value) === 0;
  return value === "";
}
function gatherNames(things) {
  const [exact, folded] = [/* @__PURE__ */ new Map(), /* @__PURE__ */ new Map()];
  const add2 = (index, key, thing) => {
    const known2 = index.get(key);
    if (known2) known2.add(thing);
    else index.set(key, /* @__PURE__ */ new Set([thing]));
  };
  for (const thing of things) {
    for (const name3 of [thing.name, ...thing.aliases]) {
      add2(exact, plainText(name3), thing);
      add2(folded, foldName(name3), thing);
    }
  }
  return (name3) => [...exact.get(plainText(name3)) ?? folded.get(foldName(name3)) ?? []];
}
var NOTHING, NUMBER;
var init_tally = __esm({
  "src/whmcs/services/tally.ts"() {
    "use strict";
    init_names();
    init_options();
    init_plain_text();
    init_yes_no();
    NOTHING = { kind: "nothing" };
    NUMBER = /^\d{1,9}(\.0+)?$/;
  }
});

// src/whmcs/services/count-services.ts
import pLimit from "p-limit";
async function countServices({ site: site2, client }, products2, outer, progress = () => {
}) {
  const holding = new Set(site2.usage.statuses.map((status) => status.toLowerCase()));
  const oneOf = pLimit(site2.concurrency);
  let siteFailure;
  let read = 0;
  let known2 = products2.length;
  async function readPage(id2, start, tally, signal) {
    return oneOf(async () => {
      signal.throwIfAborted();
      if (siteFailure !== void 0) throw siteFailure;
      const { pageSize } = site2.usage;
      const params = { pid: String(id2), limitstart: String(start), limitnum: String(pageSize) };
      const reply = await client.call(SERVICES_ACTION, params, signal, { counts: true }).catch((error) => {
        if (concernsSite(error)) siteFailure = error;
        throw error instanceof WhmcsError ? located(error, id2, start) : error;
      });
      const page3 = readServicePage(reply, id2);
      for (const service of page3.services) tally.add(service);
      read += 1;
      progress(read, Math.max(known2, read));
      return { total: page3.total, rows: page3.services.length };
    });
  }
  async function countOnce(product2, signal) {
    const tally = createTally(product2, holding, site2.stockPattern);
    const page3 = (start) => readPage(product2.id, start, tally, signal);
    const listed = await readPages(page3, site2.concurrency, signal, (pages) => {
      known2 += pages - 1;
    });
    if (tally.seen() < listed) throw new DecodeError(`${tally.seen()} services listed of ${listed} counted`);
    return tally.usage();
  }
  async function count4(product2, signal, attempt2 = 1) {
    try {
      return await countOnce(product2, signal);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      if (attempt2 < ATTEMPTS) return count4(product2, signal, attempt2 + 1);
      const message = `${SERVICES_ACTION}: product ${product2.id}: ${error.message}`;
      throw new WhmcsError("invalid_response", message, { cause: error });
    }
  }
  const { done, failed: failed2, ended } = await eachAlone(
    products2,
    outer,
    (product2, signal) => count4(product2, signal)
  );
  return { usage: byId(done), failed: byId(failed2), ended };
}
var SERVICES_ACTION, ATTEMPTS, faultOf, located, byId;
var init_count_services = __esm({
  "src/whmcs/services/count-services.ts"() {
    "use strict";
    init_decode();
    init_each_alone();
    init_reasons();
    init_read_pages();
    init_service();
    init_tally();
    SERVICES_ACTION = "GetClientsProducts";
    ATTEMPTS = 2;
    faultOf = ({ failed: failed2, ended }) => ended ?? [...failed2.values()][0];
    located = (error, product2, start) => error.with({ message: `${error.message} (product ${product2}, services from ${start} on)` });
    byId = (results) => new Map([...results].map(([{ id: id2 }, result]) => [id2, result]));
  }
});

// src/whmcs/sources/auto.ts
function createAutoSource({ sources, memory, now, chosen, failed: failed2 }) {
  const worked = new Set(memory?.worked);
  const failures = /* @__PURE__ */ new Map();
  const troubles = /* @__PURE__ */ new Map();
  const tryAt = /* @__PURE__ */ new Map();
  const last = sources[sources.length - 1] ?? sources[0];
  let inUse;
  const current = () => inUse ?? sources[0];
  const trouble = () => sources.map((source) => troubles.get(source)).find((one) => one !== void 0);
  const isBetter = (source) => inUse !== void 0 && sources.indexOf(source) < sources.indexOf(inUse);
  const isDue = (source) => source === inUse || source === last || now() >= (tryAt.get(source) ?? 0);
  function use(source) {
    worked.add(source.name);
    tryAt.delete(source);
    for (const one of sources.slice(sources.indexOf(source))) {
      failures.delete(one);
      troubles.delete(one);
    }
    if (source === inUse) return;
    chosen(source, inUse);
    inUse = source;
  }
  function passOver(source, error) {
    if (isRefused(error)) {
      const wasThere = worked.delete(source.name);
      failures.delete(source);
      troubles.delete(source);
      tryAt.set(source, now() + (wasThere ? TRY_FAILED_AFTER_MS : TRY_ABSENT_AFTER_MS));
      return;
    }
    if (!(error instanceof WhmcsError) || ALIKE.has(error.reason) && !isBetter(source)) throw error;
    if (worked.has(source.name)) {
      const count4 = (failures.get(source) ?? 0) + 1;
      failures.set(source, count4);
      if (count4 < PATIENCE) throw error;
      troubles.set(source, { source: source.name, reason: error.reason, message: error.message });
      failed2(source, error);
    }
    tryAt.set(source, now() + TRY_FAILED_AFTER_MS);
  }
  return {
    memory: () => ({ worked: [...worked] }),
    get name() {
      return current().name;
    },
    get actions() {
      return current().actions;
    },
    async read(signal) {
      let failure2;
      let isSilent = false;
      const failedNow = [];
      for (const source of sources) {
        if (!isDue(source) || isSilent && source !== inUse && source !== last) continue;
        try {
          const listing = await source.read(signal);
          use(source);
          return { ...listing, trouble: trouble() };
        } catch (error) {
          if (signal.aborted) throw error;
          if (source === last) {
            for (const one of failedNow) tryAt.delete(one);
            throw failure2 ?? error;
          }
          passOver(source, error);
          if (!isRefused(error)) failedNow.push(source);
          if (troubles.has(source)) failure2 ??= error;
          isSilent ||= isSilence(error);
        }
      }
      throw failure2;
    },
    readOptions: (ids, signal) => current().readOptions(ids, signal),
    readProducts: (ids, signal) => current().readProducts(ids, signal)
  };
}
var TRY_ABSENT_AFTER_MS, TRY_FAILED_AFTER_MS, PATIENCE, REFUSALS2, ALIKE, isRefused, isSilence;
var init_auto = __esm({
  "src/whmcs/sources/auto.ts"() {
    "use strict";
    init_reasons();
    TRY_ABSENT_AFTER_MS = 60 * 6e4;
    TRY_FAILED_AFTER_MS = 5 * 6e4;
    PATIENCE = 3;
    REFUSALS2 = /* @__PURE__ */ new Set(["permission", "unknown_action"]);
    ALIKE = /* @__PURE__ */ new Set(["auth", "ip_not_allowed", "dns", "tls", "canceled"]);
    isRefused = (error) => error instanceof WhmcsError && REFUSALS2.has(error.reason);
    isSilence = (error) => error instanceof WhmcsError && (error.reason === "timeout" || error.reason === "connect");
  }
});

// src/stock/stock.ts
var UNLIMITED, UNKNOWN, limited;
var init_stock = __esm({
  "src/stock/stock.ts"() {
    "use strict";
    UNLIMITED = { kind: "unlimited" };
    UNKNOWN = { kind: "unknown" };
    limited = (quantity) => ({ kind: "limited", quantity });
  }
});

// src/whmcs/sources/listed-options.ts
function decodeOptions(holder, pattern) {
  if (holder === void 0) return void 0;
  const options = held(holder, "configoption").map((value) => {
    const { id: id2, ...names } = decodeNamed(value, "an option", void 0);
    const kind = decodeKind(value.type);
    const choices2 = held(value.options, "option").map((choice2) => decodeChoice(choice2, kind, pattern));
    return { id: id2, name: names.name, aliases: names.aliases, kind, choices: tellApart(uniqueById(choices2)) };
  });
  const unique2 = uniqueById(options);
  const ids = unique2.flatMap(({ choices: choices2 }) => choices2.map(({ id: id2 }) => id2));
  if (new Set(ids).size < ids.length) throw new DecodeError("a choice that is in two options");
  return tellApart(unique2);
}
function decodeUsage(product2, options) {
  const units2 = decodeGivenCount(product2.inuse, "inuse");
  if (units2 === void 0) return void 0;
  const choices2 = /* @__PURE__ */ new Map();
  const listed = held(product2.configoptions, "configoption");
  for (const option of listed) {
    for (const choice2 of held(option.options, "option")) {
      const id2 = decodeId(choice2.id, "a choice");
      choices2.set(id2, decodeCount(choice2.inuse, "inuse of a choice"));
    }
  }
  const unmatched = decodeGivenCount(product2.unmatched, "unmatched") ?? 0;
  const unsure = decodeUnsure(listed) ?? anyPicked(options, unmatched);
  return withoutNumbers(
    { units: units2, choices: choices2, sets: decodeSets(product2.combinations), unsure, unmatched },
    options
  );
}
function decodeUnsure(listed) {
  const unsure = /* @__PURE__ */ new Map();
  let isTold2 = false;
  for (const { id: id2, unmatched } of listed) {
    const units2 = decodeGivenCount(unmatched, "unmatched of an option");
    isTold2 ||= units2 !== void 0;
    if (units2 !== void 0 && units2 > 0) unsure.set(decodeId(id2, "an option"), units2);
  }
  return isTold2 ? unsure : void 0;
}
function decodeSets(combinations3) {
  if (!isRecord(combinations3) || combinations3.combination === null) return void 0;
  const sets = /* @__PURE__ */ new Map();
  for (const { choices: choices2, inuse } of held(combinations3, "combination")) {
    const listed = typeof choices2 === "string" ? choices2.split(",", MOST_CHOICES + 1) : [choices2];
    if (listed.length > MOST_CHOICES) throw new DecodeError("a combination of too many choices");
    const ids = listed.map((id2) => decodeId(id2, "a combination"));
    const key = keyOfSet(ids);
    sets.set(key, (sets.get(key) ?? 0) + decodeCount(inuse, "inuse of a combination"));
  }
  return sets;
}
function decodeChoice(value, kind, pattern) {
  const named2 = decodeNamed(value, "a choice", pattern);
  return {
    ...named2,
    aliases: kind === "yesno" ? [...named2.aliases, "Yes", "On"] : named2.aliases,
    hidden: decodeFlag(value.hidden) ?? false,
    capacity: decodeGivenCount(value.capacity, "capacity of a choice")
  };
}
function decodeNamed(value, what, pattern) {
  const id2 = decodeId(value.id, what);
  const read = (text3) => pattern?.read(text3) ?? { name: text3, stock: UNLIMITED };
  const { name: name3, stock } = read(plainText(value.name));
  const shown = readNames(name3);
  const typed = readNames(read(plainText(value.rawName)).name);
  const stored = typeof value.name === "string" ? read(cleanText(value.name)).name : "";
  const aliases = [...shown.aliases, typed.name, ...typed.aliases, stored].filter(
    (alias) => alias !== "" && alias !== shown.name
  );
  return { id: id2, name: shown.name || String(id2), aliases: [...new Set(aliases)], told: stock };
}
function decodeKind(value) {
  const kind = decodeOptionKind(value);
  if (!kind) throw new DecodeError("an option of an unknown type");
  return kind;
}
function decodeId(value, what) {
  const id2 = decodeInteger(value);
  if (id2 === void 0 || id2 < 1) throw new DecodeError(`${what} without an id`);
  return id2;
}
function decodeCount(value, what) {
  const count4 = decodeGivenCount(value, what);
  if (count4 === void 0) throw new DecodeError(`${what} is not a count`);
  return count4;
}
function decodeGivenCount(value, what) {
  const count4 = decodeInteger(value);
  if (count4 !== void 0 && count4 < 0) throw new DecodeError(`${what} is not a count`);
  return count4;
}
function held(holder, name3) {
  const list3 = decodeList(isRecord(holder) && name3 in holder ? holder[name3] : holder);
  const records = list3.filter(isRecord);
  if (records.length < list3.length) throw new DecodeError(`${name3}: expected objects`);
  return records.filter((record) => Object.keys(record).length > 0);
}
function uniqueById(things) {
  const byId2 = /* @__PURE__ */ new Map();
  for (const thing of things) if (!byId2.has(thing.id)) byId2.set(thing.id, thing);
  return [...byId2.values()];
}
var anyPicked, MOST_CHOICES;
var init_listed_options = __esm({
  "src/whmcs/sources/listed-options.ts"() {
    "use strict";
    init_names();
    init_options();
    init_stock();
    init_text();
    init_decode();
    init_envelope();
    init_option_kind();
    init_plain_text();
    anyPicked = (options, units2) => new Map(units2 === 0 ? [] : options.filter(isPicked).map(({ id: id2 }) => [id2, units2]));
    MOST_CHOICES = 1e4;
  }
});

// src/whmcs/sources/listed-product.ts
function decodeProduct(value, { source, stockPattern }) {
  if (!isRecord(value)) throw new DecodeError("expected a product, found something else");
  const id2 = decodeInteger(value.pid ?? value.id);
  if (id2 === void 0 || id2 < 1) throw new DecodeError("a product without an id");
  const oddities = [];
  const attempt2 = attemptAll(oddities);
  const groupId = attempt2("details", "gid", () => decodeInteger(value.gid));
  const evidence = attempt2("stock", "stock", () => decodeEvidence(value, source));
  const hidden = attempt2("details", "hidden", () => decodeFlag(value.hidden));
  const retired = attempt2("details", "retired", () => decodeFlag(value.retired));
  const options = attempt2("options", "options", () => decodeOptions(value.configoptions, stockPattern));
  const usage2 = options && attempt2("options", "units in use", () => decodeUsage(value, options));
  return {
    id: id2,
    name: plainText(value.name) || String(id2),
    group: { id: groupId, name: plainText(value.groupname) },
    type: plainText(value.type),
    module: plainText(value.module),
    payType: plainText(value.paytype),
    visibility: retired ? "retired" : hidden ? "hidden" : hidden === false ? "public" : "unknown",
    evidence: evidence ?? { source, stockControl: void 0, quantity: void 0 },
    problem: oddities.find(({ part }) => part === "stock")?.problem,
    options,
    usage: usage2,
    oddities
  };
}
function decodeEvidence(value, source) {
  return {
    source,
    stockControl: decodeFlag(value.stockcontrol),
    quantity: decodeInteger(value.qty) ?? decodeInteger(value.stocklevel) ?? decodeInteger(value.quantity_available)
  };
}
var attemptAll;
var init_listed_product = __esm({
  "src/whmcs/sources/listed-product.ts"() {
    "use strict";
    init_decode();
    init_envelope();
    init_plain_text();
    init_listed_options();
    attemptAll = (oddities) => (part, field, decode3) => {
      try {
        return decode3();
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        oddities.push({ part, problem: `${field}: ${error.message}` });
        return void 0;
      }
    };
  }
});

// src/whmcs/sources/product-list.ts
function readProductList(reply, reading) {
  const { action, report } = reading;
  const elements = productElements(reply, reading);
  const products2 = decodeElements(elements, (element) => decodeProduct(element, reading), report);
  if (elements.length > 0 && products2.length === 0) {
    throw new WhmcsError("invalid_response", `${action}: nothing in the list of products is a product`);
  }
  for (const product2 of products2) reportOddities(product2, report);
  return { products: uniqueById2(products2, report), unreadable: elements.length - products2.length };
}
function reportOddities({ id: id2, oddities }, report) {
  for (const { part, problem } of oddities) report(`${part} ${id2}`, { product_id: id2, problem }, ODD[part]);
}
function uniqueById2(products2, report) {
  const byId2 = /* @__PURE__ */ new Map();
  for (const product2 of products2) {
    const { id: id2 } = product2;
    const isTwin = byId2.has(id2);
    if (isTwin) report(`twin ${id2}`, { product_id: id2 }, "a product is listed twice; its stock is unknown");
    byId2.set(id2, isTwin ? { ...product2, problem: "it is listed twice", usage: void 0 } : product2);
  }
  return [...byId2.values()];
}
function decodeElements(elements, decode3, report) {
  let unreadable = 0;
  return elements.flatMap((element, index) => {
    try {
      return [decode3(element)];
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      unreadable += 1;
      if (unreadable > MOST_UNREADABLE)
        throw new WhmcsError(
          "invalid_response",
          `more than ${MOST_UNREADABLE} listed products can't be read`
        );
      report(
        `index ${index}`,
        { index, problem: error.message },
        "a product could not be read and is left out"
      );
      return [];
    }
  });
}
function productElements(reply, { action, totals }) {
  try {
    const { products: products2 } = reply;
    const list3 = isRecord(products2) && "product" in products2 ? products2.product : products2;
    const elements = decodeList(list3);
    const total = decodeInteger(reply.totalresults);
    if (total === void 0 && isNothing2(list3)) throw new DecodeError("no list of products");
    if (totals === "check") checkCounts(elements.length, total, decodeInteger(reply.numreturned));
    return elements;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new WhmcsError("invalid_response", `${action}: ${error.message}`, { cause: error });
  }
}
function checkCounts(listed, total, returned) {
  for (const [count4, said] of [
    [total, "counted"],
    [returned, "returned"]
  ]) {
    if (count4 !== void 0 && count4 !== listed)
      throw new DecodeError(
        `${listed} products listed of ${count4} ${said}; if this WHMCS always counts so, say totals: ignore`
      );
  }
}
var ODD, MOST_UNREADABLE, isNothing2;
var init_product_list = __esm({
  "src/whmcs/sources/product-list.ts"() {
    "use strict";
    init_decode();
    init_envelope();
    init_reasons();
    init_listed_product();
    ODD = {
      stock: "the stock of a product could not be read",
      details: "a field of a product could not be read; it is unknown",
      options: "a product's options could not be read whole; what is left of them is unknown"
    };
    MOST_UNREADABLE = 3e4;
    isNothing2 = (list3) => list3 === void 0 || list3 === null || list3 === false || list3 === "";
  }
});

// src/whmcs/sources/classic.ts
function createClassicSource(deps) {
  return {
    name: "classic",
    actions: [ACTION],
    async read(signal) {
      const { products: products2, unreadable } = await listProducts(deps, {}, signal);
      return { source: "classic", products: products2, unreadable };
    },
    async readProducts(ids, signal) {
      return (await listProducts(deps, { pid: ids.join(",") }, signal)).products;
    },
    readOptions: (ids, signal) => listOptions(deps, ids, signal)
  };
}
async function listProducts({ site: site2, client, report }, params, signal) {
  const reply = await client.call(ACTION, params, signal);
  const { stockPattern, totals } = site2;
  return readProductList(reply, { source: "classic", action: ACTION, stockPattern, totals, report });
}
async function listOptions(deps, ids, signal) {
  return (await listProducts(deps, { pid: ids.join(",") }, signal)).products;
}
var ACTION;
var init_classic = __esm({
  "src/whmcs/sources/classic.ts"() {
    "use strict";
    init_product_list();
    ACTION = "GetProducts";
  }
});

// src/stock/thresholds.ts
function nearestThresholds(farthestFirst) {
  return SEVERITIES.flatMap((severity) => {
    const level = farthestFirst.findLast((place) => place?.[severity] !== void 0)?.[severity];
    return typeof level === "number" ? [[severity, level]] : [];
  });
}
var SEVERITIES;
var init_thresholds = __esm({
  "src/stock/thresholds.ts"() {
    "use strict";
    SEVERITIES = ["warning", "critical"];
  }
});

// src/stock/limits.ts
function joinLimits(first, second) {
  const limits2 = {
    capacity: first.capacity ?? second.capacity,
    thresholds: { ...second.thresholds, ...first.thresholds }
  };
  const isLost = (second.capacity ?? limits2.capacity) !== limits2.capacity || SEVERITIES.some(
    (severity) => (second.thresholds[severity] ?? limits2.thresholds[severity]) !== limits2.thresholds[severity]
  );
  return { limits: limits2, isLost };
}
function productsInUse({ products: products2, pools: pools2 }) {
  const limited2 = [...products2].filter(([, limits2]) => limitsOptions(limits2));
  const drawn = pools2.flatMap(({ draws }) => draws.map(({ product: product2 }) => product2));
  return /* @__PURE__ */ new Set([...limited2.map(([id2]) => id2), ...drawn]);
}
var NO_LIMITS, limitsOptions;
var init_limits = __esm({
  "src/stock/limits.ts"() {
    "use strict";
    init_thresholds();
    NO_LIMITS = {
      ...{ thresholds: {}, options: /* @__PURE__ */ new Map(), combinations: [], everyCombination: false }
    };
    limitsOptions = ({ options, combinations: combinations3, everyCombination }) => options.size > 0 || combinations3.length > 0 || everyCombination;
  }
});

// src/whmcs/sources/product-details.ts
function createProductDetailsSource(deps, parameter) {
  const { action } = deps.site.companion;
  async function detail(product2, signal) {
    const reply = await deps.client.call(action, { [parameter]: String(product2.id) }, signal);
    return {
      ...product2,
      evidence: merge(product2.evidence, decodeEvidence(recordOf(product2.id, reply), "companion"))
    };
  }
  async function detailAll(products2, signal) {
    const { done, failed: failed2, ended } = await eachAlone(products2, signal, detail);
    const [first] = failed2.values();
    const failure2 = ended ?? first;
    if (concernsSite(failure2) || failure2 !== void 0 && done.size === 0) throw failureOf(failure2, action);
    return products2.map(
      (product2) => done.get(product2) ?? {
        ...product2,
        problem: failureOf(failed2.get(product2) ?? ended, action).message
      }
    );
  }
  return {
    name: "companion",
    actions: ["GetProducts", action],
    async read(signal) {
      const { products: products2, unreadable } = await listProducts(deps, {}, signal);
      return { source: "companion", products: await detailAll(products2, signal), unreadable };
    },
    readOptions: (ids, signal) => listOptions(deps, ids, signal),
    async readProducts(ids, signal) {
      const { products: products2 } = await listProducts(deps, { pid: ids.join(",") }, signal);
      return detailAll(products2, signal);
    }
  };
}
function recordOf(id2, reply) {
  const { product: product2, products: products2 } = reply;
  const listed = decodeList(
    product2 ?? (isRecord(products2) && "product" in products2 ? products2.product : products2)
  );
  const records = (listed.length > 0 ? listed : [reply]).filter(isRecord);
  const idOf = (record) => decodeInteger(record.pid ?? record.productid ?? record.id);
  const found = records.find((record) => idOf(record) === id2);
  if (found) return found;
  const [only] = records;
  if (only && records.length === 1 && idOf(only) === void 0) return only;
  throw new DecodeError("the answer is not of the product that was asked for");
}
function failureOf(error, action) {
  if (error instanceof WhmcsError) return error;
  if (!(error instanceof DecodeError)) throw error;
  return new WhmcsError("invalid_response", `${action}: ${error.message}`, { cause: error });
}
var merge;
var init_product_details = __esm({
  "src/whmcs/sources/product-details.ts"() {
    "use strict";
    init_decode();
    init_each_alone();
    init_envelope();
    init_reasons();
    init_classic();
    init_listed_product();
    merge = (listed, told) => ({
      source: told.stockControl === void 0 && told.quantity === void 0 ? listed.source : told.source,
      stockControl: told.stockControl ?? listed.stockControl,
      quantity: told.quantity ?? listed.quantity
    });
  }
});

// src/whmcs/sources/companion.ts
function createCompanionSource(deps) {
  const { site: site2, client, report } = deps;
  const { stockPattern, totals } = site2;
  const { action, parameter } = site2.companion;
  if (parameter !== void 0) return createProductDetailsSource(deps, parameter);
  const isSilentOfOptions = site2.usage.products === "none" && site2.stockPattern === void 0;
  const usage2 = isSilentOfOptions ? { usage: "0" } : { statuses: site2.usage.statuses.join(",") };
  const configured = productsInUse(site2.limits);
  const isOfInterest = ({ id: id2 }) => site2.usage.products === "configured" ? configured.has(id2) : site2.usage.products !== "none";
  const list3 = async (params, signal) => {
    const options = { counts: !isSilentOfOptions };
    const reply = await client.call(action, { ...usage2, ...params }, signal, options);
    const listed = readProductList(reply, { source: "companion", action, stockPattern, totals, report });
    const products2 = listed.products.map(
      (product2) => isOfInterest(product2) ? product2 : { ...product2, usage: void 0 }
    );
    return { ...listed, products: products2 };
  };
  return {
    name: "companion",
    actions: [action],
    async read(signal) {
      const { products: products2, unreadable } = await list3({}, signal);
      if (!products2.some(({ evidence }) => evidence.stockControl !== void 0)) {
        throw new WhmcsError(
          "invalid_response",
          `${action}: no product that says whether its stock is controlled`
        );
      }
      return { source: "companion", products: products2, unreadable };
    },
    readOptions: async (ids, signal) => (await list3({ productids: ids.join(",") }, signal)).products,
    readProducts: async (ids, signal) => (await list3({ productids: ids.join(",") }, signal)).products
  };
}
var init_companion = __esm({
  "src/whmcs/sources/companion.ts"() {
    "use strict";
    init_limits();
    init_reasons();
    init_product_details();
    init_product_list();
  }
});

// src/whmcs/sources/redacted-source.ts
function redactSource(source, redact) {
  const clean = (product2) => redactProduct(product2, redact);
  return {
    get name() {
      return source.name;
    },
    get actions() {
      return source.actions;
    },
    async read(signal) {
      const listing = await source.read(signal);
      return { ...listing, products: listing.products.map(clean) };
    },
    readProducts: async (ids, signal) => (await source.readProducts(ids, signal)).map(clean),
    readOptions: async (ids, signal) => (await source.readOptions(ids, signal)).map((product2) => redactOptions(product2, redact))
  };
}
function redactNames(named2, redact) {
  const name3 = redact(named2.name);
  const aliases = named2.aliases.map(redact);
  const isClean = name3 === named2.name && aliases.every((alias, index) => alias === named2.aliases[index]);
  return isClean ? named2 : { ...named2, name: name3, aliases };
}
var redactProduct, redactOptions, redactOption;
var init_redacted_source = __esm({
  "src/whmcs/sources/redacted-source.ts"() {
    "use strict";
    redactProduct = (product2, redact) => ({
      ...redactOptions(product2, redact),
      name: redact(product2.name),
      group: { ...product2.group, name: redact(product2.group.name) },
      type: redact(product2.type),
      module: redact(product2.module),
      payType: redact(product2.payType)
    });
    redactOptions = (product2, redact) => ({
      ...product2,
      options: product2.options?.map((option) => redactOption(option, redact))
    });
    redactOption = (option, redact) => ({
      ...redactNames(option, redact),
      choices: option.choices.map((choice2) => redactNames(choice2, redact))
    });
  }
});

// src/whmcs/sources/report.ts
function createReport(site2, log) {
  let young = /* @__PURE__ */ new Set();
  let old = /* @__PURE__ */ new Set();
  return (key, fields, message) => {
    if (young.has(key) || old.has(key)) return;
    if (young.size >= REMEMBERED) [old, young] = [young, /* @__PURE__ */ new Set()];
    young.add(key);
    log.warn({ site: site2, ...fields }, message);
  };
}
var REMEMBERED;
var init_report = __esm({
  "src/whmcs/sources/report.ts"() {
    "use strict";
    REMEMBERED = 5e3;
  }
});

// src/whmcs/sources/store.ts
function createStoreSource(deps) {
  const { client, report } = deps;
  let groupNames = /* @__PURE__ */ new Map();
  async function readPages2(path, signal) {
    const elements = [];
    let before = "";
    for (let page3 = 1; page3 <= MOST_PAGES; page3 += 1) {
      const query = { page: String(page3), page_size: String(PAGE_SIZE) };
      const rows = await readPage(path, query, signal);
      const text3 = JSON.stringify(rows);
      if (rows.length === 0 || text3 === before) return elements;
      for (const row of rows) elements.push(row);
      before = text3;
    }
    throw new WhmcsError("invalid_response", `${path}: more than ${MOST_PAGES} pages`);
  }
  async function readPage(path, query, signal) {
    try {
      return readStorePage(await client.get(path, query, signal), path);
    } catch (error) {
      if (query.page !== "1" && error instanceof WhmcsError && error.status === 404) return [];
      throw error;
    }
  }
  async function readGroups(signal) {
    try {
      const groups = decodeElements(await readPages2(GROUPS, signal), decodeStoreGroup, report);
      groupNames = new Map(groups);
    } catch (error) {
      if (!(error instanceof WhmcsError) || signal.aborted) throw error;
      report("groups", { error: error.message }, "the names of product groups could not be read");
    }
  }
  async function readShown(id2, signal) {
    const path = `${PRODUCTS}/${id2}`;
    try {
      const { data } = await client.get(path, {}, signal, `${PRODUCTS}/{id}`);
      return decodeStoreProduct(data);
    } catch (error) {
      if (error instanceof WhmcsError && error.status === 404) return void 0;
      if (!(error instanceof DecodeError)) throw error;
      throw new WhmcsError("invalid_response", `${path}: ${error.message}`, { cause: error });
    }
  }
  const layOver = (listed, shown) => {
    const byId2 = new Map(shown.map((product2) => [product2.id, product2]));
    return listed.map((product2) => lay(byId2.get(product2.id), product2, groupNames));
  };
  return {
    name: "store",
    actions: ["GetProducts", PRODUCTS, GROUPS],
    async read(signal) {
      const shown = decodeElements(await readPages2(PRODUCTS, signal), decodeStoreProduct, report);
      await readGroups(signal);
      const { products: products2, unreadable } = await listProducts(deps, {}, signal);
      return { source: "store", products: layOver(products2, shown), unreadable };
    },
    readOptions: (ids, signal) => listOptions(deps, ids, signal),
    async readProducts(ids, signal) {
      const shown = await allOrNone(ids, signal, readShown);
      const { products: products2 } = await listProducts(deps, { pid: ids.join(",") }, signal);
      return layOver(
        products2,
        shown.filter((product2) => product2 !== void 0)
      );
    }
  };
}
function lay(shown, listed, groupNames) {
  const { id: id2, name: name3 } = listed.group;
  const group2 = { id: id2, name: (id2 === void 0 ? void 0 : groupNames.get(id2)) ?? name3 };
  if (!shown) return { ...listed, group: group2 };
  return {
    ...listed,
    group: group2,
    evidence: shown.evidence ?? listed.evidence,
    problem: listed.problem ?? shown.problem
  };
}
function readStorePage(reply, path) {
  try {
    if (!isRecord(reply.data) && !Array.isArray(reply.data)) throw new DecodeError("no list in data");
    return decodeList(reply.data);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new WhmcsError("invalid_response", `${path}: ${error.message}`, { cause: error, status: 200 });
  }
}
function decodeStoreProduct(value) {
  const { id: id2, record } = identified(value);
  try {
    const stockControl = decodeFlag(record.stock_control_enabled);
    const quantity = decodeInteger(record.stock_quantity);
    const silent = stockControl === void 0 && quantity === void 0;
    return {
      id: id2,
      evidence: silent ? void 0 : { source: "store", stockControl, quantity },
      problem: void 0
    };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { id: id2, evidence: void 0, problem: `stock: ${error.message}` };
  }
}
function decodeStoreGroup(value) {
  const { id: id2, record } = identified(value);
  return [id2, plainText(record.name) || String(id2)];
}
function identified(value) {
  if (!isRecord(value)) throw new DecodeError("expected an object with an id, found something else");
  const id2 = decodeInteger(value.id);
  if (id2 === void 0 || id2 < 1) throw new DecodeError("an element without an id");
  return { id: id2, record: value };
}
var PAGE_SIZE, MOST_PAGES, PRODUCTS, GROUPS;
var init_store = __esm({
  "src/whmcs/sources/store.ts"() {
    "use strict";
    init_all_or_none();
    init_decode();
    init_envelope();
    init_plain_text();
    init_reasons();
    init_classic();
    init_product_list();
    PAGE_SIZE = 500;
    MOST_PAGES = 400;
    PRODUCTS = "store/products";
    GROUPS = "store/products/groups";
  }
});

// src/whmcs/sources/sources.ts
function createSources({
  site: site2,
  client,
  redact = createNameRedactor(site2),
  log
}) {
  const report = createReport(site2.name, log);
  const deps = { site: site2, client, report };
  return {
    companion: redactSource(createCompanionSource(deps), redact),
    store: redactSource(createStoreSource(deps), redact),
    classic: redactSource(createClassicSource(deps), redact)
  };
}
function createSource(deps) {
  const { site: site2, log, now, memory, failed: failed2 } = deps;
  const sources = createSources(deps);
  if (site2.source !== "auto") {
    return { ...sources[site2.source], memory: () => memory ?? { worked: [] } };
  }
  return createAutoSource({
    sources: [sources.companion, sources.store, sources.classic],
    memory,
    now,
    chosen: (source, before) => log.info(
      { site: site2.name, source: source.name, before: before?.name },
      "stock is read from this source"
    ),
    failed(source, { reason, message }) {
      log.warn(
        { site: site2.name, source: source.name, reason, error: message },
        "a source fails, and a lesser one stands in for it"
      );
      failed2?.(reason);
    }
  });
}
var init_sources = __esm({
  "src/whmcs/sources/sources.ts"() {
    "use strict";
    init_known_secrets();
    init_auto();
    init_classic();
    init_companion();
    init_redacted_source();
    init_report();
    init_store();
  }
});

// src/whmcs/version.ts
async function readVersion(client, signal) {
  const { whmcs } = await client.call(VERSION_ACTION, {}, signal);
  return isRecord(whmcs) ? plainText(whmcs.version).slice(0, LONGEST3) : "";
}
var VERSION_ACTION, LONGEST3;
var init_version = __esm({
  "src/whmcs/version.ts"() {
    "use strict";
    init_envelope();
    init_plain_text();
    VERSION_ACTION = "WhmcsDetails";
    LONGEST3 = 40;
  }
});

// src/collector/bug-report.ts
function createBugReport(telemetry, log) {
  const attempts = (task, error) => [
    () => telemetry.unexpectedError(task),
    () => log.error(
      { site: telemetry.site, task, err: error },
      "unexpected error, please report it; the site goes on"
    )
  ];
  return (task, error) => {
    for (const attempt2 of attempts(task, error)) {
      try {
        attempt2();
      } catch {
      }
    }
  };
}
var init_bug_report = __esm({
  "src/collector/bug-report.ts"() {
    "use strict";
  }
});

// src/collector/changes.ts
function createChanges(clock) {
  const ids = /* @__PURE__ */ new Set();
  let all = false;
  let firstAt;
  let lastAt = 0;
  let wake = () => {
  };
  async function marked(signal) {
    if (firstAt !== void 0 || signal.aborted) return;
    await new Promise((resolve4) => {
      wake = resolve4;
      signal.addEventListener("abort", wake, { once: true });
    });
    signal.removeEventListener("abort", wake);
  }
  const quietIn = () => Math.min(lastAt + QUIET_MS, (firstAt ?? 0) + LONGEST_MS) - clock.monotonic();
  return {
    dueAt: () => (firstAt ?? Number.POSITIVE_INFINITY) + LONGEST_MS,
    mark(changed) {
      lastAt = clock.monotonic();
      firstAt ??= lastAt;
      for (const id2 of changed) ids.add(id2);
      all ||= changed.length === 0 || ids.size > MOST2;
      if (all) ids.clear();
      wake();
    },
    async next(signal) {
      await marked(signal);
      for (let ms = quietIn(); ms > 0 && !signal.aborted; ms = quietIn()) await clock.sleep(ms, signal);
      const changed = all ? "all" : [...ids];
      ids.clear();
      all = false;
      firstAt = void 0;
      return changed;
    }
  };
}
var QUIET_MS, LONGEST_MS, MOST2;
var init_changes = __esm({
  "src/collector/changes.ts"() {
    "use strict";
    QUIET_MS = 250;
    LONGEST_MS = 2e3;
    MOST2 = 50;
  }
});

// src/collector/heartbeat.ts
var SLACK_MS, NEVER, Heartbeat, CallWatch;
var init_heartbeat = __esm({
  "src/collector/heartbeat.ts"() {
    "use strict";
    SLACK_MS = 3e4;
    NEVER = () => Number.POSITIVE_INFINITY;
    Heartbeat = class {
      /**
       * @param task what the loop does, for messages.
       * @param calls the API calls that it makes.
       */
      constructor(task, clock, calls) {
        this.task = task;
        this.#clock = clock;
        this.#calls = calls;
        this.#movedAt = clock.monotonic();
      }
      task;
      #movedAt;
      #due = NEVER;
      #clock;
      #calls;
      /** The loop works, and may make calls. */
      work() {
        const now = this.#move();
        this.#due = () => Math.max(now, this.#calls.due());
      }
      /** The loop waits for something else than time. @param due by when that is to come at the latest. */
      wait(due = NEVER) {
        this.#move();
        this.#due = due;
      }
      /** Sleeps, and goes on with work. */
      sleep = async (ms, signal) => {
        const end = this.#move() + ms;
        this.#due = () => end;
        await this.#clock.sleep(ms, signal);
        this.work();
      };
      /** Returns how long ago in ms the loop last moved if it should have moved since; otherwise undefined. */
      stalledFor() {
        const now = this.#clock.monotonic();
        return now > this.#due() + SLACK_MS ? now - this.#movedAt : void 0;
      }
      #move() {
        this.#movedAt = this.#clock.monotonic();
        return this.#movedAt;
      }
    };
    CallWatch = class {
      #settledAt = Number.NEGATIVE_INFINITY;
      #underWay = 0;
      #deadlines = /* @__PURE__ */ new Set();
      #clock;
      constructor(clock) {
        this.#clock = clock;
      }
      /** Follows a call, from before it waits for its place. */
      async follow(call) {
        this.#underWay += 1;
        try {
          return await call();
        } finally {
          this.#underWay -= 1;
          this.#settledAt = this.#clock.monotonic();
        }
      }
      /** Follows a call that has its place, and ends by itself within the timeout. */
      async followRunning(timeoutMs, call) {
        const deadline = { at: this.#clock.monotonic() + timeoutMs };
        this.#deadlines.add(deadline);
        try {
          return await call();
        } finally {
          this.#deadlines.delete(deadline);
        }
      }
      /** Returns the monotonic time in ms by which a call must settle, or at which the last one did. */
      due() {
        if (this.#deadlines.size > 0) return Math.min(...[...this.#deadlines].map(({ at }) => at));
        return this.#underWay > 0 ? Number.POSITIVE_INFINITY : this.#settledAt;
      }
    };
  }
});

// src/collector/limited-client.ts
function limitClient(client, { site: site2, pools: pools2, speed, timeoutMs }, watch) {
  const placed = (action, signal, call) => {
    const make = (signal2) => watch.followRunning(timeoutMs, () => call(signal2));
    const pooled = () => pools2.run({ speed, action, timeoutMs, make }, signal);
    return watch.follow(() => orAborted(signal, site2(pooled)));
  };
  return {
    call: (action, params, signal, options) => placed(action, signal, (inner) => client.call(action, params, inner, options)),
    get: (path, query, signal, action = path) => placed(action, signal, (inner) => client.get(path, query, inner, action))
  };
}
var init_limited_client = __esm({
  "src/collector/limited-client.ts"() {
    "use strict";
    init_or_aborted();
  }
});

// src/stock/catalogue.ts
function replaceProducts(catalogue, changed) {
  const byId2 = new Map([...catalogue.products, ...changed].map((product2) => [product2.id, product2]));
  return { ...catalogue, products: [...byId2.values()] };
}
function withUsage(catalogue, counted) {
  const products2 = catalogue.products.map((product2) => ({
    ...product2,
    usage: product2.usage ?? counted.get(product2.id)?.usage
  }));
  return { ...catalogue, products: products2 };
}
function countByStock({ products: products2, unreadable }) {
  const counts = { limited: 0, unlimited: 0, unknown: unreadable };
  for (const product2 of products2) counts[product2.stock.kind] += 1;
  return counts;
}
var SOURCE_NAMES;
var init_catalogue = __esm({
  "src/stock/catalogue.ts"() {
    "use strict";
    SOURCE_NAMES = ["companion", "store", "classic"];
  }
});

// src/stock/facts.ts
var NO_FACTS, recall;
var init_facts = __esm({
  "src/stock/facts.ts"() {
    "use strict";
    NO_FACTS = { products: {}, groups: {} };
    recall = (stated, since) => stated && stated.at > since ? stated : void 0;
  }
});

// src/stock/selection.ts
import { isMatch } from "matcher";
function selects(selector2, product2) {
  return selector2.ids.includes(product2.id) || selector2.groups.some(
    (group2) => typeof group2 === "number" ? group2 === product2.group.id : matches(product2.group.name, group2)
  ) || selector2.names.some((pattern) => matches(product2.name, pattern));
}
function select(products2, include, exclude) {
  return products2.filter(
    (product2) => (!include || selects(include, product2)) && !(exclude && selects(exclude, product2))
  );
}
var EVERYTHING, isEverything, matches;
var init_selection = __esm({
  "src/stock/selection.ts"() {
    "use strict";
    EVERYTHING = { ids: [], groups: [], names: ["*"] };
    isEverything = ({ names }) => names.includes("*");
    matches = (text3, pattern) => isMatch(text3, pattern, { caseSensitive: false });
  }
});

// src/stock/judge.ts
function judge(before, listed, policy, reading) {
  const { evidence, problem, ...product2 } = listed;
  const since = reading.at - policy.factsMaxAgeMs;
  const state = (value, last) => value === void 0 ? recall(last, since) : { value, source: evidence.source, at: reading.at };
  const stockControl = state(evidence.stockControl, before.stockControl);
  const isSeenInStock = before.isSeenInStock === true && evidence.stockControl !== false;
  const told = listed.visibility === "unknown" ? void 0 : listed.visibility;
  const visibility = state(told, before.visibility);
  const known2 = { stockControl, isSeenInStock, says: saysOf(policy, listed) };
  const found = problem === void 0 ? weigh(evidence, known2) : void 0;
  const kept = found ? void 0 : keep(before, listed, known2, policy, reading);
  const { stock, isRemembered } = found ?? kept ?? NOTHING2;
  const isMissed = !found && isOdd(before, listed);
  return {
    product: {
      ...product2,
      visibility: visibility?.value ?? "unknown",
      stock,
      stockSource: kept && before.quantity?.source || evidence.source,
      stockAt: kept && before.quantity && stock.kind === "limited" ? before.quantity.at : reading.at,
      isRemembered: isRemembered || told === void 0 && visibility !== void 0
    },
    record: {
      stockControl,
      visibility,
      quantity: numberOf(stock, kept ? before.quantity : void 0, evidence.source, reading.at),
      isSeenInStock: isSeenInStock || isBareInStock(evidence, stock) || void 0,
      missed: isMissed ? missedAgain(before) : void 0,
      listedAt: reading.at
    }
  };
}
function weigh({ stockControl, quantity }, known2) {
  const stated = (stock) => ({ stock, isRemembered: false });
  const remembered3 = (stock) => ({ stock, isRemembered: true });
  if (stockControl === false) return stated(UNLIMITED);
  if (stockControl === true) return quantity === void 0 ? void 0 : stated(limited(quantity));
  if (known2.says === "unlimited") return stated(UNLIMITED);
  const isOff = known2.says === void 0 && known2.stockControl?.value === false;
  if (isOff) return remembered3(quantity === void 0 ? UNLIMITED : UNKNOWN);
  if (quantity === void 0) return void 0;
  if (quantity !== 0 || known2.says === "controlled") return stated(limited(quantity));
  return known2.stockControl || known2.isSeenInStock ? remembered3(limited(0)) : stated(UNKNOWN);
}
function keep(before, listed, { stockControl }, policy, reading) {
  if (isOdd(before, listed) && (before.missed ?? 0) > 0 && reading.isRegular) return void 0;
  if (listed.evidence.stockControl === void 0 && stockControl?.value === false)
    return { stock: UNLIMITED, isRemembered: true };
  const { quantity } = before;
  return quantity && quantity.at > reading.at - longestKept(policy) ? { stock: limited(quantity.value), isRemembered: true } : void 0;
}
function saysOf({ stockControlled, unlimited }, product2) {
  const isControlled = stockControlled !== void 0 && selects(stockControlled, product2);
  const isUnlimited = unlimited !== void 0 && selects(unlimited, product2);
  if (isControlled && isUnlimited) return isEverything(unlimited) ? "controlled" : "unlimited";
  if (isUnlimited) return "unlimited";
  return isControlled ? "controlled" : void 0;
}
var longestKept, missedAgain, NOTHING2, isOdd, isBareInStock, numberOf;
var init_judge = __esm({
  "src/stock/judge.ts"() {
    "use strict";
    init_facts();
    init_selection();
    init_stock();
    longestKept = ({ maxAgeMs, intervalMs }) => maxAgeMs - 1.2 * intervalMs;
    missedAgain = ({ missed = 0 }) => Math.min(2, missed + 1);
    NOTHING2 = { stock: UNKNOWN, isRemembered: false };
    isOdd = ({ quantity }, { problem, evidence }) => problem !== void 0 || quantity === void 0 || quantity.source === evidence.source;
    isBareInStock = ({ stockControl, quantity }, stock) => stockControl === void 0 && quantity !== void 0 && quantity > 0 && stock.kind === "limited";
    numberOf = (stock, kept, source, at) => stock.kind === "limited" ? kept ?? { value: stock.quantity, source, at } : void 0;
  }
});

// src/stock/judge-listing.ts
function judgeListing({ products: listed, ...listing }, before, facts, policy, reading) {
  const { products: products2, facts: learned } = judgeProducts(listed, facts, policy, reading);
  const found = new Set(products2.map(({ id: id2 }) => id2));
  const known2 = before?.products ?? [];
  const absent = known2.filter(({ id: id2 }) => !found.has(id2));
  const isLarge = absent.length >= DOUBTED_LOSS && absent.length > known2.length / 2;
  const isKept = (product2) => {
    const { missed = 0 } = facts.products[product2.id] ?? {};
    if (missed > 0 && reading.isRegular) return false;
    return (policy.confirmLoss || !isLarge) && product2.stockAt > reading.at - longestKept(policy);
  };
  const kept = absent.filter(isKept);
  const records = Object.fromEntries(
    absent.map(({ id: id2 }) => {
      const record = learned.products[id2] ?? {};
      return [id2, { ...record, missed: missedAgain(record) }];
    })
  );
  return {
    catalogue: { ...listing, products: [...products2, ...kept.map(remembered)] },
    facts: forgetOld({ ...learned, products: { ...learned.products, ...records } }, policy, reading),
    isLossDoubted: isLarge && kept.length > 0
  };
}
function judgeProducts(listed, facts, policy, reading) {
  const groups = { ...facts.groups, ...namesIn(listed, reading) };
  const records = { ...facts.products };
  const products2 = listed.map((product2) => {
    const group2 = nameGroup(product2.group, groups, policy, reading);
    const judged = judge(records[product2.id] ?? {}, { ...product2, group: group2 }, policy, reading);
    records[product2.id] = judged.record;
    return judged.product;
  });
  return { products: products2, facts: { products: records, groups } };
}
function nameGroup({ id: id2, name: name3 }, groups, { groupNames, factsMaxAgeMs }, { at }) {
  if (id2 === void 0) return { id: id2, name: name3 };
  const stated = recall(groups[id2], at - factsMaxAgeMs);
  return { id: id2, name: groupNames.get(id2) ?? stated?.value ?? String(id2) };
}
function forgetOld(facts, { factsMaxAgeMs }, { at }) {
  const isOld = ({ listedAt = 0 }) => listedAt <= at - factsMaxAgeMs;
  const records = Object.entries(facts.products);
  if (!records.some(([, record]) => isOld(record))) return facts;
  return { ...facts, products: Object.fromEntries(records.filter(([, record]) => !isOld(record))) };
}
var DOUBTED_LOSS, judgeFirst, remembered, namesIn;
var init_judge_listing = __esm({
  "src/stock/judge-listing.ts"() {
    "use strict";
    init_facts();
    init_judge();
    DOUBTED_LOSS = 20;
    judgeFirst = (listing, policy, at) => judgeListing(listing, void 0, NO_FACTS, policy, { at, isRegular: true }).catalogue;
    remembered = (product2) => ({ ...product2, isRemembered: true });
    namesIn = (listed, { at }) => Object.fromEntries(
      listed.flatMap(
        ({ group: { id: id2, name: name3 }, evidence: { source } }) => id2 === void 0 || name3 === "" ? [] : [[id2, { value: name3, source, at }]]
      )
    );
  }
});

// src/stock/movement.ts
function advance(before, products2) {
  const after2 = new Map(before);
  for (const { id: id2, stock, stockSource: source } of products2) {
    const known2 = before.get(id2);
    if (stock.kind === "unknown") continue;
    if (stock.kind === "unlimited") {
      if (known2) after2.set(id2, { ...known2, quantity: void 0 });
      continue;
    }
    const isComparable = known2?.quantity !== void 0 && known2.source === source;
    const change = isComparable ? stock.quantity - known2.quantity : 0;
    after2.set(id2, {
      quantity: stock.quantity,
      source,
      removed: (known2?.removed ?? 0) + Math.max(0, -change),
      added: (known2?.added ?? 0) + Math.max(0, change)
    });
  }
  return after2;
}
var NO_MOVEMENT;
var init_movement = __esm({
  "src/stock/movement.ts"() {
    "use strict";
    NO_MOVEMENT = /* @__PURE__ */ new Map();
  }
});

// src/stock/finder.ts
function createFinder(options, tell) {
  const findOption = indexNames(options);
  const findChoice = /* @__PURE__ */ new Map();
  let misses = 0;
  function theOne(found, what, reference2) {
    if (found.kind === "one") return found.thing;
    misses += 1;
    const told = found.kind === "none" && misses > MOST_NEAREST ? { ...found, nearest: () => [] } : found;
    tell(describeMiss(told, what, reference2));
    return void 0;
  }
  return {
    option: (reference2) => theOne(findOption(reference2), "option", reference2),
    choice(option, reference2) {
      const find = findChoice.get(option) ?? indexNames(option.choices);
      findChoice.set(option, find);
      return theOne(find(reference2), `${option.name}: choice`, reference2);
    }
  };
}
function describeMiss(found, what, reference2) {
  if (found.kind === "several") {
    const ids = found.things.map(({ id: id2 }) => id2);
    return `${what} ${quote(reference2)} may be any of the ids ${ids.join(", ")}; name it by its id`;
  }
  const nearest = found.nearest().map(quote).join(", ");
  return `${what} ${quote(reference2)} is not there${nearest === "" ? "" : `; nearest: ${nearest}`}`;
}
var MOST_NEAREST, quote;
var init_finder = __esm({
  "src/stock/finder.ts"() {
    "use strict";
    init_names();
    MOST_NEAREST = 10;
    quote = (text3) => JSON.stringify(text3);
  }
});

// src/stock/combinations.ts
function findCombinations(options, { combinations: combinations3, everyCombination }, find, tell) {
  const named2 = matchCombinations(options, combinations3, find, tell);
  const every = everyCombination ? combineAll(options, tell) : [];
  const found = new Map(every.map((combination2) => [keyOfSet(idsOf(combination2)), combination2]));
  for (const [key, combination2] of named2) found.set(key, combination2);
  return withOwnNames([...found.values()]);
}
function withOwnNames(combinations3) {
  const names = /* @__PURE__ */ new Set();
  return combinations3.map((combination2) => {
    const key = keyOfSet(idsOf(combination2));
    let { name: name3 } = combination2;
    while (names.has(name3)) name3 = `${name3} #${key}`;
    names.add(name3);
    return { ...combination2, name: name3 };
  });
}
function matchCombinations(options, named2, find, tell) {
  const combinations3 = /* @__PURE__ */ new Map();
  for (const limits2 of named2) {
    const picked = pickChoices(options, limits2.when, find, tell);
    if (!picked) continue;
    const combination2 = combine(picked, limits2);
    const key = keyOfSet(idsOf(combination2));
    const { limits: joined, isLost } = joinLimits(combinations3.get(key)?.limits ?? limits2, limits2);
    if (isLost) tell(`combination ${combination2.name} is configured twice; the first counts`);
    combinations3.set(key, { ...combination2, limits: joined });
  }
  return combinations3;
}
function pickChoices(options, when, find, tell) {
  const picked = /* @__PURE__ */ new Map();
  for (const [optionRef, choiceRef] of when) {
    const option = find.option(optionRef);
    const choice2 = option && find.choice(option, choiceRef);
    if (!option || !choice2) return void 0;
    if (option.kind === "quantity") {
      tell(`option ${quote(option.name)} is of numbers, which make no combination`);
      return void 0;
    }
    if (picked.has(option)) {
      tell(`a combination names option ${quote(option.name)} twice`);
      return void 0;
    }
    picked.set(option, { option, choice: choice2 });
  }
  return options.flatMap((option) => picked.get(option) ?? []);
}
function combineAll(options, tell) {
  const picked = options.filter(isPicked).map((option) => ({ option, choices: option.choices.filter(({ hidden }) => !hidden) })).filter(({ choices: choices2 }) => choices2.length > 0);
  const size2 = picked.reduce((product2, { choices: choices2 }) => product2 * choices2.length, 1);
  if (picked.length === 0) {
    tell("combinations: all makes none, for it has no dropdown or radio options");
    return [];
  }
  if (size2 > MOST_COMBINATIONS) {
    tell(
      `combinations: all would be ${size2 < 1e15 ? size2 : "more than 10^15"} combinations, of ${MOST_COMBINATIONS} at most; name those that matter`
    );
    return [];
  }
  return picked.reduce(
    (sets, { option, choices: choices2 }) => sets.flatMap((set) => choices2.map((choice2) => [...set, { option, choice: choice2 }])),
    [[]]
  ).map((set) => combine(set, NO_LIMIT));
}
var MOST_COMBINATIONS, idsOf, NO_LIMIT, combine;
var init_combinations = __esm({
  "src/stock/combinations.ts"() {
    "use strict";
    init_finder();
    init_limits();
    init_options();
    init_text();
    MOST_COMBINATIONS = 500;
    idsOf = ({ picked }) => picked.map(({ choice: choice2 }) => choice2.id);
    NO_LIMIT = { capacity: void 0, thresholds: {} };
    combine = (picked, { capacity, thresholds: thresholds2 }) => ({
      name: limitText(picked.map(({ option, choice: choice2 }) => `${option.name}=${choice2.name}`).join(", ")),
      picked,
      limits: { capacity, thresholds: thresholds2 }
    });
  }
});

// src/stock/range.ts
function least(ranges) {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const range2 of ranges) {
    from = Math.min(from, range2.from);
    to = Math.min(to, range2.to);
  }
  return { from, to };
}
function rangeOf(stock) {
  if (stock.kind === "unknown") return ANY;
  return stock.kind === "unlimited" ? NO_LIMIT2 : exactly(stock.quantity);
}
function stockOf(left) {
  const { from, to } = left;
  if (isExact(left)) return to === Number.POSITIVE_INFINITY ? UNLIMITED : limited(to);
  if (to <= 0) return limited(to);
  return from <= 0 && from !== Number.NEGATIVE_INFINITY ? limited(0) : UNKNOWN;
}
var exactly, NO_LIMIT2, ANY, UNCOUNTED, isExact, less, isWithheld;
var init_range = __esm({
  "src/stock/range.ts"() {
    "use strict";
    init_stock();
    exactly = (number) => ({ from: number, to: number });
    NO_LIMIT2 = exactly(Number.POSITIVE_INFINITY);
    ANY = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
    UNCOUNTED = { from: 0, to: Number.POSITIVE_INFINITY };
    isExact = ({ from, to }) => from === to;
    less = (number, { from, to }) => ({
      from: number - to,
      to: number - from
    });
    isWithheld = (left) => !isExact(left) && left.from > 0;
  }
});

// src/stock/in-use.ts
function choiceInUse(usage2, option, choice2) {
  const held2 = usage2?.choices.get(choice2.id);
  if (!usage2 || held2 === void 0) return UNCOUNTED;
  return { from: held2, to: held2 + unsureOf(usage2, option) };
}
function togetherInUse(usage2, picked, counted) {
  if (!usage2 || counted === void 0) return UNCOUNTED;
  if (!picked.every(({ choice: choice2 }) => usage2.choices.has(choice2.id))) return UNCOUNTED;
  const unsure = picked.reduce((sum3, { option }) => sum3 + unsureOf(usage2, option), 0);
  return { from: counted, to: counted + unsure };
}
var unsureOf, shownInUse;
var init_in_use = __esm({
  "src/stock/in-use.ts"() {
    "use strict";
    init_range();
    unsureOf = (usage2, { id: id2 }) => usage2.unsure.get(id2) ?? 0;
    shownInUse = ({ from, to }) => to === Number.POSITIVE_INFINITY ? void 0 : from;
  }
});

// src/stock/matching.ts
function matchLimits(product2, limits2, tell) {
  const choices2 = /* @__PURE__ */ new Map();
  const { options } = product2;
  const about = (note) => tell(`product ${product2.id} (${product2.name}): ${note}`);
  if (!options) {
    if (limitsOptions(limits2)) about("its options could not be read");
    return { choices: choices2, combinations: [] };
  }
  const find = createFinder(options, about);
  for (const [optionRef, ofChoices] of limits2.options) {
    const option = find.option(optionRef);
    for (const [choiceRef, choiceLimits] of option ? ofChoices : []) {
      const choice2 = option && find.choice(option, choiceRef);
      if (!choice2) continue;
      const { limits: joined, isLost } = joinLimits(choices2.get(choice2.id) ?? choiceLimits, choiceLimits);
      if (isLost) about(`choice ${quote(choiceRef)} is configured twice; the first counts`);
      choices2.set(choice2.id, joined);
    }
  }
  return { choices: choices2, combinations: findCombinations(options, limits2, find, about) };
}
var init_matching = __esm({
  "src/stock/matching.ts"() {
    "use strict";
    init_combinations();
    init_finder();
    init_limits();
  }
});

// src/stock/pool-draws.ts
function matchPool(pool2, products2, tell) {
  const about = (note) => tell(`pool ${pool2.name}: ${note}; what is left of it is unknown`);
  const drawing = /* @__PURE__ */ new Set();
  const found = pool2.draws.map((draw2) => matchDraw(draw2, products2.get(draw2.product), drawing, about));
  const draws = /* @__PURE__ */ new Map();
  for (const draw2 of found) {
    if (!draw2) return void 0;
    const before = draws.get(draw2.product);
    draws.set(draw2.product, {
      units: (before?.units ?? 0) + draw2.units,
      choices: new Map([...before?.choices ?? [], ...draw2.choices])
    });
  }
  for (const note of undrawn(pool2, products2, drawing)) tell(`pool ${pool2.name}: ${note}`);
  return draws;
}
function undrawn({ draws }, products2, drawing) {
  const notes = draws.flatMap((draw2) => {
    if ("units" in draw2) return [];
    const found = indexNames(products2.get(draw2.product)?.options ?? [])(draw2.option);
    if (found.kind !== "one") return [];
    const silent = found.thing.choices.filter(({ id: id2 }) => !drawing.has(`${draw2.product} ${id2}`));
    const names = silent.slice(0, MOST_NAMES).map(({ name: name3 }) => quote(name3));
    const more = silent.length > names.length ? ` and ${silent.length - names.length} more` : "";
    return names.length === 0 ? [] : [
      `product ${draw2.product}: ${found.thing.name}: nothing is drawn by ${names.join(", ")}${more}; say 0 if that is so`
    ];
  });
  return [...new Set(notes)];
}
function matchDraw(draw2, product2, drawing, tell) {
  const about = (note) => tell(`product ${draw2.product}: ${note}`);
  if (!product2) {
    about("WHMCS does not list it");
    return void 0;
  }
  if ("units" in draw2) return { product: draw2.product, units: draw2.units, choices: /* @__PURE__ */ new Map() };
  if (!product2.options) {
    about("its options could not be read");
    return void 0;
  }
  const find = createFinder(product2.options, about);
  const option = find.option(draw2.option);
  if (!option) return void 0;
  const choices2 = /* @__PURE__ */ new Map();
  for (const [choiceRef, units2] of draw2.choices) {
    const choice2 = find.choice(option, choiceRef);
    if (!choice2) return void 0;
    const key = `${draw2.product} ${choice2.id}`;
    if (drawing.has(key)) {
      about(`${option.name}: choice ${quote(choiceRef)} draws from it already`);
      return void 0;
    }
    drawing.add(key);
    choices2.set(choice2.id, units2);
  }
  return { product: draw2.product, units: 0, choices: choices2 };
}
var MOST_NAMES;
var init_pool_draws = __esm({
  "src/stock/pool-draws.ts"() {
    "use strict";
    init_finder();
    init_names();
    MOST_NAMES = 10;
  }
});

// src/stock/pool-left.ts
function assessPool(pool2, products2, tell) {
  const { name: name3, unit, capacity } = pool2;
  const draws = matchPool(pool2, products2, tell);
  const inUse = draws ? sum([...draws].map(([id2, draw2]) => takenBy(draw2, products2.get(id2)))) : UNCOUNTED;
  const left = less(capacity, inUse);
  const drawing = draws ? [...draws.keys()] : pool2.draws.map(({ product: product2 }) => product2);
  return {
    availability: { name: name3, unit, capacity, inUse: shownInUse(inUse) },
    drawn: new Map(drawing.map((id2) => [id2, { draw: draws?.get(id2), left }]))
  };
}
function takenBy({ units: units2, choices: choices2 }, product2) {
  const usage2 = product2?.usage;
  if (!usage2) return UNCOUNTED;
  let from = units2 * usage2.units;
  let isCounted = true;
  for (const [id2, drawn] of choices2) {
    const held2 = usage2.choices.get(id2);
    if (drawn > 0 && held2 === void 0) isCounted = false;
    from += drawn * (held2 ?? 0);
  }
  if (!isCounted) return { from, to: Number.POSITIVE_INFINITY };
  let to = from;
  for (const option of usage2.unsure.size > 0 ? product2.options ?? [] : []) {
    const most = Math.max(0, ...option.choices.map(({ id: id2 }) => choices2.get(id2) ?? 0));
    to += most * (usage2.unsure.get(option.id) ?? 0);
  }
  return { from, to };
}
function leftOfPool({ draw: draw2, left }, chosen, withProduct, inUse) {
  if (!draw2) return ANY;
  const { units: units2, choices: choices2 } = draw2;
  const needed = chosen.reduce((sum3, { id: id2 }) => sum3 + (choices2.get(id2) ?? 0), withProduct ? units2 : 0);
  if (needed === 0) return NO_LIMIT2;
  const from = Math.floor(left.from / needed);
  return {
    from: from === Number.NEGATIVE_INFINITY ? from : Math.max(from, 0 - inUse.to),
    to: Math.max(Math.floor(left.to / needed), 0 - inUse.from)
  };
}
var sum;
var init_pool_left = __esm({
  "src/stock/pool-left.ts"() {
    "use strict";
    init_in_use();
    init_pool_draws();
    init_range();
    sum = (ranges) => ranges.reduce((total, { from, to }) => ({ from: total.from + from, to: total.to + to }), {
      from: 0,
      to: 0
    });
  }
});

// src/stock/availability.ts
function assessOptions(products2, limits2, isExposed, thresholdsOf) {
  const notes = [];
  const tell = (note) => notes.push(note);
  const byId2 = new Map(products2.map((product2) => [product2.id, product2]));
  const pools2 = limits2.pools.map((pool2) => assessPool(pool2, byId2, tell));
  const assessed = products2.filter(isExposed).map((product2) => {
    const drawn = pools2.flatMap((pool2) => pool2.drawn.get(product2.id) ?? []);
    const own = limits2.products.get(product2.id) ?? NO_LIMITS;
    return assessProduct(product2, own, drawn, thresholdsOf(product2), tell);
  });
  return {
    choices: assessed.flatMap(({ choices: choices2 }) => choices2),
    combinations: assessed.flatMap(({ combinations: combinations3 }) => combinations3),
    pools: pools2.map(({ availability: availability2 }) => availability2),
    unmatched: countUnmatched(products2),
    notes
  };
}
function countUnmatched(products2) {
  const known2 = products2.flatMap(({ usage: usage2 }) => usage2 ? [usage2.unmatched] : []);
  return known2.length > 0 ? known2.reduce((sum3, units2) => sum3 + units2, 0) : void 0;
}
function assessProduct(product2, limits2, drawn, farther, tell) {
  const { usage: usage2 } = product2;
  const matched = matchLimits(product2, limits2, tell);
  if (drawn.length > 0 || limits2 !== NO_LIMITS) noteUnmatched(product2, tell);
  const choices2 = /* @__PURE__ */ new Map();
  for (const option of product2.options ?? []) {
    for (const choice2 of option.choices) {
      const own = matched.choices.get(choice2.id);
      const capacity = own?.capacity ?? choice2.capacity;
      const inUse = choiceInUse(usage2, option, choice2);
      const withProduct = option.kind !== "quantity";
      const left = least([
        leftOf(capacity, inUse),
        rangeOf(choice2.told),
        ...drawn.map((pool2) => leftOfPool(pool2, [choice2], withProduct, inUse))
      ]);
      const thresholds2 = nearestThresholds([...farther, own?.thresholds]);
      const shown = { product: product2, option, choice: choice2, ...show(left, capacity, inUse, thresholds2) };
      choices2.set(choice2.id, { shown, left });
    }
  }
  const counted = usage2?.sets && countSets(usage2.sets, matched.combinations.map(idsOf));
  return {
    choices: [...choices2.values()].map(({ shown }) => shown).filter(isTold),
    combinations: matched.combinations.map(({ name: name3, limits: own, picked }, index) => {
      const { capacity } = own;
      const chosen = picked.map(({ choice: choice2 }) => choice2);
      const inUse = togetherInUse(usage2, picked, counted?.[index]);
      const left = least([
        rangeOf(product2.stock),
        leftOf(capacity, inUse),
        ...chosen.map(({ id: id2 }) => choices2.get(id2)?.left ?? ANY),
        ...drawn.map((pool2) => leftOfPool(pool2, chosen, true, inUse))
      ]);
      const thresholds2 = nearestThresholds([...farther, own.thresholds]);
      return { product: product2, combination: name3, picked, ...show(left, capacity, inUse, thresholds2) };
    })
  };
}
function noteUnmatched({ id: id2, name: name3, options, usage: usage2 }, tell) {
  if (!usage2 || usage2.unmatched === 0) return;
  const unsure = (options ?? []).filter((option) => usage2.unsure.has(option.id));
  const about = `product ${id2} (${name3})`;
  for (const option of unsure)
    tell(
      `${about}: ${option.name}: some units in use match none of its choices, so how many of each are left is not shown; they count against each`
    );
  if (usage2.unmatched > unsureUnits(usage2))
    tell(`${about}: some units in use are of options that it does not have; they count nowhere`);
}
var show, leftOf, isTold, unsureUnits;
var init_availability = __esm({
  "src/stock/availability.ts"() {
    "use strict";
    init_combinations();
    init_in_use();
    init_limits();
    init_matching();
    init_options();
    init_pool_left();
    init_range();
    init_thresholds();
    show = (left, capacity, inUse, thresholds2) => ({
      stock: stockOf(left),
      isWithheld: isWithheld(left),
      capacity,
      inUse: shownInUse(inUse),
      thresholds: thresholds2
    });
    leftOf = (capacity, inUse) => capacity === void 0 ? NO_LIMIT2 : less(capacity, inUse);
    isTold = ({ stock, capacity, inUse }) => stock.kind !== "unlimited" || capacity !== void 0 || inUse !== void 0;
    unsureUnits = ({ unsure }) => [...unsure.values()].reduce((sum3, units2) => sum3 + units2, 0);
  }
});

// src/stock/snapshot.ts
function takeSnapshot(site2, catalogue) {
  const { products: products2 } = catalogue;
  const { thresholds: thresholds2, limits: limits2 } = site2;
  const thresholdsOf = ({ id: id2, group: group2 }) => [
    thresholds2.site,
    thresholds2.groups.get(group2.id ?? Number.NaN),
    limits2.products.get(id2)?.thresholds
  ];
  const selected = select(products2, site2.include, site2.exclude);
  const exposed = new Set(selected);
  const listed = new Set(products2.map(({ id: id2 }) => id2));
  return {
    ...assessOptions(products2, limits2, (product2) => exposed.has(product2), thresholdsOf),
    ...catalogue,
    site: site2.name,
    products: selected,
    seriesLimit: site2.seriesLimit,
    thresholds: new Map(selected.map((product2) => [product2.id, nearestThresholds(thresholdsOf(product2))])),
    missing: [...namedIds(site2)].filter((id2) => !listed.has(id2))
  };
}
var namedIds;
var init_snapshot = __esm({
  "src/stock/snapshot.ts"() {
    "use strict";
    init_availability();
    init_selection();
    init_thresholds();
    namedIds = ({ include, stockControlled, unlimited, limits: limits2 }) => /* @__PURE__ */ new Set([
      ...include?.ids ?? [],
      ...stockControlled?.ids ?? [],
      ...unlimited?.ids ?? [],
      ...limits2.products.keys(),
      ...limits2.pools.flatMap(({ draws }) => draws.map(({ product: product2 }) => product2))
    ]);
  }
});

// src/collector/log.ts
function createNoteLog(site2, log) {
  let logged = /* @__PURE__ */ new Set();
  return (notes) => {
    for (const note of notes) {
      if (!logged.has(note)) log.warn({ site: site2, note }, "the configuration does not fit what WHMCS lists");
    }
    logged = new Set(notes);
  };
}
var init_log = __esm({
  "src/collector/log.ts"() {
    "use strict";
  }
});

// src/collector/status.ts
var NOTHING_YET;
var init_status = __esm({
  "src/collector/status.ts"() {
    "use strict";
    NOTHING_YET = {
      lastAttempt: void 0,
      lastSuccess: void 0,
      failure: void 0,
      source: void 0,
      version: "",
      products: void 0,
      notes: []
    };
  }
});

// src/collector/site-collector.ts
function createSiteCollector(deps) {
  const { site: site2, source, usage: usage2, slot, clock, log, reportBug } = deps;
  const { telemetry } = slot;
  const logNotes = createNoteLog(site2.name, log);
  let movement = deps.memory?.movement ?? NO_MOVEMENT;
  let failures = 0;
  let facts = deps.memory?.facts ?? NO_FACTS;
  let remembered3 = 0;
  let last = deps.memory?.last;
  let status = {
    ...deps.memory?.status ?? NOTHING_YET,
    name: site2.name,
    urlHost: site2.apiUrl.host,
    intervalMs: site2.intervalMs,
    maxAgeMs: site2.maxAgeMs
  };
  async function publish(reading, signal) {
    const { catalogue, readAt, at } = reading;
    usage2.watch(catalogue.products, readAt);
    const counted = usage2.counted();
    let countedAt = readAt;
    for (const { since } of counted.values()) countedAt = Math.min(countedAt, since);
    const snapshot = takeSnapshot(site2, withUsage(catalogue, counted));
    const moved = advance(movement, snapshot.products);
    let stockAt = at;
    for (const product2 of snapshot.products) stockAt = Math.min(stockAt, product2.stockAt);
    const expiresAt = {
      products: readAt + site2.maxAgeMs - (at - stockAt),
      options: countedAt + site2.maxAgeMs
    };
    const dropped = await slot.publish(snapshot, moved, expiresAt, signal);
    movement = moved;
    last = reading;
    telemetry.seriesDropped(dropped);
    telemetry.usageCountsFailed(usage2.failed());
    const notes = dropped > 0 ? [...snapshot.notes, withheld(dropped)] : snapshot.notes;
    logNotes(notes);
    logRemembered(snapshot.products.filter(({ isRemembered }) => isRemembered).length);
    const fault = usage2.fault();
    status = {
      ...status,
      products: countByStock(snapshot),
      notes: [standIn(catalogue), fault, ...notes].filter((note) => note !== void 0)
    };
  }
  async function read(readAt, isRegular, signal) {
    const at = clock.now();
    const listing = await source.read(signal);
    const judged = judgeListing(listing, last?.catalogue, facts, site2, { at, isRegular });
    const { catalogue } = judged;
    await publish({ catalogue, readAt, at }, signal);
    facts = judged.facts;
    if (judged.isLossDoubted) doubtLoss();
    failures = 0;
    const before = status;
    status = { ...status, lastSuccess: new Date(at), failure: void 0 };
    const seconds3 = (clock.monotonic() - readAt) / 1e3;
    telemetry.declareActions(source.actions);
    identify(catalogue.source, status.version);
    end(seconds3);
    log.debug({ site: site2.name, seconds: seconds3, ...status.products }, "collected");
    if (before.failure || !before.lastAttempt) {
      log.info({ site: site2.name, source: catalogue.source, ...status.products }, "site is up");
    }
  }
  async function readChanged(ids, signal) {
    if (!last) return "incomplete";
    const at = clock.now();
    const listed = await source.readProducts(ids, signal);
    const found = new Set(listed.map(({ id: id2 }) => id2));
    const known2 = new Set(last.catalogue.products.map(({ id: id2 }) => id2));
    if (ids.some((id2) => known2.has(id2) && !found.has(id2))) return "incomplete";
    const judged = judgeProducts(listed, facts, site2, { at, isRegular: false });
    await publish({ ...last, catalogue: replaceProducts(last.catalogue, judged.products) }, signal);
    facts = judged.facts;
    log.debug({ site: site2.name, product_ids: ids }, "refreshed");
    return "read";
  }
  function identify(from, version) {
    status = { ...status, source: from, version };
    telemetry.identified({ url_host: status.urlHost, source: from, version });
  }
  function fail(error, started) {
    const failure2 = describe2(error);
    const seconds3 = (clock.monotonic() - started) / 1e3;
    const before = status;
    failures += 1;
    status = { ...status, failure: failure2 };
    end(seconds3, error instanceof WhmcsError ? error.retryAfterMs : void 0);
    const fields = { site: site2.name, reason: failure2.reason, error: failure2.message };
    if (!(error instanceof WhmcsError)) reportBug("collection", error);
    else if (before.failure?.reason !== failure2.reason) log.warn(fields, "site fails");
    log.debug({ ...fields, seconds: seconds3 }, "collection failed");
  }
  function end(seconds3, retryAfterMs) {
    const now = clock.now();
    const intervalMs = intervalInForce(site2.intervalMs, failures, retryAfterMs);
    status = { ...status, lastAttempt: new Date(now), intervalMs };
    telemetry.collectionEnded({ seconds: seconds3, endedAt: now / 1e3, reason: status.failure?.reason });
    telemetry.intervalChanged(intervalMs / 1e3);
  }
  function doubtLoss() {
    telemetry.lossUnconfirmed();
    log.warn(
      { site: site2.name },
      "WHMCS lists less than half of the products; they show until it does so again"
    );
  }
  function logRemembered(products2) {
    if (products2 > 0 && remembered3 === 0)
      log.info({ site: site2.name, products: products2 }, "products are judged by what was stated before");
    if (products2 === 0 && remembered3 > 0)
      log.info({ site: site2.name }, "products are judged by what is stated now");
    remembered3 = products2;
  }
  async function collect(signal, isRegular = true) {
    const started = clock.monotonic();
    try {
      telemetry.collectionStarted();
      await read(started, isRegular, signal);
    } catch (error) {
      if (!signal.aborted) fail(error, started);
      return;
    }
    const version = await deps.version(signal);
    if (status.source && version !== status.version) identify(status.source, version);
  }
  return {
    status: () => status,
    memory: () => ({ movement, facts, sources: source.memory(), last, status }),
    collect: (signal) => collect(signal),
    async refresh(changed, signal) {
      if (!last || status.failure) return;
      if (changed === "all") return collect(signal, false);
      try {
        if (await readChanged(changed, signal) === "read") return;
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof WhmcsError)) reportBug("refresh", error);
        const { reason, message } = describe2(error);
        log.warn({ site: site2.name, product_ids: changed, reason, error: message }, "a refresh failed");
        return;
      }
      await collect(signal, false);
    },
    async republish(signal) {
      if (last) await publish(last, signal);
    }
  };
}
function describe2(error) {
  if (error instanceof WhmcsError) return { reason: error.reason, message: error.message };
  return { reason: "invalid_response", message: error instanceof Error ? error.message : String(error) };
}
var standIn, withheld;
var init_site_collector = __esm({
  "src/collector/site-collector.ts"() {
    "use strict";
    init_catalogue();
    init_facts();
    init_judge_listing();
    init_movement();
    init_snapshot();
    init_reasons();
    init_interval();
    init_log();
    init_status();
    standIn = ({ source, trouble }) => trouble && `the source ${trouble.source} fails, ${source} stands in for it: ${trouble.message}`;
    withheld = (series) => `${series} series are withheld, beyond series_limit`;
  }
});

// src/collector/site-speed.ts
var PATIENCE2, LEAST_PATIENCE_MS, SiteSpeed;
var init_site_speed = __esm({
  "src/collector/site-speed.ts"() {
    "use strict";
    PATIENCE2 = 4;
    LEAST_PATIENCE_MS = 250;
    SiteSpeed = class {
      #isTried = false;
      #isSlow = false;
      #slowActions = /* @__PURE__ */ new Set();
      #lastMs = /* @__PURE__ */ new Map();
      #changed;
      /** @param changed called when the site becomes slow, or fast again. */
      constructor(changed = () => {
      }) {
        this.#changed = changed;
      }
      /** Whether a call was answered, failed, or turned out to be slow. */
      get isTried() {
        return this.#isTried;
      }
      expectsSlow(action) {
        return this.#isSlow || this.#slowActions.has(action);
      }
      /** How long in ms a call takes at most if it is like the last one of its action; at most `longestMs`. */
      patienceMs(action, longestMs) {
        const lastMs = this.#lastMs.get(action) ?? longestMs;
        return Math.min(longestMs, Math.max(LEAST_PATIENCE_MS, PATIENCE2 * lastMs));
      }
      /** Notes that a call was answered, or failed, in time. */
      answered(action, ms) {
        this.#lastMs.set(action, ms);
        this.#slowActions.delete(action);
        this.#note(false);
      }
      /** Notes that a call turned out to be slow. */
      slow(action) {
        this.#slowActions.add(action);
        this.#note(true);
      }
      #note(isSlow) {
        this.#isTried = true;
        if (isSlow === this.#isSlow) return;
        this.#isSlow = isSlow;
        this.#changed(isSlow);
      }
    };
  }
});

// src/whmcs/services/needs-counting.ts
function needsCounting({
  limits: limits2,
  usage: usage2
}) {
  if (usage2.products === "none") return () => false;
  const configured = productsInUse(limits2);
  return (product2) => product2.usage === void 0 && (configured.has(product2.id) || usage2.products === "all" && (product2.options?.length ?? 0) > 0);
}
var init_needs_counting = __esm({
  "src/whmcs/services/needs-counting.ts"() {
    "use strict";
    init_limits();
  }
});

// src/collector/usage-ledger.ts
function keepOnly(some, ids) {
  for (const id2 of some.keys()) if (!ids.has(id2)) some.delete(id2);
}
var UNTIL_READ_AGAIN, TOO_SLOW, UsageLedger, describe3;
var init_usage_ledger = __esm({
  "src/collector/usage-ledger.ts"() {
    "use strict";
    init_options();
    init_reasons();
    init_needs_counting();
    init_interval();
    UNTIL_READ_AGAIN = Number.POSITIVE_INFINITY;
    TOO_SLOW = "counting units in use takes longer than max_age, so they are withdrawn before they are known: raise max_age, or install the companion";
    UsageLedger = class {
      #site;
      #isNeeded;
      #known;
      #changed = /* @__PURE__ */ new Set();
      #failures = /* @__PURE__ */ new Map();
      #uncounted = /* @__PURE__ */ new Set();
      #renamed = /* @__PURE__ */ new Map();
      #products = [];
      #names = /* @__PURE__ */ new Map();
      #lastReadAt = Number.NEGATIVE_INFINITY;
      #allDueAt;
      #restUntil;
      #siteFailures = 0;
      #siteFault;
      constructor(site2, now, before) {
        this.#site = site2;
        this.#isNeeded = needsCounting(site2);
        this.#known = new Map(before);
        this.#allDueAt = now;
        this.#restUntil = now;
      }
      /** Sets the products that the site has now. @param readAt when what they say was true. */
      watch(listed, readAt) {
        this.#products = listed.filter(this.#isNeeded);
        this.#names = new Map(this.#products.map(({ id: id2, options }) => [id2, namesKey(options)]));
        if (readAt > this.#lastReadAt) this.#renamed.clear();
        this.#lastReadAt = readAt;
        keepOnly(this.#known, new Set(listed.map(({ id: id2 }) => id2)));
        const needed = new Set(this.#names.keys());
        for (const some of [this.#changed, this.#uncounted, this.#failures]) keepOnly(some, needed);
        for (const { id: id2, usage: usage2 } of listed)
          if (usage2) this.#known.set(id2, { usage: usage2, since: readAt, names: void 0 });
      }
      /** Marks products whose services may have changed. */
      mark(changed, now) {
        if (changed === "all") this.#allDueAt = now;
        else for (const id2 of changed) this.#changed.add(id2);
      }
      /** Returns what was counted within the site's `max_age`, by the source or by paging. */
      counted(now) {
        const oldest = now - this.#site.maxAgeMs;
        for (const [id2, { since }] of this.#known) if (since <= oldest) this.#known.delete(id2);
        return new Map(this.#known);
      }
      /** Returns the products to count now. */
      due(now) {
        return now < this.#restUntil ? [] : this.#products.filter((product2) => this.#dueAt(product2) <= now);
      }
      /** Returns when the next product is due, if nothing changes until then. */
      nextDueAt() {
        let next = Number.POSITIVE_INFINITY;
        for (const product2 of this.#products) next = Math.min(next, this.#dueAt(product2));
        return Math.max(this.#restUntil, next);
      }
      /** Notes that products are counted from now on. What changes meanwhile makes them due again. */
      begin(products2, now) {
        const allDueAt = this.#allDueAt;
        const changed = products2.flatMap(({ id: id2 }) => this.#changed.delete(id2) ? id2 : []);
        if (now >= allDueAt) this.#allDueAt = now + this.#site.usage.intervalMs;
        return { products: products2, startedAt: now, changed, allDueAt };
      }
      /** Takes in a count that has ended, whole or in part. */
      end(begun, count4, now) {
        for (const product2 of begun.products) this.#settle(product2, count4, begun.startedAt, now);
        for (const id2 of begun.changed) if (this.#uncounted.has(id2)) this.#changed.add(id2);
        if (count4.ended === void 0) {
          this.#rest(now - begun.startedAt, now);
        } else {
          this.#allDueAt = Math.min(this.#allDueAt, begun.allDueAt);
          this.#endEarly(count4.ended, now);
        }
      }
      /** Why units in use are not known, or no longer counted; undefined where all is well. */
      get fault() {
        if (this.#products.length === 0) return void 0;
        const [first] = this.#failures;
        if (this.#siteFault !== void 0 || !first) return this.#siteFault;
        const [id2, { message }] = first;
        const others = this.#failures.size > 1 ? ` and ${this.#failures.size - 1} others` : "";
        return `units in use could not be counted: product ${id2}${others}: ${message}`;
      }
      /** How many products could not be counted at the last try. */
      get failed() {
        return this.#uncounted.size;
      }
      #dueAt({ id: id2 }) {
        const names = this.#names.get(id2);
        if (this.#renamed.has(id2) && this.#renamed.get(id2) === names) return UNTIL_READ_AGAIN;
        const isPending2 = this.#changed.has(id2) || this.#known.get(id2)?.names !== names;
        return this.#failures.get(id2)?.retryAt ?? (isPending2 ? 0 : this.#allDueAt);
      }
      #settle({ id: id2, options }, count4, startedAt, now) {
        const usage2 = count4.usage.get(id2);
        if (usage2) {
          this.#known.set(id2, { usage: usage2, since: startedAt, names: namesKey(options) });
          this.#failures.delete(id2);
          this.#uncounted.delete(id2);
          return;
        }
        this.#uncounted.add(id2);
        if (count4.renamed.includes(id2)) this.#renamed.set(id2, namesKey(options));
        const error = count4.failed.get(id2);
        if (error === void 0 || concernsSite(error)) return;
        const failures = (this.#failures.get(id2)?.count ?? 0) + 1;
        const { message, retryAfterMs } = describe3(error);
        const retryAt = now + intervalInForce(this.#site.intervalMs, failures, retryAfterMs);
        this.#failures.set(id2, { count: failures, retryAt, message });
      }
      /** Rests after a count as long as that took, but not so long that what was counted grows too old. */
      #rest(tookMs, now) {
        const { maxAgeMs } = this.#site;
        const isTooSlow = tookMs >= maxAgeMs;
        this.#siteFault = isTooSlow ? TOO_SLOW : void 0;
        this.#siteFailures = 0;
        this.#restUntil = now + (isTooSlow ? tookMs : Math.max(0, Math.min(tookMs, maxAgeMs - 2 * tookMs)));
      }
      /**
       * Waits before the next count, as collections do after a failure; no longer each time where only some
       * products failed.
       */
      #endEarly(error, now) {
        const { message, retryAfterMs } = describe3(error);
        const isOfSite = concernsSite(error) || !(error instanceof WhmcsError);
        this.#siteFailures = isOfSite ? this.#siteFailures + 1 : 0;
        this.#siteFault = isOfSite ? `units in use could not be counted: ${message}` : void 0;
        this.#restUntil = now + intervalInForce(this.#site.intervalMs, this.#siteFailures, retryAfterMs);
      }
    };
    describe3 = (error) => error instanceof WhmcsError ? error : { message: String(error) };
  }
});

// src/collector/usage-watch.ts
function createUsageWatch(deps) {
  const { site: site2, clock, log, reportBug } = deps;
  const ledger = new UsageLedger(site2, clock.monotonic(), deps.before);
  let loggedFault;
  let wake = () => {
  };
  async function untilDue(signal) {
    for (; ; ) {
      const now = clock.monotonic();
      const due = ledger.due(now);
      if (due.length > 0 || signal.aborted) return due;
      await sleepUntilWoken(Math.min(ledger.nextDueAt() - now, LONGEST_SLEEP_MS), signal);
    }
  }
  async function sleepUntilWoken(ms, signal) {
    const woken = new AbortController();
    wake = () => woken.abort();
    signal.addEventListener("abort", wake, { once: true });
    await clock.sleep(ms, woken.signal);
    signal.removeEventListener("abort", wake);
  }
  async function countSome(products2, signal) {
    const begun = ledger.begin(products2, clock.monotonic());
    const count4 = await deps.count(products2, signal).catch((ended) => ({ ...NOTHING3, ended }));
    if (signal.aborted) return;
    ledger.end(begun, count4, clock.monotonic());
    if (count4.renamed.length > 0) deps.renamed(count4.renamed);
    for (const error of /* @__PURE__ */ new Set([...count4.failed.values(), count4.ended]))
      if (error !== void 0 && !(error instanceof WhmcsError)) reportBug("usage", error);
    logFault();
  }
  function logFault() {
    const { fault, failed: failed2 } = ledger;
    if (fault !== void 0 && fault !== loggedFault) log.warn({ site: site2.name, products: failed2 }, fault);
    if (fault === void 0 && loggedFault !== void 0)
      log.info({ site: site2.name }, "units in use are counted again");
    loggedFault = fault;
  }
  return {
    counted: () => ledger.counted(clock.monotonic()),
    fault: () => ledger.fault,
    failed: () => ledger.failed,
    watch(products2, readAt) {
      ledger.watch(products2, readAt);
      wake();
    },
    changed(changed) {
      ledger.mark(changed, clock.monotonic());
      wake();
    },
    async countWhenDue(news, signal) {
      const products2 = await untilDue(signal);
      if (signal.aborted) return;
      await countSome(products2, signal);
      if (!signal.aborted) await news();
    }
  };
}
var LONGEST_SLEEP_MS, NOTHING3;
var init_usage_watch = __esm({
  "src/collector/usage-watch.ts"() {
    "use strict";
    init_reasons();
    init_usage_ledger();
    LONGEST_SLEEP_MS = 60 * 6e4;
    NOTHING3 = { usage: /* @__PURE__ */ new Map(), failed: /* @__PURE__ */ new Map(), renamed: [], ended: void 0 };
  }
});

// src/collector/version-watch.ts
function createVersionWatch(client, now, reportBug) {
  let version = "";
  let nextAt = now();
  return async (signal) => {
    if (now() < nextAt) return version;
    try {
      version = await readVersion(client, signal);
      nextAt = now() + AGAIN_AFTER_MS;
    } catch (error) {
      if (error instanceof WhmcsError) {
        if (error.reason === "permission" || error.reason === "unknown_action")
          nextAt = Number.POSITIVE_INFINITY;
      } else {
        reportBug("version", error);
        nextAt = now() + AGAIN_AFTER_MS;
      }
    }
    return version;
  };
}
var AGAIN_AFTER_MS;
var init_version_watch = __esm({
  "src/collector/version-watch.ts"() {
    "use strict";
    init_reasons();
    init_version();
    AGAIN_AFTER_MS = 60 * 6e4;
  }
});

// src/collector/site-parts.ts
import pLimit2 from "p-limit";
function createSiteParts(config, deps, known2) {
  const { clock, random, log, transport, slot, pools: pools2 } = deps;
  const { telemetry } = slot;
  const reportBug = createBugReport(telemetry, log);
  const speed = new SiteSpeed((isSlow) => telemetry.speedChanged(isSlow));
  const limits2 = { site: pLimit2(config.concurrency), pools: pools2, speed, timeoutMs: config.timeoutMs };
  const unlimited = createClient({ site: config, transport, observer: telemetry, log, random });
  const [readCalls, countCalls] = [new CallWatch(clock), new CallWatch(clock)];
  const client = limitClient(unlimited, limits2, readCalls);
  const countClient = limitClient(unlimited, limits2, countCalls);
  const heartbeats = {
    collection: new Heartbeat("collection", clock, readCalls),
    refresh: new Heartbeat("refresh", clock, readCalls),
    usage: new Heartbeat("usage", clock, countCalls)
  };
  const changes = createChanges(clock);
  const redact = createNameRedactor(config);
  const source = createSource({
    ...{ site: config, client, redact, log, now: clock.monotonic },
    memory: known2?.memory.sources,
    failed: (reason) => telemetry.sourceFailed(reason)
  });
  const countSources = createSources({ site: config, client: countClient, redact, log });
  const usage2 = createUsageWatch({
    site: config,
    async count(products2, signal) {
      telemetry.declareActions([SERVICES_ACTION]);
      const count4 = await countServices({ site: config, client: countClient }, products2, signal);
      return confirmNames(count4, products2, countSources[source.name], signal);
    },
    renamed: changes.mark,
    before: known2 && countsAlike(known2.config, config) ? known2.counted : void 0,
    clock: { monotonic: clock.monotonic, sleep: heartbeats.usage.sleep },
    log,
    reportBug
  });
  const version = createVersionWatch(client, clock.monotonic, reportBug);
  const collector = createSiteCollector({
    site: config,
    source,
    version: async (signal) => redact(await version(signal)),
    usage: usage2,
    slot,
    memory: known2?.memory,
    clock,
    log,
    reportBug
  });
  telemetry.intervalChanged(config.intervalMs / 1e3);
  telemetry.declareActions(config.source === "auto" ? [VERSION_ACTION] : [...source.actions, VERSION_ACTION]);
  return { collector, usage: usage2, changes, heartbeats, reportBug };
}
var countsAlike;
var init_site_parts = __esm({
  "src/collector/site-parts.ts"() {
    "use strict";
    init_known_secrets();
    init_client();
    init_confirm_names();
    init_count_services();
    init_sources();
    init_version();
    init_bug_report();
    init_changes();
    init_heartbeat();
    init_limited_client();
    init_site_collector();
    init_site_speed();
    init_usage_watch();
    init_version_watch();
    countsAlike = (one, other) => one.usage.statuses.join() === other.usage.statuses.join() && one.stockPattern?.source === other.stockPattern?.source;
  }
});

// src/collector/site-runner.ts
import pLimit3 from "p-limit";
function createSiteRunner(config, deps, known2) {
  const { clock, random, transport } = deps;
  const { collector, usage: usage2, changes, heartbeats, reportBug } = createSiteParts(config, deps, known2);
  let dueAt = Number.POSITIVE_INFINITY;
  const oneAtATime = pLimit3(1);
  function exclusively(heartbeat, work) {
    heartbeat.wait();
    return oneAtATime(() => {
      heartbeat.work();
      return work();
    });
  }
  const republish = (heartbeat, signal) => exclusively(heartbeat, () => collector.republish(signal));
  async function collectAndWait(signal) {
    const { collection } = heartbeats;
    await exclusively(collection, () => collector.collect(signal));
    await collection.sleep(jitter(collector.status().intervalMs, random), signal);
  }
  async function refreshOnChange(signal) {
    const { refresh } = heartbeats;
    refresh.wait(changes.dueAt);
    const changed = await changes.next(signal);
    if (signal.aborted) return;
    try {
      await exclusively(refresh, () => collector.refresh(changed, signal));
    } finally {
      usage2.changed(changed);
    }
  }
  const countWhenDue = (signal) => usage2.countWhenDue(() => republish(heartbeats.usage, signal), signal);
  function loop(task, turn, signal) {
    const failed2 = (error) => reportBug(task, error);
    const deps2 = { heartbeat: heartbeats[task], pauseMs: config.intervalMs, failed: failed2 };
    return repeat(() => turn(signal), deps2, signal);
  }
  async function collectAfter(delayMs, signal) {
    dueAt = clock.monotonic() + delayMs;
    await heartbeats.collection.sleep(delayMs, signal);
    await loop("collection", collectAndWait, signal);
  }
  return {
    config,
    status: collector.status,
    isReady: () => collector.status().lastAttempt !== void 0 || clock.monotonic() >= dueAt + READY_AFTER_MS,
    stalled: () => Object.values(heartbeats).flatMap((heartbeat) => {
      const ms = heartbeat.stalledFor();
      return ms === void 0 ? [] : { task: heartbeat.task, ms };
    }),
    changed: changes.mark,
    knowledge: () => ({ config, memory: collector.memory(), counted: usage2.counted() }),
    async run(delayMs, signal) {
      const failed2 = (error) => reportBug("collection", error);
      if (known2) await republish(heartbeats.collection, signal).catch(failed2);
      await Promise.all([
        collectAfter(delayMs, signal),
        loop("refresh", refreshOnChange, signal),
        loop("usage", countWhenDue, signal)
      ]);
      await transport.close().catch(failed2);
    }
  };
}
var READY_AFTER_MS;
var init_site_runner = __esm({
  "src/collector/site-runner.ts"() {
    "use strict";
    init_interval();
    init_loop();
    init_site_parts();
    READY_AFTER_MS = 1e4;
  }
});

// src/collector/stalls.ts
function findStalls(runners, pools2, now) {
  const loops = runners.flatMap(
    ({ config, stalled }) => stalled().map(({ task, ms }) => `${config.name}: no progress in its ${task} for ${seconds(ms)}`)
  );
  const late = now - pools2.movesBy();
  if (late <= SLACK_MS) return loops;
  return [...loops, `API calls have waited ${seconds(late)} for a place that should be free`];
}
var seconds;
var init_stalls = __esm({
  "src/collector/stalls.ts"() {
    "use strict";
    init_heartbeat();
    seconds = (ms) => `${Math.round(ms / 1e3)} s`;
  }
});

// src/collector/collector.ts
import { once } from "node:events";
function createCollector(deps) {
  const { random, exposition, clock, log } = deps;
  const pools2 = createCallPools(deps.config.collector.concurrency, clock);
  const broken = new AbortController();
  let ending;
  let running = [];
  let hasEnded = false;
  const find = (name3) => running.find((site2) => site2.name === name3)?.runner;
  const isRunning = (config) => find(config.name)?.config.digest === config.digest;
  function prepare(configs) {
    const coming = [];
    try {
      for (const config of configs) coming.push({ config, transport: deps.createTransport(config) });
      return coming;
    } catch (error) {
      for (const { transport } of coming) transport.close().catch(() => {
      });
      throw error;
    }
  }
  function create({ config, transport }) {
    const before = find(config.name);
    const known2 = before?.config.apiUrl.href === config.apiUrl.href ? before.knowledge() : void 0;
    const slot = exposition.slot(config.name);
    return new RunningSite(createSiteRunner(config, { clock, random, log, transport, slot, pools: pools2 }, known2));
  }
  function start(sites) {
    for (const site2 of sites) site2.start(startDelay(sites.length, random), (error) => broken.abort(error));
  }
  async function swap(config, coming) {
    const kept = running.filter(({ runner }) => config.sites.some((next) => isSame(next, runner.config)));
    const leaving = running.filter((site2) => !kept.includes(site2));
    await endSites(leaving, deps);
    pools2.resize(config.collector.concurrency);
    const created = coming.map(create);
    const byName2 = new Map([...kept, ...created].map((site2) => [site2.name, site2]));
    for (const { name: name3, runner } of leaving) {
      const next = byName2.get(name3)?.runner.config;
      if (!next) exposition.slot(name3).remove();
      else if (next.apiUrl.href !== runner.config.apiUrl.href) exposition.slot(name3).withdraw();
    }
    running = config.sites.flatMap(({ name: name3 }) => byName2.get(name3) ?? []);
    if (ending && !ending.aborted) start(created);
  }
  const stalls = () => hasEnded ? ["the collector has ended"] : findStalls(
    running.map(({ runner }) => runner),
    pools2,
    clock.monotonic()
  );
  running = prepare(deps.config.sites).map(create);
  return {
    status: () => running.map(({ runner }) => runner.status()),
    unready: () => running.flatMap(({ name: name3, runner }) => runner.isReady() ? [] : name3),
    async stalls() {
      if (stalls().length > 0) await clock.sleep(WAKE_MS, NO_END);
      return stalls();
    },
    calls: pools2.counts,
    changed: (name3, ids) => find(name3)?.changed(ids),
    async reconfigure(config) {
      const coming = prepare(config.sites.filter((site2) => !isRunning(site2)));
      try {
        await swap(config, coming);
      } catch (error) {
        broken.abort(error);
        throw error;
      }
    },
    async run(signal) {
      ending = AbortSignal.any([signal, broken.signal]);
      start(running);
      if (!ending.aborted) await once(ending, "abort");
      await endSites(running, deps);
      hasEnded = true;
      if (broken.signal.aborted) throw broken.signal.reason;
    }
  };
}
var WAKE_MS, NO_END, isSame;
var init_collector = __esm({
  "src/collector/collector.ts"() {
    "use strict";
    init_call_pools();
    init_interval();
    init_running_site();
    init_site_runner();
    init_stalls();
    WAKE_MS = 250;
    NO_END = new AbortController().signal;
    isSame = (one, other) => one.name === other.name && one.digest === other.digest;
  }
});

// src/metrics/call-pool-telemetry.ts
import { Gauge } from "prom-client";
function exposeCallPools(registry, counts) {
  const expose = (name3, help, value) => new Gauge({
    name: name3,
    help,
    labelNames: ["pool"],
    registers: [registry],
    collect() {
      for (const [pool2, calls] of Object.entries(counts())) this.set({ pool: pool2 }, calls[value]);
    }
  });
  expose("whmcs_collector_calls", "API calls of all sites that run now, by pool.", "running");
  expose(
    "whmcs_collector_calls_waiting",
    "API calls of all sites that wait for a place in a pool.",
    "waiting"
  );
  expose("whmcs_collector_calls_limit", "API calls of all sites that may run in a pool at once.", "limit");
}
var init_call_pool_telemetry = __esm({
  "src/metrics/call-pool-telemetry.ts"() {
    "use strict";
  }
});

// src/metrics/exporter-telemetry.ts
import { collectDefaultMetrics, Gauge as Gauge2, Registry } from "prom-client";
function createExporterTelemetry(build, processMetrics) {
  const registry = new Registry();
  const registers = [registry];
  new Gauge2({
    name: "whmcs_exporter_build_info",
    help: "Version, revision and Node.js version of this exporter; always 1.",
    labelNames: ["version", "revision", "node_version"],
    registers
  }).set(build, 1);
  const reloaded = new Gauge2({
    name: "whmcs_exporter_config_last_reload_successful",
    help: "Whether the last load of the configuration succeeded.",
    registers
  });
  const reloadedAt = new Gauge2({
    name: "whmcs_exporter_config_last_reload_success_timestamp_seconds",
    help: "Unix time of the last successful load of the configuration.",
    registers
  });
  if (processMetrics) {
    collectDefaultMetrics({ register: registry });
    for (const name3 of MISNAMED) registry.removeSingleMetric(name3);
  }
  return {
    registry,
    configLoaded(at) {
      reloaded.set(1);
      reloadedAt.set(at);
    },
    configRefused: () => reloaded.set(0)
  };
}
var MISNAMED;
var init_exporter_telemetry = __esm({
  "src/metrics/exporter-telemetry.ts"() {
    "use strict";
    MISNAMED = [
      "nodejs_active_handles_total",
      "nodejs_active_requests_total",
      "nodejs_active_resources_total"
    ];
  }
});

// src/metrics/encoding.ts
function encodeStart({ segments }, encoding) {
  return encoding === "identity" ? Buffer.concat(segments.map(({ text: text3 }) => text3)) : Buffer.concat([GZIP_HEADER, ...segments.map(({ deflated }) => deflated)]);
}
function encodeEnd(pages, encoding) {
  const segments = pages.flatMap((page3) => page3.segments);
  if (encoding === "identity") return Buffer.concat(segments.map(({ text: text3 }) => text3));
  const { crc, length } = pages.at(-1) ?? { crc: 0, length: 0 };
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc, 0);
  trailer.writeUInt32LE(length % 2 ** 32, 4);
  return Buffer.concat([...segments.map(({ deflated }) => deflated), FINAL_BLOCK, trailer]);
}
var ENCODINGS, GZIP_HEADER, FINAL_BLOCK;
var init_encoding = __esm({
  "src/metrics/encoding.ts"() {
    "use strict";
    ENCODINGS = ["gzip", "identity"];
    GZIP_HEADER = Buffer.from([31, 139, 8, 0, 0, 0, 0, 0, 0, 255]);
    FINAL_BLOCK = Buffer.from([3, 0]);
  }
});

// src/metrics/text-format.ts
function renderHeader(name3, type, help) {
  return `# HELP ${name3} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}
# TYPE ${name3} ${type}
`;
}
function renderLabels(labels) {
  let text3 = "";
  for (const name3 in labels) {
    text3 += `${text3 === "" ? "" : ","}${name3}="${escapeLabelValue(String(labels[name3]))}"`;
  }
  return text3;
}
function renderSample(name3, labels, value) {
  return labels === "" ? `${name3} ${renderValue(value)}
` : `${name3}{${labels}} ${renderValue(value)}
`;
}
function escapeLabelValue(value) {
  if (!NEEDS_ESCAPE.test(value)) return value;
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
function renderValue(value) {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  if (value === Number.NEGATIVE_INFINITY) return "-Inf";
  return String(value);
}
var CONTENT_TYPE, NEEDS_ESCAPE;
var init_text_format = __esm({
  "src/metrics/text-format.ts"() {
    "use strict";
    CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    NEEDS_ESCAPE = /[\\"\n]/;
  }
});

// src/metrics/family.ts
function renderSamples({ name: name3, samples }, subject, budget) {
  let text3 = "";
  for (const { labels, value } of samples(subject)) {
    if (budget.left > 0) {
      text3 += renderSample(name3, labels, value);
      budget.left -= 1;
    } else {
      budget.dropped += 1;
    }
  }
  return text3;
}
var renderFamilyHeader;
var init_family = __esm({
  "src/metrics/family.ts"() {
    "use strict";
    init_text_format();
    renderFamilyHeader = ({
      name: name3,
      type,
      help
    }) => renderHeader(name3, type, help);
  }
});

// src/metrics/segment.ts
import { promisify } from "node:util";
import { constants, deflateRaw, deflateRawSync } from "node:zlib";
async function createSegment(text3) {
  const bytes = Buffer.from(text3);
  if (bytes.length <= SMALL_BYTES) return createSegmentSync(text3);
  return { text: bytes, deflated: await deflateElsewhere(bytes, OPTIONS) };
}
function createSegmentSync(text3) {
  if (text3 === "") return EMPTY_SEGMENT;
  const bytes = Buffer.from(text3);
  return { text: bytes, deflated: deflateRawSync(bytes, OPTIONS) };
}
var EMPTY_SEGMENT, SMALL_BYTES, OPTIONS, deflateElsewhere;
var init_segment = __esm({
  "src/metrics/segment.ts"() {
    "use strict";
    EMPTY_SEGMENT = { text: Buffer.alloc(0), deflated: Buffer.alloc(0) };
    SMALL_BYTES = 48 * 1024;
    OPTIONS = { finishFlush: constants.Z_FULL_FLUSH, level: constants.Z_BEST_SPEED };
    deflateElsewhere = promisify(deflateRaw);
  }
});

// src/metrics/live-renderer.ts
function createLiveRenderer(render, now) {
  let sample;
  return () => {
    const time2 = now();
    if (!sample || time2 - sample.takenAt >= SAMPLE_MS) {
      sample = {
        takenAt: time2,
        segment: render().then((text3) => text3 === "" ? EMPTY_SEGMENT : createSegmentSync(text3))
      };
    }
    return sample.segment;
  };
}
var SAMPLE_MS;
var init_live_renderer = __esm({
  "src/metrics/live-renderer.ts"() {
    "use strict";
    init_segment();
    SAMPLE_MS = 1e3;
  }
});

// src/metrics/stock-subject.ts
function createStockSubject(snapshot, movement) {
  const { site: site2, products: products2, choices: choices2, combinations: combinations3 } = snapshot;
  const labels = products2.map(
    ({ id: id2, name: name3, group: group2 }) => renderLabels({ site: site2, product_id: id2, product: name3, group: group2.name })
  );
  const ofProduct = new Map(products2.map(({ id: id2 }, index) => [id2, labels[index] ?? ""]));
  return {
    snapshot,
    movement,
    labels,
    choiceLabels: choices2.map(
      ({ product: product2, option, choice: choice2 }) => join(ofProduct.get(product2.id), { option_id: option.id, option: option.name, choice: choice2.name })
    ),
    combinationLabels: combinations3.map(
      ({ product: product2, combination: combination2 }) => join(ofProduct.get(product2.id), { combination: combination2 })
    )
  };
}
var PRODUCT_LABELS, CHOICE_LABELS, COMBINATION_LABELS, join;
var init_stock_subject = __esm({
  "src/metrics/stock-subject.ts"() {
    "use strict";
    init_text_format();
    PRODUCT_LABELS = ["site", "product_id", "product", "group"];
    CHOICE_LABELS = [...PRODUCT_LABELS, "option_id", "option", "choice"];
    COMBINATION_LABELS = [...PRODUCT_LABELS, "combination"];
    join = (product2, labels) => `${product2},${renderLabels(labels)}`;
  }
});

// src/metrics/option-families.ts
function* each({ things, labels }, value) {
  for (const [index, thing] of things.entries()) {
    const number = value(thing);
    if (number !== void 0) yield { labels: labels[index] ?? "", value: number };
  }
}
function* eachThreshold({ things, labels }) {
  for (const [index, { stock, thresholds: thresholds2 }] of things.entries()) {
    if (stock.kind === "unlimited") continue;
    for (const [severity, value] of thresholds2) {
      yield { labels: `${labels[index]},${renderLabels({ severity })}`, value };
    }
  }
}
function* eachPool({ snapshot: { site: site2, pools: pools2 } }, value) {
  for (const pool2 of pools2) {
    const number = value(pool2);
    if (number === void 0) continue;
    yield { labels: renderLabels({ site: site2, pool: pool2.name, unit: pool2.unit }), value: number };
  }
}
var choices, combinations, optionFamilies, stockOf2;
var init_option_families = __esm({
  "src/metrics/option-families.ts"() {
    "use strict";
    init_stock_subject();
    init_text_format();
    choices = ({ snapshot, choiceLabels }) => ({ things: snapshot.choices, labels: choiceLabels });
    combinations = ({ snapshot, combinationLabels }) => ({
      things: snapshot.combinations,
      labels: combinationLabels
    });
    optionFamilies = [
      {
        name: "whmcs_product_option_stock",
        type: "gauge",
        help: "Units of the choice left, negative when oversold, 0 also when at most 0. Absent when unlimited or unknown.",
        labels: CHOICE_LABELS,
        samples: (subject) => each(choices(subject), stockOf2)
      },
      {
        name: "whmcs_product_option_capacity",
        type: "gauge",
        help: "Units of the choice in total, as configured or returned by WHMCS.",
        labels: CHOICE_LABELS,
        samples: (subject) => each(choices(subject), ({ capacity }) => capacity)
      },
      {
        name: "whmcs_product_option_in_use",
        type: "gauge",
        help: "Units of the choice in use, at least, if some units match no choice. Absent when unknown.",
        labels: CHOICE_LABELS,
        samples: (subject) => each(choices(subject), ({ inUse }) => inUse)
      },
      {
        name: "whmcs_product_option_stock_threshold",
        type: "gauge",
        help: "Stock at or below which the choice is warning or critical, as configured. Absent when unlimited.",
        labels: [...CHOICE_LABELS, "severity"],
        samples: (subject) => eachThreshold(choices(subject))
      },
      {
        name: "whmcs_product_combination_stock",
        type: "gauge",
        help: "Units of the combination left: the least of all its limits. Absent when unlimited or unknown.",
        labels: COMBINATION_LABELS,
        samples: (subject) => each(combinations(subject), stockOf2)
      },
      {
        name: "whmcs_product_combination_capacity",
        type: "gauge",
        help: "Units of the combination in total, as configured.",
        labels: COMBINATION_LABELS,
        samples: (subject) => each(combinations(subject), ({ capacity }) => capacity)
      },
      {
        name: "whmcs_product_combination_in_use",
        type: "gauge",
        help: "Units of the combination in use, at least, if some units match no choice. Absent when unknown.",
        labels: COMBINATION_LABELS,
        samples: (subject) => each(combinations(subject), ({ inUse }) => inUse)
      },
      {
        name: "whmcs_product_combination_stock_threshold",
        type: "gauge",
        help: "Stock at or below which the combination is warning or critical. Absent when unlimited.",
        labels: [...COMBINATION_LABELS, "severity"],
        samples: (subject) => eachThreshold(combinations(subject))
      },
      {
        name: "whmcs_pool_capacity",
        type: "gauge",
        help: "Total of a resource that products or choices draw from, in its unit, as configured.",
        labels: ["site", "pool", "unit"],
        samples: (subject) => eachPool(subject, ({ capacity }) => capacity)
      },
      {
        name: "whmcs_pool_in_use",
        type: "gauge",
        help: "Draw of services from the resource, at least, if some units match no choice. Absent when unknown.",
        labels: ["site", "pool", "unit"],
        samples: (subject) => eachPool(subject, ({ inUse }) => inUse)
      },
      {
        name: "whmcs_usage_withheld",
        type: "gauge",
        help: "Choices and combinations whose stock is withheld because only a maximum is known.",
        labels: ["site"],
        samples: ({ snapshot: { site: site2, choices: choices2, combinations: combinations3 } }) => [
          {
            labels: renderLabels({ site: site2 }),
            value: [...choices2, ...combinations3].filter(({ isWithheld: isWithheld2 }) => isWithheld2).length
          }
        ]
      },
      {
        name: "whmcs_unmatched_choices",
        type: "gauge",
        help: "Units in use that match no option or choice of their product. Absent when unknown.",
        labels: ["site"],
        samples: ({ snapshot: { site: site2, unmatched } }) => unmatched === void 0 ? [] : [{ labels: renderLabels({ site: site2 }), value: unmatched }]
      }
    ];
    stockOf2 = ({ stock }) => stock.kind === "limited" ? stock.quantity : void 0;
  }
});

// src/metrics/page.ts
import { crc32 } from "node:zlib";
function joinSegments(segments, before = START) {
  return {
    segments,
    crc: segments.reduce((sum3, { text: text3 }) => crc32(text3, sum3), before.crc),
    length: segments.reduce((sum3, { text: text3 }) => sum3 + text3.length, before.length)
  };
}
var START;
var init_page = __esm({
  "src/metrics/page.ts"() {
    "use strict";
    START = { crc: 0, length: 0 };
  }
});

// src/metrics/product-families.ts
function* perProduct({ snapshot, labels }, value) {
  for (const [index, product2] of snapshot.products.entries()) {
    const number = value(product2);
    if (number !== void 0) yield { labels: labels[index] ?? "", value: number };
  }
}
var productFamilies, movementFamilies, STOCK_CONTROL;
var init_product_families = __esm({
  "src/metrics/product-families.ts"() {
    "use strict";
    init_catalogue();
    init_stock_subject();
    init_text_format();
    productFamilies = [
      {
        name: "whmcs_product_stock",
        type: "gauge",
        help: "Units of the product left for sale, negative when oversold. Absent when unlimited or unknown.",
        labels: PRODUCT_LABELS,
        samples: (subject) => perProduct(subject, ({ stock }) => stock.kind === "limited" ? stock.quantity : void 0)
      },
      {
        name: "whmcs_product_stock_control",
        type: "gauge",
        help: "Whether WHMCS controls the stock of the product: 1 on, 0 off (unlimited). Absent when unknown.",
        labels: PRODUCT_LABELS,
        samples: (subject) => perProduct(subject, ({ stock }) => STOCK_CONTROL[stock.kind])
      },
      {
        name: "whmcs_product_info",
        type: "gauge",
        help: "Type, module, payment type and visibility of the product; always 1.",
        labels: [...PRODUCT_LABELS, "group_id", "type", "module", "pay_type", "visibility"],
        samples: ({ snapshot, labels }) => snapshot.products.map(({ group: group2, type, module, payType, visibility }, index) => {
          const more = renderLabels({ group_id: group2.id ?? "", type, module, pay_type: payType, visibility });
          return { labels: `${labels[index]},${more}`, value: 1 };
        })
      },
      {
        name: "whmcs_product_stock_threshold",
        type: "gauge",
        help: "Stock at or below which the product is warning or critical, as configured. Absent when unlimited.",
        labels: [...PRODUCT_LABELS, "severity"],
        samples: ({ snapshot, labels }) => snapshot.products.flatMap(({ id: id2, stock }, index) => {
          const thresholds2 = stock.kind === "unlimited" ? [] : snapshot.thresholds.get(id2) ?? [];
          return thresholds2.map(([severity, value]) => ({
            labels: `${labels[index]},${renderLabels({ severity })}`,
            value
          }));
        })
      },
      {
        name: "whmcs_products",
        type: "gauge",
        help: "Number of products by what is known of their stock: limited, unlimited or unknown.",
        labels: ["site", "stock"],
        samples: ({ snapshot }) => Object.entries(countByStock(snapshot)).map(([stock, value]) => ({
          labels: renderLabels({ site: snapshot.site, stock }),
          value
        }))
      },
      {
        name: "whmcs_source_in_trouble",
        type: "gauge",
        help: "A source that has worked and fails now, so that a lesser one stands in for it; always 1.",
        labels: ["site", "source", "reason"],
        samples: ({ snapshot: { site: site2, trouble } }) => trouble ? [{ labels: renderLabels({ site: site2, source: trouble.source, reason: trouble.reason }), value: 1 }] : []
      },
      {
        name: "whmcs_products_from_memory",
        type: "gauge",
        help: "Products whose stock or visibility rests on what an earlier reading stated, and the last one did not.",
        labels: ["site"],
        samples: ({ snapshot: { site: site2, products: products2 } }) => [
          {
            labels: renderLabels({ site: site2 }),
            value: products2.filter(({ isRemembered }) => isRemembered).length
          }
        ]
      },
      {
        name: "whmcs_configured_product_missing",
        type: "gauge",
        help: "A product that the configuration names by id and WHMCS does not list; always 1.",
        labels: ["site", "product_id"],
        samples: ({ snapshot: { site: site2, missing: missing2 } }) => missing2.map((id2) => ({ labels: renderLabels({ site: site2, product_id: id2 }), value: 1 }))
      }
    ];
    movementFamilies = [
      {
        name: "whmcs_product_stock_removed_total",
        type: "counter",
        help: "Sum of observed decreases of the stock since the exporter started: sales, corrections.",
        labels: PRODUCT_LABELS,
        samples: (subject) => perProduct(subject, ({ id: id2 }) => subject.movement.get(id2)?.removed)
      },
      {
        name: "whmcs_product_stock_added_total",
        type: "counter",
        help: "Sum of observed increases of the stock since the exporter started: restocks, cancellations.",
        labels: PRODUCT_LABELS,
        samples: (subject) => perProduct(subject, ({ id: id2 }) => subject.movement.get(id2)?.added)
      }
    ];
    STOCK_CONTROL = { limited: 1, unlimited: 0, unknown: void 0 };
  }
});

// src/metrics/site-metrics.ts
var SECONDS, siteMetrics;
var init_site_metrics = __esm({
  "src/metrics/site-metrics.ts"() {
    "use strict";
    SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
    siteMetrics = {
      up: {
        type: "gauge",
        name: "whmcs_up",
        help: "Whether the last collection from the site succeeded.",
        labels: ["site"]
      },
      info: {
        type: "gauge",
        name: "whmcs_site_info",
        help: "Host of the site, source of its stock, and version of WHMCS, empty where not granted; always 1.",
        labels: ["site", "url_host", "source", "version"]
      },
      collections: {
        type: "counter",
        name: "whmcs_collections_total",
        help: "Collections started.",
        labels: ["site"]
      },
      collectionFailures: {
        type: "counter",
        name: "whmcs_collection_failures_total",
        help: "Collections that failed, by reason.",
        labels: ["site", "reason"]
      },
      collectionDuration: {
        type: "gauge",
        name: "whmcs_collection_duration_seconds",
        help: "Duration of the last collection.",
        labels: ["site"]
      },
      lastAttempt: {
        type: "gauge",
        name: "whmcs_collection_last_attempt_timestamp_seconds",
        help: "Unix time at which the last collection ended, successful or not.",
        labels: ["site"]
      },
      lastSuccess: {
        type: "gauge",
        name: "whmcs_collection_last_success_timestamp_seconds",
        help: "Unix time at which the last successful collection began. The age of the stock counts from here.",
        labels: ["site"]
      },
      interval: {
        type: "gauge",
        name: "whmcs_collection_interval_seconds",
        help: "Current interval between collections, longer than configured while the site fails.",
        labels: ["site"]
      },
      dropped: {
        type: "gauge",
        name: "whmcs_series_dropped",
        help: "Stock series of the site that are withheld because they exceed its series_limit.",
        labels: ["site"]
      },
      lossesUnconfirmed: {
        type: "counter",
        name: "whmcs_catalogue_losses_unconfirmed_total",
        help: "Readings that lacked more than half of the products, which show until the next reading confirms it.",
        labels: ["site"]
      },
      usageCountsFailed: {
        type: "gauge",
        name: "whmcs_usage_counts_failed",
        help: "Products whose units in use could not be counted at the last try.",
        labels: ["site"]
      },
      slow: {
        type: "gauge",
        name: "whmcs_site_slow",
        help: "Whether the last API call took over a second, so that calls of the site run in the slow pool.",
        labels: ["site"]
      },
      unexpected: {
        type: "counter",
        name: "whmcs_unexpected_errors_total",
        help: "Errors without a known reason, by the task that they ended. Each is a bug; the log has its stack.",
        labels: ["site", "task"]
      },
      requests: {
        type: "counter",
        name: "whmcs_api_requests_total",
        help: "HTTP requests sent to the API, retries included.",
        labels: ["site", "action"]
      },
      errors: {
        type: "counter",
        name: "whmcs_api_errors_total",
        help: "HTTP requests to the API that failed, by reason.",
        labels: ["site", "action", "reason"]
      },
      retries: {
        type: "counter",
        name: "whmcs_api_retries_total",
        help: "HTTP requests to the API that retried a failed one.",
        labels: ["site", "action"]
      },
      duration: {
        type: "histogram",
        name: "whmcs_api_request_duration_seconds",
        help: "Time from sending an HTTP request to the API until its answer was read.",
        labels: ["site", "action"],
        buckets: SECONDS
      },
      bytes: {
        type: "counter",
        name: "whmcs_api_response_size_bytes_total",
        help: "Bytes of API answers received, after decompression.",
        labels: ["site", "action"]
      },
      inFlight: {
        type: "gauge",
        name: "whmcs_api_requests_in_flight",
        help: "HTTP requests to the API in flight.",
        labels: ["site"]
      }
    };
  }
});

// src/metrics/telemetry-table.ts
import { Counter, Gauge as Gauge3, Histogram } from "prom-client";
function createMetrics(table, registry) {
  const registers = registry ? [registry] : [];
  const metrics = Object.entries(table).map(([key, row]) => [key, createMetric(row, registers)]);
  return Object.fromEntries(metrics);
}
function createMetric({ type, name: name3, help, labels, buckets }, registers) {
  const options = { name: name3, help, labelNames: [...labels], registers };
  if (type === "counter") return new Counter(options);
  if (type === "gauge") return new Gauge3(options);
  return new Histogram({ ...options, buckets: [...buckets ?? []] });
}
var init_telemetry_table = __esm({
  "src/metrics/telemetry-table.ts"() {
    "use strict";
  }
});

// src/metrics/site-telemetry.ts
var SITE_TASKS, SiteTelemetry;
var init_site_telemetry = __esm({
  "src/metrics/site-telemetry.ts"() {
    "use strict";
    init_site_metrics();
    init_telemetry_table();
    init_text_format();
    SITE_TASKS = ["collection", "refresh", "usage", "version"];
    SiteTelemetry = class {
      /** @param reasons why a call or a collection may fail: their series stand at 0 from the start. */
      constructor(site2, reasons) {
        this.site = site2;
        this.reasons = reasons;
        this.#metrics.collections.inc({ site: site2 }, 0);
        this.#metrics.inFlight.set({ site: site2 }, 0);
        this.#metrics.dropped.set({ site: site2 }, 0);
        this.#metrics.lossesUnconfirmed.inc({ site: site2 }, 0);
        this.#metrics.usageCountsFailed.set({ site: site2 }, 0);
        this.#metrics.slow.set({ site: site2 }, 0);
        for (const reason of this.reasons) this.#metrics.collectionFailures.inc({ site: site2, reason }, 0);
        for (const task of SITE_TASKS) this.#metrics.unexpected.inc({ site: site2, task }, 0);
      }
      site;
      reasons;
      /** Grows with every change. */
      version = 0;
      #metrics = createMetrics(siteMetrics);
      #actions = /* @__PURE__ */ new Set();
      /** Starts the series of API actions at 0, so that a first error shows as a rate. */
      declareActions(actions) {
        this.version += 1;
        const { site: site2 } = this;
        for (const action of actions) {
          this.#begin(action);
          for (const reason of this.reasons) this.#metrics.errors.inc({ site: site2, action, reason }, 0);
        }
      }
      /** Starts the series of an action except its errors, which an action that is only tried may never need. */
      #begin(action) {
        if (this.#actions.has(action)) return;
        this.#actions.add(action);
        const { site: site2 } = this;
        for (const counter of [this.#metrics.requests, this.#metrics.retries, this.#metrics.bytes])
          counter.inc({ site: site2, action }, 0);
        this.#metrics.duration.zero({ site: site2, action });
      }
      collectionStarted() {
        this.version += 1;
        this.#metrics.collections.inc({ site: this.site });
      }
      collectionEnded({ seconds: seconds3, endedAt, reason }) {
        this.version += 1;
        const { site: site2 } = this;
        this.#metrics.up.set({ site: site2 }, reason === void 0 ? 1 : 0);
        this.#metrics.collectionDuration.set({ site: site2 }, seconds3);
        this.#metrics.lastAttempt.set({ site: site2 }, endedAt);
        if (reason === void 0) this.#metrics.lastSuccess.set({ site: site2 }, endedAt - seconds3);
        else this.#metrics.collectionFailures.inc({ site: site2, reason });
      }
      /** Counts a failure of a source that another stands in for: the collection succeeds all the same. */
      sourceFailed(reason) {
        this.version += 1;
        this.#metrics.collectionFailures.inc({ site: this.site, reason });
      }
      /** @param info labels of `whmcs_site_info`; they replace those before. */
      identified(info) {
        this.version += 1;
        this.#metrics.info.reset();
        this.#metrics.info.set({ site: this.site, ...info }, 1);
      }
      intervalChanged(seconds3) {
        this.version += 1;
        this.#metrics.interval.set({ site: this.site }, seconds3);
      }
      seriesDropped(series) {
        this.version += 1;
        this.#metrics.dropped.set({ site: this.site }, series);
      }
      /** Counts a reading that lacked so many products that it is not believed yet. */
      lossUnconfirmed() {
        this.version += 1;
        this.#metrics.lossesUnconfirmed.inc({ site: this.site });
      }
      usageCountsFailed(products2) {
        this.version += 1;
        this.#metrics.usageCountsFailed.set({ site: this.site }, products2);
      }
      speedChanged(isSlow) {
        this.version += 1;
        this.#metrics.slow.set({ site: this.site }, isSlow ? 1 : 0);
      }
      /** Counts an error that ended a task and is not a failure of the site. */
      unexpectedError(task) {
        this.version += 1;
        this.#metrics.unexpected.inc({ site: this.site, task });
      }
      requestStarted(action) {
        this.version += 1;
        this.#begin(action);
        this.#metrics.requests.inc({ site: this.site, action });
        this.#metrics.inFlight.inc({ site: this.site });
      }
      requestEnded(action, {
        seconds: seconds3,
        bytes,
        reason
      }) {
        this.version += 1;
        const { site: site2 } = this;
        this.#metrics.inFlight.dec({ site: site2 });
        this.#metrics.duration.observe({ site: site2, action }, seconds3);
        this.#metrics.bytes.inc({ site: site2, action }, bytes);
        if (reason !== void 0) this.#metrics.errors.inc({ site: site2, action, reason });
      }
      retried(action) {
        this.version += 1;
        this.#metrics.retries.inc({ site: this.site, action });
      }
      /** Renders every family of the site, in the same order for all sites. */
      async render() {
        const rendered = await Promise.all(Object.values(this.#metrics).map((metric) => metric.get()));
        return rendered.map(({ name: name3, help, type, values }) => ({
          name: name3,
          header: renderHeader(name3, type.toString(), help),
          samples: values.map(
            (sample) => renderSample(
              "metricName" in sample ? String(sample.metricName) : name3,
              renderLabels(sample.labels),
              sample.value
            )
          ).join("")
        }));
      }
    };
  }
});

// src/metrics/telemetry-renderer.ts
function createTelemetryRenderer(all) {
  const rendered = /* @__PURE__ */ new WeakMap();
  let joined = {
    version: -1,
    segment: EMPTY_SEGMENT
  };
  return async () => {
    const sites = all();
    const total = sites.reduce((sum3, { version }) => sum3 + version, 0);
    if (joined.sites === sites && joined.version === total) return joined.segment;
    for (const site2 of sites) {
      const { version } = site2;
      if (rendered.get(site2)?.version !== version)
        rendered.set(site2, { version, families: await site2.render() });
    }
    const segment = createSegmentSync(joinFamilies(sites.map((site2) => rendered.get(site2)?.families ?? [])));
    joined = { sites, version: total, segment };
    return segment;
  };
}
function joinFamilies(sites) {
  return (sites[0] ?? []).map(({ header }, family) => {
    const samples = sites.map((blocks) => blocks[family]?.samples ?? "").join("");
    return samples === "" ? "" : header + samples;
  }).join("");
}
var init_telemetry_renderer = __esm({
  "src/metrics/telemetry-renderer.ts"() {
    "use strict";
    init_segment();
  }
});

// src/metrics/exposition.ts
function createExposition({ reasons, live, now }) {
  const slots = /* @__PURE__ */ new Map();
  const published = /* @__PURE__ */ new Map();
  let telemetry = [];
  const productHeaders = productFamilies.map(headerSegment);
  const optionHeaders = optionFamilies.map(headerSegment);
  const movementHeaders = movementFamilies.map(headerSegment);
  const renderTelemetry = createTelemetryRenderer(() => telemetry);
  const renderLive = createLiveRenderer(live, now);
  const encoded = /* @__PURE__ */ new Map();
  let stockPage;
  function currentStockPage() {
    const time2 = now();
    if (stockPage && time2 < stockPage.expiresAt) return stockPage.page;
    const sites = [...published.values()];
    const fresh = (what) => sites.filter(({ expiresAt }) => time2 < expiresAt[what]);
    const page3 = joinSegments([
      ...joinFamilies2(
        productHeaders,
        fresh("products").map(({ products: products2 }) => products2)
      ),
      ...joinFamilies2(
        optionHeaders,
        fresh("options").map(({ options }) => options)
      ),
      ...joinFamilies2(
        movementHeaders,
        sites.map(({ movement }) => movement)
      )
    ]);
    const ends = sites.flatMap(({ expiresAt }) => [expiresAt.products, expiresAt.options]);
    stockPage = { page: page3, expiresAt: Math.min(...ends.filter((end) => time2 < end)) };
    return page3;
  }
  function withdraw(site2) {
    published.delete(site2);
    stockPage = void 0;
  }
  function listTelemetry() {
    telemetry = [...slots.values()].map((slot) => slot.telemetry);
  }
  const createSlot = (site2) => ({
    telemetry: new SiteTelemetry(site2, reasons),
    async publish(snapshot, movement, expiresAt, signal) {
      const subject = createStockSubject(snapshot, movement);
      const budget = { left: snapshot.seriesLimit, dropped: 0 };
      const [products2, moved, options] = await Promise.all(
        [productFamilies, movementFamilies, optionFamilies].map(
          (families) => renderSegments(families, subject, budget)
        )
      );
      if (signal.aborted) return budget.dropped;
      published.set(site2, {
        products: products2 ?? [],
        options: options ?? [],
        movement: moved ?? [],
        expiresAt
      });
      stockPage = void 0;
      return budget.dropped;
    },
    withdraw: () => withdraw(site2),
    remove() {
      withdraw(site2);
      slots.delete(site2);
      listTelemetry();
    }
  });
  return {
    slot(site2) {
      const slot = slots.get(site2) ?? createSlot(site2);
      slots.set(site2, slot);
      listTelemetry();
      return slot;
    },
    async parts(encoding) {
      const sites = await renderTelemetry();
      const exporter = await renderLive();
      const stock = currentStockPage();
      const ready2 = encoded.get(encoding);
      if (ready2?.stock === stock && ready2.sites === sites && ready2.exporter === exporter) return ready2.parts;
      const start = ready2?.stock === stock ? ready2.start : encodeStart(stock, encoding);
      const sitesPage = joinSegments([sites], stock);
      const end = encodeEnd([sitesPage, joinSegments([exporter], sitesPage)], encoding);
      const parts = start.length < LARGE_BYTES ? [Buffer.concat([start, end])] : [start, end];
      encoded.set(encoding, { stock, sites, exporter, start, parts });
      return parts;
    }
  };
}
function joinFamilies2(headers, sites) {
  return headers.flatMap((header, family) => {
    const samples = sites.flatMap((segments) => segments[family] ?? []).filter(({ text: text3 }) => text3.length > 0);
    return samples.length > 0 ? [header, ...samples] : [];
  });
}
var LARGE_BYTES, headerSegment, renderSegments;
var init_exposition = __esm({
  "src/metrics/exposition.ts"() {
    "use strict";
    init_encoding();
    init_family();
    init_live_renderer();
    init_option_families();
    init_page();
    init_product_families();
    init_segment();
    init_site_telemetry();
    init_stock_subject();
    init_telemetry_renderer();
    LARGE_BYTES = 2 ** 20;
    headerSegment = (family) => createSegmentSync(renderFamilyHeader(family));
    renderSegments = (families, subject, budget) => Promise.all(families.map((family) => createSegment(renderSamples(family, subject, budget))));
  }
});

// src/metrics/webhook-telemetry.ts
import { Counter as Counter2 } from "prom-client";
function createWebhookTelemetry(registry, events) {
  const registers = [registry];
  const accepted2 = new Counter2({
    name: "whmcs_webhook_events_total",
    help: "Webhook calls accepted, by event of WHMCS.",
    labelNames: ["site", "event"],
    registers
  });
  const rejected = new Counter2({
    name: "whmcs_webhook_rejected_total",
    help: "Webhook calls refused, by reason.",
    labelNames: ["reason"],
    registers
  });
  for (const reason of REJECTIONS) rejected.inc({ reason }, 0);
  return {
    declare(site2) {
      for (const event of events) accepted2.inc({ site: site2, event }, 0);
    },
    accepted: (site2, event) => accepted2.inc({ site: site2, event }),
    rejected: (reason) => rejected.inc({ reason })
  };
}
var REJECTIONS;
var init_webhook_telemetry = __esm({
  "src/metrics/webhook-telemetry.ts"() {
    "use strict";
    REJECTIONS = [
      "signature",
      "stale",
      "replayed",
      "unknown_site",
      "malformed",
      "too_large",
      "rate_limited"
    ];
  }
});

// src/whmcs/advice.ts
function advise(fault, action, site2) {
  const { diagnosis, reason } = fault;
  const advice = diagnosis === void 0 ? REASON_TEXTS[reason].advice : DIAGNOSIS_ADVICE[diagnosis];
  const text3 = typeof advice === "string" ? advice : advice({ fault, site: site2, action });
  return text3.replace(/\s+/g, " ").trim();
}
function refusedAddress(fault) {
  return /invalid ip\s+([0-9a-f.:]{3,45})/i.exec(fault.whmcsMessage ?? "")?.[1] ?? "this machine's public address";
}
var meaningOf, CREDENTIALS_PAGE, ADMIN_ROLES_PAGE, SECURITY_TAB, api, seconds2, port, name, REASON_TEXTS, BAD_SERVICE, BAD_PRODUCT, DIAGNOSIS_ADVICE;
var init_advice = __esm({
  "src/whmcs/advice.ts"() {
    "use strict";
    meaningOf = (reason) => REASON_TEXTS[reason].meaning;
    CREDENTIALS_PAGE = `
  Configuration > System Settings > Manage API Credentials (7.x: Setup > Staff Management > Manage API
  Credentials)`;
    ADMIN_ROLES_PAGE = `
  Configuration > System Settings > Administrator Roles (7.x: Setup > Staff Management > Administrator
  Roles)`;
    SECURITY_TAB = `
  Configuration > System Settings > General Settings, tab Security, API IP Access Restriction (7.x: Setup >
  General Settings > Security)`;
    api = ({ apiUrl }) => `${apiUrl.origin}${apiUrl.pathname}`;
    seconds2 = ({ timeoutMs }) => `${timeoutMs / 1e3} s`;
    port = ({ apiUrl }) => apiUrl.port || (apiUrl.protocol === "https:" ? "443" : "80");
    name = ({ tlsServerName, apiUrl }) => tlsServerName ?? apiUrl.hostname;
    REASON_TEXTS = {
      auth: {
        meaning: "WHMCS refuses the identifier and secret.",
        advice: `
      Compare identifier and secret with the pair in ${CREDENTIALS_PAGE}; WHMCS shows a secret once, so if
      in doubt generate a new pair. The admin it belongs to must be active, and a # in .env needs quotes
      around the value.`
      },
      ip_not_allowed: {
        meaning: "WHMCS does not allow this machine's address.",
        advice: ({ fault }) => `
        Add ${refusedAddress(fault)} in ${SECURITY_TAB}. Behind a proxy or NAT that is the address WHMCS
        sees, not this machine's own. If addresses change, set $api_access_key in WHMCS's configuration.php
        and access_key here.`
      },
      permission: {
        meaning: "The API role does not grant an action that is needed.",
        advice: ({ action }) => `
        Tick ${action} in an API role and give that role to the credential: ${CREDENTIALS_PAGE}, tab API
        Roles. The admin's own role also needs "API Access": ${ADMIN_ROLES_PAGE}.`
      },
      unknown_action: {
        meaning: "WHMCS does not know the API action that stock is read with.",
        advice: ({ action, site: site2 }) => {
          if (action === site2.companion.action)
            return "Copy the companion into WHMCS (deploy/whmcs), or set source: auto to do without it.";
          return action.startsWith("store/") ? "WHMCS has a storefront API from 9.0 on: set source: auto to do without it." : `
          This WHMCS does not know ${action}: check that the url leads to a WHMCS and not to another
          application with a similar API.`;
        }
      },
      rate_limited: {
        meaning: "Something limits how often WHMCS may be called.",
        advice: `
      Something limits how often WHMCS may be called: lengthen the site's interval, or raise the limit for
      this address.`
      },
      blocked: {
        meaning: "Something in front of WHMCS refuses, such as a firewall.",
        advice: `
      The answer does not come from WHMCS: a firewall such as Cloudflare, mod_security or fail2ban refused.
      Allow this machine's address there for includes/api.php.`
      },
      timeout: {
        meaning: "WHMCS does not answer in time.",
        advice: ({ site: site2 }) => `
        WHMCS took longer than ${seconds2(site2)}. A large catalogue may need it: raise the site's timeout.
        Otherwise look at the load and the PHP error log of the WHMCS host.`
      },
      dns: {
        meaning: "The host name does not resolve.",
        advice: ({ site: site2 }) => site2.proxy ? "Check the proxy's host name for a typing error, and that this machine's DNS knows it." : `
          Check the host name in the site's url for a typing error, and that this machine's DNS knows it:
          getent hosts ${site2.apiUrl.hostname}`
      },
      connect: {
        meaning: "There is no connection to WHMCS.",
        advice: "The connection broke: look at the web server of WHMCS, and at what stands between."
      },
      tls: {
        meaning: "There is no secure connection to WHMCS.",
        advice: ({ site: site2 }) => `Look at the TLS settings of the web server at ${site2.apiUrl.host}.`
      },
      http: {
        meaning: "The web server of WHMCS answers with an error.",
        advice: "Look at the error log of the web server and of PHP on the WHMCS host."
      },
      too_large: {
        meaning: "The answer is larger than body_limit.",
        advice: "Raise the site's body_limit if the catalogue is really that large."
      },
      invalid_response: {
        meaning: "The answer is not WHMCS's, or can't be read.",
        advice: ({ site: site2 }) => `
        The answer is not WHMCS's: open ${api(site2)} in a browser. A maintenance page, a login page or a
        challenge of a firewall must not stand there; a WHMCS answers with a line of JSON or text.`
      },
      api_error: {
        meaning: "WHMCS answers with an error of its own.",
        advice: "Look up the message in WHMCS's documentation, and look at its activity log."
      },
      canceled: {
        meaning: "The call was ended from here.",
        advice: "The call was ended before WHMCS answered."
      }
    };
    BAD_SERVICE = `
  Mostly it is the password of a service: with usage.page_size: 1 the message names the product and the
  place in its list; set the password of that service again. The companion (deploy/whmcs) counts without
  reading passwords.`;
    BAD_PRODUCT = `Save those names and descriptions again that were changed last.`;
    DIAGNOSIS_ADVICE = {
      silent_name_servers: "No name server answers: check /etc/resolv.conf and that its servers can be reached from here.",
      no_listener: `
    No web server listens there: check host and port in the site's url, and that the web server of WHMCS
    runs.`,
      no_route: ({ site: site2 }) => `
      Nothing answered within ${seconds2(site2)}: look for a firewall between this machine and
      ${site2.apiUrl.hostname}, or a wrong port in the site's url.`,
      proxy_credentials: "The proxy wants a user and a password: put them into its address, http://user:password@proxy:3128.",
      proxy_refuses: ({ site: site2 }) => `The proxy does not allow a tunnel: let it permit CONNECT to ${site2.apiUrl.hostname}:${port(site2)}.`,
      proxy_fails: ({ site: site2 }) => `The proxy can't reach ${site2.apiUrl.host}: look at the proxy's log.`,
      proxy_unreachable: `
    Check the proxy's address, and that this machine may connect to it. Set no_proxy if the site needs no
    proxy.`,
      not_tls: ({ site: site2 }) => `Port ${port(site2)} does not speak TLS: check the port in the site's url, 443 for most web servers.`,
      missing_intermediate: ({ site: site2 }) => `
      The web server sends its certificate without the intermediate one: configure the full chain there
      (fullchain.pem), which browsers make up for. Check with: openssl s_client -connect
      ${site2.apiUrl.hostname}:${port(site2)} -showcerts. If a CA of your own issued it, name that in the
      site's tls.ca_file.`,
      unknown_authority: `
    The certificate is not from an authority this machine trusts. Put the CA's certificate in a file and
    name it in the site's tls.ca_file, or give WHMCS a certificate of a public CA.`,
      self_signed: `
    The certificate is self-signed: put it in a file and name it in the site's tls.ca_file, or give WHMCS a
    certificate of a public CA.`,
      name_mismatch: `
    Use a name of the certificate in the site's url. If the url must stay, as for an origin behind a CDN,
    set tls.server_name to one of those names.`,
      unknown_name: ({ site: site2 }) => `
      The web server has no certificate for ${name(site2)}: correct the url, or set tls.server_name to a name
      that it serves.`,
      expired: "Renew the certificate of the WHMCS host. If it is valid, the clock of this machine is wrong.",
      not_yet_valid: `
    The certificate is valid from a later time on: check the clock of this machine, and of the one that
    issued it.`,
      old_tls: ({ site: site2 }) => `
      The web server offers no TLS version or cipher of today: enable TLS 1.2 or 1.3 there. Or it has no
      certificate for ${name(site2)}: correct the url, or set tls.server_name to a name that it serves.`,
      client_certificate: "The web server wants a client certificate, which this exporter does not have: exempt its address there.",
      tls_hangup: ({ site: site2 }) => `
      The connection was closed before TLS began: check that port ${port(site2)} speaks TLS and that no
      firewall closes it.`,
      doubled_path: ({ site: site2 }) => `
      The address does not lead to WHMCS's API but past it, as a doubled path does. Set the site's url to
      the WHMCS root, such as https://${site2.apiUrl.host}/, and let no rewrite rule add includes/api.php
      again.`,
      bad_utf8: ({ action }) => `
      WHMCS can't write its answer to ${action}, because a text in its database is not UTF-8, often since a
      dump was restored with another character set.
      ${action === "GetClientsProducts" ? BAD_SERVICE : BAD_PRODUCT}`,
      emitted_output: `
    Some PHP file prints text before WHMCS answers: look for blank lines, a byte order mark or echo in
    configuration.php, includes/hooks and includes/api of WHMCS, and at the PHP error log.`,
      install_folder: "Delete the folder install in WHMCS, which answers nothing while it is there.",
      php_memory: ({ action }) => `
      PHP ran out of memory while it answered ${action}: raise memory_limit for WHMCS, or ask for less with
      usage.page_size.`,
      php_time: ({ action }) => `
      PHP ran out of time while it answered ${action}: raise max_execution_time for WHMCS, or ask for less
      with usage.page_size.`,
      ioncube: `
    PHP lacks the ionCube loader that WHMCS needs, mostly since PHP was upgraded: install the loader for
    this PHP version.`,
      plain_http: ({ site: site2 }) => `Port ${port(site2)} speaks TLS: use https:// in the site's url.`,
      redirect: "Set the site's url to the address that the redirect leads to, with https:// and the right host name.",
      no_api: ({ site: site2 }) => `
      There is no WHMCS API at ${api(site2)}: set the site's url to the WHMCS root, with its folder if it has
      one, such as https://example.com/billing/.`,
      request_too_large: `
    The web server or a firewall refuses requests of this size: raise its limits for request bodies and
    addresses (nginx: client_max_body_size, large_client_header_buffers).`,
      origin_tls: `
    Cloudflare can't make a TLS connection to the WHMCS host: renew or correct the certificate there, or
    change Cloudflare's SSL mode.`
    };
  }
});

// src/web/landing-page.ts
import { encode } from "html-entities";
function createLandingPage(redact) {
  const text3 = (value) => encode(redact(value));
  const renderedNotes = /* @__PURE__ */ new WeakMap();
  function notesOf(notes) {
    const rendered = renderedNotes.get(notes) ?? renderNotes(notes);
    renderedNotes.set(notes, rendered);
    return rendered;
  }
  function renderNotes(notes) {
    const shown = notes.slice(0, MOST_NOTES).map((note) => note.length > LONGEST_NOTE ? `${text3(note.slice(0, LONGEST_NOTE))}\u2026` : text3(note));
    const rest = notes.length - shown.length;
    return [...shown, ...rest > 0 ? [`and ${rest} more; ${CHECK} shows all`] : []].join("<br>");
  }
  function renderSite(site2, now) {
    const { name: name3, urlHost, state, products: products2, source, version, lastSuccess, intervalMs, failure: failure2, notes } = site2;
    const cells = [
      `<th>${text3(name3)}<br><small>${text3(urlHost)}</small></th>`,
      `<td><span class="${state}">${STATES[state]}${state === "failing" && lastSuccess ? ", last stock kept" : ""}</span></td>`,
      `<td>${products2 ? `${products2.limited} / ${products2.unlimited} / ${products2.unknown}` : "\u2013"}</td>`,
      `<td>${source ?? "\u2013"}${version === "" ? "" : text3(`, WHMCS ${version}`)}</td>`,
      `<td>${lastSuccess ? renderAge(lastSuccess, now) : "never"}</td>`,
      `<td>${age(intervalMs)}</td>`
    ];
    const more = [
      ...failure2 ? [`<code>${failure2.reason}</code> ${meaningOf(failure2.reason)} To find the cause: ${CHECK}`] : [],
      ...notes.length > 0 ? [notesOf(notes)] : []
    ];
    return [
      `<tr>${cells.join("")}</tr>`,
      ...more.map((what) => `<tr class="failure"><td colspan="6">${what}</td></tr>`)
    ].join("\n");
  }
  return ({ telemetryPath, version, sites, now }) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>WHMCS stock exporter</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>WHMCS stock exporter <small>${text3(version)}</small></h1>
<p>Stock of ${count(sites.length, "site")} for Prometheus.</p>
<nav><a href=".${encode(telemetryPath)}">Metrics</a> <a href="./-/healthy">Healthy</a> <a href="./-/ready">Ready</a></nav>
<table>
<thead><tr><th>Site</th><th>State</th><th>Products<br><small>limited / unlimited / unknown</small></th><th>Read from</th><th>Last good reading</th><th>Interval</th></tr></thead>
<tbody>
${sites.map((site2) => renderSite(site2, now)).join("\n")}
</tbody>
</table>
</main>
</body>
</html>
`;
}
function age(ms) {
  const seconds3 = Math.max(0, Math.round(ms / 1e3));
  if (seconds3 < 120) return count(seconds3, "second");
  if (seconds3 < 7200) return count(Math.round(seconds3 / 60), "minute");
  return count(Math.round(seconds3 / 3600), "hour");
}
var CHECK, MOST_NOTES, LONGEST_NOTE, renderAge, STATES, count, STYLE;
var init_landing_page = __esm({
  "src/web/landing-page.ts"() {
    "use strict";
    init_advice();
    CHECK = "<code>whmcs-stock-exporter check</code>";
    MOST_NOTES = 5;
    LONGEST_NOTE = 400;
    renderAge = (time2, now) => `<time datetime="${time2.toISOString()}">${age(now.getTime() - time2.getTime())} ago</time>`;
    STATES = {
      starting: "starting",
      up: "up",
      failing: "failing",
      stale: "stale, stock withdrawn"
    };
    count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
    STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d8dde3, #343b43); --quiet: light-dark(#5b6672, #97a3af); --link: light-dark(#0b5cad, #79b8ff); }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; background: light-dark(#fff, #14181c); color: light-dark(#1b2127, #e6eaee); }
main { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.25rem; }
h1 { margin: 0; font-size: 1.5rem; } small { color: var(--quiet); font-size: .8rem; font-weight: 400; }
nav { display: flex; gap: 1.25rem; margin: 1rem 0 1.75rem; } a { color: var(--link); }
table { width: 100%; border-collapse: collapse; } th, td { padding: .55rem .75rem .55rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { color: var(--quiet); font-weight: 500; }
span { font-weight: 600; } .up { color: light-dark(#19713a, #56d382); } .failing { color: light-dark(#a24a00, #f0a35e); } .stale { color: light-dark(#b3261e, #ff8a80); } .starting { color: var(--quiet); }
.failure td { color: light-dark(#6b3200, #f3c79e); background: light-dark(#fff6ec, #2a2119); padding-left: .75rem; }
code { font-size: .9em; }
`;
  }
});

// src/web/send-body.ts
function sendBody(response, parts, stallMs, progressed = () => {
}) {
  const pieces = parts.flatMap(cut);
  const stalled = setTimeout(() => response.destroy(), stallMs);
  response.once("close", () => clearTimeout(stalled));
  function sendNext() {
    const piece = pieces.shift();
    if (pieces.length === 0) return void response.end(piece);
    response.write(piece, (error) => {
      if (error) return;
      stalled.refresh();
      progressed();
      sendNext();
    });
  }
  sendNext();
}
var PIECE_BYTES, cut;
var init_send_body = __esm({
  "src/web/send-body.ts"() {
    "use strict";
    PIECE_BYTES = 256 * 1024;
    cut = (part) => part.length <= PIECE_BYTES ? [part] : Array.from(
      { length: Math.ceil(part.length / PIECE_BYTES) },
      (_, index) => part.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES)
    );
  }
});

// src/web/landing.ts
function landing(deps, stallMs) {
  const render = createLandingPage(deps.redact);
  return (request, response) => {
    const page3 = Buffer.from(render({ ...deps, sites: deps.sites(), now: /* @__PURE__ */ new Date() }));
    response.writeHead(200, { ...HEADERS2, "Content-Length": page3.length });
    if (request.method === "HEAD") response.end();
    else sendBody(response, [page3], stallMs);
  };
}
var HEADERS2;
var init_landing = __esm({
  "src/web/landing.ts"() {
    "use strict";
    init_landing_page();
    init_send_body();
    HEADERS2 = {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      "X-Content-Type-Options": "nosniff",
      "X-Frame-Options": "DENY",
      "Referrer-Policy": "no-referrer",
      "Cache-Control": "no-store"
    };
  }
});

// src/web/client-address.ts
import { ipKeyGenerator } from "express-rate-limit";
var clientAddress;
var init_client_address = __esm({
  "src/web/client-address.ts"() {
    "use strict";
    clientAddress = ({ remoteAddress }) => ipKeyGenerator(remoteAddress ?? "");
  }
});

// src/web/places.ts
function createPlaces(most, patienceMs, now) {
  const holders = /* @__PURE__ */ new Set();
  const mostPerAddress = Math.max(1, Math.floor(most / 4));
  function isRoomAmong(others, limit) {
    if (others.length < limit) return true;
    const [slowest] = others;
    if (!slowest || now() - slowest.progressedAt < patienceMs) return false;
    holders.delete(slowest);
    slowest.socket.destroy();
    return true;
  }
  function isRoomFor(client) {
    if (most === 0 || holders.size < mostPerAddress) return true;
    const address = clientAddress(client);
    const own = [...holders].filter(({ socket }) => clientAddress(socket) === address);
    return isRoomAmong(own, mostPerAddress) && isRoomAmong([...holders], most);
  }
  return {
    take(socket) {
      if (!isRoomFor(socket)) return void 0;
      const holder = { socket, progressedAt: now() };
      holders.add(holder);
      return {
        progressed() {
          if (!holders.delete(holder)) return;
          holder.progressedAt = now();
          holders.add(holder);
        },
        leave: () => void holders.delete(holder)
      };
    }
  };
}
var init_places = __esm({
  "src/web/places.ts"() {
    "use strict";
    init_client_address();
  }
});

// src/web/cross-site.ts
import { isIP } from "node:net";
import { hostname } from "node:os";
function isCrossSite({ headers }) {
  const { origin, referer, host = "" } = headers;
  const site2 = headers["sec-fetch-site"];
  if (site2 === void 0 && origin === void 0 && referer === void 0) return false;
  if (site2 !== void 0 && site2 !== "same-origin" && site2 !== "none") return true;
  for (const source of [origin, referer]) {
    if (source !== void 0 && parseHost(source)?.host !== parseHost(`http://${host}`)?.host) return true;
  }
  return !isOwnName(parseHost(`http://${host}`)?.hostname ?? "");
}
var isOwnName, parseHost;
var init_cross_site = __esm({
  "src/web/cross-site.ts"() {
    "use strict";
    isOwnName = (name3) => isIP(name3.replace(/^\[(.*)\]$/, "$1")) > 0 || !name3.includes(".") || name3 === hostname().toLowerCase();
    parseHost = (url) => URL.canParse(url) ? new URL(url) : void 0;
  }
});

// src/web/send-text.ts
function sendText(response, status, text3, headers = {}) {
  const body = Buffer.from(`${text3}
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
var init_send_text = __esm({
  "src/web/send-text.ts"() {
    "use strict";
  }
});

// src/web/reload-endpoint.ts
function reloadOnRequest(reload, redact) {
  return async (request, response) => {
    if (reload === "no configuration") return sendText(response, 404, "There is no configuration to reload.");
    if (reload === "disabled") return sendText(response, 403, DISABLED);
    if (isCrossSite(request)) return sendText(response, 403, CROSS_SITE);
    try {
      await reload();
      sendText(response, 200, "Reloaded.");
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      sendText(response, 500, redact(`Reload failed; the last valid configuration stays in use:
${why}`));
    }
  };
}
var DISABLED, CROSS_SITE;
var init_reload_endpoint = __esm({
  "src/web/reload-endpoint.ts"() {
    "use strict";
    init_cross_site();
    init_send_text();
    DISABLED = "Reload over HTTP is off (--web.disable-reload). Send SIGHUP to the process instead.";
    CROSS_SITE = "A page of another site must not reload the configuration. Use a program such as curl, or send SIGHUP to the process.";
  }
});

// src/web/routes.ts
var ROUTES;
var init_routes = __esm({
  "src/web/routes.ts"() {
    "use strict";
    ROUTES = {
      page: {
        path: "/",
        methods: ["GET", "HEAD"],
        help: "A page for people: the state of each site, its last failure with advice, and what its limits name wrongly."
      },
      metrics: {
        path: "/metrics",
        methods: ["GET", "HEAD"],
        help: "The metrics in text format 0.0.4, plain or gzip. 503 beyond `--web.max-requests`. `--web.telemetry-path` sets another path."
      },
      healthy: {
        path: "/-/healthy",
        methods: ["GET", "HEAD"],
        help: "200 while every site's loop moves. 503 with the site's name once one has not moved for longer than its interval and timeout allow."
      },
      ready: {
        path: "/-/ready",
        methods: ["GET", "HEAD"],
        help: "200 once each site has answered or failed once, or has waited for ten seconds. 503 with names of sites until then."
      },
      reload: {
        path: "/-/reload",
        methods: ["POST", "PUT"],
        help: "Reloads the configuration. 200 if it took effect, 500 with every problem if not, 403 for web pages of other sites and with `--web.disable-reload`."
      },
      webhook: {
        path: "/webhooks/whmcs/:site",
        methods: ["POST"],
        help: "Takes a signed call about products of a site that may have changed. 202 if accepted; 401, 404, 413 or 429 if not."
      }
    };
  }
});

// src/web/scrape.ts
import Negotiator from "negotiator";
function scrape({ exposition, places, stallMs }) {
  return async (request, response) => {
    const place = places.take(request.socket);
    if (!place) return sendText(response, 503, TOO_MANY, { "Retry-After": "1" });
    response.once("close", place.leave);
    const encoding = negotiate(request);
    const parts = await exposition(encoding);
    const length = parts.reduce((sum3, part) => sum3 + part.length, 0);
    response.writeHead(200, HEADERS3[encoding](length));
    if (request.method === "HEAD") response.end();
    else sendBody(response, parts, stallMs, place.progressed);
  };
}
function negotiate(request) {
  const negotiator = new Negotiator(request);
  return negotiator.encoding([...ENCODINGS], { preferred: ENCODINGS }) === "gzip" ? "gzip" : "identity";
}
var TOO_MANY, shared, HEADERS3;
var init_scrape = __esm({
  "src/web/scrape.ts"() {
    "use strict";
    init_encoding();
    init_text_format();
    init_send_body();
    init_send_text();
    TOO_MANY = "Too many requests at once (--web.max-requests, of which one client has a quarter).";
    shared = {
      "Content-Type": CONTENT_TYPE,
      Vary: "Accept-Encoding",
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff"
    };
    HEADERS3 = {
      identity: (length) => ({ ...shared, "Content-Length": length }),
      gzip: (length) => ({ ...shared, "Content-Length": length, "Content-Encoding": "gzip" })
    };
  }
});

// src/web/end-early.ts
function endEarly(request, response, status) {
  if (request.complete) return void response.writeHead(status, { "Content-Length": 0 }).end();
  response.writeHead(status, { "Content-Length": 0, Connection: "close" }).flushHeaders();
  let left = LINGER_BYTES;
  const end = () => void response.end();
  const timer = setTimeout(end, LINGER_MS);
  response.once("close", () => clearTimeout(timer));
  request.once("end", end).on("data", (chunk) => {
    left -= chunk.length;
    if (left < 0) end();
  });
  request.resume();
}
var LINGER_MS, LINGER_BYTES;
var init_end_early = __esm({
  "src/web/end-early.ts"() {
    "use strict";
    LINGER_MS = 1e3;
    LINGER_BYTES = 2 ** 20;
  }
});

// src/web/nonces.ts
function createNonces(most, now) {
  const expiries = /* @__PURE__ */ new Map();
  function forgetExpired() {
    const time2 = now();
    for (const [nonce, expiresAt] of expiries) if (expiresAt < time2) expiries.delete(nonce);
  }
  return {
    remember(nonce, expiresAt) {
      if (expiries.has(nonce)) return "known";
      if (expiries.size >= most) forgetExpired();
      if (expiries.size >= most) return "full";
      expiries.set(nonce, expiresAt);
      return "new";
    }
  };
}
var init_nonces = __esm({
  "src/web/nonces.ts"() {
    "use strict";
  }
});

// src/web/read-body.ts
function readBody2(request, limits2) {
  const { "content-length": length, "content-encoding": encoding = "identity" } = request.headers;
  if (Number(length) > limits2.bytes) return Promise.resolve("too_large");
  if (encoding !== "identity") return Promise.resolve("malformed");
  return new Promise((resolve4) => {
    const chunks = [];
    let bytes = 0;
    const timer = setTimeout(end, limits2.ms, "malformed");
    function take(chunk) {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > limits2.bytes) end("too_large");
    }
    const complete = () => end(Buffer.concat(chunks, bytes));
    const cutOff = () => end("malformed");
    function end(result) {
      clearTimeout(timer);
      request.off("data", take).off("end", complete).off("close", cutOff).pause();
      resolve4(result);
    }
    request.on("data", take).on("end", complete).on("close", cutOff);
  });
}
var init_read_body = __esm({
  "src/web/read-body.ts"() {
    "use strict";
  }
});

// src/web/signature.ts
import { createHmac, timingSafeEqual } from "node:crypto";
function sign(secret, timestamp, body) {
  return createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest("hex");
}
function isSigned(secret, timestamp, body, signature) {
  const right = Buffer.from(sign(secret, timestamp, body));
  const given = Buffer.from(signature);
  return given.length === right.length && timingSafeEqual(given, right);
}
var init_signature = __esm({
  "src/web/signature.ts"() {
    "use strict";
  }
});

// src/web/webhook-event.ts
import { z } from "zod";
function readEvent(body) {
  const parsed = schema.safeParse(parseJson(body.toString("utf8")));
  if (!parsed.success) return void 0;
  const { event, product_ids, nonce } = parsed.data;
  return { name: EVENTS.find((known2) => known2 === event) ?? "other", productIds: product_ids, nonce };
}
function parseJson(text3) {
  try {
    return JSON.parse(text3);
  } catch {
    return void 0;
  }
}
var EVENTS, schema;
var init_webhook_event = __esm({
  "src/web/webhook-event.ts"() {
    "use strict";
    EVENTS = [
      "ProductEdit",
      "ProductDelete",
      "AdminProductConfigFieldsSave",
      "AfterShoppingCartCheckout",
      "OrderPaid",
      "AcceptOrder",
      "PendingOrder",
      "CancelOrder",
      "CancelAndRefundOrder",
      "FraudOrder",
      "DeleteOrder",
      "AfterModuleCreate",
      "AfterModuleTerminate",
      "AfterModuleSuspend",
      "AfterModuleUnsuspend",
      "AfterModuleChangePackage",
      "ServiceEdit",
      "AdminServiceEdit",
      "ServiceDelete",
      "AfterProductUpgrade",
      "AfterConfigOptionsUpgrade"
    ];
    schema = z.object({
      event: z.string().min(1),
      product_ids: z.array(z.number().int().positive()),
      time: z.number().int(),
      nonce: z.string().regex(/^[0-9A-Za-z]{16,128}$/)
    });
  }
});

// src/web/webhook.ts
import { Router } from "express";
import { rateLimit } from "express-rate-limit";
function createWebhook(deps) {
  const nonces = /* @__PURE__ */ new Map();
  const limitRejected = rateLimit({
    ...RATE,
    keyGenerator: ({ socket }) => clientAddress(socket),
    standardHeaders: false,
    legacyHeaders: false,
    validate: false,
    // its checks write text from a caller's headers to the console
    handler: (request, response) => reject(request, response, "rate_limited")
  });
  const router = Router();
  router.post(ROUTES.webhook.path, async (request, response) => {
    const { site: site2 } = request.params;
    const rejection = await receive(site2, request);
    if (rejection === void 0) return void response.writeHead(202, { "Content-Length": 0 }).end();
    await limitRejected(request, response, () => reject(request, response, rejection));
  });
  router.all(ROUTES.webhook.path, (_request, response) => {
    response.writeHead(405, { Allow: ROUTES.webhook.methods.join(", "), "Content-Length": 0 }).end();
  });
  return router;
  async function receive(site2, request) {
    const secret = deps.secretOf(site2);
    if (!secret) return "unknown_site";
    const body = await readBody2(request, deps.bodyLimits ?? BODY_LIMITS);
    if (typeof body === "string") return body;
    const { [TIMESTAMP_HEADER]: timestamp, [SIGNATURE_HEADER]: signature } = request.headers;
    if (typeof signature !== "string" || typeof timestamp !== "string") return "signature";
    if (!/^\d{1,11}$/.test(timestamp)) return "malformed";
    if (!isSigned(secret.reveal(), timestamp, body, signature)) return "signature";
    const sentAt = Number(timestamp) * 1e3;
    if (Math.abs(deps.now() - sentAt) > CLOCK_WINDOW_MS) return "stale";
    const event = readEvent(body);
    if (!event) return "malformed";
    const nonce = noncesOf(site2).remember(event.nonce, sentAt + CLOCK_WINDOW_MS);
    if (nonce !== "new") return nonce === "known" ? "replayed" : "rate_limited";
    deps.observer.accepted(site2, event.name);
    deps.log.debug({ site: site2, event: event.name, product_ids: event.productIds }, "webhook call accepted");
    deps.changed(site2, event.productIds);
    return void 0;
  }
  function noncesOf(site2) {
    const known2 = nonces.get(site2) ?? createNonces(MOST_NONCES, deps.now);
    nonces.set(site2, known2);
    return known2;
  }
  function reject(request, response, reason) {
    deps.observer.rejected(reason);
    deps.log.debug({ path: request.path, reason }, "webhook call rejected");
    endEarly(request, response, STATUS[reason]);
  }
}
var TIMESTAMP_HEADER, SIGNATURE_HEADER, BODY_LIMITS, CLOCK_WINDOW_MS, MOST_NONCES, RATE, STATUS;
var init_webhook = __esm({
  "src/web/webhook.ts"() {
    "use strict";
    init_client_address();
    init_end_early();
    init_nonces();
    init_read_body();
    init_routes();
    init_signature();
    init_webhook_event();
    TIMESTAMP_HEADER = "x-stock-timestamp";
    SIGNATURE_HEADER = "x-stock-signature";
    BODY_LIMITS = { bytes: 64 * 1024, ms: 5e3 };
    CLOCK_WINDOW_MS = 5 * 6e4;
    MOST_NONCES = 2e4;
    RATE = { windowMs: 1e4, limit: 200 };
    STATUS = {
      rate_limited: 429,
      unknown_site: 404,
      too_large: 413,
      malformed: 401,
      signature: 401,
      stale: 401,
      replayed: 401
    };
  }
});

// src/web/app.ts
import express from "express";
function createApp(deps) {
  const { telemetryPath, maxRequests, stallMs = STALL_MS, exposition, log } = deps;
  if (!/^\/[\w./-]+$/.test(telemetryPath) || /^\/(-|webhooks)\//.test(telemetryPath)) {
    throw new UserError(
      `--web.telemetry-path: expected a path such as /metrics, found ${JSON.stringify(telemetryPath)}`
    );
  }
  const router = express.Router();
  const places = createPlaces(maxRequests, stallMs / 40, () => performance.now());
  router.get(telemetryPath, scrape({ exposition, places, stallMs }));
  router.use(createPages(deps, stallMs));
  router.use(failed(log));
  return (request, response) => router(request, response, () => response.destroy());
}
function createPages(deps, stallMs) {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", false);
  const pages = [
    [ROUTES.page, landing(deps, stallMs)],
    [ROUTES.healthy, healthy(deps)],
    [ROUTES.ready, ready(deps)]
  ];
  for (const [route, page3] of pages) app.route(route.path).get(page3).all(refuseMethod(route));
  const reload = reloadOnRequest(deps.reload, deps.redact);
  app.route(ROUTES.reload.path).post(reload).put(reload).all(refuseMethod(ROUTES.reload));
  app.all(deps.telemetryPath, refuseMethod(ROUTES.metrics));
  app.use(createWebhook(deps.webhook));
  app.use(
    (request, response) => isDecodable(request.path) ? sendText(response, 404, "Not found.") : sendText(response, 400, "Bad request.")
  );
  app.use(failed(deps.log));
  return app;
}
function isDecodable(path) {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
function list(names) {
  const rest = names.length - MOST_LISTED;
  const listed = names.slice(0, MOST_LISTED).join(", ");
  return rest > 0 ? `${listed} and ${rest} more` : listed;
}
var STALL_MS, healthy, ready, MOST_LISTED, refuseMethod, failed;
var init_app = __esm({
  "src/web/app.ts"() {
    "use strict";
    init_user_error();
    init_landing();
    init_places();
    init_reload_endpoint();
    init_routes();
    init_scrape();
    init_send_text();
    init_webhook();
    STALL_MS = 1e4;
    healthy = ({ stalls }) => async (_request, response) => {
      const found = await stalls();
      if (found.length === 0) sendText(response, 200, "Healthy.");
      else sendText(response, 503, ["Not healthy:", ...found].join("\n"));
    };
    ready = ({ unready }) => (_request, response) => {
      const sites = unready();
      if (sites.length === 0) sendText(response, 200, "Ready.");
      else sendText(response, 503, `Not ready: no answer yet from ${list(sites)}.`);
    };
    MOST_LISTED = 10;
    refuseMethod = ({ methods }) => (_request, response) => sendText(response, 405, "Method not allowed.", { Allow: methods.join(", ") });
    failed = (log) => (error, _request, response, next) => {
      if (response.headersSent) return next(error);
      if (error instanceof URIError) return sendText(response, 400, "Bad request.");
      log.error({ err: error }, "a request failed");
      sendText(response, 500, "Internal error.");
    };
  }
});

// src/web/connections.ts
function limitConnections(server, most, handler) {
  const connections = /* @__PURE__ */ new Map();
  const sockets = /* @__PURE__ */ new Set();
  const byAddress = /* @__PURE__ */ new Map();
  const mostPerAddress = Math.max(1, Math.floor(most / 4));
  function isRoomAmong(others, limit) {
    if (others.size < limit) return true;
    for (const socket of others) {
      const connection = connections.get(socket);
      if (connection && !isIdle(connection)) continue;
      forget(socket);
      socket.destroy();
      return true;
    }
    return false;
  }
  function forget(socket) {
    sockets.delete(socket);
    connections.get(socket)?.peers.delete(socket);
  }
  function touch(socket, peers) {
    for (const set of [sockets, peers]) {
      set.delete(socket);
      set.add(socket);
    }
  }
  server.on("connection", (socket) => {
    const address = clientAddress(socket);
    const peers = byAddress.get(address) ?? /* @__PURE__ */ new Set();
    if (!isRoomAmong(peers, mostPerAddress) || !isRoomAmong(sockets, most)) return void socket.destroy();
    byAddress.set(address, peers);
    connections.set(socket, { peers, unanswered: 0, request: void 0, waiting: [] });
    touch(socket, peers);
    socket.once("close", () => {
      forget(socket);
      connections.delete(socket);
      if (peers.size === 0 && byAddress.get(address) === peers) byAddress.delete(address);
    });
  });
  server.on("request", (request, response) => {
    const { socket } = request;
    const connection = connections.get(socket);
    if (!connection || socket.destroyed) return;
    if (connection.unanswered >= MOST_PIPELINED) return void socket.destroy();
    connection.unanswered += 1;
    connection.request = request;
    response.once("close", () => {
      connection.unanswered -= 1;
      if (socket.destroyed) return;
      touch(socket, connection.peers);
      connection.waiting.shift()?.();
    });
    if (connection.unanswered === 1) handler(request, response);
    else connection.waiting.push(() => handler(request, response));
  });
}
var MOST_PIPELINED, isIdle;
var init_connections = __esm({
  "src/web/connections.ts"() {
    "use strict";
    init_client_address();
    MOST_PIPELINED = 16;
    isIdle = ({ unanswered, request }) => unanswered === 0 || request?.complete === false;
  }
});

// src/web/listen-address.ts
function parseListenAddress(text3) {
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-fA-F:.%]+)\]|([^:[\]\s]*)):(\d{1,5})$/.exec(text3) ?? [];
  const port2 = Number(digits);
  if (digits === void 0 || port2 > 65535) {
    throw new UserError(
      `--web.listen-address or WEB_LISTEN_ADDRESS: expected an address such as :10052, 127.0.0.1:10052 or [::1]:10052, found ${JSON.stringify(text3)}`
    );
  }
  return { host: bracketed ?? (plain || void 0), port: port2 };
}
var init_listen_address = __esm({
  "src/web/listen-address.ts"() {
    "use strict";
    init_user_error();
  }
});

// src/web/server.ts
import { once as once2 } from "node:events";
import { createServer } from "node:http";
async function listen(handler, address, { connections = MOST_CONNECTIONS, ...timeouts } = {}) {
  const { host, port: port2 } = parseListenAddress(address);
  const server = createServer({ ...TIMEOUTS, ...timeouts });
  limitConnections(server, connections, handler);
  server.listen(port2, host);
  try {
    await once2(server, "listening");
  } catch (error) {
    const message = `can't listen on ${address} (${systemCode(error)}); choose another with --web.listen-address`;
    throw new UserError(message, { cause: error });
  }
  const bound = server.address();
  return {
    url: `http://${host === void 0 ? "localhost" : host.includes(":") ? `[${host}]` : host}:${bound.port}/`,
    port: bound.port,
    close: () => close(server)
  };
}
async function close(server) {
  const closed = once2(server, "close");
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(timer);
}
var GRACE_MS, MOST_CONNECTIONS, TIMEOUTS;
var init_server = __esm({
  "src/web/server.ts"() {
    "use strict";
    init_error_code();
    init_user_error();
    init_connections();
    init_listen_address();
    GRACE_MS = 500;
    MOST_CONNECTIONS = 512;
    TIMEOUTS = {
      headersTimeout: 5e3,
      requestTimeout: 1e4,
      connectionsCheckingInterval: 1e3,
      /** Longer than any usual scrape interval, so that Prometheus's connection is there for the next scrape. */
      keepAliveTimeout: 15e4
    };
  }
});

// src/web/site-view.ts
function viewSite(status, now) {
  return { ...status, state: stateOf(status, now) };
}
function stateOf({ lastAttempt, lastSuccess, failure: failure2, maxAgeMs }, now) {
  if (!lastAttempt) return "starting";
  if (lastSuccess && now - lastSuccess.getTime() >= maxAgeMs) return "stale";
  return failure2 ? "failing" : "up";
}
var init_site_view = __esm({
  "src/web/site-view.ts"() {
    "use strict";
  }
});

// src/whmcs/lookup-process.ts
import { spawn } from "node:child_process";
import { getDefaultResultOrder } from "node:dns";
import { lookup } from "node:dns/promises";
function createLookupProcess(node = process.execPath, now = () => performance.now()) {
  const pending = /* @__PURE__ */ new Map();
  let child;
  let lastId = 0;
  function start() {
    const env = { ...resolverVariables(process.env), UV_THREADPOOL_SIZE: String(2 * PLACES) };
    const started = spawn(node, ["-e", PROGRAM], { stdio: ["ignore", "ignore", "ignore", "ipc"], env });
    started.on("message", (answer) => settle(answer));
    started.once("error", () => {
      if (child === started) lookUpHere();
    });
    started.once("exit", () => {
      if (child === started) fail("the process for name look-ups ended");
    });
    started.unref();
    started.channel?.unref();
    return started;
  }
  function settle([id2, code2, addresses]) {
    const one = pending.get(id2);
    if (!one) return;
    pending.delete(id2);
    if (code2 === "") one.resolve(addresses);
    else one.reject(lookupError(code2, `getaddrinfo ${code2} ${one.name}`));
  }
  function lookUpHere() {
    child = void 0;
    for (const { name: name3, resolve: resolve4 } of pending.values()) resolve4(lookup(name3, { all: true }));
    pending.clear();
  }
  function fail(message) {
    child = void 0;
    for (const { reject } of pending.values()) reject(lookupError("EAI_AGAIN", message));
    pending.clear();
  }
  function send(id2, name3) {
    child ??= start();
    child.send([id2, name3, getDefaultResultOrder()], () => {
    });
  }
  function replaceIfStuck() {
    const stuck = [...pending].filter(([, { since }]) => now() - since > STUCK_AFTER_MS);
    if (stuck.length < MAX_STUCK) return;
    for (const [id2, { name: name3, reject }] of stuck) {
      pending.delete(id2);
      reject(lookupError("EAI_AGAIN", `no name server answers for ${name3}`));
    }
    child?.kill("SIGKILL");
    child = void 0;
    for (const [id2, { name: name3 }] of pending) send(id2, name3);
  }
  return {
    lookUp: (name3) => new Promise((resolve4, reject) => {
      replaceIfStuck();
      lastId += 1;
      pending.set(lastId, { name: name3, since: now(), resolve: resolve4, reject });
      send(lastId, name3);
    }),
    close() {
      const ended = child;
      fail("name look-ups have ended");
      ended?.kill("SIGKILL");
    }
  };
}
function resolverVariables(env) {
  const names = Object.keys(env).filter(
    (name3) => /^(LOCALDOMAIN|RES_OPTIONS|HOSTALIASES|LD_\w+)$/.test(name3)
  );
  return Object.fromEntries(names.map((name3) => [name3, env[name3]]));
}
function lookupError(code2, message) {
  return Object.assign(new Error(message), { code: code2 });
}
var PLACES, STUCK_AFTER_MS, MAX_STUCK, PROGRAM;
var init_lookup_process = __esm({
  "src/whmcs/lookup-process.ts"() {
    "use strict";
    PLACES = 64;
    STUCK_AFTER_MS = 1e4;
    MAX_STUCK = PLACES / 2;
    PROGRAM = `
const { lookup } = require('node:dns');
process.title = 'name look-ups';
for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => {});
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', ([id, name, order]) => {
  lookup(name, { all: true, order }, (error, addresses) => process.send([id, error?.code ?? '', addresses]));
});
`;
  }
});

// src/whmcs/transport.ts
import { Agent, buildConnector, fetch as undiciFetch } from "undici";
function createTransport(site2, resolver) {
  const route = createRoute(site2, resolver);
  let pool2;
  let renewal;
  function renew() {
    clearTimeout(renewal);
    const left = pool2;
    pool2 = void 0;
    left?.close().catch(() => left.destroy());
  }
  function currentPool() {
    if (pool2) return pool2;
    pool2 = route.createPool().compose(connectTo(site2.apiUrl.origin));
    renewal = setTimeout(renew, MAX_CONNECTION_AGE_MS).unref();
    return pool2;
  }
  return {
    async fetch(url, init) {
      try {
        return await undiciFetch(withoutPort(url), { ...init, dispatcher: currentPool() });
      } catch (error) {
        throw init.signal.reason instanceof DeadlineError ? route.waitsFor() ?? error : error;
      }
    },
    renew,
    async close() {
      const last = currentPool();
      clearTimeout(renewal);
      await last.destroy();
    }
  };
}
function withoutPort(url) {
  const portless = new URL(url);
  portless.port = "";
  return portless.href;
}
function createRoute(site2, resolver) {
  const { timeoutMs, proxy } = site2;
  const lookup2 = socketLookup(resolver, lookupDeadline(timeoutMs));
  const name3 = site2.tlsServerName === void 0 ? {} : { servername: site2.tlsServerName };
  const tls2 = {
    timeout: timeoutMs,
    lookup: lookup2,
    ...name3,
    ...site2.tlsCa === void 0 ? {} : { ca: site2.tlsCa }
  };
  const pool2 = {
    ...{ connections: site2.concurrency, headersTimeout: 0, bodyTimeout: 0 },
    keepAliveMaxTimeout: MAX_CONNECTION_AGE_MS
  };
  const silent = ({ hostname: hostname2 }) => resolver.isAwaited(hostname2) ? new SilentNameServersError(`no name server answered for ${hostname2} in time`) : void 0;
  if (!proxy) {
    const connector = buildConnector(tls2);
    const connect3 = (options, callback) => connector({ ...options, ...name3 }, callback);
    return { createPool: () => new Agent({ ...pool2, connect: connect3 }), waitsFor: () => silent(site2.apiUrl) };
  }
  const url = new URL(proxy.reveal());
  const connect2 = buildConnector({ timeout: timeoutMs, lookup: lookup2 });
  let isProxyAwaited = () => false;
  return {
    createPool() {
      const { dispatcher, isAwaited } = createTunnels({ url, connect: connect2, requestTls: tls2, pool: pool2, timeoutMs });
      isProxyAwaited = isAwaited;
      return dispatcher;
    },
    waitsFor: () => silent(url) ?? (isProxyAwaited() ? new ProxyError("the proxy did not answer in time") : void 0)
  };
}
var MAX_CONNECTION_AGE_MS, connectTo;
var init_transport = __esm({
  "src/whmcs/transport.ts"() {
    "use strict";
    init_deadline();
    init_proxy_tunnel();
    init_resolver();
    MAX_CONNECTION_AGE_MS = 55e3;
    connectTo = (origin) => (dispatch) => (options, handler) => dispatch({ ...options, origin }, handler);
  }
});

// src/cli/log-fields.ts
import { stdSerializers } from "pino";
function shorten2(fields, redact) {
  let left = LONGEST_LINE;
  function shortenText(text3) {
    const start = text3.slice(0, left);
    left -= start.length;
    if (start.length === text3.length) return visibleText(text3);
    return `${visibleText(redact(start))}\u2026 (${text3.length} characters)`;
  }
  function shortenValue(value, depth) {
    if (typeof value === "string") return shortenText(value);
    if (typeof value !== "object" || value === null) return value;
    if (depth > DEEPEST) return "\u2026";
    if (!Array.isArray(value)) return shortenObject(value, depth);
    const items = value.slice(0, MOST_ITEMS).map((item) => shortenValue(item, depth + 1));
    return value.length > MOST_ITEMS ? [...items, `\u2026 ${value.length - MOST_ITEMS} more`] : items;
  }
  function shortenObject(value, depth) {
    const entries = Object.entries(value instanceof Error ? stdSerializers.err(value) : value);
    const shortened = entries.slice(0, MOST_KEYS).map(([key, item]) => [shortenText(key), shortenValue(item, depth + 1)]);
    return Object.fromEntries(shortened);
  }
  return shortenObject(fields, 0);
}
var LONGEST_LINE, MOST_ITEMS, MOST_KEYS, DEEPEST;
var init_log_fields = __esm({
  "src/cli/log-fields.ts"() {
    "use strict";
    init_text();
    LONGEST_LINE = 4096;
    MOST_ITEMS = 20;
    MOST_KEYS = 50;
    DEEPEST = 4;
  }
});

// src/cli/log-limit.ts
function createLogLimit(clock, signal) {
  const windows = /* @__PURE__ */ new Map();
  function forgetEnded(now) {
    for (const [kind, { endsAt }] of windows) {
      if (now < endsAt) return;
      windows.delete(kind);
    }
  }
  function windowOf(kind) {
    const now = clock.monotonic();
    forgetEnded(now);
    const current = windows.get(kind);
    if (current) return current;
    if (windows.size >= MOST_KINDS && kind !== OTHER) return windowOf(OTHER);
    const window = { endsAt: now + WINDOW_MS, written: 0, missed: 0 };
    windows.set(kind, window);
    return window;
  }
  return (kind, summarize) => {
    const window = windowOf(kind);
    if (window.written < MOST_LINES) {
      window.written += 1;
      return true;
    }
    window.missed += 1;
    if (window.missed === 1)
      clock.sleep(window.endsAt - clock.monotonic(), signal).then(() => summarize(window.missed));
    return false;
  };
}
var WINDOW_MS, MOST_LINES, MOST_KINDS, OTHER;
var init_log_limit = __esm({
  "src/cli/log-limit.ts"() {
    "use strict";
    WINDOW_MS = 6e4;
    MOST_LINES = 10;
    MOST_KINDS = 5e3;
    OTHER = "";
  }
});

// src/cli/logger.ts
import { pino, stdTimeFunctions } from "pino";
async function createLogger({ level, format }, deps) {
  const { io, redact, clock = systemClock } = deps;
  const isAdmitted = createLogLimit(clock, io.signal);
  let dropped = 0;
  const destination = {
    write(line) {
      if (io.unread() > MOST_UNREAD) {
        dropped += 1;
        return;
      }
      const missing2 = dropped;
      dropped = 0;
      if (missing2 > 0) logger.warn({ lines: missing2 }, "log lines were dropped because nothing read the log");
      io.err(line);
    }
  };
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) }
  };
  const logger = pino(
    options,
    format === "json" ? destination : await prettyDestination(destination, usesColors(io))
  );
  const log = (level2) => (fields, message) => {
    if (!logger.isLevelEnabled(level2)) return;
    const { site: site2 } = fields;
    const summarize = (missed) => logger[level2]({ site: site2, lines: missed }, `\u2026 ${missed} more like this within a minute: ${message}`);
    if (isAdmitted(`${level2} ${site2} ${message}`, summarize))
      logger[level2](shorten2(fields, redact), message);
  };
  return { debug: log("debug"), info: log("info"), warn: log("warn"), error: log("error") };
}
async function prettyDestination(destination, colorize) {
  const { default: pinoPretty } = await import("pino-pretty");
  const format = pinoPretty.prettyFactory({ colorize, translateTime: "SYS:HH:MM:ss", singleLine: true });
  return { write: (line) => destination.write(format(line)) };
}
var MOST_UNREAD;
var init_logger = __esm({
  "src/cli/logger.ts"() {
    "use strict";
    init_clock();
    init_io();
    init_log_fields();
    init_log_limit();
    MOST_UNREAD = 1e6;
  }
});

// src/cli/reload.ts
function createReload(deps) {
  let current;
  let next;
  async function start() {
    next = void 0;
    current = reloadOnce(deps);
    try {
      await current;
    } finally {
      current = void 0;
    }
  }
  return () => {
    if (next) return next;
    if (!current) return start();
    next = current.then(start, start);
    return next;
  };
}
async function reloadOnce({ load, collector, telemetry, taken, now, log }) {
  try {
    const config = await load();
    await collector.reconfigure(config);
    taken(config);
    telemetry.configLoaded(now() / 1e3);
    log.info({ sites: config.sites.length }, "configuration reloaded");
  } catch (error) {
    telemetry.configRefused();
    const fields = error instanceof UserError ? { error: error.message } : { err: error };
    log.error(fields, "reload failed; the last valid configuration stays in use");
    throw error;
  }
}
var init_reload = __esm({
  "src/cli/reload.ts"() {
    "use strict";
    init_user_error();
  }
});

// src/cli/serve.ts
var serve_exports = {};
__export(serve_exports, {
  serve: () => serve
});
import { once as once3 } from "node:events";
async function serve(config, options, io) {
  const log = await createLogger(options.log, { io, redact: options.redact });
  const build = readBuild(io.env);
  const exporter = createExporterTelemetry(build, options.exporterMetrics);
  const exposition = createExposition({
    reasons: REASONS,
    live: () => exporter.registry.metrics(),
    now: systemClock.monotonic
  });
  const resolver = createResolver(createLookupProcess());
  const collector = createCollector({
    config,
    createTransport: (site2) => createTransport(site2, resolver),
    exposition,
    clock: systemClock,
    random: Math.random,
    log
  });
  exposeCallPools(exporter.registry, collector.calls);
  const observer = createWebhookTelemetry(exporter.registry, EVENTS);
  let webhookSecrets = /* @__PURE__ */ new Map();
  const take = ({ sites }) => {
    webhookSecrets = secretsOf2(sites);
    for (const site2 of webhookSecrets.keys()) observer.declare(site2);
    for (const { name: name3, warnings } of sites) for (const warning of warnings) log.warn({ site: name3 }, warning);
  };
  take(config);
  const { load } = options;
  const reload = load && createReload({ load, collector, telemetry: exporter, taken: take, now: systemClock.now, log });
  const app = createApp({
    telemetryPath: options.telemetryPath,
    maxRequests: options.maxRequests,
    exposition: exposition.parts,
    unready: collector.unready,
    stalls: collector.stalls,
    sites: () => collector.status().map((status) => viewSite(status, systemClock.now())),
    version: build.version,
    redact: options.redact,
    reload: options.reloadByHttp ? reload ?? "no configuration" : "disabled",
    webhook: {
      secretOf: (site2) => webhookSecrets.get(site2),
      now: systemClock.now,
      changed: collector.changed,
      observer,
      log
    },
    log
  });
  const server = await listen(app, options.listenAddress);
  exporter.configLoaded(systemClock.now() / 1e3);
  log.info({ url: server.url, sites: config.sites.length, version: build.version }, "listening");
  options.listening?.(server.url);
  io.onHangup(() => reload?.().catch(() => {
  }));
  const collected = collector.run(io.signal).then(
    () => true,
    (error) => {
      log.error({ err: error }, "the collector is broken; the exporter ends");
      return false;
    }
  );
  await Promise.race([collected, aborted(io.signal)]);
  const [isWell] = await Promise.all([collected, server.close()]);
  resolver.close();
  if (isWell) log.info({}, "ended");
  return isWell;
}
async function aborted(signal) {
  if (!signal.aborted) await once3(signal, "abort");
}
var secretsOf2;
var init_serve = __esm({
  "src/cli/serve.ts"() {
    "use strict";
    init_clock();
    init_collector();
    init_call_pool_telemetry();
    init_exporter_telemetry();
    init_exposition();
    init_webhook_telemetry();
    init_app();
    init_server();
    init_site_view();
    init_webhook_event();
    init_lookup_process();
    init_reasons();
    init_resolver();
    init_transport();
    init_build();
    init_logger();
    init_reload();
    secretsOf2 = (sites) => new Map(
      sites.flatMap(({ name: name3, webhookSecret }) => webhookSecret ? [[name3, webhookSecret]] : [])
    );
  }
});

// src/check/check-report.ts
import { styleText } from "node:util";
function renderCheck({ site: site2, url, ok, steps }, colors) {
  const paint = (color, text3) => colors ? styleText(color, text3, { validateStream: false }) : text3;
  const verdict = ok ? paint("green", "good") : paint("red", "failed");
  const lines = steps.flatMap((step2) => {
    const { mark, color } = MARKS[step2.state];
    const advice = step2.advice === void 0 ? [] : wrap(step2.advice, ADVICE_WIDTH).map((line) => `      ${line}`);
    return [
      `  ${paint(color, mark)} ${step2.title.padEnd(TITLE_WIDTH)}${step2.detail}${time(step2)}`,
      ...advice
    ];
  });
  return [`${paint("bold", site2)}  ${url}`, ...lines, `  ${verdict}`, ""].join("\n");
}
function renderSummary(checks) {
  const failed2 = checks.filter(({ ok }) => !ok).map(({ site: site2 }) => site2);
  const good = `${checks.length - failed2.length} of ${checks.length} sites good`;
  return failed2.length === 0 ? `${good}
` : `${good}; failed: ${failed2.join(", ")}
`;
}
function wrap(text3, width) {
  const lines = [];
  let line = "";
  for (const word of text3.split(" ")) {
    if (line !== "" && line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
var MARKS, TITLE_WIDTH, ADVICE_WIDTH, time;
var init_check_report = __esm({
  "src/check/check-report.ts"() {
    "use strict";
    MARKS = {
      ok: { mark: "\u2713", color: "green" },
      warning: { mark: "!", color: "yellow" },
      failed: { mark: "\u2717", color: "red" },
      skipped: { mark: "-", color: "gray" }
    };
    TITLE_WIDTH = 21;
    ADVICE_WIDTH = 92;
    time = ({ milliseconds }) => milliseconds === void 0 ? "" : `  (${milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0)} ms)`;
  }
});

// src/whmcs/command-client.ts
import pLimit4 from "p-limit";
function createCommandClient(deps) {
  const client = createClient({ ...deps, observer: NO_OBSERVER, random: Math.random });
  const oneOf = pLimit4(deps.site.concurrency);
  return {
    call: (...call) => oneOf(() => client.call(...call)),
    get: (...call) => oneOf(() => client.get(...call))
  };
}
var NO_OBSERVER;
var init_command_client = __esm({
  "src/whmcs/command-client.ts"() {
    "use strict";
    init_client();
    NO_OBSERVER = { requestStarted() {
    }, requestEnded() {
    }, retried() {
    } };
  }
});

// src/check/step.ts
function step(name3, state, detail, extra = {}) {
  return { name: name3, title: TITLES[name3], state, detail, advice: extra.advice, milliseconds: extra.milliseconds };
}
async function timed(work) {
  const started = performance.now();
  const value = await work();
  return { value, milliseconds: performance.now() - started };
}
var TITLES;
var init_step = __esm({
  "src/check/step.ts"() {
    "use strict";
    TITLES = {
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
  }
});

// src/check/option-steps.ts
async function checkOptions(site2, client, catalogue, snapshot, signal) {
  const counted = catalogue.products.filter(needsCounting(site2));
  if (counted.length === 0) return checkUncounted(catalogue, snapshot);
  try {
    const count4 = () => countServices({ site: site2, client }, counted, signal);
    const { value, milliseconds } = await timed(count4);
    const fault = faultOf(value);
    if (fault !== void 0) return [unknownUnits(networkFault(fault, signal), site2)];
    const usage2 = new Map([...value.usage].map(([id2, usage3]) => [id2, { usage: usage3 }]));
    const withUnits = takeSnapshot(site2, withUsage(catalogue, usage2));
    return [
      stepOf(`${describe4(snapshot)}; units in use counted by ${SERVICES_ACTION}`, withUnits, milliseconds)
    ];
  } catch (error) {
    return [unknownUnits(networkFault(error, signal), site2)];
  }
}
function checkUncounted(catalogue, snapshot) {
  const { choices: choices2, combinations: combinations3, pools: pools2, notes } = snapshot;
  if (choices2.length + combinations3.length + pools2.length + notes.length === 0) return [];
  const isTold2 = catalogue.products.some(({ usage: usage2 }) => usage2 !== void 0);
  const units2 = isTold2 ? `told by the ${catalogue.source}` : "not counted";
  return [stepOf(`${describe4(snapshot)}; units in use ${units2}`, snapshot)];
}
function unknownUnits(fault, site2) {
  const advice = `${advise(fault, SERVICES_ACTION, site2)} The companion (deploy/whmcs) counts without it.`;
  return step("options", "warning", `units in use are unknown: ${fault.message}`, { advice });
}
var stepOf, describe4, count2;
var init_option_steps = __esm({
  "src/check/option-steps.ts"() {
    "use strict";
    init_catalogue();
    init_snapshot();
    init_advice();
    init_network_fault();
    init_count_services();
    init_needs_counting();
    init_step();
    stepOf = (detail, { notes }, milliseconds) => notes.length > 0 ? step("options", "warning", detail, { milliseconds, advice: `${notes.join(". ")}.` }) : step("options", "ok", detail, { milliseconds });
    describe4 = ({ choices: choices2, combinations: combinations3, pools: pools2 }) => [
      count2(choices2.length, "choice"),
      count2(combinations3.length, "combination"),
      count2(pools2.length, "pool")
    ].join(", ");
    count2 = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
  }
});

// src/check/source-steps.ts
function checkSources({ site: site2, client, log }, signal) {
  const all = createSources({ site: site2, client, log });
  const answers = /* @__PURE__ */ new Map();
  const companion2 = remembered2(all.companion, answers);
  const sources = [companion2, remembered2(all.store, answers), remembered2(all.classic, answers)];
  const source = sources.find(({ name: name3 }) => name3 === site2.source) ?? createAutoSource({ sources, now: () => 0, chosen() {
  }, failed() {
  } });
  return {
    source,
    read: async () => judgeFirst(await source.read(signal), site2, Date.now()),
    milliseconds: (name3) => answers.get(name3)?.milliseconds,
    async describe(catalogue) {
      const others = await Promise.all(
        sources.filter(({ name: name3 }) => name3 !== catalogue.source).map(async ({ name: name3, read }) => {
          const fault = await (answers.get(name3)?.listing ?? read(signal)).then(
            () => void 0,
            (error) => error
          );
          return { name: name3, fault };
        })
      );
      const told = others.map(
        ({ name: name3, fault }) => `${name3}: ${fault === void 0 ? "answers" : reasonOf(fault)}`
      );
      const chosen = site2.source === "auto" ? "the best that answers" : "as configured";
      return step("source", "ok", `${catalogue.source}, ${chosen} (${told.join(", ")})`, {
        advice: adviseCompanion(site2, catalogue, others.find(({ name: name3 }) => name3 === "companion")?.fault)
      });
    }
  };
}
function remembered2(source, answers) {
  return {
    name: source.name,
    actions: source.actions,
    readOptions: (ids, signal) => source.readOptions(ids, signal),
    readProducts: (ids, signal) => source.readProducts(ids, signal),
    async read(signal) {
      const started = performance.now();
      const listing = source.read(signal);
      const answer = { listing, milliseconds: void 0 };
      answers.set(source.name, answer);
      await listing;
      answer.milliseconds = performance.now() - started;
      return listing;
    }
  };
}
function reasonOf(fault) {
  if (!(fault instanceof WhmcsError)) return "unreadable";
  return { permission: "not granted", unknown_action: "not there" }[fault.reason] ?? fault.reason;
}
function adviseCompanion(site2, catalogue, fault) {
  if (catalogue.source === "companion") return void 0;
  const { unknown } = countByStock(catalogue);
  const gain = unknown > 0 ? `would tell the stock of ${unknown} products that is unknown now, and of` : "would tell of";
  const why = `The companion, two files in WHMCS (deploy/whmcs), ${gain} every sale within a second.`;
  if (fault === void 0) return `${why} It answers: say source: auto.`;
  if (fault instanceof WhmcsError && fault.reason === "permission") {
    return `${why} Where it is installed already: ${advise(fault, site2.companion.action, site2)}`;
  }
  if (fault instanceof WhmcsError && (fault.reason === "api_error" || fault.reason === "invalid_response")) {
    return `${why} What answers by its name is not it (${fault.message}): if it is an action of your own that tells of one product a call, name the field of the product's id in companion.parameter.`;
  }
  return why;
}
var init_source_steps = __esm({
  "src/check/source-steps.ts"() {
    "use strict";
    init_catalogue();
    init_judge_listing();
    init_advice();
    init_reasons();
    init_auto();
    init_sources();
    init_step();
  }
});

// src/check/warnings.ts
function createWarnings() {
  const kinds = /* @__PURE__ */ new Map();
  return {
    warn(fields, message) {
      const known2 = kinds.get(message);
      if (known2) known2.times += 1;
      else kinds.set(message, { times: 1, problem: problemIn(fields) });
    },
    warnings: () => [...kinds].map(([message, { times, problem }]) => {
      const often = times > 1 ? `, ${times} times` : "";
      return `${message[0]?.toUpperCase()}${message.slice(1)}${problem}${often}.`;
    })
  };
}
var problemIn;
var init_warnings = __esm({
  "src/check/warnings.ts"() {
    "use strict";
    problemIn = (fields) => "problem" in fields && typeof fields.problem === "string" ? ` (${fields.problem})` : "";
  }
});

// src/check/api-steps.ts
async function checkApi(site2, resolver, signal) {
  const transport = createTransport(site2, resolver);
  const log = createWarnings();
  const client = createCommandClient({ site: site2, transport, log });
  const sources = checkSources({ site: site2, client, log }, signal);
  try {
    const version = await attempt(() => readVersion(client, signal), signal);
    if (version.fault && ENDS.has(version.fault.reason)) return refusedSteps(version, site2);
    const read = await attempt(sources.read, signal);
    const warnings = log.warnings();
    if (version.fault && !isUngranted(version.fault) && read.fault) return refusedSteps(version, site2);
    const known2 = [
      answered(version.milliseconds),
      step("credentials", "ok", "identifier and secret are good"),
      step(
        "ip",
        "ok",
        site2.accessKey ? "the access key lifts the restriction" : "WHMCS accepts this address"
      )
    ];
    const action = sources.source.actions.join(", ");
    if (read.fault) {
      const { fault, milliseconds } = read;
      const advice = advise(fault, fault.action ?? action, site2);
      if (isUngranted(fault))
        return [...known2, step("actions", "failed", fault.message, { advice, milliseconds })];
      return [...known2, step("catalogue", "failed", fault.message, { advice, milliseconds })];
    }
    const snapshot = takeSnapshot(site2, read.value);
    return [
      ...known2,
      step("actions", "ok", action),
      await sources.describe(read.value),
      catalogueStep(snapshot, sources.milliseconds(read.value.source) ?? read.milliseconds, warnings),
      ...await checkOptions(site2, client, read.value, snapshot, signal),
      versionStep(version, site2)
    ];
  } finally {
    await transport.close();
  }
}
async function attempt(work, signal) {
  const started = performance.now();
  try {
    const { value, milliseconds } = await timed(work);
    return { fault: void 0, value, milliseconds };
  } catch (error) {
    return { fault: networkFault(error, signal), milliseconds: performance.now() - started };
  }
}
function refusedSteps({ fault, milliseconds }, site2) {
  const advice = advise(fault, VERSION_ACTION, site2);
  if (fault.reason !== "auth" && fault.reason !== "ip_not_allowed") {
    return [step("http", "failed", fault.message, { advice, milliseconds })];
  }
  const refused2 = fault.reason === "auth" ? "credentials" : "ip";
  return [answered(milliseconds), step(refused2, "failed", fault.message, { advice })];
}
function catalogueStep(snapshot, milliseconds, warnings) {
  const { limited: limited2, unlimited, unknown } = countByStock(snapshot);
  const detail = `${limited2 + unlimited + unknown} products: ${limited2} stock-controlled, ${unlimited} unlimited, ${unknown} unknown`;
  const advice = [
    unknown > 0 ? UNKNOWN_ADVICE : void 0,
    snapshot.missing.length > 0 ? `The configuration names products that WHMCS does not list: ${snapshot.missing.join(", ")}.` : void 0,
    snapshot.products.length === 0 ? "No product is left: compare the site's include and exclude with the shop." : void 0,
    milliseconds > SLOW_MS ? SLOW_ADVICE : void 0,
    ...warnings
  ].filter((line) => line !== void 0);
  return advice.length > 0 ? step("catalogue", "warning", detail, { milliseconds, advice: advice.join(" ") }) : step("catalogue", "ok", detail, { milliseconds });
}
function versionStep({ fault, ...read }, site2) {
  if ("value" in read && read.value !== "") return step("version", "ok", read.value);
  if (fault && !isUngranted(fault))
    return step("version", "warning", fault.message, { advice: advise(fault, VERSION_ACTION, site2) });
  return step("version", "skipped", "not granted (optional: WhmcsDetails in the API role)");
}
var SLOW_MS, isUngranted, ENDS, answered, SLOW_ADVICE, UNKNOWN_ADVICE;
var init_api_steps = __esm({
  "src/check/api-steps.ts"() {
    "use strict";
    init_catalogue();
    init_snapshot();
    init_advice();
    init_command_client();
    init_network_fault();
    init_transport();
    init_version();
    init_option_steps();
    init_source_steps();
    init_step();
    init_warnings();
    SLOW_MS = 1500;
    isUngranted = ({ reason }) => reason === "permission" || reason === "unknown_action";
    ENDS = /* @__PURE__ */ new Set(["auth", "ip_not_allowed", "dns", "connect", "tls", "canceled"]);
    answered = (milliseconds) => milliseconds > SLOW_MS ? step("http", "warning", "slow to answer", { milliseconds, advice: SLOW_ADVICE }) : step("http", "ok", "as WHMCS does", { milliseconds });
    SLOW_ADVICE = "Every API call is a full PHP request: look at the load of the WHMCS host, and keep the site's timeout well above this time.";
    UNKNOWN_ADVICE = "GetProducts shows no stock below WHMCS 8.12, and from there a 0 that may mean sold out or no stock control. The companion tells; without it, name the products that you know to be stock-controlled in the site's stock_controlled.";
  }
});

// src/config/odd-secret.ts
function describeOddSecret(secret) {
  if (isQuoted(secret))
    return "is in quotes, which are sent as a part of it; docker's --env-file keeps quotes, so remove them";
  if (/[\r\n]/.test(secret.trim())) return "has several lines, which are sent as a part of it";
  if (secret !== secret.trim()) return "begins or ends with white space, which is sent as a part of it";
  return void 0;
}
var isQuoted;
var init_odd_secret = __esm({
  "src/config/odd-secret.ts"() {
    "use strict";
    isQuoted = (text3) => /^(["'])[\s\S]*\1$/.test(text3);
  }
});

// src/config/url.ts
import { isIP as isIP2 } from "node:net";
function findApi(text3, allowInsecure) {
  if (!URL.canParse(text3)) {
    const quotes = isQuoted(text3) ? ", without the quotes around it, which docker's --env-file keeps" : "";
    return { problem: `expected an address such as https://billing.example.com/${quotes}` };
  }
  const url = new URL(text3);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    const found = OTHER_SCHEMES.has(url.protocol) ? `${url.protocol}//` : "another scheme";
    return { problem: `expected an https:// address, found ${found}` };
  }
  if (url.username !== "" || url.password !== "") {
    return {
      problem: "the address contains a user or password; the API takes identifier and secret instead"
    };
  }
  if (url.search !== "" || url.hash !== "") return { problem: "the address has a ? or # part; remove it" };
  if (url.pathname.split(API_PATH).length > 2) {
    return { problem: `${API_PATH} is in the address twice; give WHMCS's root or the path once` };
  }
  if (url.protocol === "http:" && !allowInsecure && !isLoopback(url.hostname)) {
    return {
      problem: "http:// would send the API secret in clear over the network; use https://, or set allow_insecure_http: true"
    };
  }
  if (!url.pathname.endsWith(`/${API_PATH}`))
    url.pathname = `${url.pathname.replace(/\/*$/, "")}/${API_PATH}`;
  return url;
}
function isLoopback(hostname2) {
  return hostname2 === "localhost" || hostname2.endsWith(".localhost") || hostname2 === "[::1]" || isIP2(hostname2) === 4 && hostname2.startsWith("127.");
}
var OTHER_SCHEMES, API_PATH;
var init_url = __esm({
  "src/config/url.ts"() {
    "use strict";
    init_odd_secret();
    OTHER_SCHEMES = /* @__PURE__ */ new Set(["ftp:", "ftps:", "file:", "ssh:", "ws:", "wss:", "tcp:"]);
    API_PATH = "includes/api.php";
  }
});

// src/check/certificate.ts
function issuerOf({ issuer }) {
  const names = [issuer?.O, issuer?.CN].flat().filter((name3) => typeof name3 === "string");
  return names.map(oneLine).join(", ") || "an unnamed issuer";
}
function describeCertificate(certificate) {
  const { subject, subjectaltname, valid_from, valid_to } = certificate;
  if (subject === void 0) return "";
  const names = namesOf2(subjectaltname) ?? [oneLine(String(subject.CN ?? "no name"))];
  const more = names.length > MOST_NAMES2 ? ` and ${names.length - MOST_NAMES2} more` : "";
  const listed = names.slice(0, MOST_NAMES2).join(", ");
  const validity = `valid from ${oneLine(valid_from)} until ${oneLine(valid_to)}`;
  return `the certificate is for ${listed}${more}, issued by ${issuerOf(certificate)}, ${validity}`;
}
var MOST_NAMES2, namesOf2;
var init_certificate = __esm({
  "src/check/certificate.ts"() {
    "use strict";
    init_outside_text();
    MOST_NAMES2 = 5;
    namesOf2 = (alternatives) => alternatives?.split(", ").map((entry) => oneLine(entry.replace(/^[^:]*:/, "")));
  }
});

// src/check/network.ts
import { connect, isIP as isIP3 } from "node:net";
import { connect as connectTls } from "node:tls";
async function checkNetwork(site2, resolver, signal) {
  if (site2.proxy) {
    return ["dns", "tcp", "tls"].map(
      (name3) => step(name3, "skipped", "the configured proxy does this")
    );
  }
  return [...noticeProxy(site2), ...await checkDirectly(site2, resolver, signal)];
}
function noticeProxy({ unusedProxyVariable: variable }) {
  if (variable === void 0) return [];
  const advice = `Set proxy_from_environment: true if the site is to be reached through it, or false if not.`;
  return [step("proxy", "warning", `${variable} is set, but not used`, { advice })];
}
async function checkDirectly(site2, resolver, signal) {
  const host = site2.apiUrl.hostname.replace(/^\[|\]$/g, "");
  const secure = site2.apiUrl.protocol === "https:";
  const port2 = Number(site2.apiUrl.port) || (secure ? 443 : 80);
  const target = { host, port: port2, lookup: socketLookup(resolver, lookupDeadline(site2.timeoutMs)) };
  const steps = [];
  const checks = [
    ["dns", (deadline) => checkName(host, site2, resolver, deadline)],
    ["tcp", (deadline) => checkTcp(target, deadline)],
    ["tls", (deadline) => secure ? checkTls(site2, target, deadline) : plainHttp(site2)]
  ];
  for (const [name3, check2] of checks) {
    const started = performance.now();
    try {
      steps.push(await withDeadline(site2.timeoutMs, signal, check2));
    } catch (error) {
      const fault = networkFault(error, signal);
      const known2 = fault.reason === "timeout" ? fault.with({ diagnosis: "no_route" }) : fault;
      const milliseconds = performance.now() - started;
      const advice = advise(known2, "GetProducts", site2);
      return [...steps, step(name3, "failed", known2.message, { advice, milliseconds })];
    }
  }
  return steps;
}
async function checkName(host, site2, resolver, deadline) {
  if (isIP3(host)) return step("dns", "skipped", `${host} is an address`);
  const look = () => untilAborted(resolver.resolve(host, lookupDeadline(site2.timeoutMs)), deadline);
  const { value, milliseconds } = await timed(look);
  return step("dns", "ok", value.map(({ address }) => address).join(", "), { milliseconds });
}
async function checkTcp(target, signal) {
  const { value, milliseconds } = await timed(() => opened(connect(target), "connect", signal));
  const from = value.localAddress ?? "an unknown address";
  value.destroy();
  return step("tcp", "ok", `port ${target.port}, from ${from}`, { milliseconds });
}
async function checkTls(site2, target, signal) {
  const name3 = site2.tlsServerName ?? (isIP3(target.host) ? void 0 : target.host);
  const options = {
    ...target,
    ...name3 === void 0 ? {} : { servername: name3 },
    ...site2.tlsCa === void 0 ? {} : { ca: site2.tlsCa }
  };
  try {
    const { value, milliseconds } = await timed(() => opened(connectTls(options), "secureConnect", signal));
    const certificate = value.getPeerCertificate();
    const protocol = value.getProtocol() ?? "TLS";
    value.destroy();
    const days = Math.floor((Date.parse(certificate.valid_to) - Date.now()) / DAY_MS);
    const detail = `${protocol}, issued by ${issuerOf(certificate)}, ${days} days left`;
    const advice = days < FEW_DAYS ? "Renew the certificate of the WHMCS host soon." : void 0;
    return step("tls", advice === void 0 ? "ok" : "warning", detail, { milliseconds, advice });
  } catch (error) {
    if (signal.aborted) throw error;
    const fault = networkFault(error, signal);
    const certificate = fault.reason === "tls" ? await peerCertificate(options, signal) : "";
    throw certificate === "" ? fault : fault.with({ message: `${fault.message}; ${certificate}` });
  }
}
async function peerCertificate(options, signal) {
  try {
    const insecure = { ...options, rejectUnauthorized: false };
    const socket = await opened(connectTls(insecure), "secureConnect", signal);
    const certificate = socket.getPeerCertificate();
    socket.destroy();
    return describeCertificate(certificate);
  } catch {
    return "";
  }
}
async function plainHttp({ apiUrl }) {
  if (isLoopback(apiUrl.hostname)) return step("tls", "skipped", "plain HTTP to this machine");
  return step("tls", "warning", "plain HTTP: the API secret crosses the network in clear", {
    advice: "Use https:// in the site's url. If WHMCS has no certificate yet, get one first."
  });
}
function opened(socket, event, signal) {
  return new Promise((resolve4, reject) => {
    const abort = () => socket.destroy(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    socket.once(event, () => {
      signal.removeEventListener("abort", abort);
      resolve4(socket);
    });
    socket.on("error", reject);
  });
}
function untilAborted(answer, signal) {
  return new Promise((resolve4, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    answer.then(resolve4, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
var FEW_DAYS, DAY_MS;
var init_network = __esm({
  "src/check/network.ts"() {
    "use strict";
    init_url();
    init_advice();
    init_deadline();
    init_network_fault();
    init_resolver();
    init_certificate();
    init_step();
    FEW_DAYS = 14;
    DAY_MS = 864e5;
  }
});

// src/check/check-site.ts
async function checkSite(site2, resolver, signal) {
  const network = await checkNetwork(site2, resolver, signal);
  const steps = network.some(isFailed) ? network : [...network, ...await checkApi(site2, resolver, signal)];
  return { site: site2.name, url: site2.apiUrl.href, ok: !steps.some(isFailed), steps };
}
var isFailed;
var init_check_site = __esm({
  "src/check/check-site.ts"() {
    "use strict";
    init_api_steps();
    init_network();
    isFailed = ({ state }) => state === "failed";
  }
});

// src/cli/check.ts
var check_exports = {};
__export(check_exports, {
  check: () => check,
  selectSites: () => selectSites
});
import pLimit5 from "p-limit";
function selectSites(config, names, file) {
  if (names.length === 0) return config;
  const known2 = config.sites.map(({ name: name3 }) => name3);
  const unknown = names.filter((name3) => !known2.includes(name3));
  if (unknown.length > 0) {
    const lines = unknown.map(
      (name3) => `no site ${JSON.stringify(name3)} in ${file}; nearest: ${nearest(name3)}`
    );
    throw new UserError(lines.join("\n"));
  }
  return { ...config, sites: config.sites.filter(({ name: name3 }) => names.includes(name3)) };
  function nearest(name3) {
    return nearestNames(name3, known2).join(", ");
  }
}
async function check(config, options, io) {
  const atOnce = pLimit5(config.collector.concurrency);
  const resolver = createResolver(createLookupProcess());
  const pending = config.sites.map((site2) => atOnce(() => checkSite(site2, resolver, io.signal)));
  const checks = [];
  try {
    for (const one of pending) one.catch(() => {
    });
    for (const one of pending) {
      const result = await one;
      checks.push(result);
      if (!options.json) io.out(`${renderCheck(result, usesColors(io))}
`);
    }
  } finally {
    resolver.close();
  }
  const ok = checks.every((result) => result.ok);
  if (options.json) io.out(`${JSON.stringify({ ok, sites: checks }, void 0, 2)}
`);
  else if (checks.length > 1) io.out(renderSummary(checks));
  return ok;
}
var init_check = __esm({
  "src/cli/check.ts"() {
    "use strict";
    init_check_report();
    init_check_site();
    init_names();
    init_user_error();
    init_lookup_process();
    init_resolver();
    init_io();
  }
});

// src/cli/healthcheck.ts
var healthcheck_exports = {};
__export(healthcheck_exports, {
  healthcheck: () => healthcheck
});
import { get } from "node:http";
import { text } from "node:stream/consumers";
async function healthcheck(listenAddress, io) {
  const { host = "127.0.0.1", port: port2 } = parseListenAddress(listenAddress);
  const asked = EVERY[host] ?? host;
  const url = `http://${asked.includes(":") ? `[${asked}]` : asked}:${port2}/-/healthy`;
  try {
    const { status, body } = await ask(url, io.signal);
    if (status === 200) return true;
    const said = body.trim().replace(/\s+/g, " ").slice(0, LONGEST_ANSWER);
    io.err(`the exporter is not healthy: ${url} answers ${status}${said === "" ? "" : `: ${said}`}
`);
  } catch (error) {
    io.err(`${url} ${describe5(error)}
`);
  }
  return false;
}
function ask(url, ended) {
  return new Promise((resolve4, reject) => {
    const signal = AbortSignal.any([ended, AbortSignal.timeout(TIMEOUT_MS)]);
    const request = get(url, { signal, agent: false }, (answer) => {
      text(answer).then((body) => resolve4({ status: answer.statusCode, body }), reject);
    });
    request.on("error", reject);
  });
}
function describe5(error) {
  const code2 = errorCode(error);
  if (code2 === void 0) throw error;
  if (code2 === "ABORT_ERR") return `does not answer within ${TIMEOUT_MS / 1e3} s`;
  const advice = "if the exporter listens elsewhere, set WEB_LISTEN_ADDRESS or --web.listen-address to that address";
  return `does not answer (${code2}); ${advice}`;
}
var TIMEOUT_MS, LONGEST_ANSWER, EVERY;
var init_healthcheck = __esm({
  "src/cli/healthcheck.ts"() {
    "use strict";
    init_error_code();
    init_listen_address();
    TIMEOUT_MS = 3e3;
    LONGEST_ANSWER = 200;
    EVERY = { "0.0.0.0": "127.0.0.1", "::": "::1" };
  }
});

// src/config/found.ts
import { isMap, isNode, isScalar, isSeq } from "yaml";
function describeFound(node, template, isPrivate) {
  const quotes = !isPrivate && isScalar(node) && typeof node.value === "string" && isQuoted(node.value) ? " in quotes" : "";
  if (template !== void 0) return `${describeTemplate(template)}${quotes}`;
  if (isMap(node)) return "a map";
  if (isSeq(node)) return "a list";
  const value = isScalar(node) ? node.value : void 0;
  if (!isNode(node) || value === null) return "nothing";
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return isPrivate ? "a number" : describeNumber(String(value));
  if (typeof value !== "string") return "a value of another kind";
  return !isPrivate && isQuantity(value) ? JSON.stringify(value) : `${describeText(value)}${quotes}`;
}
function describeTemplate(template) {
  const names = [...template.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)/g)].map(
    ([, name3 = ""]) => `\${${nameVariable(name3)}}`
  );
  return names.length === 0 ? "a text with $" : `the value of ${[...new Set(names)].join(" and ")}`;
}
var describeText, describeNumber, isQuantity, nameVariable;
var init_found = __esm({
  "src/config/found.ts"() {
    "use strict";
    init_odd_secret();
    describeText = (text3) => text3 === "" ? "an empty text" : `a text of ${text3.length} ${text3.length === 1 ? "character" : "characters"}`;
    describeNumber = (text3) => text3.length < 10 ? `${text3} (a number)` : `a number of ${text3.length} characters`;
    isQuantity = (text3) => /^[-+]?\d[\d.]{0,8} ?(?:ms|[smhd]|[kMG]?i?B)?$/.test(text3);
    nameVariable = (name3) => /^(?:[A-Z][A-Z0-9_]{0,63}|[a-z]+(?:_[a-z]+)+)$/.test(name3) ? name3 : `of ${name3.length} characters`;
  }
});

// src/config/expand.ts
function expand(text3, variables) {
  const problems = [];
  const expanded = text3.replace(
    REFERENCE,
    (match2, name3, fallback) => {
      if (match2 === "$$") return "$";
      if (name3 === void 0) {
        problems.push("a ${ that begins no variable; write ${NAME}, or $${ for the characters themselves");
        return match2;
      }
      const { value, problem } = variables(name3);
      if (problem !== void 0) problems.push(problem);
      else if (value === void 0 && fallback === void 0)
        problems.push(`the variable ${nameVariable(name3)} is not set, in the environment or in .env`);
      return value ?? fallback ?? "";
    }
  );
  return { text: expanded, problems };
}
var REFERENCE, isTemplate;
var init_expand = __esm({
  "src/config/expand.ts"() {
    "use strict";
    init_found();
    REFERENCE = /\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}|\$\{/g;
    isTemplate = (text3) => text3.includes("$");
  }
});

// src/config/yaml-tree.ts
import {
  isAlias,
  isMap as isMap2,
  isNode as isNode2,
  isScalar as isScalar2,
  isSeq as isSeq2
} from "yaml";
function createYamlTree(root, aliases) {
  const pairsOf = once4((map) => {
    const own = map.items.filter(({ key }) => !isMergeKey(key));
    const merged = sourcesOf(map, aliases).toReversed().flatMap((source) => [...pairsOf(source).values()]);
    return new Map([...merged, ...own].map((pair) => [keyOf(pair), pair]));
  });
  const countAt = once4((node) => {
    const sum3 = (nodes) => nodes.reduce((total, child) => total + countAt(resolve(child, aliases)), 0);
    if (isSeq2(node)) return 1 + sum3(node.items);
    return isMap2(node) ? 1 + sum3(node.items.map(({ value }) => value)) : 1;
  });
  const valueAt = once4((node) => {
    const childValue = (child) => valueAt(resolve(child, aliases));
    if (isSeq2(node)) return node.items.map(childValue);
    if (isMap2(node))
      return Object.fromEntries([...pairsOf(node)].map(([key, { value }]) => [key, childValue(value)]));
    return isScalar2(node) ? node.value : null;
  });
  function find(path) {
    let node = resolve(root, aliases);
    for (const key of path) {
      if (isMap2(node)) node = resolve(pairsOf(node).get(String(key))?.value, aliases);
      else node = isSeq2(node) && typeof key === "number" ? resolve(node.items[key], aliases) : void 0;
    }
    return node;
  }
  return {
    find,
    findKey(path) {
      const parent = find(path.slice(0, -1));
      const key = isMap2(parent) ? pairsOf(parent).get(String(path.at(-1)))?.key : void 0;
      return isNode2(key) ? key : void 0;
    },
    count: () => countAt(root ?? void 0),
    toValue: () => valueAt(root ?? void 0)
  };
}
function mergedMaps(value, aliases) {
  const node = resolve(value, aliases);
  const sources = isSeq2(node) ? node.items.map((item) => resolve(item, aliases)) : [node];
  const maps = sources.filter((source) => isMap2(source));
  return maps.length === sources.length ? maps : void 0;
}
function resolve(node, aliases) {
  if (isAlias(node)) return aliases.get(node);
  return isNode2(node) ? node : void 0;
}
function once4(work) {
  const done = /* @__PURE__ */ new Map();
  return (input) => {
    const before = done.get(input);
    if (before !== void 0 || done.has(input)) return before;
    const result = work(input);
    done.set(input, result);
    return result;
  };
}
var isMergeKey, sourcesOf, keyOf;
var init_yaml_tree = __esm({
  "src/config/yaml-tree.ts"() {
    "use strict";
    isMergeKey = (key) => isScalar2(key) && key.value === "<<" && (key.type === void 0 || key.type === "PLAIN");
    sourcesOf = (map, aliases) => map.items.flatMap(({ key, value }) => isMergeKey(key) ? mergedMaps(value, aliases) ?? [] : []);
    keyOf = ({ key }) => isScalar2(key) ? String(key.value) : "";
  }
});

// src/config/survey.ts
import {
  isAlias as isAlias2,
  isMap as isMap3,
  isNode as isNode3,
  isScalar as isScalar3,
  visit
} from "yaml";
function survey(document, report) {
  const anchors = /* @__PURE__ */ new Map();
  const aliases = /* @__PURE__ */ new Map();
  const merges = [];
  let isSound = true;
  const refuse = (node, message) => {
    isSound = false;
    report(node, message);
  };
  visit(document, (_key, node, path) => {
    if (!isNode3(node)) return;
    if (isAlias2(node)) {
      const target = anchors.get(node.source);
      if (!target) refuse(node, BAD_ALIAS);
      else if (path.includes(target)) refuse(node, "an alias to the value that it is part of");
      else aliases.set(node, target);
      return;
    }
    if (node.anchor !== void 0) anchors.set(node.anchor, node);
    if (node.tag !== void 0 && !TAGS.has(node.tag)) report(node, BAD_TAG);
    if (isMap3(node)) merges.push(...checkKeys(node, report));
  });
  for (const { key, value } of merges) {
    if (!mergedMaps(value, aliases))
      refuse(key, "<< takes a map or a list of maps, such as *name for &name above");
  }
  return { aliases, isSound };
}
function checkKeys(map, report) {
  const seen = /* @__PURE__ */ new Set();
  for (const { key } of map.items) {
    if (!isScalar3(key)) {
      report(key ?? map, "a key that is not a text");
      continue;
    }
    keepWritten(key);
    const name3 = String(key.value);
    if (seen.has(name3)) report(key, isMergeKey(key) ? DUPLICATE_MERGE : DUPLICATE_KEY);
    if (name3 === "__proto__") report(key, "a key that can not be used; name it by its id");
    seen.add(name3);
  }
  return map.items.filter(({ key }) => isMergeKey(key));
}
function keepWritten(node) {
  if (typeof node.value !== "string" && node.source !== void 0) node.value = node.source;
}
var TAGS, BAD_ALIAS, BAD_TAG, DUPLICATE_KEY, DUPLICATE_MERGE;
var init_survey = __esm({
  "src/config/survey.ts"() {
    "use strict";
    init_yaml_tree();
    TAGS = /* @__PURE__ */ new Set([
      "!",
      ...["str", "int", "float", "bool", "null", "map", "seq"].map((name3) => `tag:yaml.org,2002:${name3}`)
    ]);
    BAD_ALIAS = "a value that begins with * is an alias to YAML; put it in quotes if it is meant as text";
    BAD_TAG = "a value that begins with ! is a tag to YAML; put it in quotes if it is meant as text";
    DUPLICATE_KEY = "this key is set above already, in the same map";
    DUPLICATE_MERGE = "a second <<; write one with a list: <<: [*first, *second]";
  }
});

// src/config/yaml.ts
import { Composer, Lexer, LineCounter, Parser, YAMLParseError } from "yaml";
function parseYaml(text3) {
  const lines = new LineCounter();
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({
    prettyErrors: false,
    logLevel: "error",
    uniqueKeys: false
    // it would compare each key with every other
  });
  const [document, second] = composer.compose(readTokens(text3, parser), true, text3.length);
  if (!document) throw new TypeError("composing a text always gives a document");
  const fail = (offset, code2) => document.errors.push(new YAMLParseError([offset, offset], code2, ""));
  if (parser.stack.length > MOST_NESTED) fail(parser.offset, "RESOURCE_EXHAUSTION");
  else if (second) fail(second.range[0], "MULTIPLE_DOCS");
  return { document, lines };
}
function* readTokens(text3, parser) {
  for (const lexeme of new Lexer().lex(text3)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > MOST_NESTED) return;
  }
  yield* parser.end();
}
function describeSyntaxError({ code: code2 }) {
  return SYNTAX_ERRORS[code2] ?? `not valid YAML (${code2.toLowerCase().replaceAll("_", " ")})`;
}
var MOST_NESTED, SYNTAX_ERRORS;
var init_yaml = __esm({
  "src/config/yaml.ts"() {
    "use strict";
    MOST_NESTED = 64;
    SYNTAX_ERRORS = {
      BAD_ALIAS: "a value that begins with * is an alias to YAML; put it in quotes if it is meant as text",
      BAD_INDENT: "the indentation does not fit what stands above",
      MISSING_CHAR: "a quote or bracket is not closed, or a : is missing",
      MULTIPLE_DOCS: "a second document; there must be only one",
      RESOURCE_EXHAUSTION: `more than ${MOST_NESTED} levels of nesting`,
      TAB_AS_INDENT: "a tab; YAML is indented by spaces",
      TAG_RESOLVE_FAILED: "a value that begins with ! is a tag to YAML; put it in quotes if it is meant as text"
    };
  }
});

// src/config/document.ts
import { isNode as isNode4, isPair, isScalar as isScalar4, visit as visit2 } from "yaml";
function readDocument(text3, variables) {
  const { document, lines } = parseYaml(text3);
  const problems = [];
  const placeOf = (offset) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const report = (offset, message) => problems.push({ ...placeOf(offset), path: "", message });
  const reportNode = (node, message) => report(startOf(node) ?? 0, message);
  for (const error of document.errors) report(error.pos[0], describeSyntaxError(error));
  const { aliases, isSound } = survey(document, reportNode);
  const templates = expandScalars(document, variables, reportNode);
  const tree = createYamlTree(document.contents, aliases);
  const hasValue = document.errors.length === 0 && isSound && isBounded(tree, report);
  return {
    value: hasValue ? tree.toValue() : void 0,
    problems,
    locate(path) {
      for (let length = path.length; length >= 0; length -= 1) {
        const start = startOf(tree.find(path.slice(0, length)));
        if (start !== void 0) return placeOf(start);
      }
      return { line: 1, column: 1 };
    },
    locateKey(path) {
      const start = startOf(tree.findKey(path));
      return start === void 0 ? this.locate(path) : placeOf(start);
    },
    lines(path) {
      const { line: from } = typeof path.at(-1) === "string" ? this.locateKey(path) : this.locate(path);
      const end = text3.slice(0, tree.find(path)?.range?.[1] ?? 0).trimEnd().length;
      return { from, to: Math.max(from, placeOf(end).line) };
    },
    isPendingAt(path) {
      const node = tree.find(path);
      return isScalar4(node) && isPending(node.value);
    },
    found(path, isPrivate) {
      const node = tree.find(path);
      return describeFound(node, isScalar4(node) ? templates.get(node) : void 0, isPrivate);
    }
  };
}
function isBounded(tree, report) {
  if (tree.count() <= MOST_VALUES) return true;
  report(0, `more than ${MOST_VALUES} values, counting those that aliases repeat`);
  return false;
}
function expandScalars(document, variables, report) {
  const templates = /* @__PURE__ */ new Map();
  visit2(document, {
    Scalar(key, node, path) {
      if (key === "key") return;
      if (isName(path)) keepWritten(node);
      if (typeof node.value !== "string") return;
      if (node.value.includes(PENDING)) report(node, "a NUL character, which no value can hold");
      if (!isTemplate(node.value)) return;
      templates.set(node, node.value);
      const { text: text3, problems } = expand(node.value, variables);
      for (const problem of problems) report(node, problem);
      node.value = problems.length > 0 ? PENDING : text3;
    }
  });
  return templates;
}
var startOf, MOST_VALUES, PENDING, isPending, isName, keyOf2;
var init_document = __esm({
  "src/config/document.ts"() {
    "use strict";
    init_expand();
    init_found();
    init_survey();
    init_yaml();
    init_yaml_tree();
    startOf = (node) => isNode4(node) ? node.range?.[0] : void 0;
    MOST_VALUES = 2e6;
    PENDING = "\0";
    isPending = (value) => value === PENDING;
    isName = (path) => keyOf2(path.at(-1)) === "option" || keyOf2(path.at(-3)) === "when";
    keyOf2 = (node) => isPair(node) && isScalar4(node.key) ? node.key.value : void 0;
  }
});

// src/stock/stock-pattern.ts
import { RE2JS } from "re2js";
function createStockPattern(source) {
  const pattern = compile(source);
  if (pattern.groupCount() !== 1) {
    throw new SyntaxError(`it has ${pattern.groupCount()} groups, where one must stand around the number`);
  }
  return {
    source,
    read(name3) {
      const match2 = pattern.matcher(name3);
      if (!match2.find()) return { name: name3, stock: UNLIMITED };
      const rest = `${name3.slice(0, match2.start())} ${name3.slice(match2.end())}`.replace(/\s+/g, " ").trim();
      const told = match2.group(1) ?? "";
      const isWhole = /^\d{1,9}$/.test(told) && !ENDS_IN_NUMBER.test(name3.slice(0, match2.start(1))) && !BEGINS_WITH_NUMBER.test(name3.slice(match2.end(1)));
      return { name: rest || name3, stock: isWhole ? limited(Number(told)) : UNKNOWN };
    }
  };
}
function compile(source) {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    const said = error instanceof Error ? error.message : "unreadable";
    const why = said.replace(/^error parsing regexp: /, "").replace(/: `[\s\S]*$/, "");
    throw new SyntaxError(why, { cause: error });
  }
}
var ENDS_IN_NUMBER, BEGINS_WITH_NUMBER;
var init_stock_pattern = __esm({
  "src/stock/stock-pattern.ts"() {
    "use strict";
    init_stock();
    ENDS_IN_NUMBER = /(?:[\d.,]|\d\s|[-\u2212])$/;
    BEGINS_WITH_NUMBER = /^[.,]?\d/;
  }
});

// src/config/units.ts
function parseDuration(text3) {
  if (!new RegExp(DURATION_PATTERN).test(text3)) return void 0;
  let total = 0;
  for (const [, count4, unit] of text3.matchAll(/(\d+)(ms|[dhms])/g)) {
    total += Number(count4) * (DURATION_UNITS[unit ?? ""] ?? Number.NaN);
  }
  return total;
}
function parseSize(text3) {
  const [, count4, unit] = new RegExp(SIZE_PATTERN).exec(text3) ?? [];
  return count4 === void 0 ? void 0 : Number(count4) * (SIZE_UNITS[unit ?? ""] ?? Number.NaN);
}
var DURATION_UNITS, SIZE_UNITS, DURATION_PATTERN, SIZE_PATTERN;
var init_units = __esm({
  "src/config/units.ts"() {
    "use strict";
    DURATION_UNITS = {
      d: 864e5,
      h: 36e5,
      m: 6e4,
      s: 1e3,
      ms: 1
    };
    SIZE_UNITS = {
      B: 1,
      kB: 1e3,
      MB: 1e6,
      GB: 1e9,
      KiB: 2 ** 10,
      MiB: 2 ** 20,
      GiB: 2 ** 30
    };
    DURATION_PATTERN = "^(?=\\d)(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?$";
    SIZE_PATTERN = "^(\\d+)(B|kB|MB|GB|KiB|MiB|GiB)$";
  }
});

// src/config/values.ts
import { z as z2 } from "zod";
function duration(least2, most, expected) {
  return z2.string({ error: `expected a duration such as ${expected}` }).transform((text3, context) => {
    const ms = parseDuration(text3);
    if (ms !== void 0 && ms >= least2 && ms <= most) return ms;
    context.addIssue(
      `expected a duration such as ${expected}${ms === void 0 ? "" : `, from ${least2 / SECOND}s to ${most / DAY}d`}`
    );
    return z2.NEVER;
  }).meta({ pattern: orTemplate(DURATION_PATTERN) });
}
function whole(least2, most) {
  const expected = `expected a whole number from ${least2} to ${most}`;
  return z2.union([z2.number(), z2.string().meta({ pattern: orTemplate("^\\d+$") })], { error: expected }).transform((value, context) => {
    const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && Number.isInteger(number) && number >= least2 && number <= most)
      return number;
    context.addIssue(expected);
    return z2.NEVER;
  });
}
var orTemplate, SECOND, MINUTE, DAY, size, flag, text2, id, list2, regexp;
var init_values = __esm({
  "src/config/values.ts"() {
    "use strict";
    init_stock_pattern();
    init_units();
    orTemplate = (pattern) => `(${pattern})|\\$\\{`;
    SECOND = 1e3;
    MINUTE = 6e4;
    DAY = 864e5;
    size = z2.string({ error: "expected a size such as 64MiB" }).transform((text3, context) => {
      const bytes = parseSize(text3);
      if (bytes !== void 0 && bytes >= 1024 && bytes <= 2 ** 30) return bytes;
      context.addIssue(`expected a size such as 64MiB${bytes === void 0 ? "" : ", from 1KiB to 1GiB"}`);
      return z2.NEVER;
    }).meta({ pattern: orTemplate(SIZE_PATTERN) });
    flag = z2.union([z2.boolean(), z2.string().meta({ pattern: orTemplate("^(true|false)$") })], {
      error: "expected true or false"
    }).transform((value, context) => {
      if (value === true || value === "true") return true;
      if (value === false || value === "false") return false;
      context.addIssue("expected true or false");
      return z2.NEVER;
    });
    text2 = (what) => z2.string({ error: `expected ${what}` }).min(1, { error: `expected ${what}` });
    id = whole(1, 2 ** 31 - 1);
    list2 = (element, what) => z2.array(element, { error: `expected a list of ${what}` }).exactOptional();
    regexp = z2.string({ error: "expected a regular expression" }).transform((source, context) => {
      try {
        return createStockPattern(source);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        context.addIssue(`expected a regular expression in RE2's syntax: ${error.message}`);
        return z2.NEVER;
      }
    });
  }
});

// src/config/limits-schema.ts
import { z as z3 } from "zod";
function readDraw({ product: product2, units: units2, option, choices: choices2 }, context) {
  const expected = "expected product and units, or product, option and choices";
  if (units2 !== void 0 && option === void 0 && choices2 === void 0) {
    if (units2 > 0) return { product: product2, units: units2 };
    context.addIssue({ code: "custom", path: ["units"], message: "this draw takes nothing" });
    return z3.NEVER;
  }
  if (units2 === void 0 && option !== void 0 && choices2 !== void 0) {
    if (Object.values(choices2).some((drawn) => drawn > 0)) {
      return { product: product2, option, choices: new Map(Object.entries(choices2)) };
    }
    context.addIssue({ code: "custom", path: ["choices"], message: "this draw takes nothing" });
    return z3.NEVER;
  }
  context.addIssue(expected);
  return z3.NEVER;
}
var MOST_UNITS, threshold, thresholds, units, reference, byName, limits, choice, combination, keyOfWhen, combinations2, product, products, draw, keysOfDraw, pool, pools;
var init_limits_schema = __esm({
  "src/config/limits-schema.ts"() {
    "use strict";
    init_names();
    init_values();
    MOST_UNITS = 2 ** 31 - 1;
    threshold = z3.union([z3.literal("none"), whole(0, MOST_UNITS)], { error: "expected a whole number or none" }).optional();
    thresholds = z3.strictObject(
      {
        warning: threshold.describe("Stock at or below this will soon be sold out."),
        critical: threshold.describe("Stock at or below this needs action now.")
      },
      { error: "expected warning and critical" }
    ).refine(
      ({ warning, critical }) => typeof warning !== "number" || typeof critical !== "number" || critical <= warning,
      { error: "critical must not be above warning" }
    );
    units = whole(0, MOST_UNITS);
    reference = (what) => z3.union([text2(what), z3.number()], { error: `expected ${what}` }).transform(String);
    byName = (value, what) => z3.record(z3.string(), value, { error: `expected ${what}` }).superRefine((entries, context) => {
      const seen = /* @__PURE__ */ new Set();
      for (const name3 of Object.keys(entries)) {
        const key = foldName(name3);
        if (key === "") context.addIssue({ code: "custom", path: [name3], message: "expected a name" });
        if (seen.has(key))
          context.addIssue({ code: "custom", path: [name3], message: "this name is set above already" });
        seen.add(key);
      }
    });
    limits = {
      capacity: units.optional().describe("Units in all."),
      thresholds: thresholds.optional().describe("Go before the product's.")
    };
    choice = z3.union([units, z3.strictObject(limits, { error: "expected capacity and thresholds" })], {
      error: `expected a capacity, a whole number from 0 to ${MOST_UNITS}, or capacity and thresholds`
    });
    combination = z3.strictObject(
      {
        when: byName(reference("the name or id of a choice"), "choices by option").refine((when) => Object.keys(when).length > 0, { error: "expected at least one choice" }).describe("Choices by option, each by name or id."),
        ...limits
      },
      { error: "expected when, and capacity or thresholds" }
    );
    keyOfWhen = (when) => JSON.stringify(
      Object.entries(when).map(([option, choice2]) => [foldName(option), foldName(choice2)]).toSorted()
    );
    combinations2 = z3.union(
      [
        z3.literal("all"),
        z3.array(combination).superRefine((listed, context) => {
          const seen = /* @__PURE__ */ new Set();
          for (const [index, { when }] of listed.entries()) {
            const key = keyOfWhen(when);
            if (seen.has(key)) {
              context.addIssue({
                code: "custom",
                path: [index, "when"],
                message: "this combination is listed above already"
              });
            }
            seen.add(key);
          }
        })
      ],
      { error: "expected all, or a list of combinations" }
    );
    product = z3.strictObject(
      {
        id: id.describe("Its id in WHMCS."),
        name: text2("a name").optional().describe("Its name in WHMCS, for people who read this file."),
        thresholds: thresholds.optional().describe("Go before the group's and the site's."),
        options: byName(byName(choice, "capacities by choice"), "options by name or id").optional().describe("Capacities by option and choice, each by name or id."),
        combinations: combinations2.optional().describe("Choices that are limited together; all for every set of dropdown and radio choices.")
      },
      { error: "expected id, and thresholds, options or combinations" }
    );
    products = z3.array(product, { error: "expected a list of products" });
    draw = z3.strictObject(
      {
        product: id.describe("The product that draws."),
        units: units.optional().describe("What one unit of the product takes, with any options."),
        option: reference("the name or id of an option").optional().describe("The option whose choices draw."),
        choices: byName(units, "units by choice").optional().describe("What one unit of each choice takes.")
      },
      { error: "expected product and units, or product, option and choices" }
    );
    keysOfDraw = (drawn) => "units" in drawn ? [String(drawn.product)] : [...drawn.choices.keys()].map(
      (choice2) => JSON.stringify([drawn.product, foldName(drawn.option), foldName(choice2)])
    );
    pool = z3.strictObject(
      {
        name: text2("a name").refine((name3) => foldName(name3) !== "", { error: "expected a name" }).describe("What the pool is called in metrics."),
        capacity: units.describe("Units in all."),
        unit: text2("a unit such as GB").optional().describe("What it is counted in, such as GB."),
        draws: z3.array(draw.transform(readDraw), { error: "expected a list of draws" }).min(1, { error: "expected at least one draw: a pool without draws limits nothing" }).superRefine((draws, context) => {
          if (context.issues.length > 0) return;
          const seen = /* @__PURE__ */ new Set();
          for (const [index, drawn] of draws.entries()) {
            for (const key of keysOfDraw(drawn)) {
              if (seen.has(key)) {
                context.addIssue({
                  code: "custom",
                  path: [index],
                  message: "this draw is listed above already, and would be counted twice"
                });
              }
              seen.add(key);
            }
          }
        }).describe("What a unit of a product, or of a choice, takes from the pool.")
      },
      { error: "expected a pool: name, capacity and draws" }
    );
    pools = z3.array(pool, { error: "expected a list of pools" }).superRefine((listed, context) => {
      const seen = /* @__PURE__ */ new Set();
      for (const [index, { name: name3 }] of listed.entries()) {
        const key = foldName(name3);
        if (seen.has(key))
          context.addIssue({
            code: "custom",
            path: [index, "name"],
            message: "another pool has this name already"
          });
        seen.add(key);
      }
    });
  }
});

// src/config/settings-schema.ts
import { z as z4 } from "zod";
var selector, name2, companion, SERVICE_STATUSES, usage, tls, reaching, settings;
var init_settings_schema = __esm({
  "src/config/settings-schema.ts"() {
    "use strict";
    init_catalogue();
    init_limits_schema();
    init_values();
    selector = z4.strictObject(
      {
        ids: list2(id, "product ids").describe("Products by id."),
        groups: list2(
          z4.union([z4.number().int().positive(), text2("a group id or a pattern")], {
            error: "expected a group id or a pattern"
          }),
          "group ids or patterns"
        ).describe("Products by their group: its id, or a pattern over its name."),
        names: list2(text2("a pattern"), "patterns").describe(
          "Products by a pattern over their name; * is any text, case is ignored."
        )
      },
      { error: "expected ids, groups or names" }
    );
    name2 = (what) => z4.string({ error: `expected ${what}` }).regex(/^[A-Za-z0-9_]{1,64}$/, { error: `expected ${what}` });
    companion = z4.strictObject(
      {
        action: name2("the name of an API action").exactOptional().describe("Name of the API action. Default GetProductDetails, which the companion adds to WHMCS."),
        parameter: name2("the name of a field").exactOptional().describe(
          "Only for an action of your own that returns one product per call: the field that takes the product's id."
        )
      },
      { error: "expected action or parameter" }
    );
    SERVICE_STATUSES = [
      "Pending",
      "Active",
      "Completed",
      "Suspended",
      "Terminated",
      "Cancelled",
      "Fraud"
    ];
    usage = z4.strictObject(
      {
        products: z4.enum(["all", "configured", "none"], { error: "expected all, configured or none" }).exactOptional().describe(
          "Products whose units in use are counted. Default: all if the companion counts, otherwise those with limits of options, combinations or pools."
        ),
        statuses: z4.array(z4.enum(SERVICE_STATUSES, { error: `expected some of ${SERVICE_STATUSES.join(", ")}` }), {
          error: "expected a list of statuses"
        }).min(1, { error: "expected at least one status" }).exactOptional().describe("Statuses of services that use units. Default Pending, Active, Suspended."),
        interval: duration(SECOND, DAY, "5m").exactOptional().describe(
          "Time between two pagings through GetClientsProducts. Default 5m, or a third of max_age if that is less."
        ),
        page_size: whole(1, 1e4).exactOptional().describe("Services per page of GetClientsProducts. Default 250.")
      },
      { error: "expected products, statuses, interval or page_size" }
    );
    tls = z4.strictObject(
      {
        ca_file: text2("a path").exactOptional().describe("PEM file of the certificate authorities to trust, in place of the usual ones."),
        server_name: z4.string({ error: "expected a host name" }).regex(/^(?=.*[A-Za-z])[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?$/, { error: "expected a host name" }).exactOptional().describe(
          "Name that the certificate is for, if it is not the host of url, such as an origin behind a CDN."
        )
      },
      { error: "expected ca_file or server_name" }
    );
    reaching = {
      tls: tls.exactOptional().describe("How the certificate of WHMCS is verified."),
      proxy: text2("the address of a proxy such as http://proxy:3128").exactOptional().describe("HTTP proxy to reach WHMCS through."),
      no_proxy: z4.union([text2("host names"), z4.array(text2("a host name"))], { error: "expected host names" }).exactOptional().describe("Hosts, domains, IP addresses or ranges to reach without the proxy, as in NO_PROXY."),
      proxy_from_environment: flag.exactOptional().describe("Use the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name. Default false.")
    };
    settings = {
      ...reaching,
      source: z4.enum(["auto", ...SOURCE_NAMES], {
        error: `expected auto, ${SOURCE_NAMES.slice(0, -1).join(", ")} or ${SOURCE_NAMES.at(-1)}`
      }).exactOptional().describe("How stock is read. Default auto: the best source that answers."),
      companion: companion.exactOptional().describe("The API action that the source companion calls."),
      interval: duration(SECOND, DAY, "60s or 5m").exactOptional().describe("Time between two collections. Default 60s."),
      timeout: duration(100, 10 * 6e4, "10s").exactOptional().describe("Deadline of one API call, its retries included. Default 10s."),
      max_age: duration(SECOND, 30 * DAY, "15m").exactOptional().describe("Stock older than this is withdrawn. Default 15m."),
      concurrency: whole(1, 64).exactOptional().describe("API calls at once to the site. Default 1."),
      body_limit: size.exactOptional().describe("Largest API answer to read, decompressed. Default 64MiB."),
      thresholds: thresholds.exactOptional().describe("Thresholds of stock, exposed for alerts. Those of a group or a product replace them."),
      usage: usage.exactOptional().describe("How units in use are counted."),
      stock_pattern: regexp.exactOptional().describe(
        "Regular expression (RE2) with one group around the number, for choices whose names show their stock, such as Tokyo (3 left)."
      ),
      series_limit: whole(1, 1e7).exactOptional().describe("Limit of stock series for the site. Default 100000."),
      include: selector.exactOptional().describe("Only these products. Default: all."),
      exclude: selector.exactOptional().describe("Not these products, even if include matches them."),
      stock_controlled: z4.union([z4.literal("all"), selector], { error: "expected all, or ids, groups or names" }).exactOptional().describe(
        "Products that have stock control on in WHMCS: their 0 means sold out. The classic API does not say whether 0 means that or no limit."
      ),
      unlimited: z4.union([z4.literal("all"), selector], { error: "expected all, or ids, groups or names" }).exactOptional().describe(
        "Products that have stock control off in WHMCS: the number that the classic API shows means nothing. Of this key and stock_controlled, the one that names products replaces the one that says all."
      ),
      facts_max_age: duration(SECOND, 366 * DAY, "30d").exactOptional().describe(
        "How long a stock control, visibility or group name holds that a source stated, while none states it again. Default 30d."
      ),
      confirm_loss: flag.exactOptional().describe(
        "Show the loss of more than half of the products, and at least 20, only when the next reading confirms it. Default true."
      ),
      totals: z4.enum(["check", "ignore"], { error: "expected check or ignore" }).exactOptional().describe(
        "Whether a list of products must be as long as WHMCS itself counts. Set ignore for a WHMCS that always counts otherwise. Default check."
      )
    };
  }
});

// src/config/schema.ts
import { z as z5 } from "zod";
var group, webhook, tablePath, site, configSchema;
var init_schema = __esm({
  "src/config/schema.ts"() {
    "use strict";
    init_limits_schema();
    init_settings_schema();
    init_values();
    group = z5.union(
      [
        text2("a name"),
        z5.strictObject({
          name: text2("a name").optional().describe("Name of the group, which the classic API does not return."),
          thresholds: thresholds.optional().describe("Replace those of the site.")
        })
      ],
      { error: "expected a name, or name and thresholds" }
    );
    webhook = z5.strictObject(
      {
        secret: text2("a secret").optional().describe("Secret that calls are signed with, 16 characters or more."),
        secret_file: text2("a path").optional().describe("File that holds the secret.")
      },
      { error: "expected secret or secret_file" }
    );
    tablePath = z5.string({ error: "expected the path of a table" }).regex(/[./]/, { error: "expected the path of a table such as stock.csv" });
    site = z5.strictObject(
      {
        name: z5.string({ error: "expected a name" }).regex(/^[A-Za-z0-9._-]{1,64}$/, {
          error: "expected a name of up to 64 letters, digits, dots, dashes or underscores"
        }).describe("Name of the site in metrics, logs and alerts."),
        url: text2("an address such as https://billing.example.com/").describe(
          "WHMCS's root, or the full address of includes/api.php."
        ),
        identifier: text2("the identifier of an API credential").optional().describe("Identifier of the API credential."),
        identifier_file: text2("a path").optional().describe("File that holds the identifier."),
        secret: text2("the secret of an API credential").optional().describe("Secret of the API credential."),
        secret_file: text2("a path").optional().describe("File that holds the secret."),
        access_key: z5.string({ error: "expected an access key" }).optional().describe("$api_access_key of WHMCS, if it has one."),
        access_key_file: text2("a path").optional().describe("File that holds the access key."),
        ...settings,
        webhook: webhook.optional().describe(
          "Accept signed calls of the companion at /webhooks/whmcs/NAME, and read what changed at once."
        ),
        groups: z5.record(z5.string().regex(/^\d+$/, { error: "expected a group id" }), group, {
          error: "expected names by group id"
        }).optional().describe("Product groups by id: their name, or their name and thresholds."),
        products: products.optional().describe("Limits of products."),
        limits: z5.union([tablePath, z5.array(tablePath)], { error: "expected the path of a table, or a list of paths" }).optional().describe(
          "Tables (CSV) of capacities and thresholds, beside or instead of products. discover writes them."
        ),
        pools: pools.optional().describe("Resources that several products or choices draw from."),
        allow_insecure_http: flag.optional().describe("Accept an http:// url that is not this machine. The secret then travels in clear.")
      },
      { error: "expected a site: name, url, identifier and secret" }
    );
    configSchema = z5.strictObject(
      {
        collector: z5.strictObject(
          {
            concurrency: whole(1, 1024).optional().describe(
              "API calls at once over all sites; four times as many slow calls may run beside them. Default 8."
            )
          },
          { error: "expected concurrency" }
        ).optional().describe("Settings over all sites."),
        defaults: z5.strictObject(settings, { error: "expected keys of a site" }).optional().describe("Values for sites that do not set their own."),
        sites: z5.array(site, { error: "expected a list of sites" }).min(1, { error: "expected at least one site" }).describe("The WHMCS installations to read.")
      },
      { error: "expected a configuration with sites" }
    );
  }
});

// src/config/json-schema.ts
import { z as z6 } from "zod";
function configJsonSchema() {
  return {
    title: "Configuration of whmcs-stock-exporter",
    ...z6.toJSONSchema(configSchema, { io: "input", target: "draft-7" })
  };
}
var init_json_schema = __esm({
  "src/config/json-schema.ts"() {
    "use strict";
    init_schema();
  }
});

// src/config/key-names.ts
function renderPath(path) {
  return path.map(
    (part, index) => typeof part === "number" ? `[${part}]` : `.${renderPart(String(part), path.slice(0, index))}`
  ).join("").replace(/^\./, "");
}
function renderPart(key, parents) {
  if (isKnown(key) || /^\d{1,10}$/.test(key)) return key;
  if (!isFreeName(parents)) return `(a key of ${key.length} characters)`;
  const name3 = visibleText(key).replace(/[\n\t]/g, " ");
  return name3.length > MOST_SHOWN2 ? `${name3.slice(0, MOST_SHOWN2)}\u2026` : name3;
}
function knownKeys() {
  known ??= new Set(keysOf(configJsonSchema()));
  return known;
}
function keysOf(schema2) {
  if (typeof schema2 !== "object" || schema2 === null) return [];
  const own = "properties" in schema2 ? Object.keys(schema2.properties ?? {}) : [];
  return [...own, ...Object.values(schema2).flatMap(keysOf)];
}
var nameKey, MOST_SHOWN2, isFreeName, isKnown, known;
var init_key_names = __esm({
  "src/config/key-names.ts"() {
    "use strict";
    init_text();
    init_json_schema();
    nameKey = (key) => isKnown(key) || /^(?=.{1,16}$)[a-z]+(?:_[a-z]+)*$/.test(key) ? JSON.stringify(key) : `of ${key.length} characters`;
    MOST_SHOWN2 = 64;
    isFreeName = (parents) => ["options", "choices", "when"].includes(String(parents.at(-1))) || parents.at(-2) === "options";
    isKnown = (key) => knownKeys().has(key);
  }
});

// src/config/cursor.ts
function createCursor(document, reporter) {
  const problem = (path, message) => ({
    ...document.locate(path),
    path: renderPath(path),
    message
  });
  const place = (path, value) => ({
    value: isPending(value) ? void 0 : value,
    text: typeof value === "string" && value !== "" && !isPending(value) ? value : void 0,
    isSet: value !== void 0,
    at: (key) => place([...path, key], childOf(value, key)),
    elements: () => Array.isArray(value) ? value.map((element, index) => place([...path, index], element)) : [],
    found: () => document.found(path, true),
    report: (message) => reporter.report(problem(path, message)),
    warn: (message) => reporter.warn(problem(path, message))
  });
  return place([], document.value);
}
function childOf(value, key) {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : void 0;
}
var either;
var init_cursor = __esm({
  "src/config/cursor.ts"() {
    "use strict";
    init_document();
    init_key_names();
    either = (own, shared2) => own.isSet ? own : shared2;
  }
});

// src/config/issues.ts
function describeIssue(issue, document) {
  const { path } = issue;
  const meant = issue.code === "invalid_union" ? issue.errors.filter(isDeeper) : [];
  if (meant.length === 1)
    return meant.flat().flatMap((inner) => describeIssue({ ...inner, path: [...path, ...inner.path] }, document));
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      ...document.locateKey([...path, key]),
      path: renderPath(path),
      message: `unknown key ${nameKey(key)}`
    }));
  }
  if (document.isPendingAt(path)) return [];
  const isPrivate = PRIVATE_KEY.test(String(path.at(-1)));
  const message = `${issue.message}, found ${document.found(path, isPrivate)}`;
  return [{ ...document.locate(path), path: renderPath(path), message }];
}
var describeIssues, PRIVATE_KEY, isDeeper;
var init_issues = __esm({
  "src/config/issues.ts"() {
    "use strict";
    init_key_names();
    describeIssues = (issues, document) => issues.flatMap((issue) => describeIssue(issue, document));
    PRIVATE_KEY = /^(identifier|secret|access_key|proxy|url)(_file)?$/;
    isDeeper = (issues) => issues.every(({ code: code2, path }) => path.length > 0 || code2 === "unrecognized_keys");
  }
});

// src/config/spreadsheet-text.ts
function isConverted(text3) {
  if (FORMULA.test(text3) || /^(?:true|false)$/i.test(text3)) return true;
  return /\p{N}/u.test(text3) && !SHORT_WHOLE_NUMBER.test(text3) && !/\p{L}/u.test(text3.replace(NUMBER_WORDS, ""));
}
var FORMULA, MONTHS, NUMBER_WORDS, SHORT_WHOLE_NUMBER, withoutQuotes2, guardText, unguardText;
var init_spreadsheet_text = __esm({
  "src/config/spreadsheet-text.ts"() {
    "use strict";
    FORMULA = /^[=+\-@＝＋－＠\t\r\n]/;
    MONTHS = "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?";
    NUMBER_WORDS = new RegExp(
      `(?<=\\d)e(?=[-+\\d])|(?<!\\p{L})([ap]m?|${MONTHS}|[\u5E74\u6708\u65E5\u6642\u5206])(?!\\p{L})`,
      "giu"
    );
    SHORT_WHOLE_NUMBER = /^(?:0|[1-9]\d{0,14})$/;
    withoutQuotes2 = (text3) => text3.replace(/^'+/, "");
    guardText = (text3) => isConverted(withoutQuotes2(text3)) ? `'${text3}` : text3;
    unguardText = (text3) => text3.startsWith("'") && isConverted(withoutQuotes2(text3)) ? text3.slice(1) : text3;
  }
});

// src/config/csv.ts
import { CsvError, parse } from "csv-parse/sync";
function parseCsv(text3) {
  const hasByteOrderMark = text3.startsWith("\uFEFF");
  const lineEnd = /\r\n|\n|\r/.exec(text3)?.[0] ?? "\n";
  const lines = text3.slice(hasByteOrderMark ? 1 : 0).replace(/\r\n?/g, "\n");
  const [separator = "", named2] = SEPARATOR_LINE.exec(lines) ?? [];
  const body = lines.slice(separator.length);
  const delimiter = named2 ?? detectDelimiter(body);
  return {
    hasByteOrderMark,
    separatorLine: separator === "" ? void 0 : separator.replace("\n", ""),
    delimiter,
    lineEnd,
    records: parseRecords(body, delimiter, separator === "" ? 1 : 2)
  };
}
function detectDelimiter(text3) {
  const header = (/^.*/.exec(text3)?.[0] ?? "").replace(/"[^"]*"/g, "");
  const counted = DELIMITERS.map((sign2) => ({ sign: sign2, count: header.split(sign2).length }));
  return counted.toSorted((a, b) => b.count - a.count)[0]?.sign ?? ",";
}
function parseRecords(text3, delimiter, firstLine) {
  const options = { delimiter, record_delimiter: "\n", relax_column_count: true, raw: true };
  const parseUpTo = (to) => parse(text3, { ...options, ...to !== void 0 && { to } });
  try {
    return withLines(parseUpTo(), firstLine).records.filter(
      ({ cells }) => cells.some((cell) => cell.trim() !== "")
    );
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { records = 0, column = 0 } = error;
    const { nextLine } = withLines(records > 0 ? parseUpTo(Number(records)) : [], firstLine);
    const message = error.code === "CSV_QUOTE_NOT_CLOSED" ? 'a quote that is never closed; end the cell with "' : 'a quote inside a cell; put the cell in quotes and write "" for the quote';
    throw new CsvFault(nextLine, Number(column), message);
  }
}
function withLines(parsed, firstLine) {
  let nextLine = firstLine;
  const records = parsed.map(({ record, raw }) => {
    const line = nextLine;
    for (let at = raw.indexOf("\n"); at >= 0; at = raw.indexOf("\n", at + 1)) nextLine += 1;
    return { cells: record.map(unguardText), raw: raw.replace(/\n$/, ""), line };
  });
  return { records, nextLine };
}
var NEW_CSV, CsvFault, DELIMITERS, SEPARATOR_LINE;
var init_csv = __esm({
  "src/config/csv.ts"() {
    "use strict";
    init_spreadsheet_text();
    NEW_CSV = {
      hasByteOrderMark: false,
      separatorLine: void 0,
      delimiter: ",",
      lineEnd: "\n",
      records: []
    };
    CsvFault = class extends Error {
      constructor(line, cell, message) {
        super(message);
        this.line = line;
        this.cell = cell;
      }
      line;
      cell;
      name = "CsvFault";
    };
    DELIMITERS = [",", ";", "	"];
    SEPARATOR_LINE = /^"?sep=(.)"?\1*(?:\n|$)/i;
  }
});

// src/config/combination-text.ts
function readCombination(text3) {
  const pairs = [];
  PAIR.lastIndex = 0;
  for (; ; ) {
    const match2 = PAIR.exec(text3);
    if (!match2) return void 0;
    const [, quotedOption, option = "", quotedChoice, choice2 = "", end] = match2;
    const pair = [unquote(quotedOption) ?? option.trim(), unquote(quotedChoice) ?? choice2.trim()];
    if (pair.some((name3) => name3.trim() === "")) return void 0;
    pairs.push(pair);
    if (end === "") return pairs;
  }
}
var writeCombination, writeName, PAIR, unquote;
var init_combination_text = __esm({
  "src/config/combination-text.ts"() {
    "use strict";
    writeCombination = (pairs) => [...pairs].map((pair) => pair.map(writeName).join("=")).join(", ");
    writeName = (name3) => /[",=\n\r]|^\s|\s$|^$/.test(name3) ? `"${name3.replaceAll('"', '""')}"` : name3;
    PAIR = /(?:\s*"((?:[^"]|"")*)"\s*|([^",=]*))=(?:\s*"((?:[^"]|"")*)"\s*|([^",=]*))(,|$)/y;
    unquote = (quoted) => quoted?.replaceAll('""', '"');
  }
});

// src/config/limit-row.ts
function readLimitRow({ place, cells }, report) {
  let isValid = true;
  const refuse = (column, message) => {
    isValid = false;
    report(column, message);
  };
  const product2 = cells.product?.trim();
  if (product2 === void 0) refuse("product", "empty; set the id of a product");
  const subject = readSubject(cells, refuse);
  const values = {
    capacity: readValue(cells.capacity, ["none"], "capacity", refuse),
    warning: readValue(cells.warning, ["none", "default"], "warning", refuse),
    critical: readValue(cells.critical, ["none", "default"], "critical", refuse)
  };
  if (subject?.kind === "product" && values.capacity !== void 0)
    refuse("capacity", "a product's stock is set in WHMCS; only choices and combinations have a capacity");
  if (!isValid || product2 === void 0 || !subject) return void 0;
  return { place, site: cells.site?.trim(), product: product2, subject, values };
}
function readSubject({ option, choice: choice2, combination: combination2 }, report) {
  if (combination2 !== void 0) {
    if (option !== void 0 || choice2 !== void 0)
      report("combination", "the row names an option or a choice as well; a row is about one thing");
    const when = readCombination(combination2);
    if (!when) report("combination", "expected choices by option, such as Location=Tokyo, RAM=64 GB");
    return when && { kind: "combination", when };
  }
  if (choice2 !== void 0) return { kind: "choice", option, choice: choice2 };
  if (option === void 0) return { kind: "product" };
  report("choice", "empty, but the row names an option; name one of its choices");
  return void 0;
}
function readValue(cell, words, column, report) {
  const text3 = cell?.trim().toLowerCase() ?? "";
  if (text3 === "") return void 0;
  const word = words.find((known2) => known2 === text3);
  if (word !== void 0) return word;
  const { data } = units.safeParse(text3);
  if (data !== void 0) return data;
  const expected = [`a whole number from 0 to ${MOST_UNITS}`, ...words].join(" or ");
  report(column, `expected ${expected}, found ${describe6(text3)}`);
  return void 0;
}
function describe6(text3) {
  if (/^[\p{N}\p{P}\p{S}\s]{1,12}$/u.test(text3)) return JSON.stringify(text3);
  return `a text of ${text3.length} ${text3.length === 1 ? "character" : "characters"}`;
}
var TABLE_COLUMNS, isRead, renderRowPlace, renderRowProblem;
var init_limit_row = __esm({
  "src/config/limit-row.ts"() {
    "use strict";
    init_combination_text();
    init_limits_schema();
    TABLE_COLUMNS = [
      ...["site", "product", "name", "option", "choice", "combination"],
      ...["capacity", "warning", "critical", "stock", "in_use"]
    ];
    isRead = (column) => column !== void 0 && !["name", "stock", "in_use"].includes(column);
    renderRowPlace = ({ file, line }) => `${file}:${line}`;
    renderRowProblem = ({ column, message, ...place }) => `${renderRowPlace(place)}: ${column === "" ? "" : `${column}: `}${message}`;
  }
});

// src/config/csv-table.ts
function readCsvTable(file, text3) {
  let csv;
  try {
    csv = parseCsv(text3);
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    const { line, cell, message } = error;
    return { ...emptyTable(file, text3), problems: [{ file, line, column: nameCell(text3, cell), message }] };
  }
  const [header, ...records] = csv.records;
  if (!header) return { ...emptyTable(file, text3), csv };
  const columns = header.cells.map(findColumn);
  const faults = [...findHeaderFaults(header.cells, columns)];
  if (faults.length > 0) {
    const problems2 = faults.map((message) => ({ file, line: header.line, column: "", message }));
    return { file, text: text3, csv, columns, rows: [], problems: problems2 };
  }
  const rows = [];
  const problems = [];
  for (const record of records) {
    const place = { file, line: record.line };
    if (record.cells.every((cell, index) => columns[index] !== void 0 || cell.trim() === ""))
      rows.push({ place, cells: nameCells(record, columns), record });
    else problems.push({ ...place, column: "", message: "a cell in a column without a name" });
  }
  return { file, text: text3, csv, columns, rows, problems };
}
function findColumn(name3) {
  const key = name3.trim().toLowerCase();
  return TABLE_COLUMNS.find((column) => column === key);
}
function* findHeaderFaults(names, columns) {
  if (!columns.includes("product")) {
    yield `the first line names no column "product"; ${EXPECTED}`;
    return;
  }
  for (const [index, column] of columns.entries()) {
    if (column === void 0 && names[index]?.trim() !== "") yield describeUnknownColumn(names[index] ?? "");
    if (column !== void 0 && columns.indexOf(column) < index) yield `a second column "${column}"`;
  }
}
function nameCells({ cells }, columns) {
  const named2 = {};
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? "";
    if (isRead(column) && cell.trim() !== "") named2[column] = cell;
  }
  return named2;
}
function nameCell(text3, cell) {
  try {
    const [header] = parseCsv(/^(?:.*sep=.*\n)?.*/i.exec(text3)?.[0] ?? "").records;
    const column = findColumn(header?.cells[cell] ?? "");
    return isRead(column) ? column : "";
  } catch {
    return "";
  }
}
var emptyTable, EXPECTED, describeUnknownColumn;
var init_csv_table = __esm({
  "src/config/csv-table.ts"() {
    "use strict";
    init_csv();
    init_key_names();
    init_limit_row();
    emptyTable = (file, text3) => ({
      ...{ file, text: text3, csv: NEW_CSV, columns: [], rows: [], problems: [] }
    });
    EXPECTED = `the columns are ${TABLE_COLUMNS.filter(isRead).join(", ")}`;
    describeUnknownColumn = (name3) => `unknown column ${nameKey(name3.trim().toLowerCase())}; ${EXPECTED}`;
  }
});

// src/config/limit.ts
function keyOfSubject(subject) {
  if (subject.kind === "product") return "product";
  if (subject.kind === "choice") return JSON.stringify([foldName(subject.option), foldName(subject.choice)]);
  return JSON.stringify(subject.when.map((pair) => pair.map(foldName)).toSorted());
}
var VALUES;
var init_limit = __esm({
  "src/config/limit.ts"() {
    "use strict";
    init_names();
    VALUES = ["capacity", "warning", "critical"];
  }
});

// src/config/text-file.ts
import { isUtf8 } from "node:buffer";
import { constants as constants2 } from "node:fs";
import { open, stat } from "node:fs/promises";
async function readTextFile(path, mostBytes) {
  if (path.includes("\0")) throw new TextFileError("has a NUL character in its path");
  const kind = kindOf2(await stat(path).catch(refused));
  if (kind !== void 0) throw new TextFileError(`is ${kind}, not a regular file`);
  const bytes = await readBytes2(path, mostBytes).catch(refused);
  if (bytes.length > mostBytes) throw new TextFileError(`is larger than ${sizeOf(mostBytes)}`);
  checkEncoding(bytes);
  return bytes.toString("utf8");
}
function refused(error) {
  const code2 = systemCode(error);
  throw new TextFileError(`can't be read (${code2})`, 1, code2);
}
function kindOf2(found) {
  if (found.isFile()) return void 0;
  if (found.isDirectory()) return "a folder";
  if (found.isFIFO()) return "a named pipe";
  return found.isSocket() ? "a socket" : "a device";
}
async function readBytes2(path, mostBytes) {
  const handle = await open(path, constants2.O_RDONLY | constants2.O_NONBLOCK);
  const chunks = [];
  for await (const chunk of handle.createReadStream({ end: mostBytes })) chunks.push(chunk);
  return Buffer.concat(chunks);
}
function checkEncoding(bytes) {
  const start = bytes.toString("hex", 0, 4);
  const signature = SIGNATURES.find(([pattern]) => pattern.test(start));
  if (signature) throw new TextFileError(signature[1]);
  const nul = bytes.indexOf(0);
  if (nul >= 0)
    throw new TextFileError(
      "holds a NUL character, so perhaps text in UTF-16; save it as UTF-8",
      lineOf(bytes, nul)
    );
  if (isUtf8(bytes)) return;
  const message = "is not UTF-8, so perhaps Latin-1 or Windows-1252; save it as UTF-8";
  throw new TextFileError(message, lineOf(bytes, firstBadLine(bytes)));
}
function firstBadLine(bytes) {
  let begin = 0;
  for (let end = bytes.indexOf(10); end >= 0 && isUtf8(bytes.subarray(begin, end)); end = bytes.indexOf(10, begin))
    begin = end + 1;
  return begin;
}
var KIB, MIB, TextFileError, sizeOf, SIGNATURES, lineOf;
var init_text_file = __esm({
  "src/config/text-file.ts"() {
    "use strict";
    init_error_code();
    KIB = 2 ** 10;
    MIB = 2 ** 20;
    TextFileError = class extends Error {
      constructor(message, line = 1, code2) {
        super(message);
        this.line = line;
        this.code = code2;
      }
      line;
      code;
      name = "TextFileError";
    };
    sizeOf = (bytes) => bytes < MIB ? `${bytes / KIB} KiB` : `${bytes / MIB} MiB`;
    SIGNATURES = [
      [/^(504b0304|d0cf11e0)/, "is a workbook, not text; save its table as CSV in UTF-8"],
      [/^3082/, "is binary, perhaps a certificate in DER form; convert it to PEM"],
      [/^(fffe|feff)/, "is text in UTF-16; save it as UTF-8"]
    ];
    lineOf = (bytes, offset) => bytes.subarray(0, offset).toString("latin1").split("\n").length;
  }
});

// src/config/limits-tables.ts
import { dirname, isAbsolute, join as join2 } from "node:path";
import { z as z7 } from "zod";
async function readLimitsTables(config, configFile, isMissingEmpty) {
  const sites = namedTables(config);
  const tables = /* @__PURE__ */ new Map();
  const limits2 = sites.map(() => []);
  const problems = [];
  const pathOf = (file) => isAbsolute(file) ? file : join2(dirname(configFile), file);
  const found = sites.map(({ files }) => [...new Set(files.map(pathOf))]);
  for (const path of new Set(found.flat())) {
    const table = await readTable(
      path,
      isMissingEmpty ? "empty" : `; create it with: whmcs-stock-exporter discover --output ${path}`
    );
    tables.set(path, table);
    const users = sites.map(({ site: site2 }, index) => ({ site: site2, isUser: found[index]?.includes(path) ?? false }));
    const assigned = assignRows(table, users);
    for (const { site: site2, ...limit } of assigned.limits) limits2[site2]?.push(limit);
    problems.push(...limitProblems([...table.problems, ...assigned.problems]));
  }
  for (const own of limits2) problems.push(...findRepeated(own.filter(setsValue)));
  return { limits: limits2, tables: found.map((paths) => paths.flatMap((path) => tables.get(path) ?? [])), problems };
}
function namedTables(value) {
  const { data } = named.safeParse(value);
  return (data?.sites ?? []).map(({ name: name3, limits: limits2 }) => ({
    site: name3,
    files: [limits2].flat().filter((file) => /[./]/.test(file) && !isPending(file))
  }));
}
async function readTable(path, missing2 = "") {
  try {
    return readCsvTable(path, await readTextFile(path, MOST_BYTES));
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    if (error.code === "ENOENT" && missing2 === "empty") return emptyTable(path);
    const message = `${describeFileError(error)}${error.code === "ENOENT" ? missing2 : ""}`;
    return { ...emptyTable(path), problems: [{ file: path, line: error.line, column: "", message }] };
  }
}
function assignRows({ rows }, sites) {
  const problems = [];
  const limits2 = rows.flatMap((row) => {
    const refuse = (column, message) => problems.push({ ...row.place, column, message });
    const read = readLimitRow(row, refuse);
    if (!read) return [];
    const { place, subject, values } = read;
    const site2 = findSite(read.site, sites, (message) => refuse("site", message));
    const product2 = id.safeParse(read.product).data;
    if (product2 === void 0) {
      const found = describe6(read.product);
      refuse("product", `expected the id of a product, found ${found}; import finds products by name`);
    }
    if (subject.kind === "choice" && subject.option === void 0) {
      refuse("option", "empty; name the option that the choice belongs to");
      return [];
    }
    return site2 === void 0 || product2 === void 0 ? [] : [{ site: site2, product: product2, subject, values, place, row }];
  });
  return { limits: limits2, problems };
}
function findSite(name3, sites, report) {
  const users = sites.filter(({ isUser }) => isUser);
  const names = (some) => some.map(({ site: site2 }) => site2).join(", ");
  if (name3 === void 0) {
    const [only] = users;
    if (only && users.length === 1) return sites.indexOf(only);
    report(`empty, but the row may be for any of the sites ${names(users)}; name one of them`);
    return void 0;
  }
  const key = name3.toLowerCase();
  const found = sites.find(({ site: site2 }) => site2.toLowerCase() === key);
  if (found?.isUser) return sites.indexOf(found);
  if (found) report(`${found.site} does not use this table; add it to the limits of that site`);
  else {
    const nearest = nearestNames(
      name3,
      sites.map(({ site: site2 }) => site2)
    );
    report(`${JSON.stringify(name3)} is not a site of the configuration; nearest: ${nearest.join(", ")}`);
  }
  return void 0;
}
function findRepeated(limits2) {
  const seen = /* @__PURE__ */ new Map();
  return limits2.flatMap((limit) => {
    const key = `${limit.product} ${keyOfSubject(limit.subject)}`;
    const first = seen.get(key);
    if (!first) seen.set(key, limit);
    const message = `the same as in ${renderRowPlace((first ?? limit).place)}; delete one of the two rows`;
    return first ? [{ ...limit.place, column: "", message }] : [];
  });
}
function limitProblems(problems) {
  const next = problems[MOST_PROBLEMS];
  if (!next) return problems;
  const message = `and ${problems.length - MOST_PROBLEMS} more problems from here on`;
  const sorted = problems.toSorted((a, b) => a.line - b.line);
  return [...sorted.slice(0, MOST_PROBLEMS), { ...next, column: "", message }];
}
var MOST_PROBLEMS, named, MOST_BYTES, describeFileError, setsValue;
var init_limits_tables = __esm({
  "src/config/limits-tables.ts"() {
    "use strict";
    init_names();
    init_csv_table();
    init_document();
    init_limit();
    init_limit_row();
    init_text_file();
    init_values();
    MOST_PROBLEMS = 50;
    named = z7.object({
      sites: z7.array(
        z7.object({
          name: z7.string().catch(""),
          limits: z7.union([z7.string(), z7.array(z7.string())]).catch([])
        }).catch({ name: "", limits: [] })
      )
    });
    MOST_BYTES = 64 * MIB;
    describeFileError = ({ message }) => `${message}${message.endsWith("UTF-8") ? " (in Excel: CSV UTF-8)" : ""}`;
    setsValue = ({ values }) => VALUES.some((name3) => values[name3] !== void 0);
  }
});

// src/config/yaml-limits.ts
function readYamlLimits(products2) {
  return (products2 ?? []).flatMap(({ id: id2, thresholds: thresholds2, options, combinations: combinations3 }, index) => [
    { product: id2, subject: { kind: "product" }, values: { ...thresholds2 }, path: [index] },
    ...Object.entries(options ?? {}).flatMap(
      ([option, choices2]) => Object.entries(choices2).map(([choice2, set]) => ({
        product: id2,
        subject: { kind: "choice", option, choice: choice2 },
        values: typeof set === "number" ? { capacity: set } : { capacity: set.capacity, ...set.thresholds },
        path: [index, "options", option, choice2]
      }))
    ),
    ...(combinations3 === "all" ? [] : combinations3 ?? []).map(({ when, capacity, thresholds: thresholds3 }, at) => ({
      product: id2,
      subject: { kind: "combination", when: Object.entries(when) },
      values: { capacity, ...thresholds3 },
      path: [index, "combinations", at]
    }))
  ]);
}
var pathOfValue;
var init_yaml_limits = __esm({
  "src/config/yaml-limits.ts"() {
    "use strict";
    pathOfValue = ({ path }, name3) => name3 === "capacity" ? [...path, name3] : [...path, "thresholds", name3];
  }
});

// src/config/merge-limits.ts
function mergeLimits(yaml, rows, everyCombination, locate) {
  const drafts = /* @__PURE__ */ new Map();
  const set = (product2, subject, values) => {
    const draft = drafts.get(product2) ?? createDraft();
    drafts.set(product2, draft);
    setLimit(draft, subject, toLimits(values));
  };
  for (const { product: product2, subject, values } of yaml) set(product2, subject, values);
  const known2 = new Map(yaml.map((limit) => [keyOf3(limit), limit]));
  const problems = [];
  const repeated = [];
  for (const row of rows) {
    const same = known2.get(keyOf3(row));
    const report = (column, message, list3 = problems) => list3.push({ ...row.place, column, message });
    for (const [name3, value, other] of sharedValues(row.values, same?.values)) {
      const place = same ? locate(pathOfValue(same, name3)) : "";
      if (value === other) report(name3, `${place} sets the same value; delete one of the two`, repeated);
      else report(name3, `${value}, but ${place} sets ${other}; delete one of the two`);
    }
    const values = { ...same?.values, ...definedValues(row.values) };
    const [checked] = thresholds.safeParse(readThresholds(values)).error?.issues ?? [];
    if (checked) report(row.values.critical === void 0 ? "warning" : "critical", checked.message);
    set(row.product, same?.subject ?? row.subject, values);
  }
  const [first] = repeated;
  const more = repeated.length > 1 ? ` (and ${repeated.length - 1} more values that are set twice)` : "";
  return {
    products: new Map(
      [...drafts].map(([id2, { thresholds: thresholds2, options, combinations: combinations3 }]) => [
        id2,
        {
          ...{ thresholds: thresholds2, options, combinations: [...combinations3.values()] },
          everyCombination: everyCombination.has(id2)
        }
      ])
    ),
    problems,
    warnings: first ? [`${renderRowProblem(first)}${more}`] : []
  };
}
function setLimit(draft, subject, limits2) {
  if (subject.kind === "product") draft.thresholds = limits2.thresholds;
  else if (subject.kind === "choice") {
    const key = foldName(subject.option);
    const option = draft.optionNames.get(key) ?? subject.option;
    draft.optionNames.set(key, option);
    const choices2 = draft.options.get(option) ?? /* @__PURE__ */ new Map();
    draft.options.set(option, choices2.set(subject.choice, limits2));
  } else draft.combinations.set(keyOfSubject(subject), { when: new Map(subject.when), ...limits2 });
}
var keyOf3, sharedValues, definedValues, readThresholds, toLimits, createDraft;
var init_merge_limits = __esm({
  "src/config/merge-limits.ts"() {
    "use strict";
    init_names();
    init_limit();
    init_limit_row();
    init_limits_schema();
    init_yaml_limits();
    keyOf3 = ({ product: product2, subject }) => `${product2} ${keyOfSubject(subject)}`;
    sharedValues = (values, others = {}) => VALUES.flatMap((name3) => {
      const [value, other] = [values[name3], others[name3]];
      return value === void 0 || other === void 0 ? [] : [[name3, value, other]];
    });
    definedValues = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== void 0));
    readThresholds = ({ warning, critical }) => ({
      ...warning !== void 0 && warning !== "default" && { warning },
      ...critical !== void 0 && critical !== "default" && { critical }
    });
    toLimits = (values) => ({
      capacity: values.capacity === "none" ? void 0 : values.capacity,
      thresholds: readThresholds(values)
    });
    createDraft = () => ({
      ...{ thresholds: {}, options: /* @__PURE__ */ new Map(), optionNames: /* @__PURE__ */ new Map(), combinations: /* @__PURE__ */ new Map() }
    });
  }
});

// src/config/pools.ts
var buildPools;
var init_pools = __esm({
  "src/config/pools.ts"() {
    "use strict";
    init_text();
    buildPools = (pools2) => (pools2 ?? []).map(({ name: name3, capacity, unit, draws }) => ({
      ...{ name: cleanText(name3), capacity, unit: cleanText(unit ?? ""), draws }
    }));
  }
});

// src/config/settings.ts
function mergeSettings(shared2, own) {
  const merged = { ...DEFAULTS, ...shared2, ...own };
  return {
    ...merged,
    companion: { ...DEFAULTS.companion, ...merged.companion },
    thresholds: { ...shared2.thresholds, ...own.thresholds },
    usage: {
      interval: Math.min(USAGE_INTERVAL, merged.max_age / 3),
      // a failed count leaves no gap
      ...DEFAULTS.usage,
      ...shared2.usage,
      ...own.usage
    }
  };
}
function checkSettings({ interval, max_age, usage: usage2 }, site2) {
  if (max_age < interval)
    site2.at("max_age").report("stock would be withdrawn before it is read again; max_age must not be below interval");
  if (max_age < usage2.interval)
    site2.at("usage").at("interval").report(
      "units in use would be withdrawn before they are counted again; usage.interval must not be above max_age"
    );
}
var DEFAULTS, DEFAULT_CONCURRENCY, USAGE_INTERVAL;
var init_settings2 = __esm({
  "src/config/settings.ts"() {
    "use strict";
    init_text_file();
    init_values();
    DEFAULTS = {
      source: "auto",
      interval: 60 * SECOND,
      timeout: 10 * SECOND,
      max_age: 15 * MINUTE,
      concurrency: 1,
      body_limit: 64 * MIB,
      facts_max_age: 30 * DAY,
      confirm_loss: true,
      totals: "check",
      series_limit: 1e5,
      companion: { action: "GetProductDetails", parameter: void 0 },
      usage: {
        products: "auto",
        /** What a host can't sell again before the service is terminated. */
        statuses: ["Pending", "Active", "Suspended"],
        page_size: 250
      }
    };
    DEFAULT_CONCURRENCY = 8;
    USAGE_INTERVAL = 5 * MINUTE;
  }
});

// src/config/secret.ts
import { inspect } from "node:util";
var Secret;
var init_secret = __esm({
  "src/config/secret.ts"() {
    "use strict";
    Secret = class {
      #value;
      constructor(value) {
        this.#value = value;
      }
      reveal() {
        return this.#value;
      }
      toString() {
        return "<secret>";
      }
      toJSON() {
        return "<secret>";
      }
      [inspect.custom]() {
        return "<secret>";
      }
    };
  }
});

// src/config/site.ts
function buildSite(own, settings2, resolved, parts) {
  const { apiUrl, identifier, secret, accessKey, webhookSecret, proxy } = resolved;
  if (!apiUrl || identifier === void 0 || secret === void 0) {
    throw new TypeError(`the site ${own.name} was accepted without an address or credentials`);
  }
  const groups = Object.entries(own.groups ?? {}).map(
    ([id2, group2]) => [Number(id2), typeof group2 === "string" ? { name: group2 } : group2]
  );
  const { companion: companion2, usage: usage2 } = settings2;
  return {
    name: own.name,
    apiUrl,
    identifier: new Secret(identifier),
    secret: new Secret(secret),
    accessKey: toSecret(accessKey),
    source: settings2.source,
    companion: { action: companion2.action, parameter: companion2.parameter },
    webhookSecret: toSecret(webhookSecret),
    intervalMs: settings2.interval,
    timeoutMs: settings2.timeout,
    maxAgeMs: settings2.max_age,
    concurrency: settings2.concurrency,
    bodyLimitBytes: settings2.body_limit,
    include: toSelector(settings2.include),
    exclude: toSelector(settings2.exclude),
    stockControlled: toSelector(settings2.stock_controlled),
    unlimited: toSelector(settings2.unlimited),
    factsMaxAgeMs: settings2.facts_max_age,
    confirmLoss: settings2.confirm_loss,
    totals: settings2.totals,
    thresholds: {
      site: settings2.thresholds,
      groups: new Map(groups.flatMap(([id2, { thresholds: thresholds2 }]) => thresholds2 ? [[id2, thresholds2]] : []))
    },
    usage: {
      products: usage2.products,
      statuses: usage2.statuses,
      intervalMs: usage2.interval,
      pageSize: usage2.page_size
    },
    stockPattern: settings2.stock_pattern,
    seriesLimit: settings2.series_limit,
    groupNames: new Map(
      groups.flatMap(([id2, { name: name3 }]) => name3 === void 0 ? [] : [[id2, cleanText(name3)]])
    ),
    tlsCa: resolved.tlsCa,
    tlsServerName: resolved.tlsServerName,
    proxy: toSecret(proxy),
    unusedProxyVariable: resolved.unusedProxyVariable,
    ...parts
  };
}
function toSelector(parsed) {
  if (parsed === void 0 || parsed === "all") return parsed && EVERYTHING;
  return {
    ids: parsed.ids ?? [],
    groups: (parsed.groups ?? []).map((group2) => typeof group2 === "number" ? group2 : cleanText(group2)),
    names: (parsed.names ?? []).map((name3) => cleanText(name3))
  };
}
var toSecret;
var init_site = __esm({
  "src/config/site.ts"() {
    "use strict";
    init_selection();
    init_text();
    init_secret();
    toSecret = (value) => value === void 0 ? void 0 : new Secret(value);
  }
});

// src/config/secret-file.ts
async function readSecretFile(path) {
  const text3 = await readTextFile(path, MOST_BYTES2);
  const secret = text3.replace(/^\uFEFF/, "").replace(/[\r\n]+$/, "");
  if (secret.trim() === "") throw new TextFileError("is empty");
  return secret;
}
function nameFile(written2, path = written2) {
  const isPath = /[/.]/.test(written2) && /^[\p{L}\p{N} /._~@:-]{1,256}$/u.test(written2);
  return isPath ? `the file ${path}` : `the file (a name of ${written2.length} characters)`;
}
var MOST_BYTES2;
var init_secret_file = __esm({
  "src/config/secret-file.ts"() {
    "use strict";
    init_text_file();
    MOST_BYTES2 = 64 * KIB;
  }
});

// src/config/credentials.ts
import { resolve as resolve2 } from "node:path";
async function readCredential(parent, key, folder, isRequired) {
  const [value, file] = [parent.at(key), parent.at(`${key}_file`)];
  if (value.isSet && file.isSet) file.report(`${key} is set as well; set only one of the two`);
  if (isRequired && !value.isSet && !file.isSet) parent.report(`neither ${key} nor ${key}_file is set`);
  const isInFile = file.isSet && !value.isSet;
  const secret = isInFile ? await readNamedFile(file, folder, readSecretFile) : value.text;
  if (secret === void 0) return void 0;
  const [place, name3] = isInFile ? [file, "the text of the file"] : [value, value.found()];
  if (secret.length > MOST_CHARACTERS) place.report(`${name3} is longer than ${MOST_CHARACTERS} characters`);
  const oddity = describeOddSecret(secret);
  if (oddity !== void 0) place.warn(`${name3} ${oddity}`);
  return secret;
}
async function readWebhookSecret(webhook2, folder) {
  if (!webhook2.isSet) return void 0;
  const secret = await readCredential(webhook2, "secret", folder, true);
  if (secret === void 0 || secret.length >= LEAST_WEBHOOK_SECRET) return secret;
  webhook2.at("secret").report(
    `a secret of at least ${LEAST_WEBHOOK_SECRET} characters is needed; make one with: openssl rand -hex 32`
  );
  return void 0;
}
async function readNamedFile(file, folder, read) {
  if (file.text === void 0) return void 0;
  const path = resolve2(folder, file.text);
  try {
    return await read(path);
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    file.report(`${nameFile(file.text, path)} ${error.message}`);
    return void 0;
  }
}
var MOST_CHARACTERS, LEAST_WEBHOOK_SECRET;
var init_credentials = __esm({
  "src/config/credentials.ts"() {
    "use strict";
    init_odd_secret();
    init_secret_file();
    init_text_file();
    MOST_CHARACTERS = 4096;
    LEAST_WEBHOOK_SECRET = 16;
  }
});

// src/config/no-proxy.ts
import { BlockList, isIP as isIP4 } from "node:net";
function isProxyLeftOut(url, noProxy) {
  const host = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const port2 = url.port === "" ? url.protocol === "https:" ? "443" : "80" : url.port;
  return noProxy.some((entry) => matches2(entry.toLowerCase(), host, port2));
}
function matches2(entry, host, port2) {
  if (entry === "*") return true;
  if (entry.includes("/")) return isInRange(host, entry);
  const [, bracketed, plain = "", onlyPort] = /^(?:\[(.+)\]|([^:]+|.*:.*:.*?))(?::(\d+))?$/.exec(entry) ?? [];
  if (onlyPort !== void 0 && onlyPort !== port2) return false;
  const name3 = bracketed ?? plain;
  if (isIP4(name3)) return isIP4(host) !== 0 && isInRange(host, `${name3}/${isIP4(name3) === 4 ? 32 : 128}`);
  const domain = name3.replace(/^\*(?=\.)/, "");
  if (domain.startsWith(".")) return host.endsWith(domain) && domain !== ".";
  return domain !== "" && (host === domain || host.endsWith(`.${domain}`));
}
function isInRange(host, range2) {
  const [address = "", bits = ""] = range2.split("/");
  const version = isIP4(address);
  if (version === 0 || isIP4(host) === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (version === 4 ? 32 : 128))
    return false;
  const list3 = new BlockList();
  list3.addSubnet(address, Number(bits), version === 4 ? "ipv4" : "ipv6");
  return list3.check(host, isIP4(host) === 4 ? "ipv4" : "ipv6");
}
var splitNoProxy;
var init_no_proxy = __esm({
  "src/config/no-proxy.ts"() {
    "use strict";
    splitNoProxy = (text3) => text3.split(/[\s,]+/).filter((entry) => entry !== "");
  }
});

// src/config/proxy.ts
function chooseProxy(site2, defaults, url, env) {
  for (const level2 of [site2, defaults]) {
    if (level2.at("proxy").isSet && isTrue(level2.at("proxy_from_environment")))
      level2.at("proxy_from_environment").report("proxy is set as well; set only one of the two");
  }
  const level = [site2, defaults].find(
    (some) => some.at("proxy").isSet || some.at("proxy_from_environment").isSet
  );
  const own = readAddress(level?.at("proxy"));
  if (!url) return { proxy: void 0, unusedProxyVariable: void 0 };
  const noProxy = listOf(either(site2.at("no_proxy"), defaults.at("no_proxy")).value);
  if (own !== void 0 || !level?.at("proxy_from_environment").isSet) {
    const proxy2 = own !== void 0 && isProxyLeftOut(url, noProxy) ? void 0 : own;
    const ignored = level || isProxyLeftOut(url, noProxyOf(env)) ? void 0 : proxyVariable(url, env);
    return { proxy: proxy2, unusedProxyVariable: ignored };
  }
  const isDirect = isProxyLeftOut(url, [...noProxy, ...noProxyOf(env)]);
  const variable = isDirect || !isTrue(level.at("proxy_from_environment")) ? void 0 : proxyVariable(url, env);
  if (variable === void 0) return { proxy: void 0, unusedProxyVariable: void 0 };
  const address = env[variable] ?? "";
  const proxy = address.includes("://") ? address : `http://${address}`;
  const problem = problemOf(proxy);
  if (problem !== void 0) level.at("proxy_from_environment").report(`${variable}: ${problem}`);
  return { proxy, unusedProxyVariable: void 0 };
}
function proxyVariable({ protocol, hostname: hostname2 }, env) {
  if (isLoopback(hostname2)) return void 0;
  const names = protocol === "https:" ? ["HTTPS_PROXY", "https_proxy"] : ["HTTP_PROXY", "http_proxy"];
  return names.find((name3) => env[name3]);
}
function readAddress(cursor) {
  if (cursor?.text === void 0) return void 0;
  const problem = problemOf(cursor.text);
  if (problem !== void 0) cursor.report(problem);
  return cursor.text;
}
function problemOf(proxy) {
  const url = URL.canParse(proxy) ? new URL(proxy) : void 0;
  if (url?.protocol !== "http:" && url?.protocol !== "https:")
    return "expected the address of a proxy such as http://proxy:3128";
  return isDecodable2(url) ? void 0 : "a % in its user or password that begins no %XX; write it as %25";
}
function isDecodable2({ username, password }) {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}
var noProxyOf, listOf, isTrue;
var init_proxy = __esm({
  "src/config/proxy.ts"() {
    "use strict";
    init_cursor();
    init_no_proxy();
    init_url();
    noProxyOf = (env) => listOf(env.NO_PROXY || env.no_proxy);
    listOf = (value) => [value].flat().flatMap((entry) => typeof entry === "string" ? splitNoProxy(entry) : []);
    isTrue = (cursor) => cursor.value === true || cursor.value === "true";
  }
});

// src/config/sites.ts
import { X509Certificate } from "node:crypto";
async function resolveSites(root, folder, env) {
  const names = /* @__PURE__ */ new Set();
  const resolved = [];
  for (const site2 of root.at("sites").elements()) {
    checkName2(site2.at("name"), names);
    checkProducts(site2.at("products"));
    resolved.push(await resolveSite(site2, root.at("defaults"), folder, env));
  }
  return resolved;
}
async function resolveSite(site2, defaults, folder, env) {
  const apiUrl = resolveUrl(site2);
  const tls2 = (key) => either(site2.at("tls").at(key), defaults.at("tls").at(key));
  return {
    apiUrl,
    identifier: await readCredential(site2, "identifier", folder, true),
    secret: await readCredential(site2, "secret", folder, true),
    accessKey: await readCredential(site2, "access_key", folder, false),
    webhookSecret: await readWebhookSecret(site2.at("webhook"), folder),
    tlsCa: await readAuthorities(tls2("ca_file"), folder),
    tlsServerName: tls2("server_name").text,
    ...chooseProxy(site2, defaults, apiUrl, env)
  };
}
function resolveUrl(site2) {
  const [url, isInsecure] = [site2.at("url"), site2.at("allow_insecure_http").value];
  if (url.text === void 0) return void 0;
  const found = findApi(url.text, isInsecure === true || isInsecure === "true");
  if (found instanceof URL) return found;
  url.report(found.problem);
  return void 0;
}
async function readAuthorities(file, folder) {
  const pem = await readNamedFile(file, folder, (path) => readTextFile(path, MIB));
  if (pem === void 0) return void 0;
  try {
    new X509Certificate(pem);
    return pem;
  } catch {
    file.report("the file holds no certificate in PEM form");
    return void 0;
  }
}
function checkName2({ text: text3, report }, names) {
  const name3 = text3?.toLowerCase();
  if (name3 === void 0) return;
  if (names.has(name3)) report("another site has this name already");
  names.add(name3);
}
function checkProducts(products2) {
  const ids = /* @__PURE__ */ new Set();
  for (const product2 of products2.elements()) {
    const { value, report } = product2.at("id");
    if (value === void 0 || value === null) continue;
    if (ids.has(Number(value))) report("this product is listed above already");
    ids.add(Number(value));
  }
}
var init_sites = __esm({
  "src/config/sites.ts"() {
    "use strict";
    init_credentials();
    init_cursor();
    init_proxy();
    init_text_file();
    init_url();
  }
});

// src/config/build.ts
import { createHash as createHash2 } from "node:crypto";
import { dirname as dirname2 } from "node:path";
import { z as z8 } from "zod";
async function buildConfig(document, file, env, isMissingEmpty = false) {
  const problems = [...document.problems];
  const warnings = [];
  const refuse = () => {
    throw new ConfigError(file, problems);
  };
  if (document.value === void 0 && problems.length > 0) refuse();
  const root = createCursor(document, {
    report: (problem) => problems.push(problem),
    warn: (warning) => warnings.push(warning)
  });
  const parsed = configSchema.safeParse(document.value);
  if (!parsed.success) problems.push(...describeIssues(parsed.error.issues, document));
  const resolved = await resolveSites(root, dirname2(file), env);
  const tables = await readLimitsTables(document.value, file, isMissingEmpty);
  problems.push(...tables.problems.map(toProblem));
  if (!parsed.success) return refuse();
  const { collector, defaults = {}, sites } = parsed.data;
  const drafts = sites.map((site2, index) => {
    const settings2 = mergeSettings(defaults, site2);
    checkSettings(settings2, root.at("sites").at(index));
    const places = placesOf(document, file, ["sites", index, "products"]);
    const [files, rows] = [tables.tables[index] ?? [], tables.limits[index] ?? []];
    const parts = { yaml: readYamlLimits(site2.products), ...places, tables: files, rows };
    const set = rows.filter(setsValue);
    const limits2 = mergeLimits(parts.yaml, set, idsOfAll(site2), places.locate);
    problems.push(...limits2.problems.map(toProblem));
    return { site: site2, settings: settings2, parts, rows: set, limits: limits2 };
  });
  if (problems.length > 0) return refuse();
  return {
    config: {
      collector: { concurrency: collector?.concurrency ?? DEFAULT_CONCURRENCY },
      sites: drafts.flatMap(({ site: site2, settings: settings2, rows, limits: limits2 }, index) => {
        const found = resolved[index];
        if (!found) return [];
        const own = warnings.filter(({ path }) => path.startsWith(`sites[${index}].`));
        return buildSite(site2, settings2, found, {
          limits: { products: limits2.products, pools: buildPools(site2.pools) },
          warnings: [...own.map((warning) => renderProblem(file, warning)), ...limits2.warnings],
          digest: digestOf(document.value, index, found, rows)
        });
      })
    },
    parts: drafts.map(({ parts }) => parts)
  };
}
function digestOf(value, index, resolved, rows) {
  const { defaults, sites } = written.parse(value);
  const limits2 = rows.map(({ product: product2, subject, values }) => [product2, subject, values]);
  return createHash2("sha256").update(JSON.stringify([defaults, sites[index], resolved, limits2])).digest("base64");
}
var idsOfAll, placesOf, toProblem, written;
var init_build2 = __esm({
  "src/config/build.ts"() {
    "use strict";
    init_cursor();
    init_issues();
    init_limits_tables();
    init_merge_limits();
    init_pools();
    init_problem();
    init_schema();
    init_settings2();
    init_site();
    init_sites();
    init_yaml_limits();
    idsOfAll = ({ products: products2 = [] }) => new Set(products2.flatMap(({ id: id2, combinations: combinations3 }) => combinations3 === "all" ? [id2] : []));
    placesOf = (document, file, root) => ({
      locate(path) {
        const { line, column } = document.locate([...root, ...path]);
        return `${file}:${line}:${column}`;
      },
      lines(path) {
        const { from, to } = document.lines([...root, ...path]);
        return `${file}:${from}${to > from ? `-${to}` : ""}`;
      }
    });
    toProblem = ({ column, ...problem }) => ({ ...problem, path: column });
    written = z8.object({ defaults: z8.unknown().optional(), sites: z8.array(z8.unknown()) });
  }
});

// src/config/variables.ts
async function readVariables(text3, env) {
  const fromFiles = /* @__PURE__ */ new Map();
  for (const [, name3 = ""] of text3.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)/g)) {
    const file = env[`${name3}_FILE`];
    if (!env[name3] && file && !fromFiles.has(name3)) fromFiles.set(name3, await readFrom(file, name3));
  }
  return (name3) => {
    const value = env[name3];
    return value ? { value } : fromFiles.get(name3) ?? {};
  };
}
async function readFrom(file, name3) {
  try {
    return { value: await readSecretFile(file) };
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    return { problem: `${nameFile(file)}, which ${name3}_FILE names, ${error.message}` };
  }
}
var init_variables = __esm({
  "src/config/variables.ts"() {
    "use strict";
    init_secret_file();
    init_text_file();
  }
});

// src/config/load.ts
var load_exports = {};
__export(load_exports, {
  loadConfig: () => loadConfig,
  loadParts: () => loadParts,
  parseConfig: () => parseConfig,
  readConfigText: () => readConfigText,
  readDotenv: () => readDotenv
});
import { dirname as dirname3, join as join3 } from "node:path";
import { parse as parseDotenv } from "dotenv";
async function loadConfig(file, env) {
  return (await loadParts(file, env)).config;
}
async function loadParts(file, env, isMissingEmpty = false) {
  const text3 = await readConfigText(file);
  return buildConfig(await readConfigDocument(text3, env), file, env, isMissingEmpty);
}
async function readConfigText(file) {
  try {
    return await readTextFile(file, 10 * MIB);
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    const advice = error.code === void 0 ? "" : "; name the configuration with --config.file";
    throw new ConfigError(file, [
      { line: error.line, column: 1, path: "", message: `${error.message}${advice}` }
    ]);
  }
}
async function parseConfig(text3, env, file) {
  return (await buildConfig(await readConfigDocument(text3, env), file, env)).config;
}
async function readDotenv(configFile) {
  try {
    const text3 = await readTextFile(join3(dirname3(configFile), ".env"), MIB);
    return parseDotenv(text3.replace(/^\uFEFF/, ""));
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    if (error.code === "ENOENT") return {};
    throw new UserError(`.env beside ${configFile}, line ${error.line}: ${error.message}`, { cause: error });
  }
}
var readConfigDocument;
var init_load = __esm({
  "src/config/load.ts"() {
    "use strict";
    init_user_error();
    init_build2();
    init_document();
    init_problem();
    init_text_file();
    init_variables();
    readConfigDocument = async (text3, env) => readDocument(text3.replace(/^\uFEFF/, ""), await readVariables(text3, env));
  }
});

// src/simulator/demo-cloud.ts
function addDemoCloud(shop, groupId) {
  shop.addGroup(groupId, "Cloud");
  const add2 = (name3, monthly, options) => shop.addProduct({ groupId, name: name3, monthly, options, stockControl: false });
  const products2 = [
    add2("Cloud Server", "9.00", [LOCATION, MEMORY]),
    add2("GPU Cloud", "210.00", [CARD]),
    add2("AI Notebook", "89.00", [])
  ];
  for (const product2 of products2) {
    for (const [count4, ...values] of SOLD[product2.name] ?? []) {
      const choices2 = product2.options.map(({ id: id2 }, index) => ({ optionId: id2, value: values[index] ?? "" }));
      for (let number = 0; number < count4; number += 1) {
        shop.addService({ productId: product2.id, clientId: product2.id, choices: choices2 });
      }
    }
  }
}
function chooseAnything({ options }, random) {
  return options.flatMap(({ id: id2, kind, values, minQuantity = 0, maxQuantity = 1 }) => {
    const offered = values.filter(({ hidden }) => hidden !== true);
    const value = offered[Math.floor(random() * offered.length)];
    const number = minQuantity + Math.floor(random() * (maxQuantity - minQuantity + 1));
    if (kind === "quantity") return [{ optionId: id2, value: String(number) }];
    if (kind === "yesno") return [{ optionId: id2, value: random() < 0.5 ? "Yes" : "No" }];
    return value ? [{ optionId: id2, value: value.name.split("|").at(-1) ?? "" }] : [];
  });
}
var LOCATION, MEMORY, CARD, SOLD;
var init_demo_cloud = __esm({
  "src/simulator/demo-cloud.ts"() {
    "use strict";
    LOCATION = {
      id: 4,
      name: "location|Location",
      kind: "dropdown",
      values: [
        { id: 11, name: "fra1|Frankfurt", monthly: "0.00" },
        { id: 12, name: "nrt1|Tokyo", monthly: "3.00" },
        { id: 13, name: "iad1|Virginia", monthly: "0.00" }
      ]
    };
    MEMORY = {
      id: 5,
      name: "RAM",
      kind: "radio",
      values: [
        { id: 21, name: "8 GB", monthly: "0.00" },
        { id: 22, name: "32 GB", monthly: "24.00" },
        { id: 23, name: "64 GB", monthly: "56.00" }
      ]
    };
    CARD = {
      id: 6,
      name: "GPU",
      kind: "dropdown",
      values: [
        { id: 31, name: "1x L4", monthly: "0.00" },
        { id: 32, name: "2x L4", monthly: "190.00" },
        { id: 33, name: "4x L4", monthly: "560.00" }
      ]
    };
    SOLD = {
      "Cloud Server": [
        [21, "Frankfurt", "8 GB"],
        [9, "Frankfurt", "32 GB"],
        [4, "Frankfurt", "64 GB"],
        [14, "Tokyo", "8 GB"],
        [5, "Tokyo", "32 GB"],
        [4, "Tokyo", "64 GB"],
        [11, "Virginia", "8 GB"],
        [3, "Virginia", "32 GB"]
      ],
      "GPU Cloud": [
        [9, "1x L4"],
        [5, "2x L4"],
        [2, "4x L4"]
      ],
      "AI Notebook": [[6]]
    };
  }
});

// src/simulator/pricing.ts
function productPricing(monthly, currencies) {
  return byCurrency(currencies, (currency) => ({
    prefix: currency.prefix,
    suffix: currency.suffix,
    ...SETUP_FEES,
    monthly: convert(monthly, currency),
    ...NOT_SOLD
  }));
}
function valuePricing(monthly, currencies) {
  return byCurrency(currencies, (currency) => ({
    ...SETUP_FEES,
    monthly: convert(monthly, currency),
    ...FREE
  }));
}
var USD, EUR, CYCLES, SETUP_FEES, NOT_SOLD, FREE, byCurrency, convert;
var init_pricing = __esm({
  "src/simulator/pricing.ts"() {
    "use strict";
    USD = { code: "USD", prefix: "$", suffix: " USD", rate: 1 };
    EUR = { code: "EUR", prefix: "\u20AC", suffix: " EUR", rate: 0.92 };
    CYCLES = ["quarterly", "semiannually", "annually", "biennially", "triennially"];
    SETUP_FEES = Object.fromEntries([..."mqsabt"].map((cycle) => [`${cycle}setupfee`, "0.00"]));
    NOT_SOLD = Object.fromEntries(CYCLES.map((cycle) => [cycle, "-1.00"]));
    FREE = Object.fromEntries(CYCLES.map((cycle) => [cycle, "0.00"]));
    byCurrency = (currencies, price) => Object.fromEntries(currencies.map((currency) => [currency.code, price(currency)]));
    convert = (monthly, { rate }) => rate === 1 ? monthly : (Number(monthly) * rate).toFixed(2);
  }
});

// src/simulator/shop.ts
var Shop;
var init_shop = __esm({
  "src/simulator/shop.ts"() {
    "use strict";
    init_pricing();
    Shop = class {
      /** @param currencies the currencies of all prices; products have their price in the first. */
      constructor(currencies = [USD]) {
        this.currencies = currencies;
      }
      currencies;
      #products = /* @__PURE__ */ new Map();
      #groups = /* @__PURE__ */ new Map();
      #services = /* @__PURE__ */ new Map();
      #lastProductId = 0;
      #lastServiceId = 0;
      get products() {
        return [...this.#products.values()];
      }
      /** Names of product groups by id. */
      get groups() {
        return this.#groups;
      }
      addGroup(id2, name3) {
        this.#groups.set(id2, name3);
      }
      addProduct(product2) {
        this.#lastProductId += 1;
        const added = {
          id: this.#lastProductId,
          type: "server",
          module: "virtualizor",
          payType: "recurring",
          options: [],
          stockControl: true,
          quantity: 0,
          hidden: false,
          retired: false,
          ...product2
        };
        this.#products.set(added.id, added);
        return added;
      }
      /** Removes a product and its services. */
      removeProduct(id2) {
        this.#products.delete(id2);
        for (const service of this.services) if (service.productId === id2) this.#services.delete(service.id);
      }
      /** All services of all clients. */
      get services() {
        return [...this.#services.values()];
      }
      /** @throws {RangeError} if the shop has no such product. */
      addService(service) {
        this.product(service.productId);
        this.#lastServiceId += 1;
        const id2 = this.#lastServiceId;
        const added = {
          id: id2,
          clientId: 1,
          domain: `host${id2}.example`,
          registered: "2025-01-01",
          choices: [],
          quantity: 1,
          status: "Active",
          ...service
        };
        this.#services.set(id2, added);
        return added;
      }
      removeService(id2) {
        this.#services.delete(id2);
      }
      /** @throws {RangeError} if the shop has no such product. */
      product(id2) {
        const product2 = this.#products.get(id2);
        if (!product2) throw new RangeError(`the shop has no product ${id2}`);
        return product2;
      }
      /** Takes units out of stock, below zero if there are not enough: the caller checks the stock. */
      sell(id2, units2 = 1) {
        const product2 = this.product(id2);
        if (product2.stockControl) product2.quantity -= units2;
      }
      restock(id2, units2) {
        this.product(id2).quantity += units2;
      }
    };
  }
});

// src/simulator/demo-shop.ts
function createDemoShop() {
  const shop = new Shop([USD, EUR]);
  for (const [index, [group2, rows]] of Object.entries(RANGE).entries()) {
    const groupId = index + 1;
    shop.addGroup(groupId, group2);
    for (const [name3, monthly, stock, particular] of rows) {
      const product2 = shop.addProduct({
        groupId,
        name: name3,
        monthly,
        stockControl: stock !== void 0,
        quantity: stock ?? 0,
        options: group2.startsWith("KVM") ? VPS_OPTIONS : [],
        ...particular
      });
      if (product2.options.length > 0)
        shop.addService({
          productId: product2.id,
          clientId: product2.id,
          choices: [
            { optionId: 1, value: "Debian 12" },
            { optionId: 3, value: "1" }
          ]
        });
    }
  }
  addDemoCloud(shop, Object.keys(RANGE).length + 1);
  return shop;
}
var SHARED, RESELLER, OTHER2, VPS_OPTIONS, RANGE;
var init_demo_shop = __esm({
  "src/simulator/demo-shop.ts"() {
    "use strict";
    init_demo_cloud();
    init_pricing();
    init_shop();
    SHARED = { type: "hostingaccount", module: "cpanel" };
    RESELLER = { type: "reselleraccount", module: "cpanel" };
    OTHER2 = { type: "other", module: "" };
    VPS_OPTIONS = [
      {
        id: 1,
        name: "Operating system",
        kind: "dropdown",
        values: [
          { id: 1, name: "debian-12|Debian 12", monthly: "0.00" },
          { id: 2, name: "ubuntu-24|Ubuntu 24.04", monthly: "0.00" },
          { id: 3, name: "windows-2022|Windows Server 2022", monthly: "18.00" },
          { id: 4, name: "centos-7|CentOS 7", monthly: "0.00", hidden: true }
        ]
      },
      {
        id: 2,
        name: "Daily backups",
        kind: "yesno",
        values: [{ id: 5, name: "Keep seven days", monthly: "2.00" }]
      },
      {
        id: 3,
        name: "Additional IPv4 addresses",
        kind: "quantity",
        minQuantity: 0,
        maxQuantity: 8,
        values: [{ id: 6, name: "Address", monthly: "2.00" }]
      }
    ];
    RANGE = {
      "Web hosting": [
        ["Web Start", "2.95", void 0, SHARED],
        ["Web Plus", "5.95", void 0, SHARED],
        ["Web Business", "11.95", void 0, SHARED],
        ["WordPress Managed S", "8.90", 140, SHARED],
        ["WordPress Managed M", "16.90", 62, SHARED],
        ["WordPress Managed L", "29.90", 11, SHARED],
        ["Reseller 25", "19.00", 30, RESELLER],
        ["Reseller 100", "49.00", 0, RESELLER],
        ["Web Classic 2019", "3.50", 4, { ...SHARED, retired: true }]
      ],
      "KVM Frankfurt": [
        ["KVM 1 GB Frankfurt", "4.00", 85],
        ["KVM 2 GB Frankfurt", "7.00", 48],
        ["KVM 4 GB Frankfurt", "12.00", 26],
        ["KVM 8 GB Frankfurt", "22.00", 9],
        ["KVM 16 GB Frankfurt", "40.00", 3],
        ["KVM 32 GB Frankfurt", "76.00", 0],
        ["KVM 64 GB Frankfurt", "148.00", 1],
        ["Storage VPS 1 TB Frankfurt", "6.50", 14],
        ["Storage VPS 4 TB Frankfurt", "21.00", -2]
      ],
      "KVM Tokyo": [
        ["KVM 1 GB Tokyo", "5.00", 40],
        ["KVM 2 GB Tokyo", "8.50", 17],
        ["KVM 4 GB Tokyo", "15.00", 0],
        ["KVM 8 GB Tokyo", "28.00", 6],
        ["KVM 16 GB Tokyo", "52.00", 0],
        ["KVM 32 GB Tokyo", "99.00", 2],
        ["NAT VPS 512 MB Tokyo", "1.90", 120]
      ],
      "Dedicated servers": [
        ["Ryzen 7 / 64 GB / 2x1 TB NVMe", "79.00", 7],
        ["Ryzen 9 / 128 GB / 2x2 TB NVMe", "129.00", 4],
        ["EPYC 7443 / 256 GB / 4x2 TB NVMe", "289.00", 2],
        ["EPYC 9354 / 384 GB / 4x4 TB NVMe", "449.00", 1],
        ["Xeon E-2388G / 64 GB / 2x1 TB NVMe", "89.00", 0],
        ["Storage server 12x18 TB", "319.00", 3],
        ["GPU server RTX 4090", "499.00", 2],
        ["GPU server 2x L40S", "1490.00", 0],
        ["Server auction: Xeon E5-1650", "39.00", 1, { hidden: true }]
      ],
      "Add-ons": [
        ["DV certificate", "1.50", void 0, OTHER2],
        ["OV certificate", "7.50", void 0, OTHER2],
        ["Backup space 100 GB", "3.00", void 0, OTHER2],
        ["Backup space 1 TB", "12.00", 22, OTHER2],
        ["IPv4 address", "2.00", 64, OTHER2],
        ["DirectAdmin licence", "5.00", 18, OTHER2],
        ["Windows Server licence", "18.00", 5, { ...OTHER2, payType: "recurring" }]
      ]
    };
  }
});

// src/simulator/answer.ts
function writeAnswer(body, responseType) {
  if (responseType === "json") return { type: "application/json", text: writeJson(body) };
  if (responseType === "xml") {
    return {
      type: "text/xml",
      text: `<?xml version="1.0" encoding="utf-8"?>
${writeXml("whmcsapi", body)}
`
    };
  }
  return { type: "text/plain", text: `${writePairs(body)};` };
}
function writeJson(value) {
  return JSON.stringify(value).replaceAll("/", "\\/").replace(/\\(.)/g, (escaped, character) => character === '"' ? "\\u0022" : escaped).replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
function writeXml(name3, value) {
  if (Array.isArray(value)) return value.map((element) => writeXml(name3, element)).join("");
  const inside = typeof value === "object" && value !== null ? Object.entries(value).map(([key, field]) => writeXml(/^\d/.test(key) ? `item${key}` : key, field)).join("") : String(value ?? "").replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<${name3}>${inside}</${name3}>`;
}
function writePairs(value, prefix = "") {
  if (typeof value !== "object" || value === null) return `${prefix}=${String(value ?? "")}`;
  return Object.entries(value).map(([key, field]) => writePairs(field, prefix === "" ? key : `${prefix}[${key}]`)).join(";");
}
var success, failure;
var init_answer = __esm({
  "src/simulator/answer.ts"() {
    "use strict";
    success = (fields) => ({
      status: 200,
      body: { result: "success", ...fields }
    });
    failure = (message, status = 200) => ({
      status,
      body: { result: "error", message }
    });
  }
});

// src/simulator/php-shapes.ts
function shapeList(list3, { quirks }) {
  if (list3.length === 0) return { list: [], object: {}, text: "", null: null }[quirks.emptyLists];
  if (quirks.lists === "keyed") return { ...list3 };
  return quirks.lists === "bare" && list3.length === 1 ? list3[0] : list3;
}
function holdList(name3, list3, settings2) {
  if (list3.length === 0 && settings2.quirks.emptyHoldersAsText) return "";
  return { [name3]: shapeList(list3, settings2) };
}
var numeral;
var init_php_shapes = __esm({
  "src/simulator/php-shapes.ts"() {
    "use strict";
    numeral = (value, { quirks }) => quirks.numbersAsText ? String(value) : value;
  }
});

// src/simulator/sold-service.ts
var SERVICE_STATUSES2, SERVICE_PASSWORD;
var init_sold_service = __esm({
  "src/simulator/sold-service.ts"() {
    "use strict";
    SERVICE_STATUSES2 = [
      "Pending",
      "Active",
      "Completed",
      "Suspended",
      "Terminated",
      "Cancelled",
      "Fraud"
    ];
    SERVICE_PASSWORD = "service-password-in-clear";
  }
});

// src/simulator/get-clients-products.ts
function getClientsProducts(shop, settings2, params) {
  const filters = [
    ["clientid", ({ clientId: clientId2 }) => clientId2],
    ["serviceid", ({ id: id2 }) => id2],
    ["pid", ({ productId }) => productId],
    ["domain", ({ domain }) => domain],
    ["username2", account]
  ];
  const clientId = params.get("clientid");
  if (clientId !== void 0 && !shop.services.some((service) => String(service.clientId) === clientId))
    return failure("Client ID Not Found");
  const matching = shop.services.filter(
    (service) => filters.every(([name3, field]) => !params.has(name3) || params.get(name3) === String(field(service)))
  );
  const start = wholeNumber2(params.get("limitstart"), 0);
  const size2 = Math.min(wholeNumber2(params.get("limitnum"), USUAL_PAGE), settings2.quirks.largestPage);
  const page3 = matching.slice(start, start + size2);
  return success({
    ...Object.fromEntries(
      ["clientid", "serviceid", "pid", "domain"].map((name3) => [name3, params.get(name3) ?? null])
    ),
    totalresults: String(matching.length),
    startnumber: numeral(start, settings2),
    numreturned: numeral(page3.length, settings2),
    products: {
      product: shapeList(
        page3.map((service) => describe7(service, shop, settings2)),
        settings2
      )
    }
  });
}
function describe7(service, shop, settings2) {
  const { name: name3, groupId, monthly, options } = shop.product(service.productId);
  const group2 = shop.groups.get(groupId) ?? "";
  const choices2 = service.choices.flatMap(({ optionId, value }) => {
    const option = options.find(({ id: id2 }) => id2 === optionId);
    return option ? [{ id: String(optionId), option: option.name, type: option.kind, value }] : [];
  });
  return {
    id: String(service.id),
    ...hasQuantities(settings2.profile) ? { qty: String(service.quantity) } : {},
    clientid: String(service.clientId),
    orderid: String(service.id),
    ordernumber: String(1e9 + service.id),
    pid: String(service.productId),
    regdate: service.registered,
    name: name3,
    translated_name: name3,
    groupname: group2,
    translated_groupname: group2,
    domain: service.domain,
    dedicatedip: "",
    serverid: "1",
    servername: "node1",
    serverip: "192.0.2.1",
    serverhostname: "node1.shop.example",
    suspensionreason: "",
    firstpaymentamount: monthly,
    recurringamount: monthly,
    paymentmethod: "stripe",
    paymentmethodname: "Credit Card",
    billingcycle: "Monthly",
    nextduedate: "2030-01-01",
    status: service.status,
    username: account(service),
    password: SERVICE_PASSWORD,
    subscriptionid: "",
    promoid: "0",
    overideautosuspend: "",
    overidesuspenduntil: "0000-00-00",
    ns1: "",
    ns2: "",
    assignedips: "",
    notes: "",
    diskusage: "0",
    disklimit: "0",
    bwusage: "0",
    bwlimit: "0",
    lastupdate: "0000-00-00 00:00:00",
    customfields: holdList("customfield", [], settings2),
    configoptions: holdList("configoption", choices2, settings2)
  };
}
var USUAL_PAGE, account, wholeNumber2;
var init_get_clients_products = __esm({
  "src/simulator/get-clients-products.ts"() {
    "use strict";
    init_answer();
    init_php_shapes();
    init_settings();
    init_sold_service();
    USUAL_PAGE = 25;
    account = ({ id: id2 }) => `user${id2}`;
    wholeNumber2 = (text3, otherwise) => text3 !== void 0 && /^\d+$/.test(text3) ? Number(text3) : otherwise;
  }
});

// src/simulator/product-option.ts
var OPTION_KINDS2;
var init_product_option = __esm({
  "src/simulator/product-option.ts"() {
    "use strict";
    OPTION_KINDS2 = { dropdown: "1", radio: "2", yesno: "3", quantity: "4" };
  }
});

// src/simulator/get-product-details.ts
function getProductDetails(shop, _settings, params) {
  const ids = [...params.get("productids")?.split(",") ?? [], ...(params.get("productid") ?? "").split(",")].filter((text3) => text3 !== "").map(Number);
  const named2 = params.get("statuses")?.split(",") ?? HOLDING;
  const statuses = SERVICE_STATUSES2.filter(
    (status) => named2.some((name3) => name3.trim().toLowerCase() === status.toLowerCase())
  );
  if (statuses.length < named2.length) return failure("statuses: not a status of a service");
  const wanted = new Set(ids);
  const products2 = shop.products.filter(({ id: id2 }) => ids.length === 0 || wanted.has(id2));
  const counted = params.get("usage") !== "0";
  return success({
    totalresults: products2.length,
    products: {
      product: products2.map((product2) => {
        const holders = shop.services.filter(
          ({ productId, status }) => productId === product2.id && statuses.includes(status)
        );
        return describe8(product2, shop, counted ? holders : void 0);
      })
    }
  });
}
function describe8(product2, shop, holders) {
  return {
    pid: product2.id,
    gid: product2.groupId,
    groupname: shop.groups.get(product2.groupId) ?? "",
    name: product2.name,
    type: product2.type,
    module: product2.module,
    paytype: product2.payType,
    stockcontrol: flag2(product2.stockControl),
    qty: product2.quantity,
    hidden: flag2(product2.hidden),
    retired: flag2(product2.retired),
    ...holders ? {
      ...countUnits(product2, holders),
      configoptions: { configoption: product2.options.map((option) => describeOption(option, holders)) }
    } : {}
  };
}
function describeOption(option, holders) {
  return {
    id: option.id,
    name: option.name,
    type: Number(OPTION_KINDS2[option.kind]),
    minqty: option.minQuantity ?? 0,
    maxqty: option.maxQuantity ?? 0,
    hidden: 0,
    unmatched: sum2(holders, (service) => isUnmatched(service, option) ? service.quantity : 0),
    options: {
      option: option.values.map((value) => ({
        id: value.id,
        name: value.name,
        hidden: flag2(value.hidden === true),
        inuse: sum2(holders, (service) => unitsOf(service, option, value))
      }))
    }
  };
}
function countUnits({ options }, holders) {
  const sets = /* @__PURE__ */ new Map();
  for (const service of holders) {
    const chosen = options.filter(({ kind }) => kind !== "quantity").flatMap((option) => option.values.filter((value) => unitsOf(service, option, value) > 0)).map(({ id: id2 }) => id2);
    const set = chosen.toSorted((a, b) => a - b).join(",");
    if (set !== "") sets.set(set, (sets.get(set) ?? 0) + service.quantity);
  }
  const unmatched = sum2(holders, (service) => {
    const strange = service.choices.filter(({ optionId }) => {
      const option = options.find(({ id: id2 }) => id2 === optionId);
      return !option || isUnmatched(service, option);
    });
    return strange.length * service.quantity;
  });
  return {
    inuse: sum2(holders, ({ quantity }) => quantity),
    unmatched,
    combinations: {
      combination: [...sets].toSorted(([a], [b]) => a < b ? -1 : 1).map(([choices2, inuse]) => ({ choices: choices2, inuse }))
    }
  };
}
function unitsOf({ choices: choices2, quantity }, option, { name: name3 }) {
  const chosen = choices2.find(({ optionId }) => optionId === option.id)?.value;
  if (chosen === void 0) return 0;
  if (option.kind === "quantity") return Number(chosen) * quantity;
  if (option.kind === "yesno") return chosen === "No" ? 0 : quantity;
  return isNamed(name3, chosen) ? quantity : 0;
}
function isUnmatched({ choices: choices2 }, option) {
  const chosen = choices2.find(({ optionId }) => optionId === option.id)?.value;
  return isPicked2(option) && chosen !== void 0 && !option.values.some(({ name: name3 }) => isNamed(name3, chosen));
}
var HOLDING, isPicked2, isNamed, sum2, flag2;
var init_get_product_details = __esm({
  "src/simulator/get-product-details.ts"() {
    "use strict";
    init_answer();
    init_product_option();
    init_sold_service();
    HOLDING = ["Pending", "Active", "Suspended"];
    isPicked2 = ({ kind }) => kind === "dropdown" || kind === "radio";
    isNamed = (name3, chosen) => chosen === name3 || chosen === name3.split("|")[1];
    sum2 = (elements, units2) => elements.reduce((total, element) => total + units2(element), 0);
    flag2 = (value) => value ? 1 : 0;
  }
});

// src/simulator/get-products.ts
import { encode as encode2 } from "html-entities";
function getProducts(shop, settings2, params) {
  const { quirks } = settings2;
  const pids = params.get("pid")?.split(",").map(Number);
  const { gid, module } = { gid: params.get("gid"), module: params.get("module") };
  const wanted = pids && new Set(pids);
  const products2 = shop.products.filter(
    (product2) => (quirks.listsRetired || !product2.retired) && (wanted === void 0 || wanted.has(product2.id)) && (gid === void 0 || product2.groupId === Number(gid)) && (module === void 0 || product2.module === module)
  );
  if (pids && products2.length === 0 && quirks.unknownPid === "error") return failure("Product ID Not Found");
  const count4 = numeral(products2.length, settings2);
  return success({
    totalresults: count4,
    ...quirks.countsProducts ? { startnumber: numeral(0, settings2), numreturned: count4 } : {},
    products: {
      product: shapeList(
        products2.map((product2) => describe9(product2, shop.currencies, settings2)),
        settings2
      )
    }
  });
}
function describe9(product2, currencies, settings2) {
  const { profile, quirks } = settings2;
  const slug = product2.name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const number = (value) => numeral(value, settings2);
  return {
    pid: number(product2.id),
    gid: number(product2.groupId),
    type: product2.type,
    name: quirks.entitiesInNames ? encode2(product2.name) : product2.name,
    ...profile === "7.8" ? {} : { slug, [quirks.productUrlKey]: `https://shop.example/store/${slug}` },
    description: "<ul>\r\n<li>Ready in minutes</li>\r\n</ul>",
    module: product2.module,
    paytype: product2.payType,
    ...quirks.showsStockControl ? {
      stockcontrol: flag3(product2.stockControl),
      qty: number(product2.quantity),
      hidden: flag3(product2.hidden),
      retired: flag3(product2.retired)
    } : {},
    ...hasQuantities(profile) ? { allowqty: number(0), ...quantityAvailable(product2, settings2) } : {},
    pricing: productPricing(product2.monthly, currencies),
    customfields: holdList("customfield", [], settings2),
    configoptions: holdList(
      "configoption",
      product2.options.map((option) => describeOption2(option, currencies, settings2)),
      settings2
    )
  };
}
function quantityAvailable(product2, settings2) {
  const count4 = { quantity_available: numeral(product2.quantity, settings2) };
  if (product2.stockControl) return count4;
  switch (settings2.quirks.quantityWithoutControl) {
    case "absent":
      return {};
    case "null":
      return { quantity_available: null };
    case "zero":
      return { quantity_available: numeral(0, settings2) };
    case "left over":
      return count4;
  }
}
function describeOption2(option, currencies, settings2) {
  const number = (value) => numeral(value, settings2);
  return {
    id: number(option.id),
    name: option.name,
    type: OPTION_KINDS2[option.kind],
    ...hasQuantities(settings2.profile) ? { minqty: number(option.minQuantity ?? 0), maxqty: number(option.maxQuantity ?? 0) } : {},
    options: holdList(
      "option",
      option.values.filter(({ hidden }) => settings2.quirks.listsHiddenValues || hidden !== true).map((value) => describeValue(value, currencies, settings2)),
      settings2
    )
  };
}
var describeValue, flag3;
var init_get_products = __esm({
  "src/simulator/get-products.ts"() {
    "use strict";
    init_answer();
    init_php_shapes();
    init_pricing();
    init_product_option();
    init_settings();
    describeValue = (value, currencies, settings2) => ({
      id: numeral(value.id, settings2),
      name: value.name,
      rawName: value.name,
      recurring: numeral(0, settings2),
      required: null,
      pricing: valuePricing(value.monthly, currencies)
    });
    flag3 = (value) => value ? 1 : 0;
  }
});

// src/simulator/answer-call.ts
function answerCall(shop, settings2, { params, address }) {
  const name3 = params.get("action") ?? "";
  const [action, run] = ACTIONS.find(
    ([known2]) => known2.toLowerCase() === name3.toLowerCase() && (settings2.companion || known2 !== COMPANION_ACTION)
  ) ?? [];
  const checks = {
    ip: () => isAllowed(settings2, params, address) ? void 0 : failure(`Invalid IP ${address}`, 403),
    credentials: () => isKnown2(settings2, params) ? void 0 : failure("Authentication Failed", 403),
    action: () => refuseUnknown(name3, run !== void 0, settings2),
    role: () => settings2.roles.some((role) => role.toLowerCase() === name3.toLowerCase()) ? void 0 : failure(`Invalid Permissions: API action "${name3.toLowerCase()}" is not allowed`, 403)
  };
  for (const check2 of settings2.quirks.checks) {
    const refused2 = checks[check2]();
    if (refused2) return refused2;
  }
  return action !== void 0 && run ? run(shop, settings2, params) : failure("Empty action request", 400);
}
function refuseUnknown(name3, known2, { quirks }) {
  if (name3 === "") return failure("Empty action request", 400);
  if (known2) return void 0;
  return failure(
    `Invalid API Action: "${name3.toLowerCase()}" is not a valid API action`,
    quirks.unknownActionStatus
  );
}
function isAllowed({ allowedIps, credentials: credentials2 }, params, address) {
  if (allowedIps === void 0 || allowedIps.includes(address)) return true;
  return credentials2.accessKey !== void 0 && params.get("accesskey") === credentials2.accessKey;
}
function isKnown2({ credentials: credentials2 }, params) {
  const { identifier, secret, legacy } = credentials2;
  const username = params.get("username");
  const password = params.get("password");
  return params.get("identifier") === identifier && params.get("secret") === secret || username === identifier && password === secret || legacy !== void 0 && username === legacy.username && password === legacy.passwordMd5;
}
var COMPANION_ACTION, ACTIONS, KNOWN_ACTIONS;
var init_answer_call = __esm({
  "src/simulator/answer-call.ts"() {
    "use strict";
    init_answer();
    init_get_clients_products();
    init_get_product_details();
    init_get_products();
    init_settings();
    COMPANION_ACTION = "GetProductDetails";
    ACTIONS = [
      ["GetProducts", getProducts],
      [COMPANION_ACTION, getProductDetails],
      ["GetClientsProducts", getClientsProducts],
      [
        "WhmcsDetails",
        (_shop, { profile }) => success({ whmcs: { version: VERSIONS[profile], canonicalversion: `${VERSIONS[profile]}-release.1` } })
      ]
    ];
    KNOWN_ACTIONS = ACTIONS.map(([name3]) => name3);
  }
});

// src/simulator/faults.ts
import { gzipSync } from "node:zlib";
function nextFault(faults, action) {
  if (faults.action !== void 0 && faults.action !== action) return void 0;
  if (faults.times === void 0) return faults.fault;
  if (faults.times <= 0) return void 0;
  faults.times -= 1;
  return faults.fault;
}
function nextLatency(faults) {
  if (faults.latencyMs <= 0 || faults.latencyTimes === void 0) return faults.latencyMs;
  if (faults.latencyTimes <= 0) return 0;
  faults.latencyTimes -= 1;
  return faults.latencyMs;
}
function inflict(fault, response, good) {
  const socket = response.socket;
  switch (fault.kind) {
    case "status":
      response.writeHead(fault.status, { "Content-Type": "text/html", ...fault.headers }).end(fault.body ?? PAGE);
      return;
    case "page":
      response.writeHead(200, { "Content-Type": "text/html" }).end(PAGE);
      return;
    case "empty":
      response.writeHead(200, { "Content-Length": 0 }).end();
      return;
    case "cut":
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": good.length });
      response.write(good.subarray(0, good.length / 2), () => socket?.destroy());
      return;
    case "wrong length":
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": good.length + 100 });
      response.write(good);
      return;
    case "drip":
      drip(response, good, fault.bytes, fault.everyMs);
      return;
    case "garbage":
      response.writeHead(200, { "Content-Type": "application/json" }).end(Buffer.from([0, 255, 254, 1, 2, 200, 10]));
      return;
    case "not http":
      socket?.end("220 mail.example ESMTP\r\n");
      return;
    case "huge":
      huge(response, fault.bytes, fault.gzip);
      return;
    case "reset":
      socket?.resetAndDestroy();
      return;
    case "hang":
      return;
  }
}
function drip(response, body, bytes, everyMs) {
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length });
  let sent = 0;
  const timer = setInterval(() => {
    response.write(body.subarray(sent, sent + bytes));
    sent += bytes;
    if (sent < body.length) return;
    clearInterval(timer);
    response.end();
  }, everyMs);
  response.once("close", () => clearInterval(timer));
}
function huge(response, bytes, gzip) {
  if (gzip) {
    response.writeHead(200, { "Content-Type": "application/json", "Content-Encoding": "gzip" });
    response.end(gzipSync(Buffer.alloc(bytes, " ")));
    return;
  }
  response.writeHead(200, { "Content-Type": "application/json" });
  const chunk = Buffer.alloc(64 * 1024, " ");
  let left = bytes;
  const pour = () => {
    while (left > 0 && !response.destroyed) {
      left -= chunk.length;
      if (!response.write(chunk)) {
        response.once("drain", pour);
        return;
      }
    }
    response.end();
  };
  pour();
}
var PAGE;
var init_faults = __esm({
  "src/simulator/faults.ts"() {
    "use strict";
    PAGE = "<!DOCTYPE html>\n<html><head><title>Just a moment</title></head><body><h1>Please come back later</h1></body></html>\n";
  }
});

// src/simulator/form.ts
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
  for (const [name3, value] of fields) if (typeof value === "string" && value !== "") params.set(name3, value);
  return params;
}
var MAX_BYTES;
var init_form = __esm({
  "src/simulator/form.ts"() {
    "use strict";
    MAX_BYTES = 1024 * 1024;
  }
});

// src/simulator/request-log.ts
function remember(requests, params, contentType) {
  const told = [...params].filter(([name3]) => !LEFT_OUT.has(name3));
  requests.push({
    action: params.get("action") ?? "",
    contentType,
    params: Object.fromEntries(told),
    at: /* @__PURE__ */ new Date()
  });
  if (requests.length > REMEMBERED_REQUESTS) requests.shift();
}
var REMEMBERED_REQUESTS, LEFT_OUT;
var init_request_log = __esm({
  "src/simulator/request-log.ts"() {
    "use strict";
    REMEMBERED_REQUESTS = 1e3;
    LEFT_OUT = /* @__PURE__ */ new Set([
      "action",
      "identifier",
      "secret",
      "username",
      "password",
      "accesskey"
    ]);
  }
});

// src/simulator/store-api.ts
function answerStore(shop, settings2, path, query) {
  if (settings2.profile !== "9.0") return void 0;
  const shown = shop.products.filter(
    ({ hidden, retired }) => settings2.quirks.storeListsHidden || !(hidden || retired)
  );
  if (path === "products") return page(shown.map(describe10), query);
  if (path === "products/groups") return page([...shop.groups].map(describeGroup), query);
  const [, id2] = /^products\/(\d+)$/.exec(path) ?? [];
  if (id2 === void 0) return void 0;
  const product2 = shown.find((one) => one.id === Number(id2));
  return product2 ? { status: 200, body: { data: describe10(product2) } } : { status: 404, body: { message: "Not Found" } };
}
function page(rows, query) {
  const number = (name3, otherwise) => Math.max(1, Number(query.get(name3) ?? otherwise) || 1);
  const size2 = Math.min(number("page_size", USUAL_PAGE2), LARGEST_PAGE);
  const start = (number("page", 1) - 1) * size2;
  return { status: 200, body: { data: rows.slice(start, start + size2) } };
}
function describe10({ id: id2, name: name3, type, stockControl, quantity }) {
  return {
    id: id2,
    name: name3,
    description: null,
    tagline: null,
    allow_multiple_quantities: { is_supported: false, type: { code: 1, display: "No" } },
    is_domain_required: type === "hostingaccount",
    stock_control_enabled: stockControl,
    stock_quantity: stockControl ? quantity : null,
    type: { name: type, display_name: TYPE_NAMES[type] }
  };
}
var STORE_PATH, USUAL_PAGE2, LARGEST_PAGE, TYPE_NAMES, describeGroup;
var init_store_api = __esm({
  "src/simulator/store-api.ts"() {
    "use strict";
    STORE_PATH = "/api/v2/store/";
    USUAL_PAGE2 = 50;
    LARGEST_PAGE = 500;
    TYPE_NAMES = {
      hostingaccount: "Hosting Account",
      reselleraccount: "Reseller Account",
      server: "Dedicated Server",
      other: "Other"
    };
    describeGroup = ([id2, name3], index) => ({
      id: id2,
      name: name3,
      description: null,
      icon: "",
      headline: "",
      tagline: "",
      order: index,
      features: []
    });
  }
});

// src/simulator/storefront.ts
import { encode as encode3 } from "html-entities";
function storefrontPage(shop) {
  const groups = [...shop.groups].map(([id2, name3]) => {
    const rows = shop.products.filter((product2) => product2.groupId === id2 && !product2.hidden && !product2.retired).map(
      (product2) => `<li>${encode3(product2.name)}, ${shop.currencies[0]?.prefix ?? ""}${product2.monthly} a month${availability(product2)}</li>`
    );
    return `<h2>${encode3(name3)}</h2>
<ul>
${rows.join("\n")}
</ul>`;
  });
  return page2("Portal Home", `<h1>Order a server</h1>
${groups.join("\n")}`);
}
var notFoundPage, availability, page2;
var init_storefront = __esm({
  "src/simulator/storefront.ts"() {
    "use strict";
    notFoundPage = () => page2("404 - Page Not Found", "<h1>Oops!</h1>\n<p>We cannot find that page.</p>");
    availability = ({ stockControl, quantity }) => stockControl ? ` (${quantity} Available)` : "";
    page2 = (title, body) => `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body>
${body}
</body></html>
`;
  }
});

// src/simulator/simulator.ts
import { once as once5, setMaxListeners as setMaxListeners4 } from "node:events";
import {
  createServer as createHttp
} from "node:http";
import { createServer as createHttps } from "node:https";
import { isIPv6 } from "node:net";
import { setTimeout as sleep3 } from "node:timers/promises";
async function startSimulator(options) {
  const { shop, quirks, tls: tls2, host = "127.0.0.1", port: port2 = 0 } = options;
  const settings2 = {
    profile: options.profile ?? "8.12",
    credentials: options.credentials ?? DEMO_CREDENTIALS,
    allowedIps: options.allowedIps,
    companion: options.companion ?? false,
    roles: options.roles ?? KNOWN_ACTIONS,
    quirks: { ...USUAL_QUIRKS, ...quirks }
  };
  const faults = {
    latencyMs: 0,
    latencyTimes: void 0,
    fault: void 0,
    times: void 0,
    action: void 0
  };
  const requests = [];
  const ended = new AbortController();
  setMaxListeners4(0, ended.signal);
  let now = 0;
  let most = 0;
  async function answerApi(request, response) {
    const params = await readForm(request);
    remember(requests, params, request.headers["content-type"] ?? "");
    const address = (request.socket.remoteAddress ?? "").replace(/^::ffff:/, "");
    const prelude = PRELUDES[settings2.quirks.prelude];
    await respond(response, params.get("action") ?? "", () => {
      const { status, body } = answerCall(shop, settings2, { params, address });
      const { type, text: text3 } = writeAnswer(body, params.get("responsetype") ?? "");
      return { status, type, text: prelude + text3 };
    });
  }
  async function answerStorefront(url, response) {
    const path = url.pathname.slice(STORE_PATH.length);
    const action = `store/${path}`;
    remember(requests, new Map([["action", action], ...url.searchParams]), "");
    await respond(response, action, () => {
      const answer = answerStore(shop, settings2, path, url.searchParams);
      if (!answer) return { status: 404, type: "text/html; charset=utf-8", text: notFoundPage() };
      return { status: answer.status, ...writeAnswer(answer.body, "json") };
    });
  }
  async function respond(response, action, answer) {
    const latencyMs = nextLatency(faults);
    if (latencyMs > 0) await sleep3(latencyMs, void 0, { signal: ended.signal });
    const { status, type, text: text3 } = answer();
    const bytes = Buffer.from(text3);
    const fault = nextFault(faults, action);
    if (fault) inflict(fault, response, bytes);
    else response.writeHead(status, { "Content-Type": type, "Content-Length": bytes.length }).end(bytes);
  }
  function counted(response, answering) {
    now += 1;
    most = Math.max(most, now);
    response.once("close", () => {
      now -= 1;
    });
    answering().catch(() => response.destroy());
  }
  const server = createServer2(tls2, (request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const path = url.pathname;
    if (path.endsWith(`${API_PATH2}${API_PATH2}`)) {
      const { type, text: text3 } = writeAnswer({ result: "error", message: "An admin user is required" }, "json");
      response.writeHead(200, { "Content-Type": type }).end(text3);
    } else if (path === API_PATH2) {
      counted(response, () => answerApi(request, response));
    } else if (path.startsWith(STORE_PATH)) {
      counted(response, () => answerStorefront(url, response));
    } else {
      const [status, page3] = path === "/" ? [200, storefrontPage(shop)] : [404, notFoundPage()];
      response.writeHead(status, { "Content-Type": "text/html; charset=utf-8" }).end(page3);
    }
  });
  server.listen(port2, host);
  await once5(server, "listening");
  const bound = server.address();
  let closed;
  return {
    url: `${tls2 ? "https" : "http"}://${isIPv6(host) ? `[${host}]` : host}:${bound.port}/`,
    shop,
    settings: settings2,
    faults,
    requests,
    mostAtOnce: () => most,
    async close() {
      if (!closed) {
        ended.abort();
        closed = once5(server, "close");
        server.close();
        server.closeAllConnections();
      }
      await closed;
    }
  };
}
var API_PATH2, PRELUDES, createServer2;
var init_simulator = __esm({
  "src/simulator/simulator.ts"() {
    "use strict";
    init_answer();
    init_answer_call();
    init_faults();
    init_form();
    init_request_log();
    init_settings();
    init_store_api();
    init_storefront();
    API_PATH2 = "/includes/api.php";
    PRELUDES = {
      none: "",
      bom: "\uFEFF",
      warning: '<br />\n<b>Warning</b>:  Undefined array key "tax" in <b>/home/shop/includes/hooks/tax.php</b> on line <b>12</b><br />\n'
    };
    createServer2 = (tls2, handler) => tls2 ? createHttps(tls2, handler) : createHttp(handler);
  }
});

// src/simulator/trade.ts
function trade(shop, random) {
  tradeStock(shop, random);
  const cloud = shop.products.filter(({ stockControl, options }) => !stockControl && options.length > 0);
  const wanted = pick(cloud, random);
  if (wanted) tradeOptions(shop, wanted, random);
}
function tradeStock(shop, random) {
  const controlled = shop.products.filter(({ stockControl, retired }) => stockControl && !retired);
  const soldOut = controlled.filter(({ quantity }) => quantity <= 0);
  const inStock = controlled.filter(({ quantity }) => quantity > 0);
  const wanted = pick(inStock, random);
  if (wanted) shop.sell(wanted.id, random() < BULK_ORDER_CHANCE ? Math.min(wanted.quantity, 3) : 1);
  const awaited = pick(soldOut, random);
  if (awaited && random() < RESTOCK_CHANCE) shop.restock(awaited.id, 4 + Math.floor(random() * 12));
}
function tradeOptions(shop, product2, random) {
  const held2 = shop.services.filter(({ productId }) => productId === product2.id);
  const usual = USUAL_SERVICES * product2.options.length ** 2;
  if (random() < ORDER_CHANCE) {
    shop.addService({
      productId: product2.id,
      clientId: product2.id,
      choices: chooseAnything(product2, random)
    });
  }
  const leaving = pick(held2, random);
  if (leaving && random() < ORDER_CHANCE * held2.length / usual) shop.removeService(leaving.id);
}
function pick(things, random) {
  return things[Math.floor(random() * things.length)];
}
function startTrade(shop, intervalMs, random, signal) {
  if (signal.aborted) return;
  const timer = setInterval(() => trade(shop, random), intervalMs);
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
}
var RESTOCK_CHANCE, BULK_ORDER_CHANCE, ORDER_CHANCE, USUAL_SERVICES;
var init_trade = __esm({
  "src/simulator/trade.ts"() {
    "use strict";
    init_demo_cloud();
    RESTOCK_CHANCE = 0.12;
    BULK_ORDER_CHANCE = 0.15;
    ORDER_CHANCE = 0.5;
    USUAL_SERVICES = 16;
  }
});

// src/cli/simulate.ts
var simulate_exports = {};
__export(simulate_exports, {
  openShop: () => openShop,
  simulate: () => simulate
});
import { once as once6 } from "node:events";
async function simulate(options, io) {
  const simulator = await openShop(options, io);
  io.out(
    `Simulated WHMCS ${options.profile}: ${simulator.url}
identifier: ${DEMO_CREDENTIALS.identifier}
secret:     ${DEMO_CREDENTIALS.secret}
`
  );
  if (!io.signal.aborted) await once6(io.signal, "abort");
  await simulator.close();
}
async function openShop({ port: port2, profile }, io) {
  const shop = createDemoShop();
  const simulator = await startSimulator({ shop, profile, port: port2, companion: true });
  const closed = new AbortController();
  startTrade(shop, TRADE_INTERVAL_MS, Math.random, AbortSignal.any([io.signal, closed.signal]));
  const close2 = () => {
    closed.abort();
    return simulator.close();
  };
  return { ...simulator, close: close2 };
}
var TRADE_INTERVAL_MS;
var init_simulate = __esm({
  "src/cli/simulate.ts"() {
    "use strict";
    init_demo_shop();
    init_settings();
    init_simulator();
    init_trade();
    TRADE_INTERVAL_MS = 1e3;
  }
});

// src/cli/demo.ts
var demo_exports = {};
__export(demo_exports, {
  demo: () => demo
});
async function demo(options, port2, io) {
  const simulator = await openShop({ port: port2, profile: "8.12" }, io);
  const { identifier, secret } = DEMO_CREDENTIALS;
  const config = await parseConfig(
    CONFIG,
    { SHOP_URL: simulator.url, IDENTIFIER: identifier, SECRET: secret },
    "demo"
  );
  const listening = (url) => io.out(
    [
      "A simulated WHMCS sells and restocks as you watch. Open:",
      `  ${new URL(options.telemetryPath, url).href.padEnd(WIDTH)}stock as metrics: whmcs_product_stock and whmcs_product_option_stock go down and up`,
      `  ${url.padEnd(WIDTH)}the exporter and how its site stands`,
      `  ${simulator.url.padEnd(WIDTH)}the simulated WHMCS (identifier ${identifier}, secret ${secret})`,
      "Ctrl-C ends both.",
      ""
    ].join("\n")
  );
  try {
    return await serve(config, { ...options, listening }, io);
  } finally {
    await simulator.close();
  }
}
var CONFIG, WIDTH;
var init_demo = __esm({
  "src/cli/demo.ts"() {
    "use strict";
    init_load();
    init_settings();
    init_serve();
    init_simulate();
    CONFIG = `
sites:
  - name: demo
    url: \${SHOP_URL}
    identifier: \${IDENTIFIER}
    secret: \${SECRET}
    interval: 2s
    max_age: 30s
    thresholds: { warning: 5, critical: 1 }
    products:
      - id: 42
        options:
          Location: { Frankfurt: 50, Tokyo: { capacity: 30, thresholds: { warning: 8 } }, Virginia: 25 }
        combinations:
          - { when: { Location: Frankfurt, RAM: 64 GB }, capacity: 12 }
          - { when: { Location: Tokyo, RAM: 64 GB }, capacity: 6 }
          - { when: { Location: Virginia, RAM: 64 GB }, capacity: 8 }
    pools:
      - name: l4-cards
        capacity: 48
        unit: cards
        draws:
          - { product: 43, option: GPU, choices: { 1x L4: 1, 2x L4: 2, 4x L4: 4 } }
          - { product: 44, units: 1 }
`;
    WIDTH = 36;
  }
});

// src/replace-file.ts
import { randomUUID } from "node:crypto";
import { open as open2, readFile, realpath, rename, rm, stat as stat2 } from "node:fs/promises";
import { dirname as dirname4 } from "node:path";
async function replaceFile(path, before, text3) {
  try {
    const current = await readFile(path, "utf8").catch(missing);
    if (current !== before)
      throw new UserError(`${path} was changed meanwhile; nothing was written, try again`);
    const target = before === void 0 ? path : await realpath(path);
    const owner = before === void 0 ? void 0 : await stat2(target);
    const temporary = `${target}.${randomUUID()}.tmp`;
    try {
      const file = await open2(temporary, "wx", owner?.mode);
      try {
        await file.writeFile(text3);
        if (owner) {
          const own = await file.stat();
          if (own.uid !== owner.uid || own.gid !== owner.gid) await file.chown(owner.uid, owner.gid);
          await file.chmod(owner.mode);
        }
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(dirname4(target)).catch(() => {
    });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${path} can't be written (${systemCode(error)}); nothing was changed`, {
      cause: error
    });
  }
}
function missing(error) {
  if (errorCode(error) !== "ENOENT") throw error;
}
async function syncFolder(path) {
  const folder = await open2(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
var init_replace_file = __esm({
  "src/replace-file.ts"() {
    "use strict";
    init_error_code();
    init_user_error();
  }
});

// src/whmcs/read-once.ts
async function readOnce(site2, options) {
  const transport = createTransport(site2, options.resolver);
  try {
    const client = createCommandClient({ site: site2, transport, log: SILENT_LOG });
    const source = createSource({ site: site2, client, log: SILENT_LOG, now: () => performance.now() });
    const catalogue = judgeFirst(await source.read(options.signal), site2, Date.now());
    return await countMissing(site2, client, catalogue, options);
  } finally {
    await transport.close();
  }
}
async function countMissing(site2, client, catalogue, { signal, progress, notCounted }) {
  const counted = catalogue.products.filter(needsUsage(site2));
  if (counted.length === 0) return catalogue;
  try {
    const count4 = await countServices({ site: site2, client }, counted, signal, progress);
    const fault = faultOf(count4);
    if (fault !== void 0) notCounted(networkFault(fault, signal));
    return withUsage(catalogue, new Map([...count4.usage].map(([id2, usage2]) => [id2, { usage: usage2 }])));
  } catch (error) {
    const fault = networkFault(error, signal);
    if (fault.reason === "canceled") throw fault;
    notCounted(fault);
    return catalogue;
  }
}
function needsUsage({ usage: usage2, limits: limits2 }) {
  if (usage2.products === "none") return () => false;
  const configured = productsInUse(limits2);
  return (product2) => product2.usage === void 0 && ((product2.options?.length ?? 0) > 0 || configured.has(product2.id));
}
var SILENT_LOG;
var init_read_once = __esm({
  "src/whmcs/read-once.ts"() {
    "use strict";
    init_catalogue();
    init_judge_listing();
    init_limits();
    init_command_client();
    init_network_fault();
    init_count_services();
    init_sources();
    init_transport();
    SILENT_LOG = { warn() {
    }, info() {
    } };
  }
});

// src/tables/live-site.ts
import pLimit6 from "p-limit";
async function readLiveSites(sites, concurrency, io) {
  const oneOf = pLimit6(concurrency);
  const pages = createPageCount(io);
  const resolver = createResolver(createLookupProcess());
  const failures = [];
  const live = await Promise.all(
    sites.map(
      (site2) => oneOf(async () => {
        try {
          const notCounted = (fault) => io.err(
            `site ${site2.name}: units in use are unknown: ${describe11(fault, SERVICES_ACTION, site2)}
`
          );
          const options = { resolver, signal: io.signal, progress: pages.add(), notCounted };
          const catalogue = await readOnce(site2, options);
          return { site: site2, catalogue, snapshot: takeSnapshot(site2, catalogue) };
        } catch (error) {
          const fault = error instanceof WhmcsError ? error : networkFault(error, io.signal);
          const reason = describe11(fault, fault.action ?? "GetProducts", site2);
          failures.push(`site ${site2.name} can't be read: ${reason}`);
          return void 0;
        }
      })
    )
  );
  pages.clear();
  resolver.close();
  if (failures.length > 0) throw new UserError(failures.join("\n"));
  return live.filter((site2) => site2 !== void 0);
}
function createPageCount({ interactive, err }) {
  const known2 = /* @__PURE__ */ new Map();
  const sum3 = (index) => [...known2.values()].reduce((total, counts) => total + counts[index], 0);
  return {
    add() {
      const site2 = {};
      return (pages, of) => {
        known2.set(site2, [pages, of]);
        if (interactive) err(`\r\x1B[Kcounting units in use: ${sum3(0)} of ${sum3(1)} pages`);
      };
    },
    clear: () => interactive && known2.size > 0 && err("\r\x1B[K")
  };
}
var describe11;
var init_live_site = __esm({
  "src/tables/live-site.ts"() {
    "use strict";
    init_snapshot();
    init_user_error();
    init_advice();
    init_lookup_process();
    init_network_fault();
    init_read_once();
    init_reasons();
    init_resolver();
    init_count_services();
    describe11 = (fault, action, site2) => `${fault.message}. ${advise(fault, action, site2)}`;
  }
});

// src/tables/choice-finder.ts
function createChoiceFinder(options) {
  let note = "";
  const tell = (text3) => {
    note = text3;
  };
  const find = createFinder(options, tell);
  function findInAnyOption(name3) {
    const owners = options.flatMap((option) => {
      const choice2 = find.choice(option, name3);
      return choice2 ? [{ option, choice: choice2 }] : [];
    });
    if (owners.length === 1) return owners;
    const names = owners.map(({ option }) => quote(option.name)).join(", ");
    if (owners.length > 1)
      return new Miss(
        "option",
        `empty, but the options ${names} have a choice ${quote(name3)}; name one of them`
      );
    const all = options.flatMap(({ choices: choices2 }) => choices2.map((choice2) => choice2.name));
    const nearest = nearestNames(name3, all).map(quote).join(", ");
    return new Miss("choice", `no option has a choice ${quote(name3)}${nearest && `; nearest: ${nearest}`}`);
  }
  const nameChoice = ({ option, choice: choice2 }) => [
    namesOf3(option).find((name3) => find.option(name3) === option) ?? option.name,
    namesOf3(choice2).find((name3) => find.choice(option, name3) === choice2) ?? choice2.name
  ];
  return {
    find(subject) {
      if (subject.kind === "product") return [];
      if (subject.kind === "combination")
        return pickChoices(options, subject.when, find, tell) ?? new Miss("combination", note);
      if (subject.option === void 0) return findInAnyOption(subject.choice);
      const option = find.option(subject.option);
      if (!option) return new Miss("option", note);
      const choice2 = find.choice(option, subject.choice);
      return choice2 ? [{ option, choice: choice2 }] : new Miss("choice", note);
    },
    subjectOf(kind, picked) {
      const when = picked.map(nameChoice);
      const [only] = when;
      if (kind === "combination" || !only)
        return kind === "combination" ? { kind, when } : { kind: "product" };
      return { kind: "choice", option: only[0], choice: only[1] };
    }
  };
}
var Miss, namesOf3;
var init_choice_finder = __esm({
  "src/tables/choice-finder.ts"() {
    "use strict";
    init_combinations();
    init_finder();
    init_names();
    Miss = class {
      constructor(column, message) {
        this.column = column;
        this.message = message;
      }
      column;
      message;
    };
    namesOf3 = ({ name: name3, aliases, id: id2 }) => [name3, ...aliases, String(id2)];
  }
});

// src/tables/command-io.ts
var count3;
var init_command_io = __esm({
  "src/tables/command-io.ts"() {
    "use strict";
    count3 = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
  }
});

// src/tables/table-draft.ts
function readCells({ columns }, { record }) {
  const cells = {};
  for (const [index, column] of columns.entries()) {
    const cell = record.cells[index];
    if (column !== void 0 && cell) cells[column] = cell;
  }
  return cells;
}
function setCells(row, cells) {
  for (const column of TABLE_COLUMNS) {
    const cell = cells[column];
    if (cell === void 0 || (row.cells[column] ?? "").trim() === cell) continue;
    row.cells[column] = cell;
    row.isChanged = true;
  }
}
function insertRow({ rows }, previous) {
  const row = { cells: {}, source: void 0, isChanged: true, isRemoved: false };
  rows.splice(previous ? rows.indexOf(previous) + 1 : rows.length, 0, row);
  return row;
}
function describeChanges(draft) {
  const counts = { added: 0, changed: 0, removed: 0 };
  for (const { source, isChanged, isRemoved } of draft.rows) {
    if (isRemoved) counts.removed += 1;
    else if (!source) counts.added += 1;
    else if (isChanged) counts.changed += 1;
  }
  const words = Object.entries(counts).flatMap(
    ([what, number]) => number === 0 ? [] : [`${count3(number, "row")} ${what}`]
  );
  return words.length === 0 ? void 0 : words.join(", ");
}
function renderTable(draft) {
  const { separatorLine, hasByteOrderMark, lineEnd } = draft.table.csv;
  const lines = renderLines(draft).flatMap(({ after: after2 }) => after2 ?? []);
  const text3 = [...separatorLine === void 0 ? [] : [separatorLine], ...lines, ""].join("\n");
  const mark = hasByteOrderMark || /[^\n -~]/.test(text3) ? "\uFEFF" : "";
  return mark + text3.replaceAll("\n", lineEnd);
}
function renderDiff(draft) {
  const { file } = draft.table;
  const hunks = [];
  let shift = 0;
  let next = 1;
  for (const { line = next, before, after: after2 } of renderLines(draft)) {
    const [removed, added] = [before?.split("\n") ?? [], after2?.split("\n") ?? []];
    next = line + removed.length;
    if (before === after2) continue;
    hunks.push(`@@ -${range(line, removed)} +${range(line + shift, added)} @@`);
    hunks.push(...removed.map((text3) => `-${text3}`), ...added.map((text3) => `+${text3}`));
    shift += added.length - removed.length;
  }
  return [`--- ${file}`, `+++ ${file}`, ...hunks, ""].join("\n");
}
function renderLines({ table, rows }) {
  const [header] = table.csv.records;
  const used = TABLE_COLUMNS.filter((column) => !header || rows.some(({ cells }) => cells[column]));
  const added = used.filter((column) => !table.columns.includes(column));
  const columns = added.length === 0 ? table.columns : [...table.columns.filter((column) => column !== void 0), ...added];
  const { delimiter } = table.csv;
  const render = (cells) => cells.map((cell) => quoteCell(cell, delimiter)).join(delimiter);
  const renderRow = ({ cells, source, isChanged }) => source && !isChanged && added.length === 0 ? source.record.raw : render(columns.map((column) => renderCell(column, column && cells[column])));
  return [
    {
      line: header?.line,
      before: header?.raw,
      after: header && added.length === 0 ? header.raw : render(columns.map((column) => column ?? ""))
    },
    ...rows.map((row) => ({
      line: row.source?.record.line,
      before: row.source?.record.raw,
      after: row.isRemoved ? void 0 : renderRow(row)
    }))
  ];
}
var openDraft, range, quoteCell, NUMBERS, renderCell;
var init_table_draft = __esm({
  "src/tables/table-draft.ts"() {
    "use strict";
    init_limit_row();
    init_spreadsheet_text();
    init_command_io();
    openDraft = (table) => ({
      table,
      rows: table.rows.map((row) => ({
        ...{ cells: readCells(table, row), source: row, isChanged: false, isRemoved: false }
      }))
    });
    range = (line, { length }) => `${length === 0 ? line - 1 : line},${length}`;
    quoteCell = (cell, delimiter) => /["\n\r\t,;]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
    NUMBERS = ["capacity", "warning", "critical", "stock", "in_use"];
    renderCell = (column, cell = "") => NUMBERS.includes(column) ? cell : guardText(cell);
  }
});

// src/tables/move-limits.ts
function moveLimits({ limits: limits2 }, { yaml, locate, lines }, rowOf) {
  const moved = [];
  const kept = [];
  const report = [];
  for (const limit of yaml) {
    if (limit.subject.kind === "product" && limits2.products.get(limit.product)?.everyCombination)
      kept.push([...limit.path, "combinations"]);
    if (!setsValue(limit)) {
      if (limit.subject.kind !== "product") kept.push(limit.path);
      continue;
    }
    const row = rowOf(limit);
    for (const name3 of VALUES) {
      const value = limit.values[name3];
      if (value === void 0) continue;
      const path = pathOfValue(limit, name3);
      const cell = row?.cells[name3]?.trim().toLowerCase() ?? "";
      if (row && (cell === "" || cell === String(value))) {
        setCells(row, { [name3]: String(value) });
        moved.push(path);
      } else {
        kept.push(path);
        const why = row ? `the table has ${cell}` : "the row is in another table";
        report.push(`not moved: ${locate(path)}: ${name3} ${value}; ${why}`);
      }
    }
  }
  const keptPrefixes = new Set(kept.flatMap(prefixes2).map(keyOf4));
  const deleted = /* @__PURE__ */ new Map();
  for (const path of moved) {
    const whole2 = prefixes2(path).find((prefix) => !keptPrefixes.has(keyOf4(prefix)));
    if (whole2) deleted.set(keyOf4(whole2), whole2);
  }
  return [
    ...report,
    ...[...deleted.values()].map((path) => `delete: ${lines(path)}: ${renderPath(["products", ...path])}`)
  ];
}
var prefixes2, keyOf4;
var init_move_limits = __esm({
  "src/tables/move-limits.ts"() {
    "use strict";
    init_key_names();
    init_limit();
    init_limits_tables();
    init_yaml_limits();
    init_table_draft();
    prefixes2 = (path) => [...path.keys(), path.length].map((length) => path.slice(0, length));
    keyOf4 = (path) => JSON.stringify(path);
  }
});

// src/tables/subject-finder.ts
function createSubjectFinder({ live, limits: limits2, productNames }) {
  const products2 = new Map(live?.catalogue.products.map((product2) => [product2.id, product2]));
  const choiceFinders = /* @__PURE__ */ new Map();
  const known2 = new Map(limits2.map((limit) => [keyOfNames(limit.product, limit.subject), limit]));
  const ids = new Set(limits2.map(({ product: product2 }) => product2));
  const names = new Map([...productNames, ...[...products2].map(([id2, { name: name3 }]) => [id2, name3])]);
  const findProduct = indexNames([...names].map(([id2, name3]) => ({ id: id2, name: name3, aliases: [] })));
  let hints = MOST_HINTS;
  function choicesOf({ id: id2, options }) {
    const finder = choiceFinders.get(id2) ?? createChoiceFinder(options ?? []);
    choiceFinders.set(id2, finder);
    return finder;
  }
  function pick2(id2, subject) {
    const product2 = products2.get(id2);
    if (!live || !product2 && live.catalogue.unreadable > 0) return void 0;
    if (!product2) return new Miss("product", `WHMCS does not list product ${id2}`);
    if (subject.kind !== "product" && !product2.options) return void 0;
    const finder = choicesOf(product2);
    const picked = finder.find(subject);
    return picked instanceof Miss ? picked : { finder, picked, key: keyOfPicked(id2, subject.kind, picked) };
  }
  function listed(id2, subject) {
    const found = pick2(id2, subject);
    if (!found || found instanceof Miss) return found;
    return { key: found.key, product: id2, subject: found.finder.subjectOf(subject.kind, found.picked) };
  }
  function keyOf5({ product: product2, subject }) {
    const found = pick2(product2, subject);
    return found && !(found instanceof Miss) ? found.key : keyOfNames(product2, subject);
  }
  function findKnown(id2, choice2) {
    const [only, ...more] = limits2.filter(
      ({ product: product2, subject }) => product2 === id2 && subject.kind === "choice" && foldName(subject.choice) === foldName(choice2)
    );
    if (only && more.length === 0) return only.subject;
    const why = only ? "several options have such a choice" : "no table has such a choice";
    return new Miss("option", `empty, and ${why}; name the option`);
  }
  function hintAt(id2, subject) {
    const others = limits2.filter(({ product: product2 }) => product2 === id2).map((limit) => nameOf(limit.subject));
    hints -= 1;
    if (subject.kind === "product" || others.length === 0 || hints < 0) return {};
    const nearest = nearestNames(nameOf(subject), others).map(quote).join(", ");
    return { hint: `${quote(nameOf(subject))} is new for product ${id2}; nearest: ${nearest}` };
  }
  return {
    listed,
    keyOf: keyOf5,
    choicesOf,
    product(reference2) {
      const id2 = /^\d{1,10}$/.test(reference2) ? Number(reference2) : 0;
      if (names.has(id2) || ids.has(id2) || !live && id2 > 0 && id2 < 2 ** 31) return id2;
      const found = findProduct(reference2);
      if (found.kind === "one") return found.thing.id;
      hints -= 1;
      const miss = found.kind === "none" && (id2 > 0 || hints < 0) ? { ...found, nearest: () => [] } : found;
      return new Miss("product", describeMiss(miss, "product", reference2));
    },
    any(id2, subject) {
      const found = listed(id2, subject);
      if (found && !(found instanceof Miss)) return found;
      const own = isComplete(subject) ? subject : findKnown(id2, subject.choice);
      const same = own instanceof Miss ? void 0 : known2.get(keyOfNames(id2, own));
      if (same) return { key: keyOf5(same), product: id2, subject: same.subject };
      if (found) return found;
      if (live) return new Miss("product", `the options of product ${id2} could not be read from WHMCS`);
      if (own instanceof Miss) return own;
      return { key: keyOfNames(id2, own), product: id2, subject: own, ...hintAt(id2, own) };
    }
  };
}
function nameOf(subject) {
  if (subject.kind === "product") return "";
  return writeCombination(subject.kind === "choice" ? [[subject.option, subject.choice]] : subject.when);
}
var MOST_HINTS, keyOfPicked, keyOfNames, isComplete;
var init_subject_finder = __esm({
  "src/tables/subject-finder.ts"() {
    "use strict";
    init_combination_text();
    init_limit();
    init_finder();
    init_names();
    init_options();
    init_choice_finder();
    MOST_HINTS = 20;
    keyOfPicked = (product2, kind, picked) => `${product2} ${kind} ${keyOfSet(picked.map(({ choice: choice2 }) => choice2.id))}`;
    keyOfNames = (product2, subject) => `${product2} ${keyOfSubject(subject)}`;
    isComplete = (subject) => subject.kind !== "choice" || subject.option !== void 0;
  }
});

// src/tables/site-listing.ts
function listSubjects({ catalogue, snapshot }, { choicesOf }) {
  const exposed = new Set(snapshot.products.map(({ id: id2 }) => id2));
  const choices2 = new Map(
    snapshot.choices.map((left) => [keyOfPicked(left.product.id, "choice", [left]), left])
  );
  const combinations3 = /* @__PURE__ */ new Map();
  for (const left of snapshot.combinations)
    combinations3.set(left.product.id, [...combinations3.get(left.product.id) ?? [], left]);
  return catalogue.products.flatMap((product2) => {
    const isExposed = exposed.has(product2.id);
    const list3 = (kind, picked, left) => {
      const key = keyOfPicked(product2.id, kind, picked);
      const { stock, inUse } = left ?? choices2.get(key) ?? (isExposed ? NOT_LIMITED : NOT_KNOWN);
      return { key, product: product2, subject: choicesOf(product2).subjectOf(kind, picked), isExposed, stock, inUse };
    };
    const pairs = (product2.options ?? []).flatMap(
      (option) => option.choices.map((choice2) => ({ option, choice: choice2 }))
    );
    return [
      list3("product", [], { stock: product2.stock, inUse: product2.usage?.units }),
      ...pairs.map((pair) => list3("choice", [pair])),
      ...(combinations3.get(product2.id) ?? []).map((left) => list3("combination", left.picked, left))
    ];
  });
}
var NOT_LIMITED, NOT_KNOWN;
var init_site_listing = __esm({
  "src/tables/site-listing.ts"() {
    "use strict";
    init_stock();
    init_subject_finder();
    NOT_LIMITED = { stock: UNLIMITED, inUse: void 0 };
    NOT_KNOWN = { stock: UNKNOWN, inUse: void 0 };
  }
});

// src/tables/site-rows.ts
function openSiteRows(site2, tables, limits2, { keyOf: keyOf5 }) {
  const [first] = tables;
  const { columns } = first.table;
  const own = columns.length === 0 || columns.includes("site") ? { site: site2 } : {};
  const rows = new Map(tables.flatMap((table) => table.rows.map((row) => [row.source, row])));
  const inFirst = new Set(first.rows);
  const byKey = /* @__PURE__ */ new Map();
  const lastOf = /* @__PURE__ */ new Map();
  let last;
  for (const limit of limits2) {
    const row = rows.get(limit.row);
    if (!row) continue;
    const key = keyOf5(limit);
    if (!byKey.has(key) || setsValue(limit)) byKey.set(key, row);
    if (inFirst.has(row)) lastOf.set(limit.product, row);
    if (inFirst.has(row)) last = row;
  }
  return {
    byKey,
    add(key, product2, subject, cells) {
      const previous = lastOf.get(product2) ?? last;
      const row = insertRow(first, previous);
      lastOf.set(product2, row);
      if (previous === last) last = row;
      setCells(row, { ...own, product: String(product2), ...nameCells2(subject), ...cells });
      byKey.set(key, row);
      return row;
    }
  };
}
function nameCells2(subject) {
  if (subject.kind === "product") return {};
  if (subject.kind === "choice") return { option: subject.option, choice: subject.choice };
  return { combination: writeCombination(subject.when) };
}
var init_site_rows = __esm({
  "src/tables/site-rows.ts"() {
    "use strict";
    init_combination_text();
    init_limits_tables();
    init_table_draft();
  }
});

// src/tables/refresh.ts
function refreshSite(table, { move, prune }) {
  const { live, part, draft, rows, others, isOwn, takesNew } = table;
  const report = [];
  const finder = createSubjectFinder({
    ...{ live, limits: [...rows, ...others, ...part.yaml], productNames: /* @__PURE__ */ new Map() }
  });
  const own = openSiteRows(live.site.name, [draft], rows, finder);
  const otherByKey = new Map(others.map((limit) => [finder.keyOf(limit), limit]));
  const drafts = new Map(draft.rows.map((row) => [row.source, row]));
  for (const { product: product2, subject, place, row } of rows) {
    const found = finder.listed(product2, subject);
    if (!(found instanceof Miss)) continue;
    const gone = drafts.get(row);
    if (gone) gone.isRemoved = prune;
    report.push(`${prune ? "removed" : "gone"}: ${renderRowPlace(place)}: ${found.message}`);
  }
  function add2(key, product2, subject, cells) {
    const values = otherByKey.get(key)?.row.cells ?? {};
    return own.add(key, product2, subject, { ...pickValues(values), ...cells });
  }
  const added = /* @__PURE__ */ new Map();
  const renamed = /* @__PURE__ */ new Set();
  for (const listed of listSubjects(live, finder)) {
    const { key, product: product2, subject } = listed;
    const row = own.byKey.get(key);
    if (row) {
      const { name: name3 = "" } = row.cells;
      if (name3 !== "" && foldName(name3) !== foldName(product2.name))
        renamed.add(`renamed: ${product2.id} ${quote(name3)} -> ${quote(product2.name)}`);
      setCells(row, informativeCells(listed));
    } else if (takesNew && listed.isExposed && !(isOwn && otherByKey.has(key))) {
      add2(key, product2.id, subject, informativeCells(listed));
      const label = `new: ${product2.id} ${product2.name}`;
      added.set(label, (added.get(label) ?? 0) + 1);
    }
  }
  report.push(...renamed);
  if (rows.length > 0)
    report.push(...[...added].map(([label, number]) => `${label} (${count3(number, "row")})`));
  else report.push(count3(added.size, "product"));
  if (!move) return report;
  const moved = moveLimits(live.site, part, (limit) => {
    const key = finder.keyOf(limit);
    const row = own.byKey.get(key);
    if (row || isOwn && otherByKey.has(key)) return row;
    return add2(key, limit.product, limit.subject, {});
  });
  return [...report, ...moved];
}
function informativeCells({ product: product2, stock, inUse }) {
  return {
    name: product2.name,
    stock: String(stock.kind === "limited" ? stock.quantity : stock.kind),
    in_use: inUse === void 0 ? "" : String(inUse)
  };
}
var pickValues;
var init_refresh = __esm({
  "src/tables/refresh.ts"() {
    "use strict";
    init_limit();
    init_limit_row();
    init_finder();
    init_names();
    init_choice_finder();
    init_command_io();
    init_move_limits();
    init_site_listing();
    init_site_rows();
    init_subject_finder();
    init_table_draft();
    pickValues = (cells) => Object.fromEntries(VALUES.flatMap((name3) => cells[name3] ? [[name3, cells[name3]]] : []));
  }
});

// src/tables/discover.ts
var discover_exports = {};
__export(discover_exports, {
  discover: () => discover
});
import { dirname as dirname5, relative, resolve as resolve3 } from "node:path";
async function discover(loaded, options, io) {
  const { output, configFile } = options;
  if (output === void 0 && options.prune)
    throw new UserError("--prune needs --output, the table to prune");
  const { config, parts } = loaded;
  const { table, users, strangers } = await openTarget(loaded, output);
  const sites = config.sites.filter((_, index) => users.length === 0 || users.includes(index));
  const live = await readLiveSites(sites, config.collector.concurrency, io);
  const draft = openDraft(table);
  const inTable = new Set(table.rows);
  for (const own of live) {
    const index = config.sites.indexOf(own.site);
    const part = parts[index];
    if (!part) continue;
    const isOwn = users.includes(index);
    const report = refreshSite(
      {
        ...{ live: own, part, draft, isOwn, takesNew: !isOwn || part.tables[0] === table },
        rows: isOwn ? part.rows.filter(({ row }) => inTable.has(row)) : strangers[index] ?? [],
        others: part.rows.filter(({ row }) => !inTable.has(row))
      },
      options
    );
    for (const line of report) io.err(`site ${own.site.name}: ${line}
`);
  }
  const text3 = renderTable(draft);
  if (output === void 0) {
    io.out(text3);
    return;
  }
  const changes = describeChanges(draft);
  if (changes !== void 0 || table.text === void 0) await replaceFile(output, table.text, text3);
  io.err(`${output}: ${changes ?? "nothing changes"}
`);
  if (users.length > 0) return;
  const path = relative(dirname5(configFile), output);
  const names = sites.map(({ name: name3 }) => name3).join(", ");
  io.err(`to use the table, set limits: ${path} for ${names} in ${configFile}
`);
}
async function openTarget({ config, parts }, output) {
  if (output === void 0) return { table: emptyTable(""), users: [], strangers: [] };
  const isOutput = ({ file }) => resolve3(file) === resolve3(output);
  const named2 = parts.flatMap(({ tables }) => tables).find(isOutput);
  if (named2) {
    const users = [...parts.keys()].filter((index) => parts[index]?.tables.includes(named2));
    return { table: named2, users, strangers: [] };
  }
  const table = await readTable(output, "empty");
  const assigned = assignRows(
    table,
    config.sites.map(({ name: name3 }) => ({ site: name3, isUser: true }))
  );
  const problems = limitProblems([...table.problems, ...assigned.problems]);
  if (problems.length > 0) throw new UserError(problems.map(renderRowProblem).join("\n"));
  const strangers = parts.map((_, index) => assigned.limits.filter(({ site: site2 }) => site2 === index));
  return { table, users: [], strangers };
}
var init_discover = __esm({
  "src/tables/discover.ts"() {
    "use strict";
    init_csv_table();
    init_limit_row();
    init_limits_tables();
    init_replace_file();
    init_user_error();
    init_live_site();
    init_refresh();
    init_table_draft();
  }
});

// src/tables/row-list.ts
import { isMap as isMap4, isNode as isNode5, isScalar as isScalar5, isSeq as isSeq3 } from "yaml";
function readRowList(file, text3) {
  const { document, lines } = parseYaml(text3);
  const rows = [];
  const problems = [];
  const lineAt = (offset = 0) => Math.max(1, lines.linePos(offset).line);
  const refuse = (node, message, column = "") => problems.push({ file, line: lineAt(isNode5(node) ? node.range?.[0] : 0), column, message });
  for (const error of document.errors)
    problems.push({ file, line: lineAt(error.pos[0]), column: "", message: describeSyntaxError(error) });
  const list3 = document.contents;
  if (problems.length > 0 || !list3 || isScalar5(list3) && list3.value === null) return { rows, problems };
  for (const item of isSeq3(list3) ? list3.items : [list3]) {
    if (!isMap4(item) || !isSeq3(list3)) {
      refuse(item, 'expected a list of maps such as {"product": 12, "warning": 5}');
      continue;
    }
    const cells = {};
    const before = problems.length;
    for (const { key, value } of item.items) {
      const name3 = isScalar5(key) ? String(key.value) : "";
      const column = findColumn(name3);
      if (column === void 0) refuse(key, describeUnknownColumn(name3));
      if (!isRead(column)) continue;
      if (cells[column] !== void 0) refuse(key, `a second "${column}"`);
      const cell = textOf(value, column);
      if (cell === void 0) refuse(value, "expected a text or a number", column);
      else if (cell.trim() !== "") cells[column] = cell;
    }
    const line = lineAt(item.range?.[0]);
    if (problems.length === before) rows.push({ place: { file, line }, cells });
  }
  return { rows, problems };
}
function textOf(node, column) {
  if (node === null) return "";
  if (isScalar5(node)) {
    const { value, source } = node;
    if (typeof value === "number") return source ?? String(value);
    return typeof value === "string" ? value : value === null ? "" : void 0;
  }
  if (column !== "combination" || !isMap4(node)) return void 0;
  const pairs = node.items.map(({ key, value }) => [textOf(key) ?? "", textOf(value) ?? ""]);
  return pairs.flat().includes("") ? void 0 : writeCombination(pairs);
}
var init_row_list = __esm({
  "src/tables/row-list.ts"() {
    "use strict";
    init_combination_text();
    init_csv_table();
    init_limit_row();
    init_yaml();
  }
});

// src/tables/site-editor.ts
function createSiteEditor(site2, part, [first, ...others], live) {
  if (!first)
    return (_, report) => {
      report("site", `${site2.name} has no table; set limits: stock.csv for it in the configuration`);
      return void 0;
    };
  const names = new Map(
    [first, ...others].flatMap(({ rows }) => rows.map(({ source, cells }) => [source, cells.name]))
  );
  const finder = createSubjectFinder({
    live,
    limits: [...part.rows, ...part.yaml],
    productNames: new Map(part.rows.flatMap(({ product: product2, row }) => [[product2, names.get(row) ?? ""]]))
  });
  const { columns } = first.table;
  const showsName = columns.length === 0 || columns.includes("name");
  const shown = new Map(live?.catalogue.products.map(({ id: id2, name: name3 }) => [id2, showsName ? name3 : ""]));
  const own = openSiteRows(site2.name, [first, ...others], part.rows, finder);
  const yaml = new Map(part.yaml.map((limit) => [finder.keyOf(limit), limit]));
  const seen = /* @__PURE__ */ new Map();
  return (row, report) => {
    const product2 = finder.product(row.product);
    const found = product2 instanceof Miss ? product2 : finder.any(product2, row.subject);
    if (found instanceof Miss) {
      report(found.column, found.message);
      return void 0;
    }
    const { key } = found;
    const same = seen.get(key);
    if (same) report("", `the same as in ${renderRowPlace(same)}; delete one of the two rows`);
    seen.set(key, row.place);
    const current = own.byKey.get(key);
    const cells = same ? void 0 : newCells(row, current?.cells ?? {}, yaml.get(key), part, report);
    if (cells && current) setCells(current, cells);
    else if (cells && Object.values(cells).some((cell) => cell !== ""))
      own.add(key, found.product, found.subject, {
        name: shown.get(found.product) ?? "",
        ...cells
      });
    return found.hint;
  };
}
function newCells({ values }, current, set, { locate }, report) {
  const cells = {};
  let isValid = true;
  for (const name3 of VALUES) {
    const [value, other] = [values[name3], set?.values[name3]];
    if (value === void 0 || value === other) continue;
    if (set && other !== void 0) {
      isValid = false;
      report(
        name3,
        `${locate(pathOfValue(set, name3))} sets ${other}; change it there, or move it with discover --move`
      );
    }
    cells[name3] = value === "default" || name3 === "capacity" && value === "none" ? "" : String(value);
  }
  const [warning, critical] = ["warning", "critical"].map(
    (name3) => Number.parseInt(cells[name3] ?? current[name3] ?? String(set?.values[name3]), 10)
  );
  if (warning !== void 0 && critical !== void 0 && critical > warning) {
    isValid = false;
    report(
      values.critical === void 0 ? "warning" : "critical",
      `critical ${critical} must not be above warning ${warning}`
    );
  }
  return isValid ? cells : void 0;
}
var init_site_editor = __esm({
  "src/tables/site-editor.ts"() {
    "use strict";
    init_limit();
    init_limit_row();
    init_yaml_limits();
    init_choice_finder();
    init_site_rows();
    init_subject_finder();
    init_table_draft();
  }
});

// src/tables/import.ts
var import_exports = {};
__export(import_exports, {
  importRows: () => importRows
});
import { extname } from "node:path";
async function importRows({ config, parts }, options, io) {
  const problems = [];
  const report = (problem) => problems.push(problem);
  const users = config.sites.map(({ name: name3 }) => ({ site: name3, isUser: true }));
  const bySite = /* @__PURE__ */ new Map();
  for (const file of options.files) {
    const { rows, problems: wrong } = await readRows(file);
    problems.push(...wrong);
    for (const row of rows) {
      const limit = readLimitRow(row, (column, message) => report({ ...row.place, column, message }));
      const site2 = limit && findSite(limit.site, users, (message) => report({ ...row.place, column: "site", message }));
      if (!limit || site2 === void 0) continue;
      const others = bySite.get(site2);
      if (others) others.push(limit);
      else bySite.set(site2, [limit]);
    }
  }
  const sites = config.sites.filter((_, index) => bySite.has(index));
  const live = options.offline ? [] : await readLiveSites(sites, config.collector.concurrency, io);
  const tables = parts.flatMap((part) => part.tables);
  const drafts = new Map(tables.map((table) => [table, openDraft(table)]));
  for (const [index, limits2] of bySite) {
    const [site2, part] = [config.sites[index], parts[index]];
    if (!site2 || !part) continue;
    const own = live.find((read) => read.site === site2);
    const into = part.tables.flatMap((table) => drafts.get(table) ?? []);
    const editor = createSiteEditor(site2, part, into, own);
    for (const limit of limits2) {
      const hint = editor(limit, (column, message) => report({ ...limit.place, column, message }));
      if (hint !== void 0) io.err(`warning: ${renderRowPlace(limit.place)}: ${hint}
`);
    }
  }
  const order = (file) => options.files.indexOf(file);
  problems.sort((a, b) => order(a.file) - order(b.file) || a.line - b.line);
  for (const problem of problems.slice(0, MOST_REPORTED)) io.err(`${renderRowProblem(problem)}
`);
  if (problems.length > MOST_REPORTED) io.err(`and ${problems.length - MOST_REPORTED} more problems
`);
  const invalid = new Set(problems.map(renderRowPlace)).size;
  if (invalid > 0 && !options.partial) {
    io.err(`${count3(invalid, "row")} invalid; nothing was changed
`);
    return false;
  }
  await write([...drafts.values()], options, io);
  if (invalid > 0) io.err(`${count3(invalid, "row")} left out
`);
  return invalid === 0;
}
async function write(drafts, { dryRun }, io) {
  const changed = drafts.flatMap((draft) => {
    const changes = describeChanges(draft) ?? (draft.table.text === void 0 ? "created" : void 0);
    return changes === void 0 ? [] : [{ draft, changes }];
  });
  if (changed.length === 0) io.out("nothing changes\n");
  for (const { draft, changes } of changed) {
    const { file, text: text3 } = draft.table;
    if (dryRun) io.out(renderDiff(draft));
    else await replaceFile(file, text3, renderTable(draft));
    if (dryRun) io.err(`${file}: ${changes}, not written because of --dry-run
`);
    else io.out(`${file}: ${changes}; reload the exporter to use them
`);
  }
}
async function readRows(file) {
  const extension = extname(file).toLowerCase();
  if (extension === ".csv" || extension === ".tsv") return readTable(file);
  const refuse = (line, message) => ({
    rows: [],
    problems: [{ file, line, column: "", message }]
  });
  try {
    const text3 = (await readTextFile(file, MOST_BYTES)).replace(/^\uFEFF/, "");
    if ([".json", ".yaml", ".yml"].includes(extension)) return readRowList(file, text3);
    return refuse(1, "a format that is not known; the name ends with .csv, .tsv, .json, .yaml or .yml");
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    return refuse(error.line, describeFileError(error));
  }
}
var MOST_REPORTED;
var init_import = __esm({
  "src/tables/import.ts"() {
    "use strict";
    init_limit_row();
    init_limits_tables();
    init_text_file();
    init_replace_file();
    init_command_io();
    init_live_site();
    init_row_list();
    init_site_editor();
    init_table_draft();
    MOST_REPORTED = 100;
  }
});

// scripts/reference/generate.ts
import { writeFile } from "node:fs/promises";

// scripts/reference/pages.ts
import { readFile as readFile2 } from "node:fs/promises";

// src/cli/redacted-io.ts
init_known_secrets();
init_redactor();
function redactIo(io) {
  const secrets = /* @__PURE__ */ new Set();
  let current = createRedactor(secrets);
  const redact = (text3) => current(text3);
  return {
    io: { ...io, out: (text3) => io.out(redact(text3)), err: (text3) => io.err(redact(text3)) },
    redact,
    learn(config) {
      const known2 = secrets.size;
      for (const secret of secretsOf(config)) secrets.add(secret);
      if (secrets.size > known2) current = createRedactor(secrets);
    }
  };
}

// src/cli/run.ts
init_problem();
init_settings();
init_user_error();
init_build();
import { Command, CommanderError, Option as Option2 } from "commander";

// src/cli/flags.ts
import { InvalidArgumentError, Option } from "commander";

// src/cli/log-options.ts
var LOG_LEVELS = ["debug", "info", "warn", "error"];
var LOG_FORMATS = ["auto", "json", "pretty"];
function resolveFormat(format, { interactive }) {
  if (format !== "auto") return format;
  return interactive ? "pretty" : "json";
}

// src/cli/flags.ts
var withConfig = (command) => command.option("--config.file <path>", "configuration file; .env beside it is read too", "config.yaml");
var withAddress = (command, { env }) => command.option(
  "--web.listen-address <address>",
  "address to listen on; WEB_LISTEN_ADDRESS sets it too",
  env.WEB_LISTEN_ADDRESS || ":10052"
);
var withWeb = (command, io) => withAddress(command, io).option("--web.telemetry-path <path>", "path of the metrics", "/metrics").option("--web.max-requests <number>", "scrapes at once, 0 for no limit", wholeNumber, 40).option("--web.disable-exporter-metrics", "leave out the process_ and nodejs_ metrics").option("--web.disable-reload", "refuse POST /-/reload; SIGHUP still reloads");
var withLog = (command) => command.addOption(new Option("--log.level <level>", "least severe to log").choices(LOG_LEVELS).default("info")).addOption(
  new Option("--log.format <format>", "form of the log; auto is pretty on a terminal, otherwise json").choices(LOG_FORMATS).default("auto")
);
var withPort = (command) => command.option(
  "--simulator.port <number>",
  "port of the simulated WHMCS, 0 for a free one",
  wholeNumber,
  0
);
var serveOptions = (flags, io) => ({
  listenAddress: flags["web.listenAddress"],
  telemetryPath: flags["web.telemetryPath"],
  maxRequests: flags["web.maxRequests"],
  exporterMetrics: flags["web.disableExporterMetrics"] !== true,
  reloadByHttp: flags["web.disableReload"] !== true,
  log: { level: flags["log.level"], format: resolveFormat(flags["log.format"], io) }
});
function wholeNumber(text3) {
  if (!/^\d{1,6}$/.test(text3)) throw new InvalidArgumentError("A whole number is needed.");
  return Number(text3);
}

// src/cli/run.ts
init_io();
var NAME = "whmcs-stock-exporter";
var INTERNAL_ERROR = 70;
function createProgram(redaction, fail) {
  const { io, redact } = redaction;
  const hangupEnds = endOnHangup(io);
  const load = async (flags) => {
    const { config } = await readConfig(flags, io);
    redaction.learn(config);
    return config;
  };
  const program = new Command(NAME).description("Prometheus exporter for the stock of products in WHMCS").version(describeBuild(io), "--version", "print version and build").configureOutput({ writeOut: io.out, writeErr: io.err }).showHelpAfterError(`see ${NAME} --help`).exitOverride();
  withLog(withWeb(withConfig(program.command("serve")), io)).description("collect every site and serve /metrics (the default)").option("--config.check", "only check the configuration, and exit").action(async (flags) => {
    const config = await load(flags);
    if (flags["config.check"]) {
      printWarnings(config, io);
      io.out(`${flags["config.file"]} is valid: ${describeSites(config)}
`);
      return;
    }
    const { serve: serve2 } = await Promise.resolve().then(() => (init_serve(), serve_exports));
    const options = { ...serveOptions(flags, io), redact, load: () => load(flags) };
    if (!await serve2(config, options, io)) fail(INTERNAL_ERROR);
  });
  withConfig(program.command("check")).description("test the connection to every site, step by step").argument("[site...]", "names of the sites to test; all if none is given").option("--json", "print the result as JSON").action(async (sites, flags) => {
    const { check: check2, selectSites: selectSites2 } = await Promise.resolve().then(() => (init_check(), check_exports));
    const config = selectSites2(await load(flags), sites, flags["config.file"]);
    printWarnings(config, io);
    if (!await check2(config, { json: flags.json === true }, hangupEnds)) fail(1);
  });
  const loadTables = async (flags) => {
    const loaded = await readConfig(flags, io, true);
    redaction.learn(loaded.config);
    return loaded;
  };
  addTableCommands(program, loadTables, hangupEnds, fail);
  withAddress(program.command("healthcheck"), io).description("ask the exporter on this machine whether it is alive; exits with 1 if it is not").action(async (flags) => {
    const { healthcheck: healthcheck2 } = await Promise.resolve().then(() => (init_healthcheck(), healthcheck_exports));
    if (!await healthcheck2(flags["web.listenAddress"], hangupEnds)) fail(1);
  });
  withPort(withLog(withWeb(program.command("demo"), io))).description("start a simulated WHMCS that sells as you watch, and the exporter on it").action(async (flags) => {
    const { demo: demo2 } = await Promise.resolve().then(() => (init_demo(), demo_exports));
    const options = { ...serveOptions(flags, io), redact };
    if (!await demo2(options, flags["simulator.port"], hangupEnds)) fail(INTERNAL_ERROR);
  });
  withPort(program.command("simulator")).description("start only the simulated WHMCS").addOption(
    new Option2("--simulator.profile <version>", "WHMCS version to answer as").choices(PROFILES).default("8.12")
  ).action(async (flags) => {
    const { simulate: simulate2 } = await Promise.resolve().then(() => (init_simulate(), simulate_exports));
    await simulate2({ port: flags["simulator.port"], profile: flags["simulator.profile"] }, hangupEnds);
  });
  return program;
}
function addTableCommands(program, loadTables, io, fail) {
  withConfig(program.command("discover")).description("list every product, choice and combination of every site in a table of limits (CSV)").option("--output <file>", "refresh this table, or create it, instead of printing one").option("--move", "fill in the values of products in the configuration; prints the lines to delete there").option("--prune", "remove the rows of what WHMCS no longer lists").action(async (flags) => {
    const { discover: discover2 } = await Promise.resolve().then(() => (init_discover(), discover_exports));
    const { output, move = false, prune = false } = flags;
    const configFile = flags["config.file"];
    await discover2(await loadTables(flags), { configFile, output, move, prune }, io);
  });
  withConfig(program.command("import")).description("set capacities and thresholds from other tables in the tables of the configuration").argument("<file...>", "tables in CSV, TSV, JSON or YAML, with the columns that discover prints").option("--offline", "do not ask WHMCS whether it has what the rows name").option("--partial", "import the valid rows if others are not").option("--dry-run", "show what would change, and change nothing").action(async (files, flags) => {
    const { importRows: importRows2 } = await Promise.resolve().then(() => (init_import(), import_exports));
    const { offline = false, partial = false, dryRun = false } = flags;
    const loaded = await loadTables(flags);
    if (!await importRows2(loaded, { files, offline, partial, dryRun }, io)) fail(1);
  });
}
async function readConfig(flags, io, isMissingEmpty = false) {
  const { loadParts: loadParts2, readDotenv: readDotenv2 } = await Promise.resolve().then(() => (init_load(), load_exports));
  const path = flags["config.file"];
  return loadParts2(path, { ...await readDotenv2(path), ...io.env }, isMissingEmpty);
}
function printWarnings({ sites }, io) {
  for (const warning of sites.flatMap(({ warnings }) => warnings)) io.err(`warning: ${warning}
`);
}
var describeSites = ({ sites }) => `${sites.length} ${sites.length === 1 ? "site" : "sites"} (${sites.map(({ name: name3 }) => name3).join(", ")})`;
function describeBuild({ env }) {
  const { version, revision, node_version } = readBuild(env);
  return `${NAME}, version ${version} (revision: ${revision}, node: ${node_version})`;
}

// scripts/reference/markdown.ts
function renderTable2(columns, rows) {
  const lines = [columns, columns.map(() => "---"), ...rows.map((row) => row.map(renderCell2))];
  return lines.map((cells) => `| ${cells.join(" | ")} |`.replaceAll("|  |", "| |")).join("\n");
}
var renderCell2 = (text3 = "") => text3.replaceAll("|", "\\|");
var code = (text3) => text3 === void 0 ? "" : `\`${text3}\``;
var NOTICE = "<!-- Generated by `npm run docs`. Change the code that it describes, not this page. -->";
var WIDTH2 = 110;
function wrapProse(text3) {
  const lines = [];
  let line = "";
  for (const word of text3.split(/\s+/)) {
    if (line !== "" && line.length + word.length >= WIDTH2) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}
var renderPage = (title, ...blocks) => `${[`# ${title}`, NOTICE, ...blocks].join("\n\n")}
`;

// scripts/reference/commands.ts
var EXITS = `Exit codes: 0 if all went well, 1 if something failed that the user can fix, 70 for a bug in the program,
which is printed with what to report. Logs go to the standard error, results to the standard output. Ten log
lines a minute of one level, site and message are written; the others are counted.

SIGTERM and SIGINT end \`serve\` within two seconds, whatever hangs. The exit code is 0. If a thread of
Node's hangs, as on a file system that does not answer, it dies of the signal instead. A second signal ends
it at once. SIGHUP reloads the configuration, and is safe at any time. SIGUSR1 does not open Node's
debugger.`;
function renderCommands() {
  const io = {
    env: {},
    out: () => {
    },
    err: () => {
    },
    unread: () => 0,
    interactive: false,
    onHangup: () => {
    },
    signal: new AbortController().signal
  };
  const { commands } = createProgram(redactIo(io), () => {
  });
  return renderPage("Commands", EXITS, ...commands.flatMap(renderCommand));
}
function renderCommand(command) {
  const usage2 = ["whmcs-stock-exporter", command.name(), ...command.registeredArguments.map(renderArgument)];
  const operands = command.registeredArguments.map((argument) => [
    code(renderArgument(argument)),
    "",
    argument.description
  ]);
  const flags = command.options.map((option) => [
    code(option.flags),
    renderDefault(option),
    describe12(option)
  ]);
  const rows = [...operands, ...flags];
  return [
    `## ${command.name()}`,
    wrapProse(`${code(usage2.join(" "))}: ${command.description()}.`),
    ...rows.length > 0 ? [renderTable2(["flag", "default", "meaning"], rows)] : []
  ];
}
var renderArgument = (argument) => {
  const name3 = `${argument.name().toUpperCase()}${argument.variadic ? "..." : ""}`;
  return argument.required ? name3 : `[${name3}]`;
};
var renderDefault = ({ defaultValue }) => defaultValue === void 0 ? "" : code(String(defaultValue));
var describe12 = ({ description, argChoices }) => argChoices ? `${description}: ${argChoices.map(code).join(", ")}` : description;

// scripts/reference/configuration.ts
init_json_schema();
init_units();
var INTRO = `[\`config.yaml\`](../../config.yaml) beside \`.env\`. Editors that speak the YAML language server complete
it by [\`config.schema.json\`](../../config.schema.json). \`whmcs-stock-exporter --config.check\` checks it
and reports every problem at once, by line and column.

\`\${NAME}\` in a value is a variable of the environment or of \`.env\` (the environment goes first),
\`\${NAME:-text}\` has a default, \`$$\` is a plain \`$\`. If \`NAME\` is unset or empty and \`NAME_FILE\`
is set, the file that this names is read, less its last line end: that is how images take secrets. An unset
or empty variable without a default is an error.

Durations: \`500ms\`, \`30s\`, \`5m\`, \`1h30m\`, \`1d\`. Sizes: \`512KiB\`, \`64MiB\`, \`10MB\`. Paths
begin at the folder of the configuration. Patterns: \`*\` is any text, case is ignored. YAML merge keys
(\`<<: *name\`) work.

Of the keys that [\`defaults\`](#defaults) may hold, a site's own go first, then those of \`defaults\`, then
the default. [Options](../options.md) and [Thresholds](../alerts.md#thresholds) explain limits with
examples.`;
function listKeys(schema2, path = "") {
  const required = new Set(schema2.required);
  const own = Object.entries(schema2.properties ?? {}).flatMap(([name3, child]) => {
    const key = path === "" ? name3 : `${path}.${name3}`;
    return [{ path: key, schema: child, isRequired: required.has(name3) }, ...listKeys(child, key)];
  });
  const { additionalProperties: values } = schema2;
  return [
    ...own,
    ...schema2.items ? listKeys(schema2.items, `${path}[]`) : [],
    ...typeof values === "object" ? listKeys(values, `${path}.NAME`) : [],
    ...(schema2.anyOf ?? []).flatMap((choice2) => listKeys(choice2, path))
  ];
}
function renderConfiguration() {
  const schema2 = configJsonSchema();
  const { collector, defaults, sites } = schema2.properties ?? {};
  const shared2 = Object.keys(defaults?.properties ?? {});
  return renderPage(
    "Configuration",
    INTRO,
    "## collector",
    ...renderKeys(collector),
    "## defaults",
    wrapProse(`${defaults?.description} It may hold ${shared2.map(code).join(", ")}.`),
    "## sites",
    `${sites?.description} A list; each has`,
    ...renderKeys(sites?.items)
  );
}
var renderKeys = (schema2) => [
  renderTable2(
    ["key", "value", "default", "meaning"],
    listKeys(schema2 ?? {}).map(({ path, schema: key, isRequired }) => {
      const { meaning, preset } = splitDescription(key.description ?? "");
      return [code(path), renderValue2(key), isRequired ? "required" : preset, meaning];
    })
  )
];
function splitDescription(description) {
  const [, meaning = description, preset = ""] = /^(.*?) ?\bDefault:? (.*)\.$/.exec(description) ?? [];
  return { meaning, preset };
}
function renderValue2(schema2) {
  if (schema2.anyOf) return [...new Set(schema2.anyOf.map(renderValue2).filter(Boolean))].join(" or ");
  if (schema2.const !== void 0) return code(String(schema2.const));
  if (schema2.enum) return schema2.enum.map((value) => code(String(value))).join(", ");
  if (schema2.pattern?.includes(DURATION_PATTERN)) return "duration";
  if (schema2.pattern?.includes(SIZE_PATTERN)) return "size";
  if (schema2.pattern?.includes("true|false")) return "";
  if (schema2.pattern?.includes("^\\d+$")) return "";
  if (schema2.type === "array") return `list of ${renderValue2(schema2.items ?? {}) || "values"}`;
  if (schema2.type === "boolean") return "`true`, `false`";
  if (schema2.type === "number" || schema2.type === "integer") return "number";
  if (schema2.type === "string") return "text";
  if (schema2.properties) return "keys below";
  return schema2.type === "object" ? "map" : "";
}

// scripts/reference/http.ts
init_routes();
var REST = `Any other path gets a 404, any other method a 405. Nothing here calls WHMCS. The exporter has no login of
its own: see [A login in front](../install.md#a-login-in-front). [Reloading](../install.md#reloading) and
[the companion's calls](../companion.md#what-the-hooks-send) have pages of their own.`;
var renderHttp = () => renderPage(
  "HTTP",
  renderTable2(
    ["path", "methods", "answers"],
    Object.values(ROUTES).map(({ path, methods, help }) => [
      code(path.replace(":site", "SITE")),
      methods.join(", "),
      help
    ])
  ),
  REST
);

// scripts/reference/metrics.ts
init_call_pool_telemetry();
init_exporter_telemetry();
init_option_families();
init_product_families();
init_site_metrics();
init_site_telemetry();
init_webhook_telemetry();
init_reasons();
import { Registry as Registry2 } from "prom-client";
var INTRO2 = `Text is decoded, trimmed, and has its white space collapsed. Labels of combinations are written
\`Option=Choice, Option=Choice\` in WHMCS's order. Units that are unknown have no series.

Stock, options and pools are those of the last good collection, and go when it is older than \`max_age\`.
Counters stay for the life of the process. [Recorded series](../alerts.md#series-worth-a-query) answer most
questions.`;
var PROCESS = `Metrics of the process (\`process_\`, \`nodejs_\`) are prom-client's, sampled at most once a second;
\`--web.disable-exporter-metrics\` leaves them out.`;
async function renderMetrics() {
  return renderPage(
    "Metrics",
    INTRO2,
    ...section("Products", [...productFamilies, ...movementFamilies]),
    ...section("Options, combinations and pools", optionFamilies),
    ...section("Sites and their API", Object.values(siteMetrics)),
    ...section("The exporter", await ownMetrics()),
    PROCESS,
    ...renderLabelValues()
  );
}
var section = (title, rows) => [
  `## ${title}`,
  renderTable2(
    ["metric", "type", "labels", "meaning"],
    rows.map(({ name: name3, type, help, labels }) => [code(name3), type, labels.join(", "), help])
  )
];
async function ownMetrics() {
  const build = { version: "", revision: "", node_version: "" };
  const { registry } = createExporterTelemetry(build, false);
  const counts = new Registry2();
  createWebhookTelemetry(counts, []);
  exposeCallPools(counts, () => ({}));
  return [registry, counts].flatMap(
    (each2) => each2.getMetricsAsArray().map((metric) => {
      const { name: name3, help, type, labelNames } = metric;
      return { name: name3, help, type: type ?? typeOf(metric), labels: labelNames };
    })
  );
}
var typeOf = (metric) => metric.constructor.name.toLowerCase();
var renderLabelValues = () => [
  "## Values of labels",
  renderTable2(
    ["label", "of", "values"],
    [
      [
        code("reason"),
        "API errors, failed collections",
        `${REASONS.map(code).join(", ")}: [what to do](../troubleshooting.md#the-fifteen-reasons)`
      ],
      [code("reason"), code("whmcs_webhook_rejected_total"), REJECTIONS.map(code).join(", ")],
      [code("task"), code("whmcs_unexpected_errors_total"), SITE_TASKS.map(code).join(", ")],
      [code("stock"), code("whmcs_products"), ["limited", "unlimited", "unknown"].map(code).join(", ")],
      [
        code("visibility"),
        code("whmcs_product_info"),
        ["public", "hidden", "retired", "unknown"].map(code).join(", ")
      ],
      [code("severity"), "thresholds", ["warning", "critical"].map(code).join(", ")],
      [code("pool"), code("whmcs_collector_calls"), ["fast", "slow"].map(code).join(", ")]
    ]
  )
];

// scripts/reference/reasons.ts
init_load();
init_advice();
init_reasons();
var EXAMPLE = `
sites:
  - { name: main, url: 'https://billing.example.com/', identifier: identifier, secret: secret-of-the-example }
`;
async function renderReasons() {
  const { sites } = await parseConfig(EXAMPLE, {}, "example");
  const [site2] = sites;
  if (!site2) throw new Error("the example has no site");
  return renderTable2(
    ["reason", "meaning", "what to do"],
    REASONS.map((reason) => [
      code(reason),
      meaningOf(reason),
      advise(new WhmcsError(reason, ""), "GetProducts", site2)
    ])
  );
}
var BEGIN = "<!-- generated: reasons -->";
var END = "<!-- end of generated -->";
function withReasons(page3, table) {
  const [begin, end] = [page3.indexOf(BEGIN), page3.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`the page has no ${BEGIN} before ${END}`);
  return `${page3.slice(0, begin)}${BEGIN}

${table}

${page3.slice(end)}`;
}

// scripts/reference/pages.ts
var TROUBLESHOOTING = "docs/troubleshooting.md";
async function renderReference() {
  return {
    "docs/reference/configuration.md": renderConfiguration(),
    "docs/reference/metrics.md": await renderMetrics(),
    "docs/reference/commands.md": renderCommands(),
    "docs/reference/http.md": renderHttp(),
    [TROUBLESHOOTING]: withReasons(await readFile2(TROUBLESHOOTING, "utf8"), await renderReasons())
  };
}

// scripts/reference/generate.ts
for (const [path, page3] of Object.entries(await renderReference())) await writeFile(path, page3);
