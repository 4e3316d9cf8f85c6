// Reports known vulnerabilities of the libraries that are compiled in, as the npm registry knows them. Ends
// with 1 if there are some, and with 2 if the registry could not be asked, which is no good news.
import { execFile } from 'node:child_process';
import { z } from 'zod';

const auditSchema = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      severity: z.string(),
      range: z.string(),
      // A text names another library of the list, which brings the vulnerable one.
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

/** Runs npm, and returns what it prints; npm fails if there are vulnerabilities. */
const audit = () =>
  new Promise<string>((resolve) => {
    const flags = [
      '--omit=dev',
      '--package-lock-only',
      '--json',
      '--fetch-retries=1',
      '--fetch-timeout=30000',
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
      `not checked: the npm registry could not be asked about vulnerabilities (${cause}). ` +
        'Run it where the registry can be reached.\n',
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
