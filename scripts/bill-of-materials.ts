import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { CompiledPackage } from './compiled-in.js';
import { npm } from './npm.js';

const dependencySchema = z.object({ ref: z.string(), dependsOn: z.array(z.string()) });
type Dependency = z.infer<typeof dependencySchema>;

const billSchema = z.object({
  $schema: z.string(),
  bomFormat: z.string(),
  specVersion: z.string(),
  version: z.number(),
  metadata: z.object({
    lifecycles: z.unknown(),
    component: z.looseObject({ 'bom-ref': z.string() }),
  }),
  components: z.array(z.looseObject({ 'bom-ref': z.string() })),
  dependencies: z.array(dependencySchema),
});

/**
 * Returns a CycloneDX bill of materials of the packages: npm's own, reduced to them. It has no time and no
 * serial number, so the same sources give the same file.
 *
 * @throws {Error} if npm's bill lacks one of the packages.
 */
export function createBill(packages: readonly CompiledPackage[]) {
  const flags = ['--sbom-format=cyclonedx', '--package-lock-only'];
  const { metadata, components, dependencies, ...head } = billSchema.parse(JSON.parse(npm('sbom', ...flags)));
  const { externalReferences: _, ...program } = metadata.component; // npm 10 and 11 list different ones
  const ids = new Set(packages.map(({ id }) => id));
  const isInside = (reference: string) => ids.has(reference);
  // npm before 11 lists a package once per folder that holds it, and under its alias too.
  const inside = firstOfEach(
    components.filter((component) => isInside(component['bom-ref'])),
    (component) => component['bom-ref'],
  );
  if (inside.length !== ids.size) throw new Error(`npm lists ${inside.length} of ${ids.size} packages`);
  const { name } = z.object({ name: z.string() }).parse(JSON.parse(readFileSync('package.json', 'utf8')));
  return {
    ...head,
    metadata: {
      lifecycles: metadata.lifecycles,
      component: { ...program, type: 'application', name, properties: [] },
    },
    components: inside
      .map(({ properties: _, ...component }) => ({ ...component, scope: 'required' }))
      .toSorted((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1)),
    dependencies: firstOfEach<Dependency>(dependencies, ({ ref }) => ref)
      .filter(({ ref }) => ref === program['bom-ref'] || isInside(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isInside).toSorted() }))
      .toSorted((a, b) => (a.ref < b.ref ? -1 : 1)),
  };
}

function firstOfEach<T>(list: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...new Map(list.toReversed().map((item) => [keyOf(item), item])).values()].toReversed();
}
