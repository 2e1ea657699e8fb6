/** Light, dark, or as the system has it: the host says it in the page, so that nothing is drawn in another one before the core answers. */
import { type MantineColorScheme, useMantineColorScheme } from "@mantine/core";
import { useEffect } from "react";
import type { Appearance } from "../../shared/contract/shapes.ts";

const schemes = { system: "auto", light: "light", dark: "dark" } as const satisfies Record<
  Appearance,
  MantineColorScheme
>;

/** What the page was served with. */
export function firstScheme(): MantineColorScheme {
  const told = document.querySelector<HTMLMetaElement>('meta[name="color-scheme"]')?.content;
  return told === "light" || told === "dark" ? told : "auto";
}

/** Follows what was chosen on this computer; absent while it is not known yet. */
export function useAppearance(appearance: Appearance | undefined): void {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    if (appearance !== undefined && schemes[appearance] !== colorScheme) setColorScheme(schemes[appearance]);
  }, [appearance, colorScheme, setColorScheme]);
}
