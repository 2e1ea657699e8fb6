/** The demo team: a small company with the names, vaults and logins that such a company has. All of it is invented. */
import type { Permission } from "../../shared/contract/shapes.ts";

export const team = "Nordlicht GmbH";

/** The founder first; the others join in this order. */
export const people = [
  { name: "Dana Okonkwo", email: "dana@nordlicht.example" },
  { name: "Ivo Marković", email: "ivo@nordlicht.example" },
  { name: "Maximiliane von Schönborn-Buchheim", email: "maximiliane@agentur.example" },
  { name: "Nguyễn Thị Minh Khai", email: "khai@nordlicht.example" },
  { name: "Chidinma Eze", email: "chidinma@nordlicht.example" },
  { name: "Søren Ankersen", email: "soeren@nordlicht.example" },
  { name: "Aoife Ní Bhraonáin", email: "aoife@nordlicht.example" },
] as const;

/** How a person is called on the command line and in folders: `dana`. */
export function firstName(name: string): string {
  return (name.split(" ")[0] ?? name).toLowerCase();
}

export type DemoLogin = {
  title: string;
  username?: string;
  host?: string;
  totp?: boolean;
  tags?: string[];
  notes?: string;
  key?: [name: string, value: string];
};
export type DemoVault = {
  title: string;
  /** Index into `people`; the founder manages every vault. */
  access: [person: number, permission: Permission, days?: number][];
  logins: DemoLogin[];
};

/** `Canva design@nordlicht.example canva.com totp #social` as one line. */
function login(line: string): DemoLogin {
  const [title = "", ...rest] = line.split(" | ");
  const made: DemoLogin = { title, tags: [] };
  for (const word of rest.join(" ").split(" ")) {
    if (word === "totp") made.totp = true;
    else if (word.startsWith("#")) made.tags?.push(word.slice(1));
    else if (word.includes("@") || /^[\d-]+$/.test(word)) made.username = word;
    else if (word.includes(".")) made.host = word;
    else if (word !== "") made.username = word;
  }
  return made;
}

export type DemoTool = {
  name: string;
  domain: string;
  /** Indexes into `people`. */
  owner: number;
  deputy?: number;
  dataClass: "public" | "internal" | "confidential" | "strictly-confidential";
  /** Who has an account of their own, in which role. */
  accounts: [person: number, role: string][];
};

/** Those that somebody answers for; what else the logins lead to is suggested. */
export const tools: DemoTool[] = [
  {
    ...{ name: "Mailchimp", domain: "mailchimp.com", owner: 1, deputy: 0, dataClass: "confidential" },
    accounts: [
      [1, "Owner"],
      [4, "Author"],
    ],
  },
  {
    ...{ name: "Canva", domain: "canva.com", owner: 1, deputy: 0, dataClass: "internal" },
    accounts: [
      [1, "Admin"],
      [2, "Member"],
      [3, "Member"],
    ],
  },
  { ...{ name: "GitHub", domain: "github.com", owner: 5, dataClass: "confidential" }, accounts: [[5, "Owner"]] },
];

