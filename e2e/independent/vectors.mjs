/** Every file of vectors, opened by this reader: one row a file, each of which throws where it reads something else than is recorded. */
import { deepStrictEqual } from "node:assert/strict";
import { eventHash, readBatch, readEvent } from "./activity.mjs";
import { archiveKey, openParts, readArchive } from "./archive.mjs";
import { hashesOf, openFile, sealFile } from "./attachments.mjs";
import { decode, encode, join } from "./cbor.mjs";
import { readCode, writeCode } from "./codes.mjs";
import { open, seal } from "./envelope.mjs";
import { H, isSigned, KDF, KDF64, SIG, signPkOf } from "./hashes.mjs";
import { readStatement } from "./heads.mjs";
import { conflictId, readOverview, readRecord, readRecordSecret, readSecret } from "./items.mjs";
import * as keys from "./keys.mjs";
import { openLetter, readContent, readMessage } from "./letters.mjs";
import { applyEntry, beginLog } from "./log.mjs";
import { readCodeLink } from "./otpauth.mjs";
import { openShare, readShare, seedOf } from "./recovery-shares.mjs";
import { refuse, verdictOf } from "./refused.mjs";
import { safetyDigits, safetyNumber } from "./safety.mjs";
import { base32, fromBase32 } from "./shapes.mjs";
import { teamCode } from "./team-code.mjs";
import { headerContext, openMasterKey, passphraseBytes, unlockKey } from "./unlock.mjs";
import { applyCommit, emptyChain, rootOf } from "./vault-chain.mjs";
import { checkAll } from "./verdicts.mjs";
import { checkKemPk } from "./xwing.mjs";

const same = (found, recorded, what) => deepStrictEqual(found, recorded, what);
const nonceOf = (sealed) => sealed.slice(1, 25);
const filled = (size) => Uint8Array.from({ length: size }, (_, at) => at & 255);

/** Every label over the same parts [protocol: Encoding]. */
function labels({ parts, hash, key, kdf, kdf64, seed, signPk, bytes, signatures }) {
  for (const [label, value] of Object.entries(hash)) same(H(label, ...parts), value, label);
  for (const [label, value] of Object.entries(kdf)) same(KDF(key, label, ...parts), value, label);
  for (const [label, value] of Object.entries(kdf64)) same(KDF64(key, label, ...parts), value, label);
  same(signPkOf(seed), signPk);
  for (const [label, value] of Object.entries(signatures)) {
    same(SIG(seed, label, bytes), value, label);
    const others = Object.keys(signatures).filter((other) => isSigned(signPk, other, bytes, value));
    same(others, [label]);
  }
}

/** Sealed again and opened; a turned bit, another context and a shorter text are refused [protocol: Envelope]. */
function envelope(cases) {
  for (const { name, key, context, contextBytes, plaintext, padding, sealed } of cases) {
    const padded = padding !== "none";
    same(encode(context), contextBytes, name);
    same(seal(key, context, plaintext, { nonce: nonceOf(sealed), padded }), sealed, name);
    same(open(key, context, sealed, padded).slice(), plaintext, name);
    const turned = (at) => sealed.with(at, sealed[at] ^ 1);
    same(
      verdictOf(() => open(key, context, turned(0), padded)),
      "suite",
    );
    same(
      verdictOf(() => open(key, context, turned(30), padded)),
      "commitment",
    );
    same(
      verdictOf(() => open(key, { ...context, purpose: "y" }, sealed, padded)),
      "commitment",
    );
    same(
      verdictOf(() => open(key, context, turned(sealed.length - 1), padded)),
      "aead",
    );
    same(
      verdictOf(() => open(key, context, sealed.subarray(0, 72), padded)),
      "encoding",
    );
  }
}

