import type { Command, Option } from 'commander';
import { redactIo } from '../../src/cli/redacted-io.js';
import { createProgram } from '../../src/cli/run.js';
import { code, renderPage, renderTable, wrapProse } from './markdown.js';

const EXITS = `\
Exit codes: 0 if all went well, 1 if something failed that the user can fix, 70 for a bug in the program,
which is printed with what to report. Logs go to the standard error, results to the standard output. Ten log
lines a minute of one level, site and message are written; the others are counted.

SIGTERM and SIGINT end \`serve\` within two seconds, whatever hangs. The exit code is 0. If a thread of
Node's hangs, as on a file system that does not answer, it dies of the signal instead. A second signal ends
it at once. SIGHUP reloads the configuration, and is safe at any time. SIGUSR1 does not open Node's
debugger.`;

/** Returns the page of every command and its flags. */
export function renderCommands(): string {
  const io = {
    env: {},
    out: () => {},
    err: () => {},
    unread: () => 0,
    readSecret: async () => '',
    interactive: false,
    onHangup: () => {},
    signal: new AbortController().signal,
  };
  const { commands } = createProgram(redactIo(io), () => {});
  return renderPage('Commands', EXITS, ...commands.flatMap(renderCommand));
}

function renderCommand(command: Command): readonly string[] {
  const usage = ['whmcs-stock-exporter', command.name(), ...command.registeredArguments.map(renderArgument)];
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
    wrapProse(`${code(usage.join(' '))}: ${command.description()}.`),
    ...(rows.length > 0 ? [renderTable(['flag', 'default', 'meaning'], rows)] : []),
  ];
}

const renderArgument = (argument: Command['registeredArguments'][number]): string => {
  const name = `${argument.name().toUpperCase()}${argument.variadic ? '...' : ''}`;
  return argument.required ? name : `[${name}]`;
};

const renderDefault = ({ defaultValue }: Option): string =>
  defaultValue === undefined ? '' : code(String(defaultValue));

const describe = ({ description, argChoices }: Option): string =>
  argChoices ? `${description}: ${argChoices.map(code).join(', ')}` : description;
