/** The button of a password field that opens the generator; what is taken stands in the field. */
import { Popover } from "@mantine/core";
import { Dices } from "lucide-react";
import { useState } from "react";
import { words } from "../../../shared/copy/words.ts";
import { Button, IconButton } from "../../ui/controls.tsx";
import { Generator, useGenerator } from "./generator.tsx";

/** The button and its popover. */
export function GeneratorButton({ onTake }: { onTake(password: string): void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      offset={8}
      width={320}
      trapFocus
      returnFocus
      middlewares={{ flip: true, shift: { crossAxis: true, padding: 8 } }}
      transitionProps={{ duration: 120, transition: "pop-top-right" }}
      classNames={{ dropdown: "float pop" }}
    >
      <Popover.Target>
        <IconButton icon={Dices} label={words.generator.open} pressed={isOpen} onClick={() => setOpen(!isOpen)} />
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={words.generator.open}>
        <Taking
          onTake={(password) => {
            onTake(password);
            setOpen(false);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function Taking({ onTake }: { onTake(password: string): void }) {
  const generator = useGenerator();
  const { made } = generator;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // The form of the editor stands around it in the tree of components.
        event.stopPropagation();
        if (made !== null) onTake(made.value);
      }}
    >
      <Generator generator={generator}>
        <div className="pop-foot">
          <span className="grow" />
          <Button kind="main" type="submit" shortcut="↵" disabled={made === null}>
            {words.generator.take}
          </Button>
        </div>
      </Generator>
    </form>
  );
}
