import { refuse } from "./refused.mjs";
import { bytesOfFives } from "./shapes.mjs";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A seed's bytes: base32 of RFC 4648 without case, spaces, hyphens and padding [model: Code links]. */
function seedOf(text) {
  const plain = text.toUpperCase().replace(/[\s-]/g, "").replace(/=+$/, "");
  const read = bytesOfFives(plain, letters);
  return read === null || read.bytes.length === 0 ? refuse("otp-uri", "secret") : read.bytes;
}

function numberOf(given, absent, [least, most]) {
  const value = given === "" ? absent : Number(given);
  return Number.isInteger(value) && value >= least && value <= most ? value : refuse("otp-uri");
}

/** Issuer and account of a label, beside the issuer that is named by itself [model: Code links]. */
function labelOf(label, issuer) {
  if (issuer !== "") return [issuer, label.startsWith(`${issuer}:`) ? label.slice(issuer.length + 1) : label];
  const colon = label.indexOf(":");
  return colon < 0 ? ["", label] : [label.slice(0, colon), label.slice(colon + 1)];
}

/** What a code link holds [model: Code links]. */
export function readCodeLink(link) {
  const url = new URL(link);
  const path = url.pathname.replace(/^\/+/, "");
  const [type, label] = url.host === "" ? [path.split("/")[0], path.replace(/^[^/]*\//, "")] : [url.host, path];
  if (url.protocol !== "otpauth:" || type.toLowerCase() !== "totp") refuse("otp-uri");
  const given = (name) => url.searchParams.get(name) ?? "";
  const algorithm = (given("algorithm") || "SHA1").toUpperCase().replace(/[-_ ]/g, "").replace(/^HMAC/, "");
  if (!["SHA1", "SHA256", "SHA512"].includes(algorithm)) refuse("otp-uri", "algorithm");
  const [issuer, account] = labelOf(decodeURIComponent(label), given("issuer"));
  return {
    secret: seedOf(given("secret")),
    algorithm,
    digits: numberOf(given("digits"), 6, [6, 8]),
    period: numberOf(given("period"), 30, [1, 86_400]),
    issuer: issuer.trim() || null,
    account: account.trim() || null,
  };
}
