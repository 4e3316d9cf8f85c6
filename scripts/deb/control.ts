import { readFileSync } from 'node:fs';

const MAINTAINER = 'the whmcs-stock-exporter authors <whmcs-stock-exporter@users.noreply.github.com>';

/** What the package is, from its manifest. */
export type Described = {
  readonly name: string;
  readonly version: string;
  readonly description: string;
};

/** Returns the version for Debian, in which a pre-release comes before its release. */
export const debianVersion = (version: string): string => `${version.replace('-', '~')}-1`;

/** Returns the file `control`. */
export const renderControl = ({ name, version }: Described, kilobytes: number): string => `\
Package: ${name}
Version: ${debianVersion(version)}
Architecture: all
Maintainer: ${MAINTAINER}
Installed-Size: ${kilobytes}
Depends: nodejs (>= ${readFloor()})
Suggests: prometheus, prometheus-alertmanager
Section: net
Priority: optional
Homepage: https://github.com/whmcs-stock-exporter/whmcs-stock-exporter
Description: Prometheus exporter for the stock of products in WHMCS
 It reads what a hosting company can still sell from one or many WHMCS
 installations, and serves it to Prometheus: stock of products, options and
 combinations, thresholds, sales, and when things will be sold out.
 .
 The package brings a hardened systemd unit, alerting rules with runbooks,
 dashboards, and the companion for WHMCS, which makes stock exact.
`;

/** The oldest Node, as package.json has it. */
function readFloor(): string {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
  return engines.node.replace('>=', '');
}

/** Returns the changelog of the package itself. What changed in the program is in another one. */
export const renderChangelog = ({ name, version }: Described, epoch: number): string => `\
${name} (${debianVersion(version)}) unstable; urgency=medium

  * Release ${version}. Its changes are in changelog.gz.

 -- ${MAINTAINER}  ${new Date(epoch * 1000).toUTCString().replace('GMT', '+0000')}
`;

type Component = { readonly name: string; readonly version: string; readonly licenses: readonly License[] };
type License = {
  readonly license?: { readonly id?: string; readonly name?: string };
  readonly expression?: string;
};

/** Returns the file `copyright`: the licence of the program, and which libraries are compiled in. */
export function renderCopyright({ name }: Described): string {
  const { components } = JSON.parse(readFileSync('dist/sbom.cdx.json', 'utf8'));
  const libraries = components.map((component: Component) => {
    const licences = component.licenses.map(
      ({ license, expression }) => expression ?? license?.id ?? license?.name,
    );
    return ` ${component.name} ${component.version}: ${licences.join(', ')}`;
  });
  return `\
${readFileSync('LICENSE', 'utf8')}
These libraries are compiled in. Their licences, with their copyright, are in
/usr/share/${name}/dist/THIRD-PARTY-LICENSES.txt.
On Debian, the Apache License 2.0 is in /usr/share/common-licenses/Apache-2.0.

${libraries.join('\n')}
`;
}

/** Returns which remarks of lintian do not apply, and why. */
export const renderOverrides = ({ name }: Described): string => `\
# Only root may read the secrets.
${name}: non-standard-dir-perm 0700 != 0755 [etc/${name}/secrets/]
# The package is not uploaded to Debian.
${name}: initial-upload-closes-no-bugs *
`;
