/**
 * What `catalogue.json` holds. Every fact names the source in which it was read and the day for which that source spoke; a fact
 * that nobody read is absent, and absent means unknown, never "not offered".
 */
import { z } from "zod";

/** Ways of a second factor, as a tool offers them. */
export const offeredMethods = ["sms", "call", "email", "totp", "u2f", "custom-software", "custom-hardware"] as const;
const passkeyUses = ["signin", "mfa"] as const;

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const address = z.string().regex(/^https?:\/\/[^\s/]+/);
const hostName = z.string().regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/);
const fact = <Value extends z.ZodType>(value: Value) => z.strictObject({ value, source: z.string().min(1), asOf: day });

const price = z.strictObject({
  product: z.string().min(1),
  /** The source's own words, unit and currency included. */
  base: z.string().min(1).optional(),
  sso: z.string().min(1).optional(),
  isOnRequest: z.literal(true).optional(),
});

const facts = z.strictObject({
  /** An empty list: the tool offers none, according to the source. */
  secondFactors: fact(z.array(z.enum(offeredMethods))).optional(),
  /** The source adds in words that something is out of the ordinary, such as "only on some plans". */
  isConditional: fact(z.literal(true)).optional(),
  documentation: fact(address).optional(),
  recovery: fact(address).optional(),
  /** Uses of a passkey. An empty list: none, according to the source. */
  passkeys: fact(z.array(z.enum(passkeyUses))).optional(),
  changePassword: fact(address).optional(),
  /** Products whose single sign-on costs more than their base. */
  ssoPrices: z.array(fact(price)).min(1).optional(),
});

const tool = z.strictObject({
  domain: hostName,
  name: z.string().min(1),
  additionalDomains: z.array(hostName),
  categories: z.array(z.string().min(1)),
  /** Two-letter codes of the regions in which the tool is meant; `-xx`: everywhere but there. */
  regions: z.array(z.string().regex(/^-?[a-z]{2}$/)),
  facts,
});

const domainGroup = z.union([
  z.strictObject({ shared: z.array(hostName).min(2) }),
  z.strictObject({ from: z.array(hostName).min(1), to: z.array(hostName).min(1) }),
]);

const source = z.strictObject({
  name: z.string().min(1),
  address,
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  asOf: day,
  licence: z.string().min(1),
  licenceFile: z.string().min(1),
  credit: z.string().min(1),
});

export const catalogueSchema = z.strictObject({
  sources: z.record(z.string(), source),
  tools: z.array(tool),
  /** Domains of one owner: `shared` accept each other's logins, one of `from` is good at `to`, never the other way. */
  domainGroups: z.array(domainGroup),
});

export type Catalogue = z.output<typeof catalogueSchema>;
export type CatalogueTool = Catalogue["tools"][number];
export type CatalogueFacts = CatalogueTool["facts"];
export type CatalogueSource = z.output<typeof source>;
export type OfferedMethod = (typeof offeredMethods)[number];
