import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { createSecureContext, DEFAULT_CIPHERS, type SecureContextOptions } from 'node:tls';
import type { Cursor } from '../cursor.js';
import { nameFile } from '../secrets/secret-file.js';
import { MIB, readTextFile, TextFileError } from '../text-file.js';
import { CIPHERS, CURVES, TLS_VERSIONS, TLS13_CIPHERS } from './tls-names.js';
import type { ClientPolicy, TlsConfig } from './web-config.js';
import type { ParsedTls } from './web-schema.js';

type Read = { readonly tls: TlsConfig | undefined; readonly files: readonly string[] };
type Written = Partial<ParsedTls>;
type Named = 'cert' | 'key' | 'client_ca';

/**
 * Reads the section `tls_server_config` with the files that it names. As in exporter-toolkit, a section
 * without a certificate, a key and client authentication leaves TLS off. Problems go to the cursor.
 */
export async function readTls(cursor: Cursor, written: Written, folder: string): Promise<Read> {
  if (!isEnabled(written)) return { tls: undefined, files: [] };
  const files: string[] = [];

  async function readPem(name: Named): Promise<string | undefined> {
    const path = written[`${name}_file`];
    if (path === undefined) return written[name];
    const absolute = isAbsolute(path) ? path : join(folder, path);
    files.push(absolute);
    try {
      return await readTextFile(absolute, MIB);
    } catch (error) {
      if (!(error instanceof TextFileError)) throw error;
      cursor.at(`${name}_file`).report(`${nameFile(path, absolute)} ${error.message}`);
      return undefined;
    }
  }

  const placeOf = (name: Named): Cursor =>
    cursor.at(written[`${name}_file`] === undefined ? name : `${name}_file`);
  for (const name of ['cert', 'key'] as const)
    if (written[name] === undefined && written[`${name}_file`] === undefined)
      cursor.report(`expected ${name}_file or ${name}`);
  const cert = await readPem('cert');
  const key = await readPem('key');
  const ca = await readPem('client_ca');
  checkPair(cert, key, placeOf);
  if (ca !== undefined && !isCertificate(ca)) placeOf('client_ca').report('expected a certificate in PEM');
  checkClients(cursor, written);
  const context = { cert, key, ca, ...readVersions(cursor, written), ...readAlgorithms(written) };
  if (cert !== undefined && key !== undefined) checkContext(cursor, context);
  const clients = readClients(written);
  const { cert: _cert, key: _key, ...rest } = context;
  return { tls: { context, clients, policy: JSON.stringify([rest, clients]) }, files };
}

const isEnabled = (written: Written): boolean =>
  (['cert', 'cert_file', 'key', 'key_file', 'client_ca', 'client_ca_file', 'client_auth_type'] as const).some(
    (name) => written[name] !== undefined,
  );

function checkPair(
  cert: string | undefined,
  key: string | undefined,
  placeOf: (name: Named) => Cursor,
): void {
  const certificate = cert === undefined ? undefined : parse(() => new X509Certificate(cert));
  const parsedKey = key === undefined ? undefined : parse(() => createPrivateKey(key));
  if (cert !== undefined && !certificate) placeOf('cert').report('expected a certificate in PEM');
  if (key !== undefined && !parsedKey)
    placeOf('key').report(
      /ENCRYPTED/.test(key)
        ? 'expected a key without a passphrase; remove it with openssl pkey -in KEY -out NEW'
        : 'expected a private key in PEM',
    );
  if (certificate && parsedKey && !certificate.checkPrivateKey(parsedKey))
    placeOf('key').report('the key does not belong to the certificate');
}

function parse<T extends KeyObject | X509Certificate>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const isCertificate = (pem: string): boolean => parse(() => new X509Certificate(pem)) !== undefined;

/** What would protect nothing is refused. */
function checkClients(cursor: Cursor, written: Written): void {
  const { client_auth_type: type = 'NoClientCert', client_allowed_sans: allowed } = written;
  const names = cursor.at('client_allowed_sans');
  if (allowed && !/^Require/.test(type))
    names.report('needs a client_auth_type that requires a certificate, such as RequireAndVerifyClientCert');
  else if (allowed?.length === 0) names.report('expected a name, because an empty list refuses every client');
  if (type !== 'NoClientCert') return;
  for (const name of ['client_ca', 'client_ca_file'] as const)
    if (written[name] !== undefined)
      cursor
        .at(name)
        .report('has no effect without client_auth_type; set RequireAndVerifyClientCert to verify clients');
}

function readVersions(cursor: Cursor, { min_version: min, max_version: max }: Written) {
  const [minVersion, maxVersion] = [TLS_VERSIONS[min ?? 'TLS12'], TLS_VERSIONS[max ?? 'TLS13']];
  if (minVersion > maxVersion)
    cursor
      .at(min === undefined ? 'max_version' : 'min_version')
      .report('min_version is newer than max_version');
  return { minVersion, maxVersion };
}

function readAlgorithms(written: Written): SecureContextOptions {
  const {
    cipher_suites: suites = [],
    curve_preferences: curves = [],
    min_version: min,
    max_version: max,
  } = written;
  const chosen = suites.flatMap((name) => (name in CIPHERS ? [CIPHERS[name as keyof typeof CIPHERS]] : []));
  // OpenSSL has no TLS 1.0 and 1.1 at its usual level of security.
  const isOld = [min, max].some((version) => version === 'TLS10' || version === 'TLS11');
  const ciphers = suites.length > 0 ? [...TLS13_CIPHERS, ...chosen] : isOld ? [DEFAULT_CIPHERS] : [];
  return {
    honorCipherOrder: written.prefer_server_cipher_suites ?? true,
    ...(ciphers.length > 0 && { ciphers: [...ciphers, ...(isOld ? ['@SECLEVEL=0'] : [])].join(':') }),
    ...(curves.length > 0 && { ecdhCurve: curves.map((curve) => CURVES[curve]).join(':') }),
  };
}

/** The last check is OpenSSL's own: it refuses short keys, and lists without a usable suite. */
function checkContext(cursor: Cursor, context: SecureContextOptions): void {
  try {
    createSecureContext(context);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException; // OpenSSL's, or of Node's own checks
    cursor.report(`OpenSSL refuses the certificate, the key or the ciphers (${code})`);
  }
}

const CERTIFICATE: Readonly<Record<string, ClientPolicy['certificate']>> = {
  RequestClientCert: 'request',
  RequireAnyClientCert: 'require any',
  RequireClientCert: 'require any',
  VerifyClientCertIfGiven: 'verify if given',
  RequireAndVerifyClientCert: 'require and verify',
};

const readClients = ({ client_auth_type: type, client_allowed_sans: names }: Written): ClientPolicy => ({
  certificate: CERTIFICATE[type ?? ''] ?? 'none',
  allowedNames: names ?? [],
});
