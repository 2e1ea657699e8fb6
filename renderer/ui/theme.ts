/** All visual tokens, light and dark, and how Mantine takes them. The only place with colours, sizes and radii. */
import { type CSSVariablesResolver, createTheme } from "@mantine/core";

const light = {
  bg: "#F4F5F8",
  pane: "#FAFBFC",
  surface: "#FFFFFF",
  raised: "#FFFFFF",
  sunk: "#EEF0F4",
  hover: "#EFF1F5",
  sel: "#E9EAFB",
  "sel-quiet": "#E6E9EF",
  line: "#E2E5EB",
  "line-2": "#CFD4DE",
  ctl: "#8890A0",
  t1: "#151922",
  t2: "#4A5161",
  t3: "#606777",
  acc: "#4649CE",
  "acc-fill": "#4A4DD4",
  "acc-fill-hover": "#3F42C2",
  "acc-tint": "#ECEDFC",
  ok: "#1B7044",
  "ok-bg": "#E6F3EB",
  att: "#875100",
  "att-bg": "#FBF0DB",
  act: "#B42318",
  "act-bg": "#FCEBE9",
  unk: "#565D6D",
  "unk-bg": "#ECEEF2",
  "ok-solid": "#2E9A62",
  "att-solid": "#C47C08",
  "act-solid": "#D6453A",
  "unk-solid": "#8A92A2",
  "act-fill": "#C5362A",
  digit: "#1D5FD1",
  symbol: "#B0178F",
  mark: "#151922",
  "mark-text": "#FFFFFF",
  scrim: "rgba(22,26,38,.32)",
  float: "0 0 0 1px rgba(22,26,38,.08), 0 8px 28px rgba(22,26,38,.14)",
};
const dark: typeof light = {
  bg: "#0E1015",
  pane: "#12151A",
  surface: "#16191F",
  raised: "#1E222A",
  sunk: "#1C2027",
  hover: "#1D2129",
  sel: "#272A4B",
  "sel-quiet": "#242932",
  line: "#252A33",
  "line-2": "#363C48",
  ctl: "#6E7687",
  t1: "#E8EAF0",
  t2: "#B0B6C4",
  t3: "#9097A7",
  acc: "#A0A4FF",
  "acc-fill": "#5B5FE3",
  "acc-fill-hover": "#5155D6",
  "acc-tint": "#232646",
  ok: "#66CB93",
  "ok-bg": "#16301F",
  att: "#E3B155",
  "att-bg": "#35290F",
  act: "#F49A91",
  "act-bg": "#3D1B19",
  unk: "#A4ABBA",
  "unk-bg": "#262B34",
  "ok-solid": "#4DB37C",
  "att-solid": "#D49A35",
  "act-solid": "#E0645A",
  "unk-solid": "#7A8293",
  "act-fill": "#C4433A",
  digit: "#82B4FF",
  symbol: "#F08BDA",
  mark: "#E8EAF0",
  "mark-text": "#0E1015",
  scrim: "rgba(4,6,10,.58)",
  float: "0 0 0 1px rgba(255,255,255,.08), 0 8px 28px rgba(0,0,0,.5)",
};

/** Hues of avatars and marks; a person's is the hash of their id. */
export const hues = [25, 55, 95, 140, 180, 225, 260, 330];

function tints(isDark: boolean): Record<string, string> {
  return Object.fromEntries(
    hues.flatMap((hue, at) => [
      [`--tint-${at}`, isDark ? `oklch(.315 .024 ${hue})` : `oklch(.93 .022 ${hue})`],
      [`--tint-text-${at}`, isDark ? `oklch(.85 .045 ${hue})` : `oklch(.41 .06 ${hue})`],
    ]),
  );
}

function variables(tokens: Record<string, string>, isDark: boolean): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(tokens).map(([name, value]) => [`--${name}`, value])),
    ...tints(isDark),
    "--mantine-color-body": tokens.surface as string,
    "--mantine-color-text": tokens.t1 as string,
    "--mantine-color-default-border": tokens["line-2"] as string,
    "--mantine-color-placeholder": tokens.t3 as string,
    "--mantine-color-error": tokens.act as string,
    "--mantine-color-dimmed": tokens.t3 as string,
  };
}

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: variables(light, false),
  dark: variables(dark, true),
});

const accent = [
  "#ECEDFC",
  "#DCDDF8",
  "#B9BCF0",
  "#9498E8",
  "#7478E0",
  "#5B5FE3",
  "#4A4DD4",
  "#3F42C2",
  "#3538A8",
  "#2B2D8A",
] as const;

/** Mantine's own steps of dark, which its fields, boxes and radios use: from text to background, in our colours. */
const darkSteps = [
  ...[dark.t1, dark.t2, dark.t3, dark.ctl, dark.ctl],
  ...[dark["sel-quiet"], dark.surface, dark.surface, dark.pane, dark.bg],
] as const;

export const theme = createTheme({
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: '"JetBrains Mono Variable", ui-monospace, monospace',
  fontSizes: { xs: "11px", sm: "12px", md: "13px", lg: "15px", xl: "20px" },
  lineHeights: { xs: "16px", sm: "16px", md: "18px", lg: "20px", xl: "28px" },
  defaultRadius: 6,
  primaryColor: "accent",
  primaryShade: { light: 6, dark: 5 },
  colors: { accent, dark: darkSteps },
  cursorType: "pointer",
  respectReducedMotion: true,
  // A menu begins at its first act: an empty place before it, which takes the focus, would be no item of a menu.
  components: { Menu: { defaultProps: { withInitialFocusPlaceholder: false } } },
});
