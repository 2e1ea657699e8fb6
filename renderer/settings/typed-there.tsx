/** The address and the number that a person types into another computer. */
import { words } from "../../shared/copy/words.ts";
import { inGroups } from "../ui/code-pair.tsx";
import { ExactText } from "../ui/exact-text.tsx";

/** Both, under what they are for. */
export function TypedThere({ title, address, slot }: { title: string; address: string; slot: string }) {
  return (
    <>
      <p className="section">{title}</p>
      <dl className="typed-there">
        <div>
          <dt className="meta">{words.newComputer.server}</dt>
          <dd className="mono">
            <ExactText text={address} />
          </dd>
        </div>
        <div>
          <dt className="meta">{words.newComputer.number}</dt>
          <dd className="mono" data-testid="link-number">
            <ExactText text={inGroups(slot)} />
          </dd>
        </div>
      </dl>
    </>
  );
}
