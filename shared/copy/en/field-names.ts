/** Names of an item's fields by their address; those of one kind alone are complete by the compiler. */
import type { Details } from "../../model/kinds/kinds.ts";

type DetailField = { [Kind in keyof Details]: keyof Details[Kind] & string }[keyof Details];

const details: Record<DetailField, string> = {
  key: "Key",
  secret: "Secret",
  private: "Private key",
  public: "Public key",
  holder: "Holder",
  number: "Number",
  expiry: "Valid until",
  code: "Security code",
  pin: "PIN",
  login: "Login",
  codes: "Codes",
};

export const fieldNames = {
  fields: {
    password: "Password",
    username: "Username",
    notes: "Notes",
    totp: "One-time code",
    title: "Title",
    urls: "Websites",
    url: "Website",
    tags: "Tags",
    expires: "Expires",
    attachments: "Attachments",
    fields: "Fields",
    detail: "Details",
    kind: "Kind",
    askAgain: "Passphrase prompt",
    tool: "Tool",
    sharedLogin: "Shared login",
    secondFactor: "Second factor",
    sources: "Origin",
    ...Object.fromEntries(Object.entries(details).map(([field, name]) => [`detail:${field}`, name])),
  } as Record<string, string>,
  code: (place: number) => `Code ${place + 1}`,
};