/** All keys that follow from others, and keys that are refused [protocol: People and devices]. */
function derived({ device, invite, inbox, server, vaultKey, refused }) {
  const { signPk, kemPk, drafts, snapshot, localState } = keys.deviceKeys(device.masterKey);
  const { masterKey, team, user, id, ...told } = device;
  same({ signPk, kemPk, drafts, snapshot, localState }, told);
  same(keys.deviceOf({ team, user, signPk, kemPk }), id);
  same(signPkOf(keys.inviteSeed(invite.seed, invite.team)), invite.signPk);
  same(keys.inboxHash(inbox.vaultKey), inbox.hash);
  const ofServer = keys.serverKeys(server.seed);
  same([ofServer.signPk, ofServer.hash], [server.signPk, server.hash]);
  same(keys.keyCommit(vaultKey.of), vaultKey.commit);
  keys.checkSignPk(signPk);
  checkKemPk(kemPk);
  for (const { at, bytes } of refused.kem) {
    const bad = join(kemPk.subarray(0, at), bytes, kemPk.subarray(at + bytes.length));
    same(
      verdictOf(() => checkKemPk(bad)),
      "encoding",
      `${at} ${base32(bytes)}`,
    );
  }
  for (const { name, key } of refused.sign)
    same(
      verdictOf(() => keys.checkSignPk(key)),
      "encoding",
      name,
    );
}

/** Item versions, earlier keys and local records [protocol: Envelope]. */
function sealed({ item, history, local }) {
  for (const purpose of ["overview", "secret"]) {
    const { plaintext, sealed: bytes } = item[purpose];
    same(open(item.vaultKey, keys.itemContext(purpose, item.of), bytes).slice(), plaintext);
  }
  same(keys.openHistory(history.key, history.of, history.bytes), history.earlier);
  same(base32(H("history", history.bytes)), history.hash);
  const names = { draft: "d1", snapshot: 4, local: "settings" };
  for (const [purpose, name] of Object.entries(names)) {
    const context = { purpose, profile: fromBase32(local.profile), name };
    same(open(local.key, context, local[purpose]).slice(), local.plaintext, purpose);
  }
}

/** Vault keys for one device [protocol: Vault keys]. */
function bundle({ masterKey, to, keys: sent, bytes, hash }) {
  same(keys.openBundle(masterKey, to, bytes), sent);
  same(base32(H("bundle", bytes)), hash);
}

/** Files of several sizes [protocol: Attachments]. */
function attachments({ key, place, cases }) {
  for (const { name, size, sealedSize, header, parts, hash, sealed: kept } of cases) {
    const bytes = sealFile(key, place, header, filled(size));
    same(bytes.length, sealedSize, name);
    same(hashesOf(bytes), { parts, hash }, name);
    if (kept !== null) same(bytes, kept, name);
    if (size < 70_000) same(openFile(key, place, bytes).slice(), filled(size), name);
    const turned = bytes.with(bytes.length - 1, bytes.at(-1) ^ 1);
    if (size < 1000)
      same(
        verdictOf(() => openFile(key, place, turned)),
        "aead",
        name,
      );
  }
}

/** A letter that was sealed to an inbox, and a content of every type [protocol: Letters]. */
function letter({ place, vaultKey, seed, body, message, hash, sealed: bytes, contents }) {
  same(openLetter(vaultKey, place, bytes).slice(), message);
  const read = readMessage(message);
  same([read.body, read.hash], [body, hash]);
  same(isSigned(signPkOf(seed), "letter-signature", read.bytes, read.sig), true);
  for (const { type, content, bytes: encoded } of contents) same(readContent(type, encoded), content);
}

/** A session's key and its keyed hashes [protocol: Sessions]. */
function session({ shared, session: signed, key, requests }) {
  same(keys.requestKey(shared, signed), key);
  same(keys.bodyHash(new Uint8Array()), requests[0].request.bodyHash);
  for (const { request, mac } of requests) same(keys.requestMac(key, request), mac);
}

/** A master key under passphrase and device secret [protocol: Unlock]. */
function unlock({ header, passphrase, sameByNfkc, deviceSecret, masterKey, wrapped }) {
  for (const other of sameByNfkc) same(passphraseBytes(other), passphraseBytes(passphrase));
  const key = unlockKey(passphrase, deviceSecret, header);
  same(seal(key, headerContext(header), masterKey, { nonce: nonceOf(wrapped) }), wrapped);
  same(openMasterKey(key, header, wrapped).slice(), masterKey);
  same(
    verdictOf(() => openMasterKey(key.with(0, key[0] ^ 1), header, wrapped)),
    "unlock",
  );
  same(
    verdictOf(() => unlockKey(passphrase, deviceSecret, { ...header, ops: 2 })),
    "kdf-floor",
  );
  same(
    verdictOf(() => unlockKey(passphrase, deviceSecret, { ...header, ops: 65 })),
    "limit",
  );
}

