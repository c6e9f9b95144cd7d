import { constants, createCipheriv, type KeyObject, publicEncrypt, X509Certificate } from 'node:crypto';
import {
  CMSVersion,
  ContentEncryptionAlgorithmIdentifier,
  ContentInfo,
  EncryptedContent,
  EncryptedContentInfo,
  EnvelopedData,
  IssuerAndSerialNumber,
  id_data,
  id_envelopedData,
  KeyEncryptionAlgorithmIdentifier,
  KeyTransRecipientInfo,
  RecipientIdentifier,
  RecipientInfo,
  RecipientInfos,
} from '@peculiar/asn1-cms';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { Certificate } from '@peculiar/asn1-x509';
import { FaultError } from '../faults.ts';

/** Bytes that nobody can guess, the same for the same label and count. */
export type ByteStream = (label: 'content-key' | 'iv' | 'padding', count: number) => Uint8Array;

/** RFC 3565 4.1, RFC 8017 A.1. */
const AES_256_CBC = '2.16.840.1.101.3.4.1.42';
const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const NULL_PARAMETERS = Uint8Array.of(0x05, 0x00).buffer;
const KEY_BYTES = 32;
const BLOCK_BYTES = 16;

/** One who can read what is encrypted: the holder of the private key of an X.509 certificate. */
export interface Recipient {
  readonly publicKey: KeyObject;
  readonly identifier: RecipientIdentifier;
}

/** By PEM. */
const RECIPIENTS = new Map<string, Recipient>();

/** Reads a certificate in PEM. Throws `FaultError` KEY_UNAVAILABLE for what is not an RSA certificate. */
export function recipientOf(pem: string): Recipient {
  const known = RECIPIENTS.get(pem) ?? readRecipient(pem);
  RECIPIENTS.set(pem, known);
  return known;
}

function readRecipient(pem: string): Recipient {
  try {
    const certificate = new X509Certificate(pem);
    const { issuer, serialNumber } = AsnConvert.parse(certificate.raw, Certificate).tbsCertificate;
    if (certificate.publicKey.asymmetricKeyType !== 'rsa') throw new TypeError('no RSA key');
    return {
      publicKey: certificate.publicKey,
      identifier: new RecipientIdentifier({
        issuerAndSerialNumber: new IssuerAndSerialNumber({ issuer, serialNumber }),
      }),
    };
  } catch {
    throw new FaultError(
      'KEY_UNAVAILABLE',
      false,
      'The certificate for encrypted attributes cannot be used',
      'Give an X.509 certificate with an RSA key, in PEM',
    );
  }
}

/**
 * Content for one recipient as CMS enveloped-data (RFC 5652 6) in DER: AES-256 in CBC mode (RFC 3565), the key by RSAES-PKCS1-v1_5 (RFC 3370 4.2.1), as
 * PS3.15 E.1.1 wants both. Key, IV and padding come from `bytes`: the same stream gives the same bytes.
 */
export function envelop(
  content: Uint8Array,
  { publicKey, identifier }: Recipient,
  bytes: ByteStream,
): Uint8Array {
  const contentKey = bytes('content-key', KEY_BYTES);
  const iv = bytes('iv', BLOCK_BYTES);
  const cipher = createCipheriv('aes-256-cbc', contentKey, iv);
  const encrypted = Buffer.concat([cipher.update(content), cipher.final()]);
  const enveloped = new EnvelopedData({
    version: CMSVersion.v0,
    recipientInfos: new RecipientInfos([
      new RecipientInfo({
        ktri: new KeyTransRecipientInfo({
          version: CMSVersion.v0,
          rid: identifier,
          keyEncryptionAlgorithm: new KeyEncryptionAlgorithmIdentifier({
            algorithm: RSA_ENCRYPTION,
            parameters: NULL_PARAMETERS,
          }),
          encryptedKey: new OctetString(transportKey(contentKey, publicKey, bytes)),
        }),
      }),
    ]),
    encryptedContentInfo: new EncryptedContentInfo({
      contentType: id_data,
      contentEncryptionAlgorithm: new ContentEncryptionAlgorithmIdentifier({
        algorithm: AES_256_CBC,
        parameters: AsnConvert.serialize(new OctetString(iv)),
      }),
      encryptedContent: new EncryptedContent({ value: new OctetString(encrypted) }),
    }),
  });
  return new Uint8Array(
    AsnConvert.serialize(
      new ContentInfo({ contentType: id_envelopedData, content: AsnConvert.serialize(enveloped) }),
    ),
  );
}

/** 00 02, as many nonzero bytes as fit, 00, the key (RFC 8017 7.2.1), and RSA over it. */
function transportKey(contentKey: Uint8Array, publicKey: KeyObject, bytes: ByteStream): Buffer {
  const modulusBytes = (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  const paddingBytes = modulusBytes - contentKey.length - 3;
  // One byte of 256 is zero and left out: twice as many are always enough.
  const padding = Buffer.from(bytes('padding', 2 * modulusBytes).filter((byte) => byte !== 0)).subarray(
    0,
    paddingBytes,
  );
  const block = Buffer.concat([Uint8Array.of(0x00, 0x02), padding, Uint8Array.of(0x00), contentKey]);
  return publicEncrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, block);
}
