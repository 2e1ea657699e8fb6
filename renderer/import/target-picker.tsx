/** Where a group goes: type to find a vault or to name a new one; all by keyboard. */
import { Combobox, type ComboboxStore, useCombobox } from "@mantine/core";
import { Check, ChevronDown, type LucideIcon, Minus, Plus, UserRound, UsersRound } from "lucide-react";
import { useEffect, useLayoutEffect, useState } from "react";
import type { VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { isFound } from "../page/fold-text.ts";
import { useLayer } from "../ui/layers.ts";
import { readersOf } from "../vaults/readers.ts";
import { vaultTitle } from "../vaults/vault-title.ts";
import { type Target, vaultNameOf } from "./targets.ts";

type PickerProps = {
  group: string;
  target: Target;
  vaults: VaultShape[];
  isFixed: boolean;
  onTarget(target: Target): void;
};
type Choice = { value: string; icon: LucideIcon; label: string; note?: string; target: Target };

/** A list that opens with its search field; Enter takes the first of what is found, Escape closes it alone. */
function useSearchedList() {
  const [text, setText] = useState("");
  const store = useCombobox({
    onDropdownClose: () => {
      store.resetSelectedOption();
      store.focusTarget();
      setText("");
    },
  });
  useLayer("float", store.dropdownOpened ? () => store.closeDropdown() : null);
  const first = store.selectFirstOption;
  useEffect(() => {
    if (text !== "") first();
  }, [text, first]);
  return { store, text, setText };
}

/** The button and its list. */
export function TargetPicker({ group, target, vaults, isFixed, onTarget }: PickerProps) {
  const { store, text, setText } = useSearchedList();
  const choices = choicesOf(group, vaults, text);
  const shown = labelOf(target, vaults);
  const readers = readersNote(target, vaults);
  const name = group === "" ? words.import.top : group;
  return (
    <Combobox
      store={store}
      position="bottom-start"
      width={240}
      offset={6}
      keepMounted={false}
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: "float target-list", option: "menu-item target-option" }}
      onOptionSubmit={(value) => {
        const chosen = choices.find((choice) => choice.value === value);
        if (chosen !== undefined) onTarget(chosen.target);
        store.closeDropdown();
      }}
    >
      {/* Its own keys would open it by Ctrl Enter, which takes the items; Enter and Space press the button. */}
      <Combobox.Target targetType="button" withKeyboardNavigation={false}>
        <button
          type="button"
          className="target-button"
          data-away={target === null}
          disabled={isFixed}
          aria-label={`${words.import.goes}: ${name}: ${[shown, ...(readers === undefined ? [] : [readers])].join(", ")}`}
          onClick={() => store.toggleDropdown()}
          onKeyDown={(event) => {
            if (event.key !== "ArrowDown") return;
            event.preventDefault();
            store.openDropdown();
          }}
        >
          {target !== null && "newVault" in target && <Plus size={14} strokeWidth={2} aria-hidden="true" />}
          <span className="grow cut">{shown}</span>
          {readers !== undefined && <span className="meta">{readers}</span>}
          <ChevronDown size={14} strokeWidth={1.75} aria-hidden="true" />
        </button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={text}
          aria-label={words.import.findVault}
          placeholder={words.import.findVault}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            // It ends the choice and nothing below it: no import begins.
            if (event.key === "Enter") event.preventDefault();
          }}
        />
        <Choices store={store} label={`${words.import.goes}: ${name}`} choices={choices} target={target} />
      </Combobox.Dropdown>
    </Combobox>
  );
}

type ChoicesProps = { store: ComboboxStore; label: string; choices: Choice[]; target: Target };

/** What can be chosen, with a mark at what is. */
function Choices({ store, label, choices, target }: ChoicesProps) {
  // At once, and by none of the store's timers: they come after keys that are pressed quickly, which would meet the button below
  // or be undone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as the list opens
  useLayoutEffect(() => {
    store.searchRef.current?.focus({ preventScroll: true });
    store.updateSelectedOptionIndex(
      choices.findIndex((choice) => isSame(choice.target, target)),
      { scrollIntoView: true },
    );
  }, []);
  return (
    <Combobox.Options mah={280} style={{ overflowY: "auto" }} aria-label={label}>
      {choices.map(({ value, icon: Icon, label: name, note, target: choice }) => (
        <Combobox.Option key={value} value={value} active={isSame(choice, target)}>
          <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
          <span className="grow cut">{name}</span>
          {note !== undefined && <span className="meta">{note}</span>}
          {isSame(choice, target) && <Check size={14} strokeWidth={2} aria-hidden="true" />}
        </Combobox.Option>
      ))}
    </Combobox.Options>
  );
}

function choicesOf(group: string, vaults: VaultShape[], text: string): Choice[] {
  const typed = text.trim();
  const title = typed === "" ? vaultNameOf(group) : typed.slice(0, 200).toWellFormed();
  const found = vaults.filter((vault) => typed === "" || isFound(typed, vaultTitle(vault)));
  const made: Choice = { value: "new", icon: Plus, label: words.import.newVault(title), target: { newVault: title } };
  const existing = found.map((vault): Choice => {
    const target = { vault: vault.vault };
    const note = readersNote(target, vaults);
    return {
      value: vault.vault,
      icon: vault.kind === "personal" ? UserRound : UsersRound,
      label: vaultTitle(vault),
      ...(note === undefined ? {} : { note }),
      target,
    };
  });
  const away: Choice = { value: "away", icon: Minus, label: words.import.skip, target: null };
  // Enter takes the first. Who types looks for what is there first, and can still make another of its name.
  return typed === "" ? [made, ...existing, away] : [...existing, made];
}

/** How many people can open a vault that is there, where it is more than oneself. */
function readersNote(target: Target, vaults: readonly VaultShape[]): string | undefined {
  const vault = target !== null && "vault" in target ? vaults.find((one) => one.vault === target.vault) : undefined;
  const readers = vault === undefined ? 1 : readersOf(vault);
  return readers < 2 ? undefined : words.import.readers(readers);
}

function labelOf(target: Target, vaults: VaultShape[]): string {
  if (target === null) return words.import.skip;
  if ("newVault" in target) return words.import.newVault(target.newVault);
  return vaultTitle(vaults.find(({ vault }) => vault === target.vault));
}

const isSame = (left: Target, right: Target): boolean => JSON.stringify(left) === JSON.stringify(right);