/** An archive, opened and counted; cut off, put together anew or short of something it is refused [model: Archive]. */
function archive({ passphrase, archive: file, parts, bytes }) {
  let key = null;
  const keyOf = (header) => {
    key ??= archiveKey(passphrase, header);
    return key;
  };
  const opened = openParts(file, keyOf);
  same(opened, bytes);
  same(readArchive(opened), parts);
  const refused = (work) => same(verdictOf(work), "import");
  refused(() => openParts(file.subarray(0, file.length - 1), keyOf));
  refused(() => openParts(file.with(file.length - 1, file.at(-1) ^ 1), keyOf));
  for (const [at] of bytes.entries()) {
    refused(() => readArchive(bytes.slice(0, at)));
    refused(() => readArchive(bytes.toSpliced(at, 1)));
  }
  const header = { suite: 1, ops: 3, mem: 2 ** 26, salt: new Uint8Array(16), archive: new Uint8Array(16) };
  same(
    verdictOf(() => archiveKey(passphrase, { ...header, ops: 2 })),
    "kdf-floor",
  );
}

/** Both bodies of every kind of item [model: Items]. */
function items(cases) {
  for (const { kind, body, overview, secret, conflicts } of cases) {
    same(readOverview(overview), body.overview);
    same(readSecret(kind, secret), body.secret);
    same(body.secret.conflicts.map(conflictId), conflicts);
  }
}

/** Every kind of record [model: Records]. */
function records({ items: cases, secret }) {
  for (const { item, overview } of cases) same(readRecord(item.kind, overview), item);
  same(readRecordSecret(secret), {});
}

/** Every text that people carry, as typed and as somebody else would type it [model: Transfer codes]. */
function transferCodes(cases) {
  for (const { purpose, fields, text } of cases) {
    same(readCode(purpose, text), fields);
    same(readCode(purpose, text.toUpperCase()), fields);
    same(writeCode(purpose, fields), text);
    const other = purpose === "setup" ? "device-sheet" : "setup";
    same(
      verdictOf(() => readCode(other, text)),
      "encoding",
    );
    const end = text.length - (purpose === "join" || purpose === "setup" ? 9 : 11);
    const mistyped = text.slice(0, end) + (text[end] === "7" ? "8" : "7") + text.slice(end + 1);
    same(
      verdictOf(() => readCode(purpose, mistyped)),
      "encoding",
      purpose,
    );
  }
}

/** A chain of events and the batch that hands them on [protocol: Activity]. */
function activity({ seed, signPk, team, user, device, events, hashes, batch }) {
  same(signPkOf(seed), signPk);
  same(events.map(eventHash), hashes);
  same(readBatch({ team, user, device, signPk }, batch), events.map(readEvent));
  same(
    verdictOf(() => readBatch({ team, user: base32(filled(16)), device, signPk }, batch)),
    "signature",
  );
}

/** What both kinds of compared codes say alike: an answer, what was committed to, and two codes [protocol: New device]. */
function compared({ shown, answered, commitment, answer, reveal, codes }, { ids, committed, codesOf }) {
  same(committed(shown), commitment);
  same(keys.wire({ suite: 1, ...answered }, ids), answer);
  same(Object.fromEntries(decode(reveal)), { ...shown });
  same(codesOf(commitment, answer, reveal), codes);
}

/** The messages of a link between two computers [protocol: New device]. */
function link({ certificate, ...messages }) {
  const ids = ["team", "user", "device", "genesis", "logHead", "serverKeys"];
  compared(messages, { ids, committed: keys.linkCommitment, codesOf: keys.linkCodes });
  const { shown, answered } = messages;
  const { team, user, signPk, kemPk, kind } = keys.readCertificate(certificate);
  same([team, user, signPk, kemPk, kind], [answered.team, answered.user, shown.signPk, shown.kemPk, "computer"]);
}

/** The messages of two people who compare the codes of an invite [protocol: Compared invites]. */
function compare({ compared: last, ...messages }) {
  const ids = ["team", "invite", "user", "device", "logHead", "serverKeys"];
  compared(messages, { ids, committed: keys.inviteCommitment, codesOf: keys.inviteCodes });
  const { shown, commitment, answer, reveal } = messages;
  const { signPk } = keys.readCertificate(decode(shown.join).get("certificate"));
  same(isSigned(signPk, "invite-compared", encode([commitment, answer, reveal]), last), true);
}