export const vaults: DemoVault[] = [
  {
    title: "Marketing",
    access: [
      [1, "manage"],
      [2, "use", 28],
      [3, "use"],
      [4, "edit"],
      [5, "use"],
      [6, "use"],
    ],
    logins: [
      {
        ...login("Mailchimp | marketing@nordlicht.example login.mailchimp.com totp #social #ads"),
        notes:
          "Audience “Bestandskunden 2026” is the live one. Do not send from the EU test audience; the double opt-in mails go out at once.",
        key: ["Audience key", "8f3a-11c0-77de-us21"],
      },
      login("Instagram | nordlicht.studio www.instagram.com #social"),
      login("Meta Business Suite | ads@nordlicht.example business.facebook.com totp #ads"),
      login("Adobe Creative Cloud | lizenzen@nordlicht.example account.adobe.com"),
      login("Ahrefs | seo@nordlicht.example app.ahrefs.com"),
      login("Buffer | social@nordlicht.example buffer.com totp #social"),
      login("Canva | design@nordlicht.example www.canva.com"),
      login("Eventbrite | events@nordlicht.example www.eventbrite.de"),
      login("Figma, Brand library | brand@nordlicht.example www.figma.com totp"),
      login("Google Ads | ads@nordlicht.example ads.google.com totp #ads"),
      login("Handelskammer Hamburg, Mitgliederverwaltung und Beitragswesen | 204-88-1931 www.hk24.example #kündbar"),
      login("LinkedIn Company Page | social@nordlicht.example www.linkedin.com totp #social"),
      login("Mastodon | @nordlicht@mastodon.example mastodon.example #social"),
      login("Pinterest | social@nordlicht.example www.pinterest.de #social"),
      login("Shutterstock | bild@nordlicht.example www.shutterstock.com #kündbar"),
      login("Typeform | forms@nordlicht.example admin.typeform.com"),
      login("YouTube | video@nordlicht.example studio.youtube.com totp #social"),
    ],
  },
  {
    title: "Company basics",
    access: [
      [1, "manage"],
      [3, "use"],
      [4, "use"],
      [5, "use"],
      [6, "use"],
    ],
    logins: [
      login("Bahn Business | reisen@nordlicht.example www.bahn.de"),
      login("DHL Geschäftskunden | versand@nordlicht.example geschaeftskunden.dhl.de"),
      login("Office Wi-Fi, guests"),
      login("Office Wi-Fi, staff"),
      login("Telekom Business | 4402-118-7 geschaeftskunden.telekom.de totp #kündbar"),
      login("Zoom | meeting@nordlicht.example zoom.us totp"),
    ],
  },
  {
    title: "Finance",
    access: [[1, "use"]],
    logins: [
      login("DATEV | 118-220-4 www.datev.de totp #bank"),
      login("ELSTER | nordlicht-gmbh www.elster.de #bank"),
      login("Hamburger Sparkasse | 10-44-2291 www.haspa.de totp #bank"),
      login("PayPal Business | zahlung@nordlicht.example www.paypal.com totp"),
      login("Stripe | finance@nordlicht.example dashboard.stripe.com totp"),
    ],
  },
  { title: "Geschäftsführung", access: [], logins: [login("Handelsregister | nordlicht www.handelsregister.de")] },
  {
    title: "Infrastructure",
    access: [
      [5, "manage"],
      [6, "edit"],
    ],
    logins: [
      {
        ...login("AWS root | root@nordlicht.example console.aws.amazon.com totp"),
        notes: "Break glass only. Write to Søren before and after.",
        key: ["Account ID", "1180-2204-7719"],
      },
      login("Cloudflare | infra@nordlicht.example dash.cloudflare.com totp"),
      login("GitHub | nordlicht-bot github.com totp"),
      login("Hetzner | K0118820 accounts.hetzner.com totp"),
      login("INWX | nordlicht www.inwx.de totp #kündbar"),
      login("Let’s Encrypt account | infra@nordlicht.example letsencrypt.org"),
      login("Sentry | infra@nordlicht.example sentry.io totp"),
    ],
  },
  {
    title: "Produktentwicklung",
    access: [
      [5, "edit"],
      [6, "manage"],
    ],
    logins: [
      login("Apple Developer | entwicklung@nordlicht.example developer.apple.com totp"),
      login("BrowserStack | qa@nordlicht.example www.browserstack.com"),
      login("Google Play Console | entwicklung@nordlicht.example play.google.com totp"),
      login("Microsoft Partner Center | entwicklung@nordlicht.example partner.microsoft.com totp"),
    ],
  },
  {
    title: "Support",
    access: [
      [3, "edit"],
      [4, "manage"],
    ],
    logins: [
      login("Trustpilot | support@nordlicht.example business.trustpilot.com"),
      login("Zendesk | support@nordlicht.example nordlicht.zendesk.com totp"),
    ],
  },
];

/** How the second factors of shared logins stand that have no code here, as the founder said it. */
export const stated = {
  "Adobe Creative Cloud": "passkey-or-hardware-key",
  Ahrefs: "totp-elsewhere",
  Eventbrite: "not-offered",
  Instagram: "sms-only",
  Shutterstock: "totp-elsewhere",
} as const;

/** Somebody asks for an exception, and the founder signs it. */
export const exception = { title: "Typeform", by: 1, days: 40, reason: "Moves to SSO with the new plan in January" };

/** A shared login of a tool, whose code one person asks another for. */
export const handedCode = { tool: "GitHub", title: "GitHub", asker: 3, holder: 5, why: "The release of today" };

export const personal: DemoLogin[] = [
  login("Betriebliche Altersvorsorge | dana.okonkwo www.allianz.de"),
  login("HVV | dana@nordlicht.example www.hvv.de"),
  login("Urban Sports Club | dana@nordlicht.example urbansportsclub.com"),
];
