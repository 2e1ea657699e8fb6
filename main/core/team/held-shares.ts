/**
 * What letters say of recovery sheets that people hold in shares [protocol: Recovery by two people]: which of one's own are held so, and
 * of whose sheets a share is here. A letter counts as long as its sheet is in force for whoever wrote it: also after the computer that
 * wrote it is gone, for that is when it is needed.
 */
import type { DeviceId, EpochMs, UserId } from "../../../shared/encoding/ids.ts";
import type { Letter } from "../../../shared/protocol/letters/letter.ts";
import { checkShare, type Share } from "../../../shared/protocol/recovery/shares.ts";
import { devicesOf } from "../../../shared/protocol/team-log/state/rules.ts";
import type { Device } from "../../../shared/protocol/team-log/state/team-state.ts";
import { contentsOf } from "../letters/letter-contents.ts";
import { readOwnInbox } from "../letters/own-inbox.ts";
import type { TeamArea } from "./team-area.ts";

type Area = Pick<TeamArea, "letters" | "log" | "profile">;

/** One's own sheet in force that people hold in shares. */
export type Choice = { sheet: DeviceId; holders: UserId[]; madeAt: EpochMs };
/** Another person's, of which this person holds a share. */
export type Held = { user: UserId; share: Share; madeAt: EpochMs };

/** This person's sheets of paper in force, whole or in shares, the newest last. */
function papersOf({ log }: Pick<Area, "log">, user: UserId): Device[] {
  return devicesOf(log.state(), user).filter(({ kind }) => kind === "paper");
}

/** Letters of one's own inbox, and what was written here and perhaps has not come back yet. */
async function ownLetters(area: Area): Promise<Letter[]> {
  const came = await readOwnInbox(area);
  const readable = came.filter(({ isDisputed, standing }) => !isDisputed && standing !== "misplaced");
  return [...readable.map(({ letter }) => letter), ...area.letters.written().map(({ letter }) => letter)];
}

/** One's own sheets in force that are held in shares, the newest last: others may write a letter, and only one's own says so. */
export async function ownChoices(area: Area): Promise<Choice[]> {
  const { user } = area.profile;
  const chosen = contentsOf(await ownLetters(area), "recovery-choice").filter(
    ({ letter }) => letter.body.from.user === user,
  );
  return papersOf(area, user).flatMap(({ device, addedAt }) => {
    const found = chosen.find(({ content }) => content.sheet === device);
    return found === undefined ? [] : [{ sheet: device, holders: found.content.holders, madeAt: addedAt }];
  });
}

/** One's own sheets in force that are on paper, the newest last. */
export async function ownSheets(area: Area): Promise<Device[]> {
  const shared = new Set((await ownChoices(area)).map(({ sheet }) => sheet));
  return papersOf(area, area.profile.user).filter(({ device }) => !shared.has(device));
}

/** Shares of others that are here and whose sheet is in force; of two for one sheet the first that came. */
export async function heldShares(area: Area): Promise<Held[]> {
  const { user: me } = area.profile;
  const held = new Map<DeviceId, Held>();
  for (const { letter, content } of contentsOf(await ownLetters(area), "recovery-share")) {
    const { user } = letter.body.from;
    const sheet = papersOf(area, user).find(({ device }) => device === content.sheet);
    const isHere = user !== me && sheet !== undefined && checkShare({ holder: me, share: content }).ok;
    if (isHere && !held.has(content.sheet)) held.set(content.sheet, { user, share: content, madeAt: sheet.addedAt });
  }
  return [...held.values()];
}
