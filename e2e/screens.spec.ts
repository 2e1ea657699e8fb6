/** Every screen: no accessibility fault, no hole in its layout, no breach of the policy, a picture in two looks, under `npm run screens` in four; those of teams at work are beside this file. */

import { describe, expect, it } from "vitest";
import { besideOf, calledThere, usedThere } from "../build/screens-index.ts";
import { type Route, routeNames, type Step, stepNames } from "../renderer/page/routes.ts";
import { chromiumPath, person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { openLink } from "./kit/open-link.ts";
import { scratchDir } from "./kit/scratch.ts";
import { addOnceReady } from "./kit/second-computer.ts";
import { recoverySheet } from "./kit/stepped-recovery.ts";
import { client, founder, joiner as joined, must, passphrase, server, userOf } from "./kit/team.ts";
import { canHelp, chosenBy } from "./kit/two-people.ts";
import { changedAccess } from "./screens/changed-access.ts";
import { cancelUnnoticed, joiner } from "./screens/joiner.ts";
import { longNames } from "./screens/long-names.ts";
import { newComputer } from "./screens/new-computer.ts";
import { newcomer } from "./screens/newcomer.ts";
import { split } from "./screens/split.ts";
import { teammate } from "./screens/teammate.ts";
import { troubled } from "./screens/troubled.ts";
import { layoutFaults, longName, walk, walkMs } from "./screens/walk.ts";
import { nameOf, type State, states, without } from "./screens.ts";

const stops = [
  ...newcomer,
  ...joiner,
  ...newComputer,
  ...teammate,
  ...troubled,
  ...changedAccess,
  ...split,
  ...longNames,
];

describe("screens", () => {
  it("are there under every name that pictures beside them are found by", () => {
    const named = new Set(stops.map(nameOf));
    const places = new Set(stops.map(({ route, picture }) => [route, picture ?? []].flat().join("-")));
    expect(Object.keys(calledThere).filter((name) => !places.has(name) && !named.has(name))).toEqual([]);
  });

  it("stand next to every picture that shows what is built", () => {
    const others = new Set(usedThere);
    const looks = ["1440-light", "1440-dark", "900-light", "900-dark"];
    const found = new Set(stops.flatMap((stop) => looks.map((look) => besideOf(`${nameOf(stop)}-${look}`, others))));
    expect(usedThere.filter((name) => !found.has(name))).toEqual([]);
  });

  it("has a picture of every route in every state, or says why there is none", () => {
    const walked = new Set(stops.map(({ route, state }) => `${route} ${state}`));
    const isSaid = (route: Route, state: State): boolean =>
      walked.has(`${route} ${state}`) !== (without[route][state] !== undefined);
    expect(
      routeNames.flatMap((route) =>
        states.filter((state) => !isSaid(route, state)).map((state) => `${route}: ${state}`),
      ),
    ).toEqual([]);
  });

  it("has a picture of every step, or says why there is none", () => {
    const notHere: Step[] = ["settings-desktop"];
    const walked = new Set<Step>(stops.flatMap(({ step }) => step ?? []));
    expect(stepNames.filter((step) => !walked.has(step))).toEqual(notHere);
  });

  it.skipIf(chromiumPath === null)("that would show ligatures are found", async () => {
    const { page } = await person();
    await page.getByRole("button", { name: /Create a team/ }).waitFor();
    expect(await layoutFaults(page)).toEqual([]);
    await page.evaluate(() => {
      const text = document.createElement("p");
      text.textContent = "26x4";
      text.style.setProperty("font-variant-ligatures", "normal", "important");
      document.querySelector("main, body")?.append(text);
    });
    expect(await layoutFaults(page)).toContainEqual(expect.stringContaining("may show ligatures"));
  });

  it.skipIf(chromiumPath === null)(
    "of somebody who begins",
    async () => {
      const gone = await server();
      await gone.close();
      const running = await server();
      const { page, violations, dataDir } = await person();
      const stage = {
        openLink: () => expect(openLink(dataDir, `latchkey://item/${"0".repeat(26)}`).status).toBe(0),
        setupCode: running.setupCode,
        goneCode: gone.setupCode,
        closeServer: () => running.close(),
      };
      expect((await walk(page, newcomer, stage)).join("\n")).toBe("");
      expect(violations).toEqual([]);
    },
    walkMs,
  );

  it.skipIf(chromiumPath === null)(
    "of somebody who joins",
    async () => {
      const dataDir = scratchDir();
      let running = await server({ dataDir });
      const admin = { dataDir: scratchDir() };
      const ada = await founder(running, admin);
      const used = await must(ada, "invite.create", { name: "Ivo" });
      await must(ada, "invite.cancel", { invite: used.invite });
      const open = await must(ada, "invite.create", { name: "Khai" });
      await ada.close();
      const { page, violations } = await person();
      const stage = {
        code: open.code,
        longCode: await longCode(),
        usedCode: used.code,
        cancel: () => cancelUnnoticed({ ...admin, keychain: ada.keychain }, open.invite),
        stopServer: () => running.close(),
        startServer: async () => {
          running = await server({ dataDir });
        },
      };
      expect((await walk(page, joiner, stage)).join("\n")).toBe("");
      expect(violations).toEqual([]);
    },
    walkMs,
  );

  it.skipIf(chromiumPath === null)(
    "of somebody who adds a computer",
    async () => {
      const running = await server();
      const ada = await founder(running);
      const [bob, user] = [await joined(ada, "Bob"), await userOf(ada)];
      await chosenBy(ada, [await userOf(bob), await userOf(await joined(ada, "Cleo"))]);
      await canHelp(bob, user);
      const { page, violations } = await person();
      const stage = {
        address: running.url,
        sheet: await recoverySheet(ada),
        help: async () => (await must(bob, "recovery.help", { user, passphrase })).slot,
        helpCode: async () => {
          const codeOf = async () => (await must(bob, "recovery.helpState", {})).code;
          return (await eventually(codeOf, (code) => code !== null)) ?? "";
        },
        give: async (code: string) => {
          await must(bob, "recovery.helpCode", { code });
          await must(bob, "recovery.helpGive", {});
        },
        begin: async () => (await must(ada, "device.link", { passphrase })).slot,
        look: async () => {
          const codeOf = async () => (await must(ada, "device.linkState", {})).code;
          return (await eventually(codeOf, (code) => code !== null)) ?? "";
        },
        add: async (code: string) => {
          await must(ada, "device.linkCode", { code });
          await addOnceReady(ada);
        },
      };
      expect((await walk(page, newComputer, stage)).join("\n")).toBe("");
      expect(violations).toEqual([]);
    },
    walkMs,
  );
});

/** The invite of a team and a founder with long names. */
async function longCode(): Promise<string> {
  const { url, setupCode } = await server();
  const app = await client();
  await must(app, "team.create", {
    name: longName,
    person: "Maximiliane von Schönborn-Buchheim",
    passphrase,
    server: { url, setupCode },
  });
  return (await must(app, "invite.create", { name: "Somebody" })).code;
}
