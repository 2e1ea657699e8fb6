/** One's own computers: names for oneself, taking one out of use, and what others see of them. */
import { Laptop, Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { DeviceShape } from "../../shared/contract/shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import { tellFailure } from "../page/notify.tsx";
import { RevokeComputer } from "../people/revoke-computer.tsx";
import { Button } from "../ui/controls.tsx";
import { TextField } from "../ui/inputs.tsx";
import { useLayer } from "../ui/layers.ts";
import { AddComputer } from "./add-computer.tsx";
import { RemoveThisComputer } from "./remove-this.tsx";
import { Setting } from "./setting.tsx";

/** What one's own computer is called. */
export const ownName = ({ name, number }: DeviceShape): string =>
  name === "" ? words.people.yourComputer(number) : name;

/** One's own computers in use, this one first. */
export function useOwnComputers(): DeviceShape[] {
  const all = useAnswer("device.list", {}).value ?? [];
  return all
    .filter(({ own, active, kind }) => own && active && kind === "computer")
    .sort((one, other) => Number(other.isThis) - Number(one.isThis));
}

/** The list. */
export function YourComputers() {
  const devices = useOwnComputers();
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      <div className="line ends">
        <h2 className="section">
          {words.computers.heading} <span className="t2 lighter">{devices.length}</span>
        </h2>
        <Button onClick={() => setAdding(true)}>
          <Plus size={14} strokeWidth={1.75} aria-hidden="true" />
          {words.newComputer.add}
        </Button>
      </div>
      {isAdding && <AddComputer onClose={() => setAdding(false)} />}
      {devices.map((device) => (
        <ComputerRow key={device.device} device={device} others={devices.length - 1} />
      ))}
    </>
  );
}

function ComputerRow({ device, others }: { device: DeviceShape; others: number }) {
  const [act, setAct] = useState<"rename" | "remove" | null>(null);
  const members = useAnswer("member.list", {}).value ?? [];
  const close = (): void => setAct(null);
  const name = ownName(device);
  const added = words.computers.added(shortDay(device.addedAt));
  const title = (
    <>
      {name} {device.isThis && <span className="t3">{words.settings.computer}</span>}
    </>
  );
  return (
    <>
      <Setting
        icon={Laptop}
        title={act === "rename" ? <Rename device={device.device} name={name} onClose={close} /> : title}
        note={added}
      >
        {act !== "rename" && (
          <Button kind="quiet" onClick={() => setAct("rename")}>
            {words.computers.rename}
          </Button>
        )}
        <Button onClick={() => setAct("remove")}>
          {device.isThis ? words.computers.removeThis : words.computers.remove}
        </Button>
      </Setting>
      {act === "remove" && device.isThis && (
        <RemoveThisComputer device={device.device} others={others} onClose={close} />
      )}
      {act === "remove" && !device.isThis && (
        <RevokeComputer device={device.device} name={name} of={null} members={members} onClose={close} />
      )}
    </>
  );
}

function Rename({ device, name, onClose }: { device: string; name: string; onClose(): void }) {
  const [typed, setTyped] = useState(name);
  const [isBusy, setBusy] = useState(false);
  useLayer("float", onClose);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (typed.trim() === "" || isBusy) return;
    setBusy(true);
    const saved = await call("device.rename", { device, name: typed.trim() });
    setBusy(false);
    if (saved.ok) onClose();
    else tellFailure(saved.failure);
  };
  return (
    <form className="line rename-computer" onSubmit={(event) => void save(event)}>
      <div className="grow">
        <TextField
          label={words.computers.name}
          hideLabel
          autoFocus
          maxLength={200}
          value={typed}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      <Button type="submit" disabled={typed.trim() === "" || isBusy}>
        {words.act.save}
      </Button>
      <Button kind="quiet" onClick={onClose}>
        {words.act.cancel}
      </Button>
    </form>
  );
}

/** Others read numbers. */
export function SeenByOthers({ person }: { person: string }) {
  const devices = useOwnComputers();
  const first = person.split(" ")[0] ?? person;
  return (
    <>
      <h2 className="section settings-next">{words.computers.seen}</h2>
      <p className="meta">{words.computers.seenNote}</p>
      {devices.map(({ device, number, addedAt }) => (
        <p key={device} className="line aside-line">
          <Laptop size={16} strokeWidth={1.75} className="t2" aria-hidden="true" />
          <span>{words.people.computerOf(first, number)}</span>
          <span className="meta">{words.computers.added(shortDay(addedAt))}</span>
        </p>
      ))}
    </>
  );
}
