// Reports vulnerabilities of the bundled libraries that the npm registry knows. Exits with 1 if there are
// any, and with 2 if the registry did not answer: then nothing is known.
import { execFile } from 'node:child_process';
import { z } from 'zod';

const auditSchema = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      severity: z.string(),
      range: z.string(),
      // A string names the vulnerable dependency, which is in the list too.
      via: z.array(z.union([z.string(), z.object({ title: z.string(), url: z.string() })])),
    }),
  ),
});
const failureSchema = z.union([
  z.object({ message: z.string() }),
  z
    .object({ error: z.object({ summary: z.string() }) })
    .transform(({ error }) => ({ message: error.summary })),
]);

/** Runs `npm audit` and returns its output. Ignores the exit code, because vulnerabilities are no failure. */
const audit = () =>
  new Promise<string>((resolve) => {
    const flags = [
      '--omit=dev',
      '--package-lock-only',
      '--json',
      '--fetch-retries=0',
      '--fetch-timeout=10000',
    ];
    execFile('npm', ['audit', ...flags], { encoding: 'utf8' }, (_, printed) => resolve(printed));
  });

function report(printed: string): number {
  const answer: unknown = printed.trim().startsWith('{') ? JSON.parse(printed) : undefined;
  const found = auditSchema.safeParse(answer);
  if (!found.success) {
    const failure = failureSchema.safeParse(answer);
    const cause = failure.success ? failure.data.message : 'npm audit gave no answer';
    process.stderr.write(
      `not checked: the npm registry did not report vulnerabilities (${cause}). ` +
        'Run this on a machine that reaches the registry.\n',
    );
    return 2;
  }
  const vulnerable = Object.entries(found.data.vulnerabilities);
  for (const [name, { severity, range, via }] of vulnerable) {
    const causes = via.map((each) =>
      typeof each === 'string' ? `by ${each}` : `${each.title}, ${each.url}`,
    );
    process.stdout.write(`${name} ${range} (${severity}): ${causes.join('; ')}\n`);
  }
  if (vulnerable.length > 0) return 1;
  process.stdout.write('no known vulnerabilities\n');
  return 0;
}

process.exitCode = report(await audit());
