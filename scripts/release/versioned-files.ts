/** A file that contains the version. The groups of the pattern are the text before and after the version. */
export type VersionedFile = { readonly path: string; readonly pattern: RegExp };

const VERSION = String.raw`\d+\.\d+\.\d+(?:-[\w.]+)?`;

const places = (before: string, after: string): RegExp => new RegExp(`(${before})${VERSION}(${after})`, 'gm');

/** Every file that a release changes, except the changelog. */
export const VERSIONED_FILES: readonly VersionedFile[] = [
  { path: 'package.json', pattern: places('^  "version": "', '"') },
  // Only the project's own version, which appears twice.
  {
    path: 'package-lock.json',
    pattern: places('^(?:  |      )"name": "whmcs-stock-exporter",\n *"version": "', '"'),
  },
  { path: 'Dockerfile', pattern: places('org\\.opencontainers\\.image\\.version="', '"') },
  { path: 'deploy/docker-compose.yml', pattern: places('image: whmcs-stock-exporter:', '$') },
  {
    path: 'deploy/helm/whmcs-stock-exporter/Chart.yaml',
    pattern: places('^(?:version|appVersion): ', '$'),
  },
  {
    path: 'deploy/kubernetes/whmcs-stock-exporter.yaml',
    pattern: places('app\\.kubernetes\\.io/version: |/whmcs-stock-exporter:', '"?$'),
  },
  {
    path: 'deploy/whmcs/modules/addons/stock_exporter/lib/Version.php',
    pattern: places("NUMBER = '", "'"),
  },
];
