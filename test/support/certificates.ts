import { generate } from 'selfsigned';

export type Certificate = { readonly key: string; readonly cert: string };

export type CertificateOptions = {
  readonly names?: readonly string[];
  readonly issuer?: Certificate;
  readonly isAuthority?: boolean;
  readonly from?: Date;
  readonly until?: Date;
};

/**
 * Creates a certificate, self-signed if there is no issuer. Names may be hosts, IPv4 addresses, e-mail
 * addresses or URIs.
 */
export async function createCertificate(
  commonName: string,
  { names = [], issuer, isAuthority = false, from, until }: CertificateOptions = {},
): Promise<Certificate> {
  const altNames = names.map(altName);
  const { private: key, cert } = await generate([{ name: 'commonName', value: commonName }], {
    algorithm: 'sha256',
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: isAuthority, critical: true },
      ...(isAuthority ? [{ name: 'keyUsage', keyCertSign: true, critical: true } as const] : []),
      ...(altNames.length > 0 ? [{ name: 'subjectAltName', altNames } as const] : []),
    ],
    ...(issuer ? { ca: issuer } : {}),
    ...(from ? { notBeforeDate: from } : {}),
    ...(until ? { notAfterDate: until } : {}),
  });
  return { key, cert: `${cert.trim()}\n` };
}

/** The numbers are those of RFC 5280, section 4.2.1.6. */
function altName(name: string) {
  if (/^[\d.]+$/.test(name)) return { type: 7, ip: name } as const;
  if (name.includes('://')) return { type: 6, value: name } as const;
  return name.includes('@') ? ({ type: 1, value: name } as const) : ({ type: 2, value: name } as const);
}
