/** Draws a page: theme, answers, notices; the channel first, then the app. Each document of the program begins with it. */

import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { connect, followEvents, queries } from "./client/client.ts";
import { FaultBoundary } from "./fault-screen.tsx";
import { firstScheme } from "./page/appearance.ts";
import { guardDrops } from "./page/file-drops.ts";
import { loadFonts } from "./page/fonts.ts";
import { styleNonce } from "./trust.ts";
import { cssVariables, theme } from "./ui/theme.ts";

/** Shows `page` once the core can be asked, and `lost` where this page has no right to. */
export async function startPage(page: ReactNode, lost: ReactNode): Promise<void> {
  const root = createRoot(document.getElementById("root") as HTMLElement);
  const show = (shown: ReactNode): void => root.render(<InPage>{shown}</InPage>);
  guardDrops();
  await Promise.all([connect(() => show(lost)), loadFonts()]);
  followEvents();
  show(page);
}

function InPage({ children }: { children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => styleNonce}
      colorSchemeManager={{
        get: firstScheme,
        set: () => {},
        subscribe: () => {},
        unsubscribe: () => {},
        clear: () => {},
      }}
    >
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" limit={1} classNames={{ root: "notices" }} />
        <FaultBoundary>{children}</FaultBoundary>
      </QueryClientProvider>
    </MantineProvider>
  );
}
