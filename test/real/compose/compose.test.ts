import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { COMPOSE_FOLDER, type Compose, mountsOf, readCompose, serviceOf } from '../../support/compose.js';

let compose: Compose;
let names: readonly string[];
let packageJson: { readonly version: string };
beforeAll(async () => {
  compose = await readCompose();
  names = Object.keys(compose.services);
  packageJson = JSON.parse(await readFile('package.json', 'utf8'));
});

const portsOf = (name: string) =>
  (serviceOf(compose, name).ports ?? []).map((port) => port.replace('127.0.0.1:', ''));

/** The port that a service listens on in its container. */
const insideOf = (name: string) => portsOf(name)[0]?.split(':')[1];

/** The specification's own schema, as the package `dclint` brings it. */
async function specification() {
  const folder = dirname(createRequire(join(process.cwd(), 'package.json')).resolve('dclint/package.json'));
  const schema = JSON.parse(await readFile(join(folder, 'schemas/compose.schema.json'), 'utf8'));
  return new Ajv({ strict: false, formats: { duration: true } }).compile({ ...schema, $schema: undefined });
}

describe('the compose file', () => {
  test('is as the specification has it', async () => {
    const validate = await specification();
    expect(validate(compose) ? [] : validate.errors).toEqual([]);
    const wrong = structuredClone(compose);
    Object.assign(serviceOf(wrong, 'grafana'), { healthchek: {} });
    expect(validate(wrong)).toBe(false);
  });

  test('mounts what is there, for reading only', async () => {
    for (const name of names) {
      for (const { from, to } of mountsOf(compose, name)) {
        expect({ name, from, there: existsSync(from) }).toEqual({ name, from, there: true });
        const volume = serviceOf(compose, name).volumes?.find((one) => one.includes(`:${to}`));
        if (volume) expect(volume).toMatch(/:ro$/);
      }
    }
    // Secrets that are one's own are looked for where .env says.
    const own = await readCompose({ SECRETS: './secrets' });
    for (const [name, { file }] of Object.entries(own.secrets)) expect(file).toBe(`./secrets/${name}`);
  });

  test('keeps what has to last in volumes of its own', () => {
    const kept = names.flatMap((name) => serviceOf(compose, name).volumes ?? []);
    const named = kept.filter((volume) => /^\w/.test(volume));
    const declared = new Set(Object.keys(compose.volumes));
    expect(new Set(named.map((volume) => volume.split(':')[0]))).toEqual(declared);
    expect(named.toSorted()).toEqual([
      ...['alertmanager:/alertmanager', 'exporter:/var/lib/whmcs-stock-exporter'],
      ...['grafana:/var/lib/grafana', 'prometheus:/prometheus'],
    ]);
  });

  test('has each program write where its volume is', () => {
    for (const [name, to, flag] of [
      ['prometheus', '/prometheus', '--storage.tsdb.path'],
      ['alertmanager', '/alertmanager', '--storage.path'],
    ] as const) {
      expect(serviceOf(compose, name).volumes).toContain(`${name}:${to}`);
      expect(serviceOf(compose, name).command).toContain(`${flag}=${to}`);
    }
    expect(compose.services.demo?.command).toEqual(['demo']);
  });

  test("lets nobody into Grafana without the password of a secret's file", () => {
    const { environment } = serviceOf(compose, 'grafana');
    expect(environment).toMatchObject({
      GF_SECURITY_ADMIN_PASSWORD__FILE: '/run/secrets/grafana_admin_password',
      GF_AUTH_ANONYMOUS_ENABLED: 'false',
    });
    expect(mountsOf(compose, 'grafana').map(({ to }) => to)).toContain('/run/secrets/grafana_admin_password');
  });

  test('gives no service more than it needs, and opens ports to this machine alone', () => {
    for (const name of names) {
      expect(serviceOf(compose, name)).toMatchObject({
        ...{ restart: 'unless-stopped', read_only: true, cap_drop: ['ALL'] },
        security_opt: ['no-new-privileges:true'],
      });
      for (const port of serviceOf(compose, name).ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });

  test('pins every version, its own to that of the package', () => {
    const images = names.map((name) => serviceOf(compose, name).image);
    for (const image of images) expect(image).toMatch(/:v?\d+\.\d+\.\d+$/);
    const own = names.filter((name) => serviceOf(compose, name).build);
    expect(own).toEqual(['exporter', 'demo']);
    for (const name of own)
      expect(serviceOf(compose, name).image).toBe(`whmcs-stock-exporter:${packageJson.version}`);
  });

  test('starts each service after the services that it needs are healthy', async () => {
    const dockerfile = await readFile('Dockerfile', 'utf8');
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
    for (const name of names) {
      const { build, healthcheck, depends_on = {} } = serviceOf(compose, name);
      // Each port that is asked for its health is the one that is open.
      if (!build) expect(healthcheck?.test.at(-1)).toContain(`127.0.0.1:${insideOf(name)}/`);
      for (const [needed, { condition }] of Object.entries(depends_on)) {
        expect(names).toContain(needed);
        expect(condition).toBe('service_healthy');
      }
    }
  });

  test('has either the exporter or the demo under the name that Prometheus scrapes', async () => {
    const { exporter, demo } = compose.services;
    expect(exporter?.profiles).toEqual(['live']);
    expect(demo?.profiles).toEqual(['demo']);
    expect(demo?.networks?.default.aliases).toEqual(['exporter']);
    expect(demo?.secrets).toBeUndefined();
    const example = await readFile(join(COMPOSE_FOLDER, '.env.example'), 'utf8');
    expect(example).toContain('\nCOMPOSE_PROFILES=live\n');
    expect(example).toContain('\nSECRETS=./secrets\n');
  });
});

const targetsOf = ({ static_configs }: { static_configs: readonly { targets: readonly string[] }[] }) =>
  static_configs.flatMap(({ targets }) => targets);

describe('names and ports', () => {
  test('of Prometheus are those of the services, and the rest is as in the example for one machine', async () => {
    const read = async (file: string) => await readFile(join(COMPOSE_FOLDER, file), 'utf8');
    const mounted = mountsOf(compose, 'prometheus').find(({ to }) => to.endsWith('prometheus.yml'));
    const ours = await read(relative(COMPOSE_FOLDER, mounted?.from ?? ''));
    const at = (name: string) => `${name}:${insideOf(name)}`;
    const named = ours
      .replace(at('alertmanager'), 'localhost:9093')
      .replace(at('exporter'), 'localhost:10052');
    const { scrape_configs, ...rest } = parse(named);
    const isOwn = ({ job_name }: { job_name: string }) => ['prometheus', 'alertmanager'].includes(job_name);
    expect(scrape_configs.filter(isOwn).flatMap(targetsOf)).toEqual(['localhost:9090', at('alertmanager')]);
    const others = scrape_configs.filter((job: { job_name: string }) => !isOwn(job));
    expect({ ...rest, scrape_configs: others }).toEqual(parse(await read('prometheus/prometheus.yml')));
  });

  test("of Grafana's data source, dashboards and first page are those of the services and mounts", async () => {
    const mounts = mountsOf(compose, 'grafana');
    const here = (path: string) => {
      const mount = mounts.find(({ to }) => path === to || path.startsWith(`${to}/`));
      return mount ? path.replace(mount.to, mount.from) : path;
    };
    const provisioned = async (kind: string) => {
      const folder = here(`/etc/grafana/provisioning/${kind}`);
      const files = readdirSync(folder).map((name) => readFile(join(folder, name), 'utf8'));
      return (await Promise.all(files)).map((text) => parse(text));
    };
    const sources = (await provisioned('datasources')).flatMap(({ datasources }) => datasources);
    const at = (name: string) => `http://${name}:${insideOf(name)}`;
    expect(sources.map(({ url }) => url).sort()).toEqual([at('alertmanager'), at('prometheus')]);
    const providers = (await provisioned('dashboards')).flatMap((one) => one.providers);
    const { environment = {} } = serviceOf(compose, 'grafana');
    const first = environment.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH ?? '';
    expect(providers.map(({ options }) => options.path)).toEqual([dirname(first)]);
    expect(existsSync(here(first))).toBe(true);
  });

  test('are those that the pages list', async () => {
    const text = await readFile('docs/install.md', 'utf8');
    const told = [...text.matchAll(/<http:\/\/localhost:(\d+)/g)].map(([, port]) => port);
    const open = new Set(names.flatMap(portsOf).map((port) => port.split(':')[0]));
    expect(new Set(told)).toEqual(open);
    const secrets = await readFile(join(COMPOSE_FOLDER, 'secrets/README.md'), 'utf8');
    const listed = [...secrets.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
    expect(new Set(listed)).toEqual(new Set(Object.keys(compose.secrets)));
  });
});
