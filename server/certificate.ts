/** The server's own TLS certificate and the rules of its use: read from its two files, and again when they change, without a restart. */
import { readFileSync, statSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { fail, ok, type Result } from "../shared/failures.ts";
import { tlsRules } from "./tls.ts";

export type CertificateFiles = { certFile: string; keyFile: string };
export type Certificate = typeof tlsRules & { cert: Buffer; key: Buffer };

/** Both files, checked to fit together and to the rules: `invalid-input` with the field that is wrong. */
export function readCertificate({ certFile, keyFile }: CertificateFiles): Result<Certificate> {
  try {
    const certificate = { ...tlsRules, cert: readFileSync(certFile), key: readFileSync(keyFile) };
    createSecureContext(certificate);
    return ok(certificate);
  } catch {
    return fail("invalid-input", { field: "cert" }, "after-act");
  }
}

/** Calls `onChange` with a changed, sound certificate; an unsound one leaves the old in use and is reported as a failure. */
export function watchCertificate(
  files: CertificateFiles,
  everyMs: number,
  onChange: (certificate: Result<Certificate>) => void,
): () => void {
  let seen = stamp(files);
  const timer = setInterval(() => {
    const now = stamp(files);
    if (now === seen) return;
    seen = now;
    onChange(readCertificate(files));
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

function stamp({ certFile, keyFile }: CertificateFiles): string {
  return [certFile, keyFile]
    .map((file) => {
      const found = statSync(file, { throwIfNoEntry: false });
      return found === undefined ? "" : `${found.mtimeMs}:${found.size}`;
    })
    .join(" ");
}
