/** A computer on which everything has a long or foreign name: forty vaults, emoji, right-to-left, words without a place to break. */
import type { Client } from "../drive.ts";
import { scratchDir } from "./scratch.ts";
import { client, colleague, must, passphrase, server } from "./team.ts";

export const foreign = {
  team: "Donaudampfschifffahrtsgesellschaft für Elektrizitäten und Hauptbetriebswerkbauunterbeamte mbH & Co. KG",
  person: "Nebukadnezar-Maximilian Freiherr von und zu Hohenzollern-Sigmaringen-Waldenburg der Jüngere, PhD",
  colleague: "Wilhelmine-Philippina Gräfin von Schönborn-Buchheim zu Wolfsthal und Weißenkirchen, LL.M.",
  login: "حساب المدير العام لوحدة التسويق والعلاقات العامة في المنطقة الشمالية الغربية — 2026",
  word: "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz".repeat(2),
};

/** Somebody whose app has not heard that another person went: what gives them more waits. */
async function waitingActs(app: Client, vault: string): Promise<void> {
  const user = await colleague(app, foreign.colleague);
  await must(app, "member.remove", { user: await colleague(app, "Xaver") });
  await must(app, "vault.setAccess", { vault, user, permission: "manage" });
  await must(app, "member.setRole", { user, role: "lead" });
}

/** The folder, closed; the server goes on running. */
export async function longNamesFolder(): Promise<string> {
  const dataDir = scratchDir();
  const { url, setupCode } = await server();
  const app = await client({ dataDir });
  await must(app, "team.create", {
    ...{ name: foreign.team, person: foreign.person, passphrase, keychain: "file" },
    server: { url, setupCode },
  });
  const titles = ["🚀🧑‍🚀 Launch & orbit 🛰️ ".repeat(4).trim(), foreign.login, foreign.word];
  for (let at = 1; at <= 37; at++)
    titles.push(`Abteilung ${at}, Niederlassung Nordrhein-Westfalen und Ostwestfalen-Lippe, Team ${at}`);
  const vaults: string[] = [];
  for (const title of titles) vaults.push((await must(app, "vault.create", { title })).vault);
  const [vault = ""] = vaults;
  for (const title of [foreign.login, foreign.word, titles[0] as string])
    await must(app, "item.save", {
      vault,
      kind: "login",
      changes: {
        title,
        username: `${"verwaltung.und.beitragswesen-".repeat(3)}@${"sub.".repeat(8)}handelskammer.example`,
        password: `correct  horse ${"battery-staple.".repeat(4)}26x4->ok?{of}!${"k?{}!".repeat(4)} `,
        urls: [`https://${"sehr-lange-adresse.".repeat(4)}example/pfad/${"x".repeat(80)}?q=1`],
        tags: ["👩‍👩‍👧‍👦 Familie", foreign.word.slice(0, 60), "عربي"],
        notes: `${foreign.word}\n${foreign.login}`,
        fields: [{ name: foreign.word.slice(0, 80), type: "hidden", value: "1" }],
      },
    });
  await waitingActs(app, vault);
  await app.close();
  return dataDir;
}
