import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { richXml } from "../../../../e2e/fixtures/imports/rich-xml.ts";
import { readKdbx } from "../keepass/read-kdbx.ts";
import { testFile } from "./test-file.ts";
import { createXmlReader } from "./xml-reader.ts";

/** What a reader tells of a document that comes in these pieces; texts in a row are one. */
function eventsOf(pieces: string[]): string {
  const events: string[] = [];
  let text = "";
  const flush = () => {
    if (text !== "") events.push(`text ${text}`);
    text = "";
  };
  const reader = createXmlReader({
    open: (name, attributes) => {
      flush();
      events.push(`open ${name} ${JSON.stringify([...attributes])}`);
      return null;
    },
    text: (piece) => {
      text += piece;
      return null;
    },
    close: (name) => {
      flush();
      events.push(`close ${name}`);
      return null;
    },
  });
  for (const piece of pieces) reader.push(piece);
  const failure = reader.end();
  return failure === null ? events.join("\n") : `failed ${failure.code} ${failure.detail?.reason}`;
}

const sound =
  '<?xml version="1.0"?>\r\n<!-- a > b --><a x="1" y=\'<\'><b/>t&amp;&#228;\r\n<c>&#x1F511;<![CDATA[<&]]></c >\r</a>\n';

describe("a document cut anywhere says the same", () => {
  test("at every place", () => {
    const whole = eventsOf([sound.replace("y='<'", "y='>'")]);
    expect(whole).toContain("text t&ä\n");
    const text = sound.replace("y='<'", "y='>'");
    for (let at = 0; at <= text.length; at++)
      expect(eventsOf([text.slice(0, at), text.slice(at)]), `cut at ${at}`).toBe(whole);
    expect(eventsOf([...text])).toBe(whole);
  });

  test("also when it is not well-formed", () => {
    const pieces = fc.array(
      fc.constantFrom(
        "<a>",
        "</a>",
        "<b",
        ' x="1"',
        "/>",
        ">",
        "&amp;",
        "&",
        "&#0;",
        "t",
        "]]>",
        "<![CDATA[",
        "<!--",
        "-->",
        "<?",
        "?>",
        "<!D",
        "\r",
        "\n",
      ),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(pieces, fc.nat(), (parts, cut) => {
        const text = `<r>${parts.join("")}</r>`;
        const at = cut % text.length;
        const [once, twice] = [eventsOf([text]), eventsOf([text.slice(0, at), text.slice(at)])];
        expect(twice.startsWith("failed")).toBe(once.startsWith("failed"));
        if (!once.startsWith("failed")) expect(twice).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });
});

test.each([
  ["two roots", "<a/><b/>"],
  ["text outside", "<a/>x"],
  ["crossed ends", "<a><b></a></b>"],
  ["an attribute twice", '<a x="1" x="2"/>'],
  ["an attribute without quotes", "<a x=1/>"],
  ["a name that is none", "<1a/>"],
  ["an unknown entity", "<a>&nbsp;</a>"],
  ["nothing", ""],
])("%s is refused", (_, text) => {
  expect(eventsOf([text])).toMatch(/^failed import/);
});

test.each(["&#xD800;", "&#0;", "&#x1F;", "&#xFFFE;", "&#;", "\u0000", "\u001f"])(
  "%j costs that character alone",
  (odd) => {
    expect(eventsOf([`<a>x${odd}y&amp;#1;</a>`])).toMatch(/^open a \[\]\ntext x\ufffdy/);
  },
);

test("random damage to a real document never throws and never touches prototypes", { timeout: 60_000 }, async () => {
  const xml = richXml();
  const damage = fc.array(
    fc.record({
      at: fc.nat({ max: xml.length - 1 }),
      remove: fc.nat({ max: 40 }),
      add: fc.constantFrom(
        "",
        "<",
        ">",
        "</Entry>",
        "<Group>",
        "<Entry>",
        "<String>",
        "&",
        '"',
        "<Value Protected='True'>AAAA</Value>",
        "<__proto__>",
      ),
    }),
    { minLength: 1, maxLength: 5 },
  );
  const before = Object.getOwnPropertyNames(Object.prototype).length;
  await fc.assert(
    fc.asyncProperty(damage, async (cuts) => {
      let text = xml;
      for (const { at, remove, add } of cuts) text = text.slice(0, at) + add + text.slice(at + remove);
      const read = await readKdbx(testFile({ xml: text }), { password: "pw", keyFile: null });
      if (!read.ok) expect(["import", "limit"]).toContain(read.failure.code);
    }),
    { numRuns: 150 },
  );
  expect(Object.getOwnPropertyNames(Object.prototype).length).toBe(before);
});
