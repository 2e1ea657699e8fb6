/** Where the page begins: trust first, then the channel, then the app. */
import { styleNonce } from "./trust.ts";
import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "./ui/base.css";
import "./ui/inputs.css";
import "./ui/frame.css";
import "./ui/first-run.css";
import "./ui/unlock.css";
import "./ui/edit.css";
import "./ui/floats.css";
import "./ui/columns.css";
import "./ui/item-acts.css";
import "./ui/rows.css";
import "./ui/files.css";
import "./ui/tables.css";
import "./ui/versions.css";
import "./ui/import.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { connect, followEvents, queries } from "./client/client.ts";
import { firstScheme } from "./page/appearance.ts";
import { guardDrops } from "./page/file-drops.ts";
import { cssVariables, theme } from "./ui/theme.ts";
import { LostScreen } from "./unlock/lost-screen.tsx";

const root = createRoot(document.getElementById("root") as HTMLElement);

function show(page: React.ReactNode): void {
  root.render(
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
        <Notifications position="bottom-right" limit={3} classNames={{ root: "notices" }} />
        {page}
      </QueryClientProvider>
    </MantineProvider>,
  );
}

guardDrops();
await connect(() => show(<LostScreen />));
followEvents();
show(<App />);
