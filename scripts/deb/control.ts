import { readFileSync } from 'node:fs';

const MAINTAINER = 'the whmcs-stock-exporter authors <whmcs-stock-exporter@users.noreply.github.com>';

/** The fields of package.json that the Debian package uses. */
export type Described = {
  readonly name: string;
  readonly version: string;
  readonly description: string;
};

/** Returns the Debian version. Its `~` sorts a pre-release before the release. */
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

/** Returns the oldest supported Node version from package.json. */
function readFloor(): string {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
  return engines.node.replace('>=', '');
}

/** Returns `changelog.Debian`, the changelog of the packaging. The program has its own changelog. */
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

/** Returns the file `copyright`: the licences of the program and of each bundled library. */
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

/** Returns the lintian overrides: the tags that do not apply, with the reasons. */
export const renderOverrides = ({ name }: Described): string => `\
# Only root may read the secrets.
${name}: non-standard-dir-perm 0700 != 0755 [etc/${name}/secrets/]
# The package is not uploaded to Debian.
${name}: initial-upload-closes-no-bugs *
`;
