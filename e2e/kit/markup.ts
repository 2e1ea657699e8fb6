/**
 * Markup that runs a script where a page takes text for markup: events of elements, addresses that are scripts, and what templates
 * and old parsers take. `__ran` counts what ran.
 */
const ran = "window.__ran=(window.__ran||0)+1";
const events = [
  "onerror",
  "onload",
  "onclick",
  "onfocus",
  "onmouseover",
  "ontoggle",
  "onanimationstart",
  "onpointerenter",
  "onwheel",
  "onbeforetoggle",
];
/** Elements and what makes their event come by itself. */
const elements = [
  ["img", "src=x"],
  ["svg", ""],
  ["video", "src=x autoplay"],
  ["audio", "src=x autoplay"],
  ["details", "open"],
  ["input", "autofocus"],
  ["body", ""],
  ["iframe", "src=about:blank"],
  ["object", "data=x"],
  ["marquee", "loop=1"],
  ["style", ""],
  ["math", ""],
] as const;
const schemes = ["javascript:", "JaVaScRiPt:", "java\tscript:", " javascript:", "data:text/html,", "vbscript:"];
const carriers = ["<a href", "<iframe src", "<form action", "<object data", "<embed src", "<base href", "<area href"];

/** Over two hundred, each another text. */
export const payloads: readonly string[] = [
  ...elements.flatMap(([element, more]) => events.map((event) => `<${element} ${more} ${event}="${ran}">`)),
  ...schemes.flatMap((scheme) => carriers.map((carrier) => `${carrier}="${scheme}${ran}">x`)),
  ...[`"`, `'`, "`", "-->", "]]>", "</title>", "</textarea>", "</script>", "</style>", "</option>"].flatMap((end) => [
    `${end}<script>${ran}</script>`,
    `${end}><img src=x onerror=${ran}>`,
    `x${end} onmouseover=${ran} x=${end}`,
  ]),
  ...["{{", "${", "<%=", "#{", "[[", "@{"].map((open) => `${open}constructor.constructor('${ran}')()`),
  `[x](javascript:${ran})`,
  `<scr<script>ipt>${ran}</scr</script>ipt>`,
  `&lt;script&gt;${ran}&lt;/script&gt;`,
  `\u003cscript\u003e${ran}\u003c/script\u003e//2`,
  `<svg><script href="data:,${ran}"></script></svg>`,
  `<math><mtext><table><mglyph><style><img src=x onerror="${ran}">`,
  `<noscript><p title="</noscript><img src=x onerror=${ran}>">`,
  `<template><img src=x onerror=${ran}></template>`,
  `<link rel=stylesheet href="data:text/css,*{color:red}"><img src=x onerror=${ran}>//link`,
  `<meta http-equiv=refresh content="0;url=javascript:${ran}">`,
];

/** What no text of ours makes: elements of the markup above, or a handler in an attribute. Runs in the page. */
export function madeOfText(): string[] {
  const wrong = [...document.querySelectorAll("*")].filter(
    (one) =>
      ["IFRAME", "OBJECT", "EMBED", "BASE", "MARQUEE", "AREA", "VIDEO", "AUDIO", "TEMPLATE"].includes(one.tagName) ||
      (one.tagName === "IMG" && one.getAttribute("src") === "x") ||
      (one.tagName === "SCRIPT" && (one.textContent ?? "").includes("__ran")) ||
      [...one.attributes].some(
        ({ name, value }) =>
          name.startsWith("on") ||
          (/^\s*(java\s*script|vbscript|data:text\/html)/i.test(value) &&
            ["href", "src", "action", "data"].includes(name)),
      ),
  );
  return wrong.map((one) => one.outerHTML.slice(0, 120));
}
