/**
 * Branded names for the protocol's values. A brand is given by a schema parse or by the function that creates the
 * value, nowhere else. Ids are 16 random bytes, hashes 32 bytes [protocol: Encoding]. In memory and between modules ids travel
 * as lower-case Crockford base32 text (26 characters for 16 bytes, 52 for 32), so that they can be map keys; in signed
 * bodies they are byte strings.
 */
declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type TeamId = Brand<string, "TeamId">;
export type UserId = Brand<string, "UserId">;
export type DeviceId = Brand<string, "DeviceId">;
export type VaultId = Brand<string, "VaultId">;
export type ItemId = Brand<string, "ItemId">;
export type GroupId = Brand<string, "GroupId">;
export type BlobId = Brand<string, "BlobId">;
export type ChangeId = Brand<string, "ChangeId">;
export type ConflictId = Brand<string, "ConflictId">;
export type InviteId = Brand<string, "InviteId">;
export type ProfileId = Brand<string, "ProfileId">;
/** A letter under one sealing. */
export type LetterId = Brand<string, "LetterId">;
/** A run of letters from one computer to one inbox. */
export type LetterChainId = Brand<string, "LetterChainId">;
export type SessionId = Brand<string, "SessionId">;
/** 32 bytes of BLAKE2b-256, as base32 text (52 characters). */
export type Hash = Brand<string, "Hash">;
/** Milliseconds since 1970, UTC. */
export type EpochMs = Brand<number, "EpochMs">;
