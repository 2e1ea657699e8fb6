/** The checks of the walks themselves: each finds its fault on a page that has it, and none where there is none. */
import { describe, expect, it } from "vitest";
import { chromiumHere } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { needs } from "./kit/needs.ts";
import { atEnd } from "./kit/scratch.ts";
import { watchBeginnings } from "./screens/beginnings.ts";
import { clippedText, zoomedWindows } from "./screens/clipped.ts";
import { shifts, watchShifts } from "./screens/shifts.ts";

const long = "A sentence that is far too long for the little place that it was given";
async function blank() {
  const page = await (await chromiumHere()).newPage();
  atEnd(() => page.close());
  return page;
}

describe("the checks of a walk", () => {
  needs("Chromium");

  it("text that is cut at 200 % is told, along both axes; what scrolls, ends in an ellipsis or is hidden is not", async () => {
    const page = await blank();
    const [wide, small] = zoomedWindows;
    await page.setViewportSize(wide);
    const said = async (style: string, inside = long): Promise<string[]> => {
      await page.setContent(
        `<body style="margin:0"><div style="${style}"><p style="margin:0">${inside}</p></div></body>`,
      );
      return (await clippedText(page)).map((fault) => fault.replace(/.*\((.)\)$/, "$1"));
    };
    const narrow = "width:80px;white-space:nowrap";
    expect(await said(`${narrow};overflow:hidden`)).toEqual(["x"]);
    expect(await said("height:20px;width:80px;overflow:hidden")).toEqual(["y"]);
    expect(await said("position:fixed;left:700px;width:600px")).toEqual(["x"]);
    expect(await said("position:fixed;top:460px")).toEqual(["y"]);
    expect(await said("position:fixed;left:-40px")).toEqual(["x"]);
    for (const style of [
      `${narrow};overflow:auto`,
      `${narrow};overflow:hidden;text-overflow:ellipsis`,
      `${narrow};overflow:hidden;visibility:hidden`,
      "width:600px",
    ])
      expect(await said(style), style).toEqual([]);
    // What scrolls is read in what is seen of it, and needs the height of a line.
    expect(await said("height:200px;overflow:auto;position:fixed;top:430px")).toEqual(["y"]);
    expect(await said("height:12px;width:80px;overflow:auto")).toEqual(["y"]);
    expect(await said("height:40px;width:80px;overflow:auto")).toEqual([]);
    expect(await said("width:20px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis")).toEqual(["x"]);
    // What has no text of its own is reached too.
    const control = '<button aria-label="Show" style="position:fixed;left:440px;width:40px;height:28px"></button>';
    expect(await said("", control)).toEqual([]);
    await page.setViewportSize(small);
    expect(await said("", control)).toEqual(["x"]);
    await page.setViewportSize(wide);
    const cells = (width: number) =>
      `<table style="table-layout:fixed;width:200px"><tr><td><button style="width:${width}px">A</button></td><td>B</td></tr></table>`;
    expect(await said("", cells(80))).toEqual([]);
    expect(await said("", cells(120))).toEqual(["“A” touches the next column at 200 %"]);
  });

  it("a place that begins elsewhere than the table says is told, and one that begins there is not", async () => {
    const page = await blank();
    await page.setContent('<main><input type="search"><input id="name"><button>Go</button></main>');
    const { faults, seen } = await watchBeginnings(page);
    const go = async (route: string, focus: string | null): Promise<void> => {
      await page.evaluate(
        ([next, selector]) => {
          if (selector === null) (document.activeElement as HTMLElement).blur();
          else document.querySelector<HTMLElement>(selector)?.focus();
          document.documentElement.dataset.route = next as string;
        },
        [route, focus] as const,
      );
      await eventually(
        () => [...seen],
        (routes) => routes.includes(route),
      );
    };
    await go("items", "[type=search]");
    await go("unlock", "#name");
    await go("forgot", "button");
    expect(faults).toEqual([]);
    await go("people", "button");
    await go("item-edit", null);
    const told = ["people begins at <button", "item-edit begins at <bod"];
    expect(faults.map((fault) => fault.slice(0, 24))).toEqual(told);

    // A step is a place too, and one that is left before it began has not begun.
    await go("items", "[type=search]");
    await page.evaluate(async () => {
      document.querySelector("button")?.focus();
      document.documentElement.dataset.step = "trash";
      // What watches has looked by then.
      await Promise.resolve();
      document.documentElement.dataset.step = "item-version";
    });
    await eventually(
      () => [...seen],
      (places) => places.includes("item-version"),
    );
    expect(seen.has("trash")).toBe(false);
    expect(faults.slice(told.length)).toEqual([]);
  });

  it("a dialog that destroys and begins at its act is told, and so is one that no table knows", async () => {
    const page = await blank();
    await page.setContent("<body></body>");
    const { faults } = await watchBeginnings(page);
    const open = (name: string, first: "cancel" | "act" | "name") =>
      page.evaluate(
        ([said, begins]) => {
          document.body.innerHTML = `<div class="dialog"><form data-dialog="${said}"><input id="name">
            <div class="dialog-foot"><button id="cancel">Cancel</button><button id="act">Do it</button></div></form></div>`;
          document.getElementById(begins as string)?.focus();
          document.getElementById("name")?.focus();
        },
        [name, first] as const,
      );
    await open("vault-archive", "cancel");
    await open("vault-rename", "name");
    await open("version-restore", "act");
    expect(faults).toEqual([]);
    await open("vault-archive", "act");
    await open("vault-burn", "cancel");
    await eventually(
      () => faults.length,
      (count) => count === 2,
    );
    expect(faults).toEqual([
      "the dialog vault-archive begins at act, not at cancel",
      "the dialog vault-burn is not in the table of beginnings",
    ]);
  });

  it("what moves after it was drawn is told, and what only comes is not", async () => {
    const page = await blank();
    await page.setContent('<body><p id="above"></p><p>Drawn</p></body>');
    await watchShifts(page);
    await page.evaluate(() =>
      document.body.append(Object.assign(document.createElement("p"), { textContent: "Comes" })),
    );
    expect(await shifts(page)).toEqual([]);
    await page.evaluate(() => {
      (document.querySelector("#above") as HTMLElement).textContent = "Late";
    });
    expect(await shifts(page)).toEqual([expect.stringMatching(/Drawn/), expect.stringMatching(/Comes/)]);
  });
});
