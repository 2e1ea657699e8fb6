/** The inbox of this person's own vault, to which others write what is for them alone. */
import { countIn } from "../store/letter-rows.ts";
import type { Received } from "./incoming.ts";
import type { Letters } from "./letters.ts";
import type { LettersArea } from "./letters-area.ts";

type Area = Pick<LettersArea, "log" | "profile">;

const ownVault = ({ log, profile }: Area) => log.state().personalVaults.get(profile.user);

/** All that came; nothing while the log names no such vault. */
export async function readOwnInbox(area: Area & { letters: Pick<Letters, "read"> }): Promise<Received[]> {
  const personal = ownVault(area);
  return personal === undefined ? [] : (await area.letters.read(personal)).letters;
}

/** Another text as soon as the log or this inbox holds more: whoever looked at both need not look again before. */
export function ownInboxMark(area: Area & Pick<LettersArea, "db">): string {
  const personal = ownVault(area);
  return `${area.log.state().head.seq}/${personal === undefined ? 0 : countIn(area.db, personal)}`;
}
