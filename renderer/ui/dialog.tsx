/** A dialog: what will happen, in lines with counts, and two buttons: Cancel, and verb with object. */
import { Modal } from "@mantine/core";
import type { LucideIcon } from "lucide-react";
import { type FormEvent, type KeyboardEvent, type ReactNode, useCallback, useEffect, useState } from "react";
import { words } from "../../shared/copy/words.ts";
import { Button } from "./controls.tsx";
import type { DialogName } from "./dialog-names.ts";
import { useLayer } from "./layers.ts";

type DialogProps = {
  name: DialogName;
  title: string;
  /** A sentence under the title. */
  note?: ReactNode;
  onClose(): void;
  onDone(): void;
  done: string;
  /** Another word for Cancel. */
  cancel?: string;
  isFinal?: boolean;
  /** Destroys nothing, yet is a question that one Enter must not answer: begins at Cancel. */
  isCareful?: boolean;
  isBusy?: boolean;
  canDo?: boolean;
  /** Two columns stand in it. */
  isWide?: boolean;
  /** Asked by an act of a popover, which stays open below it. */
  isOver?: boolean;
  /** Stays in sight while the children above it scroll, where they are many: the keyboard reaches them then. */
  below?: ReactNode;
  children: ReactNode;
};

/**
 * Where the focus was before a dialog opened it has again when the dialog goes, unless something else took it; what opened it may
 * be gone by then: the pane has it.
 */
export function useReturnFocus(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (document.activeElement !== document.body) return;
      const isThere = opener instanceof HTMLElement && opener !== document.body && opener.isConnected;
      const back = isThere ? opener : document.querySelector<HTMLElement>("main");
      if (!isThere) back?.setAttribute("tabindex", "-1");
      back?.focus();
    },
    [opener],
  );
}

/**
 * A dialog begins at its first empty field; without one at Cancel where it destroys or asks for care, else at the act, so that
 * Enter goes on. `data-autofocus` marks another beginning.
 */
function useFirstFocus(atCancel: boolean) {
  const [isCancelFirst] = useState(atCancel);
  // As the form is put on the page, which is later than its component's own effects: it stands in a portal.
  return useCallback(
    (within: HTMLFormElement | null): void => {
      if (within === null || within.querySelector("[data-autofocus]") !== null) return;
      const fields = [
        ...within.querySelectorAll<HTMLInputElement>("input:not([type=radio], [type=checkbox]), textarea"),
      ];
      const field = fields.find(({ value, disabled }) => value === "" && !disabled) ?? fields[0];
      const act = within.querySelector(`.dialog-foot button:${isCancelFirst ? "first" : "last"}-of-type`);
      (field ?? act)?.setAttribute("data-autofocus", "");
    },
    [isCancelFirst],
  );
}

/**
 * Enter in a form's list of choices goes on as it does in every other field: browsers leave that out for this one. Not where a
 * dialog destroys or asks for care: there only its button does it.
 */
export function goOnFromChoice(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== "Enter" || event.defaultPrevented || !(event.target instanceof HTMLSelectElement)) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}

/** Popovers lie over dialogs, as some open from one. */
const overPopovers = 350;

/** Shows the dialog; Enter does it, Escape leaves. */
export function Dialog(props: DialogProps) {
  const {
    name,
    title,
    note,
    onClose,
    onDone,
    done,
    cancel,
    isFinal = false,
    isCareful = false,
    isBusy = false,
    canDo = true,
    isWide = false,
    isOver = false,
    below,
    children,
  } = props;
  useReturnFocus();
  useLayer("float", onClose);
  const isAsking = isFinal || isCareful;
  const form = useFirstFocus(isAsking);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (canDo && !isBusy) onDone();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnEscape={false}
      title={title}
      size={isWide ? 740 : 520}
      padding={20}
      radius={10}
      centered
      {...(isOver ? { zIndex: overPopovers } : {})}
      withCloseButton={false}
      transitionProps={{ duration: 120, transition: "pop" }}
      classNames={{ content: "dialog", header: "dialog-head", title: "title", overlay: "scrim", body: "dialog-body" }}
    >
      {note !== undefined && <p className="t2 dialog-note">{note}</p>}
      <form ref={form} data-dialog={name} onSubmit={submit} onKeyDown={isAsking ? undefined : goOnFromChoice}>
        <div className="dialog-middle" tabIndex={below === undefined ? undefined : 0}>
          {children}
        </div>
        {below !== undefined && <div className="dialog-below">{below}</div>}
        <div className="dialog-foot">
          <Button kind="quiet" shortcut="Esc" size={32} onClick={onClose}>
            {cancel ?? words.act.cancel}
          </Button>
          <Button kind={isFinal ? "final" : "main"} type="submit" size={32} disabled={!canDo || isBusy}>
            <span className="cut">{done}</span>
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** One line of what will happen. */
export function Fact({ icon: Icon, children }: { icon: LucideIcon; children: ReactNode }) {
  return (
    <div className="fact">
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      <span>{children}</span>
    </div>
  );
}
