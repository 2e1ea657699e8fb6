/** What apps brought back to a restored server: by person, from the band that says so. */
import { Check } from "lucide-react";
import { useState } from "react";
import type { RestoredShape } from "../../shared/contract/notices.ts";
import type { MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { shortTime } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { Avatar, Button } from "../ui/controls.tsx";
import { Pop } from "../ui/pop.tsx";
import { vaultTitle } from "./vault-title.ts";

type RestoredProps = { members: MemberShape[]; vaults: VaultShape[] };

/** The button, and what it opens; nothing where there is nothing to show. */
export function RestoredList(props: RestoredProps) {
  const restored = useAnswer("restored.list", {}).value ?? null;
  const [isOpen, setOpen] = useState(false);
  if (restored === null || restored.people.length === 0) return null;
  const count = restored.people.reduce((sum, one) => sum + one.count, 0);
  const title = words.restored.title(count, shortTime(restored.at));
  const trigger = (
    <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
      {words.restored.show}
    </Button>
  );
  return (
    <Pop label={title} isOpen={isOpen} onOpen={setOpen} trigger={trigger}>
      <div className="restored">
        <h2 className="section">{title}</h2>
        <p className="meta">{words.restored.note}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard has to reach it */}
        <ul className="restored-list" tabIndex={0} data-autofocus aria-label={title}>
          {restored.people.map((person) => (
            <OfPerson key={person.user} person={person} {...props} />
          ))}
        </ul>
        <p className="meta">{words.restored.who}</p>
      </div>
    </Pop>
  );
}

type PersonProps = RestoredProps & { person: RestoredShape["people"][number] };

function OfPerson({ person, members, vaults }: PersonProps) {
  const name = members.find(({ user }) => user === person.user)?.name ?? words.restored.somebody;
  const titleOf = (vault: string): string => {
    const found = vaults.find((one) => one.vault === vault);
    return found === undefined ? words.restored.inVault : vaultTitle(found);
  };
  const said = [
    ...person.entries.map(({ type, count }) => words.restored.entry(type, count)),
    ...person.vaults.flatMap(({ vault, titles, more }) =>
      titles.length + more === 0 ? [] : [words.restored.items(titleOf(vault), titles, more)],
    ),
    // Titles and names lie in vaults too, and are no items.
    ...(person.vaults.some(({ titles, more }) => titles.length + more === 0) ? [words.restored.names] : []),
  ];
  return (
    <li>
      <Avatar id={person.user} name={name} size={28} />
      <span className="grow">
        <span className="wrap">{name}</span>
        <span className="meta wrap">{said.join("; ")}</span>
      </span>
      <span className="tab">{person.count}</span>
      <Check size={14} strokeWidth={2} aria-hidden="true" data-tone="ok" />
    </li>
  );
}
