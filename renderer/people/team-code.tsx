/** The team code: twelve words that two people read to each other, and what a teammate read out compared with them. */
import { type FormEvent, useState } from "react";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import { tellFailure } from "../page/notify.tsx";
import { Button } from "../ui/controls.tsx";
import { TextField } from "../ui/inputs.tsx";

/** How far apart two codes are. */
const step = 16;

/** The words, numbered as they are read, with the way to an earlier code for whoever stands behind. `at`: begins at this entry's. */
export function TeamCode({ title, at = null }: { title: string; at?: number | null }) {
  const [number, setNumber] = useState<number | null>(at);
  // The words before stay while others are fetched: with them would go the button that was pressed, and the focus.
  const code = useAnswer("team.code", number === null ? {} : { number }, true, true).value;
  if (code === undefined) return null;
  return (
    <section className="team-code" aria-label={words.teamCode.name}>
      <h2 className="section">
        {title} <span className="t3 tab">{words.teamCode.at(code.number)}</span>
      </h2>
      <p className="meta">{words.teamCode.note}</p>
      <ol className="team-words">
        {code.words.map((word, at) => (
          // The order is what is read.
          // biome-ignore lint/suspicious/noArrayIndexKey: a word may stand there twice
          <li key={at}>
            <span className="t3 tab">{at + 1}</span> <span className="mono">{word}</span>
          </li>
        ))}
      </ol>
      <p className="team-code-acts">
        <Button disabled={code.number === 0} onClick={() => setNumber(Math.floor((code.number - 1) / step) * step)}>
          {words.teamCode.earlier}
        </Button>
        <AtEntry onNumber={setNumber} />
        {code.number < code.last && <Button onClick={() => setNumber(null)}>{words.teamCode.newest}</Button>}
      </p>
    </section>
  );
}

/** Another entry, which somebody who was shown another history asks for. */
function AtEntry({ onNumber }: { onNumber(number: number): void }) {
  const [typed, setTyped] = useState("");
  const show = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const number = Number(typed);
    const found = await call("team.code", { number });
    if (!found.ok) return tellFailure(found.failure);
    setTyped("");
    onNumber(number);
  };
  return (
    <form className="team-code-acts" onSubmit={(event) => void show(event)}>
      <TextField
        hideLabel
        label={words.teamCode.atEntry}
        placeholder={words.teamCode.atEntry}
        inputMode="numeric"
        value={typed}
        onChange={({ target }) => setTyped(target.value.replace(/\D/gu, ""))}
      />
      <Button type="submit" disabled={typed === ""}>
        {words.teamCode.showAt}
      </Button>
    </form>
  );
}

/** The number and the words of what somebody read out; null where no number or no word is in it. */
export function readCode(heard: string): { number: number; text: string } | null {
  const [, number = "", text = ""] = /^\D*(\d[\d.,]*)(.*)$/su.exec(heard) ?? [];
  return number === "" || !/[a-z]/iu.test(text) ? null : { number: Number(number.replace(/\D/gu, "")), text };
}

/** What a teammate read out: the number first, then the words. */
export function CompareTeamCode() {
  const [heard, setHeard] = useState("");
  const [said, setSaid] = useState("");
  const compare = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const code = readCode(heard);
    if (code === null) return;
    const found = await call("team.checkCode", code);
    if (!found.ok) return tellFailure(found.failure);
    setSaid(words.teamCode.results[found.value.result](found.value.number));
  };
  return (
    <form className="team-code-heard" onSubmit={(event) => void compare(event)}>
      <TextField
        label={words.teamCode.heard}
        value={heard}
        onChange={({ target }) => {
          setHeard(target.value);
          setSaid("");
        }}
      />
      <p className="team-code-acts">
        <Button type="submit" disabled={readCode(heard) === null}>
          {words.teamCode.compare}
        </Button>
        <span role="status">{said}</span>
      </p>
    </form>
  );
}
