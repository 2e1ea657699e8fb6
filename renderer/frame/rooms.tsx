/** The unlocked app: rail, room, status line, and the keys that work in every room. */
import { useCallback, useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { call, useAnswer } from "../client.ts";
import { ImportScreen } from "../import/import-screen.tsx";
import { ItemsScreen } from "../items/items-screen.tsx";
import { useKeys } from "../keys.ts";
import { PeopleScreen } from "../people/people-screen.tsx";
import { SettingsScreen } from "../settings/settings-screen.tsx";
import { KeysSheet } from "./keys-sheet.tsx";
import { Rail, type Room } from "./rail.tsx";
import { StatusLine } from "./status-line.tsx";

/** Which room stands open; kept here so that the rail and keys reach it. */
export function Rooms({ status }: { status: AccountStatus }) {
  const [room, setRoom] = useState<Room>("items");
  const [isImport, setImport] = useState(false);
  const [hasKeys, setKeys] = useState(false);
  const members = useAnswer("member.list", {});
  const self = members.value?.find((member) => member.self);
  const profile = status.profiles.find((one) => one.profile === status.profile);
  const go = useCallback((next: Room): true => {
    setImport(false);
    setRoom(next);
    return true;
  }, []);
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
        room={room}
        teamName={profile?.teamName ?? ""}
        self={{ id: status.user ?? "", name: self?.name ?? "" }}
        onRoom={go}
      />
      <div className="room">
        {isImport ? (
          <ImportScreen onDone={() => setImport(false)} />
        ) : room === "items" ? (
          <ItemsScreen status={status} members={members.value ?? []} onImport={() => setImport(true)} />
        ) : room === "people" ? (
          <PeopleScreen status={status} members={members.value ?? []} />
        ) : (
          <SettingsScreen status={status} teamName={profile?.teamName ?? ""} />
        )}
      </div>
      <StatusLine status={status} members={members.value?.length ?? 0} />
      {hasKeys && <KeysSheet onClose={() => setKeys(false)} />}
    </div>
  );
}
