import { poly1305 } from "@noble/ciphers/_poly1305.js";
import { chacha20, hchacha } from "@noble/ciphers/chacha.js";
import { encode, join } from "./cbor.mjs";
import { pad, unpad } from "./envelope.mjs";
import { H } from "./hashes.mjs";
import { refuse } from "./refused.mjs";
import { base32, fromBase32 } from "./shapes.mjs";

const [blockBytes, partBytes, headerBytes] = [65_536, 1_048_576, 24];
const [tagMessage, tagFinal] = [0, 3];

const words = (bytes) => new Uint32Array(bytes.slice().buffer);

function subKey(key, header) {
  const out = new Uint32Array(8);
  hchacha(
    Uint32Array.of(0x61707865, 0x3320646e, 0x79622d32, 0x6b206574),
    words(key),
    words(header.subarray(0, 16)),
    out,
  );
  return new Uint8Array(out.buffer);
}

function little(value, length) {
  const bytes = new Uint8Array(length);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

/** One state of libsodium's `secretstream`: its key, the counter, and what each message's end changes [protocol: Attachments]. */
function streamOf(key, header, additional) {
  const stream = { key: subKey(key, header), counter: 1, inner: header.slice(16) };
  const nonce = () => join(little(stream.counter, 4), stream.inner);
  const mac = (block, text) => {
    const macKey = chacha20(stream.key, nonce(), new Uint8Array(32));
    const padding = new Uint8Array((16 - (additional.length % 16)) % 16);
    const behind = new Uint8Array((16 - 64 + text.length) & 15);
    const lengths = join(little(additional.length, 8), little(64 + text.length, 8));
    return poly1305(join(additional, padding, block, text, behind, lengths), macKey);
  };
  const step = (tag) => {
    stream.inner = stream.inner.map((byte, at) => byte ^ tag[at]);
    stream.counter += 1;
  };
  return { stream, nonce, mac, step };
}

/** One message: its sealed tag, the text, the check over both [protocol: Attachments]. */
function sealMessage(state, text, tag) {
  const block = new Uint8Array(64);
  block[0] = tag;
  const sealedBlock = chacha20(state.stream.key, state.nonce(), block, undefined, 1);
  const sealed = chacha20(state.stream.key, state.nonce(), text, undefined, 2);
  const check = state.mac(sealedBlock, sealed);
  const message = join(sealedBlock.subarray(0, 1), sealed, check);
  state.step(check);
  return message;
}

/** Opens the next message, which has to bear this tag [protocol: Attachments]. */
function openMessage(state, message, tag) {
  if (message.length < 17) refuse("encoding");
  const sealed = message.subarray(1, -16);
  const block = new Uint8Array(64);
  block[0] = message[0];
  const opened = chacha20(state.stream.key, state.nonce(), block, undefined, 1);
  const found = opened[0];
  opened[0] = message[0];
  const check = state.mac(opened, sealed);
  if (!check.every((byte, at) => byte === message[message.length - 16 + at]) || found !== tag) refuse("aead");
  const text = chacha20(state.stream.key, state.nonce(), sealed, undefined, 2);
  state.step(check);
  return text;
}

function contextOf(place, header) {
  const ids = ["team", "vault", "item", "blob"].map((key) => [key, fromBase32(place[key])]);
  return join(encode({ purpose: "attachment", ...Object.fromEntries(ids) }), header);
}

/** A file as it is sealed under this key and header [protocol: Attachments]. */
export function sealFile(key, place, header, file) {
  const [state, padded] = [streamOf(key, header, contextOf(place, header)), pad(file)];
  const messages = [header];
  for (let at = 0; at < padded.length; ) {
    const size = blockBytes - 17 - (at === 0 ? headerBytes : 0);
    const text = padded.subarray(at, at + size);
    at += text.length;
    messages.push(sealMessage(state, text, at === padded.length ? tagFinal : tagMessage));
  }
  return join(...messages);
}

/** The file in these sealed bytes [protocol: Attachments]. */
export function openFile(key, place, sealed) {
  const header = sealed.subarray(0, headerBytes);
  const state = streamOf(key, header, contextOf(place, header));
  const texts = [];
  for (let at = headerBytes; at < sealed.length; ) {
    const end = at === headerBytes ? blockBytes : at + blockBytes;
    const message = sealed.subarray(at, end);
    at += message.length;
    texts.push(openMessage(state, message, at === sealed.length ? tagFinal : tagMessage));
  }
  return unpad(join(...texts));
}

/** The hashes of the parts, and the one of the whole [protocol: Attachments]. */
export function hashesOf(sealed) {
  const parts = [];
  for (let at = 0; at < sealed.length; at += partBytes) parts.push(H("blob-part", sealed.subarray(at, at + partBytes)));
  return { parts, hash: base32(H("blob", sealed.length, parts)) };
}
