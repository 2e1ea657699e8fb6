/** A server's games with the parts of a file: refused, nothing of it on the disk, and read once the server is honest. */
import { existsSync, readdirSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { parseWith } from "../../shared/encoding/canonical.ts";
import { type RouteRequest, routes } from "../../shared/protocol/routes/routes.ts";
import { eventually } from "../kit/eventually.ts";
import { addFile } from "../kit/files.ts";
import { hostileTeam } from "../kit/hostile-team.ts";
import { must } from "../kit/must.ts";
import { profileFile } from "../kit/profile-file.ts";
import { type Attack, codeOf, type Verdict } from "./attack.ts";

/** What the server gives for this part: `part(n)` is what it holds of this file, `other(n)` of another one of the same item. */
export type PartGame = (given: {
  at: number;
  part(at: number): Uint8Array;
  other(at: number): Uint8Array;
}) => Uint8Array;

const size = 2_300_000;

/** Bob saves a file of Ada's while the server plays its game with the parts. */
export function fileGame(changes: string, code: Verdict, game: PartGame): Attack {
  return {
    changes,
    code,
    run: async () => {
      const team = await hostileTeam();
      const { ada, bob, bobDir, line, item } = team;
      for (const [name, fill] of [
        ["plan.bin", 1],
        ["other.bin", 2],
      ] as const)
        await addFile(ada, item, { name, bytes: new Uint8Array(size).fill(fill) });
      const got = await eventually(
        () => bob.call("item.get", { item }),
        (answer) => answer.ok && answer.value.attachments.length === 2,
      );
      if (!got.ok) return { attack: "no file", twin: "not tried" };
      const [file, other] = got.value.attachments.map((one) => one.file) as [string, string];
      const held = new Map<string, Uint8Array>();
      const keep = (asked: RouteRequest<"download">, bytes: Uint8Array) =>
        held.set(`${asked.blob} ${asked.part}`, bytes);
      // The honest parts of both first, as the server has them; Bob's copies go.
      line.tamper("download", (honest, { body }) => {
        keep(askedFor(body), honest.bytes);
        return honest;
      });
      for (const one of [file, other]) await must(bob, "attachment.save", { item, file: one });
      const clean = await again(team);
      const part = (of: string) => (at: number) => held.get(`${of} ${at}`) ?? new Uint8Array();
      line.tamper("download", (_honest, { body }) => ({
        bytes: game({ at: askedFor(body).part, part: part(file), other: part(other) }),
      }));
      const attack = codeOf(await bob.call("attachment.save", { item, file }));
      const left = [...filesIn(`${bobDir}/downloads`), ...filesIn(`${bobDir}/saving`)].filter(
        (name) => !clean.includes(name),
      );
      if (left.length > 0) return { attack: `left ${left.join(" ")}`, twin: "not tried" };
      line.honest();
      return { attack, twin: codeOf(await bob.call("attachment.save", { item, file })) };
    },
  };
}

const filesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

function askedFor(body: Uint8Array | undefined): RouteRequest<"download"> {
  const asked = parseWith(routes.download.request as never, body ?? new Uint8Array(), 1024);
  if (!asked.ok) throw new Error("no request of ours");
  return asked.value as RouteRequest<"download">;
}

/** Bob's copies of files are gone, as after a long time; what lies in their folder stays. */
async function again({ bob, bobDir }: Awaited<ReturnType<typeof hostileTeam>>): Promise<string[]> {
  await must(bob, "sync.now", {});
  const db = new Sqlite(profileFile(bobDir));
  db.exec("DELETE FROM attachment_parts; DELETE FROM attachment_files");
  db.close();
  return filesIn(`${bobDir}/downloads`);
}
