/** New passwords: random signs, words or a PIN, drawn by the core; the popover of a password field and of its own key. */
import { Checkbox } from "@mantine/core";
import { RefreshCw } from "lucide-react";
import { type ReactNode, useEffect, useId, useState } from "react";
import type { Recipe } from "../../../shared/contract/generator.ts";
import { words } from "../../../shared/copy/words.ts";
import { call } from "../../client/client.ts";
import { tellFailure } from "../../page/notify.tsx";
import { IconButton } from "../../ui/controls.tsx";
import { SecretText } from "../../ui/secret-text.tsx";

type Kind = Recipe["kind"];
type Recipes = { [Each in Kind]: Extract<Recipe, { kind: Each }> };
const kinds = ["random", "words", "pin"] as const;

const firstRecipes: Recipes = {
  random: { kind: "random", length: 20, digits: true, symbols: true, noLookAlikes: false },
  words: { kind: "words", words: 5, separator: "-", capitals: false, number: false },
  pin: { kind: "pin", length: 6 },
};
/** As they were last set in this page. */
let last: { kind: Kind; recipes: Recipes } = { kind: "random", recipes: firstRecipes };

/** The recipe that was last set. */
export function lastRecipe(): Recipe {
  return last.recipes[last.kind];
}

type Made = { value: string; score: number };

/** The recipe, and a new password by it whenever it changes or another one is asked for. */
export function useGenerator() {
  const [set, setSet] = useState(last);
  const [made, setMade] = useState<Made | null>(null);
  const [round, setRound] = useState(0);
  const recipe = set.recipes[set.kind];
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round is a reason to draw again
  useEffect(() => {
    let isCurrent = true;
    void call("password.generate", { recipe }).then((answer) => {
      if (!isCurrent) return;
      if (answer.ok) setMade(answer.value);
      else tellFailure(answer.failure);
    });
    return () => {
      isCurrent = false;
    };
  }, [recipe, round]);
  const change = (next: typeof last): void => {
    last = next;
    setSet(next);
  };
  return {
    ...{ made, recipe, kind: set.kind },
    choose: (kind: Kind) => change({ ...set, kind }),
    put: (next: Recipe) => change({ ...set, recipes: { ...set.recipes, [next.kind]: next } }),
    again: () => setRound((before) => before + 1),
  };
}

type GeneratorProps = { generator: ReturnType<typeof useGenerator>; children?: ReactNode };

/** What was drawn, and how it is drawn; `children` stand below. */
export function Generator({ generator, children }: GeneratorProps) {
  const { made, recipe, kind, choose, put, again } = generator;
  const name = useId();
  return (
    <div className="generator">
      <div className="line">
        <fieldset className="segments grow">
          <legend className="only-read">{words.generator.kind}</legend>
          {kinds.map((one) => (
            <label key={one}>
              <input type="radio" name={name} checked={one === kind} onChange={() => choose(one)} />
              {words.generator.kinds[one]}
            </label>
          ))}
        </fieldset>
        <IconButton icon={RefreshCw} label={words.generator.again} onClick={again} />
      </div>
      <output className="generated" aria-live="polite">
        {made !== null && <SecretText secret={made.value} />}
      </output>
      <Options recipe={recipe} onPut={put} />
      {made !== null && <p className="meta">{words.strength.names[made.score]}</p>}
      {children}
    </div>
  );
}

type OptionsProps = { recipe: Recipe; onPut(recipe: Recipe): void };

function Options({ recipe, onPut }: OptionsProps) {
  if (recipe.kind === "random")
    return (
      <>
        <Amount
          label={words.generator.length}
          least={8}
          most={64}
          value={recipe.length}
          onChange={(length) => onPut({ ...recipe, length })}
        />
        <Tick label={words.generator.digits} isOn={recipe.digits} onChange={(digits) => onPut({ ...recipe, digits })} />
        <Tick
          label={words.generator.symbols}
          isOn={recipe.symbols}
          onChange={(symbols) => onPut({ ...recipe, symbols })}
        />
        <Tick
          label={words.generator.noLookAlikes}
          isOn={recipe.noLookAlikes}
          onChange={(noLookAlikes) => onPut({ ...recipe, noLookAlikes })}
        />
      </>
    );
  if (recipe.kind === "words")
    return (
      <>
        <Amount
          label={words.generator.words}
          least={3}
          most={12}
          value={recipe.words}
          onChange={(count) => onPut({ ...recipe, words: count })}
        />
        <Tick
          label={words.generator.spaces}
          isOn={recipe.separator === " "}
          onChange={(isOn) => onPut({ ...recipe, separator: isOn ? " " : "-" })}
        />
        <Tick
          label={words.generator.capitals}
          isOn={recipe.capitals}
          onChange={(capitals) => onPut({ ...recipe, capitals })}
        />
        <Tick label={words.generator.number} isOn={recipe.number} onChange={(number) => onPut({ ...recipe, number })} />
      </>
    );
  return (
    <Amount
      label={words.generator.length}
      least={4}
      most={12}
      value={recipe.length}
      onChange={(length) => onPut({ ...recipe, length })}
    />
  );
}

type AmountProps = { label: string; least: number; most: number; value: number; onChange(value: number): void };

function Amount({ label, least, most, value, onChange }: AmountProps) {
  const id = useId();
  return (
    <div className="line amount">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        className="grow"
        min={least}
        max={most}
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <span className="tab">{value}</span>
    </div>
  );
}

function Tick({ label, isOn, onChange }: { label: string; isOn: boolean; onChange(isOn: boolean): void }) {
  return (
    <Checkbox size="xs" label={label} checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
  );
}
