import type { Command, Option } from 'commander';
import { redactIo } from '../../src/cli/redacted-io.js';
import { createProgram } from '../../src/cli/run.js';
import { code, renderPage, renderTable, wrapProse } from './markdown.js';

/** The meaning of the exit codes, and the destination of the output. */
export const EXITS = `\
Exit codes: 0 for success, 1 for a failure that the user can fix, 2 for a report that lacks something that
could not be read, 70 for a bug in the program, with a stack trace to report. Results go to the standard
output, errors and logs to the standard error. Per minute, ten log lines of the same level, site and message
are written; the others are counted.`;

/** The effect of signals. */
export const SIGNALS = `\
SIGTERM and SIGINT end \`serve\` within two seconds with exit code 0, even if something hangs. If a thread
of Node hangs, for example on a file system that does not respond, the signal kills the process instead. A
second signal ends it immediately. SIGHUP reloads the configuration and is safe at any time. SIGUSR1 does not
open Node's debugger.`;

/** Returns the page of every command and its flags. */
export const renderCommands = (): string =>
  renderPage('Commands', EXITS, SIGNALS, ...listCommands().flatMap(renderCommand));

/** Returns every command, with the defaults that apply without environment variables. */
export function listCommands(): readonly Command[] {
  const io = {
    env: {},
    out: () => {},
    err: () => {},
    unread: () => 0,
    readSecret: async () => '',
    interactive: false,
    onHangup: () => {},
    signal: new AbortController().signal,
    engine: { makeRoomForSites() {}, compileEarly() {} },
  };
  return createProgram(redactIo(io), () => {}).commands;
}

/** Returns how a command is called, such as `check [SITE...]`. */
export const renderUsage = (command: Command): string =>
  [command.name(), ...command.registeredArguments.map(renderArgument)].join(' ');

function renderCommand(command: Command): readonly string[] {
  const operands = command.registeredArguments.map((argument) => [
    code(renderArgument(argument)),
    '',
    argument.description,
  ]);
  const flags = command.options.map((option) => [
    code(option.flags),
    renderDefault(option),
    describe(option),
  ]);
  const rows = [...operands, ...flags];
  return [
    `## ${command.name()}`,
    wrapProse(`${code(`whmcs-stock-exporter ${renderUsage(command)}`)}: ${command.description()}.`),
    ...(rows.length > 0 ? [renderTable(['flag', 'default', 'meaning'], rows)] : []),
  ];
}

const renderArgument = (argument: Command['registeredArguments'][number]): string => {
  const name = `${argument.name().toUpperCase()}${argument.variadic ? '...' : ''}`;
  return argument.required ? name : `[${name}]`;
};

/** Returns the default of a flag; empty if it has none. */
export const renderDefault = ({ defaultValue, defaultValueDescription }: Option): string =>
  defaultValue === undefined ? '' : code(defaultValueDescription ?? String(defaultValue));

const describe = ({ description, argChoices }: Option): string =>
  argChoices ? `${description}: ${argChoices.map(code).join(', ')}` : description;
