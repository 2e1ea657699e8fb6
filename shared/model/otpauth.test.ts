import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readVectors } from "../../e2e/fixtures/vectors/vector-file.ts";
import type { Totp } from "./item-parts.ts";
import { otpauthLink, parseOtpauth, parseTypedSeed, seedText } from "./otpauth.ts";

const seed = "JBSWY3DPEHPK3PXP";

const reasonOf = (link: string): string => said(parseOtpauth(link));

const said = (read: ReturnType<typeof parseOtpauth>): string =>
  read.ok ? "ok" : `${read.failure.code} ${read.failure.detail?.reason}`;

const link = (query: string): string => `otpauth://totp/Example:dana?${query}`;

describe("a code link", () => {
  for (const { link, totp } of readVectors<{ link: string; totp: Totp }[]>("otpauth")) {
    it(`is read as it stands in the vectors: ${link.slice(0, 60)}`, () => {
      expect(parseOtpauth(link)).toEqual({ ok: true, value: totp });
      expect(parseTypedSeed(`\n ${link} `)).toEqual({ ok: true, value: totp });
    });
  }

  it("is written so that it reads the same", () => {
    const label = fc.option(fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }).filter(isTidy));
    const seeds = fc.record({
      secret: fc.uint8Array({ minLength: 1, maxLength: 128 }),
      algorithm: fc.constantFrom<Totp["algorithm"]>("SHA1", "SHA256", "SHA512"),
      digits: fc.integer({ min: 6, max: 8 }),
      period: fc.integer({ min: 1, max: 86_400 }),
      issuer: label,
      account: label,
    });
    fc.assert(
      fc.property(seeds, (totp) => {
        // Without an issuer there is no telling where one would end in an account with a colon.
        fc.pre(totp.issuer !== null || !totp.account?.includes(":"));
        expect(parseOtpauth(otpauthLink(totp))).toEqual({ ok: true, value: totp });
        expect(parseTypedSeed(seedText(totp))).toMatchObject({ ok: true, value: { secret: totp.secret } });
      }),
      { numRuns: 300 },
    );
  });

  const refused: [reason: string, links: string[]][] = [
    [
      "hotp",
      [
        `otpauth://hotp/a?secret=${seed}&counter=1`,
        `otpauth:///hotp/a?secret=${seed}`,
        `OTPAUTH://HOTP/a?secret=${seed}`,
      ],
    ],
    [
      "steam",
      [
        `otpauth://steam/a?secret=${seed}`,
        link(`secret=${seed}&encoder=steam`),
        link(`secret=${seed}&issuer=Steam&digits=5`),
        link(`secret=${seed}&issuer=Steam`),
        `otpauth://totp/Steam:dana?secret=${seed}`,
        `otpauth://totp/Steam:dana?secret=${seed}&issuer=Valve`,
        `otpauth://totp/Steam%3Adana?secret=${seed}&issuer=Valve`,
        `otpauth://totp/Steam?secret=${seed}`,
        `otpauth://totp/s%E2%80%8Bteam:dana?secret=${seed}&issuer=Valve`,
        link(`secret=${seed}&issuer=Steam%20Guard`),
        link(`secret=${seed}&issuer=steampowered.com`),
        `otpauth://totp/a?secret=${seed}&Encoder=Steam`,
        `otpauth://totp/a?secret=${seed}&type=steam`,
      ],
    ],
    [
      "vendor",
      [`otpauth://yaotp/a?secret=${seed}`, `otpauth://motp/a?secret=${seed}`, link(`secret=${seed}&encoder=other`)],
    ],
    [
      "scheme",
      [
        "",
        " ",
        "otpauth:",
        "otpauth://",
        "otpauth:///",
        `otpauth://other/a?secret=${seed}`,
        `http://totp/a?secret=${seed}`,
        `javascript:alert(1)//totp?secret=${seed}`,
        "otpauth-migration://offline?data=CjEKCkhlbGxvIQ",
        "<svg onload=alert(1)>",
        `data:text/html,<script>alert(1)</script>?secret=${seed}`,
        "otpauth://[",
        seed,
      ],
    ],
    [
      "secret",
      [
        link(""),
        link("secret="),
        link("secret=%20%20"),
        link("secret===="),
        link("secret=A"),
        link("secret=JBSWY3DPE"),
        link("secret=JBSWY3DPEHP"),
        link("secret=JBSWY3DPEHPK3P"),
        link("secret=JBSWY3DPEHPK3PX1"),
        link("secret=JBSWY3DPEHPK3PX0"),
        link("secret=JBSWY3DPEHPK3PX8"),
        link("secret=JBSW!"),
        link("secret=JB=SWY"),
        link("secret=<b>JBSW</b>"),
        link("secret=%00%00"),
        link("secret=\u00e4\u00e4\u00e4\u00e4"),
        link("secret=stra\u00dfe\u00df"),
        link("secret=\u017f\u017f\u017f\u017f"),
        link("secret=\uff21\uff22\uff23\uff24"),
        link(`secret=${seed}&secret=${seed}`),
        link(`secret=${"A".repeat(1641)}`),
      ],
    ],
    [
      "algorithm",
      ["MD5", "SHA", "SHA3-256", "SHA-224", "none", "__proto__", "constructor", "toString", "SHA1,SHA256", " "].map(
        (name) => link(`secret=${seed}&algorithm=${encodeURIComponent(name)}`),
      ),
    ],
    [
      "digits",
      [
        "0",
        "1",
        "5",
        "9",
        "10",
        "99",
        "-6",
        "6.0",
        "6.5",
        "1e1",
        "0x6",
        "NaN",
        "Infinity",
        " 6",
        "\u0666",
        "6,7",
        "10000000",
      ].map((digits) => link(`secret=${seed}&digits=${encodeURIComponent(digits)}`)),
    ],
    [
      "period",
      ["0", "-1", "-30", "86401", "1000000000", "1e9", "0.5", "NaN", "Infinity", "30s", "0x1e", "9".repeat(400)].map(
        (period) => link(`secret=${seed}&period=${encodeURIComponent(period)}`),
      ),
    ],
    [
      "length",
      [link(`secret=${"A".repeat(1 << 20)}`), link(`secret=${seed}&issuer=${"x".repeat(5000)}`), "x".repeat(4097)],
    ],
  ];
  it.each(refused.flatMap(([reason, links]) => links.map((bad) => [reason, shown(bad), bad] as const)))(
    "is refused for its %s: %s",
    (reason, _shown, bad) => {
      expect(reasonOf(bad)).toBe(`otp-uri ${reason}`);
    },
  );

  it.each(["secret", "algorithm", "digits", "period", "issuer"])(
    "says one thing once: with %s twice it is refused by that name",
    (key) => {
      expect(reasonOf(link(`secret=${seed}&${key}=6&${key}=6`))).toBe(`otp-uri ${key}`);
    },
  );

  it.each([
    ["parameters in capitals", `SECRET=${seed}&Algorithm=SHA256&DIGITS=8&Period=60`],
    ["an ampersand as a page's source has it", `secret=${seed}&amp;algorithm=SHA256&amp;digits=8&amp;period=60`],
    ["other names of parameters", `secret=${seed}&algo=SHA256&digit=8&interval=60`],
    ["HMAC before the algorithm", `secret=${seed}&algorithm=HMAC-SHA256&digits=8&period=60`],
    ["HMAC with other signs", `secret=${seed}&algorithm=hmac_sha-256&digits=8&period=60`],
    ["something unseen in names", `secret=${seed}&\u200balgorithm=SHA256&digits\u00ad=8&\ufeffperiod=60`],
    ["spaces and dashes in names", `secret=${seed}& algorithm=SHA256& digits=8&time-step=60`],
    [
      "ampersands written over and over",
      `secret=${seed}&amp;amp;algorithm=SHA256&amp;amp;digits=8&amp;amp;amp;period=60`,
    ],
    ["full-width names", `secret=${seed}&\uff41lgorithm=SHA256&\uff44igits=8&period=60`],
    ["what the algorithm is for", `secret=${seed}&hash=SHA256&size=8&period=60`],
    ["the name of a Java class", `secret=${seed}&algorithm=HmacSHA256&digits=8&period=60`],
  ])("is understood with %s", (_what, query) => {
    expect(parseOtpauth(link(query))).toMatchObject({
      ok: true,
      value: { algorithm: "SHA256", digits: 8, period: 60 },
    });
  });

  // By each name another program could mean how codes are made: read so, or refused; never a code of 6 digits and 30 seconds.
  const matters: [reason: string, value: string, names: string[]][] = [
    [
      "algorithm",
      "SHA256",
      [
        ...[
          "Algorithm ",
          " ALGORITHM",
          "al\u200bgorithm",
          "alg",
          "algo",
          "hash",
          "hash_algorithm",
          "hashAlgo",
          "digest",
        ],
        ...["algorithme", "algoritmo", "algorithmus", "otpalg", "hashing", "sha", "sha2", "hmacalgo", "cipher", "prf"],
        ...["algorithm[]", "algorithm.name", "(algorithm)", "otp_hash_mode", "function", "mode"],
      ],
    ],
    [
      "digits",
      "8",
      [
        ...[
          "digit",
          "Digits ",
          "DIGITS",
          "dig\u00adits",
          "\ufeffdigits",
          "size",
          "length",
          "code-length",
          "len",
          "digits[]",
        ],
        ...["numdigits", "nb_digits", "digitcount", "otpdigits", "chars", "codeSize", "pin_length", "count", "ziffern"],
      ],
    ],
    [
      "period",
      "60",
      [
        ...["step", "time step", "timeStep", "time_step", "period ", "PERIOD", "per\u2060iod", "interval", "ttl"],
        ...[
          "periode",
          "periodo",
          "period_seconds",
          "refreshInterval",
          "seconds",
          "validity",
          "lifetime",
          "expires",
          "t0",
        ],
      ],
    ],
    ["parameter", "8", ["d\u0456gits", "\u6841\u6570", "\u03b1lgorithm"]],
    ["secret", "x", ["seed", "key", "encoding", "pin"]],
  ];
  it.each(matters.flatMap(([reason, value, names]) => names.map((name) => [name, value, reason] as const)))(
    "with %j=%s is read so, or refused for its %s",
    (name, value, reason) => {
      const read = parseOtpauth(link(`secret=${seed}&${encodeURIComponent(name)}=${value}`));
      if (!read.ok) return expect(said(read)).toMatch(new RegExp(`^otp-uri (?:${reason}|parameter)$`));
      expect({ ...read.value }[reason]).toBe(reason === "algorithm" ? value : Number(value));
    },
  );

  it.each([
    ["issuer=Example;digits=8", "digits"],
    ["issuer=Example%26digits%3D8", "digits"],
    ["issuer=Example?period=60", "period"],
    ["issuer=Example,algorithm=SHA256", "algorithm"],
    ["digits:8", "digits"],
    ["digits%3D8", "digits"],
    ["algorithm%3ASHA256&x=1", "algorithm"],
  ])("is refused where the sign between two parameters was lost: %s", (query, reason) => {
    expect(reasonOf(link(`secret=${seed}&${query}`))).toBe(`otp-uri ${reason}`);
  });

  it("is refused where its label holds a parameter", () => {
    expect(reasonOf(`otpauth://totp/Example;digits=8?secret=${seed}`)).toBe("otp-uri digits");
  });

  it.each([
    "image=https%3A%2F%2Fx.test%2Fsize%2Fa.png",
    "image=https%3A%2F%2Fx.test%2Fa.png%3Fsize%3D8%26step%3D2",
    "imageSize=64&icon=x&icon_size=8&logo=y&color=%23ff0000&colour=red&backgroundColor=fff",
    "lock=true&counter=0&window=1&x=1&foo=bar&user=dana&account_id=7&accountEmail=a@x.test",
    "issuer=Johnson & Johnson Digits&tags=work",
    "issuer=Algorithm%20Hash%3A%20Digits",
    "digits=&period=&algorithm=SHA1",
    "&&",
  ])("is read with what says nothing about codes: %s", (query) => {
    expect(parseOtpauth(link(`secret=${seed}&${query}`))).toMatchObject({
      ok: true,
      value: { algorithm: "SHA1", digits: 6, period: 30 },
    });
  });

  it.each(["hash", "hashmode", "digest", "hmac"])(
    "is refused where %s says something that is not understood",
    (name) => {
      expect(reasonOf(link(`secret=${seed}&${name}=BLAKE2`))).toBe("otp-uri algorithm");
    },
  );

  it.each([
    ["Example:dana", "", "Example", "dana"],
    ["Example:dana", "Example", "Example", "dana"],
    ["Example:dana", "Other", "Other", "Example:dana"],
    ["dana:office", "Example", "Example", "dana:office"],
    ["a:b:c", "a:b", "a:b", "c"],
    ["a:b:c", "", "a", "b:c"],
    ["steam.fan", "Example", "Example", "steam.fan"],
    ["dana:steam", "Example", "Example", "dana:steam"],
    ["dana", "Example", "Example", "dana"],
    ["dana", "", null, "dana"],
  ])("names with the label %s and the issuer %j: %s, %s", (label, named, issuer, account) => {
    const query = `secret=${seed}${named === "" ? "" : `&issuer=${encodeURIComponent(named)}`}`;
    expect(parseOtpauth(`otpauth://totp/${label}?${query}`)).toMatchObject({ ok: true, value: { issuer, account } });
  });

  it("may hold markup and other signs in its names, which stay text, are tidied and cut", () => {
    const names = "<img src=x onerror=alert(1)>";
    const read = parseOtpauth(`otpauth://totp/${encodeURIComponent(`${names}:\u202e${names}`)}?secret=${seed}`);
    expect(read).toMatchObject({ ok: true, value: { issuer: names, account: `\u202e${names}` } });
    const long = parseOtpauth(`otpauth://totp/${"a".repeat(900)}:${"b".repeat(900)}?secret=${seed}`);
    expect(long).toMatchObject({ ok: true, value: { issuer: "a".repeat(200), account: "b".repeat(400) } });
    expect(parseOtpauth(`otpauth://totp/%ff%fe:%zz?secret=${seed}`)).toMatchObject({ ok: true });
    const split = parseOtpauth(
      `otpauth://totp/x?secret=${seed}&issuer=${encodeURIComponent(`${"i".repeat(199)}\u{1f511}`)}`,
    );
    expect(split.ok && split.value.issuer?.isWellFormed()).toBe(true);
  });

  it("whatever it is, gives whole numbers within bounds or a refusal, never NaN", () => {
    const part = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom("0", "6", "8", "30", "-1", "1e3", "SHA1", seed, "totp", "steam"),
    );
    const query = fc.array(fc.tuple(fc.constantFrom("secret", "digits", "period", "algorithm", "issuer", "x"), part), {
      maxLength: 6,
    });
    let read = 0;
    fc.assert(
      fc.property(fc.oneof(fc.constant("totp"), part), part, query, (type, label, pairs) => {
        const asked = new URLSearchParams([
          ["secret", seed],
          ...pairs.filter(([key]) => key !== "secret" || pairs.length > 3),
        ]);
        const parsed = parseOtpauth(`otpauth://${type}/${label}?${asked}`);
        if (!parsed.ok) {
          expect(parsed.failure.code).toBe("otp-uri");
          return;
        }
        read += 1;
        const { secret, digits, period } = parsed.value;
        expect(secret.length).toBeGreaterThan(0);
        expect([6, 7, 8]).toContain(digits);
        expect(Number.isInteger(period) && period >= 1 && period <= 86_400).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(read).toBeGreaterThan(100);
  });
});

/** The start of a text, for the name of a test. */
function shown(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}

/** Whether a name survives as it is: reading trims. */
function isTidy(name: string): boolean {
  return name.trim() === name && name.isWellFormed();
}

describe("a link with a sign that ends its query", () => {
  it.each([
    "otpauth://totp/Example:dana?secret=JBSW#Y3DPEHPK3PXP&digits=8",
    "otpauth://totp/Example:dana?secret=JBSWY3DPEHPK3PXP#",
    "otpauth://totp/Team #1:dana?secret=JBSWY3DPEHPK3PXP",
  ])("is refused, as what stands behind it would be lost: %s", (link) => {
    expect(parseOtpauth(link)).toMatchObject({ failure: { code: "otp-uri", detail: { reason: "fragment" } } });
  });
});