/** A seed in shares, any two of which give it, and the messages with one holder [protocol: Recovery by two people]. */
function recovery({ team, user, seed, masterKey, shares, typed, sealed, ...messages }) {
  const held = shares.map(({ holder, share, bytes }) => {
    same(readShare(bytes), share);
    return { holder, share };
  });
  for (const one of held)
    for (const other of held.filter((another) => another !== one))
      same(seedOf({ team, user }, one, other), { seed, isToldSo: true });
  const ids = ["team", "user", "holder", "sheet", "logHead", "serverKeys"];
  compared(messages, { ids, committed: keys.helpCommitment, codesOf: keys.helpCodes });
  const { shown, answered, commitment, answer, reveal } = messages;
  same(isSigned(shown.signPk, "recovery-compared", encode([commitment, answer, reveal]), typed), true);
  const exchange = H("recovery-code", commitment, answer, reveal);
  same(openShare(masterKey, { ...answered, exchange }, sealed), held[0].share);
}

/** The numbers of the words of the team code at two heads [protocol: Team code]. */
function teamCodes(cases) {
  for (const { team, seq, hash, numbers } of cases) same(teamCode({ team, seq, hash }), numbers);
}

/** Safety numbers of people, as bytes and as they are read [protocol: Safety numbers]. */
function safetyNumbers(cases) {
  for (const { number, digits, ...person } of cases) {
    same(safetyNumber(person), number);
    same(safetyDigits(person), digits);
  }
}

/** A signed statement of heads [protocol: Freshness]. */
function heads({ body, seed, bytes }) {
  const read = readStatement(bytes);
  same(read.body, body);
  same(isSigned(signPkOf(seed), "heads", read.bytes, read.sig), true);
}

/** Code links of other programs [model: Code links]. */
function codeLinks(cases) {
  for (const { link: text, totp } of cases) same(readCodeLink(text), totp);
  same(
    verdictOf(() => readCodeLink("otpauth://hotp/a?secret=MY")),
    "otp-uri",
  );
}

const hexBytes = (text) => Uint8Array.from(text.match(/../g), (pair) => Number.parseInt(pair, 16));

/** A whole log, from its first entry [protocol: Team log]. */
export function replay(entries) {
  const [first, ...rest] = entries;
  return rest.reduce(applyEntry, beginLog(first));
}

/** A small team's log: each entry is taken, and has this hash [protocol: Team log]. */
function log({ team, entries }) {
  const replayed = replay(entries.map(({ bytes }) => hexBytes(bytes)));
  same([replayed.team, replayed.hashes], [team, entries.map(({ hash }) => hash)]);
}

/** The commits of one of its vaults: each is taken, and the manifest has this root after it [protocol: Vault chain]. */
function chain({ vault, commits }, other) {
  const replayed = replay(other("log").entries.map(({ bytes }) => hexBytes(bytes)));
  commits.reduce((folded, { bytes, hash, root }) => {
    const next = applyCommit(replayed, folded, hexBytes(bytes));
    same([next.head.hash, rootOf(next)], [hash, root]);
    return next;
  }, emptyChain(vault));
}

/** Messages, good and bad: this reader says of each what is recorded [protocol: Codes]. */
function verdicts(recorded) {
  const others = checkAll(recorded).filter((message) => message.says !== message.recorded);
  same(others, []);
}

/** By the name of the file; which sections each file is of, [protocol: Encoding] and the others say under their headings. */
export const readers = {
  activity,
  archive,
  attachments,
  chain,
  compare,
  envelope,
  heads,
  items,
  "key-bundle": bundle,
  keys: derived,
  labels,
  letter,
  link,
  log,
  otpauth: codeLinks,
  records,
  recovery,
  safety: safetyNumbers,
  sealed,
  session,
  "team-code": teamCodes,
  "transfer-code": transferCodes,
  unlock,
  verdicts,
};

/** Opens one file of vectors, `other` being how another one is had [protocol: Encoding]. */
export function readVectorFile(name, other) {
  const reader = readers[name] ?? refuse("encoding", name);
  reader(other(name), other);
}
