import { types } from "node:util";
import { Command, CommanderError, Option } from "commander";
import { ConfigError } from "../config/problem.js";
import { PROFILES } from "../simulator/settings.js";
import { UserError } from "../user-error.js";
import { readBuild } from "./build.js";
import {
  serveOptions,
  withAddress,
  withConfig,
  withLog,
  withPort,
  withWeb
} from "./flags.js";
import { endOnHangup } from "./io.js";
import { redactIo } from "./redacted-io.js";
const NAME = "whmcs-stock-exporter";
const INTERNAL_ERROR = 70;
async function run(argv, outside) {
  let code = 0;
  const redaction = redactIo(outside);
  const { io } = redaction;
  const program = createProgram(redaction, (failed) => {
    code = failed;
  });
  try {
    await program.parseAsync(commandFirst(argv, program), { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (!(error instanceof UserError)) return reportBug(error, io);
    const heading = error instanceof ConfigError ? "configuration is invalid:\n" : "";
    io.err(`${NAME}: ${heading}${error.message}
`);
    return 1;
  }
}
function commandFirst(argv, program) {
  const [first] = argv;
  if (first !== void 0 && !first.startsWith("-")) {
    const isKnown = first === "help" || program.commands.some((command2) => command2.name() === first);
    return isKnown ? argv : [first];
  }
  if (argv.some((word) => ["-h", "--help", "--version"].includes(word))) return argv;
  const serve = program.commands.find((command2) => command2.name() === "serve");
  const [command] = serve?.parseOptions([...argv]).operands ?? [];
  if (command === void 0) return ["serve", ...argv];
  return [command, ...argv.toSpliced(argv.lastIndexOf(command), 1)];
}
function reportBug(error, io) {
  const trace = types.isNativeError(error) ? error.stack : String(error);
  io.err(`${NAME}: unexpected error. This is a bug: please report it with these lines.
`);
  io.err(`${describeBuild(io)}
${trace}
`);
  return INTERNAL_ERROR;
}
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
    const { serve } = await import("./serve.js");
    const options = { ...serveOptions(flags, io), redact, load: () => load(flags) };
    if (!await serve(config, options, io)) fail(INTERNAL_ERROR);
  });
  withConfig(program.command("check")).description("test the connection to every site, step by step").argument("[site...]", "names of the sites to test; all if none is given").option("--json", "print the result as JSON").action(async (sites, flags) => {
    const { check, selectSites } = await import("./check.js");
    const config = selectSites(await load(flags), sites, flags["config.file"]);
    printWarnings(config, io);
    if (!await check(config, { json: flags.json === true }, hangupEnds)) fail(1);
  });
  const loadTables = async (flags) => {
    const loaded = await readConfig(flags, io, true);
    redaction.learn(loaded.config);
    return loaded;
  };
  addTableCommands(program, loadTables, hangupEnds, fail);
  withAddress(program.command("healthcheck"), io).description("ask the exporter on this machine whether it is alive; exits with 1 if it is not").action(async (flags) => {
    const { healthcheck } = await import("./healthcheck.js");
    if (!await healthcheck(flags["web.listenAddress"], hangupEnds)) fail(1);
  });
  withPort(withLog(withWeb(program.command("demo"), io))).description("start a simulated WHMCS that sells as you watch, and the exporter on it").action(async (flags) => {
    const { demo } = await import("./demo.js");
    const options = { ...serveOptions(flags, io), redact };
    if (!await demo(options, flags["simulator.port"], hangupEnds)) fail(INTERNAL_ERROR);
  });
  withPort(program.command("simulator")).description("start only the simulated WHMCS").addOption(
    new Option("--simulator.profile <version>", "WHMCS version to answer as").choices(PROFILES).default("8.12")
  ).action(async (flags) => {
    const { simulate } = await import("./simulate.js");
    await simulate({ port: flags["simulator.port"], profile: flags["simulator.profile"] }, hangupEnds);
  });
  return program;
}
function addTableCommands(program, loadTables, io, fail) {
  withConfig(program.command("discover")).description("list every product, choice and combination of every site in a table of limits (CSV)").option("--output <file>", "refresh this table, or create it, instead of printing one").option("--move", "fill in the values of products in the configuration; prints the lines to delete there").option("--prune", "remove the rows of what WHMCS no longer lists").action(async (flags) => {
    const { discover } = await import("../tables/discover.js");
    const { output, move = false, prune = false } = flags;
    const configFile = flags["config.file"];
    await discover(await loadTables(flags), { configFile, output, move, prune }, io);
  });
  withConfig(program.command("import")).description("set capacities and thresholds from other tables in the tables of the configuration").argument("<file...>", "tables in CSV, TSV, JSON or YAML, with the columns that discover prints").option("--offline", "do not ask WHMCS whether it has what the rows name").option("--partial", "import the valid rows if others are not").option("--dry-run", "show what would change, and change nothing").action(async (files, flags) => {
    const { importRows } = await import("../tables/import.js");
    const { offline = false, partial = false, dryRun = false } = flags;
    const loaded = await loadTables(flags);
    if (!await importRows(loaded, { files, offline, partial, dryRun }, io)) fail(1);
  });
}
async function readConfig(flags, io, isMissingEmpty = false) {
  const { loadParts, readDotenv } = await import("../config/load.js");
  const path = flags["config.file"];
  return loadParts(path, { ...await readDotenv(path), ...io.env }, isMissingEmpty);
}
function printWarnings({ sites }, io) {
  for (const warning of sites.flatMap(({ warnings }) => warnings)) io.err(`warning: ${warning}
`);
}
const describeSites = ({ sites }) => `${sites.length} ${sites.length === 1 ? "site" : "sites"} (${sites.map(({ name }) => name).join(", ")})`;
function describeBuild({ env }) {
  const { version, revision, node_version } = readBuild(env);
  return `${NAME}, version ${version} (revision: ${revision}, node: ${node_version})`;
}
export {
  createProgram,
  run
};
