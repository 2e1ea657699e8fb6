/** Where the page of quick access begins: trust first, then the channel, then the app. */
import "./trust.ts";
import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "./ui/base.css";
import "./ui/inputs.css";
import "./ui/frame.css";
import "./ui/unlock.css";
import "./ui/floats.css";
import "./ui/rows.css";
import "./ui/quick.css";
import { QuickApp } from "./quick/quick-app.tsx";
import { startPage } from "./start-page.tsx";
import { LostScreen } from "./unlock/lost-screen.tsx";

await startPage(<QuickApp />, <LostScreen />);
