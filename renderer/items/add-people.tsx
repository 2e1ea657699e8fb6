/** Adding people to a vault: search, permission, until when; says what they will see. */
import { Popover, SegmentedControl } from "@mantine/core";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import type { MemberShape, Permission, VaultShape } from "../../shared/contract/shapes.ts";
import { call } from "../client.ts";
import { words } from "../copy/words.ts";
import { tellFailure } from "../notify.ts";
import { Button, Face } from "../ui/controls.tsx";
import { SearchField } from "../ui/inputs.tsx";

/** The button and its popover. */
export function AddPeople({ vault, members }: { vault: VaultShape; members: MemberShape[] }) {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [picked, setPicked] = useState<string | null>(null);
  const [permission, setPermission] = useState<Permission>("use");
  const [until, setUntil] = useState("");
  const outside = members.filter(
    (member) =>
      member.state === "active" &&
      member.role !== "auditor" &&
      !vault.access.some(({ user }) => user === member.user) &&
      member.name.toLowerCase().includes(text.toLowerCase()),
  );
  const person = outside.find(({ user }) => user === picked) ?? outside[0];
  const add = async (): Promise<void> => {
    if (person === undefined) return;
    const end = until === "" ? {} : { end: new Date(`${until}T18:00`).getTime() };
    const done = await call("vault.setAccess", { vault: vault.vault, user: person.user, permission, ...end });
    if (!done.ok) return tellFailure(done.failure);
    setText("");
    setPicked(null);
    setOpen(false);
  };
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-start"
      width={376}
      trapFocus
      classNames={{ dropdown: "float pop" }}
      transitionProps={{ duration: 120 }}
    >
      <Popover.Target>
        <Button pressed={isOpen} style={{ marginTop: 14 }} onClick={() => setOpen(!isOpen)}>
          <UserPlus size={14} aria-hidden="true" />
          {words.vault.add}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.vault.add}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <SearchField
            aria-label={words.vault.search}
            placeholder={words.vault.search}
            value={text}
            onChange={(event) => setText(event.target.value)}
            data-autofocus
          />
          <div className="pop-list">
            {outside.length === 0 && (
              <p className="meta" style={{ padding: 8 }}>
                {words.vault.everybody}
              </p>
            )}
            {outside.slice(0, 6).map((member) => (
              <button
                key={member.user}
                type="button"
                className="pick"
                aria-pressed={member.user === person?.user}
                onClick={() => setPicked(member.user)}
              >
                <Face id={member.user} name={member.name} />
                <span className="grow">
                  <span className="row-title">{member.name}</span>
                  <br />
                  <span className="meta">{words.people.roles[member.role]}</span>
                </span>
              </button>
            ))}
          </div>
          <div className="pop-grid">
            <span className="t3">{words.vault.may}</span>
            <SegmentedControl
              size="xs"
              aria-label={words.vault.may}
              value={permission}
              onChange={(value) => setPermission(value as Permission)}
              data={(["use", "edit", "manage"] as const).map((one) => ({ value: one, label: words.vault[one] }))}
            />
            <label className="t3" htmlFor="add-until">
              {words.vault.until}
            </label>
            <input
              id="add-until"
              type="date"
              className="input"
              value={until}
              min={new Date().toISOString().slice(0, 10)}
              onChange={(event) => setUntil(event.target.value)}
            />
          </div>
          <div className="line" style={{ marginTop: 12 }}>
            <span className="meta grow">{words.vault.addNote(vault.count)}</span>
            <Button kind="main" type="submit" disabled={person === undefined}>
              {words.vault.addDone(person?.name.split(" ")[0] ?? "")}
            </Button>
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
