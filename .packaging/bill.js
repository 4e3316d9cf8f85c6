import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What npm says of packages that it would leave out of a production tree. These are in the bundle. */
const DEVELOPMENT = 'cdx:npm:package:development';

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
  const inside = components.filter((component) => isInside(component['bom-ref']));
  if (inside.length !== ids.size) throw new Error(`npm knows ${inside.length} of ${ids.size} packages`);
  const { name } = JSON.parse(readFileSync('package.json', 'utf8'));
  return {
    ...{ $schema, bomFormat, specVersion, version },
    metadata: { lifecycles: metadata.lifecycles, component: { ...program, type: 'application', name } },
    components: inside.map(({ properties, ...component }) => ({
      ...component,
      properties: properties.filter((property) => property.name !== DEVELOPMENT),
    })),
    dependencies: dependencies
      .filter(({ ref }) => ref === program['bom-ref'] || isInside(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isInside) })),
  };
}

function wholeBill() {
  const npm = process.env.npm_execpath;
  const [program, ...before] = npm ? [process.execPath, npm] : ['npm'];
  const flags = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'];
  return JSON.parse(execFileSync(program, [...before, ...flags], { encoding: 'utf8', maxBuffer: 2 ** 26 }));
}
