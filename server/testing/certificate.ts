/** Certificates of their own for 127.0.0.1, made by hand (X.509 in DER): a fresh machine need not have openssl. */
import { generateKeyPairSync, sign } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Tag, length, content. */
function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts);
const bytes = (hex: string) => Buffer.from(hex, "hex");
const utcTime = (at: Date) => der(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replace(/[-:T]/g, "")}Z`));
/** CN=name: one relative name with the attribute 2.5.4.3. */
const named = (name: string) => sequence(der(0x31, sequence(bytes("0603550403"), der(0x0c, Buffer.from(name)))));
const ecdsaWithSha256 = sequence(bytes("06082a8648ce3d040302"));

/** A self-signed certificate and its key, as two PEM files. */
export function makeCertificate(folder: string, name: string): { certFile: string; keyFile: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const dayMs = 86_400_000;
  const valid = sequence(utcTime(new Date(Date.now() - dayMs)), utcTime(new Date(Date.now() + dayMs)));
  // subjectAltName (2.5.29.17): the address 127.0.0.1.
  const altName = sequence(bytes("0603551d11"), der(0x04, sequence(der(0x87, Buffer.from([127, 0, 0, 1])))));
  const toSign = sequence(
    der(0xa0, bytes("020102")),
    bytes("020101"),
    ecdsaWithSha256,
    named(name),
    valid,
    named(name),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(altName)),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", toSign, privateKey));
  const certificate = sequence(toSign, ecdsaWithSha256, signature).toString("base64");
  const files = { certFile: join(folder, `${name}.pem`), keyFile: join(folder, `${name}.key`) };
  const lines = certificate.match(/.{1,64}/g)?.join("\n");
  writeFileSync(files.certFile, `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`);
  writeFileSync(files.keyFile, privateKey.export({ type: "pkcs8", format: "pem" }));
  return files;
}
