/** Certificates for this computer, made by hand (X.509 in DER): a fresh machine need not have openssl. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
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
/** An extension 2.5.29.`id`. */
const extension = (id: number, isCritical: boolean, content: Uint8Array) =>
  sequence(
    bytes(`0603551d${id.toString(16).padStart(2, "0")}`),
    isCritical ? bytes("0101ff") : bytes(""),
    der(0x04, content),
  );

const subjectKeyId = (keyId: Uint8Array) => extension(14, false, der(0x04, keyId));
const authorityKeyId = (keyId: Uint8Array) => extension(35, false, sequence(der(0x80, keyId)));

/** May sign certificates and lists of revoked ones. */
const ofAuthority = [extension(15, true, bytes("03020106")), extension(19, true, sequence(bytes("0101ff")))];

/** Stands for this computer, by address and by name, as a TLS server. The list of revoked ones is named, as public authorities do; nobody asks for it. */
const ofServer = [
  extension(15, true, bytes("03020780")),
  extension(37, false, sequence(bytes("06082b06010505070301"))),
  extension(17, false, sequence(der(0x87, Buffer.from([127, 0, 0, 1])), der(0x82, Buffer.from("localhost")))),
  extension(31, false, sequence(sequence(der(0xa0, der(0xa0, der(0x86, Buffer.from("http://127.0.0.1:9/crl"))))))),
];

export type Authority = { name: string; privateKey: KeyObject; keyId: Uint8Array; certFile: string };

const dayMs = 86_400_000;
const validDays = 90;

type Wanted = { name: string; publicKey: KeyObject; extensions: Uint8Array[]; issuer: Omit<Authority, "certFile"> };

/** A signed certificate as PEM. */
function certificate({ name, publicKey, extensions, issuer }: Wanted): string {
  const [from, until] = [new Date(Date.now() - dayMs), new Date(Date.now() + validDays * dayMs)];
  const toSign = sequence(
    der(0xa0, bytes("020102")),
    der(0x02, Buffer.from([1]), randomBytes(15)),
    ecdsaWithSha256,
    named(issuer.name),
    sequence(utcTime(from), utcTime(until)),
    named(name),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensions, subjectKeyId(keyIdOf(publicKey)), authorityKeyId(issuer.keyId))),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", toSign, issuer.privateKey));
  const lines = sequence(toSign, ecdsaWithSha256, signature)
    .toString("base64")
    .match(/.{1,64}/g);
  return `-----BEGIN CERTIFICATE-----\n${lines?.join("\n")}\n-----END CERTIFICATE-----\n`;
}

const keyIdOf = (publicKey: KeyObject): Uint8Array =>
  createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest()
    .subarray(0, 20);

const ecKeys = () => generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const rsaKeys = () => generateKeyPairSync("rsa", { modulusLength: 2048 });

/** A certificate authority of the test's own; `certFile` is what a client is told to trust. */
export function makeAuthority(folder: string, name: string): Authority {
  const { publicKey, privateKey } = ecKeys();
  const issuer = { name, privateKey, keyId: keyIdOf(publicKey) };
  const certFile = join(folder, `${name}.pem`);
  writeFileSync(certFile, certificate({ name, publicKey, extensions: ofAuthority, issuer }));
  return { ...issuer, certFile };
}

/**
 * A certificate for `127.0.0.1` and `localhost` and its key, as two PEM files; signed by itself where no authority is
 * given. An authority may sign for an RSA key too.
 */
export function makeCertificate(
  folder: string,
  name: string,
  by: { authority?: Authority; rsa?: boolean } = {},
): { certFile: string; keyFile: string } {
  const { publicKey, privateKey } = by.rsa === true ? rsaKeys() : ecKeys();
  const issuer = by.authority ?? { name, privateKey, keyId: keyIdOf(publicKey) };
  const files = { certFile: join(folder, `${name}.pem`), keyFile: join(folder, `${name}.key`) };
  writeFileSync(files.certFile, certificate({ name, publicKey, extensions: ofServer, issuer }));
  writeFileSync(files.keyFile, privateKey.export({ type: "pkcs8", format: "pem" }));
  return files;
}
