/**
 * What the server's own TLS offers: 1.3, and of 1.2 only suites with forward secrecy that authenticate what they encrypt.
 * One list for the first certificate and for every renewed one.
 */
import { constants } from "node:crypto";
import type { SecureContextOptions } from "node:tls";

const suites = [
  ...["TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256"],
  ...["ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384"],
  ...["ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305"],
  ...["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256"],
];

const signatures = [
  ...["ecdsa_secp256r1_sha256", "ecdsa_secp384r1_sha384", "ed25519"],
  ...["rsa_pss_rsae_sha256", "rsa_pss_rsae_sha384", "rsa_pss_rsae_sha512"],
  ...["rsa_pkcs1_sha256", "rsa_pkcs1_sha384", "rsa_pkcs1_sha512"],
];

/** The rules beside certificate and key. */
export const tlsRules = {
  minVersion: "TLSv1.2",
  maxVersion: "TLSv1.3",
  ciphers: suites.join(":"),
  honorCipherOrder: true,
  sigalgs: signatures.join(":"),
  // The first one also stands against somebody who records today and has a quantum computer later.
  ecdhCurve: "X25519MLKEM768:X25519:P-256:P-384",
  // A ticket's key lives as long as the process and would open every recorded connection of that time.
  secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION | constants.SSL_OP_NO_COMPRESSION,
} as const satisfies SecureContextOptions;
