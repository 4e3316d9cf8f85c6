import type { PeerCertificate } from 'node:tls';
import { oneLine } from '../whmcs/outside-text.js';

const MOST_NAMES = 5;

/** Returns the issuer of a certificate, on one line. */
export function issuerOf({ issuer }: PeerCertificate): string {
  const names = [issuer?.O, issuer?.CN].flat().filter((name) => typeof name === 'string');
  return names.map(oneLine).join(', ') || 'an unnamed issuer';
}

/**
 * Describes a certificate as one line: its names, its issuer, and when it is valid. Empty if there is none.
 */
export function describeCertificate(certificate: PeerCertificate): string {
  const { subject, subjectaltname, valid_from, valid_to } = certificate;
  if (subject === undefined) return '';
  const names = namesOf(subjectaltname) ?? [oneLine(String(subject.CN ?? 'no name'))];
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  const listed = names.slice(0, MOST_NAMES).join(', ');
  const validity = `valid from ${oneLine(valid_from)} until ${oneLine(valid_to)}`;
  return `the certificate is for ${listed}${more}, issued by ${issuerOf(certificate)}, ${validity}`;
}

/** Parses `DNS:a.example, IP Address:192.0.2.1` into `a.example` and `192.0.2.1`. */
const namesOf = (alternatives: string | undefined): readonly string[] | undefined =>
  alternatives?.split(', ').map((entry) => oneLine(entry.replace(/^[^:]*:/, '')));
