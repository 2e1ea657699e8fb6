/** Ada’s computer after the server showed one history of the team to Ada and another to the others, on which two of them went on. */
import { cpSync } from "node:fs";
import { again, inStep, keptInFile } from "./key-loss.ts";
import { scratchDir } from "./scratch.ts";
import { type client, joiner, must, server, userOf } from "./team.ts";

/** Ada's folder, closed; the server that runs shows the other history. */
export async function splitFolder() {
  const serverDir = scratchDir();
  const { ada, adaDir, running } = await keptInFile(serverDir);
  const others: { dir: string; person: Awaited<ReturnType<typeof client>> }[] = [];
  for (const name of ["Björn Hákonarson", "Mia Okonkwo"]) {
    const dir = scratchDir();
    others.push({ dir, person: await joiner(ada, name, { dataDir: dir }) });
  }
  for (const { person } of others) await inStep(person);
  // An admin on the other history: by their words Ada could go over.
  const [first] = others;
  if (first !== undefined) {
    const user = await userOf(first.person);
    await must(first.person, "sync.now", {});
    await must(ada, "member.setRole", { user, role: "admin" });
  }
  const { vault } = await must(ada, "vault.create", { title: "Support" });
  await must(ada, "item.save", { vault, changes: { title: "Helpdesk", username: "anna", password: "a" } });
  await inStep(ada);
  for (const { person } of others) {
    await inStep(person);
    await person.close();
  }
  // Ada goes on alone on the server of now; the others on a copy of before, and the copy is what runs from then on.
  await running.close();
  const copy = scratchDir();
  cpSync(serverDir, copy, { recursive: true });
  const now = await server({ dataDir: serverDir });
  await inStep(ada);
  for (const title of ["Marketing", "Finance"]) await must(ada, "vault.create", { title });
  await ada.close();
  await now.close();
  const other = await server({ dataDir: copy });
  for (const { dir, person } of others) {
    const opened = await again(person, dir);
    await inStep(opened);
    await must(opened, "vault.create", { title: "Of the others" });
  }
  return { adaDir, running: other };
}
