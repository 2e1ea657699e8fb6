/** A popover: a small form beside its trigger, which stays pressed while it is open. The field marked `data-autofocus` begins. */
import { Popover } from "@mantine/core";
import { type ReactElement, type ReactNode, useEffect, useRef } from "react";
import { useFloat } from "./layers.ts";

type PopProps = {
  label: string;
  isOpen: boolean;
  onOpen(isOpen: boolean): void;
  trigger: ReactElement;
  children: ReactNode;
  /** Where it opens: below its trigger, unless that lies at the foot of the window. */
  position?: "bottom-start" | "top-end";
};

/** Opens below its trigger; however it closes, it leads back to what had the focus before. */
export function Pop({ label, isOpen, onOpen, trigger, children, position = "bottom-start" }: PopProps) {
  const box = useRef<HTMLDivElement>(null);
  const { toOpener } = useFloat(isOpen, () => onOpen(false));
  const back = useRef(toOpener);
  back.current = toOpener;
  useEffect(() => {
    if (!isOpen) return;
    // Also where what was done in it closed it; whoever went elsewhere stays there.
    return () => {
      const { activeElement } = document;
      if (activeElement === document.body || box.current?.contains(activeElement) === true) back.current();
    };
  }, [isOpen]);
  return (
    <Popover
      opened={isOpen}
      onChange={onOpen}
      closeOnEscape={false}
      position={position}
      offset={10}
      width={376}
      trapFocus
      middlewares={{ flip: false, shift: { crossAxis: true, padding: 8 } }}
      transitionProps={{ duration: 120, transition: "pop-top-left" }}
      classNames={{ dropdown: "float pop" }}
    >
      <Popover.Target>{trigger}</Popover.Target>
      <Popover.Dropdown ref={box} aria-label={label}>
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}
