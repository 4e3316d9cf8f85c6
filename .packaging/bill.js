import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A bill of materials in CycloneDX's form: npm's own for the whole tree, of which only what is compiled in is left. It holds no time and no
 * number of its own, so that the same sources give the same file.
 *
 * @throws {Error} where a package that is compiled in is not in npm's bill.
 */
export function createBill(packages) {
  const { $schema, bomFormat, specVersion, version, metadata, components, dependencies } = wholeBill();
  const program = metadata.component;
  const ids = new Set(packages.map(({ id }) => id));
  const isInside = (reference) => ids.has(reference);
  // npm before 11 lists a package once for each folder that holds it, under an alias too.
  const inside = once(
    components.filter((one) => isInside(one['bom-ref'])),
    (one) => one['bom-ref'],
  );
  if (inside.length !== ids.size) throw new Error(`npm knows ${inside.length} of ${ids.size} packages`);
  const { name } = JSON.parse(readFileSync('package.json', 'utf8'));
  return {
    ...{ $schema, bomFormat, specVersion, version },
    metadata: {
      lifecycles: metadata.lifecycles,
      component: { ...program, type: 'application', name, properties: [] },
    },
    components: inside
      .map(({ properties, ...component }) => ({ ...component, scope: 'required' }))
      .toSorted((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1)),
    dependencies: once(dependencies, ({ ref }) => ref)
      .filter(({ ref }) => ref === program['bom-ref'] || isInside(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isInside).toSorted() }))
      .toSorted((a, b) => (a.ref < b.ref ? -1 : 1)),
  };
}

/** The first of each key. */
function once(list, keyOf) {
  return [...new Map(list.toReversed().map((one) => [keyOf(one), one])).values()].toReversed();
}

function wholeBill() {
  const npm = process.env.npm_execpath;
  const [program, ...before] = npm ? [process.execPath, npm] : ['npm'];
  const flags = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'];
  return JSON.parse(execFileSync(program, [...before, ...flags], { encoding: 'utf8', maxBuffer: 2 ** 26 }));
}
