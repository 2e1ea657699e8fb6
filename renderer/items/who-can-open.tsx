/** Who can open an item: people, what they may, until when, and who still waits for the key. */
import { Hourglass, KeyRound } from "lucide-react";
import type { MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { day } from "../copy/dates.ts";
import { words } from "../copy/words.ts";
import { Badge, Face } from "../ui/controls.tsx";

/** The section under the fields. */
export function WhoCanOpen({ vault, members }: { vault: VaultShape; members: MemberShape[] }) {
  if (vault.access.length < 2)
    return (
      <section className="block">
        <h3 className="section">{words.items.onlyYou}</h3>
      </section>
    );
  return (
    <section className="block">
      <h3 className="section">
        {words.items.who}{" "}
        <span className="t3" style={{ fontWeight: 400 }}>
          {words.count.people(vault.access.length)}
        </span>
      </h3>
      {vault.access.map(({ user, permission, end, keyPending }) => {
        const member = members.find((one) => one.user === user);
        return (
          <div key={user} className="person-row">
            <Face id={user ?? ""} name={member?.name ?? ""} />
            <div className="grow">
              <div className="row-title cut">{member?.self === true ? words.items.you : (member?.name ?? "")}</div>
              <div className="meta">{member === undefined ? "" : words.people.roles[member.role]}</div>
            </div>
            <div className="row-end">
              <span className="meta">{words.items.can[permission]}</span>
              {keyPending === true ? (
                <Badge icon={KeyRound} small>
                  {words.items.waitsForKey}
                </Badge>
              ) : end !== undefined ? (
                <Badge icon={Hourglass} small>
                  {day(end)}
                </Badge>
              ) : null}
            </div>
          </div>
        );
      })}
    </section>
  );
}
