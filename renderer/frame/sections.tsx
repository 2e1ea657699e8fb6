/** The unlocked app: rail, room, status line, and the keys that work in every room. */
import { useRef, useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { call, useAnswer } from "../client.ts";
import { ImportScreen } from "../import/import-screen.tsx";
import { ItemsScreen } from "../items/items-screen.tsx";
import type { Place } from "../items/use-item-list.ts";
import { useKeys } from "../keys.ts";
import { PeopleScreen } from "../people/people-screen.tsx";
import { SettingsScreen } from "../settings/settings-screen.tsx";
import { KeysSheet } from "./keys-sheet.tsx";
import { LeaveGuard, useLeave } from "./leave-guard.tsx";
import { Rail, type Room } from "./rail.tsx";
import { StatusLine } from "./status-line.tsx";

/** The rooms, and the question before changes are left behind. */
export function Rooms({ status }: { status: AccountStatus }) {
  return (
    <LeaveGuard>
      <Frame status={status} />
    </LeaveGuard>
  );
}

/** Which room stands open is kept here, so that the rail and the keys reach it. */
function Frame({ status }: { status: AccountStatus }) {
  const [room, setRoom] = useState<Room | "import">("items");
  const [hasKeys, setKeys] = useState(false);
  const place = useRef<Place>({ vault: null, item: null });
  const leave = useLeave();
  const members = useAnswer("member.list", {}).value ?? [];
  const profile = status.profiles.find((one) => one.profile === status.profile);
  const teamName = profile?.teamName ?? "";
  const go = (next: Room): true => {
    leave(() => setRoom(next));
    return true;
  };
  useKeys({
    lock: () => {
      void call("account.lock", {});
      return true;
    },
    room1: () => go("items"),
    room2: () => go("people"),
    room3: () => go("settings"),
    help: () => {
      setKeys(true);
      return true;
    },
  });
  return (
    <div className="frame">
      <Rail
        room={room === "import" ? "items" : room}
        teamName={teamName}
        self={{ id: status.user ?? "", name: members.find(({ self }) => self)?.name ?? profile?.person ?? "" }}
        onRoom={go}
      />
      <div className="room">
        {room === "import" && <ImportScreen onDone={() => setRoom("items")} />}
        {room === "items" && (
          <ItemsScreen status={status} members={members} place={place} onImport={() => setRoom("import")} />
        )}
        {room === "people" && <PeopleScreen status={status} members={members} />}
        {room === "settings" && <SettingsScreen status={status} teamName={teamName} />}
      </div>
      <StatusLine status={status} people={members.length} />
      {hasKeys && <KeysSheet onClose={() => setKeys(false)} />}
    </div>
  );
}
