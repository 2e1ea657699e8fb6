/** Whether somebody has a second factor, as the server says; an admin lets who lost theirs set it up again, on a computer of theirs. */
import { ShieldCheck, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { DeviceShape, MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import { tellAct, tellFailure } from "../page/notify.tsx";
import { Badge, Button } from "../ui/controls.tsx";
import { Dialog } from "../ui/dialog.tsx";

type PersonProps = { member: MemberShape };

/** For admins, of others and of themselves; nothing while the server does not answer. */
export function PersonFactor({ member }: PersonProps) {
  const found = useAnswer("secondFactor.team", {}).value?.find(({ user }) => user === member.user);
  const devices = useAnswer("device.list", {}).value ?? [];
  const computers = devices.filter((one) => one.user === member.user && one.active && one.kind === "computer");
  const [isReleasing, setReleasing] = useState(false);
  if (found === undefined) return null;
  return (
    <section className="aside-part">
      <h3 className="line block-head">
        <span className="section grow">{words.rules.person}</span>
        <Badge icon={found.has ? ShieldCheck : TriangleAlert} tone={found.has ? "ok" : "att"}>
          {found.has ? words.rules.has : words.rules.lacks}
        </Badge>
      </h3>
      <p className="meta">{words.rules.whoNote}</p>
      {found.has && !member.self && computers.length > 0 && (
        <Button onClick={() => setReleasing(true)}>{words.rules.release}</Button>
      )}
      {isReleasing && <Release {...{ member, computers }} onClose={() => setReleasing(false)} />}
    </section>
  );
}

function Release({ member, computers, onClose }: PersonProps & { computers: DeviceShape[]; onClose(): void }) {
  const [device, setDevice] = useState(computers[0]?.device ?? "");
  const [isBusy, setBusy] = useState(false);
  const first = member.name.split(" ")[0] ?? member.name;
  const release = async (): Promise<void> => {
    setBusy(true);
    const released = await call("secondFactor.release", { user: member.user, device });
    setBusy(false);
    if (!released.ok) return tellFailure(released.failure);
    tellAct(released.value, words.rules.released(member.name));
    onClose();
  };
  return (
    <Dialog
      name="factor-release"
      title={words.rules.releaseTitle(member.name)}
      note={words.rules.releaseNote}
      done={words.rules.releaseDone}
      isCareful
      isBusy={isBusy}
      canDo={device !== ""}
      onClose={onClose}
      onDone={() => void release()}
    >
      <fieldset className="role-choices">
        <legend className="label">{words.rules.releaseWhere}</legend>
        {computers.map((one) => (
          <label key={one.device} className="choice" data-chosen={one.device === device}>
            <input
              type="radio"
              name="computer"
              checked={one.device === device}
              onChange={() => setDevice(one.device)}
            />
            <span className="choice-name">{words.people.computerOf(first, one.number)}</span>
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}
